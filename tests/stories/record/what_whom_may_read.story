# name: record/what_whom_may_read
# why:  those who book see who and when; what was said and found is for those who treat
# rule: domain.md section 1

use closed
then /patients/$jana as Eva has /patient/details/family_name = "Nováková"
then /patients/$jana/record as Eva is refused not_permitted as 403
then /patients/$jana/story as Eva is refused not_permitted
then /sessions/$session as Eva is refused not_permitted
then /tasks as Eva is refused not_permitted
then /today as Eva has 0 in /tasks
then /patients/$jana as Adam is refused not_permitted
then /access-log as Petr is refused not_permitted
then /figures as Tereza is refused not_permitted
then /patients/$nobody as Petr is refused not_found as 404
then /patients/jana as Petr is refused not_found as 404
then /patients/$jana as Somebody is refused not_signed_in as 401
