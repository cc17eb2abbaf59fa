// SPDX-License-Identifier: Apache-2.0
#include "bake/cuda_bvh.h"

#include <cub/device/device_radix_sort.cuh>

namespace bozzetto {
namespace {

constexpr int kThreads = 128;
constexpr int kAxisBits = 10;  // of a Morton code

/// Floats as integers that sort like them, for atomic minima and maxima.
__device__ uint32_t ordered(float value) {
    const uint32_t bits = __float_as_uint(value);
    return bits & 0x80000000u ? ~bits : bits | 0x80000000u;
}
__device__ float fromOrdered(uint32_t bits) {
    return __uint_as_float(bits & 0x80000000u ? bits & 0x7fffffffu : ~bits);
}

/// The vertices' box as ordered integers, and the length of its diagonal.
struct Bounds {
    uint32_t low[3], high[3];
    float diagonal;
};

__global__ void boundKernel(const float* positions, int64_t vertices, Bounds* bounds) {
    const int64_t v = blockIdx.x * static_cast<int64_t>(blockDim.x) + threadIdx.x;
    for (int k = 0; k < 3; ++k) {
        // Threads beyond the end repeat the last vertex.
        const uint32_t at = ordered(positions[min(v, vertices - 1) * 3 + k]);
        uint32_t low = at, high = at;
        for (int step = kWarp / 2; step > 0; step /= 2) {
            low = min(low, __shfl_xor_sync(0xffffffffu, low, step));
            high = max(high, __shfl_xor_sync(0xffffffffu, high, step));
        }
        if (threadIdx.x % kWarp == 0) {
            atomicMin(&bounds->low[k], low);
            atomicMax(&bounds->high[k], high);
        }
    }
}

/// The bits of x with two zeros after each.
__device__ uint32_t spreadBits(uint32_t x) {
    x = (x | x << 16) & 0x030000ffu;
    x = (x | x << 8) & 0x0300f00fu;
    x = (x | x << 4) & 0x030c30c3u;
    return (x | x << 2) & 0x09249249u;
}

__device__ Vec3f corner(const float* positions, const int32_t* triangles, int64_t t, int k) {
    const float* p = positions + triangles[t * 3 + k] * int64_t{3};
    return {p[0], p[1], p[2]};
}

/// keys: Morton code of a triangle's centre, then its index, which makes them unique.
__global__ void keyKernel(const float* positions,
                          const int32_t* triangles,
                          int64_t count,
                          Bounds* bounds,
                          uint64_t* keys) {
    const int64_t t = blockIdx.x * static_cast<int64_t>(blockDim.x) + threadIdx.x;
    if (t >= count) {
        return;
    }
    const Vec3f centre = (corner(positions, triangles, t, 0) + corner(positions, triangles, t, 1) +
                          corner(positions, triangles, t, 2)) *
                         (1.0f / 3.0f);
    constexpr float kCells = 1 << kAxisBits;
    uint32_t code = 0;
    Vec3f size;
    for (int k = 0; k < 3; ++k) {
        const float low = fromOrdered(bounds->low[k]);
        size[k] = fromOrdered(bounds->high[k]) - low;
        const float place = size[k] > 0 ? (centre[k] - low) / size[k] * kCells : 0.0f;
        code |= spreadBits(static_cast<uint32_t>(fminf(fmaxf(place, 0.0f), kCells - 1))) << k;
    }
    keys[t] = static_cast<uint64_t>(code) << 32 | static_cast<uint64_t>(t);
    if (t == 0) {
        bounds->diagonal = length(size);
    }
}

/// Number of leading bits that two keys share; -1 outside the list.
__device__ int common(const uint64_t* keys, int64_t count, int64_t i, int64_t j) {
    return j < 0 || j >= count ? -1 : __clzll(static_cast<long long>(keys[i] ^ keys[j]));
}

/// A thread an inner node: the range of keys below it and where they part. parents: 2 * node + side
/// of each inner node [count - 1] and each leaf [count].
__global__ void treeKernel(
    const uint64_t* keys, int64_t count, BvhNode* nodes, int32_t* parents, int32_t* leaf_parents) {
    const int64_t i = blockIdx.x * static_cast<int64_t>(blockDim.x) + threadIdx.x;
    if (i >= count - 1) {
        return;
    }
    const int direction = common(keys, count, i, i + 1) > common(keys, count, i, i - 1) ? 1 : -1;
    const int least = common(keys, count, i, i - direction);
    int64_t reach = 2;
    while (common(keys, count, i, i + reach * direction) > least) {
        reach *= 2;
    }
    int64_t length = 0;
    for (int64_t step = reach / 2; step > 0; step /= 2) {
        if (common(keys, count, i, i + (length + step) * direction) > least) {
            length += step;
        }
    }
    const int64_t other = i + length * direction;
    const int shared = common(keys, count, i, other);
    int64_t before = 0;  // keys that share more with i than the whole range does
    for (int64_t step = length; step > 1;) {
        step = (step + 1) / 2;
        if (common(keys, count, i, i + (before + step) * direction) > shared) {
            before += step;
        }
    }
    const int64_t split = i + before * direction + min(direction, 0);
    const int64_t first = min(i, other), last = max(i, other);
    for (int side = 0; side < 2; ++side) {
        const int64_t child = split + side;
        const bool leaf = side == 0 ? first == split : last == split + 1;
        nodes[i].child[side] = static_cast<int32_t>(leaf ? ~child : child);
        (leaf ? leaf_parents : parents)[child] = static_cast<int32_t>(2 * i + side);
    }
}

/// A thread a leaf: stores its triangle, then climbs; of the two that come to a node the later one
/// knows both boxes and goes on. arrived [count - 1]: 0.
__global__ void fitKernel(const float* positions,
                          const int32_t* triangles,
                          const uint64_t* keys,
                          int64_t count,
                          BvhNode* nodes,
                          const int32_t* parents,
                          const int32_t* leaf_parents,
                          uint32_t* arrived,
                          RayTriangle* slots) {
    const int64_t slot = blockIdx.x * static_cast<int64_t>(blockDim.x) + threadIdx.x;
    if (slot >= count) {
        return;
    }
    const auto t = static_cast<int64_t>(keys[slot] & 0xffffffffu);
    const Vec3f a = corner(positions, triangles, t, 0), b = corner(positions, triangles, t, 1),
                c = corner(positions, triangles, t, 2);
    slots[slot] = {a, b - a, c - a};
    if (count == 1) {
        return;
    }
    Vec3f low, high;
    for (int k = 0; k < 3; ++k) {
        low[k] = fminf(a[k], fminf(b[k], c[k]));
        high[k] = fmaxf(a[k], fmaxf(b[k], c[k]));
    }
    int32_t place = leaf_parents[slot];
    while (true) {
        BvhNode& node = nodes[place / 2];
        node.low[place % 2] = low;
        node.high[place % 2] = high;
        __threadfence();
        if (atomicAdd(arrived + place / 2, 1u) == 0) {
            return;
        }
        __threadfence();
        const volatile BvhNode& both = node;
        for (int k = 0; k < 3; ++k) {
            low[k] = fminf(low[k], (&both.low[1 - place % 2].x)[k]);
            high[k] = fmaxf(high[k], (&both.high[1 - place % 2].x)[k]);
        }
        if (place / 2 == 0) {
            return;
        }
        place = parents[place / 2];
    }
}

uint64_t* sortedKeys(const uint64_t* keys, int64_t count, const CudaQueue& queue) {
    auto* sorted = queue.scratch<uint64_t>(count);
    constexpr int kBits = 32 + 3 * kAxisBits;
    size_t bytes = 0;
    const auto sort = [&](void* memory) {
        checkCuda(cub::DeviceRadixSort::SortKeys(
                      memory, bytes, keys, sorted, count, 0, kBits, streamOf(queue)),
                  "BVH");
    };
    sort(nullptr);
    sort(queue.scratch<uint8_t>(static_cast<int64_t>(bytes)));
    return sorted;
}

}  // namespace

DeviceBvh buildBvhCuda(const float* positions,
                       int64_t vertices,
                       const int32_t* triangles,
                       int64_t count,
                       const CudaQueue& queue) {
    const char* what = "BVH";
    const cudaStream_t stream = streamOf(queue);
    auto* bounds = queue.scratch<Bounds>(1);
    checkCuda(cudaMemsetAsync(bounds, 0, sizeof(Bounds), stream), what);
    checkCuda(cudaMemsetAsync(bounds->low, 0xff, sizeof(bounds->low), stream), what);
    if (vertices == 0 || count == 0) {
        return {nullptr, nullptr, 0, &bounds->diagonal};
    }
    boundKernel<<<blocksFor(vertices, kThreads), kThreads, 0, stream>>>(
        positions, vertices, bounds);
    checkLaunch(what);
    auto* keys = queue.scratch<uint64_t>(count);
    const unsigned blocks = blocksFor(count, kThreads);
    keyKernel<<<blocks, kThreads, 0, stream>>>(positions, triangles, count, bounds, keys);
    checkLaunch(what);
    const uint64_t* sorted = sortedKeys(keys, count, queue);
    auto* nodes = queue.scratch<BvhNode>(count);
    auto* parents = queue.scratch<int32_t>(2 * count);
    auto* arrived = queue.scratch<uint32_t>(count);
    auto* slots = queue.scratch<RayTriangle>(count);
    checkCuda(cudaMemsetAsync(arrived, 0, count * sizeof(uint32_t), stream), what);
    treeKernel<<<blocks, kThreads, 0, stream>>>(sorted, count, nodes, parents, parents + count);
    checkLaunch(what);
    fitKernel<<<blocks, kThreads, 0, stream>>>(
        positions, triangles, sorted, count, nodes, parents, parents + count, arrived, slots);
    checkLaunch(what);
    return {nodes, slots, count, &bounds->diagonal};
}

}  // namespace bozzetto
