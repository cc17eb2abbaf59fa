// SPDX-License-Identifier: Apache-2.0
#include "texturing/edge_smoothing.h"

namespace bozzetto {

void averageOverEdges(const at::Tensor& triangles,
                      int64_t vertices,
                      int64_t channels,
                      int rounds,
                      std::vector<float>& values) {
    const at::Tensor corners = triangles.cpu();
    const int32_t* t = corners.data_ptr<int32_t>();
    for (int round = 0; round < rounds; ++round) {
        std::vector<float> sum(values), weight(vertices, 1.0f);
        for (int64_t i = 0; i < triangles.size(0); ++i) {
            for (int k = 0; k < 3; ++k) {
                const int64_t a = t[3 * i + k], b = t[3 * i + (k + 1) % 3];
                weight[a] += 1.0f;
                for (int64_t c = 0; c < channels; ++c) {
                    sum[a * channels + c] += values[b * channels + c];
                }
            }
        }
        for (int64_t v = 0; v < vertices; ++v) {
            for (int64_t c = 0; c < channels; ++c) {
                values[v * channels + c] = sum[v * channels + c] / weight[v];
            }
        }
    }
}

}  // namespace bozzetto
