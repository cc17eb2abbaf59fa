// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <ATen/ATen.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bozzetto {

struct AdamOptions {
    double lr = 1e-3, beta1 = 0.9, beta2 = 0.999, eps = 1e-8;
};

/// Which rows (first dimension) of a parameter a step changes.
/// All: plain Adam. Touched: rows whose gradient is zero throughout keep value, moments and their
/// own step count, as if the step had not happened for them (the bias correction uses the row's
/// count). For hash tables, of which a step touches few rows: a row seen again after a long time
/// moves by its old momentum once, not by momentum decayed to nothing.
enum class AdamRows { All, Touched };

/// Adam on float CPU tensors, in place: p -= lr * m^ / (sqrt(v^) + eps). Same bits for any number
/// of threads. Source: Kingma and Ba, "Adam: A Method for Stochastic Optimization" (2015),
/// algorithm 1.
class Adam {
public:
    /// Returns the group's number. Parameters are contiguous float CPU leaves; throws
    /// Error(BadInput) otherwise, or if an option is out of range (0 <= lr, 0 <= beta < 1, 0 <
    /// eps).
    int addGroup(std::vector<at::Tensor> parameters,
                 const AdamOptions& options,
                 AdamRows rows = AdamRows::All);

    void setLearningRate(int group, double lr) { groups_.at(group).options.lr = lr; }
    double learningRate(int group) const { return groups_.at(group).options.lr; }

    /// One step from the parameters' .grad(); parameters without one are left alone. Elements whose
    /// gradient is not finite are left alone and counted in the result: anything but 0 means that
    /// the loss diverged.
    int64_t step();

    /// Forgets the gradients, so that the next backward pass starts from nothing.
    void zeroGrad();

    /// Moments, step counts and options (not the parameters), in this machine's byte order.
    std::string serialize() const;
    /// Into an optimiser with the same groups and shapes; continues exactly. Throws Error(BadInput)
    /// if the bytes do not fit; then nothing changed.
    void deserialize(std::string_view bytes);

private:
    struct State {
        at::Tensor parameter;
        int64_t steps = 0;
        std::vector<float> mean, square;  // as the parameter
        std::vector<int32_t> row_steps;   // one a row with AdamRows::Touched, else empty
    };
    struct Group {
        AdamOptions options;
        AdamRows rows = AdamRows::All;
        std::vector<State> states;
    };
    std::vector<Group> groups_;
};

}  // namespace bozzetto
