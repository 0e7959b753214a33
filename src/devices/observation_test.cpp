#include "devices/observation.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/described.h"

namespace afterglow::devices {
namespace {

const std::string kZone = "Europe/Prague";
const std::string kPatient = "PID|||HED12^^^PID^MR~9055^^^VZP||LAZY^KITTY^^^^^L\rPV1||I|WARD^ROOM^2\r";

std::string message(const std::string& segments, const std::string& type = "ORU^R01^ORU_R01",
                    const std::string& sent = "20261122100500+0100") {
    return "MSH|^~\\&|VSP^080019FFFE134535^EUI-64|GE Healthcare|||" + sent + "||" + type +
           "|0040971345|P|2.6||||||UNICODE UTF-8\r" + segments;
}
std::string obx(const std::string& code, const std::string& value, const std::string& unit,
                const std::string& status = "R", const std::string& at = "", const std::string& type = "NM") {
    return "OBX|1|" + type + "|" + code + "|1.1.1.1|" + value + "|" + unit + "|||||" + status + "|||" + at + "\r";
}
const std::string kMmhg = "266016^MDC_DIM_MMHG^MDC";
std::string systolic(const std::string& value, const std::string& unit = kMmhg, const std::string& status = "R",
                     const std::string& at = "") {
    return obx("150021^MDC_PRESS_BLD_NONINV_SYS^MDC", value, unit, status, at);
}
std::string spo2(const std::string& value, const std::string& at = "") {
    return obx("150456^MDC_PULS_OXIM_SAT_O2^MDC", value, "262688^MDC_DIM_PERCENT^MDC", "R", at);
}

Result<MonitorReading> read(const std::string& text) { return read_observation(TRY(read_message(text)), kZone); }
Result<MonitorReading> read_obx(const std::string& segments) { return read(message(kPatient + segments)); }
std::string code_of(const std::string& segments) {
    const auto reading = read_obx(segments);
    return reading.ok() ? "" : reading.refusal().code;
}
std::string parameter(const Refusal& refusal, const std::string& name) {
    for (const auto& [each, value] : refusal.parameters) {
        if (each == name) return value;
    }
    return "?";
}

TEST(Observation, ReadsAMonitorsMessage) {
    const auto reading =
        read(message(kPatient + "OBR|1|||182777000^monitoring of patient^SCT|||20261122100400+0100\r" +
                     "OBX|1||69965^MDC_DEV_MON_PHYSIO_MULTI_PARAM_MDS^MDC|1.0.0.0|||||||X\r" + systolic("128.5") +
                     obx("150022^MDC_PRESS_BLD_NONINV_DIA^MDC", "81", kMmhg) +
                     "OBX|11|NM|147842^MDC_ECG_HEART_RATE^MDC|1.5.1.1|80|264864^MDC_DIM_BEAT_PER_MIN^MDC|||||R|||||||"
                     "080019FFFE0B40^B40_GE\r" +
                     spo2("97") + obx("151562^MDC_RESP_RATE^MDC", "18", "264928^MDC_DIM_RESP_PER_MIN^MDC") +
                     obx("150344^MDC_TEMP^MDC", "37.1", "268192^MDC_DIM_DEGC^MDC")));
    ASSERT_TRUE(reading.ok()) << reading.refusal().code;
    EXPECT_EQ(to_json(*reading),
              R"({"control_id":"0040971345","sending_application":"VSP","sending_facility":"GE Healthcare",)"
              R"("device":"080019FFFE0B40","bed":"2","patient_ids":["HED12","9055"],"patient_name":"KITTY LAZY",)"
              R"("measured_at":"2026-11-22T09:04:00.000Z","systolic_mmhg":129,"diastolic_mmhg":81,"heart_rate_bpm":80,)"
              R"("spo2_percent":97,"respiratory_rate_per_min":18,"temperature_c":37.1})");
}

TEST(Observation, KnowsEveryCode) {
    struct Case {
        std::string code, unit;
        std::optional<std::int64_t> MonitorReading::* member;
    };
    const std::string rate = "/min";
    for (const Case& each :
         std::vector<Case>{{"150021^^MDC", kMmhg, &MonitorReading::systolic_mmhg},
                           {"150301^^MDC", "mm[Hg]^^UCUM", &MonitorReading::systolic_mmhg},
                           {"8480-6^^LN", "mm[Hg]", &MonitorReading::systolic_mmhg},
                           {"150022^^MDC", "mmHg", &MonitorReading::diastolic_mmhg},
                           {"150302^^MDC", "MDC_DIM_MMHG", &MonitorReading::diastolic_mmhg},
                           {"8462-4^^LN", kMmhg, &MonitorReading::diastolic_mmhg},
                           {"147842^^MDC", rate, &MonitorReading::heart_rate_bpm},
                           {"8867-4^^LN", "{beats}/min", &MonitorReading::heart_rate_bpm},
                           {"149530^^MDC", "264864^^MDC", &MonitorReading::heart_rate_bpm},
                           {"8889-8^^LN", "bpm", &MonitorReading::heart_rate_bpm},
                           {"149546^^MDC", "{beat}/min", &MonitorReading::heart_rate_bpm},
                           {"150456^^MDC", "%", &MonitorReading::spo2_percent},
                           {"59408-5^^LN", "262688", &MonitorReading::spo2_percent},
                           {"2708-6^^LN", "%", &MonitorReading::spo2_percent},
                           {"151562^^MDC", "{breaths}/min", &MonitorReading::respiratory_rate_per_min},
                           {"151578^^MDC", "264928", &MonitorReading::respiratory_rate_per_min},
                           {"9279-1^^LN", "rpm", &MonitorReading::respiratory_rate_per_min},
                           {"LOCAL^^99X^8889-8^^LN", "0004^x^MDIL^/min^^UCUM", &MonitorReading::heart_rate_bpm}}) {
        const auto reading = read_obx(obx(each.code, "60", each.unit, "F"));
        ASSERT_TRUE(reading.ok()) << each.code << " " << reading.refusal().code;
        EXPECT_EQ((*reading).*each.member, 60) << each.code;
    }
    for (const std::string code : {"150344^^MDC", "150364^^MDC", "8310-5^^LN"})
        EXPECT_EQ(read_obx(obx(code, "36.6", "Cel"))->temperature_c, 36.6);
}

TEST(Observation, AnEcgGoesBeforeAPulseOximeterAndTheFirstBeforeTheSecond) {
    const auto reading = read_obx(obx("149546^^MDC", "61", "/min") + obx("149530^^MDC", "62", "/min") +
                                  obx("147842^^MDC", "63", "/min") + obx("147842^^MDC", "64", "/min"));
    EXPECT_EQ(reading->heart_rate_bpm, 63);
}

TEST(Observation, RefusesUnitsThatAreNotKnown) {
    for (const std::string unit : {"kPa", "", "265987^MDC_DIM_KILO_PASCAL^MDC", "%", "MM[HG]"}) {
        const auto reading = read_obx(spo2("98") + systolic("16.3", unit));
        ASSERT_FALSE(reading.ok()) << unit;
        EXPECT_EQ(reading.refusal().code, "unit_unknown");
        EXPECT_EQ(parameter(reading.refusal(), "observation"), "systolic pressure");
        EXPECT_EQ(parameter(reading.refusal(), "expected"), "mm[Hg]");
        EXPECT_EQ(parameter(reading.refusal(), "segment"), "OBX");
        EXPECT_EQ(parameter(reading.refusal(), "sequence"), "2");
        EXPECT_EQ(parameter(reading.refusal(), "field"), "6");
    }
    EXPECT_EQ(code_of(obx("150344^^MDC", "99.1", "[degF]")), "unit_unknown");
}

TEST(Observation, RefusesWhatIsNoNumber) {
    for (const std::string value :
         {"abc", "12O", "1e3", "inf", "nan", "--5", "1.2.3", "120^80", "120~80", "<90", "-", "+-4"})
        EXPECT_EQ(code_of(systolic(value)), "value_not_a_number") << value;
    EXPECT_EQ(code_of(obx("150021^^MDC", "120", kMmhg, "R", "", "TX")), "value_type_unknown");
    EXPECT_EQ(code_of(obx("150021^^MDC", "120", kMmhg, "R", "", "")), "value_type_unknown");
    EXPECT_EQ(read_obx(obx("150021^^MDC", " +120 ", kMmhg, "R", "", "ST"))->systolic_mmhg, 120);
}

TEST(Observation, RefusesWhatCannotBe) {
    EXPECT_EQ(code_of(systolic("401")), "value_out_of_range");
    EXPECT_EQ(code_of(spo2("100.5")), "value_out_of_range");
    EXPECT_EQ(code_of(spo2("100")), "");
    EXPECT_EQ(code_of(systolic("0")), "");
}

TEST(Observation, LeavesOutWhatTheMonitorItselfDoesNotHoldFor) {
    for (const std::string status : {"X", "D", "I", "O", "S", "U", "W", "N", "", "r"})
        EXPECT_EQ(code_of(systolic("abc", "kPa", status)), "nothing_understood") << status;
    for (const std::string status : {"F", "P", "R", "C"}) EXPECT_EQ(code_of(systolic("120", kMmhg, status)), "");
    for (const std::string value : {"", "-1", "-999", "-99.9", "8388607"}) {
        const auto reading = read_obx(systolic(value) + spo2("98"));
        ASSERT_TRUE(reading.ok()) << value;
        EXPECT_FALSE(reading->systolic_mmhg) << value;
        EXPECT_EQ(reading->spo2_percent, 98);
    }
}

TEST(Observation, NothingUnderstoodIsRefused) {
    const auto reading = read_obx(obx("1^LOCAL^99X", "1", "x") + systolic("120", kMmhg, "X"));
    ASSERT_FALSE(reading.ok());
    EXPECT_EQ(reading.refusal().code, "nothing_understood");
    EXPECT_EQ(parameter(reading.refusal(), "observations"), "2");
    EXPECT_EQ(parameter(reading.refusal(), "left_out"), "1");
    EXPECT_EQ(code_of(obx("150021^MDC_PRESS_BLD_NONINV_SYS^LN", "120", kMmhg)), "nothing_understood");
    EXPECT_EQ(code_of(""), "nothing_understood");
}

TEST(Observation, OnlyOruR01) {
    for (const std::string type : {"ORU^R40^ORU_R40", "ADT^A01", "ORU", "ACK^R01^ACK"}) {
        const auto reading = read(message(kPatient + systolic("120"), type));
        ASSERT_FALSE(reading.ok());
        EXPECT_EQ(reading.refusal().code, "message_type_unknown");
        EXPECT_EQ(parameter(reading.refusal(), "field"), "9");
    }
}

TEST(Observation, OneMessageIsOfOnePatient) {
    EXPECT_EQ(code_of(systolic("120") + "PID|||X2\r" + spo2("90")), "several_patients");
    EXPECT_EQ(code_of(systolic("120") + "PV1||I|^^7\r" + spo2("90")), "several_patients");
}

TEST(Observation, TheBedIsTheNarrowestPlace) {
    const auto bed = [](const std::string& place) {
        return read(message("PV1||I|" + place + "\r" + systolic("120")))->bed;
    };
    EXPECT_EQ(bed("WARD^ROOM^BED"), "BED");
    EXPECT_EQ(bed("SURGERY^^V2"), "V2");
    EXPECT_EQ(bed("WARD^ROOM"), "ROOM");
    EXPECT_EQ(bed("WARD"), "WARD");
    EXPECT_EQ(bed(""), std::nullopt);
    const auto nobody = read(message(systolic("120")));
    EXPECT_FALSE(nobody->bed);
    EXPECT_FALSE(nobody->patient_name);
    EXPECT_TRUE(nobody->patient_ids.empty());
    EXPECT_EQ(nobody->device, "080019FFFE134535");
}

// ---- time -----------------------------------------------------------------------------------------------------------

TEST(ObservationTime, ComesFromTheObservationElseTheRequestElseTheHeader) {
    const auto at = [](const std::string& text) {
        const auto reading = read(text);
        return reading.ok() ? to_text(reading->measured_at) : reading.refusal().code;
    };
    const std::string request = "OBR|1||||||20261122100400+0100\r";
    EXPECT_EQ(at(message(request + spo2("98", "20261122100330+0100"))), "2026-11-22T09:03:30.000Z");
    EXPECT_EQ(at(message(request + spo2("98"))), "2026-11-22T09:04:00.000Z");
    EXPECT_EQ(at(message(spo2("98"))), "2026-11-22T09:05:00.000Z");
    EXPECT_EQ(at(message(spo2("98"), "ORU^R01", "")), "time_missing");
    EXPECT_EQ(at(message(spo2("98", "20261322"))), "time_unreadable");
}

TEST(ObservationTime, AnOldPressureIsNotAReadingOfNow) {
    const auto reading = read_obx(systolic("120", kMmhg, "R", "20261122100000") + spo2("98", "20261122100430"));
    EXPECT_FALSE(reading->systolic_mmhg);
    EXPECT_EQ(reading->spo2_percent, 98);
    EXPECT_EQ(to_text(reading->measured_at), "2026-11-22T09:04:30.000Z");
    const auto near = read_obx(systolic("120", kMmhg, "R", "20261122100230") + spo2("98", "20261122100430"));
    EXPECT_EQ(near->systolic_mmhg, 120);
}

TEST(ObservationTime, IsReadInEachForm) {
    const auto at = [](const std::string& text) {
        const auto time = parse_hl7_time(text, kZone);
        return time.ok() ? to_text(*time) : time.refusal().code;
    };
    EXPECT_EQ(at("202611221004"), "2026-11-22T09:04:00.000Z");
    EXPECT_EQ(at("20260722100405"), "2026-07-22T08:04:05.000Z");
    EXPECT_EQ(at("20261122100405.25"), "2026-11-22T09:04:05.250Z");
    EXPECT_EQ(at("20261122100405.123456-0330"), "2026-11-22T13:34:05.123Z");
    EXPECT_EQ(at("202611221004+0530"), "2026-11-22T04:34:00.000Z");
    for (const std::string text :
         {"", "2026", "20261122", "2026112210", "20261122100", "202611221060", "202611222404", "202602301004",
          "20261122100460", "20261122100405.", "20261122100405.1234567", "20261122100405Z", "20261122100405+1",
          "20261122100405+01:00", "20261122100405+0160", "2026 1122100405", "20261122100405,5"})
        EXPECT_EQ(at(text), "time_unreadable") << text;
    EXPECT_EQ(at("202603290230"), "local_time_skipped");
    EXPECT_EQ(at("202610250230"), "local_time_ambiguous");
    EXPECT_EQ(at("202610250230+0200"), "2026-10-25T00:30:00.000Z");
    EXPECT_EQ(parse_hl7_time("202611221004", "Nowhere/Town").refusal().code, "unknown_zone");
}

RC_GTEST_PROP(ObservationTimeProperties, ComesBack, ()) {
    const Instant at{*rc::gen::inRange<std::int64_t>(-2'000'000'000'000, 7'000'000'000'000)};
    const auto read = parse_hl7_time(to_hl7_time(at), kZone);
    RC_ASSERT(read.ok());
    RC_ASSERT(*read == at);
}

// ---- what simulated monitors send -----------------------------------------------------------------------------------

rc::Gen<std::optional<std::int64_t>> up_to(std::int64_t max) {
    return rc::gen::oneOf(rc::gen::just(std::optional<std::int64_t>()),
                          rc::gen::map(rc::gen::inRange<std::int64_t>(0, max + 1),
                                       [](std::int64_t value) { return std::optional(value); }));
}

RC_GTEST_PROP(ObservationProperties, AWrittenReadingIsReadAsItWas, ()) {
    MonitorReading reading;
    const auto text = [] {
        return *rc::gen::nonEmpty(rc::gen::container<std::string>(rc::gen::elementOf(std::string("aZ7|^~\\&.-"))));
    };
    reading.control_id = text();
    reading.sending_application = text();
    reading.sending_facility = text();
    reading.device = text();
    reading.bed = text();
    reading.patient_ids = {text(), text()};
    reading.measured_at = {*rc::gen::inRange<std::int64_t>(0, 4'000'000'000'000)};
    reading.systolic_mmhg = *up_to(400);
    reading.diastolic_mmhg = *up_to(400);
    reading.heart_rate_bpm = *up_to(400);
    reading.spo2_percent = *rc::gen::inRange<std::int64_t>(0, 101);
    reading.respiratory_rate_per_min = *up_to(200);
    const auto back = read(written(reading));
    RC_ASSERT(back.ok());
    RC_ASSERT(to_json(*back) == to_json(reading));
}

RC_GTEST_PROP(ObservationProperties, NoMutationThrows, ()) {
    std::string text = message(kPatient + systolic("120", kMmhg, "R", "20261122100230") + spo2("98"));
    const auto changes = *rc::gen::container<std::vector<std::pair<std::size_t, char>>>(rc::gen::pair(
        rc::gen::inRange<std::size_t>(0, text.size()), rc::gen::elementOf(std::string("|^~\\&\r0159.+-XN"))));
    for (const auto& [at, byte] : changes) text[at] = byte;
    const auto reading = read(text);
    if (reading.ok()) RC_ASSERT(reading->systolic_mmhg.value_or(0) >= 0);
}

}  // namespace
}  // namespace afterglow::devices
