// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "image/image.h"
#include "math/vec.h"

#include <ATen/ATen.h>

#include <vector>

namespace bozzetto {

/// Copies between plain values and CPU tensors. Image <-> [H, W, C] float; Vec3f list <-> [V, 3]
/// float; Vec3i list <-> [T, 3] int32.
at::Tensor toTensor(const Image& image);
at::Tensor toTensor(const std::vector<Vec2f>& values);
at::Tensor toTensor(const std::vector<Vec3f>& values);
at::Tensor toTensor(const std::vector<Vec4f>& values);
at::Tensor toTensor(const std::vector<Vec3i>& values);
at::Tensor toTensor(const Mat4d& matrix);  // [4, 4] float
Image toImage(const at::Tensor& tensor);   // [H, W, C]
std::vector<Vec3f> toVec3f(const at::Tensor& tensor);
std::vector<Vec3i> toVec3i(const at::Tensor& tensor);

}  // namespace bozzetto
