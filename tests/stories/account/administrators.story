# name: account/administrators
# why:  there is always one administrator left, nobody changes their own roles, names are not given twice
# rule: issue section 3

use clinic
when Eva add-staff {"staff": $new, "user": "zuzana", "name": "Zuzana Example", "roles": ["nurse"], "language": "cs"} → refused not_permitted
when Adam add-staff {"staff": $new, "user": "petr", "name": "Petr Second", "roles": ["nurse"], "language": "cs"} → refused user_taken at /data/user
when Adam add-staff {"staff": $new, "user": "Zuzana Nová", "name": "Zuzana Nová", "roles": ["nurse"], "language": "cs"} → refused user_name_form at /data/user
when Adam add-staff {"staff": $new, "user": "zuzana", "name": "Zuzana Nová", "roles": ["juggler"], "language": "cs"} → refused unknown_value at /data/roles/0
when Adam add-staff {"staff": $new, "user": "zuzana", "name": "Zuzana Nová", "roles": [], "language": "cs"} → refused roles_needed at /data/roles
when Adam change-roles {"staff": $Adam, "roles": ["administrator", "psychiatrist"]} → refused own_roles
when Adam dismiss-staff {"staff": $Adam, "reason": "tired"} → refused last_administrator
when Adam add-staff {"staff": $new, "user": "zuzana", "name": "Zuzana Nová", "roles": ["nurse", "administrator"], "language": "cs"} → done
then /staff as Eva has /staff with {"user": "zuzana", "roles": ["nurse", "administrator"], "active": true}
when Adam change-roles {"staff": $new, "roles": ["nurse"]} → done
when Adam change-roles {"staff": $nobody, "roles": ["nurse"]} → refused staff_unknown as 404
