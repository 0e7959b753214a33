#include "tests/pharmacology/cvode.h"

#include <cvode/cvode.h>
#include <nvector/nvector_serial.h>
#include <sunlinsol/sunlinsol_dense.h>
#include <sunmatrix/sunmatrix_dense.h>

#include <algorithm>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

namespace afterglow::pharmacology {
namespace {

struct Equations {
    const LinearShape& shape;
    std::vector<double> elements;  // of one person
    std::vector<double> rates;     // what flows into each state now
};

int slope(realtype, N_Vector state, N_Vector slope, void* data) {
    const auto& equations = *static_cast<const Equations*>(data);
    const double* x = N_VGetArrayPointer(state);
    double* dx = N_VGetArrayPointer(slope);
    std::ranges::copy(equations.rates, dx);
    for (std::size_t e = 0; e < equations.elements.size(); ++e) {
        dx[equations.shape.elements[e].row] += equations.elements[e] * x[equations.shape.elements[e].column];
    }
    return 0;
}

int jacobian(realtype, N_Vector, N_Vector, SUNMatrix matrix, void* data, N_Vector, N_Vector, N_Vector) {
    const auto& equations = *static_cast<const Equations*>(data);
    for (std::size_t e = 0; e < equations.elements.size(); ++e) {
        SM_ELEMENT_D(matrix, equations.shape.elements[e].row, equations.shape.elements[e].column) =
            equations.elements[e];
    }
    return 0;
}

void require(int flag, const char* what) {
    if (flag < 0) throw std::runtime_error(std::string("CVODE: ") + what + " failed: " + std::to_string(flag));
}

class Integrator {
public:
    explicit Integrator(Equations& equations) : equations_(equations) {
        const int n = equations.shape.states;
        require(SUNContext_Create(nullptr, &context_), "SUNContext_Create");
        state_ = N_VNew_Serial(n, context_);
        matrix_ = SUNDenseMatrix(n, n, context_);
        solver_ = SUNLinSol_Dense(state_, matrix_, context_);
        memory_ = CVodeCreate(CV_BDF, context_);
        N_VConst(0, state_);
        require(CVodeInit(memory_, slope, 0, state_), "CVodeInit");
        require(CVodeSetUserData(memory_, &equations_), "CVodeSetUserData");
        require(CVodeSStolerances(memory_, 1e-10, 1e-16), "CVodeSStolerances");
        require(CVodeSetLinearSolver(memory_, solver_, matrix_), "CVodeSetLinearSolver");
        require(CVodeSetJacFn(memory_, jacobian), "CVodeSetJacFn");
        require(CVodeSetMaxHnilWarns(memory_, -1), "CVodeSetMaxHnilWarns");
        require(CVodeSetMaxNumSteps(memory_, 1'000'000), "CVodeSetMaxNumSteps");
    }
    ~Integrator() {
        CVodeFree(&memory_);
        SUNLinSolFree(solver_);
        SUNMatDestroy(matrix_);
        N_VDestroy(state_);
        SUNContext_Free(&context_);
    }
    Integrator(const Integrator&) = delete;
    Integrator& operator=(const Integrator&) = delete;

    void set_tolerances(double relative, double absolute) {
        require(CVodeSStolerances(memory_, relative, absolute), "CVodeSStolerances");
    }
    double* state() { return N_VGetArrayPointer(state_); }
    void begin_at(double time_h, double stop_h) {
        require(CVodeReInit(memory_, time_h, state_), "CVodeReInit");
        require(CVodeSetStopTime(memory_, stop_h), "CVodeSetStopTime");
    }
    void run_to(double time_h) {
        double reached = 0;
        require(CVode(memory_, time_h, state_, &reached, CV_NORMAL), "CVode");
    }

private:
    Equations& equations_;
    SUNContext context_ = nullptr;
    N_Vector state_ = nullptr;
    SUNMatrix matrix_ = nullptr;
    SUNLinearSolver solver_ = nullptr;
    void* memory_ = nullptr;
};

class Person {
public:
    Person(const LinearShape& shape, std::span<const LinearDose> doses, const LinearPeople& people,
           std::span<const double> times_h, const CvodeTolerances& tolerances)
        : shape_(shape),
          doses_(doses),
          people_(people),
          times_h_(times_h),
          tolerances_(tolerances),
          equations_{shape, std::vector<double>(shape.elements.size()), std::vector<double>(shape.states)},
          integrator_(equations_) {
        for (const LinearDose& dose : doses) {
            changes_.insert(dose.start_h);
            changes_.insert(dose.start_h + dose.duration_h);
        }
        changes_.insert(0);
        changes_.erase(changes_.upper_bound(times_h.back()), changes_.end());
    }

    void solve(int person, std::span<double> result) {
        double dosed = 0;
        for (std::size_t e = 0; e < equations_.elements.size(); ++e) {
            equations_.elements[e] = people_.elements[e * people_.people + person];
        }
        for (std::size_t d = 0; d < doses_.size(); ++d) dosed += amount(d, person);
        integrator_.set_tolerances(tolerances_.relative, tolerances_.absolute * (dosed > 0 ? dosed : 1));
        std::fill_n(integrator_.state(), shape_.states, 0.0);

        std::size_t time = 0;
        for (auto change = changes_.begin(); change != changes_.end(); ++change) {
            const auto next = std::next(change);
            change_input(*change, person);
            const bool last = next == changes_.end();
            const double end_h = last ? times_h_.back() : *next;
            if (end_h > *change) integrator_.begin_at(*change, end_h);
            for (; time < times_h_.size() && (last || times_h_[time] < end_h); ++time) {
                if (times_h_[time] > *change) integrator_.run_to(times_h_[time]);
                write(time, person, result);
            }
            if (!last) integrator_.run_to(end_h);
        }
    }

private:
    double amount(std::size_t dose, int person) const { return people_.amounts[dose * people_.people + person]; }

    void change_input(double at_h, int person) {
        std::ranges::fill(equations_.rates, 0);
        for (std::size_t d = 0; d < doses_.size(); ++d) {
            const LinearDose& dose = doses_[d];
            if (dose.start_h == at_h && dose.duration_h == 0) integrator_.state()[dose.state] += amount(d, person);
            if (dose.start_h <= at_h && dose.start_h + dose.duration_h > at_h) {
                equations_.rates[dose.state] += amount(d, person) / dose.duration_h;
            }
        }
    }

    void write(std::size_t time, int person, std::span<double> result) {
        for (std::size_t o = 0; o < shape_.outputs.size(); ++o) {
            result[(o * times_h_.size() + time) * people_.people + person] = integrator_.state()[shape_.outputs[o]];
        }
    }

    const LinearShape& shape_;
    std::span<const LinearDose> doses_;
    const LinearPeople& people_;
    std::span<const double> times_h_;
    const CvodeTolerances& tolerances_;
    std::set<double> changes_;
    Equations equations_;
    Integrator integrator_;
};

}  // namespace

void solve_by_cvode(const LinearShape& shape, std::span<const LinearDose> doses, const LinearPeople& people,
                    std::span<const double> times_h, const CvodeTolerances& tolerances, int begin, int end,
                    std::span<double> result) {
    Person person(shape, doses, people, times_h, tolerances);
    for (int p = begin; p < end; ++p) person.solve(p, result);
}

}  // namespace afterglow::pharmacology
