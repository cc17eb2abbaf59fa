// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "nn/linear.h"

#include <ATen/ATen.h>

namespace bozzetto {

/// Width of the sinusoid that a flow's time goes through.
constexpr int64_t kTimestepWidth = 256;

/// t [T] float32 (1000 times the time) -> [T, width] float32: cos(t f_j), then sin(t f_j), with
/// f_j = 10000^(-j / (width / 2)). Source: "Attention Is All You Need", section 3.5.
at::Tensor timestepSinusoid(const at::Tensor& t, int64_t width = kTimestepWidth);

/// Positions [N, 3] (x, y, z; any integer type) -> [N, channels] float32: for each axis in turn
/// sin(p f_i), then cos(p f_i), with f_i = 10000^(-i / F) and F = channels / 6; zeros behind them
/// up to `channels`.
at::Tensor absolutePositions(const at::Tensor& xyz, int64_t channels);

/// A flow's time as a vector. Keys: mlp.0, mlp.2. Always float32.
struct TimestepEmbedder {
    Linear mlp_0, mlp_2;

    TimestepEmbedder(const WeightScope& w, int64_t channels);

    /// t [T] float32 -> [T, channels] float32.
    at::Tensor operator()(const at::Tensor& t) const;
};

}  // namespace bozzetto
