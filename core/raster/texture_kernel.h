// SPDX-License-Identifier: Apache-2.0
#pragma once
// One lookup of texture and its gradient, shared by CPU and CUDA.
#include "math/accumulate.h"
#include "raster/texture_taps.h"

namespace bozzetto {

constexpr int kMaxMipLevels = 16;

template <class Scalar>
struct TextureLevel {
    const Scalar* data;  // [1 or N, texels, C]
    int height, width;
    int64_t texels;       // of all faces
    int64_t grad_offset;  // of this level in the gradient of one image
};

template <class Scalar>
struct TextureParams {
    TextureLevel<Scalar> level[kMaxMipLevels];
    int levels;
    TextureFilter filter;
    TextureBoundary boundary;
    bool texture_per_image;
    int64_t images, pixels, channels;
    const Scalar* uv;     // [N, P, 2 or 3]
    const Scalar* uv_da;  // [N, P, 4 or 6] or null
    const Scalar* bias;   // [N, P] or null
    Scalar* out;          // [N, P, C] out
};

template <class Scalar>
struct TextureGradParams {
    TextureParams<Scalar> forward;  // its out is not used
    const Scalar* grad_out;         // [N, P, C]
    Scalar* grad_texture;           // [1 or N, all levels' texels, C], zero on entry, or null
    int64_t grad_size;              // elements of one image of it
    Scalar* grad_uv;                // like uv, zero on entry, or null
    Scalar* grad_uv_da;             // like uv_da, zero on entry, or null
    Scalar* grad_bias;              // like bias, zero on entry, or null
};

/// What one pixel asks for: its own values. uv_da and bias count where the parameters' are not
/// null.
template <class Scalar>
struct Lookup {
    const Scalar* uv;     // [2 or 3]
    const Scalar* uv_da;  // [4 or 6]
    const Scalar* bias;   // [1]
};
template <class Scalar>
BOZZETTO_HD Lookup<Scalar> lookupOf(const TextureParams<Scalar>& p, int64_t pixel) {
    const int axes = p.boundary == TextureBoundary::Cube ? 3 : 2;
    return {p.uv + axes * pixel,
            p.uv_da ? p.uv_da + 2 * axes * pixel : nullptr,
            p.bias ? p.bias + pixel : nullptr};
}
/// Where the gradients by one pixel's own values go.
template <class Scalar>
struct LookupGrad {
    Scalar* uv;     // [2 or 3] or null
    Scalar* uv_da;  // [4 or 6] or null
    Scalar* bias;   // [1] or null
};

template <class Scalar>
BOZZETTO_HD FacePoint<Scalar> pointOf(TextureBoundary boundary, const Lookup<Scalar>& lookup) {
    if (boundary == TextureBoundary::Cube) {
        return cubePoint(Vec3<Scalar>{lookup.uv[0], lookup.uv[1], lookup.uv[2]});
    }
    FacePoint<Scalar> at{lookup.uv[0], lookup.uv[1], 0, true};
    if (boundary == TextureBoundary::Wrap) {
        at.s -= std::floor(at.s);
        at.t -= std::floor(at.t);
    }
    at.valid = at.s - at.s == Scalar(0) && at.t - at.t == Scalar(0);  // finite
    return at;
}

/// Derivatives of (s, t) on the face by the image's X and Y: from uv_da, for cubes by the quotient
/// rule.
template <class Scalar>
struct Jacobian {
    Scalar s_x, s_y, t_x, t_y;
};
template <class Scalar>
BOZZETTO_HD Jacobian<Scalar> jacobianOf(TextureBoundary boundary,
                                        const Lookup<Scalar>& lookup,
                                        const FacePoint<Scalar>& at) {
    const Scalar* da = lookup.uv_da;
    if (boundary != TextureBoundary::Cube) {
        return {da[0], da[1], da[2], da[3]};
    }
    const FaceAxes f = faceAxes(at.face);
    const Scalar c = lookup.uv[f.axis], m = Scalar(0.5) / std::abs(c);
    const Scalar ks = (at.s - Scalar(0.5)) / c, kt = (at.t - Scalar(0.5)) / c;
    const Scalar ms = Scalar(f.sign_s) * m, mt = Scalar(f.sign_t) * m;
    const Scalar *dc = da + 2 * f.axis, *ds = da + 2 * f.axis_s, *dt = da + 2 * f.axis_t;
    return {ms * ds[0] - ks * dc[0],
            ms * ds[1] - ks * dc[1],
            mt * dt[0] - kt * dc[0],
            mt * dt[1] - kt * dc[1]};
}

/// Level of the major axis of the pixel's footprint: log2 of the larger singular value of the
/// Jacobian in texels. `slope`: derivative of the level by each entry of the Jacobian, not finite
/// ones replaced by 0.
template <class Scalar>
BOZZETTO_HD Scalar
footprintLevel(const Jacobian<Scalar>& j, int height, int width, Jacobian<Scalar>* slope) {
    const Scalar w = Scalar(width), h = Scalar(height);
    const Scalar sx = j.s_x * w, sy = j.s_y * w, tx = j.t_x * h, ty = j.t_y * h;
    const Scalar a = sx * sx + tx * tx, b = sy * sy + ty * ty, c = sx * sy + tx * ty;
    const Scalar half = (a - b) * Scalar(0.5), n = half * half + c * c, root = std::sqrt(n);
    const Scalar mean = (a + b) * Scalar(0.5);
    if (slope) {
        const Scalar k = Scalar(0.7213475204444817) / (n + root * mean);  // 1 / (2 ln 2)
        const auto finite = [](Scalar x) { return x - x == Scalar(0) ? x : Scalar(0); };
        slope->s_x = finite(w * k * (sx * (root + half) + sy * c));
        slope->s_y = finite(w * k * (sy * (root - half) + sx * c));
        slope->t_x = finite(h * k * (tx * (root + half) + ty * c));
        slope->t_y = finite(h * k * (ty * (root - half) + tx * c));
    }
    return Scalar(0.5) * std::log2(mean + root);
}

/// The one or two levels that a lookup reads. `boundary`: p's, here and below an argument of its
/// own so that a kernel can know it.
template <class Scalar>
struct LevelChoice {
    int first, second;  // equal if only one is read
    Scalar fraction;    // of the second
};
template <class Scalar>
BOZZETTO_HD LevelChoice<Scalar> chooseLevel(const TextureParams<Scalar>& p,
                                            TextureBoundary boundary,
                                            const Lookup<Scalar>& lookup,
                                            const FacePoint<Scalar>& at) {
    if (p.filter == TextureFilter::Nearest || p.filter == TextureFilter::Linear) {
        return {0, 0, Scalar(0)};
    }
    Scalar level = p.bias ? lookup.bias[0] : Scalar(0);
    if (p.uv_da) {
        level += footprintLevel(jacobianOf(boundary, lookup, at),
                                p.level[0].height,
                                p.level[0].width,
                                static_cast<Jacobian<Scalar>*>(nullptr));
    }
    const Scalar last = Scalar(p.levels - 1);
    level = level > Scalar(0) ? (level < last ? level : last) : Scalar(0);
    const int first = static_cast<int>(level);
    if (p.filter == TextureFilter::LinearMipmapNearest || first == p.levels - 1 ||
        level == Scalar(0)) {
        return {first, first, Scalar(0)};
    }
    return {first, first + 1, level - static_cast<Scalar>(first)};
}

template <class Scalar>
BOZZETTO_HD void addTexel(const TextureLevel<Scalar>& level,
                          int64_t image,
                          int64_t channels,
                          int64_t index,
                          Scalar weight,
                          Scalar* out) {
    const Scalar* texel = level.data + (image * level.texels + index) * channels;
    for (int64_t c = 0; c < channels; ++c) {
        out[c] += weight * texel[c];
    }
}

/// kChannels: known number of channels, or 0.
template <int kChannels, class Scalar>
BOZZETTO_HD void texturePixel(const TextureParams<Scalar>& p, int64_t pixel) {
    const int64_t channels = kChannels > 0 ? kChannels : p.channels;
    Scalar* out = p.out + channels * pixel;
    for (int64_t c = 0; c < channels; ++c) {
        out[c] = Scalar(0);
    }
    const Lookup<Scalar> lookup = lookupOf(p, pixel);
    const FacePoint<Scalar> at = pointOf(p.boundary, lookup);
    if (!at.valid) {
        return;
    }
    const int64_t image = p.texture_per_image ? pixel / p.pixels : 0;
    if (p.filter == TextureFilter::Nearest) {
        const int64_t index = nearestTexel(p.boundary, p.level[0].height, p.level[0].width, at);
        if (index >= 0) {
            addTexel(p.level[0], image, channels, index, Scalar(1), out);
        }
        return;
    }
    const LevelChoice<Scalar> choice = chooseLevel(p, p.boundary, lookup, at);
    for (int l = choice.first; l <= choice.second; ++l) {
        const TextureLevel<Scalar>& level = p.level[l];
        const Taps<Scalar> taps = linearTaps(p.boundary, level.height, level.width, at);
        const Scalar share = l == choice.first ? Scalar(1) - choice.fraction : choice.fraction;
        for (int k = 0; k < 4; ++k) {
            if (taps.index[k] >= 0) {
                addTexel(level, image, channels, taps.index[k], share * taps.weight[k], out);
            }
        }
    }
}

/// Adds weight * grad [C] to a texel's gradient.
template <class Scalar>
struct TexelSums {
    Scalar* sums;  // of the level's first texel, or null
    int64_t channels;

    BOZZETTO_HD void operator()(int64_t index, Scalar weight, const Scalar* grad) const {
        for (int64_t c = 0; sums && c < channels; ++c) {
            accumulate(sums + index * channels + c, weight * grad[c]);
        }
    }
};

/// Sums over the taps of one level of grad . texel, by weight and slopes; calls add(texel, share *
/// weight, grad) for each. `texels`: the level in this pixel's image.
template <class Scalar>
struct LevelGrad {
    Scalar value, s, t;
};
template <class Scalar, class Add>
BOZZETTO_HD LevelGrad<Scalar> levelGrad(const Scalar* texels,
                                        int64_t channels,
                                        const Taps<Scalar>& taps,
                                        Scalar share,
                                        const Scalar* grad,
                                        const Add& add) {
    LevelGrad<Scalar> sum{};
    for (int k = 0; k < 4; ++k) {
        if (taps.index[k] < 0) {
            continue;
        }
        const Scalar* texel = texels + taps.index[k] * channels;
        Scalar product = 0;
        for (int64_t c = 0; c < channels; ++c) {
            product += grad[c] * texel[c];
        }
        sum.value += taps.weight[k] * product;
        sum.s += taps.slope_s[k] * product;
        sum.t += taps.slope_t[k] * product;
        add(taps.index[k], share * taps.weight[k], grad);
    }
    return sum;
}

/// Chains gradients by (s, t) and by the level back to uv, uv_da and the bias.
template <class Scalar>
BOZZETTO_HD void coordinateGrad(const TextureParams<Scalar>& p,
                                TextureBoundary boundary,
                                const Lookup<Scalar>& lookup,
                                const FacePoint<Scalar>& at,
                                Scalar grad_s,
                                Scalar grad_t,
                                Scalar grad_level,
                                const LookupGrad<Scalar>& out) {
    Jacobian<Scalar> dj{};
    if (p.uv_da && grad_level != Scalar(0)) {
        Jacobian<Scalar> slope;
        footprintLevel(
            jacobianOf(boundary, lookup, at), p.level[0].height, p.level[0].width, &slope);
        dj = {grad_level * slope.s_x,
              grad_level * slope.s_y,
              grad_level * slope.t_x,
              grad_level * slope.t_y};
    }
    if (out.bias) {
        out.bias[0] = grad_level;
    }
    if (boundary != TextureBoundary::Cube) {
        if (out.uv) {
            out.uv[0] = grad_s;
            out.uv[1] = grad_t;
        }
        if (out.uv_da) {
            out.uv_da[0] = dj.s_x;
            out.uv_da[1] = dj.s_y;
            out.uv_da[2] = dj.t_x;
            out.uv_da[3] = dj.t_y;
        }
        return;
    }
    const FaceAxes f = faceAxes(at.face);
    const Scalar c = lookup.uv[f.axis], m = Scalar(0.5) / std::abs(c);
    const Scalar s = (at.s - Scalar(0.5)) / c, t = (at.t - Scalar(0.5)) / c;
    const Scalar ms = Scalar(f.sign_s) * m, mt = Scalar(f.sign_t) * m;
    if (out.uv) {
        // s and t depend on the direction, and so does the Jacobian: each of its entries is ms *
        // d(axis_s) - s/c d(axis).
        Scalar gs = grad_s, gt = grad_t, gc = Scalar(0);
        if (p.uv_da) {
            const Scalar* da = lookup.uv_da;
            const Scalar *dc = da + 2 * f.axis, *ds = da + 2 * f.axis_s, *dt = da + 2 * f.axis_t;
            gs -= (dj.s_x * dc[0] + dj.s_y * dc[1]) / c;
            gt -= (dj.t_x * dc[0] + dj.t_y * dc[1]) / c;
            gc = (dj.s_x * (s * dc[0] - ms * ds[0]) + dj.s_y * (s * dc[1] - ms * ds[1]) +
                  dj.t_x * (t * dc[0] - mt * dt[0]) + dj.t_y * (t * dc[1] - mt * dt[1])) /
                 c;
        }
        out.uv[f.axis] = gc - s * gs - t * gt;
        out.uv[f.axis_s] = ms * gs;
        out.uv[f.axis_t] = mt * gt;
    }
    if (out.uv_da) {
        Scalar* da = out.uv_da;
        da[2 * f.axis] = -s * dj.s_x - t * dj.t_x;
        da[2 * f.axis + 1] = -s * dj.s_y - t * dj.t_y;
        da[2 * f.axis_s] = ms * dj.s_x;
        da[2 * f.axis_s + 1] = ms * dj.s_y;
        da[2 * f.axis_t] = mt * dj.t_x;
        da[2 * f.axis_t + 1] = mt * dj.t_y;
    }
}

/// grad_texture: the sums of this pixel's image (or of all images), or null.
template <int kChannels, class Scalar>
BOZZETTO_HD void texturePixelGrad(const TextureGradParams<Scalar>& g,
                                  int64_t pixel,
                                  Scalar* grad_texture) {
    const TextureParams<Scalar>& p = g.forward;
    const int64_t channels = kChannels > 0 ? kChannels : p.channels;
    const Scalar* grad = g.grad_out + channels * pixel;
    bool any = false;
    for (int64_t c = 0; c < channels; ++c) {
        any = any || grad[c] != Scalar(0);
    }
    if (!any) {
        return;
    }
    const Lookup<Scalar> lookup = lookupOf(p, pixel);
    const FacePoint<Scalar> at = pointOf(p.boundary, lookup);
    if (!at.valid) {
        return;
    }
    const int64_t image = p.texture_per_image ? pixel / p.pixels : 0;
    if (p.filter == TextureFilter::Nearest) {
        const int64_t index = nearestTexel(p.boundary, p.level[0].height, p.level[0].width, at);
        for (int64_t c = 0; index >= 0 && grad_texture && c < channels; ++c) {
            accumulate(grad_texture + index * channels + c, grad[c]);
        }
        return;
    }
    const LevelChoice<Scalar> choice = chooseLevel(p, p.boundary, lookup, at);
    LevelGrad<Scalar> of[2] = {};
    for (int l = choice.first; l <= choice.second; ++l) {
        const TextureLevel<Scalar>& level = p.level[l];
        const Taps<Scalar> taps = linearTaps(p.boundary, level.height, level.width, at);
        const Scalar share = l == choice.first ? Scalar(1) - choice.fraction : choice.fraction;
        const TexelSums<Scalar> sums{grad_texture ? grad_texture + level.grad_offset : nullptr,
                                     channels};
        of[l - choice.first] = levelGrad(
            level.data + image * level.texels * channels, channels, taps, share, grad, sums);
    }
    const Scalar w0 = Scalar(1) - choice.fraction, w1 = choice.fraction;
    const Scalar grad_level = choice.second > choice.first ? of[1].value - of[0].value : Scalar(0);
    const int axes = p.boundary == TextureBoundary::Cube ? 3 : 2;
    coordinateGrad(p,
                   p.boundary,
                   lookup,
                   at,
                   w0 * of[0].s + w1 * of[1].s,
                   w0 * of[0].t + w1 * of[1].t,
                   grad_level,
                   LookupGrad<Scalar>{g.grad_uv ? g.grad_uv + axes * pixel : nullptr,
                                      g.grad_uv_da ? g.grad_uv_da + 2 * axes * pixel : nullptr,
                                      g.grad_bias ? g.grad_bias + pixel : nullptr});
}

/// One texel of the next smaller level: the mean of rows x columns (1 or 2 each) texels from `from`
/// on.
template <class Scalar>
BOZZETTO_HD void downsampleTexel(
    const Scalar* from, int64_t row_stride, int rows, int columns, int64_t channels, Scalar* out) {
    const Scalar share = Scalar(1) / static_cast<Scalar>(rows * columns);
    for (int64_t c = 0; c < channels; ++c) {
        Scalar sum = 0;
        for (int i = 0; i < rows; ++i) {
            for (int j = 0; j < columns; ++j) {
                sum += from[i * row_stride + j * channels + c];
            }
        }
        out[c] = sum * share;
    }
}

void textureCpu(const TextureParams<float>& params);
void textureCpu(const TextureParams<double>& params);
void textureGradCpu(const TextureGradParams<float>& params);
void textureGradCpu(const TextureGradParams<double>& params);

/// Fills [planes, h, w, C] from [planes, H, W, C]; a side of 1 stays 1, others are halved.
struct DownsampleShape {
    int64_t planes, channels;
    int from_height, from_width;
};
void downsampleCpu(const DownsampleShape& shape, const float* from, float* to);
void downsampleCpu(const DownsampleShape& shape, const double* from, double* to);
/// The transpose: adds each small texel's gradient to those it was made of.
void downsampleGradCpu(const DownsampleShape& shape, const float* grad_small, float* grad_large);
void downsampleGradCpu(const DownsampleShape& shape, const double* grad_small, double* grad_large);

}  // namespace bozzetto
