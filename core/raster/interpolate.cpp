// SPDX-License-Identifier: Apache-2.0
#include "raster/interpolate.h"

#include "raster/interpolate_cuda.h"
#include "raster/op_checks.h"
#include "tensor/cuda.h"

#include <torch/csrc/autograd/custom_function.h>
#include <torch/types.h>

namespace bozzetto {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

template <class Scalar>
InterpolateParams<Scalar> paramsOf(const at::Tensor& attr,
                                   const at::Tensor& rast,
                                   const at::Tensor& rast_db,
                                   const at::Tensor& tri,
                                   const std::vector<int64_t>& which) {
    InterpolateParams<Scalar> params{};
    params.attr = attr.data_ptr<Scalar>();
    params.attr_per_image = attr.size(0) > 1;
    params.rast = rast.data_ptr<Scalar>();
    params.rast_db = dataOrNull<Scalar>(rast_db);
    params.tri = tri.data_ptr<int32_t>();
    params.which = which.data();
    params.images = rast.size(0);
    params.pixels = rast.size(1) * rast.size(2);
    params.vertices = attr.size(1);
    params.triangles = tri.size(0);
    params.attributes = attr.size(2);
    params.derivatives = static_cast<int64_t>(which.size());
    return params;
}

template <class Scalar>
void runOnDevice(const InterpolateParams<Scalar>& params, const at::Tensor& rast) {
    if (rast.is_cuda()) {
        if constexpr (kCudaBuild) {
            interpolateCuda(params, queueOf(rast));
        }
        return;
    }
    interpolateCpu(params);
}
template <class Scalar>
void gradOnDevice(const InterpolateGradParams<Scalar>& params, const at::Tensor& rast) {
    if (rast.is_cuda()) {
        if constexpr (kCudaBuild) {
            interpolateGradCuda(params, queueOf(rast));
        }
        return;
    }
    interpolateGradCpu(params);
}

at::Tensor imageLike(const at::Tensor& rast, int64_t channels) {
    return at::empty({rast.size(0), rast.size(1), rast.size(2), channels}, rast.options());
}

/// Inputs attr, rast, tri, rast_db (none without derivatives); outputs out and, with
/// derivatives, out_da.
struct InterpolateFunction : torch::autograd::Function<InterpolateFunction> {
    template <class Scalar>
    static variable_list run(const at::Tensor& attr,
                             const at::Tensor& rast,
                             const at::Tensor& tri,
                             const at::Tensor& rast_db,
                             const std::vector<int64_t>& which) {
        variable_list outputs = {imageLike(rast, attr.size(2))};
        InterpolateParams<Scalar> params = paramsOf<Scalar>(attr, rast, rast_db, tri, which);
        params.out = outputs[0].data_ptr<Scalar>();
        if (rast_db.defined()) {
            outputs.push_back(imageLike(rast, 2 * params.derivatives));
            params.out_da = outputs[1].data_ptr<Scalar>();
        }
        runOnDevice(params, rast);
        return outputs;
    }

    static variable_list forward(AutogradContext* ctx,
                                 const at::Tensor& attr,
                                 const at::Tensor& given_rast,
                                 const at::Tensor& tri,
                                 const c10::optional<at::Tensor>& derivatives,
                                 const std::vector<int64_t>& which) {
        const at::Tensor rast = alignedForKernels(given_rast),
                         rast_db = alignedForKernels(derivatives.value_or(at::Tensor()));
        ctx->set_materialize_grads(false);
        ctx->save_for_backward({attr, rast, tri, rast_db});
        ctx->saved_data["which"] = which;
        ctx->saved_data["needs_attr"] = attr.requires_grad();
        ctx->saved_data["needs_rast"] = given_rast.requires_grad();
        ctx->saved_data["needs_db"] = derivatives.has_value() && derivatives->requires_grad();
        return attr.scalar_type() == at::kFloat ? run<float>(attr, rast, tri, rast_db, which)
                                                : run<double>(attr, rast, tri, rast_db, which);
    }

    template <class Scalar>
    static variable_list grad(AutogradContext* ctx,
                              const variable_list& saved,
                              const at::Tensor& grad_out,
                              const at::Tensor& grad_out_da) {
        const at::Tensor &attr = saved[0], &rast = saved[1], &tri = saved[2], &rast_db = saved[3];
        const std::vector<int64_t> which = ctx->saved_data["which"].toIntVector();
        InterpolateGradParams<Scalar> params{};
        params.forward = paramsOf<Scalar>(attr, rast, rast_db, tri, which);
        params.grad_out = dataOrNull<Scalar>(grad_out);
        params.grad_out_da = dataOrNull<Scalar>(grad_out_da);
        at::Tensor grad_attr, grad_rast, grad_db;
        if (ctx->saved_data["needs_attr"].toBool()) {
            grad_attr = at::zeros_like(attr);
            params.grad_attr = grad_attr.data_ptr<Scalar>();
        }
        if (ctx->saved_data["needs_rast"].toBool() && grad_out.defined()) {
            grad_rast = at::empty_like(rast);
            params.grad_rast = grad_rast.data_ptr<Scalar>();
        }
        if (ctx->saved_data["needs_db"].toBool() && grad_out_da.defined()) {
            grad_db = at::empty_like(rast_db);
            params.grad_rast_db = grad_db.data_ptr<Scalar>();
        }
        gradOnDevice(params, rast);
        return {grad_attr, grad_rast, {}, grad_db, {}};
    }

    static variable_list backward(AutogradContext* ctx, variable_list grads) {
        const variable_list saved = ctx->get_saved_variables();
        const at::Tensor grad_out = alignedForKernels(contiguousOrUndefined(grads[0]));
        const at::Tensor grad_da =
            grads.size() > 1 ? alignedForKernels(contiguousOrUndefined(grads[1])) : at::Tensor();
        return saved[0].scalar_type() == at::kFloat ? grad<float>(ctx, saved, grad_out, grad_da)
                                                    : grad<double>(ctx, saved, grad_out, grad_da);
    }
};

void checkInputs(const at::Tensor& attr, const at::Tensor& rast, const at::Tensor& tri) {
    checkTensor(attr,
                "attr",
                {-1, -1, -1},
                {at::kFloat, at::kDouble},
                attr.defined() ? attr.device() : at::kCPU);
    checkTensor(rast, "rast", {-1, -1, -1, 4}, {attr.scalar_type()}, attr.device());
    checkTriangles(tri, attr.device());
    if (attr.size(0) != 1 && attr.size(0) != rast.size(0)) {
        throw Error(Error::Kind::BadInput,
                    "attr is for " + std::to_string(attr.size(0)) + " images, rast holds " +
                        std::to_string(rast.size(0)),
                    "Give attributes for one image (shared) or for each.");
    }
    requireKernels(attr, "interpolate");
}

}  // namespace

at::Tensor interpolate(const at::Tensor& attr, const at::Tensor& rast, const at::Tensor& tri) {
    checkInputs(attr, rast, tri);
    return InterpolateFunction::apply(
        attr, rast, tri, c10::optional<at::Tensor>(), std::vector<int64_t>())[0];
}

Interpolated interpolate(const at::Tensor& attr,
                         const at::Tensor& rast,
                         const at::Tensor& tri,
                         const at::Tensor& rast_db,
                         const std::vector<int64_t>& which) {
    checkInputs(attr, rast, tri);
    checkTensor(rast_db,
                "rast_db",
                {rast.size(0), rast.size(1), rast.size(2), 4},
                {attr.scalar_type()},
                attr.device());
    const int64_t attributes = attr.size(2);
    std::vector<int64_t> chosen = which;
    if (chosen.empty()) {
        for (int64_t i = 0; i < attributes; ++i) {
            chosen.push_back(i);
        }
    }
    for (int64_t& i : chosen) {
        const int64_t asked = i;
        i = i < 0 ? i + attributes : i;
        if (i < 0 || i >= attributes) {
            throw Error(Error::Kind::BadInput,
                        "interpolate: attribute " + std::to_string(asked) + " of " +
                            std::to_string(attributes),
                        "Give indices from 0, or from -1 backwards.");
        }
    }
    const variable_list outputs =
        InterpolateFunction::apply(attr, rast, tri, c10::optional<at::Tensor>(rast_db), chosen);
    return {outputs[0], outputs[1]};
}

}  // namespace bozzetto
