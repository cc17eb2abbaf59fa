// SPDX-License-Identifier: Apache-2.0
#include "base/parallel_for.h"
#include "texturing/edge_smoothing_kernel.h"

namespace bozzetto {

void smoothOverNeighboursCpu(const EdgeSmoothing& p) {
    parallelFor(p.vertices, 4096, [&](int64_t begin, int64_t end, int) {
        for (int64_t vertex = begin; vertex < end; ++vertex) {
            meanWithNeighbours(p, vertex);
        }
    });
}

}  // namespace bozzetto
