// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <ATen/ATen.h>

#include <cstdint>

namespace bozzetto {

/// Cameras as VGGT writes them. An encoding is nine numbers: translation (3), quaternion
/// (x, y, z, w; of any length), fields of view of height and width (radians).
struct VggtCameras {
    at::Tensor
        extrinsics;  // [..., 3, 4]: camera from world, OpenCV axes (x right, y down, z ahead)
    at::Tensor intrinsics;  // [..., 3, 3], pixels; the principal point is the picture's middle
};

/// pose [..., 9] f32 for pictures of `height` x `width` pixels.
VggtCameras decodePoses(const at::Tensor& pose, int64_t height, int64_t width);

/// The reverse: [..., 9] with quaternions of length 1 whose w is not negative.
at::Tensor encodePoses(const VggtCameras& cameras, int64_t height, int64_t width);

}  // namespace bozzetto
