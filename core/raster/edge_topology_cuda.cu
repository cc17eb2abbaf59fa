// SPDX-License-Identifier: Apache-2.0
// Opposite vertices across edges by a hash table: each edge's slot keeps the first two corners
// (3 triangle + k, opposite the edge) that see it, so that the result does not depend on the order
// of threads.
#include "device/cuda_launch.h"
#include "raster/antialias_cuda.h"

#include <algorithm>

namespace bozzetto {
namespace {

constexpr int kThreads = 256;
constexpr uint32_t kNoCorner = 0xffffffffu;
constexpr unsigned long long kNoEdge = ~0ull;

struct Slot {
    unsigned long long edge;  // its vertices, the smaller in the upper half
    uint32_t first, second;   // corners
};

struct EdgeTable {
    Slot* slots;
    uint32_t mask;  // their number, a power of two, less 1
};

/// The edge opposite corner `corner`; false if its triangle has two equal vertices or one that does
/// not exist.
__device__ __forceinline__ bool edgeOf(const int32_t* tri,
                                       int64_t vertices,
                                       uint32_t corner,
                                       unsigned long long* edge) {
    const int32_t* t = tri + corner / 3 * int64_t{3};
    const int32_t a = t[0], b = t[1], c = t[2];
    if (a == b || b == c || c == a || min(min(a, b), c) < 0 || max(max(a, b), c) >= vertices) {
        return false;
    }
    const uint32_t k = corner % 3;
    const int32_t i = k == 0 ? b : (k == 1 ? c : a), j = k == 0 ? c : (k == 1 ? a : b);
    *edge = static_cast<unsigned long long>(static_cast<uint32_t>(min(i, j))) << 32 |
            static_cast<uint32_t>(max(i, j));
    return true;
}

/// Finalizer of MurmurHash3 (Appleby, public domain).
__device__ __forceinline__ uint32_t hashOf(unsigned long long key) {
    key ^= key >> 33;
    key *= 0xff51afd7ed558ccdull;
    key ^= key >> 33;
    key *= 0xc4ceb9fe1a85ec53ull;
    return static_cast<uint32_t>(key ^ key >> 33);
}

/// The edge's slot, taken if it has none yet. There are more slots than edges.
__device__ __forceinline__ Slot* slotOf(const EdgeTable& table, unsigned long long edge) {
    for (uint32_t i = hashOf(edge) & table.mask;; i = (i + 1) & table.mask) {
        const unsigned long long found = atomicCAS(&table.slots[i].edge, kNoEdge, edge);
        if (found == kNoEdge || found == edge) {
            return table.slots + i;
        }
    }
}

__global__ void __launch_bounds__(kThreads) keepFirst(
    const int32_t* tri, uint32_t corners, int64_t vertices, EdgeTable table, uint32_t* slot_of) {
    const uint32_t corner = blockIdx.x * kThreads + threadIdx.x;
    unsigned long long edge;
    if (corner < corners) {
        uint32_t place = kNoCorner;
        if (edgeOf(tri, vertices, corner, &edge)) {
            Slot* slot = slotOf(table, edge);
            atomicMin(&slot->first, corner);
            place = static_cast<uint32_t>(slot - table.slots);
        }
        slot_of[corner] = place;
    }
}

__global__ void __launch_bounds__(kThreads)
    keepSecond(uint32_t corners, EdgeTable table, const uint32_t* slot_of) {
    const uint32_t corner = blockIdx.x * kThreads + threadIdx.x;
    if (corner < corners && slot_of[corner] != kNoCorner) {
        Slot& slot = table.slots[slot_of[corner]];
        if (slot.first != corner) {
            atomicMin(&slot.second, corner);
        }
    }
}

/// The first two see each other, further ones the first.
__global__ void __launch_bounds__(kThreads) tellOpposites(const int32_t* tri,
                                                          uint32_t corners,
                                                          EdgeTable table,
                                                          const uint32_t* slot_of,
                                                          int32_t* opposite) {
    const uint32_t corner = blockIdx.x * kThreads + threadIdx.x;
    if (corner >= corners) {
        return;
    }
    uint32_t other = kNoCorner;
    if (slot_of[corner] != kNoCorner) {
        const Slot& slot = table.slots[slot_of[corner]];
        other = slot.first == corner ? slot.second : slot.first;
    }
    opposite[corner] = other == kNoCorner ? -1 : tri[other];
}

}  // namespace

void edgeTopologyCuda(const int32_t* tri,
                      int64_t triangles,
                      int64_t vertices,
                      int32_t* opposite,
                      const CudaQueue& queue) {
    if (triangles == 0) {
        return;
    }
    const auto corners = static_cast<uint32_t>(3 * triangles);
    int64_t slots = 64;
    while (slots <= int64_t{corners}) {
        slots *= 2;
    }
    const EdgeTable table{queue.scratch<Slot>(slots), static_cast<uint32_t>(slots - 1)};
    uint32_t* slot_of = queue.scratch<uint32_t>(corners);
    checkCuda(cudaMemsetAsync(
                  table.slots, 0xff, static_cast<size_t>(slots) * sizeof(Slot), streamOf(queue)),
              "edgeTopology");
    const unsigned blocks = blocksFor(corners, kThreads);
    keepFirst<<<blocks, kThreads, 0, streamOf(queue)>>>(tri, corners, vertices, table, slot_of);
    keepSecond<<<blocks, kThreads, 0, streamOf(queue)>>>(corners, table, slot_of);
    tellOpposites<<<blocks, kThreads, 0, streamOf(queue)>>>(tri, corners, table, slot_of, opposite);
    checkLaunch("edgeTopology");
}

}  // namespace bozzetto
