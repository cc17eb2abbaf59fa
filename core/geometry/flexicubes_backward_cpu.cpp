// SPDX-License-Identifier: Apache-2.0
#include "base/parallel_for.h"
#include "geometry/flexicubes_backward_kernel.h"

#include <algorithm>
#include <memory>

namespace bozzetto {
namespace {

constexpr int64_t kGrain = 1024;

BOZZETTO_CPU_CLONES void cubeBackwardRows(const DualInput<float>& in,
                                          const DualGradients<float>& gradients,
                                          const CentreGradient<float>* centres,
                                          float* corner_rows,
                                          float* scratch,
                                          int64_t begin,
                                          int64_t end) {
    for (int64_t slot = begin; slot < end; ++slot) {
        cubeBackward(in, gradients, centres, corner_rows, scratch, slot);
    }
}
BOZZETTO_CPU_CLONES void cubeBackwardRows(const DualInput<double>& in,
                                          const DualGradients<double>& gradients,
                                          const CentreGradient<double>* centres,
                                          double* corner_rows,
                                          double* scratch,
                                          int64_t begin,
                                          int64_t end) {
    for (int64_t slot = begin; slot < end; ++slot) {
        cubeBackward(in, gradients, centres, corner_rows, scratch, slot);
    }
}

template <class T>
BOZZETTO_HD void gatherRange(const CubeTopology& topology,
                             const DualInput<T>& in,
                             const DualGradients<T>& gradients,
                             const T* corner_rows,
                             int64_t begin,
                             int64_t end) {
    for (int64_t point = begin; point < end; ++point) {
        gatherPoint(topology, in, gradients, corner_rows, point);
    }
}
BOZZETTO_CPU_CLONES void gatherCorners(const CubeTopology& topology,
                                       const DualInput<float>& in,
                                       const DualGradients<float>& gradients,
                                       const float* corner_rows,
                                       int64_t begin,
                                       int64_t end) {
    gatherRange(topology, in, gradients, corner_rows, begin, end);
}
BOZZETTO_CPU_CLONES void gatherCorners(const CubeTopology& topology,
                                       const DualInput<double>& in,
                                       const DualGradients<double>& gradients,
                                       const double* corner_rows,
                                       int64_t begin,
                                       int64_t end) {
    gatherRange(topology, in, gradients, corner_rows, begin, end);
}

}  // namespace

template <class T>
void dualBackward(const CubeTopology& topology,
                  const DualInput<T>& in,
                  const DualGradients<T>& gradients) {
    const int64_t cubes = in.surface.cube_count;
    const int64_t quads = gradients.centred ? in.surface.quads : 0;
    const auto centres = std::make_unique_for_overwrite<CentreGradient<T>[]>(quads);
    parallelFor(quads, kGrain, [&](int64_t begin, int64_t end, int) {
        for (int64_t quad = begin; quad < end; ++quad) {
            centres[quad] = centreGradient(in, gradients, quad);
        }
    });
    const auto corner_rows =
        std::make_unique_for_overwrite<T[]>((cubes + 1) * 8 * (4 + in.channels));
    std::fill_n(corner_rows.get(), 8 * (4 + in.channels), T(0));
    parallelFor(cubes, kGrain, [&](int64_t begin, int64_t end, int) {
        std::vector<T> scratch(in.channels);
        cubeBackwardRows(
            in, gradients, centres.get(), corner_rows.get(), scratch.data(), begin, end);
    });
    parallelFor(in.lattice_points, kGrain, [&](int64_t begin, int64_t end, int) {
        gatherCorners(topology, in, gradients, corner_rows.get(), begin, end);
    });
}

template void dualBackward(const CubeTopology&,
                           const DualInput<float>&,
                           const DualGradients<float>&);
template void dualBackward(const CubeTopology&,
                           const DualInput<double>&,
                           const DualGradients<double>&);

}  // namespace bozzetto
