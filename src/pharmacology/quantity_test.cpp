#include "pharmacology/quantity.h"

#include <gtest/gtest.h>

namespace afterglow::pharmacology {
namespace {

TEST(Quantities, AreReadWithTheirUnits) {
    EXPECT_EQ(read_dose("70mg")->mg, 70);
    EXPECT_EQ(read_dose(" 0.5 mg/kg ")->mg_per_kg, 0.5);
    EXPECT_NEAR(*read_dose("250ug/kg")->mg_per_kg, 0.25, 1e-15);
    EXPECT_NEAR(*read_dose("250\u00b5g")->mg, 0.25, 1e-15);
    EXPECT_NEAR(*read_hours("40min"), 2.0 / 3, 1e-15);
    EXPECT_NEAR(*read_hours("1h30min"), 1.5, 1e-15);
    EXPECT_EQ(*read_hours("2d"), 48);
    EXPECT_EQ(*read_kilograms("70 kg"), 70);
    EXPECT_EQ(*read_centimetres("1.75m"), 175);
    EXPECT_EQ(*read_years("45y"), 45);
}

TEST(Quantities, ThatMayBeMisunderstoodAreRefused) {
    for (const char* text : {"", "70", "mg", "70 mgg", "70mg/day", "-5mg", "1e400mg", "0,5mg/kg", "5mg 3mg", "nanmg"})
        EXPECT_FALSE(read_dose(text).ok()) << text;
    for (const char* text : {"", "40", "40 minutes", "4h 5", "h", "1h30"}) EXPECT_FALSE(read_hours(text).ok()) << text;
    EXPECT_FALSE(read_kilograms("70lb").ok());
    EXPECT_EQ(read_dose("70").refusal().code, "quantity_unreadable");
}

}  // namespace
}  // namespace afterglow::pharmacology
