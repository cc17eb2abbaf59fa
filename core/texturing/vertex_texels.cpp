// SPDX-License-Identifier: Apache-2.0
#include "texturing/vertex_texels.h"

#include <algorithm>

namespace bozzetto {

at::Tensor vertexTexels(const TexturedMesh& mesh, int64_t size) {
    at::Tensor texel = at::zeros({static_cast<int64_t>(mesh.mesh.positions.size())}, at::kLong);
    const auto place = [&](float at) {
        return std::clamp<int64_t>(
            static_cast<int64_t>(at * static_cast<float>(size)), 0, size - 1);
    };
    for (size_t t = 0; t < mesh.uv_triangles.size(); ++t) {
        for (int k = 0; k < 3; ++k) {
            const Vec2f uv = mesh.uvs[mesh.uv_triangles[t][k]];
            texel.data_ptr<int64_t>()[mesh.mesh.triangles[t][k]] =
                place(1 - uv.y) * size + place(uv.x);
        }
    }
    return texel;
}

}  // namespace bozzetto
