// SPDX-License-Identifier: Apache-2.0
#include "render/light.h"

#include "base/parallel_for.h"
#include "render/light_prefilter_on_cuda.h"
#include "tensor/checks.h"
#include "tensor/precompiled.h"

#include <torch/custom_class.h>

namespace bozzetto {
namespace {

constexpr int kDiffuseSize =
    16;  // a cosine lobe: bilinear lookups of 6 degree texels are within 0.2 %

/// Roughness and largest size of the specular levels. Level 0 is the base itself: a bilinear lookup
/// of 2.8 degree texels (S = 32) blurs as much as GGX of roughness 0.12, of S = 64 as roughness
/// 0.09. The lobe's width grows with the square of the roughness, so the steps grow too; a level's
/// texel is at most the half-energy radius of its lobe (2 alpha).
struct Level {
    float roughness;
    int size;
};
constexpr Level kLevels[] = {
    {0.08f, 1 << 20}, {0.2f, 32}, {0.3f, 16}, {0.42f, 16}, {0.6f, 8}, {1.0f, 8}};

/// What the autograd function needs; shared with graphs that outlive the LightPrefilter.
struct Tables : torch::CustomClassHolder {
    explicit Tables(int base_size) : pyramid(base_size) {
        maps.push_back({LobeMap::Lobe::Cosine, 0.0f, std::min(kDiffuseSize, base_size)});
        for (const Level& level : kLevels) {
            roughness.push_back(level.roughness);
            if (&level != kLevels) {
                maps.push_back(
                    {LobeMap::Lobe::Ggx, level.roughness, std::min(level.size, base_size)});
            }
        }
        forward = buildLobeMaps(pyramid, maps);
        backward = transpose(forward);
    }
    /// The tables on a CUDA device; one device at a time has them.
    const LightPrefilterOnCuda& onCuda(const at::Device& device) {
        if (!on_cuda || on_cuda->device() != device) {
            on_cuda = std::make_unique<LightPrefilterOnCuda>(pyramid, forward, backward, device);
        }
        return *on_cuda;
    }

    CubePyramid pyramid;
    std::vector<LobeMap> maps;  // diffuse, then the specular levels but the first
    std::vector<float> roughness;
    SparseMap forward, backward;
    std::unique_ptr<LightPrefilterOnCuda> on_cuda;
};

// RGB values travel as four numbers through the sparse maps: one vector load each.
template <class Scalar>
void padChannels(const Scalar* rgb, int64_t count, Scalar* out) {
    for (int64_t i = 0; i < count; ++i) {
        out[4 * i] = rgb[3 * i], out[4 * i + 1] = rgb[3 * i + 1], out[4 * i + 2] = rgb[3 * i + 2],
                out[4 * i + 3] = 0;
    }
}
template <class Scalar>
void dropChannel(const Scalar* in, int64_t count, Scalar* rgb) {
    for (int64_t i = 0; i < count; ++i) {
        rgb[3 * i] = in[4 * i], rgb[3 * i + 1] = in[4 * i + 1], rgb[3 * i + 2] = in[4 * i + 2];
    }
}

/// Levels 1.. of the pyramid from level 0, or, transposed, everything's gradient into level 0's.
template <class Scalar>
void poolUp(const CubePyramid& p, Scalar* values) {
    for (int level = 0; level + 1 < static_cast<int>(p.size.size()); ++level) {
        for (int64_t t = p.offset[level]; t < p.offset[level + 1]; ++t) {
            Scalar* coarse = values + 4 * p.parent(level, t);
            for (int c = 0; c < 4; ++c) {
                coarse[c] += static_cast<Scalar>(p.share[t]) * values[4 * t + c];
            }
        }
    }
}
template <class Scalar>
void pushDown(const CubePyramid& p, Scalar* gradients) {
    for (int level = static_cast<int>(p.size.size()) - 2; level >= 0; --level) {
        for (int64_t t = p.offset[level]; t < p.offset[level + 1]; ++t) {
            const Scalar* coarse = gradients + 4 * p.parent(level, t);
            for (int c = 0; c < 4; ++c) {
                gradients[4 * t + c] += static_cast<Scalar>(p.share[t]) * coarse[c];
            }
        }
    }
}

template <class Scalar>
torch::autograd::variable_list prefilter(const Tables& tables, const at::Tensor& base) {
    std::vector<Scalar> pyramid(4 * tables.forward.columns);
    std::vector<Scalar> rows(4 * tables.forward.rows);
    padChannels(base.data_ptr<Scalar>(), tables.pyramid.offset[1], pyramid.data());
    poolUp(tables.pyramid, pyramid.data());
    multiply(tables.forward, pyramid.data(), rows.data());
    torch::autograd::variable_list out;
    const Scalar* next = rows.data();
    for (const LobeMap& map : tables.maps) {
        out.push_back(at::empty({6, map.size, map.size, 3}, base.options()));
        dropChannel(next, int64_t{6} * map.size * map.size, out.back().data_ptr<Scalar>());
        next += int64_t{24} * map.size * map.size;
    }
    return out;
}

template <class Scalar>
at::Tensor prefilterGradient(const Tables& tables,
                             const torch::autograd::variable_list& gradients,
                             const at::TensorOptions& options) {
    std::vector<Scalar> rows(4 * tables.forward.rows);
    std::vector<Scalar> pyramid(4 * tables.forward.columns);
    Scalar* next = rows.data();
    for (std::size_t i = 0; i < tables.maps.size(); ++i) {
        const int64_t texels = int64_t{6} * tables.maps[i].size * tables.maps[i].size;
        if (gradients[i].defined()) {
            const at::Tensor g = gradients[i].contiguous();
            padChannels(g.data_ptr<Scalar>(), texels, next);
        }
        next += 4 * texels;
    }
    multiply(tables.backward, rows.data(), pyramid.data());
    pushDown(tables.pyramid, pyramid.data());
    const int size = tables.pyramid.size[0];
    at::Tensor out = at::empty({6, size, size, 3}, options);
    dropChannel(pyramid.data(), tables.pyramid.offset[1], out.data_ptr<Scalar>());
    return out;
}

torch::autograd::variable_list prefilterOnCuda(Tables& tables, const at::Tensor& base) {
    const at::Tensor texels = tables.onCuda(base.device()).filter(base);
    std::vector<int64_t> counts;
    for (const LobeMap& map : tables.maps) {
        counts.push_back(int64_t{6} * map.size * map.size);
    }
    // Pieces of one tensor that autograd does not take for views of it.
    torch::autograd::variable_list out = at::unsafe_split_with_sizes(texels, counts);
    for (size_t i = 0; i < out.size(); ++i) {
        const int size = tables.maps[i].size;
        out[i] = at::_unsafe_view(out[i], {6, size, size, 3});
    }
    return out;
}

at::Tensor prefilterGradientOnCuda(Tables& tables,
                                   const torch::autograd::variable_list& gradients,
                                   const at::TensorOptions& options) {
    torch::autograd::variable_list texels;
    for (size_t i = 0; i < tables.maps.size(); ++i) {
        const int64_t count = int64_t{6} * tables.maps[i].size * tables.maps[i].size;
        texels.push_back(gradients[i].defined() ? gradients[i].reshape({count, 3})
                                                : at::zeros({count, 3}, options));
    }
    return tables.onCuda(options.device()).gradient(at::cat(texels));
}

struct Prefilter : torch::autograd::Function<Prefilter> {
    static torch::autograd::variable_list forward(torch::autograd::AutogradContext* ctx,
                                                  const at::Tensor& base,
                                                  const c10::intrusive_ptr<Tables>& tables) {
        ctx->saved_data["tables"] = c10::IValue::make_capsule(tables);
        if (base.is_cuda()) {
            return prefilterOnCuda(*tables, base);
        }
        return base.scalar_type() == at::kDouble ? prefilter<double>(*tables, base)
                                                 : prefilter<float>(*tables, base);
    }
    static torch::autograd::variable_list backward(
        torch::autograd::AutogradContext* ctx, const torch::autograd::variable_list& gradients) {
        const auto holder = ctx->saved_data["tables"].toCapsule();
        Tables& tables = static_cast<Tables&>(*holder);
        at::TensorOptions options;
        for (const at::Tensor& g : gradients) {
            options = g.defined() ? g.options() : options;
        }
        if (options.device().is_cuda()) {
            return {prefilterGradientOnCuda(tables, gradients, options), at::Tensor()};
        }
        return {options.dtype() == at::kDouble
                    ? prefilterGradient<double>(tables, gradients, options)
                    : prefilterGradient<float>(tables, gradients, options),
                at::Tensor()};
    }
};

}  // namespace

struct LightPrefilter::Data {
    c10::intrusive_ptr<Tables> tables;
};

LightPrefilter::LightPrefilter(int base_size) {
    const bool power_of_two = base_size > 0 && (base_size & (base_size - 1)) == 0;
    if (!power_of_two || base_size < 8 || base_size > 64) {
        throw Error(
            Error::Kind::BadInput,
            "light size " + std::to_string(base_size) + " is not a power of two from 8 to 64",
            "Use 16, 32 or 64.");
    }
    data_ = std::make_unique<Data>(Data{c10::make_intrusive<Tables>(base_size)});
}

LightPrefilter::~LightPrefilter() = default;
LightPrefilter::LightPrefilter(LightPrefilter&&) noexcept = default;
LightPrefilter& LightPrefilter::operator=(LightPrefilter&&) noexcept = default;

int LightPrefilter::baseSize() const {
    return data_->tables->pyramid.size[0];
}

LightMaps LightPrefilter::operator()(const at::Tensor& base) const {
    const int64_t size = baseSize();
    if (kCudaBuild && base.defined() && base.is_cuda()) {
        checkTensor(base, "light base", {6, size, size, 3}, {at::kFloat}, base.device());
    } else {
        checkTensor(base, "light base", {6, size, size, 3}, {at::kFloat, at::kDouble}, at::kCPU);
    }
    torch::autograd::variable_list maps = Prefilter::apply(base, data_->tables);
    LightMaps out;
    out.diffuse = maps[0];
    maps[0] = base;
    out.specular = std::move(maps);
    out.roughness = data_->tables->roughness;
    return out;
}

}  // namespace bozzetto
