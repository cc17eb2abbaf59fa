// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "checkpoint/weight_scope.h"
#include "nn/norm.h"

#include <ATen/ATen.h>

#include <array>
#include <optional>
#include <vector>

namespace bozzetto {

/// A convolution of pictures with zero padding that keeps the size, before its stride. Keys: weight
/// [out, in, k, k], and bias [out] where it has one.
struct Conv2d {
    at::Tensor weight, bias;
    int64_t stride = 1;

    explicit Conv2d(const WeightScope& w, int64_t stride = 1);
    at::Tensor operator()(const at::Tensor& x) const;
};

/// Enlarges a picture: kernel and stride are the same. Keys: weight [in, out, k, k], bias [out].
struct UpConv2d {
    at::Tensor weight, bias;

    explicit UpConv2d(const WeightScope& w);
    at::Tensor operator()(const at::Tensor& x) const;
};

/// Keys: resConfUnit1 (not in the coarsest), resConfUnit2, out_conv.
struct DptFusion {
    struct Unit {
        Conv2d conv1, conv2;

        explicit Unit(const WeightScope& w) : conv1(w / "conv1"), conv2(w / "conv2") {}
        at::Tensor operator()(const at::Tensor& x) const;
    };
    std::optional<Unit> resConfUnit1;
    Unit resConfUnit2;
    Conv2d out_conv;

    explicit DptFusion(const WeightScope& w);
    /// `running` [S, F, ., .] plus, where there is one, the refined `skip`; refined, and scaled to
    /// `height` x `width` with its corners kept.
    at::Tensor operator()(const at::Tensor& running,
                          const at::Tensor* skip,
                          int64_t height,
                          int64_t width) const;
};

/// Points and how sure they are.
struct VggtPoints {
    at::Tensor points;      // [1, S, H, W, 3]
    at::Tensor confidence;  // [1, S, H, W], at least 1
};

/// VGGT's point map by a dense prediction transformer ("Vision Transformers for Dense Prediction",
/// Ranftl et al. 2021). Keys below "point_head.". Runs in f32.
struct VggtPointHead {
    LayerNorm norm;
    std::vector<Conv2d> projects;  // for each tap
    UpConv2d resize_layers_0, resize_layers_1;
    Conv2d resize_layers_3;
    std::vector<Conv2d> layer_rn;
    std::vector<DptFusion> refinenet;  // finest first
    Conv2d output_conv1, output_conv2_0, output_conv2_2;

    explicit VggtPointHead(const WeightScope& w);

    /// taps: the aggregator's outputs at layers 4, 11, 17 and 23, [1, S, special_tokens + rows *
    /// columns, D], for pictures of `height` x `width` pixels in patches of `patch_size`.
    VggtPoints operator()(const std::vector<at::Tensor>& taps,
                          int64_t special_tokens,
                          int64_t height,
                          int64_t width,
                          int64_t patch_size = 14) const;

private:
    at::Tensor maps(const std::array<at::Tensor, 4>& taps, int64_t height, int64_t width) const;
};

}  // namespace bozzetto
