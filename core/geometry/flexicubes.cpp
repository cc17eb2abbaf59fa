// SPDX-License-Identifier: Apache-2.0
#include "geometry/flexicubes.h"

#include "geometry/device_checks.h"
#include "geometry/flexicubes_cuda.h"
#include "geometry/flexicubes_extraction.h"
#include "tensor/cuda.h"

#include <torch/csrc/autograd/custom_function.h>

namespace bozzetto {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

struct FlexiCubesFunction : torch::autograd::Function<FlexiCubesFunction> {
    /// first, second, third: beta, alpha, gamma; or raw and two empty tensors.
    static variable_list forward(AutogradContext* ctx,
                                 const at::Tensor& positions,
                                 const at::Tensor& sdf,
                                 const at::Tensor& attributes,
                                 const at::Tensor& first,
                                 const at::Tensor& second,
                                 const at::Tensor& third,
                                 const c10::intrusive_ptr<ExtractionState>& state) {
        const ExtractionInputs in{positions, sdf, attributes, {first, second, third}};
        variable_list out;
        if (onGpu(sdf)) {
            if constexpr (kCudaBuild) {
                out = extractSurfaceCuda(*state, in);
            }
        } else {
            out = extractSurface(*state, in);
        }
        ctx->save_for_backward({positions, sdf, attributes, out[0], out[2]});
        ctx->saved_data["state"] = c10::IValue::make_capsule(state);
        ctx->mark_non_differentiable({out[1]});
        ctx->set_materialize_grads(false);
        return out;
    }

    static variable_list backward(AutogradContext* ctx, variable_list grads) {
        const auto capsule = ctx->saved_data["state"].toCapsule();
        const auto& state = static_cast<const ExtractionState&>(*capsule);
        const variable_list saved = ctx->get_saved_variables();
        const ExtractionGradients in{saved[0], saved[1], saved[2], saved[3], saved[4], grads};
        variable_list out;
        if (onGpu(saved[1])) {
            if constexpr (kCudaBuild) {
                out = extractBackwardCuda(state, in);
            }
        } else {
            out = extractBackward(state, in);
        }
        out.emplace_back();  // of the state
        return out;
    }
};

struct ActivateFunction : torch::autograd::Function<ActivateFunction> {
    static at::Tensor forward(AutogradContext* ctx, const at::Tensor& raw) {
        at::Tensor weights = at::empty_like(raw);
        if (onGpu(raw)) {
            if constexpr (kCudaBuild) {
                activateWeightsCuda(nullptr,
                                    raw.size(0),
                                    raw.data_ptr<float>(),
                                    weights.data_ptr<float>(),
                                    queueOf(raw));
            }
        } else {
            AT_DISPATCH_FLOATING_TYPES(raw.scalar_type(), "activateCubeWeights", [&] {
                activateWeights<scalar_t>(
                    nullptr, raw.size(0), raw.data_ptr<scalar_t>(), weights.data_ptr<scalar_t>());
            });
        }
        ctx->save_for_backward({weights});
        return weights;
    }
    static variable_list backward(AutogradContext* ctx, variable_list grads) {
        const at::Tensor weights = ctx->get_saved_variables()[0], grad = grads[0].contiguous();
        at::Tensor grad_raw = at::empty_like(weights);
        if (onGpu(weights)) {
            if constexpr (kCudaBuild) {
                activateWeightsBackwardCuda(nullptr,
                                            weights.size(0),
                                            weights.data_ptr<float>(),
                                            grad.data_ptr<float>(),
                                            grad_raw.data_ptr<float>(),
                                            queueOf(weights));
            }
        } else {
            AT_DISPATCH_FLOATING_TYPES(weights.scalar_type(), "activateCubeWeightsBackward", [&] {
                activateWeightsBackward<scalar_t>(nullptr,
                                                  weights.size(0),
                                                  weights.data_ptr<scalar_t>(),
                                                  grad.data_ptr<scalar_t>(),
                                                  grad_raw.data_ptr<scalar_t>());
            });
        }
        return {grad_raw};
    }
};

FlexiCubesMesh run(const CubeGrid& grid,
                   const at::Tensor& positions,
                   const at::Tensor& sdf,
                   const variable_list& weights,
                   bool from_raw,
                   const at::Tensor& attributes,
                   QuadSplit split) {
    const int64_t points = grid.vertex_count, cubes = grid.corners.size(0);
    require(grid.vertex_cubes.defined(),
            "flexiCubes: a grid made by denseCubeGrid or sparseCubeGrid");
    const at::Device device = grid.corners.device();
    checkFloating(sdf, "sdf", {points});
    const at::ScalarType dtype = sdf.scalar_type();
    checkTensor(sdf, "sdf", {points}, {dtype}, device);
    checkTensor(positions, "positions", {points, 3}, {dtype}, device);
    if (from_raw) {
        checkTensor(weights[0], "raw weights", {cubes, kCubeWeights}, {dtype}, device);
    } else {
        checkTensor(weights[0], "beta", {cubes, kBetas}, {dtype}, device);
        checkTensor(weights[1], "alpha", {cubes, kAlphas}, {dtype}, device);
        checkTensor(weights[2], "gamma", {cubes}, {dtype}, device);
    }
    if (attributes.defined()) {
        checkTensor(attributes, "attributes", {points, -1}, {dtype}, device);
    }
    auto state = c10::make_intrusive<ExtractionState>();
    state->grid = grid;
    state->from_raw = from_raw;
    state->centred = split == QuadSplit::Centre;
    const at::Tensor channels =
        attributes.defined() ? attributes : at::empty({points, 0}, sdf.options());
    const variable_list out = FlexiCubesFunction::apply(
        positions, sdf, channels, weights[0], weights[1], weights[2], state);
    FlexiCubesMesh mesh{out[0], out[1], {}, out[3]};
    if (attributes.defined()) {
        mesh.attributes = out[2];
    }
    return mesh;
}

}  // namespace

CubeWeights activateCubeWeights(const at::Tensor& raw) {
    checkFloating(raw, "raw weights", {-1, kCubeWeights});
    const at::Tensor weights = ActivateFunction::apply(raw);
    return {weights.narrow(1, 0, 12).contiguous(),
            weights.narrow(1, kAlpha, 8).contiguous(),
            weights.select(1, kGamma).contiguous()};
}

FlexiCubesMesh flexiCubes(const CubeGrid& grid,
                          const at::Tensor& positions,
                          const at::Tensor& sdf,
                          const CubeWeights& weights,
                          const at::Tensor& attributes,
                          QuadSplit split) {
    return run(grid,
               positions,
               sdf,
               {weights.beta, weights.alpha, weights.gamma},
               false,
               attributes,
               split);
}

FlexiCubesMesh flexiCubesFromRaw(const CubeGrid& grid,
                                 const at::Tensor& positions,
                                 const at::Tensor& sdf,
                                 const at::Tensor& raw,
                                 const at::Tensor& attributes,
                                 QuadSplit split) {
    const at::Tensor none = at::empty({0}, sdf.options());
    return run(grid, positions, sdf, {raw, none, none}, true, attributes, split);
}

}  // namespace bozzetto
