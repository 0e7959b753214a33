# name: dosing/vitals_are_plausible
# why:  a slip of the pen is refused, an unusual value is typed twice, a usual one goes through
# rule: policy cz-outpatient, plausibility

use dosed
when Nora record-vitals {"session": $session, "form": {"vitals": {}}} → refused nothing_measured at /data/form/vitals
when Nora record-vitals {"session": $session, "form": {"vitals": {"weight_kg": 7}}} → refused not_possible at /data/form/vitals/weight_kg
when Nora record-vitals {"session": $session, "form": {"vitals": {"weight_kg": 700}}} → refused not_possible at /data/form/vitals/weight_kg
when Nora record-vitals {"session": $session, "form": {"vitals": {"weight_kg": "70 kg"}}} → refused wrong_type at /data/form/vitals/weight_kg
when Nora record-vitals {"session": $session, "form": {"vitals": {"systolic_mmhg": 12, "diastolic_mmhg": 8}}} → refused not_possible at /data/form/vitals/systolic_mmhg
when Nora record-vitals {"session": $session, "form": {"vitals": {"systolic_mmhg": 120.5}}} → refused wrong_type at /data/form/vitals/systolic_mmhg
when Nora record-vitals {"session": $session, "form": {"vitals": {"systolic_mmhg": 80, "diastolic_mmhg": 120}}} → refused pressures_swapped at /data/form/vitals/diastolic_mmhg
when Nora record-vitals {"session": $session, "form": {"vitals": {"spo2_percent": 101}}} → refused not_possible at /data/form/vitals/spo2_percent
when Nora record-vitals {"session": $session, "form": {"vitals": {"sedation_moaas": 6}}} → refused not_possible at /data/form/vitals/sedation_moaas
when Nora record-vitals {"session": $session, "form": {"vitals": {"temperature_c": 36}}} → refused unknown_field at /data/form/vitals/temperature_c
when Nora record-vitals {"session": $session, "form": {"vitals": {"heart_rate_bpm": 165}}} → refused type_again at /data/form/again/heart_rate_bpm
when Nora record-vitals {"session": $session, "form": {"vitals": {"heart_rate_bpm": 165}, "again": {"heart_rate_bpm": 156}}} → refused typed_differently at /data/form/again/heart_rate_bpm
when Nora record-vitals {"session": $session, "form": {"vitals": {"heart_rate_bpm": 165}, "again": {"heart_rate_bpm": 165}}} → done
when Nora record-vitals {"session": $session, "form": {"vitals": {"systolic_mmhg": 210, "diastolic_mmhg": 125}, "again": {"systolic_mmhg": 210}}} → refused type_again at /data/form/again/diastolic_mmhg
then /sessions/$session as Nora has 2 in /session/vitals
