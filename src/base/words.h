#pragma once
// What data files say to people, in the languages of the program, and how sure the numbers in them are.

#include <boost/describe.hpp>

#include <string>

namespace afterglow {

enum class Language { cs, en, uk };
BOOST_DESCRIBE_ENUM(Language, cs, en, uk)

// The same words in each language.
struct Words {
    std::string cs;
    std::string en;
    std::string uk;
    const std::string& in(Language language) const {
        return language == Language::cs ? cs : language == Language::uk ? uk : en;
    }
};
BOOST_DESCRIBE_STRUCT(Words, (), (cs, en, uk))

// R: read in the source itself. R2: read in a second-hand transcription. C: computed or calibrated here.
// M: from memory, unverified: it informs and decides nothing until a clinician has confirmed it. In order: the weakest last.
enum class Evidence { R, R2, C, M };
BOOST_DESCRIBE_ENUM(Evidence, R, R2, C, M)

}  // namespace afterglow
