// SPDX-License-Identifier: Apache-2.0
#include "texturing/appearance.h"

#include "tensor/checks.h"
#include "tensor/cuda.h"
#include "texturing/appearance_cuda.h"

#include <torch/csrc/autograd/custom_function.h>
#include <torch/types.h>

namespace bozzetto {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

static_assert(kDecoded == kMaterialChannels && kLeastRoughness == kMinRoughness);
// A tenth of a pixel's usual loss decides what it leaves open.
constexpr double kMetallicPrior = 0.01, kRoughnessPrior = 0.01;

bool onCuda(const at::Tensor& t) {
    return kCudaBuild && t.is_cuda();
}

const float* dataOrNull(const at::Tensor& t) {
    return t.defined() ? t.data_ptr<float>() : nullptr;
}

enum class Samples { No, Yes };

/// The values and, if asked for, kd and orm; openness is read only for them.
struct DecodeOnCuda : torch::autograd::Function<DecodeOnCuda> {
    static variable_list forward(AutogradContext* ctx,
                                 const at::Tensor& logits,
                                 const at::Tensor& openness,
                                 Samples samples) {
        MaterialParams p;
        p.count = logits.size(0);
        p.logits = logits.data_ptr<float>();
        variable_list out{at::empty({p.count, kDecoded}, logits.options())};
        p.values = out[0].data_ptr<float>();
        if (samples == Samples::Yes) {
            p.openness = openness.data_ptr<float>();
            for (float** target : {&p.kd, &p.orm}) {
                out.push_back(at::empty({p.count, 3}, logits.options()));
                *target = out.back().data_ptr<float>();
            }
        }
        if constexpr (kCudaBuild) {
            decodeMaterialCuda(p, queueOf(logits));
        }
        ctx->save_for_backward({out[0]});
        ctx->set_materialize_grads(false);
        return out;
    }
    static variable_list backward(AutogradContext* ctx, const variable_list& gradients) {
        const at::Tensor values = ctx->get_saved_variables()[0];
        variable_list given(3);
        for (size_t i = 0; i < gradients.size(); ++i) {
            given[i] = gradients[i].defined() ? gradients[i].contiguous() : at::Tensor();
        }
        at::Tensor out = at::empty({values.size(0), kLogits}, values.options());
        if constexpr (kCudaBuild) {
            const MaterialGradParams p{values.size(0),
                                       values.data_ptr<float>(),
                                       dataOrNull(given[0]),
                                       dataOrNull(given[1]),
                                       dataOrNull(given[2]),
                                       out.data_ptr<float>()};
            decodeMaterialGradCuda(p, queueOf(values));
        }
        return {out, at::Tensor(), at::Tensor()};
    }
};

/// Rows of `values` that have a row beside them.
int64_t pairsOf(const at::Tensor& values, int64_t first, int64_t stride) {
    return (values.size(0) - first + stride - 1) / stride;
}

/// Sizes and weights come filled in; pointers are set here.
struct RegulariserOnCuda : torch::autograd::Function<RegulariserOnCuda> {
    static at::Tensor forward(AutogradContext* ctx,
                              const at::Tensor& values,
                              const at::Tensor& beside,
                              const at::Tensor& started,
                              RegulariserParams p) {
        at::Tensor grad_values = at::empty_like(values), grad_beside = at::empty_like(beside);
        at::Tensor loss = at::empty({}, values.options());
        p.values = values.data_ptr<float>(), p.beside = beside.data_ptr<float>();
        p.started = p.started_channels > 0 ? started.data_ptr<float>() : nullptr;
        p.grad_values = grad_values.data_ptr<float>();
        p.grad_beside = grad_beside.data_ptr<float>();
        if constexpr (kCudaBuild) {
            regulariserCuda(p, loss.data_ptr<float>(), queueOf(values));
        }
        ctx->save_for_backward({grad_values, grad_beside});
        return loss;
    }
    static variable_list backward(AutogradContext* ctx, const variable_list& gradients) {
        const variable_list saved = ctx->get_saved_variables();
        return {saved[0] * gradients[0], saved[1] * gradients[0], at::Tensor(), at::Tensor()};
    }
};

}  // namespace

at::Tensor decodeMaterial(const at::Tensor& logits) {
    if (onCuda(logits)) {
        checkTensor(logits, "logits", {-1, kLogits}, {at::kFloat}, logits.device());
        return DecodeOnCuda::apply(logits, logits.detach(), Samples::No)[0];
    }
    const at::Tensor kd = at::sigmoid(logits.slice(1, 0, 3));
    const at::Tensor roughness =
        at::sigmoid(logits.slice(1, 3, 4) + kRoughnessBias) * (1.0 - kMinRoughness) + kMinRoughness;
    const at::Tensor metallic = at::sigmoid(logits.slice(1, 4, 5) + kMetallicBias);
    return at::cat({kd, roughness, metallic}, 1);
}

at::Tensor materialPrior(const at::Tensor& values) {
    return kMetallicPrior * values.slice(1, 4, 5).mean() +
           kRoughnessPrior * (values.slice(1, 3, 4) - kUsualRoughness).abs().mean();
}

MaterialSamples materialSamples(const at::Tensor& values, const at::Tensor& openness) {
    return {values.slice(1, 0, 3).contiguous(), at::cat({openness, values.slice(1, 3, 5)}, 1)};
}

DecodedMaterial decodeMaterial(const at::Tensor& logits, const at::Tensor& openness) {
    if (!onCuda(logits)) {
        const at::Tensor values = decodeMaterial(logits);
        return {values, materialSamples(values, openness)};
    }
    checkTensor(logits, "logits", {-1, kLogits}, {at::kFloat}, logits.device());
    checkTensor(openness, "openness", {logits.size(0), 1}, {at::kFloat}, logits.device());
    const variable_list out = DecodeOnCuda::apply(logits, openness, Samples::Yes);
    return {out[0], {out[1], out[2]}};
}

RegulariserParams regulariserParams(int64_t count,
                                    int64_t pairs,
                                    const MaterialSmoothness& weights) {
    RegulariserParams p;
    p.count = count, p.pairs = pairs, p.channels = kDecoded;
    for (int c = 0; c < kDecoded; ++c) {
        p.change[c] = static_cast<float>((c < 3 ? weights.kd / 3 : weights.orm / 2) /
                                         static_cast<double>(pairs));
    }
    p.pull[3] = static_cast<float>(kRoughnessPrior / static_cast<double>(count));
    p.pull[4] = static_cast<float>(kMetallicPrior / static_cast<double>(count));
    p.towards[3] = static_cast<float>(kUsualRoughness);
    return p;
}

RegulariserParams regulariserParams(int64_t count, int64_t pairs, const MapWeights& weights) {
    const auto m = static_cast<double>(pairs);
    RegulariserParams p;
    p.count = count, p.pairs = pairs, p.channels = kDecoded + 3;
    for (int c = 0; c < p.channels; ++c) {
        const double weight =
            c < 3 ? weights.kd / 3 : (c < kDecoded ? weights.orm / 2 : weights.normal / 3);
        p.change[c] = static_cast<float>(weight / m);
    }
    p.started_first = 3, p.started_channels = 2;
    p.drift[3] = static_cast<float>(weights.roughness_anchor / m);
    p.drift[4] = static_cast<float>(weights.metallic_anchor / m);
    p.drift[5] = p.drift[6] = static_cast<float>(weights.flat_normal / (2 * m));
    return p;
}

at::Tensor materialRegulariser(const at::Tensor& values,
                               const at::Tensor& beside,
                               int64_t first,
                               int64_t stride,
                               const MaterialSmoothness& weights) {
    const int64_t pairs = pairsOf(values, first, stride);
    checkTensor(values, "values", {-1, kDecoded}, {at::kFloat}, values.device());
    checkTensor(beside, "beside", {pairs, kDecoded}, {at::kFloat}, values.device());
    if (onCuda(values)) {
        RegulariserParams p = regulariserParams(values.size(0), pairs, weights);
        p.first = first, p.stride = stride;
        return RegulariserOnCuda::apply(values, beside, values.detach(), p);
    }
    const at::Tensor here = values.slice(0, first, values.size(0), stride).contiguous();
    const at::Tensor change = (beside - here).abs();
    return weights.kd * change.slice(1, 0, 3).mean() + weights.orm * change.slice(1, 3, 5).mean() +
           materialPrior(values);
}

at::Tensor mapRegulariser(const at::Tensor& values,
                          const at::Tensor& beside,
                          const at::Tensor& started,
                          int64_t first,
                          int64_t stride,
                          const MapWeights& weights) {
    const int64_t pairs = pairsOf(values, first, stride);
    checkTensor(values, "values", {-1, kDecoded + 3}, {at::kFloat}, values.device());
    checkTensor(beside, "beside", {pairs, kDecoded + 3}, {at::kFloat}, values.device());
    checkTensor(started, "started", {pairs, 2}, {at::kFloat}, values.device());
    if (onCuda(values)) {
        RegulariserParams p = regulariserParams(values.size(0), pairs, weights);
        p.first = first, p.stride = stride;
        return RegulariserOnCuda::apply(values, beside, started, p);
    }
    const at::Tensor here = values.slice(0, first, values.size(0), stride).contiguous();
    const at::Tensor change = (beside - here).abs();
    const at::Tensor drift = (here.slice(1, 3, 5) - started).abs();
    return weights.kd * change.slice(1, 0, 3).mean() + weights.orm * change.slice(1, 3, 5).mean() +
           weights.normal * change.slice(1, 5, 8).mean() +
           weights.roughness_anchor * drift.select(1, 0).mean() +
           weights.metallic_anchor * drift.select(1, 1).mean() +
           weights.flat_normal * here.slice(1, 5, 7).abs().mean();
}

}  // namespace bozzetto
