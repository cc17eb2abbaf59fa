// SPDX-License-Identifier: Apache-2.0
#include "reconviagen/models/vggt_point_head.h"

#include "base/error.h"
#include "nn/cancel_scope.h"
#include "reconviagen/models/weight_sizes.h"

#include <algorithm>
#include <cmath>

namespace bozzetto {
namespace {

constexpr int64_t kViewsAtOnce = 8;  // bounds memory, as the original does
constexpr double kPositionShare = 0.1;

at::Tensor readKernel(const WeightScope& w) {
    return w.get("weight",
                 {sizeOf(w, "weight", 0),
                  sizeOf(w, "weight", 1),
                  sizeOf(w, "weight", 2),
                  sizeOf(w, "weight", 2)});
}

std::vector<Conv2d> readProjects(const WeightScope& w) {
    return {Conv2d(w / 0), Conv2d(w / 1), Conv2d(w / 2), Conv2d(w / 3)};
}

std::vector<Conv2d> readLayers(const WeightScope& w) {
    return {Conv2d(w / "layer1_rn"),
            Conv2d(w / "layer2_rn"),
            Conv2d(w / "layer3_rn"),
            Conv2d(w / "layer4_rn")};
}

std::vector<DptFusion> readFusions(const WeightScope& w) {
    return {DptFusion(w / "refinenet1"),
            DptFusion(w / "refinenet2"),
            DptFusion(w / "refinenet3"),
            DptFusion(w / "refinenet4")};
}

at::Tensor scaledTo(const at::Tensor& x, int64_t height, int64_t width) {
    return at::upsample_bilinear2d(x, {height, width}, /*align_corners=*/true);
}

/// Sines, then cosines, of places [N] at `channels` / 2 speeds: [N, channels].
at::Tensor placeEmbedding(const at::Tensor& places, int64_t channels) {
    const at::Tensor steps = at::arange(channels / 2, places.options()) / (channels / 2.0);
    const at::Tensor angles = places.unsqueeze(1) * at::pow(at::Scalar(100.0), -steps);
    return at::cat({at::sin(angles), at::cos(angles)}, 1);
}

/// Where each pixel of a map lies in a picture of that aspect (width over height), embedded:
/// [1, channels, h, w], columns first.
at::Tensor positionMap(const at::Tensor& map, double aspect) {
    const int64_t channels = map.size(1), h = map.size(2), w = map.size(3);
    const double diagonal = std::sqrt(aspect * aspect + 1);
    const auto places = [&](double extent, int64_t count) {
        const double end = extent * (count - 1) / count;
        return at::linspace(-end, end, count, map.options().dtype(at::kDouble));
    };
    const at::Tensor u = placeEmbedding(places(aspect / diagonal, w), channels / 2);
    const at::Tensor v = placeEmbedding(places(1 / diagonal, h), channels / 2);
    const at::Tensor both =
        at::cat({u.t().unsqueeze(1).expand({-1, h, -1}), v.t().unsqueeze(2).expand({-1, -1, w})});
    return both.to(at::kFloat).unsqueeze(0);
}

at::Tensor withPositions(const at::Tensor& map, double aspect) {
    return map + positionMap(map, aspect) * kPositionShare;
}

}  // namespace

Conv2d::Conv2d(const WeightScope& w, int64_t stride) : weight(readKernel(w)), stride(stride) {
    if (w.has("bias")) {
        bias = w.get("bias", {weight.size(0)});
    }
}

at::Tensor Conv2d::operator()(const at::Tensor& x) const {
    checkCancelled();
    return at::conv2d(x, weight, bias, stride, weight.size(2) / 2);
}

UpConv2d::UpConv2d(const WeightScope& w)
    : weight(readKernel(w)), bias(w.get("bias", {weight.size(1)})) {}

at::Tensor UpConv2d::operator()(const at::Tensor& x) const {
    return at::conv_transpose2d(x, weight, bias, weight.size(2));
}

at::Tensor DptFusion::Unit::operator()(const at::Tensor& x) const {
    // The original rectifies its input in place: what is added is rectified too.
    const at::Tensor rectified = at::relu(x);
    return rectified + conv2(at::relu(conv1(rectified)));
}

DptFusion::DptFusion(const WeightScope& w)
    : resConfUnit2(w / "resConfUnit2"), out_conv(w / "out_conv") {
    if (w.has("resConfUnit1.conv1.weight")) {
        resConfUnit1.emplace(w / "resConfUnit1");
    }
}

at::Tensor DptFusion::operator()(const at::Tensor& running,
                                 const at::Tensor* skip,
                                 int64_t height,
                                 int64_t width) const {
    const at::Tensor sum =
        resConfUnit1 && skip != nullptr ? running + (*resConfUnit1)(*skip) : running;
    return out_conv(scaledTo(resConfUnit2(sum), height, width));
}

VggtPointHead::VggtPointHead(const WeightScope& w)
    : norm(w / "norm", sizeOf(w, "norm.weight", 0), 1e-5),
      projects(readProjects(w / "projects")),
      resize_layers_0(w / "resize_layers" / 0),
      resize_layers_1(w / "resize_layers" / 1),
      resize_layers_3(w / "resize_layers" / 3, 2),
      layer_rn(readLayers(w / "scratch")),
      refinenet(readFusions(w / "scratch")),
      output_conv1(w / "scratch" / "output_conv1"),
      output_conv2_0(w / "scratch" / "output_conv2" / 0),
      output_conv2_2(w / "scratch" / "output_conv2" / 2) {}

/// taps [S, D, rows, columns] -> [S, 4, height, width].
at::Tensor VggtPointHead::maps(const std::array<at::Tensor, 4>& taps,
                               int64_t height,
                               int64_t width) const {
    const double aspect = static_cast<double>(width) / static_cast<double>(height);
    std::array<at::Tensor, 4> layers;
    for (size_t k = 0; k < 4; ++k) {
        layers[k] = withPositions(projects[k](taps[k]), aspect);
    }
    layers[0] = resize_layers_0(layers[0]);
    layers[1] = resize_layers_1(layers[1]);
    layers[3] = resize_layers_3(layers[3]);
    for (size_t k = 0; k < 4; ++k) {
        layers[k] = layer_rn[k](layers[k]);
    }
    at::Tensor x = refinenet[3](layers[3], nullptr, layers[2].size(2), layers[2].size(3));
    x = refinenet[2](x, &layers[2], layers[1].size(2), layers[1].size(3));
    x = refinenet[1](x, &layers[1], layers[0].size(2), layers[0].size(3));
    x = refinenet[0](x, &layers[0], 2 * layers[0].size(2), 2 * layers[0].size(3));
    x = withPositions(scaledTo(output_conv1(x), height, width), aspect);
    return output_conv2_2(at::relu(output_conv2_0(x)));
}

VggtPoints VggtPointHead::operator()(const std::vector<at::Tensor>& taps,
                                     int64_t special_tokens,
                                     int64_t height,
                                     int64_t width,
                                     int64_t patch_size) const {
    require(taps.size() == 4, "VggtPointHead: four taps");
    const int64_t rows = height / patch_size, columns = width / patch_size;
    const int64_t views = taps[0].size(1);
    std::vector<at::Tensor> raw;
    for (int64_t begin = 0; begin < views; begin += kViewsAtOnce) {
        const int64_t count = std::min(kViewsAtOnce, views - begin);
        std::array<at::Tensor, 4> pieces;
        for (size_t k = 0; k < 4; ++k) {
            const at::Tensor patches = taps[k][0]
                                           .narrow(0, begin, count)
                                           .narrow(1, special_tokens, rows * columns)
                                           .to(at::kFloat);
            pieces[k] = norm(patches).transpose(1, 2).reshape({count, norm.dim, rows, columns});
        }
        raw.push_back(maps(pieces, height, width));
    }
    const at::Tensor all = at::cat(raw).permute({0, 2, 3, 1}).unsqueeze(0);  // [1, S, H, W, 4]
    const at::Tensor points = all.narrow(4, 0, 3);
    return {at::sign(points) * at::expm1(at::abs(points)), at::exp(all.select(4, 3)) + 1};
}

}  // namespace bozzetto
