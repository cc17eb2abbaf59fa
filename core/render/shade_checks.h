// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "device/cuda_queue.h"
#include "tensor/checks.h"

namespace bozzetto {

/// Checks [M, 3] positions, and that this build has kernels for them: float or double on the CPU,
/// float on a CUDA device. Returns their device. Throws Error(BadInput, Unsupported).
inline at::Device checkPosition(const at::Tensor& position) {
    if (position.defined() && !position.is_cpu()) {
        if (!kCudaBuild || !position.is_cuda()) {
            throw Error(Error::Kind::Unsupported,
                        "shading has no kernel for device " + position.device().str(),
                        "Use --device cpu.");
        }
        checkTensor(position, "position", {-1, 3}, {at::kFloat}, position.device());
        return position.device();
    }
    checkTensor(position, "position", {-1, 3}, {at::kFloat, at::kDouble}, at::kCPU);
    return at::kCPU;
}

/// [M, 3] or [1, 3], like the positions.
inline void checkCamera(const at::Tensor& camera, const at::Tensor& position) {
    const int64_t rows =
        camera.defined() && camera.dim() == 2 && camera.size(0) == 1 ? 1 : position.size(0);
    checkTensor(camera, "camera", {rows, 3}, {position.scalar_type()}, position.device());
}

}  // namespace bozzetto
