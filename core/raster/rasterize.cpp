// SPDX-License-Identifier: Apache-2.0
#include "raster/rasterize.h"

#include "raster/op_checks.h"
#include "raster/rasterize_kernel.h"

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
Layer drawLayer(const at::Tensor& pos,
                const at::Tensor& tri,
                int64_t height,
                int64_t width,
                Derivatives derivatives,
                const at::Tensor& behind,
                bool keep_depth) {
    const int64_t images = pos.size(0);
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
    params.vertices = pos.size(1);
    params.triangles = tri.size(0);
    params.height = height;
    params.width = width;
    params.rast = layer.rast.data_ptr<Scalar>();
    params.rast_db = dataOrNull<Scalar>(layer.rast_db);
    params.depth = reinterpret_cast<uint32_t*>(dataOrNull<int32_t>(layer.depth));
    params.behind = reinterpret_cast<const uint32_t*>(dataOrNull<int32_t>(behind));
    rasterizeCpu(params);
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
    params.images = pos.size(0);
    params.vertices = pos.size(1);
    params.triangles = tri.size(0);
    params.height = rast.size(1);
    params.width = rast.size(2);
    params.rast = rast.data_ptr<Scalar>();
    params.grad_rast = dataOrNull<Scalar>(grad_rast);
    params.grad_rast_db = dataOrNull<Scalar>(grad_rast_db);
    params.grad_pos = grad_pos.data_ptr<Scalar>();
    rasterizeGradCpu(params);
    return grad_pos;
}

/// Inputs pos, tri, behind (none for the first layer); outputs rast, rast_db (if asked), depth
/// (if asked).
struct RasterizeFunction : torch::autograd::Function<RasterizeFunction> {
    static variable_list forward(AutogradContext* ctx,
                                 const at::Tensor& pos,
                                 const at::Tensor& tri,
                                 const c10::optional<at::Tensor>& behind,
                                 int64_t height,
                                 int64_t width,
                                 bool derivatives,
                                 bool keep_depth) {
        ctx->set_materialize_grads(false);
        const Derivatives wanted = derivatives ? Derivatives::Yes : Derivatives::No;
        const at::Tensor last_depth = behind.value_or(at::Tensor());
        const Layer layer =
            pos.scalar_type() == at::kFloat
                ? drawLayer<float>(pos, tri, height, width, wanted, last_depth, keep_depth)
                : drawLayer<double>(pos, tri, height, width, wanted, last_depth, keep_depth);
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
        const at::Tensor grad_rast = contiguousOrUndefined(grads[0]);
        const at::Tensor grad_db = ctx->saved_data["derivatives"].toBool()
                                       ? contiguousOrUndefined(grads[1])
                                       : at::Tensor();
        at::Tensor grad_pos;
        if (grad_rast.defined() || grad_db.defined()) {
            grad_pos =
                saved[0].scalar_type() == at::kFloat
                    ? gradOfPositions<float>(saved[0], saved[1], saved[2], grad_rast, grad_db)
                    : gradOfPositions<double>(saved[0], saved[1], saved[2], grad_rast, grad_db);
        }
        return {grad_pos, {}, {}, {}, {}, {}, {}};
    }
};

void checkInputs(const at::Tensor& pos, const at::Tensor& tri, int64_t height, int64_t width) {
    checkTensor(pos,
                "pos",
                {-1, -1, 4},
                {at::kFloat, at::kDouble},
                pos.defined() ? pos.device() : at::kCPU);
    checkTriangles(tri, pos.device());
    requireKernels(pos, "rasterize");
    if (height < 1 || width < 1 || height > 65536 || width > 65536) {
        throw Error(
            Error::Kind::BadInput,
            "rasterize: image size " + std::to_string(width) + " x " + std::to_string(height),
            "Use 1 to 65536 pixels a side.");
    }
}

}  // namespace

Raster rasterize(const at::Tensor& pos,
                 const at::Tensor& tri,
                 int64_t height,
                 int64_t width,
                 Derivatives derivatives) {
    checkInputs(pos, tri, height, width);
    const bool wanted = derivatives == Derivatives::Yes;
    const variable_list outputs = RasterizeFunction::apply(
        pos, tri, c10::optional<at::Tensor>(), height, width, wanted, false);
    return {outputs[0], wanted ? outputs[1] : at::Tensor()};
}

struct DepthPeeler::State {
    at::Tensor pos, tri;
    c10::optional<at::Tensor> behind;
    int64_t height, width;
};

DepthPeeler::DepthPeeler(const at::Tensor& pos,
                         const at::Tensor& tri,
                         int64_t height,
                         int64_t width)
    : state_(std::make_unique<State>()) {
    checkInputs(pos, tri, height, width);
    *state_ = {pos, tri, {}, height, width};
}
DepthPeeler::~DepthPeeler() = default;

Raster DepthPeeler::nextLayer(Derivatives derivatives) {
    const bool wanted = derivatives == Derivatives::Yes;
    const variable_list outputs = RasterizeFunction::apply(
        state_->pos, state_->tri, state_->behind, state_->height, state_->width, wanted, true);
    state_->behind = outputs.back();
    return {outputs[0], wanted ? outputs[1] : at::Tensor()};
}

}  // namespace bozzetto
