// SPDX-License-Identifier: Apache-2.0
// The public operations of an optimisation step on CUDA tensors against the same on CPU tensors,
// with the gradients that autograd finds: what the programs without LibTorch leave out, which
// kernel is chosen and what it is given.
#include "nn/hash_grid.h"
#include "render/light.h"
#include "render/renderer.h"
#include "render/shade.h"
#include "tensor/rows.h"
#include "texturing/appearance.h"
#include "texturing/image_loss.h"
#include "texturing/noise.h"
#include "texturing/parameter.h"

#include <torch/csrc/autograd/autograd.h>
#include <torch/types.h>

#include <cstdio>
#include <functional>

using namespace bozzetto;

namespace {

const at::Device kGpu(at::kCUDA, 0);
using Tensors = std::vector<at::Tensor>;

at::Tensor noise(at::IntArrayRef shape, uint64_t seed, double low = -1, double high = 1) {
    return at::rand(shape, at::detail::createCPUGenerator(seed), at::TensorOptions()) *
               (high - low) +
           low;
}

class Checks {
public:
    /// No number farther off than `tolerance` times the largest of the CPU's.
    void near(const std::string& what,
              const at::Tensor& cpu,
              const at::Tensor& gpu,
              double tolerance) {
        const at::Tensor back = gpu.detach().cpu();
        const bool comparable = gpu.device() == kGpu && back.sizes() == cpu.sizes() &&
                                back.scalar_type() == cpu.scalar_type();
        const double largest = cpu.detach().abs().max().item<double>();
        const double off = comparable ? (back - cpu.detach()).abs().max().item<double>() : 1e30;
        const bool passes = largest > 0 && off <= tolerance * largest;  // false for NaN
        std::printf("%s %-40s off by %.1e of the largest (%.0e allowed)\n",
                    passes ? "ok    " : "FAILED",
                    what.c_str(),
                    off / largest,
                    tolerance);
        all_ = all_ && passes;
    }
    /// fn of the inputs, and the gradients in those that ask for one, for a random gradient of its
    /// result.
    void op(const std::string& what,
            const Tensors& inputs,
            const std::function<at::Tensor(const Tensors&)>& fn,
            double tolerance) {
        Tensors cpu, gpu;
        for (const at::Tensor& input : inputs) {
            cpu.push_back(input.detach().requires_grad_(input.requires_grad()));
            gpu.push_back(input.detach().to(kGpu).requires_grad_(input.requires_grad()));
        }
        const at::Tensor a = fn(cpu), b = fn(gpu);
        near(what, a, b, tolerance);
        if (!a.requires_grad()) {
            return;
        }
        const at::Tensor weight = noise(a.sizes(), 77);
        (a * weight).sum().backward();
        (b * weight.to(kGpu)).sum().backward();
        for (size_t i = 0; i < inputs.size(); ++i) {
            if (inputs[i].requires_grad()) {
                near(what + ", gradient " + std::to_string(i),
                     cpu[i].grad(),
                     gpu[i].grad(),
                     tolerance);
            }
        }
    }
    bool all() const { return all_; }

private:
    bool all_ = true;
};

at::Tensor wanted(const at::Tensor& t) {
    return t.detach().requires_grad_();
}
at::Tensor unit(const at::Tensor& t) {
    return t / t.norm(2, 1, true);
}

void checkShading(Checks& checks) {
    constexpr int64_t kCount = 5003;
    const at::Tensor position = noise({kCount, 3}, 1), camera = noise({1, 3}, 2) + 4;
    const at::Tensor normal = unit(camera - position + noise({kCount, 3}, 3) * 3).contiguous();
    const LightPrefilter prefilter(16);
    const Tensors inputs{wanted(normal),
                         wanted(noise({kCount, 3}, 4, 0, 1)),
                         wanted(noise({kCount, 3}, 5, 0.1, 1)),
                         wanted(noise({6, 16, 16, 3}, 6, 0, 2))};
    checks.op(
        "light prefilter and shade",
        inputs,
        [&](const Tensors& t) {
            const at::Device device = t[0].device();
            const ShadePoints points{position.to(device), t[0], t[1], t[2], camera.to(device)};
            return shade(points, prefilter(t[3]));
        },
        1e-3);
    const at::Tensor tangent =
        at::cat({unit(noise({kCount, 3}, 7)), noise({kCount, 1}, 8).sign()}, 1).contiguous();
    checks.op(
        "shadingNormal",
        {wanted(normal), wanted(tangent), wanted(noise({kCount, 3}, 9, -0.2, 1))},
        [&](const Tensors& t) {
            const at::Device device = t[0].device();
            return shadingNormal(
                position.to(device), camera.to(device), t[0], t[0].detach(), t[1], t[2]);
        },
        1e-3);
}

void checkMaterials(Checks& checks) {
    constexpr int64_t kCount = 4003, kFirst = 2, kStride = 4;
    const at::Tensor openness = noise({kCount, 1}, 61, 0, 1);
    const at::Tensor logits = noise({kCount, 8}, 62, -4, 4),
                     moved = noise({(kCount - kFirst + kStride - 1) / kStride, 8}, 63, -4, 4);
    checks.op(
        "material",
        {wanted(logits)},
        [&](const Tensors& t) {
            const DecodedMaterial m = decodeMaterial(t[0], openness.to(t[0].device()));
            return at::cat({m.values, m.samples.kd, m.samples.orm}, 1);
        },
        1e-5);
    checks.op(
        "material's regulariser",
        {wanted(logits), wanted(moved)},
        [&](const Tensors& t) {
            return materialRegulariser(
                decodeMaterial(t[0]), decodeMaterial(t[1]), kFirst, kStride, {0.3, 0.2});
        },
        1e-4);
}

void checkMaps(Checks& checks) {
    constexpr int64_t kCount = 4003, kFirst = 1, kStride = 4;
    constexpr int64_t kPairs = (kCount - kFirst + kStride - 1) / kStride;
    const at::Tensor started = noise({kPairs, 2}, 65);
    checks.op(
        "maps' regulariser",
        {wanted(noise({kCount, 8}, 66)), wanted(noise({kPairs, 8}, 67))},
        [&](const Tensors& t) {
            return mapRegulariser(t[0],
                                  t[1],
                                  started.to(t[0].device()),
                                  kFirst,
                                  kStride,
                                  {0.3, 0.7, 0.2, 0.5, 0.9, 0.4});
        },
        1e-5);
}

void checkRowsAndLoss(Checks& checks) {
    const at::Tensor rast = noise({2, 61, 67, 4}, 11);
    checks.op(
        "coveredPixels",
        {rast},
        [](const Tensors& t) { return coveredPixels(t[0]).to(at::kFloat); },
        0);
    const at::Tensor index = coveredPixels(rast);
    for (const int64_t channels : {3, 4}) {
        const at::Tensor values = noise({2 * 61 * 67, channels}, 12);
        checks.op(
            "gatherRows",
            {wanted(values)},
            [&](const Tensors& t) { return gatherRows(t[0], index.to(t[0].device())); },
            0);
        checks.op(
            "scatterRows",
            {wanted(gatherRows(values, index)), noise({channels}, 13)},
            [&](const Tensors& t) {
                return scatterRows(t[0], index.to(t[0].device()), values.size(0), t[1]);
            },
            0);
    }
    checks.op(
        "scatterColors",
        {wanted(noise({index.size(0), 3}, 18)), noise({3}, 19)},
        [&](const Tensors& t) {
            return scatterColors(t[0], index.to(t[0].device()), 2 * 61 * 67, t[1]);
        },
        0);
    checks.op(
        "splitColumns",
        {wanted(noise({997, 7}, 64))},
        [](const Tensors& t) {
            const Tensors parts = splitColumns(t[0], {3, 3, 1});
            return parts[0] * parts[2];  // nobody uses the second
        },
        1e-6);
    checks.near("randomColor", randomColor(7, 8, at::kCPU), randomColor(7, 8, kGpu), 0);
    const at::Tensor target = noise({61, 67, 4}, 14, 0, 1), trust = noise({61, 67, 2}, 15, 0, 1);
    checks.op(
        "imageLoss",
        {wanted(noise({61, 67, 4}, 16, -0.1, 1.2)), noise({3}, 17, 0, 1)},
        [&](const Tensors& t) {
            const at::Device device = t[0].device();
            return imageLoss(t[0], target.to(device), t[1], ImageLossWeights{}, trust.to(device));
        },
        1e-5);
}

void checkOptimisers(Checks& checks) {
    HashGridOptions options;
    HashGrid cpu(options);
    options.device = kGpu;
    HashGrid gpu(options);
    const float rates[HashGrid::kFeatures] = {.1f, .1f, .1f, .1f, .2f, .2f, .2f, .2f};
    const at::Tensor target = noise({4001, HashGrid::kFeatures}, 21);
    const at::Tensor points = noise({4001, 3}, 22, 0, 1);
    for (int step = 0; step < 3; ++step) {
        at::Tensor here = wanted(points), there = wanted(points.to(kGpu));
        ((cpu(here) - target).square().sum()).backward();
        ((gpu(there) - target.to(kGpu)).square().sum()).backward();
        if (step > 0) {
            checks.near("grid, gradient of points", here.grad(), there.grad(), 1e-3);
        }
        cpu.step(rates);
        gpu.step(rates);
        const at::NoGradGuard no_grad;
        checks.near("grid after a step", cpu(points), gpu(points.to(kGpu)), 1e-3);
        if (step == 1) {  // saved states move between devices
            gpu.deserialize(cpu.serialize());
        }
    }
    for (const Parameter::Rows rows : {Parameter::Rows::Dense, Parameter::Rows::Sparse}) {
        const at::Tensor start = noise({999, 5}, 23);
        Parameter a(start, rows, {}), b(start.to(kGpu), rows, {});
        const at::Tensor bound = at::full({5}, 0.95f);
        a.setBounds(-bound, bound);
        b.setBounds(-bound.to(kGpu), bound.to(kGpu));
        for (uint64_t step = 0; step < 4; ++step) {
            at::Tensor gradient = noise({999, 5}, 24 + step) * (noise({999, 1}, 40 + step) > 0);
            gradient[3][1] = std::numeric_limits<float>::infinity();
            a.value().mutable_grad() = gradient;
            b.value().mutable_grad() = gradient.to(kGpu);
            a.step(0.1f);
            b.step(0.1f);
        }
        checks.near("parameter", a.value().detach(), b.value(), 1e-5);
        const auto bad = [](Parameter& p) { return at::full({1}, p.takeNotFinite(), at::kLong); };
        checks.near("parameter, not finite", bad(a), bad(b).to(kGpu), 0);
    }
}

void checkRenderer(Checks& checks) {
    TexturedMesh quad;
    quad.mesh.positions = {{-1, -1, 0}, {1, -1, 0}, {1, 1, 0.2f}, {-1, 1, 0}};
    quad.mesh.triangles = {{0, 1, 2}, {0, 2, 3}};
    quad.uvs = {{0, 0}, {1, 0}, {1, 1}, {0, 1}};
    quad.uv_triangles = quad.mesh.triangles;
    const auto map = [](int channels, uint64_t seed) {
        Image image(16, 16, channels);
        const at::Tensor values = noise({16, 16, channels}, seed, 0.1, 0.9).contiguous();
        std::copy_n(values.data_ptr<float>(), values.numel(), image.pixels.data());
        return image;
    };
    quad.material.base_color = map(3, 51);
    quad.material.roughness = map(1, 52);
    quad.material.metallic = map(1, 53);
    quad.material.normal = map(3, 54);
    Camera camera;
    camera.width = 101, camera.height = 67;
    camera.fx = camera.fy = 90, camera.cx = 50, camera.cy = 33;
    camera.world_from_camera.m[2][3] = 3;
    Image light(32, 16, 3);
    const at::Tensor radiance = noise({16, 32, 3}, 55, 0, 2).contiguous();
    std::copy_n(radiance.data_ptr<float>(), radiance.numel(), light.pixels.data());
    const Renderer cpu(quad, light, 16), gpu(quad, light, 16, kGpu);
    for (const RenderMode mode : {RenderMode::Shaded,
                                  RenderMode::Albedo,
                                  RenderMode::Normal,
                                  RenderMode::Depth,
                                  RenderMode::Mask}) {
        const auto values = [&](const Renderer& renderer) {
            const Image image = renderer.render(camera, mode);
            return at::tensor(image.pixels);
        };
        checks.near("renderer, mode " + std::to_string(static_cast<int>(mode)),
                    values(cpu),
                    values(gpu).to(kGpu),
                    1e-3);
    }
}

}  // namespace

int main() {
    try {
        Checks checks;
        checkShading(checks);
        checkMaterials(checks);
        checkMaps(checks);
        checkRowsAndLoss(checks);
        checkOptimisers(checks);
        checkRenderer(checks);
        std::printf(checks.all() ? "tensor ops: all agree\n" : "tensor ops: FAILED\n");
        return checks.all() ? 0 : 1;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
