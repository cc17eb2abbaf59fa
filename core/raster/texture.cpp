// SPDX-License-Identifier: Apache-2.0
#include "raster/texture.h"

#include "raster/op_checks.h"
#include "raster/texture_cuda.h"
#include "tensor/cuda.h"

#include <torch/csrc/autograd/custom_function.h>
#include <torch/types.h>

namespace bozzetto {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;
using OptionalTensor = c10::optional<at::Tensor>;

[[noreturn]] void fail(const std::string& what, const std::string& hint) {
    throw Error(Error::Kind::BadInput, "texture: " + what, hint);
}

bool usesMips(TextureFilter filter) {
    return filter == TextureFilter::LinearMipmapNearest ||
           filter == TextureFilter::LinearMipmapLinear;
}

int64_t heightOf(const at::Tensor& level) {
    return level.size(level.dim() - 3);
}
int64_t widthOf(const at::Tensor& level) {
    return level.size(level.dim() - 2);
}

std::vector<int64_t> nextLevelShape(const at::Tensor& level) {
    std::vector<int64_t> shape = level.sizes().vec();
    for (const size_t side : {shape.size() - 3, shape.size() - 2}) {
        if (shape[side] > 1 && shape[side] % 2) {
            fail("a mip level of " + std::to_string(widthOf(level)) + " x " +
                     std::to_string(heightOf(level)) + " texels cannot be halved",
                 "Limit max_mip_level, or use a texture whose sides are powers of two.");
        }
        shape[side] = std::max<int64_t>(1, shape[side] / 2);
    }
    return shape;
}

DownsampleShape downsampleShape(const at::Tensor& from) {
    const int64_t height = heightOf(from), width = widthOf(from), channels = from.size(-1);
    return {from.numel() / (height * width * channels),
            channels,
            static_cast<int>(height),
            static_cast<int>(width)};
}

/// Levels as the CUDA kernels take them. Level l of an image starts image_stride[l] after that of
/// the one before.
template <class Scalar>
MipLevels<Scalar> mipLevelsOf(const std::vector<at::Tensor>& levels) {
    MipLevels<Scalar> mips{};
    const at::Tensor& base = levels[0];
    mips.levels = static_cast<int>(levels.size());
    mips.images = base.size(0);
    mips.channels = base.size(-1);
    mips.faces = base.dim() == 5 ? base.size(1) : 1;
    for (size_t l = 0; l < levels.size(); ++l) {
        mips.level[l] = {levels[l].data_ptr<Scalar>(),
                         levels[l].stride(0),
                         static_cast<int>(heightOf(levels[l])),
                         static_cast<int>(widthOf(levels[l]))};
    }
    return mips;
}

/// Base and the levels made from it, until 1 x 1 or `limit` levels above the base.
template <class Scalar>
std::vector<at::Tensor> makeLevels(const at::Tensor& base, int limit) {
    std::vector<at::Tensor> levels = {base};
    while (static_cast<int>(levels.size()) <= limit &&
           (heightOf(levels.back()) > 1 || widthOf(levels.back()) > 1)) {
        levels.push_back(at::empty(nextLevelShape(levels.back()), base.options()));
    }
    if (base.is_cuda()) {
        if constexpr (kCudaBuild) {
            makeMipLevelsCuda(mipLevelsOf<Scalar>(levels), queueOf(base));
        }
        return levels;
    }
    for (size_t l = 1; l < levels.size(); ++l) {
        downsampleCpu(downsampleShape(levels[l - 1]),
                      levels[l - 1].template data_ptr<Scalar>(),
                      levels[l].template data_ptr<Scalar>());
    }
    return levels;
}

template <class Scalar>
void runOnDevice(const TextureParams<Scalar>& params, const at::Tensor& uv) {
    if (uv.is_cuda()) {
        if constexpr (kCudaBuild) {
            textureCuda(params, queueOf(uv));
        }
        return;
    }
    textureCpu(params);
}
template <class Scalar>
void gradOnDevice(const TextureGradParams<Scalar>& params, const at::Tensor& uv) {
    if (uv.is_cuda()) {
        if constexpr (kCudaBuild) {
            textureGradCuda(params, queueOf(uv));
        }
        return;
    }
    textureGradCpu(params);
}

/// Plain settings that travel through autograd.
struct Modes {
    TextureFilter filter;
    TextureBoundary boundary;
    bool own_mips;  // made here from the base, not given by the caller
};

template <class Scalar>
TextureParams<Scalar> paramsOf(const std::vector<at::Tensor>& levels,
                               const Modes& modes,
                               const at::Tensor& uv,
                               const at::Tensor& uv_da,
                               const at::Tensor& bias) {
    TextureParams<Scalar> params{};
    params.levels = static_cast<int>(levels.size());
    params.filter = modes.filter;
    params.boundary = modes.boundary;
    params.texture_per_image = levels[0].size(0) > 1;
    params.images = uv.size(0);
    params.pixels = uv.size(1) * uv.size(2);
    params.channels = levels[0].size(-1);
    params.uv = uv.data_ptr<Scalar>();
    params.uv_da = dataOrNull<Scalar>(uv_da);
    params.bias = dataOrNull<Scalar>(bias);
    int64_t offset = 0;
    for (size_t l = 0; l < levels.size(); ++l) {
        const int64_t elements = levels[l].numel() / std::max<int64_t>(1, levels[l].size(0));
        params.level[l] = {levels[l].data_ptr<Scalar>(),
                           static_cast<int>(heightOf(levels[l])),
                           static_cast<int>(widthOf(levels[l])),
                           elements / params.channels,
                           offset};
        offset += elements;
    }
    return params;
}

/// Inputs: levels (the base and the caller's or the made ones), uv, uv_da and bias (each may be
/// absent).
struct TextureFunction : torch::autograd::Function<TextureFunction> {
    static at::Tensor forward(AutogradContext* ctx,
                              at::TensorList levels,
                              const at::Tensor& given_uv,
                              const OptionalTensor& uv_da,
                              const OptionalTensor& bias,
                              const Modes& modes) {
        std::vector<at::Tensor> level_list = levels.vec();
        for (at::Tensor& level : level_list) {
            level = alignedForKernels(level);
        }
        const at::Tensor uv = alignedForKernels(given_uv),
                         da = alignedForKernels(uv_da.value_or(at::Tensor())),
                         level_bias = alignedForKernels(bias.value_or(at::Tensor()));
        at::Tensor out =
            at::empty({uv.size(0), uv.size(1), uv.size(2), levels[0].size(-1)}, uv.options());
        const auto run = [&](auto scalar) {
            using Scalar = decltype(scalar);
            TextureParams<Scalar> params = paramsOf<Scalar>(level_list, modes, uv, da, level_bias);
            params.out = out.data_ptr<Scalar>();
            runOnDevice(params, uv);
        };
        uv.scalar_type() == at::kFloat ? run(float{}) : run(double{});
        variable_list saved(level_list.begin(), level_list.end());
        saved.insert(saved.end(), {uv, da, level_bias});
        ctx->save_for_backward(saved);
        bool needs_levels = false;
        for (const at::Tensor& level : levels) {
            needs_levels = needs_levels || level.requires_grad();
        }
        ctx->saved_data["needs_levels"] = needs_levels;
        ctx->saved_data["needs_uv"] = given_uv.requires_grad();
        ctx->saved_data["needs_da"] = uv_da.has_value() && uv_da->requires_grad();
        ctx->saved_data["needs_bias"] = bias.has_value() && bias->requires_grad();
        ctx->saved_data["filter"] = static_cast<int64_t>(modes.filter);
        ctx->saved_data["boundary"] = static_cast<int64_t>(modes.boundary);
        ctx->saved_data["own_mips"] = modes.own_mips;
        return out;
    }

    /// Splits the flat gradient [1 or N, all levels] into one tensor a level.
    static variable_list splitLevels(const at::Tensor& flat,
                                     const std::vector<at::Tensor>& levels) {
        variable_list grads;
        int64_t offset = 0;
        for (const at::Tensor& level : levels) {
            const int64_t elements = level.numel() / level.size(0);
            grads.push_back(flat.narrow(1, offset, elements).reshape(level.sizes()).contiguous());
            offset += elements;
        }
        return grads;
    }

    /// The gradient [1 or N, all levels] as views of its levels.
    static std::vector<at::Tensor> viewsOf(const at::Tensor& flat,
                                           const std::vector<at::Tensor>& levels) {
        std::vector<at::Tensor> views;
        int64_t offset = 0;
        for (const at::Tensor& level : levels) {
            const int64_t elements = level.numel() / level.size(0);
            views.push_back(flat.narrow(1, offset, elements).view(level.sizes()));
            offset += elements;
        }
        return views;
    }

    /// Gradients of the levels; of levels that were made here, all of it at the base.
    template <class Scalar>
    static variable_list levelGrads(const at::Tensor& flat,
                                    const std::vector<at::Tensor>& levels,
                                    bool own_mips) {
        if (own_mips && flat.is_cuda()) {
            const std::vector<at::Tensor> views = viewsOf(flat, levels);
            if constexpr (kCudaBuild) {
                mipLevelsGradCuda(mipLevelsOf<Scalar>(views), queueOf(flat));
            }
            variable_list grads(levels.size());
            grads[0] = views[0].contiguous();
            return grads;
        }
        variable_list grads = splitLevels(flat, levels);
        if (own_mips) {
            pullToBase<Scalar>(levels, grads);
        }
        return grads;
    }

    /// Adds the gradient of each made level to the level it was made from, smallest first.
    template <class Scalar>
    static void pullToBase(const std::vector<at::Tensor>& levels, variable_list& grads) {
        for (size_t l = levels.size(); l-- > 1;) {
            downsampleGradCpu(downsampleShape(levels[l - 1]),
                              grads[l].template data_ptr<Scalar>(),
                              grads[l - 1].template data_ptr<Scalar>());
            grads[l] = at::Tensor();
        }
    }

    template <class Scalar>
    static variable_list grad(AutogradContext* ctx, const at::Tensor& grad_out) {
        const variable_list saved = ctx->get_saved_variables();
        const std::vector<at::Tensor> levels(saved.begin(), saved.end() - 3);
        const at::Tensor &uv = saved[levels.size()], &uv_da = saved[levels.size() + 1],
                         &bias = saved.back();
        const Modes modes{static_cast<TextureFilter>(ctx->saved_data["filter"].toInt()),
                          static_cast<TextureBoundary>(ctx->saved_data["boundary"].toInt()),
                          ctx->saved_data["own_mips"].toBool()};
        TextureGradParams<Scalar> params{};
        params.forward = paramsOf<Scalar>(levels, modes, uv, uv_da, bias);
        params.grad_out = grad_out.data_ptr<Scalar>();
        at::Tensor flat, grad_uv, grad_da, grad_bias;
        const auto wanted = [&](const char* key, const at::Tensor& like, Scalar*& target) {
            if (!ctx->saved_data[key].toBool()) {
                return at::Tensor();
            }
            const at::Tensor t = like.is_cuda() ? at::empty_like(like) : at::zeros_like(like);
            target = t.data_ptr<Scalar>();
            return t;
        };
        if (ctx->saved_data["needs_levels"].toBool()) {
            for (const at::Tensor& level : levels) {
                params.grad_size += level.numel() / level.size(0);
            }
            flat = at::zeros({levels[0].size(0), params.grad_size}, uv.options());
            params.grad_texture = flat.data_ptr<Scalar>();
        }
        grad_uv = wanted("needs_uv", uv, params.grad_uv);
        grad_da = wanted("needs_da", uv_da, params.grad_uv_da);
        grad_bias = wanted("needs_bias", bias, params.grad_bias);
        gradOnDevice(params, uv);
        variable_list grads = flat.defined() ? levelGrads<Scalar>(flat, levels, modes.own_mips)
                                             : variable_list(levels.size());
        grads.insert(grads.end(), {grad_uv, grad_da, grad_bias, at::Tensor()});
        return grads;
    }

    static variable_list backward(AutogradContext* ctx, variable_list grads) {
        const at::Tensor grad_out = alignedForKernels(grads[0].contiguous());
        return grad_out.scalar_type() == at::kFloat ? grad<float>(ctx, grad_out)
                                                    : grad<double>(ctx, grad_out);
    }
};

void checkInputs(const at::Tensor& tex, const at::Tensor& uv, const TextureOptions& options) {
    const bool cube = options.boundary == TextureBoundary::Cube;
    const at::Device device = uv.defined() ? uv.device() : at::kCPU;
    checkTensor(uv, "uv", {-1, -1, -1, cube ? 3 : 2}, {at::kFloat, at::kDouble}, device);
    const at::ScalarType dtype = uv.scalar_type();
    if (cube) {
        checkTensor(tex, "tex", {-1, 6, -1, -1, -1}, {dtype}, device);
    } else {
        checkTensor(tex, "tex", {-1, -1, -1, -1}, {dtype}, device);
    }
    requireKernels(uv, "texture");
    const int64_t height = heightOf(tex), width = widthOf(tex);
    if (height < 1 || width < 1 || height > 65536 || width > 65536 || tex.size(-1) < 1 ||
        (cube && height != width)) {
        fail("texture of " + std::to_string(width) + " x " + std::to_string(height) + " texels, " +
                 std::to_string(tex.size(-1)) + " channels",
             "Give 1 to 65536 texels a side (cube faces: square) and at least one channel.");
    }
    if (tex.size(0) != 1 && tex.size(0) != uv.size(0)) {
        fail("tex is for " + std::to_string(tex.size(0)) + " images, uv holds " +
                 std::to_string(uv.size(0)),
             "Give one texture (shared) or one for each image.");
    }
    if (options.uv_da.defined()) {
        checkTensor(options.uv_da,
                    "uv_da",
                    {uv.size(0), uv.size(1), uv.size(2), cube ? 6 : 4},
                    {dtype},
                    device);
    }
    if (options.mip_bias.defined()) {
        checkTensor(
            options.mip_bias, "mip_bias", {uv.size(0), uv.size(1), uv.size(2)}, {dtype}, device);
    }
    if (usesMips(options.filter) && !options.uv_da.defined() && !options.mip_bias.defined()) {
        fail("a mipmap filter without uv_da and mip_bias",
             "Give at least one of them, or use the linear filter.");
    }
}

/// Base and the caller's levels, as many as `limit` allows.
std::vector<at::Tensor> givenLevels(const at::Tensor& tex,
                                    const std::vector<at::Tensor>& mips,
                                    int limit) {
    std::vector<at::Tensor> levels = {tex};
    for (const at::Tensor& mip : mips) {
        if (static_cast<int>(levels.size()) > limit) {
            break;
        }
        const std::vector<int64_t> expected = nextLevelShape(levels.back());
        if (!mip.defined() || mip.sizes() != at::IntArrayRef(expected) ||
            mip.scalar_type() != tex.scalar_type() || mip.device() != tex.device() ||
            !mip.is_contiguous()) {
            fail("mip level " + std::to_string(levels.size()) + " does not fit the one before",
                 "Each level halves both sides; dtype, device and channels stay.");
        }
        levels.push_back(mip);
    }
    return levels;
}

}  // namespace

at::Tensor texture(const at::Tensor& tex, const at::Tensor& uv, const TextureOptions& options) {
    checkInputs(tex, uv, options);
    const int limit = options.max_mip_level < 0
                          ? kMaxMipLevels - 1
                          : std::min(options.max_mip_level, kMaxMipLevels - 1);
    Modes modes{options.filter, options.boundary, options.mips.empty()};
    std::vector<at::Tensor> levels = {tex};
    if (usesMips(options.filter) && limit > 0) {
        if (!modes.own_mips) {
            levels = givenLevels(tex, options.mips, limit);
        } else {
            const at::Tensor base = tex.detach();
            levels = tex.scalar_type() == at::kFloat ? makeLevels<float>(base, limit)
                                                     : makeLevels<double>(base, limit);
            levels[0] = tex;
        }
    } else if (usesMips(options.filter)) {
        modes.filter = TextureFilter::Linear;
    }
    const auto optional = [](const at::Tensor& t) {
        return t.defined() ? OptionalTensor(t) : OptionalTensor();
    };
    return TextureFunction::apply(
        at::TensorList(levels), uv, optional(options.uv_da), optional(options.mip_bias), modes);
}

}  // namespace bozzetto
