// SPDX-License-Identifier: Apache-2.0
#include "bake/texture_bake.h"

#include "raster/interpolate.h"
#include "raster/rasterize.h"
#include "tensor/convert.h"
#include "tensor/rows.h"

#include <vector>

namespace bozzetto {

at::Tensor textureCoordinates(const std::vector<Vec2f>& uvs) {
    const at::Tensor uv = toTensor(uvs);
    return at::stack({uv.select(1, 0), 1.0 - uv.select(1, 1)}, 1).contiguous();
}

AtlasTexels rasterizeAtlas(const TriangleMesh& mesh,
                           const Atlas& atlas,
                           int size,
                           const at::Device& device) {
    const at::NoGradGuard no_grad;
    const at::Tensor uv = textureCoordinates(atlas.uvs);
    const at::Tensor clip =
        at::cat({uv * 2.0 - 1.0, at::zeros({uv.size(0), 1}), at::ones({uv.size(0), 1})}, 1);
    const Raster raster = rasterize(clip.unsqueeze(0).contiguous().to(device),
                                    toTensor(atlas.uv_triangles).to(device),
                                    size,
                                    size,
                                    Derivatives::No);
    AtlasTexels texels;
    texels.size = size;
    texels.index = coveredPixels(raster.rast);
    texels.compact =
        gatherRows(raster.rast.view({-1, 4}), texels.index).view({1, 1, texels.index.size(0), 4});
    texels.position =
        atTexels(texels, toTensor(mesh.positions).to(device), toTensor(mesh.triangles).to(device));
    return texels;
}

at::Tensor atTexels(const AtlasTexels& texels,
                    const at::Tensor& values,
                    const at::Tensor& triangles) {
    return interpolate(values.unsqueeze(0).contiguous(), texels.compact, triangles)
        .view({texels.index.size(0), values.size(1)});
}

namespace {

/// [2 h, 2 w, C] or one less each way: every value four times.
at::Tensor doubled(const at::Tensor& coarse, int64_t side) {
    return coarse.repeat_interleave(2, 0)
        .repeat_interleave(2, 1)
        .slice(0, 0, side)
        .slice(1, 0, side);
}

}  // namespace

void fillGuttersOnDevice(at::Tensor& map, const at::Tensor& known) {
    const int64_t channels = map.size(2);
    std::vector<at::Tensor> values, weights;  // finest first; weight 1 where the value is known
    weights.push_back(known.view({map.size(0), map.size(0), 1}).to(at::kFloat));
    values.push_back(at::where(weights[0].gt(0), map, at::zeros_like(map)));
    while (values.back().size(0) > 1) {  // push: averages of what is known
        const int64_t side = (values.back().size(0) + 1) / 2;
        const auto sums = [&](const at::Tensor& fine) {
            const int64_t more = 2 * side - fine.size(0);
            return at::constant_pad_nd(fine, {0, 0, 0, more, 0, more})
                .view({side, 2, side, 2, -1})
                .sum(at::IntArrayRef{1, 3});
        };
        const at::Tensor weight = sums(weights.back());
        values.push_back(sums(values.back() * weights.back()) / weight.clamp_min(1.0));
        weights.push_back(weight.gt(0).to(at::kFloat));
    }
    for (size_t l = values.size() - 1; l-- > 0;) {  // pull: unknown texels take the coarser value
        const int64_t side = values[l].size(0);
        values[l] = at::where(weights[l].gt(0), values[l], doubled(values[l + 1], side));
    }
    map.copy_(values[0].view({map.size(0), map.size(0), channels}));
}

void fillGutters(at::Tensor& map, const at::Tensor& known) {
    if (!map.is_cpu()) {
        fillGuttersOnDevice(map, known);
        return;
    }
    const int64_t size = map.size(0), channels = map.size(2);
    struct Level {
        int64_t side;
        std::vector<float> value, weight;
    };
    std::vector<Level> levels{
        {size, std::vector<float>(size * size * channels), std::vector<float>(size * size)}};
    const float* source = map.data_ptr<float>();
    const bool* is_known = known.data_ptr<bool>();
    for (int64_t i = 0; i < size * size; ++i) {
        levels[0].weight[i] = is_known[i] ? 1.0f : 0.0f;
        for (int64_t c = 0; c < channels; ++c) {
            levels[0].value[i * channels + c] = is_known[i] ? source[i * channels + c] : 0.0f;
        }
    }
    while (levels.back().side > 1) {  // push: averages of what is known
        const Level& fine = levels.back();
        const int64_t side = (fine.side + 1) / 2;
        Level coarse{
            side, std::vector<float>(side * side * channels), std::vector<float>(side * side)};
        for (int64_t y = 0; y < fine.side; ++y) {
            for (int64_t x = 0; x < fine.side; ++x) {
                const float w = fine.weight[y * fine.side + x];
                if (w > 0) {
                    const int64_t to = (y / 2) * side + x / 2;
                    coarse.weight[to] += w;
                    for (int64_t c = 0; c < channels; ++c) {
                        coarse.value[to * channels + c] +=
                            w * fine.value[(y * fine.side + x) * channels + c];
                    }
                }
            }
        }
        for (int64_t i = 0; i < side * side; ++i) {
            if (coarse.weight[i] > 0) {
                for (int64_t c = 0; c < channels; ++c) {
                    coarse.value[i * channels + c] /= coarse.weight[i];
                }
                coarse.weight[i] = 1.0f;
            }
        }
        levels.push_back(std::move(coarse));
    }
    for (size_t l = levels.size() - 1;
         l-- > 0;) {  // pull: unknown texels take the coarser level's value
        Level& fine = levels[l];
        const Level& coarse = levels[l + 1];
        for (int64_t y = 0; y < fine.side; ++y) {
            for (int64_t x = 0; x < fine.side; ++x) {
                const int64_t to = y * fine.side + x, from = (y / 2) * coarse.side + x / 2;
                if (fine.weight[to] == 0 && coarse.weight[from] > 0) {
                    for (int64_t c = 0; c < channels; ++c) {
                        fine.value[to * channels + c] = coarse.value[from * channels + c];
                    }
                    fine.weight[to] = 1.0f;
                }
            }
        }
    }
    std::copy(levels[0].value.begin(), levels[0].value.end(), map.data_ptr<float>());
}

at::Tensor texelMask(const AtlasTexels& texels) {
    const int64_t size = texels.size;
    return at::zeros({size * size}, texels.index.options().dtype(at::kBool))
        .index_fill_(0, texels.index, true);
}

at::Tensor mapOfTexels(const AtlasTexels& texels, const at::Tensor& values) {
    const int64_t size = texels.size, channels = values.size(1);
    at::Tensor map = at::zeros({size * size, channels}, values.options());
    map.index_copy_(0, texels.index, values);
    map = map.view({size, size, channels});
    fillGutters(map, texelMask(texels));
    return map;
}

}  // namespace bozzetto
