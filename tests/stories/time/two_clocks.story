# name: time/two_clocks
# why:  when it was so and when it was written are two times; a device whose clock runs a little fast is forgiven, a future is not
# rule: policy cz-outpatient, cz.clock-skew

use registered
when Eva record-interview {"course": $course, "form": $interview} happened $now+6m → refused in_future at /happened_at
when Eva record-interview {"course": $course, "form": $interview} happened $now+4m → done
then /patients/$jana/record as Petr has /courses/0/interviews/0/happened_at = $now
when Eva record-interview {"course": $course, "form": $interview} happened $now-26h → done
then /patients/$jana/record as Petr has /courses/0/interviews/1/happened_at = $now-26h
and has /courses/0/interviews/1/recorded_at = $now
