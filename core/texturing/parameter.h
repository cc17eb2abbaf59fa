// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <ATen/ATen.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace bozzetto {

/// A tensor that Adam optimises (Kingma and Ba 2015), with its moments. value [N, C] or [N] float,
/// requires a gradient. Sparse rows: a row whose gradient is all zero keeps value and moments, and
/// counts its own updates for the bias correction (surfaces and views touch few rows a step;
/// decaying the others would cost a pass over everything and drag stale momentum).
class Parameter {
public:
    enum class Rows { Dense, Sparse };
    struct Betas {
        float first = 0.9f, second = 0.999f;
    };
    Parameter() = default;
    Parameter(const at::Tensor& initial, Rows rows, Betas betas);

    const at::Tensor& value() const { return value_; }
    /// Bounds [C] that every element of a channel is kept in from now on, by the steps that change
    /// it.
    void setBounds(const at::Tensor& low, const at::Tensor& high);
    /// One step with value().grad(), which is cleared. Rows may be scaled: learning_rate is for
    /// all. Elements whose gradient is not finite are left alone and counted.
    void step(float learning_rate);
    /// How many gradients were not finite since the last call: anything but 0 means that the loss
    /// diverged. On a GPU this waits for the steps, so it is not for every one.
    int64_t takeNotFinite();
    /// Replaces value and moments: row i of the new value takes the moments of row source[i] (-1:
    /// none).
    void remap(const at::Tensor& value, const at::Tensor& source);

    std::string serialize() const;
    /// The device stays. Throws Error(BadInput) when the bytes do not hold a parameter.
    void deserialize(std::string_view bytes);
    bool defined() const { return value_.defined(); }

private:
    at::Tensor value_, first_, second_, steps_;
    at::Tensor low_, high_;  // undefined without bounds
    int64_t not_finite_ = 0;
    at::Tensor not_finite_on_cuda_;  // [1] int64, counted since it was last read
    Rows rows_ = Rows::Dense;
    Betas betas_;
};

/// Throws Error(Engine) unless `not_finite`, what Parameter::takeNotFinite returned, is 0. of: what
/// was optimised; step: counted from 1; stage: its name.
void requireFiniteGradient(int64_t not_finite, const char* of, int64_t step, const char* stage);

}  // namespace bozzetto
