// SPDX-License-Identifier: Apache-2.0
#include "geometry/cuda_scatter.h"
#include "geometry/regularizers_kernel.h"
#include "geometry/surface_loss_cuda.h"

namespace bozzetto {
namespace {

constexpr int kThreads = 128;

__global__ void deformKernel(
    const float* base, const float* deform, float range, int64_t count, float* out) {
    const int64_t i = elementOfThread();
    if (i < count) {
        out[i] = base[i] + range * tanhf(deform[i]);
    }
}

__global__ void deformGradient(
    const float* deform, float range, int64_t count, const float* grad_out, float* grad_deform) {
    const int64_t i = elementOfThread();
    if (i < count) {
        const float t = tanhf(deform[i]);
        grad_deform[i] = grad_out[i] * range * (1.0f - t * t);
    }
}

/// A triangle's unit normal, its umbrella at its corners, and twice the triangle at their counts,
/// which follow the vertices.
struct TrianglePass {
    SurfaceLossParams p;
    template <class Sink>
    __device__ void operator()(int64_t i, Sink& sink) const {
        const int32_t* t = p.mesh.triangles + i * 3;
        p.inverses[i] = faceUnit(p.positions, t, p.units + i * 3);
        const Vec3f corner[3] = {
            loadVec3(p.positions, t[0]), loadVec3(p.positions, t[1]), loadVec3(p.positions, t[2])};
        const Vec3f total = corner[0] + corner[1] + corner[2];
        for (int k = 0; k < 3; ++k) {
            for (int axis = 0; axis < 3; ++axis) {
                sink.add(t[k] * int64_t{3} + axis, total[axis] - 3.0f * corner[k][axis]);
            }
            sink.add(p.mesh.vertices * 3 + t[k], 2.0f);
        }
    }
};

/// The first blocks look at vertices, the others at triangles; sums [V, 4].
__global__ void finishKernel(
    SurfaceLossParams p, const float* sums, int64_t vertex_blocks, GridSum total, float* loss) {
    double found[3] = {0, 0, 0};  // squares, bends, edges
    if (blockIdx.x < vertex_blocks) {
        const int64_t v = elementOfThread();
        if (v < p.mesh.vertices) {
            const float scale = 1.0f / fmaxf(1.0f, sums[p.mesh.vertices * 3 + v]);
            const Vec3f delta = loadVec3(sums, v) * scale;
            found[0] = dot(delta, delta);
            storeVec3(p.pull, v, delta * scale);
        }
    } else {
        const int64_t i = (blockIdx.x - vertex_blocks) * kThreads + threadIdx.x;
        for (int k = 0; i < p.mesh.count && k < 3; ++k) {
            const int32_t other = p.neighbours[i * 3 + k];
            found[2] += other >= 0 ? 0.5 : 0.0;  // from both sides
            if (other > i) {
                found[1] += 1.0f - dot(loadVec3(static_cast<const float*>(p.units), i),
                                       loadVec3(static_cast<const float*>(p.units), other));
            }
        }
    }
    for (double& sum : found) {
        sum = blockSum<kThreads>(sum);
    }
    if (total.add<3, kThreads>(found) && threadIdx.x == 0) {
        const double share = found[2] > 0 ? 1.0 / found[2] : 0.0;
        *p.share = static_cast<float>(share);
        *loss = static_cast<float>(
            p.laplacian * found[0] / static_cast<double>(p.mesh.vertices * 3) +
            p.normal_consistency * found[1] * share + p.deviation_weight * *p.deviation);
    }
}

struct SurfaceGradient {
    SurfaceLossParams p;
    const float* grad_loss;
    template <class Sink>
    __device__ void operator()(int64_t i, Sink& sink) const {
        const int32_t* t = p.mesh.triangles + i * 3;
        const float* units = p.units;
        const float* pulls = p.pull;
        const float stretch =
            *grad_loss * p.laplacian * (2.0f / static_cast<float>(p.mesh.vertices * 3));
        const float bend = *grad_loss * p.normal_consistency * *p.share;
        const Vec3f pull[3] = {loadVec3(pulls, t[0]), loadVec3(pulls, t[1]), loadVec3(pulls, t[2])};
        const Vec3f total = pull[0] + pull[1] + pull[2];
        for (int k = 0; k < 3; ++k) {
            for (int axis = 0; axis < 3; ++axis) {
                sink.add(t[k] * int64_t{3} + axis, stretch * (total[axis] - 3.0f * pull[k][axis]));
            }
        }
        const Vec3f around = neighbourSum(units, p.neighbours + i * 3);
        const Vec3f grad = unitGradient(loadVec3(units, i), p.inverses[i], around * -bend);
        faceCrossGradient(
            p.positions, t, grad, [&](int64_t at, float value) { sink.add(at, value); });
    }
};

}  // namespace

void deformedPositionsCuda(const float* base,
                           const float* deform,
                           float range,
                           int64_t count,
                           float* out,
                           const CudaQueue& queue) {
    if (count > 0) {
        deformKernel<<<blocksFor(count, kThreads), kThreads, 0, streamOf(queue)>>>(
            base, deform, range, count, out);
        checkLaunch("deformedPositions");
    }
}

void deformedPositionsBackwardCuda(const float* deform,
                                   float range,
                                   int64_t count,
                                   const float* grad_out,
                                   float* grad_deform,
                                   const CudaQueue& queue) {
    if (count > 0) {
        deformGradient<<<blocksFor(count, kThreads), kThreads, 0, streamOf(queue)>>>(
            deform, range, count, grad_out, grad_deform);
        checkLaunch("deformedPositions gradient");
    }
}

void surfaceLossCuda(const SurfaceLossParams& params, float* loss, const CudaQueue& queue) {
    const char* what = "surfaceLoss";
    const DeviceMesh& mesh = params.mesh;
    faceNeighboursCuda(mesh, params.neighbours, queue);
    auto* sums = queue.scratch<float>(mesh.vertices * 4);
    scatterSumCuda(mesh.count, mesh.vertices * 4, sums, TrianglePass{params}, what, queue);
    const unsigned vertex_blocks = blocksFor(mesh.vertices, kThreads);
    const unsigned blocks = vertex_blocks + blocksFor(mesh.count, kThreads);
    finishKernel<<<blocks, kThreads, 0, streamOf(queue)>>>(
        params, sums, vertex_blocks, GridSum(blocks, 3, queue), loss);
    checkLaunch(what);
}

void surfaceLossBackwardCuda(const SurfaceLossParams& params,
                             const float* grad_loss,
                             float* grad_positions,
                             const CudaQueue& queue) {
    scatterSumCuda(params.mesh.count,
                   params.mesh.vertices * 3,
                   grad_positions,
                   SurfaceGradient{params, grad_loss},
                   "surfaceLoss gradient",
                   queue);
}

}  // namespace bozzetto
