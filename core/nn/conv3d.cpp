// SPDX-License-Identifier: Apache-2.0
#include "nn/conv3d.h"

#include "nn/cancel_scope.h"

#include <algorithm>

namespace bozzetto {
namespace {

constexpr int64_t kTaps = 27;
/// The CPU's convolution copies every voxel's 27 neighbours.
constexpr int64_t kBytesPerSlab = int64_t{256} << 20;
/// Half a second of a slow core that multiplies 2 x 10^10 numbers a second.
constexpr int64_t kProductsPerSlab = int64_t{1} << 33;

/// [B, X, Y, Z, C] and the framework's [B, C, X, Y, Z] are two views of the same memory.
at::Tensor channelsFirst(const at::Tensor& x) {
    return x.permute({0, 4, 1, 2, 3});
}
at::Tensor channelsLast(const at::Tensor& x) {
    return x.permute({0, 2, 3, 4, 1}).contiguous();
}

int64_t slabThickness(const at::Tensor& x, const at::Tensor& weight) {
    const int64_t in = weight.size(1), out = weight.size(0);
    const int64_t reads_per_layer = x.size(0) * x.size(2) * x.size(3) * kTaps * in;
    const int64_t by_memory = kBytesPerSlab / (reads_per_layer * x.element_size());
    const int64_t by_time = kProductsPerSlab / (reads_per_layer * out);
    return std::max<int64_t>(1, std::min(by_memory, by_time));
}

at::Tensor inSlabs(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias) {
    const int64_t layers = x.size(1), step = slabThickness(x, weight);
    std::vector<at::Tensor> slabs;
    for (int64_t begin = 0; begin < layers; begin += step) {
        checkCancelled();
        const int64_t end = std::min(layers, begin + step);
        const int64_t first = std::max<int64_t>(0, begin - 1), last = std::min(layers, end + 1);
        // Of x's zeros only those beyond the volume's own ends are added by hand.
        const at::Tensor slab =
            at::constant_pad_nd(x.narrow(1, first, last - first),
                                {0, 0, 0, 0, 0, 0, first - (begin - 1), end + 1 - last});
        slabs.push_back(channelsLast(
            at::conv3d(channelsFirst(slab), weight, bias, /*stride=*/1, /*padding=*/{0, 1, 1})));
    }
    return slabs.size() == 1 ? slabs[0] : at::cat(slabs, 1);
}

}  // namespace

Conv3d::Conv3d(const WeightScope& w, int64_t in, int64_t out)
    : weight(w.get("weight", {out, in, 3, 3, 3}).contiguous(at::MemoryFormat::ChannelsLast3d)),
      bias(w.get("bias", {out})) {}

at::Tensor Conv3d::operator()(const at::Tensor& x) const {
    const at::Tensor input = x.to(weight.scalar_type());
    if (input.is_cpu()) {
        return inSlabs(input, weight, bias);
    }
    return channelsLast(at::conv3d(channelsFirst(input), weight, bias, 1, 1));
}

}  // namespace bozzetto
