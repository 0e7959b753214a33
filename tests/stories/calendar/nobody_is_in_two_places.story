# name: calendar/nobody_is_in_two_places
# why:  a person, a room and a patient have one appointment at a time, whoever books
# rule: promises.md P10

use registered
let $slot = {"kind": "integration", "starts": "2026-11-24T10:00", "length_min": 60, "staff": [$Tereza], "room": "consulting-1", "patient": $jana, "course": $course}
when Eva book {"booking": $a, "appointment": $slot} → done
when Eva book {"booking": $b, "appointment": $slot} with /appointment/staff = [$Petr] with /appointment/room = "consulting-2" → refused taken at /data/appointment/starts
when Eva book {"booking": $b, "appointment": $slot} with /appointment/room = "consulting-2" without /appointment/patient → refused taken at /data/appointment/starts
when Eva book {"booking": $b, "appointment": $slot} with /appointment/staff = [$Petr] without /appointment/patient → refused taken at /data/appointment/starts
when Eva book {"booking": $b, "appointment": $slot} with /appointment/starts = "2026-11-24T10:59" → refused taken at /data/appointment/starts
when Eva book {"booking": $b, "appointment": $slot} with /appointment/starts = "2026-11-24T09:01" → refused taken at /data/appointment/starts
when Eva book {"booking": $b, "appointment": $slot} with /appointment/starts = "2026-11-24T11:00" → done
when Eva book {"booking": $c, "appointment": $slot} with /appointment/starts = "2026-11-24T09:00" → done
then /calendar?from=2026-11-24&to=2026-11-24 as Eva has 3 in /bookings
# Moved, the old place is free and both places are seen.
when Eva move-booking {"booking": $a, "from": "2026-11-24", "reason": "she asked", "appointment": $slot} with /appointment/starts = "2026-11-25T10:00" → done
then /calendar?from=2026-11-24&to=2026-11-25 as Eva has /bookings with {"booking": {"id": $a, "status": "moved", "moved_to": "2026-11-25"}}
and has /bookings with {"booking": {"id": $a, "status": "booked", "moved_from": "2026-11-24"}}
when Eva book {"booking": $d, "appointment": $slot} → done
when Eva move-booking {"booking": $a, "from": "2026-11-25", "reason": "back", "appointment": $slot} → refused taken at /data/appointment/starts
when Eva cancel-booking {"booking": $d, "day": "2026-11-24", "by": "patient", "reason": "a cold"} → done
when Eva move-booking {"booking": $a, "from": "2026-11-25", "reason": "back", "appointment": $slot} → done
when Eva move-booking {"booking": $a, "from": "2026-11-24", "reason": "half an hour later", "appointment": $slot} with /appointment/length_min = 55 → done
when Eva cancel-booking {"booking": $d, "day": "2026-11-24", "by": "patient", "reason": "a cold"} → refused booking_unknown as 404
