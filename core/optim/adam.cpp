// SPDX-License-Identifier: Apache-2.0
#include "optim/adam.h"

#include "optim/adam_kernel.h"
#include "tensor/checks.h"

#include <cstring>

namespace bozzetto {
namespace {

constexpr char kMagic[] = "bozzetto adam 1\n";

AdamStep stepOf(const AdamOptions& options, int64_t t) {
    AdamStep step;
    step.beta1 = static_cast<float>(options.beta1);
    step.beta2 = static_cast<float>(options.beta2);
    step.eps = static_cast<float>(options.eps);
    step.step_size =
        static_cast<float>(options.lr / (1 - std::pow(options.beta1, static_cast<double>(t))));
    step.square_scale =
        static_cast<float>(1 / (1 - std::pow(options.beta2, static_cast<double>(t))));
    return step;
}

void checkOptions(const AdamOptions& o) {
    const bool ok = o.lr >= 0 && o.beta1 >= 0 && o.beta1 < 1 && o.beta2 >= 0 && o.beta2 < 1 &&
                    o.eps > 0 && std::isfinite(o.lr) && std::isfinite(o.eps);
    if (!ok) {
        throw Error(Error::Kind::BadInput,
                    "Adam options out of range",
                    "Use 0 <= lr, 0 <= beta < 1 and 0 < eps.");
    }
}

template <class T>
void append(std::string& bytes, const T* values, size_t count) {
    bytes.append(reinterpret_cast<const char*>(values), count * sizeof(T));
}

/// Takes values off the front of a byte string.
class Reader {
public:
    explicit Reader(std::string_view bytes) : rest_(bytes) {}

    template <class T>
    void read(T* values, size_t count) {
        if (rest_.size() / sizeof(T) < count) {
            fail();
        }
        if (count > 0) {
            std::memcpy(values, rest_.data(), count * sizeof(T));
            rest_.remove_prefix(count * sizeof(T));
        }
    }
    template <class T>
    T read() {
        T value;
        read(&value, 1);
        return value;
    }
    void expect(bool condition) const {
        if (!condition) {
            fail();
        }
    }
    void expectEnd() const { expect(rest_.empty()); }

private:
    [[noreturn]] static void fail() {
        throw Error(Error::Kind::BadInput,
                    "The saved optimiser state does not fit this optimiser",
                    "Start again without the checkpoint: it is damaged or of another run.");
    }
    std::string_view rest_;
};

}  // namespace

int Adam::addGroup(std::vector<at::Tensor> parameters, const AdamOptions& options, AdamRows rows) {
    checkOptions(options);
    Group group{options, rows, {}};
    for (at::Tensor& parameter : parameters) {
        const bool ok = parameter.defined() && parameter.device().is_cpu() &&
                        parameter.scalar_type() == at::kFloat && parameter.is_contiguous() &&
                        parameter.is_leaf() && (rows == AdamRows::All || parameter.dim() > 0);
        if (!ok) {
            throw Error(Error::Kind::BadInput,
                        "Adam parameter is not a contiguous float CPU leaf tensor",
                        "Make it contiguous and detach it.");
        }
        State state;
        state.mean.resize(parameter.numel());
        state.square.resize(parameter.numel());
        state.row_steps.resize(rows == AdamRows::Touched ? parameter.size(0) : 0);
        state.parameter = std::move(parameter);
        group.states.push_back(std::move(state));
    }
    groups_.push_back(std::move(group));
    return static_cast<int>(groups_.size()) - 1;
}

int64_t Adam::step() {
    const at::NoGradGuard no_grad;
    int64_t not_finite = 0;
    for (Group& group : groups_) {
        for (State& state : group.states) {
            if (!state.parameter.grad().defined()) {
                continue;
            }
            const at::Tensor grad = state.parameter.grad().contiguous();
            checkTensor(
                grad.view({-1}), "gradient", {state.parameter.numel()}, {at::kFloat}, at::kCPU);
            const AdamArrays arrays{grad.data_ptr<float>(),
                                    state.parameter.data_ptr<float>(),
                                    state.mean.data(),
                                    state.square.data()};
            ++state.steps;
            if (group.rows == AdamRows::All) {
                not_finite += adamDense(stepOf(group.options, state.steps), arrays, grad.numel());
            } else if (grad.numel() > 0) {
                std::vector<AdamStep> steps(state.steps);  // no row has taken more
                for (int64_t t = 1; t <= state.steps; ++t) {
                    steps[t - 1] = stepOf(group.options, t);
                }
                const int64_t rows = grad.size(0);
                not_finite += adamTouchedRows(
                    steps.data(), arrays, rows, grad.numel() / rows, state.row_steps.data());
            }
        }
    }
    return not_finite;
}

void Adam::zeroGrad() {
    for (Group& group : groups_) {
        for (State& state : group.states) {
            state.parameter.mutable_grad() = at::Tensor();
        }
    }
}

std::string Adam::serialize() const {
    std::string bytes(kMagic);
    const auto number = [&bytes](int64_t n) { append(bytes, &n, 1); };
    number(static_cast<int64_t>(groups_.size()));
    for (const Group& group : groups_) {
        append(bytes, &group.options, 1);
        number(static_cast<int64_t>(group.rows));
        number(static_cast<int64_t>(group.states.size()));
        for (const State& state : group.states) {
            number(state.steps);
            number(static_cast<int64_t>(state.mean.size()));
            number(static_cast<int64_t>(state.row_steps.size()));
            append(bytes, state.mean.data(), state.mean.size());
            append(bytes, state.square.data(), state.square.size());
            append(bytes, state.row_steps.data(), state.row_steps.size());
        }
    }
    return bytes;
}

void Adam::deserialize(std::string_view bytes) {
    Reader reader(bytes);
    char magic[sizeof kMagic - 1];
    reader.read(magic, sizeof magic);
    reader.expect(std::memcmp(magic, kMagic, sizeof magic) == 0);
    std::vector<Group> groups = groups_;
    const auto expectNumber = [&reader](size_t n) {
        reader.expect(reader.read<int64_t>() == static_cast<int64_t>(n));
    };
    expectNumber(groups.size());
    for (Group& group : groups) {
        group.options = reader.read<AdamOptions>();
        checkOptions(group.options);
        expectNumber(static_cast<size_t>(group.rows));
        expectNumber(group.states.size());
        for (State& state : group.states) {
            state.steps = reader.read<int64_t>();
            reader.expect(state.steps >= 0 && state.steps < int64_t{1} << 31);
            expectNumber(state.mean.size());
            expectNumber(state.row_steps.size());
            reader.read(state.mean.data(), state.mean.size());
            reader.read(state.square.data(), state.square.size());
            reader.read(state.row_steps.data(), state.row_steps.size());
            for (const int32_t row_steps : state.row_steps) {
                reader.expect(row_steps >= 0 && row_steps <= state.steps);
            }
        }
    }
    reader.expectEnd();
    groups_ = std::move(groups);
}

}  // namespace bozzetto
