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

template <class Scalar>
BOZZETTO_HD FacePoint<Scalar> pointOf(const TextureParams<Scalar>& p, int64_t pixel) {
    if (p.boundary == TextureBoundary::Cube) {
        const Scalar* d = p.uv + 3 * pixel;
        return cubePoint(Vec3<Scalar>{d[0], d[1], d[2]});
    }
    FacePoint<Scalar> at{p.uv[2 * pixel], p.uv[2 * pixel + 1], 0, true};
    if (p.boundary == TextureBoundary::Wrap) {
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
BOZZETTO_HD Jacobian<Scalar> jacobianOf(const TextureParams<Scalar>& p,
                                        int64_t pixel,
                                        const FacePoint<Scalar>& at) {
    if (p.boundary != TextureBoundary::Cube) {
        const Scalar* da = p.uv_da + 4 * pixel;
        return {da[0], da[1], da[2], da[3]};
    }
    const FaceAxes f = faceAxes(at.face);
    const Scalar* da = p.uv_da + 6 * pixel;
    const Scalar c = p.uv[3 * pixel + f.axis], m = Scalar(0.5) / std::abs(c);
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

/// The one or two levels that a lookup reads.
template <class Scalar>
struct LevelChoice {
    int first, second;  // equal if only one is read
    Scalar fraction;    // of the second
};
template <class Scalar>
BOZZETTO_HD LevelChoice<Scalar> chooseLevel(const TextureParams<Scalar>& p,
                                            int64_t pixel,
                                            const FacePoint<Scalar>& at) {
    if (p.filter == TextureFilter::Nearest || p.filter == TextureFilter::Linear) {
        return {0, 0, Scalar(0)};
    }
    Scalar level = p.bias ? p.bias[pixel] : Scalar(0);
    if (p.uv_da) {
        level += footprintLevel(jacobianOf(p, pixel, at),
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
    const FacePoint<Scalar> at = pointOf(p, pixel);
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
    const LevelChoice<Scalar> choice = chooseLevel(p, pixel, at);
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

/// Sums over the taps of one level of grad . texel, by weight and slopes; adds to the texels'
/// gradient.
template <class Scalar>
struct LevelGrad {
    Scalar value, s, t;
};
template <class Scalar>
BOZZETTO_HD LevelGrad<Scalar> levelGrad(const TextureLevel<Scalar>& level,
                                        int64_t image,
                                        int64_t channels,
                                        const Taps<Scalar>& taps,
                                        Scalar share,
                                        const Scalar* grad,
                                        Scalar* grad_texture) {
    LevelGrad<Scalar> sum{};
    for (int k = 0; k < 4; ++k) {
        if (taps.index[k] < 0) {
            continue;
        }
        const Scalar* texel = level.data + (image * level.texels + taps.index[k]) * channels;
        Scalar product = 0;
        for (int64_t c = 0; c < channels; ++c) {
            product += grad[c] * texel[c];
        }
        sum.value += taps.weight[k] * product;
        sum.s += taps.slope_s[k] * product;
        sum.t += taps.slope_t[k] * product;
        if (grad_texture) {
            Scalar* target = grad_texture + level.grad_offset + taps.index[k] * channels;
            for (int64_t c = 0; c < channels; ++c) {
                accumulate(target + c, share * taps.weight[k] * grad[c]);
            }
        }
    }
    return sum;
}

/// Chains gradients by (s, t) and by the level back to uv, uv_da and the bias.
template <class Scalar>
BOZZETTO_HD void coordinateGrad(const TextureGradParams<Scalar>& g,
                                int64_t pixel,
                                const FacePoint<Scalar>& at,
                                Scalar grad_s,
                                Scalar grad_t,
                                Scalar grad_level) {
    const TextureParams<Scalar>& p = g.forward;
    Jacobian<Scalar> dj{};
    if (p.uv_da && grad_level != Scalar(0)) {
        Jacobian<Scalar> slope;
        footprintLevel(jacobianOf(p, pixel, at), p.level[0].height, p.level[0].width, &slope);
        dj = {grad_level * slope.s_x,
              grad_level * slope.s_y,
              grad_level * slope.t_x,
              grad_level * slope.t_y};
    }
    if (g.grad_bias) {
        g.grad_bias[pixel] = grad_level;
    }
    if (p.boundary != TextureBoundary::Cube) {
        if (g.grad_uv) {
            g.grad_uv[2 * pixel] = grad_s;
            g.grad_uv[2 * pixel + 1] = grad_t;
        }
        if (g.grad_uv_da) {
            Scalar* da = g.grad_uv_da + 4 * pixel;
            da[0] = dj.s_x;
            da[1] = dj.s_y;
            da[2] = dj.t_x;
            da[3] = dj.t_y;
        }
        return;
    }
    const FaceAxes f = faceAxes(at.face);
    const Scalar c = p.uv[3 * pixel + f.axis], m = Scalar(0.5) / std::abs(c);
    const Scalar s = (at.s - Scalar(0.5)) / c, t = (at.t - Scalar(0.5)) / c;
    const Scalar ms = Scalar(f.sign_s) * m, mt = Scalar(f.sign_t) * m;
    if (g.grad_uv) {
        // s and t depend on the direction, and so does the Jacobian: each of its entries is ms *
        // d(axis_s) - s/c d(axis).
        Scalar gs = grad_s, gt = grad_t, gc = Scalar(0);
        if (p.uv_da) {
            const Scalar* da = p.uv_da + 6 * pixel;
            const Scalar *dc = da + 2 * f.axis, *ds = da + 2 * f.axis_s, *dt = da + 2 * f.axis_t;
            gs -= (dj.s_x * dc[0] + dj.s_y * dc[1]) / c;
            gt -= (dj.t_x * dc[0] + dj.t_y * dc[1]) / c;
            gc = (dj.s_x * (s * dc[0] - ms * ds[0]) + dj.s_y * (s * dc[1] - ms * ds[1]) +
                  dj.t_x * (t * dc[0] - mt * dt[0]) + dj.t_y * (t * dc[1] - mt * dt[1])) /
                 c;
        }
        Scalar* out = g.grad_uv + 3 * pixel;
        out[f.axis] = gc - s * gs - t * gt;
        out[f.axis_s] = ms * gs;
        out[f.axis_t] = mt * gt;
    }
    if (g.grad_uv_da) {
        Scalar* da = g.grad_uv_da + 6 * pixel;
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
    const FacePoint<Scalar> at = pointOf(p, pixel);
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
    const LevelChoice<Scalar> choice = chooseLevel(p, pixel, at);
    LevelGrad<Scalar> of[2] = {};
    for (int l = choice.first; l <= choice.second; ++l) {
        const TextureLevel<Scalar>& level = p.level[l];
        const Taps<Scalar> taps = linearTaps(p.boundary, level.height, level.width, at);
        const Scalar share = l == choice.first ? Scalar(1) - choice.fraction : choice.fraction;
        of[l - choice.first] = levelGrad(level, image, channels, taps, share, grad, grad_texture);
    }
    const Scalar w0 = Scalar(1) - choice.fraction, w1 = choice.fraction;
    const Scalar grad_level = choice.second > choice.first ? of[1].value - of[0].value : Scalar(0);
    coordinateGrad(
        g, pixel, at, w0 * of[0].s + w1 * of[1].s, w0 * of[0].t + w1 * of[1].t, grad_level);
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
