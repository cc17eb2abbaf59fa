// SPDX-License-Identifier: Apache-2.0
#include "base/parallel_for.h"
#include "geometry/flexicubes_kernel.h"

#include <algorithm>
#include <vector>

namespace bozzetto {
namespace {

constexpr int64_t kGrain = 1024;
constexpr int64_t kBlock =
    512;  // surface cubes whose deviations are summed together, whatever the thread count

/// Returns the sum of |distance - mean| over the cubes.
template <class T>
BOZZETTO_HD double dualRange(
    const DualInput<T>& in, T* vertices, T* attributes, int64_t begin, int64_t end) {
    double deviation = 0;
    for (int64_t slot = begin; slot < end; ++slot) {
        dualVerticesOf(in, slot, vertices, attributes, deviation);
    }
    return deviation;
}
BOZZETTO_CPU_CLONES double dualRows(
    const DualInput<float>& in, float* vertices, float* attributes, int64_t begin, int64_t end) {
    return dualRange(in, vertices, attributes, begin, end);
}
BOZZETTO_CPU_CLONES double dualRows(
    const DualInput<double>& in, double* vertices, double* attributes, int64_t begin, int64_t end) {
    return dualRange(in, vertices, attributes, begin, end);
}

}  // namespace

int64_t countGroupEdges(const DualSurfaceView& surface) {
    int64_t edges = 0;
    for (int64_t slot = 0; slot < surface.cube_count; ++slot) {
        const int cube_case = surface.cubes[slot].cube_case;
        for (int g = 0; g < surface.tables->group_count[cube_case]; ++g) {
            edges += surface.tables->group_size[cube_case][g];
        }
    }
    return edges;
}

template <class T>
double dualVertices(const DualInput<T>& in, T* vertices, T* attributes) {
    const int64_t cubes = in.surface.cube_count;
    std::vector<double> sums((cubes + kBlock - 1) / kBlock);
    parallelFor(static_cast<int64_t>(sums.size()), 1, [&](int64_t begin, int64_t end, int) {
        for (int64_t block = begin; block < end; ++block) {
            sums[block] = dualRows(
                in, vertices, attributes, block * kBlock, std::min(cubes, (block + 1) * kBlock));
        }
    });
    double total = 0;
    for (const double sum : sums) {
        total += sum;
    }
    return total;
}

template <class T>
void centreQuads(const DualInput<T>& in, T* vertices, T* attributes, int32_t* triangles) {
    parallelFor(in.surface.quads, kGrain, [&](int64_t begin, int64_t end, int) {
        for (int64_t quad = begin; quad < end; ++quad) {
            centreQuad(in, quad, vertices, attributes, triangles);
        }
    });
}

template <class T>
void splitQuads(const DualInput<T>& in, int32_t* triangles) {
    parallelFor(in.surface.quads, kGrain, [&](int64_t begin, int64_t end, int) {
        for (int64_t quad = begin; quad < end; ++quad) {
            splitQuad(in, quad, triangles);
        }
    });
}

#define BOZZETTO_INSTANTIATE(T)                                       \
    template double dualVertices(const DualInput<T>&, T*, T*);        \
    template void centreQuads(const DualInput<T>&, T*, T*, int32_t*); \
    template void splitQuads(const DualInput<T>&, int32_t*);
BOZZETTO_INSTANTIATE(float)
BOZZETTO_INSTANTIATE(double)
#undef BOZZETTO_INSTANTIATE

}  // namespace bozzetto
