# name: account/leaving_ends_it
# why:  signing out, losing a role, being dismissed take effect with the very next click
# rule: promises.md P22

use registered
then /patients/$jana/record as Tereza has /patient
when Adam change-roles {"staff": $Tereza, "roles": ["coordinator"]} → done
then /patients/$jana/record as Tereza is refused not_permitted
then /patients/$jana as Tereza has /patient
when Adam change-roles {"staff": $Tereza, "roles": []} → refused roles_needed at /data/roles
when Adam dismiss-staff {"staff": $Tereza, "reason": "has left"} → done
then /patients/$jana as Tereza is refused not_signed_in as 401
when Tereza signs in → refused wrong_password as 401
when Adam dismiss-staff {"staff": $Tereza, "reason": "has left"} → refused dismissed
when Adam reinstate-staff {"staff": $Tereza, "reason": "is back"} → done
when Adam reinstate-staff {"staff": $Tereza, "reason": "is back"} → refused not_dismissed
when Tereza signs in → done
then /patients/$jana as Tereza has /patient
when Tereza signs out → done
then /patients/$jana as Tereza is refused not_signed_in
