#pragma once
// The closed form as the instruction sets see it: plain arrays only, since every instruction set has a translation unit
// of its own, compiled with its own flags. An inline function of the standard library used there could be kept by the
// linker for the whole program, and then run where the processor lacks the instructions.

#include <cstddef>

namespace afterglow::pharmacology {

struct ModesElement {
    int column = 0, index = 0;
};
struct ModesDose {
    int input = 0, index = 0;
    double duration_h = 0;
};
struct ModesOutput {
    int state = 0, index = 0;
    int modes = 0;
    const int* mode = nullptr;  // those that reach the state
};
struct ModesPiece {
    int advance = 0, step = 0;  // into durations
    int first_time = 0, times = 0;
    bool changes = false;
    bool driven = false;  // an infusion runs
    const int *boluses = nullptr, *boluses_end = nullptr;
    const int *begun = nullptr, *begun_end = nullptr;
    const int *running = nullptr, *running_end = nullptr;
};
struct ModesDuration {
    double hours = 0;
    int slot = -1;  // of the table of multipliers; -1: used once, not worth a place
};

// One call of solve(); see System and Schedule.
struct ModesPlan {
    int states = 0, blocks = 0, inputs = 0, outputs = 0, pieces = 0, durations = 0, slots = 0;
    const int* block_begin = nullptr;
    const int* block_of = nullptr;
    const int* parent = nullptr;
    const int* row_begin = nullptr;
    const ModesElement* elements = nullptr;  // by row, columns ascending
    const int* element_at = nullptr;
    const char* reaches = nullptr;
    const int* input_state = nullptr;
    const ModesOutput* output = nullptr;
    const ModesDose* doses = nullptr;
    const ModesPiece* piece = nullptr;
    const ModesDuration* duration = nullptr;
    int times = 0;
    double horizon_h = 0;
    double largest_loss = 0;                    // of digits, as a factor: beyond it a person fails
    double apart = 0;                           // coinciding rates are moved apart by this share of them
    int common_batches = 0, group_batches = 0;  // of scratch
};

// Neighbours in a table `stride` wide: as many as `groups` x the lanes of the instruction set.
struct ModesPeople {
    int groups = 0;
    std::size_t stride = 0;
    const double* elements = nullptr;
    const double* amounts = nullptr;
    double* result = nullptr;
    unsigned char* failed = nullptr;  // set to 1 for those who lose too many digits; else 0
    double* scratch = nullptr;        // (common_batches + groups x group_batches) x lanes, aligned to 64 bytes
};

struct Modes {
    const char* name = nullptr;
    int lanes = 0;
    void (*solve)(const ModesPlan& plan, const ModesPeople& people) = nullptr;
};

extern const Modes kModesPortable;
#ifdef __x86_64__
extern const Modes kModesAvx2;
extern const Modes kModesAvx512;
#endif

}  // namespace afterglow::pharmacology
