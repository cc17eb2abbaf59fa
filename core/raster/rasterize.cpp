// SPDX-License-Identifier: Apache-2.0
#include "raster/rasterize.h"

#include "raster/op_checks.h"
#include "raster/rasterize_cuda.h"
#include "tensor/cuda.h"

#include <torch/csrc/autograd/custom_function.h>
#include <torch/types.h>

namespace bozzetto {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

struct Layer {
    at::Tensor rast, rast_db;
    at::Tensor depth;  // [N, H, W] int32 bits of the quantised depth, if asked for
};

template <class Scalar>
void drawOnDevice(const RasterizeParams<Scalar>& params, const at::Tensor& pos) {
    if (pos.is_cuda()) {
        if constexpr (kCudaBuild) {
            rasterizeCuda(params, queueOf(pos));
        }
        return;
    }
    rasterizeCpu(params);
}
template <class Scalar>
void gradOnDevice(const RasterizeGradParams<Scalar>& params, const at::Tensor& pos) {
    if (pos.is_cuda()) {
        if constexpr (kCudaBuild) {
            rasterizeGradCuda(params, queueOf(pos));
        }
        return;
    }
    rasterizeGradCpu(params);
}

/// pos [N, V, 4], or [V, 4] with ranges [N, 2].
template <class Scalar>
Layer drawLayer(const at::Tensor& pos,
                const at::Tensor& tri,
                const at::Tensor& ranges,
                int64_t height,
                int64_t width,
                Derivatives derivatives,
                const at::Tensor& behind,
                bool keep_depth) {
    const int64_t images = ranges.defined() ? ranges.size(0) : pos.size(0);
    Layer layer;
    layer.rast = at::empty({images, height, width, 4}, pos.options());
    if (derivatives == Derivatives::Yes) {
        layer.rast_db = at::empty({images, height, width, 4}, pos.options());
    }
    if (keep_depth) {
        layer.depth = at::empty({images, height, width}, pos.options().dtype(at::kInt));
    }
    RasterizeParams<Scalar> params{};
    params.pos = pos.data_ptr<Scalar>();
    params.tri = tri.data_ptr<int32_t>();
    params.images = images;
    params.vertices = pos.size(-2);
    params.triangles = tri.size(0);
    params.ranges = dataOrNull<int32_t>(ranges);
    params.height = height;
    params.width = width;
    params.rast = layer.rast.data_ptr<Scalar>();
    params.rast_db = dataOrNull<Scalar>(layer.rast_db);
    params.depth = reinterpret_cast<uint32_t*>(dataOrNull<int32_t>(layer.depth));
    params.behind = reinterpret_cast<const uint32_t*>(dataOrNull<int32_t>(behind));
    drawOnDevice(params, pos);
    return layer;
}

template <class Scalar>
at::Tensor gradOfPositions(const at::Tensor& pos,
                           const at::Tensor& tri,
                           const at::Tensor& rast,
                           const at::Tensor& grad_rast,
                           const at::Tensor& grad_rast_db) {
    at::Tensor grad_pos = at::zeros_like(pos);
    RasterizeGradParams<Scalar> params{};
    params.pos = pos.data_ptr<Scalar>();
    params.tri = tri.data_ptr<int32_t>();
    params.images = rast.size(0);
    params.vertices = pos.size(-2);
    params.triangles = tri.size(0);
    params.shared_vertices = pos.dim() == 2;
    params.height = rast.size(1);
    params.width = rast.size(2);
    params.rast = rast.data_ptr<Scalar>();
    params.grad_rast = dataOrNull<Scalar>(grad_rast);
    params.grad_rast_db = dataOrNull<Scalar>(grad_rast_db);
    params.grad_pos = grad_pos.data_ptr<Scalar>();
    gradOnDevice(params, pos);
    return grad_pos;
}

/// Inputs pos, tri, ranges (or none), behind (none for the first layer); outputs rast, rast_db (if
/// asked), depth (if asked).
struct RasterizeFunction : torch::autograd::Function<RasterizeFunction> {
    static variable_list forward(AutogradContext* ctx,
                                 const at::Tensor& given_pos,
                                 const at::Tensor& tri,
                                 const c10::optional<at::Tensor>& given_ranges,
                                 const c10::optional<at::Tensor>& behind,
                                 int64_t height,
                                 int64_t width,
                                 bool derivatives,
                                 bool keep_depth) {
        ctx->set_materialize_grads(false);
        const Derivatives wanted = derivatives ? Derivatives::Yes : Derivatives::No;
        const at::Tensor last_depth = behind.value_or(at::Tensor());
        const at::Tensor ranges = given_ranges.value_or(at::Tensor());
        const at::Tensor pos = alignedForKernels(given_pos);
        const Layer layer =
            pos.scalar_type() == at::kFloat
                ? drawLayer<float>(pos, tri, ranges, height, width, wanted, last_depth, keep_depth)
                : drawLayer<double>(
                      pos, tri, ranges, height, width, wanted, last_depth, keep_depth);
        ctx->saved_data["derivatives"] = derivatives;
        ctx->save_for_backward({pos, tri, layer.rast});
        variable_list outputs = {layer.rast};
        if (derivatives) {
            outputs.push_back(layer.rast_db);
        }
        if (keep_depth) {
            ctx->mark_non_differentiable({layer.depth});
            outputs.push_back(layer.depth);
        }
        return outputs;
    }

    static variable_list backward(AutogradContext* ctx, variable_list grads) {
        const variable_list saved = ctx->get_saved_variables();
        const at::Tensor grad_rast = alignedForKernels(contiguousOrUndefined(grads[0]));
        const at::Tensor grad_db = ctx->saved_data["derivatives"].toBool()
                                       ? alignedForKernels(contiguousOrUndefined(grads[1]))
                                       : at::Tensor();
        at::Tensor grad_pos;
        if (grad_rast.defined() || grad_db.defined()) {
            grad_pos =
                saved[0].scalar_type() == at::kFloat
                    ? gradOfPositions<float>(saved[0], saved[1], saved[2], grad_rast, grad_db)
                    : gradOfPositions<double>(saved[0], saved[1], saved[2], grad_rast, grad_db);
        }
        return {grad_pos, {}, {}, {}, {}, {}, {}, {}};
    }
};

/// ranges: undefined in instanced mode.
void checkInputs(const at::Tensor& pos,
                 const at::Tensor& tri,
                 const at::Tensor& ranges,
                 int64_t height,
                 int64_t width) {
    const at::Device device = pos.defined() ? pos.device() : at::kCPU;
    if (ranges.defined()) {
        checkTensor(pos, "pos", {-1, 4}, {at::kFloat, at::kDouble}, device);
        checkTensor(ranges, "ranges", {-1, 2}, {at::kInt}, at::kCPU);
    } else {
        checkTensor(pos, "pos", {-1, -1, 4}, {at::kFloat, at::kDouble}, device);
    }
    checkTriangles(tri, device);
    requireKernels(pos, "rasterize");
    if (height < 1 || width < 1 || height > 65536 || width > 65536) {
        throw Error(
            Error::Kind::BadInput,
            "rasterize: image size " + std::to_string(width) + " x " + std::to_string(height),
            "Use 1 to 65536 pixels a side.");
    }
    for (int64_t n = 0; ranges.defined() && n < ranges.size(0); ++n) {
        const int64_t first = ranges.data_ptr<int32_t>()[2 * n],
                      count = ranges.data_ptr<int32_t>()[2 * n + 1];
        if (first < 0 || count < 0 || first + count > tri.size(0)) {
            throw Error(Error::Kind::BadInput,
                        "rasterize: range " + std::to_string(n) + " draws " +
                            std::to_string(count) + " triangles from " + std::to_string(first) +
                            " on, of " + std::to_string(tri.size(0)),
                        "Give the first triangle and how many follow.");
        }
    }
}

c10::optional<at::Tensor> optionalOf(const at::Tensor& t) {
    return t.defined() ? c10::optional<at::Tensor>(t) : c10::optional<at::Tensor>();
}

Raster rasterizeAny(const at::Tensor& pos,
                    const at::Tensor& tri,
                    const at::Tensor& ranges,
                    int64_t height,
                    int64_t width,
                    Derivatives derivatives) {
    checkInputs(pos, tri, ranges, height, width);
    const bool wanted = derivatives == Derivatives::Yes;
    const variable_list outputs = RasterizeFunction::apply(
        pos, tri, optionalOf(ranges), c10::optional<at::Tensor>(), height, width, wanted, false);
    return {outputs[0], wanted ? outputs[1] : at::Tensor()};
}

}  // namespace

Raster rasterize(const at::Tensor& pos,
                 const at::Tensor& tri,
                 int64_t height,
                 int64_t width,
                 Derivatives derivatives) {
    return rasterizeAny(pos, tri, {}, height, width, derivatives);
}
Raster rasterizeRanges(const at::Tensor& pos,
                       const at::Tensor& tri,
                       const at::Tensor& ranges,
                       int64_t height,
                       int64_t width,
                       Derivatives derivatives) {
    if (!ranges.defined()) {
        throw Error(Error::Kind::BadInput,
                    "rasterizeRanges: ranges is undefined",
                    "Use rasterize() for images that draw all triangles.");
    }
    return rasterizeAny(pos, tri, ranges, height, width, derivatives);
}

struct DepthPeeler::State {
    at::Tensor pos, tri;
    c10::optional<at::Tensor> ranges, behind;
    int64_t height, width;
};

DepthPeeler::DepthPeeler(const at::Tensor& pos,
                         const at::Tensor& tri,
                         int64_t height,
                         int64_t width,
                         const at::Tensor& ranges)
    : state_(std::make_unique<State>()) {
    checkInputs(pos, tri, ranges, height, width);
    *state_ = {pos, tri, optionalOf(ranges), {}, height, width};
}
DepthPeeler::~DepthPeeler() = default;

Raster DepthPeeler::nextLayer(Derivatives derivatives) {
    const bool wanted = derivatives == Derivatives::Yes;
    const variable_list outputs = RasterizeFunction::apply(state_->pos,
                                                           state_->tri,
                                                           state_->ranges,
                                                           state_->behind,
                                                           state_->height,
                                                           state_->width,
                                                           wanted,
                                                           true);
    state_->behind = outputs.back();
    return {outputs[0], wanted ? outputs[1] : at::Tensor()};
}

}  // namespace bozzetto
