// SPDX-License-Identifier: Apache-2.0
// Layers of networks on a GPU, where they are kernels of our own or LibTorch's fused attention,
// against the same layers on the CPU in f32, which are plain tensor operations:
//   check_layers [cpu]     cpu: the CPU in f32 and in 16 bits
#include "nn/attention.h"
#include "nn/layer_scale.h"
#include "nn/norm.h"
#include "nn/rope.h"
#include "tensor/errors.h"
#include "tensor/gpu.h"
#include "tests/device/agreement.h"

#include <c10/core/InferenceMode.h>

#include <string>
#include <vector>

using namespace bozzetto;
using namespace bozzetto::device_test;

namespace {

constexpr at::ScalarType kTypes[] = {at::kFloat, at::kHalf, at::kBFloat16};

/// One rounding to the type, relative, and some room for sums in another order.
double toleranceOf(at::ScalarType type) {
    return type == at::kFloat ? 3e-6 : type == at::kHalf ? 6e-4 : 5e-3;
}

std::vector<float> numbers(const at::Tensor& t) {
    const at::Tensor flat = t.to(at::kCPU, at::kFloat).contiguous();
    return {flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel()};
}

/// The same weights for both.
struct Weights {
    TensorMap tensors;

    WeightScope on(const at::Device& device) const {
        return WeightScope(tensors, "random weights", device);
    }
};

Weights affine(int64_t dim) {
    return {{{"weight", at::rand({dim}) + 0.5}, {"bias", at::randn({dim})}}};
}

class LayerCheck {
public:
    explicit LayerCheck(const at::Device& device) : device_(device) {}

    bool run() {
        for (const int64_t dim : {16, 252, 256, 320, 1024, 2048, 2052}) {
            for (const at::ScalarType type : kTypes) {
                layerNorms(dim, type);
                layerScale(dim, type);
            }
        }
        for (const int64_t head_dim : {16, 20, 32, 64, 128}) {
            for (const at::ScalarType type : kTypes) {
                heads(head_dim, type);
            }
        }
        for (const at::ScalarType type : kTypes) {
            attentions(type);
        }
        weightsArrive();
        weightsAreFinite();
        return agreement_.all();
    }

private:
    at::Tensor onGpu(const at::Tensor& t) const { return t.to(device_); }

    /// The CPU's result is compared as it is before it would be rounded to the type.
    void compare(const std::string& what,
                 const at::Tensor& cpu,
                 const at::Tensor& gpu,
                 at::ScalarType type,
                 double roundings = 1) {
        const std::string name = what + ", " + at::toString(type);
        agreement_.near(name.c_str(), numbers(cpu), numbers(gpu), roundings * toleranceOf(type));
    }

    void layerNorms(int64_t dim, at::ScalarType type) {
        const Weights w = affine(dim);
        const LayerNorm cpu(w.on(at::kCPU), dim, 1e-5), gpu(w.on(device_), dim, 1e-5);
        const at::Tensor x = at::randn({3, 7, dim}) * 3 + 2, typed = x.to(type);
        const std::string name = "layer norm " + std::to_string(dim);
        compare(name + " from f32", cpu(x), gpu(onGpu(x), type), type);
        compare(name, cpu(typed.to(at::kFloat)), gpu(onGpu(typed)), type);
        const at::Tensor scale = at::randn({3, dim}), shift = at::randn({3, dim});
        compare(name + " modulated",
                cpu.modulated(typed.to(at::kFloat), scale, shift, at::kFloat),
                gpu.modulated(onGpu(typed), onGpu(scale), onGpu(shift), type),
                type);
    }

    void layerScale(int64_t dim, at::ScalarType type) {
        const Weights w{{{"gamma", at::randn({dim})}}};
        const at::Tensor y = at::randn({21, dim}).to(type);
        at::Tensor x = at::randn({21, dim}), x_gpu = onGpu(x);
        LayerScale(w.on(at::kCPU), dim).add(x, y.to(at::kFloat));
        LayerScale(w.on(device_), dim).add(x_gpu, onGpu(y));
        compare("layer scale " + std::to_string(dim), x, x_gpu, at::kFloat);
    }

    void heads(int64_t head_dim, at::ScalarType type) {
        constexpr int64_t kHeads = 19;  // more than a block has at once where heads are wide
        const std::string name = " of heads of " + std::to_string(head_dim);
        const at::Tensor qkv = at::randn({2, 35, 3, kHeads, head_dim}).to(type);
        const Weights q = affine(head_dim), k = affine(head_dim);
        const at::Tensor positions = at::randint(0, 40, {35, 2}, at::kLong);
        at::Tensor cpu = qkv.to(at::kFloat), gpu = onGpu(qkv);
        normalizeAndRotate(cpu,
                           LayerNorm(q.on(at::kCPU), head_dim, 1e-5),
                           LayerNorm(k.on(at::kCPU), head_dim, 1e-5),
                           RotaryTable(positions, head_dim, 100));
        normalizeAndRotate(gpu,
                           LayerNorm(q.on(device_), head_dim, 1e-5),
                           LayerNorm(k.on(device_), head_dim, 1e-5),
                           RotaryTable(onGpu(positions), head_dim, 100));
        compare("norm and rotation" + name, cpu, gpu, type);

        const Weights gamma{{{"gamma", at::randn({kHeads, head_dim})}}};
        const at::Tensor view = qkv.select(2, 1);
        compare("RMS norm" + name,
                RmsNorm(gamma.on(at::kCPU), kHeads, head_dim)(view.to(at::kFloat)),
                RmsNorm(gamma.on(device_), kHeads, head_dim)(onGpu(qkv).select(2, 1)),
                type);
    }

    void attentions(at::ScalarType type) {
        constexpr double kRoundings = 3;  // the weights of the values, too
        const at::Tensor qkv = at::randn({2, 133, 3, 3, 64}).to(type);
        compare("self-attention",
                selfAttention(qkv.to(at::kFloat)),
                selfAttention(onGpu(qkv)),
                type,
                kRoundings);
        const at::Tensor q = at::randn({2, 3, 50, 32}).to(type);
        const at::Tensor k = at::randn({2, 3, 77, 32}).to(type);
        const at::Tensor v = at::randn({2, 3, 77, 32}).to(type);
        compare("cross-attention",
                attention(q.to(at::kFloat), k.to(at::kFloat), v.to(at::kFloat)),
                attention(onGpu(q), onGpu(k), onGpu(v)),
                type,
                kRoundings);
    }

    /// Small ones between others that need several buffers, as files have them.
    void weightsArrive() {
        Weights w;
        for (const int64_t count : {3, 20'000'003, 1, 4097, 9'000'001, 8'388'608, 17}) {
            w.tensors["weight" + std::to_string(w.tensors.size())] = at::randn({count});
        }
        const WeightScope scope = w.on(device_);
        std::vector<at::Tensor> there;
        for (const auto& [key, tensor] : w.tensors) {
            there.push_back(scope.get(key, tensor.sizes()));
        }
        for (const auto& [key, tensor] : w.tensors) {
            agreement_.same(key.c_str(), numbers(tensor), numbers(there.front()));
            there.erase(there.begin());
        }
        scope.requireFinite();
    }

    void weightsAreFinite() {
        const Weights w{{{"good", at::ones({4})}, {"blocks.1.bad", at::full({3}, 1e6)}}};
        std::string said;
        try {
            const WeightScope scope = w.on(device_).as(at::kHalf);
            scope.get("good", {4});
            (scope / "blocks" / 1).get("bad", {3});
            scope.requireFinite();
        } catch (const Error& error) {
            said = error.what();
        }
        const bool named = said.find("'blocks.1.bad'") != std::string::npos;
        agreement_.same("what is infinite is named", std::vector<int>{1}, std::vector<int>{named});
    }

    at::Device device_;
    Agreement agreement_;
};

}  // namespace

int main(int count, char** arguments) {
    const bool cpu = count > 1 && std::string(arguments[1]) == "cpu";
    at::manual_seed(1);
    try {
        return withTensorErrors([&] {
            const c10::InferenceMode inference;
            return LayerCheck(torchDevice(cpu ? "cpu" : "cuda:0")).run() ? 0 : 1;
        });
    } catch (const Error& error) {
        std::fprintf(stderr, "%s\n%s\n", error.what(), error.detail().c_str());
        return 1;
    }
}
