// SPDX-License-Identifier: Apache-2.0
#include "geometry/cuda_blocks.h"
#include "geometry/visual_hull_cuda.h"

namespace bozzetto {
namespace {

constexpr int kThreads = 128;

/// agreedDistance of visual_hull.cpp without a list: the doubtful views are gone through from the
/// largest distance down by looking at all of them for the next one. Few are needed as a rule.
__device__ double agreedDistance(
    const HullView* views, int view_count, Vec3d p, int doubts, bool alone) {
    double last = 0;
    int last_view = -1;
    float sum = 0;
    for (int taken = 0; taken < doubts; ++taken) {
        double next = kHullNothing;
        int next_view = -1;
        float confidence = 0;
        for (int v = 0; v < view_count; ++v) {
            const HullSight sight = lookAt(views[v], p);
            if (!sight.seen || sight.confidence >= kSureMask) {
                continue;
            }
            const bool later =
                last_view < 0 || sight.outline < last || (sight.outline == last && v > last_view);
            if (later && (next_view < 0 || sight.outline > next)) {
                next = sight.outline;
                next_view = v;
                confidence = sight.confidence;
            }
        }
        last = next;
        last_view = next_view;
        sum += confidence;
        if ((taken > 0 || doubts == 1) && (sum >= kSureMask || alone)) {
            return taken > 0 || alone ? last : kHullNothing;
        }
    }
    return kHullNothing;
}

/// A thread a point.
__global__ void hullKernel(
    const HullView* views, int view_count, const float* points, int64_t count, float* distances) {
    const int64_t i = elementOfThread();
    if (i >= count) {
        return;
    }
    const Vec3d p{points[i * 3], points[i * 3 + 1], points[i * 3 + 2]};
    double distance = kHullNothing;
    int seen = 0, doubts = 0;
    for (int v = 0; v < view_count; ++v) {
        const HullSight sight = lookAt(views[v], p);
        if (!sight.seen) {
            continue;
        }
        ++seen;
        if (sight.confidence >= kSureMask) {
            distance = fmax(distance, sight.outline);
        } else {
            ++doubts;
        }
        distance = fmax(distance, sight.in_front);
    }
    if (doubts > 0) {
        distance = fmax(distance, agreedDistance(views, view_count, p, doubts, doubts == seen));
    }
    distances[i] = seen >= min(2, view_count) ? static_cast<float>(distance) : kHullUnseen;
}

}  // namespace

void visualHullDistanceCuda(const HullView* views,
                            int view_count,
                            const float* points,
                            int64_t count,
                            float* distances,
                            const CudaQueue& queue) {
    if (count > 0) {
        hullKernel<<<blocksFor(count, kThreads), kThreads, 0, streamOf(queue)>>>(
            views, view_count, points, count, distances);
        checkLaunch("visual hull");
    }
}

}  // namespace bozzetto
