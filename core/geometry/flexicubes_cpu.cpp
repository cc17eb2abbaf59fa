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

template <class T>
BOZZETTO_HD void groupAttributes(const DualInput<T>& in,
                                 const int32_t* corners,
                                 const DualGroup<T>& group,
                                 T* out) {
    for (int64_t c = 0; c < in.channels; ++c) {
        T sum = T(0);
        for (int i = 0; i < group.size; ++i) {
            const T a = in.attributes[corners[group.a[i]] * in.channels + c];
            const T b = in.attributes[corners[group.b[i]] * in.channels + c];
            sum +=
                group.beta[i] * (a * group.weighted[i].weight_a + b * group.weighted[i].weight_b);
        }
        out[c] = sum * group.inverse_beta;
    }
}

/// Returns the sum of |distance - mean| over the cubes.
template <class T>
BOZZETTO_HD double dualRange(
    const DualInput<T>& in, T* vertices, T* attributes, int64_t begin, int64_t end) {
    const CubeTables& tables = cubeTables();
    double deviation = 0;
    for (int64_t slot = begin; slot < end; ++slot) {
        const CubeCorners<T> cube = loadCube(in, slot);
        const int cube_case = in.surface->cubes[slot].cube_case;
        for (int g = 0; g < tables.group_count[cube_case]; ++g) {
            DualGroup<T> group;
            GroupDistances<T> distances;
            evaluateGroup(cube,
                          in.weights + slot * kCubeWeights,
                          tables.groups[cube_case][g],
                          tables.group_size[cube_case][g],
                          group);
            measureGroup(cube, group, distances);
            for (int i = 0; i < group.size; ++i) {
                deviation += std::abs(distances.distance[i] - distances.mean);
            }
            const int64_t v = in.surface->cubes[slot].first_vertex + g;
            vertices[v * 3] = group.vertex.x;
            vertices[v * 3 + 1] = group.vertex.y;
            vertices[v * 3 + 2] = group.vertex.z;
            if (in.channels > 0) {
                groupAttributes(in,
                                in.corners + in.surface->cubes[slot].cube * int64_t{8},
                                group,
                                attributes + v * in.channels);
            }
        }
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

int64_t countGroupEdges(const DualSurface& surface) {
    const CubeTables& tables = cubeTables();
    int64_t edges = 0;
    for (const SurfaceCube& cube : surface.cubes) {
        const int cube_case = cube.cube_case;
        for (int g = 0; g < tables.group_count[cube_case]; ++g) {
            edges += tables.group_size[cube_case][g];
        }
    }
    return edges;
}

template <class T>
double dualVertices(const DualInput<T>& in, T* vertices, T* attributes) {
    const int64_t cubes = in.surface->cubeCount();
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
    const auto blend = [](T* rows,
                          int64_t channels,
                          const int32_t* v,
                          int64_t to,
                          const DiagonalShares<T>& shares) {
        for (int64_t c = 0; c < channels; ++c) {
            const T even = rows[v[0] * channels + c] + rows[v[2] * channels + c];
            const T odd = rows[v[1] * channels + c] + rows[v[3] * channels + c];
            rows[to * channels + c] = (even * shares.even + odd * shares.odd) * T(0.5);
        }
    };
    parallelFor(in.surface->quads(), kGrain, [&](int64_t begin, int64_t end, int) {
        for (int64_t quad = begin; quad < end; ++quad) {
            const int32_t* v = &in.surface->quad_vertices[quad * 4];
            const int64_t centre = in.surface->vertices + quad;
            T gamma[4];
            loadGammas(in, quad, gamma);
            const DiagonalShares<T> shares = diagonalShares(gamma);
            blend(vertices, 3, v, centre, shares);
            blend(attributes, in.channels, v, centre, shares);
            for (int k = 0; k < 4; ++k) {
                int32_t* t = triangles + (quad * 4 + k) * 3;
                t[0] = v[k];
                t[1] = v[(k + 1) % 4];
                t[2] = static_cast<int32_t>(centre);
            }
        }
    });
}

template <class T>
void splitQuads(const DualInput<T>& in, int32_t* triangles) {
    constexpr int kEven[6] = {0, 1, 2, 0, 2, 3}, kOdd[6] = {0, 1, 3, 3, 1, 2};
    parallelFor(in.surface->quads(), kGrain, [&](int64_t begin, int64_t end, int) {
        for (int64_t quad = begin; quad < end; ++quad) {
            T gamma[4];
            loadGammas(in, quad, gamma);
            const int* order = gamma[0] * gamma[2] > gamma[1] * gamma[3] ? kEven : kOdd;
            for (int i = 0; i < 6; ++i) {
                triangles[quad * 6 + i] = in.surface->quad_vertices[quad * 4 + order[i]];
            }
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
