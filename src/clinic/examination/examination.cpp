#include "clinic/examination/examination.h"

namespace afterglow::clinic {

Done check(const Examination& examination, const Pack& pack, const std::string& pointer) {
    TRY(check_measured(examination.measured, pack, pointer + "/measured"));
    const Vitals& vitals = examination.measured.vitals;
    if (!vitals.weight_kg) return refuse_field(pointer + "/measured/vitals/weight_kg", "weight_needed");
    if (!vitals.systolic_mmhg || !vitals.diastolic_mmhg)
        return refuse_field(pointer + "/measured/vitals/systolic_mmhg", "pressure_needed");
    const auto abnormal = {examination.blood_tests, examination.ecg, examination.echocardiography};
    if (std::find(abnormal.begin(), abnormal.end(), Finding::abnormal) != abnormal.end() &&
        !examination.findings_note) {
        return refuse_field(pointer + "/findings_note", "note_needed");
    }
    return done();
}

}  // namespace afterglow::clinic
