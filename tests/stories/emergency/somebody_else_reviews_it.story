# name: emergency/somebody_else_reviews_it
# why:  an emergency excuses the reading and not the looking away: each opening is looked at by somebody else
# rule: promises.md P23

use registered
when Milan open-emergency-access {"emergency": $first, "patient": $jana, "reason": "Her husband called: she does not breathe well."} → done
then /today as Adam has /emergencies = 1
then /today as Milan has /emergencies = 0
then /today as Eva has no /emergencies
then /emergencies as Eva is refused not_permitted
then /emergencies as Adam has /emergencies/0/reason = "Her husband called: she does not breathe well."
and has no /emergencies/0/patient_name
when Adam review-emergency-access {"emergency": $first, "finding": "Right."} → refused emergency_still_open
when Milan close-emergency-access {"emergency": $first} → done
when Milan review-emergency-access {"emergency": $first, "finding": "I was right."} → refused emergency_own as 403
when Adam review-emergency-access {"emergency": $first, "finding": " "} → refused blank at /data/finding
when Adam review-emergency-access {"emergency": $first, "finding": "Justified; the husband confirms."} → done
when Adam review-emergency-access {"emergency": $first, "finding": "Again."} → refused emergency_reviewed
when Adam review-emergency-access {"emergency": $unknown, "finding": "?"} → refused emergency_unknown as 404
then /today as Adam has /emergencies = 0
then /emergencies as Milan has /emergencies/0/finding = "Justified; the husband confirms."
and has /emergencies/0/patient_name = "Jana Nováková"
and has /emergencies/0/reviewed_by = $Adam
then /patients/$jana/story as Petr has /entries with {"name": "EmergencyClosed"}
