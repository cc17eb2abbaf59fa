// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "mesh/mesh.h"

#include <ATen/ATen.h>

namespace bozzetto {

/// [V] int64: for each vertex the texel of a map [size * size, C] (row 0 on top) at one of its
/// corners. At a seam all of them show the same place.
at::Tensor vertexTexels(const TexturedMesh& mesh, int64_t size);

}  // namespace bozzetto
