# name: calendar/limits_of_an_appointment
# why:  an appointment has a person, a possible room and a length that its kind allows, and does not lie in the past
# rule: policy cz-outpatient, appointments

use registered
let $slot = {"kind": "evaluation", "starts": "2026-11-24T10:00", "length_min": 90, "staff": [$Petr], "room": "consulting-1", "patient": $jana, "course": $course}
when Eva book {"booking": $a, "appointment": $slot} with /appointment/length_min = 45 → refused appointment_too_short at /data/appointment/length_min
when Eva book {"booking": $a, "appointment": $slot} with /appointment/length_min = 125 → refused appointment_too_long at /data/appointment/length_min
when Eva book {"booking": $a, "appointment": $slot} with /appointment/staff = [] → refused staff_needed at /data/appointment/staff
when Eva book {"booking": $a, "appointment": $slot} with /appointment/room = "the cellar" → refused room_unknown at /data/appointment/room
when Eva book {"booking": $a, "appointment": $slot} with /appointment/starts = "2026-11-22T10:00" → refused booking_in_past at /data/appointment/starts
when Eva book {"booking": $a, "appointment": $slot} with /appointment/starts = "2026-11-24T23:00" → refused booking_crosses_midnight at /data/appointment/length_min
when Eva book {"booking": $a, "appointment": $slot} with /appointment/starts = "2026-11-31T10:00" → refused not_a_local_time at /data/appointment/starts
when Eva book {"booking": $a, "appointment": $slot} → done
when Eva book {"booking": $a, "appointment": $slot} → refused already_exists
then /calendar?from=2026-11-24&to=2026-12-30 as Petr has 1 in /bookings
then /calendar?from=2026-11-24&to=2027-12-30 as Petr is refused out_of_range
then /calendar?from=yesterday as Petr is refused not_a_date
# Who may not know the people sees that Petr is busy, not with whom.
then /calendar?from=2026-11-24&to=2026-11-24 as Adam has 1 in /bookings
and has no /bookings/0/patient_name
and has no /bookings/0/booking/appointment/patient
and has no /bookings/0/booking/appointment/course
and has /bookings/0/booking/appointment/staff = [$Petr]
