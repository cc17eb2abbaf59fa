// SPDX-License-Identifier: Apache-2.0
#include "tests/device/slat_scenes.h"

#include <cmath>
#include <string>
#include <vector>

namespace bozzetto::device_test {
namespace {

/// key.conv.weight [out, size, size, size, in] and key.conv.bias, as sparse convolutions have them.
void sparseConvolution(
    RandomWeights& w, const std::string& key, int64_t in, int64_t out, int64_t size) {
    const double fan_in = static_cast<double>(in * size * size * size);
    w.add(key + ".conv.weight", {out, size, size, size, in}, 1 / std::sqrt(fan_in));
    w.add(key + ".conv.bias", {out}, 0.02);
}

std::string child(const std::string& list, int64_t i) {
    return list + "." + std::to_string(i);
}

void resBlock(RandomWeights& w, const std::string& key, int64_t emb, int64_t in, int64_t out) {
    w.norm(key + ".norm1", in);
    sparseConvolution(w, key + ".conv1", in, out, 3);
    sparseConvolution(w, key + ".conv2", out, out, 3);
    w.linear(key + ".emb_layers.1", emb, 2 * out);
    if (in != out) {
        w.linear(key + ".skip_connection", in, out);
    }
}

void transformerBlock(RandomWeights& w, const std::string& key, const SlatSizes& s) {
    const int64_t dim = s.flow_channels, head_dim = dim / s.flow_heads;
    w.linear(key + ".adaLN_modulation.1", dim, 6 * dim);
    w.linear(key + ".self_attn.to_qkv", dim, 3 * dim);
    w.add(key + ".self_attn.q_rms_norm.gamma", {s.flow_heads, head_dim}, 1);
    w.add(key + ".self_attn.k_rms_norm.gamma", {s.flow_heads, head_dim}, 1);
    w.linear(key + ".self_attn.to_out", dim, dim);
    w.norm(key + ".norm2", dim);
    w.linear(key + ".cross_attn.to_q", dim, dim);
    w.linear(key + ".cross_attn.to_kv", s.cond_channels, 2 * dim);
    w.linear(key + ".cross_attn.to_out", dim, dim);
    w.linear(key + ".mlp.mlp.0", dim, s.mlp_ratio * dim);
    w.linear(key + ".mlp.mlp.2", s.mlp_ratio * dim, dim);
}

void trunk(RandomWeights& w, const SlatSizes& s) {
    const int64_t dim = s.decoder_channels;
    w.linear("input_layer", s.latent_channels, dim);
    for (int64_t i = 0; i < s.decoder_blocks; ++i) {
        const std::string key = child("blocks", i);
        w.linear(key + ".attn.to_qkv", dim, 3 * dim);
        w.linear(key + ".attn.to_out", dim, dim);
        w.linear(key + ".mlp.mlp.0", dim, s.mlp_ratio * dim);
        w.linear(key + ".mlp.mlp.2", s.mlp_ratio * dim, dim);
    }
}

/// The eight corners of a cube, [8, 3], bits x = 1, y = 2, z = 4.
at::Tensor cornerOffsets(const at::TensorOptions& options) {
    std::vector<float> offsets;
    for (int k = 0; k < 8; ++k) {
        for (int axis = 0; axis < 3; ++axis) {
            offsets.push_back(static_cast<float>(k >> axis & 1));
        }
    }
    return at::tensor(at::ArrayRef<float>(offsets), at::kFloat).view({8, 3}).to(options.device());
}

}  // namespace

at::Tensor shellCoords(int64_t resolution, int64_t count, const at::Device& device) {
    const at::Tensor axis = at::arange(resolution, at::kLong);
    const auto grid = at::meshgrid({axis, axis, axis}, "ij");
    const at::Tensor xyz = at::stack({grid[0].flatten(), grid[1].flatten(), grid[2].flatten()}, 1);
    const double middle = 0.5 * static_cast<double>(resolution - 1);
    const at::Tensor radius = (xyz.to(at::kDouble) - middle).norm(2, {1});
    const at::Tensor distance = (radius - static_cast<double>(resolution) * 13 / 32).abs();
    const at::Tensor nearest = std::get<1>(distance.sort(/*stable=*/true, 0, false));
    const at::Tensor chosen = std::get<0>(nearest.narrow(0, 0, count).sort());
    const at::Tensor coords = xyz.index_select(0, chosen).to(at::kInt);
    return at::constant_pad_nd(coords, {1, 0}).to(device);
}

at::Tensor sphereFeatures(int64_t resolution, const at::Tensor& coords) {
    const at::TensorOptions options = coords.options().dtype(at::kFloat);
    at::Tensor features = at::randn({coords.size(0), 101}, options) * 0.1;
    const at::Tensor corners = coords.narrow(1, 1, 3).to(at::kFloat).unsqueeze(1) +
                               cornerOffsets(options).unsqueeze(0);  // [N, 8, 3]
    const double side = static_cast<double>(resolution);
    const at::Tensor radius = (corners / side - 0.5).norm(2, {2});
    features.narrow(1, 0, 8).copy_(radius - 13.0 / 32);
    return features;
}

void addSlatFlow(RandomWeights& w, const SlatSizes& s) {
    const int64_t dim = s.flow_channels, io = s.flow_io_channels;
    w.linear("t_embedder.mlp.0", 256, dim);
    w.linear("t_embedder.mlp.2", dim, dim);
    w.linear("input_layer", s.latent_channels, io);
    resBlock(w, "input_blocks.0", dim, io, io);
    resBlock(w, "input_blocks.1", dim, io, dim);
    for (int64_t i = 0; i < s.flow_blocks; ++i) {
        transformerBlock(w, child("blocks", i), s);
    }
    resBlock(w, "out_blocks.0", dim, 2 * dim, io);
    resBlock(w, "out_blocks.1", dim, 2 * io, io);
    w.linear("out_layer", io, s.latent_channels);
}

void addSlatMeshDecoder(RandomWeights& w, const SlatSizes& s) {
    trunk(w, s);
    int64_t channels = s.decoder_channels;
    for (int64_t i = 0; i < 2; ++i) {
        const std::string key = child("upsample", i);
        const int64_t out = s.decoder_channels / (i == 0 ? 4 : 8);
        w.norm(key + ".act_layers.0", channels);
        sparseConvolution(w, key + ".out_layers.0", channels, out, 3);
        w.norm(key + ".out_layers.1", out);
        sparseConvolution(w, key + ".out_layers.3", out, out, 3);
        sparseConvolution(w, key + ".skip_connection", channels, out, 1);
        channels = out;
    }
    w.linear("out_layer", channels, 101);
}

void addSlatGaussianDecoder(RandomWeights& w, const SlatSizes& s) {
    trunk(w, s);
    w.linear("out_layer", s.decoder_channels, 14 * s.num_gaussians);
    w.add("offset_perturbation", {s.num_gaussians, 3}, 0.5);
}

}  // namespace bozzetto::device_test
