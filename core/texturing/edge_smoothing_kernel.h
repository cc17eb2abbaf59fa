// SPDX-License-Identifier: Apache-2.0
#pragma once
// One vertex of a round of smoothOverNeighbours.
#include "math/vec.h"

#include <cstdint>

namespace bozzetto {

/// A round: arrays of VertexNeighbours and what is averaged over them, all on one device.
struct EdgeSmoothing {
    const int32_t* offsets = nullptr;     // [vertices + 1]
    const int32_t* neighbours = nullptr;  // [offsets[vertices]]
    int64_t vertices = 0;
    const float* from = nullptr;  // [vertices, 3]
    float* to = nullptr;          // [vertices, 3], other memory than from
};

BOZZETTO_HD void meanWithNeighbours(const EdgeSmoothing& p, int64_t vertex) {
    const int32_t begin = p.offsets[vertex], end = p.offsets[vertex + 1];
    float sum[3] = {0, 0, 0};
    for (int32_t i = begin; i < end; ++i) {
        const float* neighbour = p.from + static_cast<int64_t>(p.neighbours[i]) * 3;
        for (int c = 0; c < 3; ++c) {
            sum[c] += neighbour[c];
        }
    }
    const bool alone = begin == end;
    const float own = alone ? 1.0f : 0.5f;
    const float each = alone ? 0.0f : 0.5f / static_cast<float>(end - begin);
    for (int c = 0; c < 3; ++c) {
        p.to[vertex * 3 + c] = own * p.from[vertex * 3 + c] + each * sum[c];
    }
}

/// A round on the CPU.
void smoothOverNeighboursCpu(const EdgeSmoothing& p);

}  // namespace bozzetto
