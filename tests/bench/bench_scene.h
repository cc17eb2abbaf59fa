// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <ATen/ATen.h>

namespace bozzetto::bench {

/// A bumpy sphere of 20 * 4^level triangles (levels 4, 6, 8: 5120, 81 920, 1 310 720), seen so that
/// it covers some 20 % of a square image.
struct Scene {
    at::Tensor world;  // [V, 3]
    at::Tensor pos;    // [1, V, 4] clip space, perspective
    at::Tensor tri;    // [T, 3] int32
};
Scene bumpySphere(int level);

}  // namespace bozzetto::bench
