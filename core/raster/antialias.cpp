// SPDX-License-Identifier: Apache-2.0
#include "raster/antialias.h"

#include "raster/antialias_cpu.h"
#include "raster/antialias_cuda.h"
#include "raster/op_checks.h"
#include "tensor/cuda.h"

#include <torch/csrc/autograd/custom_function.h>
#include <torch/types.h>

#include <cstring>

namespace bozzetto {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

template <class Scalar>
AntialiasParams<Scalar> paramsOf(const at::Tensor& rast,
                                 const at::Tensor& pos,
                                 const at::Tensor& tri,
                                 const at::Tensor& topology) {
    AntialiasParams<Scalar> params{};
    params.rast = rast.data_ptr<Scalar>();
    params.pos = pos.data_ptr<Scalar>();
    params.tri = tri.data_ptr<int32_t>();
    params.opposite = topology.data_ptr<int32_t>();
    params.images = rast.size(0);
    params.height = rast.size(1);
    params.width = rast.size(2);
    params.vertices = pos.size(1);
    params.triangles = tri.size(0);
    return params;
}

/// The items' bytes as a tensor, so that autograd can keep them.
template <class Scalar>
at::Tensor packItems(const std::vector<AntialiasItem<Scalar>>& items) {
    const int64_t bytes = static_cast<int64_t>(items.size() * sizeof(AntialiasItem<Scalar>));
    at::Tensor packed = at::empty({bytes}, at::TensorOptions().dtype(at::kByte));
    if (bytes > 0) {
        std::memcpy(packed.data_ptr(), items.data(), static_cast<size_t>(bytes));
    }
    return packed;
}

template <class Scalar>
AntialiasBlend<Scalar> blendOf(const at::Tensor& items, const at::Tensor& color) {
    AntialiasBlend<Scalar> blend{};
    blend.items = static_cast<const AntialiasItem<Scalar>*>(items.data_ptr());
    blend.count = items.size(0) / static_cast<int64_t>(sizeof(AntialiasItem<Scalar>));
    blend.pixels = color.size(0) * color.size(1) * color.size(2);
    blend.width = color.size(2);
    blend.channels = color.size(3);
    blend.color = color.data_ptr<Scalar>();
    return blend;
}

template <class Scalar>
AntialiasColors<Scalar> colorsOf(const at::Tensor& pairs, const at::Tensor& color) {
    AntialiasColors<Scalar> colors{};
    colors.pairs = static_cast<const uint32_t*>(pairs.data_ptr());
    colors.channels = color.size(3);
    colors.color = color.data_ptr<Scalar>();
    return colors;
}

/// Finds the blended pairs and fills `out`. Returns the pairs as bytes, so that autograd can keep
/// them: on the CPU a list, on a GPU a mask.
template <class Scalar>
at::Tensor blendOnDevice(const AntialiasParams<Scalar>& params,
                         const at::Tensor& color,
                         const at::Tensor& out) {
    if (!color.is_cuda()) {
        const at::Tensor items = packItems(antialiasItemsCpu(params));
        antialiasBlendCpu(blendOf<Scalar>(items, color), out.data_ptr<Scalar>());
        return items;
    }
    const int64_t bytes = 4 * pairWords(params.images, params.height, params.width);
    const at::Tensor pairs = at::empty({bytes}, color.options().dtype(at::kByte));
    if constexpr (kCudaBuild) {
        antialiasPairsCuda(params, static_cast<uint32_t*>(pairs.data_ptr()), queueOf(color));
        AntialiasColors<Scalar> colors = colorsOf<Scalar>(pairs, color);
        colors.out = out.data_ptr<Scalar>();
        antialiasBlendCuda(params, colors, queueOf(color));
    }
    return pairs;
}

template <class Scalar>
void gradOnDevice(const AntialiasParams<Scalar>& params,
                  const at::Tensor& pairs,
                  const at::Tensor& color,
                  const at::Tensor& grad_out,
                  const at::Tensor& grad_color,
                  const at::Tensor& grad_pos) {
    if (!color.is_cuda()) {
        antialiasGradCpu(params,
                         blendOf<Scalar>(pairs, color),
                         grad_out.data_ptr<Scalar>(),
                         dataOrNull<Scalar>(grad_color),
                         dataOrNull<Scalar>(grad_pos));
        return;
    }
    if constexpr (kCudaBuild) {
        AntialiasColors<Scalar> colors = colorsOf<Scalar>(pairs, color);
        colors.grad = grad_out.data_ptr<Scalar>();
        colors.grad_color = dataOrNull<Scalar>(grad_color);
        colors.grad_pos = dataOrNull<Scalar>(grad_pos);
        antialiasGradCuda(params, colors, queueOf(color));
    }
}

struct AntialiasFunction : torch::autograd::Function<AntialiasFunction> {
    template <class Scalar>
    static at::Tensor run(AutogradContext* ctx,
                          const at::Tensor& given_color,
                          const at::Tensor& given_rast,
                          const at::Tensor& pos,
                          const at::Tensor& tri,
                          const at::Tensor& topology) {
        const at::Tensor color = alignedForKernels(given_color),
                         rast = alignedForKernels(given_rast);
        at::Tensor out = at::empty_like(color);
        const at::Tensor pairs =
            blendOnDevice(paramsOf<Scalar>(rast, pos, tri, topology), color, out);
        ctx->save_for_backward({color, rast, pos, tri, topology, pairs});
        return out;
    }

    static at::Tensor forward(AutogradContext* ctx,
                              const at::Tensor& color,
                              const at::Tensor& rast,
                              const at::Tensor& pos,
                              const at::Tensor& tri,
                              const at::Tensor& topology) {
        ctx->saved_data["needs_color"] = color.requires_grad();
        ctx->saved_data["needs_pos"] = pos.requires_grad();
        return color.scalar_type() == at::kFloat
                   ? run<float>(ctx, color, rast, pos, tri, topology)
                   : run<double>(ctx, color, rast, pos, tri, topology);
    }

    template <class Scalar>
    static variable_list grad(AutogradContext* ctx, const at::Tensor& grad_out) {
        const variable_list saved = ctx->get_saved_variables();
        at::Tensor grad_color, grad_pos;
        if (ctx->saved_data["needs_color"].toBool()) {
            grad_color = at::empty_like(grad_out);
        }
        if (ctx->saved_data["needs_pos"].toBool()) {
            grad_pos = at::zeros_like(saved[2]);
        }
        gradOnDevice(paramsOf<Scalar>(saved[1], saved[2], saved[3], saved[4]),
                     saved[5],
                     saved[0],
                     grad_out,
                     grad_color,
                     grad_pos);
        return {grad_color, {}, grad_pos, {}, {}};
    }

    static variable_list backward(AutogradContext* ctx, variable_list grads) {
        const at::Tensor grad_out = alignedForKernels(grads[0].contiguous());
        return grad_out.scalar_type() == at::kFloat ? grad<float>(ctx, grad_out)
                                                    : grad<double>(ctx, grad_out);
    }
};

}  // namespace

at::Tensor edgeTopology(const at::Tensor& tri, int64_t vertex_count) {
    checkTriangles(tri, tri.defined() ? tri.device() : at::kCPU);
    requireKernels(tri, "edgeTopology");
    at::Tensor opposite = at::empty_like(tri);
    if (tri.is_cuda()) {
        if constexpr (kCudaBuild) {
            edgeTopologyCuda(tri.data_ptr<int32_t>(),
                             tri.size(0),
                             vertex_count,
                             opposite.data_ptr<int32_t>(),
                             queueOf(tri));
        }
        return opposite;
    }
    edgeTopologyCpu(
        tri.data_ptr<int32_t>(), tri.size(0), vertex_count, opposite.data_ptr<int32_t>());
    return opposite;
}

at::Tensor antialias(const at::Tensor& color,
                     const at::Tensor& rast,
                     const at::Tensor& pos,
                     const at::Tensor& tri,
                     const at::Tensor& topology) {
    checkTensor(color,
                "color",
                {-1, -1, -1, -1},
                {at::kFloat, at::kDouble},
                color.defined() ? color.device() : at::kCPU);
    const at::ScalarType dtype = color.scalar_type();
    checkTensor(
        rast, "rast", {color.size(0), color.size(1), color.size(2), 4}, {dtype}, color.device());
    checkTensor(pos, "pos", {color.size(0), -1, 4}, {dtype}, color.device());
    checkTriangles(tri, color.device());
    requireKernels(color, "antialias");
    const at::Tensor edges = topology.defined() ? topology : edgeTopology(tri, pos.size(1));
    checkTensor(edges, "topology", {tri.size(0), 3}, {at::kInt}, color.device());
    return AntialiasFunction::apply(color, rast, pos, tri, edges);
}

}  // namespace bozzetto
