// SPDX-License-Identifier: Apache-2.0
#include "nvdiffrec/texture_maps.h"

#include "base/error.h"
#include "raster/texture.h"
#include "tensor/convert.h"
#include "tensor/tensor_bytes.h"
#include "texturing/noise.h"
#include "texturing/vertex_texels.h"

#include <algorithm>

namespace bozzetto {
namespace {

/// Of a quarter of the pixels. Change: between uv and uv + jitter (nvdiffrec 8.2). Roughness and
/// metallic are held to what the search found; metallic more firmly, because a little metal
/// everywhere fits every error a little. The normal map's tilt is pulled to flat: shape first, then
/// the map.
constexpr MapWeights kMapWeights{.kd = 0.01,
                                 .orm = 0.05,
                                 .normal = 0.05,
                                 .roughness_anchor = 0.02,
                                 .metallic_anchor = 0.2,
                                 .flat_normal = 0.02};
constexpr double kJitterTexels = 3.0;
constexpr Parameter::Betas kBetas{0.9f, 0.99f};
// Ranges of kd, roughness, metallic and the tangent-space normal (nvdiffrec section 2).
constexpr float kLow[] = {0, 0, 0, kMinRoughness, 0, -1, -1, 0};
constexpr float kHigh[] = {1, 1, 1, 1, 1, 1, 1, 1};
constexpr int kNormalChannel = kMaterialChannels;
// Share of the steps with maps smaller than they will be. What full maps add is fine: the rest of
// the steps is enough for it.
constexpr double kCoarseShare = 0.6;
// The smallest maps' side is not less than this part of the last ones': charts lie
// UnwrapOptions::gutter texels apart, and have to stay apart.
constexpr int kMostDivided = 4;

at::Tensor rowOf(const float (&values)[TextureMaps::kChannels], const at::Device& device) {
    at::Tensor t = at::empty({1, TextureMaps::kChannels}, at::kFloat);
    std::copy(values, values + TextureMaps::kChannels, t.data_ptr<float>());
    return t.to(device);
}

/// Every kJitterStride-th row, another set each draw.
at::Tensor quarter(const at::Tensor& rows, uint64_t draw) {
    constexpr int kStride = TextureMaps::kJitterStride;
    return rows.slice(0, static_cast<int64_t>(draw % kStride), rows.size(0), kStride).contiguous();
}

/// rows [n * n, C] of a map as one of side m: [m * m, C], bilinear.
at::Tensor resampled(const at::Tensor& rows, int64_t from, int64_t to) {
    if (from == to) {
        return rows;
    }
    const at::Tensor planes = rows.view({1, from, from, -1}).permute({0, 3, 1, 2}).contiguous();
    return at::upsample_bilinear2d(planes, {to, to}, false)
        .permute({0, 2, 3, 1})
        .contiguous()
        .view({to * to, -1});
}

}  // namespace

TextureMaps::TextureMaps(const TriangleMesh& mesh,
                         const Atlas& atlas,
                         int size,
                         int picture_side,
                         const at::Device& device)
    : mesh_(mesh), atlas_(atlas), device_(device), size_(size), smallest_(size) {
    while (smallest_ % 2 == 0 && smallest_ / 2 >= picture_side &&
           smallest_ / 2 >= size / kMostDivided) {
        smallest_ /= 2;
    }
    setSide(smallest_);
}

void TextureMaps::setSide(int side) {
    texels_ = rasterizeAtlas(mesh_, atlas_, side, device_);
}

int TextureMaps::sideAt(double progress) const {
    int doublings = 0;
    while (smallest_ << doublings < size_) {
        ++doublings;
    }
    const int done = static_cast<int>(progress / kCoarseShare * doublings);
    return smallest_ << std::min(done, doublings);
}

void TextureMaps::enlarge(double progress) {
    const int from = texels_.size, to = sideAt(progress);
    if (to <= from) {
        return;
    }
    const at::NoGradGuard no_grad;
    const at::Tensor map = resampled(maps_.value().detach(), from, to);
    maps_.remap(map, at::full({map.size(0)}, -1, anchor_.options().dtype(at::kLong)));
    anchor_ = resampled(anchor_, from, to);
    setSide(to);
}

at::Tensor TextureMaps::square(const at::Tensor& rows) const {
    return rows.view({1, texels_.size, texels_.size, rows.size(1)});
}

at::Tensor TextureMaps::materials() const {
    return maps_.value().detach().index_select(0, texels_.index).slice(1, 0, kMaterialChannels);
}

at::Tensor TextureMaps::anchor() const {
    return anchor_.index_select(0, texels_.index);
}

void TextureMaps::setMaterials(const at::Tensor& values) {
    const at::NoGradGuard no_grad;
    const bool first = !maps_.defined();
    const int64_t side = texels_.size, count = values.size(0);
    const at::Tensor normal =
        first ? at::tensor({0.0f, 0.0f, 1.0f}).to(device_).expand({count, 3})
              : maps_.value().index_select(0, texels_.index).slice(1, kNormalChannel, kChannels);
    const at::Tensor map =
        mapOfTexels(texels_, at::cat({values, normal}, 1)).view({side * side, kChannels});
    anchor_ = map.slice(1, 3, 5).clone();
    if (first) {
        maps_ = Parameter(map, Parameter::Rows::Sparse, kBetas);
        maps_.setBounds(rowOf(kLow, device_), rowOf(kHigh, device_));
    } else {
        maps_.value().copy_(map);  // the moments stay
    }
}

at::Tensor TextureMaps::lookup(const at::Tensor& uv) const {
    const int64_t count = uv.numel() / 2;
    TextureOptions linear;
    linear.boundary = TextureBoundary::Clamp;
    return texture(square(maps_.value()), uv.view({1, 1, count, 2}), linear)
        .view({count, kChannels});
}

at::Tensor TextureMaps::jittered(const at::Tensor& uv, uint64_t seed, uint64_t draw) const {
    const at::Tensor spot = quarter(uv.detach(), draw);
    return spot + uniformLike(spot, seed, 0x9e4 + draw, kJitterTexels / texels_.size);
}

at::Tensor TextureMaps::regulariser(const at::Tensor& uv,
                                    const at::Tensor& values,
                                    const at::Tensor& beside,
                                    uint64_t draw) const {
    const at::Tensor spot = quarter(uv.detach(), draw);
    TextureOptions nearest;
    nearest.filter = TextureFilter::Nearest;
    nearest.boundary = TextureBoundary::Clamp;
    const at::Tensor started =
        texture(square(anchor_), spot.view({1, 1, -1, 2}), nearest).view({-1, 2});
    return mapRegulariser(values,
                          beside,
                          started,
                          static_cast<int64_t>(draw % kJitterStride),
                          kJitterStride,
                          kMapWeights);
}

at::Tensor TextureMaps::vertexColors(const TexturedMesh& mesh) const {
    const at::NoGradGuard no_grad;
    return maps_.value()
        .index_select(0, vertexTexels(mesh, texels_.size).to(device_))
        .slice(1, 0, 3);
}

Material TextureMaps::result(const at::Tensor& openness, const at::Tensor& triangles) const {
    const at::NoGradGuard no_grad;
    // A run that ends early may have smaller maps.
    const AtlasTexels full =
        texels_.size == size_ ? texels_ : rasterizeAtlas(mesh_, atlas_, size_, device_);
    at::Tensor map =
        resampled(maps_.value().detach(), texels_.size, size_).clone().view({size_, size_, -1});
    fillGutters(map, texelMask(full));
    if (!at::isfinite(map).all().item<bool>()) {
        throw Error(Error::Kind::Engine,
                    "The textures hold values that are not numbers",
                    "Lower the learning rates (--set lr_material=...).");
    }
    const at::Tensor normal = map.slice(2, kNormalChannel, kChannels);
    Material material;
    material.base_color = toImage(map.slice(2, 0, 3));
    material.roughness = toImage(map.slice(2, 3, 4));
    material.metallic = toImage(map.slice(2, 4, 5));
    material.normal = toImage(normal / normal.norm(2, 2, true).clamp_min(1e-6));
    material.occlusion = toImage(mapOfTexels(full, atTexels(full, openness, triangles)));
    return material;
}

std::string TextureMaps::serialize() const {
    return joinBytes({bytesOfTensors({anchor_}), maps_.serialize()});
}

void TextureMaps::deserialize(const std::string& bytes) {
    const std::vector<std::string> pieces = splitBytes(bytes);
    requireUndamaged(pieces.size() == 2, "texture: maps");
    const std::vector<at::Tensor> tensors = tensorsOfBytes(pieces[0]);
    requireUndamaged(tensors.size() == 1 && tensors[0].dim() == 2 && tensors[0].size(1) == 2 &&
                         tensors[0].scalar_type() == at::kFloat,
                     "texture: anchor");
    // Other options may have started the maps with another side.
    int side = size_;
    while (side % 2 == 0 && int64_t{side} * side > tensors[0].size(0)) {
        side /= 2;
    }
    maps_.deserialize(pieces[1]);
    const int64_t texels = int64_t{side} * side;
    requireUndamaged(tensors[0].size(0) == texels && maps_.value().dim() == 2 &&
                         maps_.value().size(0) == texels && maps_.value().size(1) == kChannels,
                     "texture: maps");
    anchor_ = tensors[0].to(device_);
    setSide(side);
}

}  // namespace bozzetto
