// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "nn/linear.h"

#include <ATen/ATen.h>

#include <vector>

namespace bozzetto {

/// What the SLAT flow attends to: for each view its image tokens, changed layer by layer by what
/// VGGT knows of them ("ReconViaGen", arXiv 2510.23306, local per-view condition). Computed in the
/// scope's type. Keys: linear_blocks.K.0; fuse_blocks, which some checkpoints carry, is of no use.
struct SlatViewCondition {
    std::vector<Linear> linear_blocks;

    explicit SlatViewCondition(const WeightScope& w);

    /// taps: one [1, S, T, A] for each layer, dino [1, S, T, C], all tokens, of any type -> for
    /// each view [1, T, C] of the weights' type. Throws Error(BadInput) if there are not as many
    /// taps as layers, or their widths are not those of the weights.
    std::vector<at::Tensor> operator()(const std::vector<at::Tensor>& taps,
                                       const at::Tensor& dino) const;
};

}  // namespace bozzetto
