# name: time/the_hour_that_does_not_exist
# why:  clocks are set forward over an hour and back over another; a booking in either must not be guessed
# rule: promises.md P12

use registered
let $slot = {"kind": "other", "starts": "2027-03-28T02:30", "length_min": 30, "staff": [$Petr], "room": "consulting-1"}
when Eva book {"booking": $a, "appointment": $slot} → refused local_time_skipped at /data/appointment/starts
when Eva book {"booking": $a, "appointment": $slot} with /appointment/starts = "2027-03-28T01:30" with /appointment/length_min = 60 → done
then /calendar?from=2027-03-28&to=2027-03-28 as Eva has /bookings/0/booking/starts_at = "2027-03-28T00:30:00.000Z"
and has /bookings/0/booking/ends_at = "2027-03-28T01:30:00.000Z"
# That hour ends at half past three by the clock on the wall.
when Eva book {"booking": $b, "appointment": $slot} with /appointment/starts = "2027-03-28T03:15" → refused taken at /data/appointment/starts
when Eva book {"booking": $b, "appointment": $slot} with /appointment/starts = "2027-03-28T03:30" → done
# The hour that happens twice
when Eva book {"booking": $c, "appointment": $slot} with /appointment/starts = "2027-10-31T02:30" → refused local_time_ambiguous at /data/appointment/starts
when Eva book {"booking": $c, "appointment": $slot} with /appointment/starts = "2027-10-31T02:30" with /appointment/which_hour = "earlier" → done
when Eva book {"booking": $d, "appointment": $slot} with /appointment/starts = "2027-10-31T02:30" with /appointment/which_hour = "later" → done
when Eva book {"booking": $e, "appointment": $slot} with /appointment/starts = "2027-10-31T02:45" with /appointment/which_hour = "earlier" → refused taken at /data/appointment/starts
then /calendar?from=2027-10-31&to=2027-10-31 as Eva has /bookings with {"booking": {"id": $c, "starts_at": "2027-10-31T00:30:00.000Z"}}
and has /bookings with {"booking": {"id": $d, "starts_at": "2027-10-31T01:30:00.000Z"}}
