// SPDX-License-Identifier: Apache-2.0
#include "render/shade.h"

#include "render/fg_table_cuda.h"
#include "render/light_layout.h"
#include "render/shade_checks.h"
#include "render/shade_cpu.h"
#include "render/shade_cuda.h"
#include "tensor/cuda.h"
#include "tensor/precompiled.h"

namespace bozzetto {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// Sizes and roughness of the light maps, diffuse first in `sizes`: travels with the flat tensor of
/// all texels.
struct LightShape {
    std::vector<int64_t> sizes;
    std::vector<double> roughness;

    LightLayout layout() const {
        LightLayout layout;
        for (const int64_t size : sizes) {
            layout.add(static_cast<int>(size));
        }
        return layout;
    }
};

/// [bordered texels, 4] from the flat texels [texels, 3].
template <class Scalar>
at::Tensor borderedLight(const at::Tensor& texels, const LightLayout& layout) {
    at::Tensor out = at::empty({layout.bordered(), 4}, texels.options());
    if (out.is_cuda()) {
        if constexpr (kCudaBuild && std::is_same_v<Scalar, float>) {
            addBordersCuda(
                layout, texels.data_ptr<float>(), out.data_ptr<float>(), queueOf(texels));
        }
        return out;
    }
    for (int i = 0; i < layout.cubes; ++i) {
        addBorder(texels.data_ptr<Scalar>() + 3 * layout.first[i],
                  layout.size[i],
                  out.data_ptr<Scalar>() + 4 * layout.first_bordered[i]);
    }
    return out;
}

const float* fgTableFor(const at::Tensor& t) {
    const float* on_cpu = fgTable().data_ptr<float>();
    if constexpr (kCudaBuild) {
        return t.is_cuda() ? fgTableCuda(on_cpu, queueOf(t)) : on_cpu;
    }
    return on_cpu;
}

/// t: position, camera, normal, kd, orm, bordered light.
template <class Scalar>
ShadeParams<Scalar> shadeParams(const variable_list& t, const LightShape& shape) {
    ShadeParams<Scalar> p;
    p.count = t[0].size(0);
    p.position = t[0].data_ptr<Scalar>();
    p.camera = t[1].data_ptr<Scalar>();
    p.camera_stride = t[1].size(0) == 1 ? 0 : 3;
    p.normal = t[2].data_ptr<Scalar>();
    p.kd = t[3].data_ptr<Scalar>();
    p.orm = t[4].data_ptr<Scalar>();
    p.fg = fgTableFor(t[0]);
    const LightLayout layout = shape.layout();
    for (int i = 0; i < layout.cubes; ++i) {
        BorderedCube<const Scalar>& cube = i == 0 ? p.diffuse : p.specular[i - 1];
        cube.texels = t[5].data_ptr<Scalar>() + 4 * layout.first_bordered[i];
        cube.size = layout.size[i];
    }
    p.levels = static_cast<int>(shape.roughness.size());
    for (int i = 0; i < p.levels; ++i) {
        p.roughness[i] = static_cast<Scalar>(shape.roughness[i]);
    }
    return p;
}

template <class Scalar>
at::Tensor shadeForwardTensor(const variable_list& t, const LightShape& shape) {
    at::Tensor out = at::empty_like(t[0]);
    const ShadeParams<Scalar> p = shadeParams<Scalar>(t, shape);
    if (out.is_cuda()) {
        if constexpr (kCudaBuild && std::is_same_v<Scalar, float>) {
            shadeForwardCuda(p, out.data_ptr<float>(), queueOf(out));
        }
    } else {
        shadeForward(p, out.data_ptr<Scalar>());
    }
    return out;
}

template <class Scalar>
void backwardOnCpu(const ShadeParams<Scalar>& p,
                   const LightLayout& layout,
                   const at::Tensor& grad_out,
                   const ShadeGradients<Scalar>& gradients,
                   Scalar* light_gradient) {
    std::vector<Scalar> bordered(light_gradient ? 4 * layout.bordered() : 0);
    shadeBackward(
        p, grad_out.data_ptr<Scalar>(), gradients, light_gradient ? bordered.data() : nullptr);
    for (int i = 0; light_gradient && i < layout.cubes; ++i) {
        foldBorder(bordered.data() + 4 * layout.first_bordered[i],
                   layout.size[i],
                   light_gradient + 3 * layout.first[i]);
    }
}

/// Gradients of normal, kd, orm and the light texels, undefined where not needed.
template <class Scalar>
variable_list shadeBackwardTensors(const variable_list& t,
                                   const LightShape& shape,
                                   const at::Tensor& grad_out,
                                   const std::vector<bool>& needed) {
    const LightLayout layout = shape.layout();
    variable_list grads(6);
    ShadeGradients<Scalar> g;
    Scalar** targets[] = {&g.normal, &g.kd, &g.orm};
    for (int i = 2; i < 5; ++i) {
        if (needed[i]) {
            grads[i] = at::empty_like(t[i]);
            *targets[i - 2] = grads[i].template data_ptr<Scalar>();
        }
    }
    Scalar* light_gradient = nullptr;
    if (needed[5]) {
        grads[5] = at::empty({layout.texels(), 3}, grad_out.options());
        light_gradient = grads[5].template data_ptr<Scalar>();
    }
    const ShadeParams<Scalar> p = shadeParams<Scalar>(t, shape);
    if (grad_out.is_cuda()) {
        if constexpr (kCudaBuild && std::is_same_v<Scalar, float>) {
            shadeBackwardCuda(
                p, layout, grad_out.data_ptr<float>(), g, light_gradient, queueOf(grad_out));
        }
    } else {
        backwardOnCpu(p, layout, grad_out, g, light_gradient);
    }
    return grads;
}

struct Shade : torch::autograd::Function<Shade> {
    static at::Tensor forward(AutogradContext* ctx,
                              const at::Tensor& position,
                              const at::Tensor& camera,
                              const at::Tensor& normal,
                              const at::Tensor& kd,
                              const at::Tensor& orm,
                              const at::Tensor& light,
                              const LightShape& shape) {
        const bool is_double = position.scalar_type() == at::kDouble;
        const LightLayout layout = shape.layout();
        const variable_list t = {
            position,
            camera,
            normal,
            kd,
            orm,
            is_double ? borderedLight<double>(light, layout) : borderedLight<float>(light, layout)};
        ctx->save_for_backward(t);
        ctx->saved_data["sizes"] = shape.sizes;
        ctx->saved_data["roughness"] = shape.roughness;
        return is_double ? shadeForwardTensor<double>(t, shape)
                         : shadeForwardTensor<float>(t, shape);
    }
    static variable_list backward(AutogradContext* ctx, const variable_list& grad_outputs) {
        const variable_list t = ctx->get_saved_variables();
        const LightShape shape = {ctx->saved_data["sizes"].toIntVector(),
                                  ctx->saved_data["roughness"].toDoubleVector()};
        const at::Tensor g = grad_outputs[0].contiguous();
        std::vector<bool> needed(6);
        for (int i = 2; i < 6; ++i) {
            needed[i] = ctx->needs_input_grad(i);
        }
        variable_list grads = g.scalar_type() == at::kDouble
                                  ? shadeBackwardTensors<double>(t, shape, g, needed)
                                  : shadeBackwardTensors<float>(t, shape, g, needed);
        grads.emplace_back();  // shape
        return grads;
    }
};

void checkCube(const at::Tensor& cube, const char* name, const at::Tensor& like) {
    const int64_t size = cube.defined() && cube.dim() == 4 ? cube.size(1) : -1;
    checkTensor(cube, name, {6, size, size, 3}, {like.scalar_type()}, like.device());
}

}  // namespace

at::Tensor shade(const ShadePoints& points, const LightMaps& light) {
    const at::Device device = checkPosition(points.position);
    const int64_t m = points.position.size(0);
    const at::ScalarType dtype = points.position.scalar_type();
    checkCamera(points.camera, points.position);
    checkTensor(points.normal, "normal", {m, 3}, {dtype}, device);
    checkTensor(points.kd, "kd", {m, 3}, {dtype}, device);
    checkTensor(points.orm, "orm", {m, 3}, {dtype}, device);
    checkCube(light.diffuse, "light.diffuse", points.position);
    if (light.specular.empty() || light.specular.size() > kMaxSpecularLevels ||
        light.specular.size() != light.roughness.size()) {
        throw Error(
            Error::Kind::BadInput,
            "light.specular has " + std::to_string(light.specular.size()) + " levels for " +
                std::to_string(light.roughness.size()) + " roughness values",
            "Give 1 to " + std::to_string(kMaxSpecularLevels) + " levels with a roughness each.");
    }
    LightShape shape = {{light.diffuse.size(1)}, {light.roughness.begin(), light.roughness.end()}};
    variable_list texels = {light.diffuse.reshape({-1, 3})};
    for (const at::Tensor& level : light.specular) {
        checkCube(level, "light.specular", points.position);
        shape.sizes.push_back(level.size(1));
        texels.push_back(level.reshape({-1, 3}));
    }
    return Shade::apply(points.position.detach(),
                        points.camera.detach(),
                        points.normal,
                        points.kd,
                        points.orm,
                        at::cat(texels),
                        shape);
}

const at::Tensor& fgTable() {
    static const at::Tensor table = [] {
        const std::vector<float> values = computeFgTable();
        return at::tensor(values, at::kFloat).view({kFgSize, kFgSize, 2});
    }();
    return table;
}

}  // namespace bozzetto
