// SPDX-License-Identifier: Apache-2.0
#include "geometry/cube_smoothing.h"

#include "geometry/cube_smoothing_cuda.h"
#include "geometry/device_checks.h"
#include "tensor/cuda.h"

#include <ATen/ATen.h>

namespace bozzetto {

at::Tensor smoothOverCubes(const at::Tensor& values, const CubeGrid& grid, int rounds) {
    const at::NoGradGuard no_grad;
    const int64_t cubes = grid.corners.size(0);
    const at::Device device = values.device();
    checkTensor(values, "values", {grid.vertex_count}, {at::kFloat}, device);
    checkTensor(grid.corners, "corners", {cubes, 8}, {at::kInt}, device);
    checkTensor(grid.vertex_cubes, "vertex_cubes", {grid.vertex_count, 8}, {at::kInt}, device);
    at::Tensor result = values.detach().clone();
    at::Tensor at_cubes = at::empty({cubes}, values.options());
    const CubeSmoothing smoothing{grid.corners.data_ptr<int32_t>(),
                                  grid.vertex_cubes.data_ptr<int32_t>(),
                                  cubes,
                                  grid.vertex_count,
                                  at_cubes.data_ptr<float>(),
                                  result.data_ptr<float>()};
    if (onGpu(values)) {
        if constexpr (kCudaBuild) {
            smoothOverCubesCuda(smoothing, rounds, queueOf(values));
        }
    } else {
        smoothOverCubesCpu(smoothing, rounds);
    }
    return result;
}

}  // namespace bozzetto
