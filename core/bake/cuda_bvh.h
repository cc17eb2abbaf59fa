// SPDX-License-Identifier: Apache-2.0
#pragma once
// A bounding-volume hierarchy on a CUDA device. For .cu files only.
#include "device/cuda_launch.h"
#include "mesh/ray_kernel.h"

namespace bozzetto {

/// An inner node: the boxes of its two children, and what they are: an inner node, or ~slot of a
/// triangle.
struct alignas(16) BvhNode {
    Vec3f low[2], high[2];
    int32_t child[2];
    int32_t unused[2];
};

struct DeviceBvh {
    const BvhNode* nodes = nullptr;          // [count - 1], the root first
    const RayTriangle* triangles = nullptr;  // [count] by slot
    int64_t count = 0;
    const float* diagonal = nullptr;  // one float: length of the diagonal of the vertices' box

    /// True if something lies on p + t d, 0 < t < t_max.
    __device__ bool occluded(Vec3f p, Vec3f d, float t_max) const;
};

/// In scratch memory of the queue. positions [vertices, 3], triangles [count, 3]. The same tree
/// always. Source: Karras 2012, "Maximizing Parallelism in the Construction of BVHs, Octrees, and
/// k-d Trees". Throws Error(Device) or Error(OutOfMemory).
DeviceBvh buildBvhCuda(const float* positions,
                       int64_t vertices,
                       const int32_t* triangles,
                       int64_t count,
                       const CudaQueue& queue);

__device__ inline bool DeviceBvh::occluded(Vec3f p, Vec3f d, float t_max) const {
    // A level more for each of the 62 bits that keys can differ in.
    constexpr int kStack = 64;
    const Vec3f inverse = {1 / d.x, 1 / d.y, 1 / d.z};
    int32_t stack[kStack];
    int top = 0;
    int32_t node = count > 1 ? 0 : ~0;
    if (count == 0) {
        return false;
    }
    while (true) {
        if (node < 0) {
            const float t = meetTriangle(triangles[~node], p, d);
            if (t > 0 && t < t_max) {
                return true;
            }
        } else {
            const BvhNode& at = nodes[node];
            const float first = enterBox(at.low[0], at.high[0], p, inverse, t_max);
            const float second = enterBox(at.low[1], at.high[1], p, inverse, t_max);
            const int near = second < first ? 1 : 0;
            constexpr float kMissed = std::numeric_limits<float>::infinity();
            if (fminf(first, second) < kMissed) {
                if (fmaxf(first, second) < kMissed) {
                    stack[top++] = at.child[1 - near];
                }
                node = at.child[near];
                continue;
            }
        }
        if (top == 0) {
            return false;
        }
        node = stack[--top];
    }
}

}  // namespace bozzetto
