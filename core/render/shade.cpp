// SPDX-License-Identifier: Apache-2.0
#include "render/shade.h"

#include "render/shade_cpu.h"
#include "render/shade_kernel.h"
#include "render/shading_normal_kernel.h"
#include "tensor/checks.h"
#include "tensor/precompiled.h"

namespace bozzetto {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// Sizes and roughness of the light maps, diffuse first in `sizes`: travels with the flat tensor of
/// all texels.
struct LightLayout {
    std::vector<int64_t> sizes;
    std::vector<double> roughness;
};

template <class Scalar>
std::vector<Scalar> borderedLight(const at::Tensor& texels, const std::vector<int64_t>& sizes) {
    int64_t count = 0;
    for (const int64_t s : sizes) {
        count += borderedTexels(static_cast<int>(s));
    }
    std::vector<Scalar> out(4 * count);
    const Scalar* from = texels.data_ptr<Scalar>();
    Scalar* to = out.data();
    for (const int64_t s : sizes) {
        addBorder(from, static_cast<int>(s), to);
        from += 18 * s * s;
        to += 4 * borderedTexels(static_cast<int>(s));
    }
    return out;
}

template <class Scalar>
ShadeParams<Scalar> shadeParams(const variable_list& t,
                                const LightLayout& layout,
                                const std::vector<Scalar>& light) {
    ShadeParams<Scalar> p;
    p.count = t[0].size(0);
    p.position = t[0].data_ptr<Scalar>();
    p.camera = t[1].data_ptr<Scalar>();
    p.camera_stride = t[1].size(0) == 1 ? 0 : 3;
    p.normal = t[2].data_ptr<Scalar>();
    p.kd = t[3].data_ptr<Scalar>();
    p.orm = t[4].data_ptr<Scalar>();
    p.fg = fgTable().data_ptr<float>();
    const Scalar* next = light.data();
    for (std::size_t i = 0; i < layout.sizes.size(); ++i) {
        const int size = static_cast<int>(layout.sizes[i]);
        (i == 0 ? p.diffuse : p.specular[i - 1]) = {next, size};
        next += 4 * borderedTexels(size);
    }
    p.levels = static_cast<int>(layout.roughness.size());
    for (int i = 0; i < p.levels; ++i) {
        p.roughness[i] = static_cast<Scalar>(layout.roughness[i]);
    }
    return p;
}

template <class Scalar>
at::Tensor shadeForwardTensor(const variable_list& t, const LightLayout& layout) {
    const std::vector<Scalar> light = borderedLight<Scalar>(t[5], layout.sizes);
    at::Tensor out = at::empty_like(t[0]);
    shadeForward(shadeParams(t, layout, light), out.data_ptr<Scalar>());
    return out;
}

/// Gradients of normal, kd, orm and the light texels, undefined where not needed.
template <class Scalar>
variable_list shadeBackwardTensors(const variable_list& t,
                                   const LightLayout& layout,
                                   const at::Tensor& grad_out,
                                   const std::vector<bool>& needed) {
    const std::vector<Scalar> light = borderedLight<Scalar>(t[5], layout.sizes);
    variable_list grads(6);
    ShadeGradients<Scalar> g;
    Scalar** targets[] = {&g.normal, &g.kd, &g.orm};
    for (int i = 2; i < 5; ++i) {
        if (needed[i]) {
            grads[i] = at::empty_like(t[i]);
            *targets[i - 2] = grads[i].template data_ptr<Scalar>();
        }
    }
    std::vector<Scalar> light_gradient(needed[5] ? light.size() : 0);
    shadeBackward(shadeParams(t, layout, light),
                  grad_out.data_ptr<Scalar>(),
                  g,
                  needed[5] ? light_gradient.data() : nullptr);
    if (needed[5]) {
        grads[5] = at::empty_like(t[5]);
        Scalar* to = grads[5].template data_ptr<Scalar>();
        const Scalar* from = light_gradient.data();
        for (const int64_t s : layout.sizes) {
            foldBorder(from, static_cast<int>(s), to);
            to += 18 * s * s;
            from += 4 * borderedTexels(static_cast<int>(s));
        }
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
                              const LightLayout& layout) {
        const variable_list t = {position, camera, normal, kd, orm, light};
        ctx->save_for_backward(t);
        ctx->saved_data["sizes"] = layout.sizes;
        ctx->saved_data["roughness"] = layout.roughness;
        return position.scalar_type() == at::kDouble ? shadeForwardTensor<double>(t, layout)
                                                     : shadeForwardTensor<float>(t, layout);
    }
    static variable_list backward(AutogradContext* ctx, const variable_list& grad_outputs) {
        const variable_list t = ctx->get_saved_variables();
        const LightLayout layout = {ctx->saved_data["sizes"].toIntVector(),
                                    ctx->saved_data["roughness"].toDoubleVector()};
        const at::Tensor g = grad_outputs[0].contiguous();
        std::vector<bool> needed(6);
        for (int i = 2; i < 6; ++i) {
            needed[i] = t[i].requires_grad();
        }
        variable_list grads = g.scalar_type() == at::kDouble
                                  ? shadeBackwardTensors<double>(t, layout, g, needed)
                                  : shadeBackwardTensors<float>(t, layout, g, needed);
        grads.emplace_back();  // layout
        return grads;
    }
};

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
    shadingNormalForward(normalParams<Scalar>(t), out.data_ptr<Scalar>());
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
    shadingNormalBackward(normalParams<Scalar>(t), grad_out.data_ptr<Scalar>(), g);
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

void checkCamera(const at::Tensor& camera, const at::Tensor& position) {
    const int64_t rows =
        camera.defined() && camera.dim() == 2 && camera.size(0) == 1 ? 1 : position.size(0);
    checkTensor(camera, "camera", {rows, 3}, {position.scalar_type()}, at::kCPU);
}

void checkCube(const at::Tensor& cube, const char* name, at::ScalarType dtype) {
    const int64_t size = cube.defined() && cube.dim() == 4 ? cube.size(1) : -1;
    checkTensor(cube, name, {6, size, size, 3}, {dtype}, at::kCPU);
}

}  // namespace

at::Tensor shade(const ShadePoints& points, const LightMaps& light) {
    checkTensor(points.position, "position", {-1, 3}, {at::kFloat, at::kDouble}, at::kCPU);
    const int64_t m = points.position.size(0);
    const at::ScalarType dtype = points.position.scalar_type();
    checkCamera(points.camera, points.position);
    checkTensor(points.normal, "normal", {m, 3}, {dtype}, at::kCPU);
    checkTensor(points.kd, "kd", {m, 3}, {dtype}, at::kCPU);
    checkTensor(points.orm, "orm", {m, 3}, {dtype}, at::kCPU);
    checkCube(light.diffuse, "light.diffuse", dtype);
    if (light.specular.empty() || light.specular.size() > kMaxSpecularLevels ||
        light.specular.size() != light.roughness.size()) {
        throw Error(
            Error::Kind::BadInput,
            "light.specular has " + std::to_string(light.specular.size()) + " levels for " +
                std::to_string(light.roughness.size()) + " roughness values",
            "Give 1 to " + std::to_string(kMaxSpecularLevels) + " levels with a roughness each.");
    }
    LightLayout layout = {{light.diffuse.size(1)},
                          {light.roughness.begin(), light.roughness.end()}};
    variable_list texels = {light.diffuse.reshape({-1, 3})};
    for (const at::Tensor& level : light.specular) {
        checkCube(level, "light.specular", dtype);
        layout.sizes.push_back(level.size(1));
        texels.push_back(level.reshape({-1, 3}));
    }
    return Shade::apply(points.position.detach(),
                        points.camera.detach(),
                        points.normal,
                        points.kd,
                        points.orm,
                        at::cat(texels),
                        layout);
}

at::Tensor shadingNormal(const at::Tensor& position,
                         const at::Tensor& camera,
                         const at::Tensor& normal,
                         const at::Tensor& face_normal,
                         const at::Tensor& tangent,
                         const at::Tensor& map) {
    checkTensor(position, "position", {-1, 3}, {at::kFloat, at::kDouble}, at::kCPU);
    const int64_t m = position.size(0);
    const at::ScalarType dtype = position.scalar_type();
    checkCamera(camera, position);
    checkTensor(normal, "normal", {m, 3}, {dtype}, at::kCPU);
    checkTensor(face_normal, "face_normal", {m, 3}, {dtype}, at::kCPU);
    if (map.defined()) {
        checkTensor(map, "map", {m, 3}, {dtype}, at::kCPU);
        checkTensor(tangent, "tangent", {m, 4}, {dtype}, at::kCPU);
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

const at::Tensor& fgTable() {
    static const at::Tensor table = [] {
        const std::vector<float> values = computeFgTable();
        return at::tensor(values, at::kFloat).view({kFgSize, kFgSize, 2});
    }();
    return table;
}

}  // namespace bozzetto
