// SPDX-License-Identifier: Apache-2.0
#include "reconviagen/models/slat_condition.h"

#include "base/error.h"
#include "reconviagen/models/weight_sizes.h"
#include "tensor/checks.h"

#include <c10/core/InferenceMode.h>

namespace bozzetto {

SlatViewCondition::SlatViewCondition(const WeightScope& w) {
    const WeightScope blocks = w / "linear_blocks";
    const int64_t count = countBlocks(blocks, "0.weight");
    const int64_t out = sizeOf(blocks / 0, "0.weight", 0);
    const int64_t in = sizeOf(blocks / 0, "0.weight", 1);
    for (int64_t k = 0; k < count; ++k) {
        linear_blocks.emplace_back(blocks / k / "0", in, out);
    }
    w.unused("fuse_blocks");
}

std::vector<at::Tensor> SlatViewCondition::operator()(const std::vector<at::Tensor>& taps,
                                                      const at::Tensor& dino) const {
    c10::InferenceMode inference;
    if (taps.size() != linear_blocks.size()) {
        throw Error(Error::Kind::BadInput,
                    "The SLAT's condition takes " + std::to_string(linear_blocks.size()) +
                        " layers of VGGT and got " + std::to_string(taps.size()));
    }
    const at::ScalarType type = linear_blocks[0].weight.scalar_type();
    const at::Device device = linear_blocks[0].weight.device();
    const int64_t out = linear_blocks[0].weight.size(0), in = linear_blocks[0].weight.size(1);
    const at::Tensor image_tokens = dino.squeeze(0).to(type);  // [S, T, C]
    checkTensor(image_tokens, "the image tokens", {-1, -1, out}, {type}, device);
    at::Tensor x = image_tokens;
    for (size_t k = 0; k < taps.size(); ++k) {
        const at::Tensor tap = taps[k].squeeze(0).to(type);
        checkTensor(tap, "a layer of VGGT", {x.size(0), x.size(1), in - out}, {type}, device);
        x = linear_blocks[k](at::cat({tap, x}, 2)).relu_().add_(image_tokens);
    }
    std::vector<at::Tensor> views;
    for (int64_t view = 0; view < x.size(0); ++view) {
        views.push_back(x.narrow(0, view, 1));
    }
    return views;
}

}  // namespace bozzetto
