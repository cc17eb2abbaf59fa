// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <ATen/ATen.h>

#include <vector>

namespace bozzetto {

/// Rows `index` [M] int64 (no duplicates) of values [P, C] float: [M, C]. Differentiable. For
/// compact lists of covered pixels: ATen's index_select scatters its gradient row by row, fifty
/// times slower.
at::Tensor gatherRows(const at::Tensor& values, const at::Tensor& index);

/// The reverse: [P, C] with `values` [M, C] in rows `index` and `fill` [C] elsewhere.
/// Differentiable in values.
at::Tensor scatterRows(const at::Tensor& values,
                       const at::Tensor& index,
                       int64_t rows,
                       const at::Tensor& fill);

/// The picture [P, 4] of compact pixels: `color` [M, 3] and coverage 1 in rows `index`,
/// `background` [3] and coverage 0 elsewhere. Differentiable in color.
at::Tensor scatterColors(const at::Tensor& color,
                         const at::Tensor& index,
                         int64_t rows,
                         const at::Tensor& background);

/// Neighbouring columns of values [N, C] as contiguous tensors: widths (at most four) that add up
/// to C. Differentiable. On a GPU one kernel, and one for the gradient.
std::vector<at::Tensor> splitColumns(const at::Tensor& values, const std::vector<int64_t>& widths);

/// Indices [M] int64 into N * H * W of the covered pixels of rast [N, H, W, 4] (triangle id > 0),
/// ascending. On a GPU this waits for their number.
at::Tensor coveredPixels(const at::Tensor& rast);

}  // namespace bozzetto
