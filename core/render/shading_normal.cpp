// SPDX-License-Identifier: Apache-2.0
#include "render/shade.h"
#include "render/shade_checks.h"
#include "render/shade_cpu.h"
#include "render/shade_cuda.h"
#include "render/shading_normal_kernel.h"
#include "tensor/cuda.h"
#include "tensor/precompiled.h"

namespace bozzetto {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

template <class Scalar>
ShadingNormalParams<Scalar> normalParams(const variable_list& t) {
    const auto data = [](const at::Tensor& x) {
        return x.numel() > 0 ? x.data_ptr<Scalar>() : nullptr;
    };
    ShadingNormalParams<Scalar> p;
    p.count = t[0].size(0);
    p.position = data(t[0]);
    p.camera = data(t[1]);
    p.camera_stride = t[1].size(0) == 1 ? 0 : 3;
    p.face_normal = data(t[2]);
    p.normal = data(t[3]);
    p.tangent = data(t[4]);
    p.map = data(t[5]);
    return p;
}

template <class Scalar>
at::Tensor normalForwardTensor(const variable_list& t) {
    at::Tensor out = at::empty_like(t[3]);
    const ShadingNormalParams<Scalar> p = normalParams<Scalar>(t);
    if (out.is_cuda()) {
        if constexpr (kCudaBuild && std::is_same_v<Scalar, float>) {
            shadingNormalForwardCuda(p, out.data_ptr<float>(), queueOf(out));
        }
    } else {
        shadingNormalForward(p, out.data_ptr<Scalar>());
    }
    return out;
}

template <class Scalar>
variable_list normalBackwardTensors(const variable_list& t, const at::Tensor& grad_out) {
    variable_list grads(6);
    ShadingNormalGradients<Scalar> g;
    Scalar** targets[] = {&g.normal, &g.tangent, &g.map};
    for (int i = 3; i < 6; ++i) {
        if (t[i].requires_grad()) {
            grads[i] = at::empty_like(t[i]);
            *targets[i - 3] = grads[i].template data_ptr<Scalar>();
        }
    }
    const ShadingNormalParams<Scalar> p = normalParams<Scalar>(t);
    if (grad_out.is_cuda()) {
        if constexpr (kCudaBuild && std::is_same_v<Scalar, float>) {
            shadingNormalBackwardCuda(p, grad_out.data_ptr<float>(), g, queueOf(grad_out));
        }
    } else {
        shadingNormalBackward(p, grad_out.data_ptr<Scalar>(), g);
    }
    return grads;
}

struct ShadingNormal : torch::autograd::Function<ShadingNormal> {
    static at::Tensor forward(AutogradContext* ctx,
                              const at::Tensor& position,
                              const at::Tensor& camera,
                              const at::Tensor& face_normal,
                              const at::Tensor& normal,
                              const at::Tensor& tangent,
                              const at::Tensor& map) {
        const variable_list t = {position, camera, face_normal, normal, tangent, map};
        ctx->save_for_backward(t);
        return normal.scalar_type() == at::kDouble ? normalForwardTensor<double>(t)
                                                   : normalForwardTensor<float>(t);
    }
    static variable_list backward(AutogradContext* ctx, const variable_list& grad_outputs) {
        const variable_list t = ctx->get_saved_variables();
        const at::Tensor g = grad_outputs[0].contiguous();
        variable_list grads = g.scalar_type() == at::kDouble ? normalBackwardTensors<double>(t, g)
                                                             : normalBackwardTensors<float>(t, g);
        return grads;
    }
};

}  // namespace

at::Tensor shadingNormal(const at::Tensor& position,
                         const at::Tensor& camera,
                         const at::Tensor& normal,
                         const at::Tensor& face_normal,
                         const at::Tensor& tangent,
                         const at::Tensor& map) {
    const at::Device device = checkPosition(position);
    const int64_t m = position.size(0);
    const at::ScalarType dtype = position.scalar_type();
    checkCamera(camera, position);
    checkTensor(normal, "normal", {m, 3}, {dtype}, device);
    checkTensor(face_normal, "face_normal", {m, 3}, {dtype}, device);
    if (map.defined()) {
        checkTensor(map, "map", {m, 3}, {dtype}, device);
        checkTensor(tangent, "tangent", {m, 4}, {dtype}, device);
    }
    const at::Tensor none =
        at::empty({0}, normal.options());  // an autograd function wants defined tensors
    return ShadingNormal::apply(position.detach(),
                                camera.detach(),
                                face_normal.detach(),
                                normal,
                                map.defined() ? tangent : none,
                                map.defined() ? map : none);
}

}  // namespace bozzetto
