// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "nn/norm.h"

#include <ATen/ATen.h>

namespace bozzetto {

/// Rotary position embedding of a picture's tokens ("RoFormer", Su et al. 2021, once for each
/// axis): of a head's D channels the first half turns by the token's row, the second by its column.
/// In each half channel j and channel j + D/4 are the two coordinates of a point that turns by
/// position * base^(-4j/D).
struct RotaryTable {
    at::Tensor cos, sin;  // [T, 2 (row, column), D/4] f32

    /// positions [T, 2] int64 (row, column), any device, which is the table's. head_dim is a
    /// multiple of 4.
    RotaryTable(const at::Tensor& positions, int64_t head_dim, double base);

    /// x [..., T, heads, D] -> the same shape and type, turned.
    at::Tensor operator()(const at::Tensor& x) const;
};

/// Queries and keys of qkv [B, T, 3, heads, D] are normalised over D and then turned, in place and
/// in f32 until they are stored.
void normalizeAndRotate(at::Tensor& qkv,
                        const LayerNorm& q_norm,
                        const LayerNorm& k_norm,
                        const RotaryTable& table);

}  // namespace bozzetto
