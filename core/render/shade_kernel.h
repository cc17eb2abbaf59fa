// SPDX-License-Identifier: Apache-2.0
#pragma once
// Formulas of shade() for one pixel, forward and gradient. Sources: see shade.h.
#include "render/cube_map.h"

#include <cstdint>

namespace bozzetto {

constexpr int kMaxSpecularLevels = 8;
constexpr int kDiffuseCube = -1;  // where specular cubes are numbered by their level
constexpr int kFgSize = 256;

/// A cube map whose faces carry a border of one texel copied from their neighbours, so that a
/// bilinear lookup never leaves its face: [6, size + 2, size + 2, 4], RGB and one unused channel.
/// At the cube's corners the border texel is the mean of the three that meet there.
template <class Scalar>
struct BorderedCube {
    Scalar* texels = nullptr;
    int size = 0;
};
BOZZETTO_HD int64_t borderedTexels(int size) {
    return int64_t{6} * (size + 2) * (size + 2);
}

template <class Scalar>
struct ShadeParams {
    int64_t count = 0;
    const Scalar *position = nullptr, *normal = nullptr, *kd = nullptr,
                 *orm = nullptr;     // [count, 3]
    const Scalar* camera = nullptr;  // [count, 3], or [3] if camera_stride is 0
    int camera_stride = 0;
    const float* fg = nullptr;  // [kFgSize roughness, kFgSize N.V, 2]
    BorderedCube<const Scalar> diffuse;
    BorderedCube<const Scalar> specular[kMaxSpecularLevels];
    Scalar roughness[kMaxSpecularLevels] = {};
    int levels = 0;
};

/// Where gradients go; the cubes belong to one worker. Any of normal, kd, orm may be null.
template <class Scalar>
struct ShadeGradients {
    Scalar *normal = nullptr, *kd = nullptr, *orm = nullptr;
    bool light = false;
    BorderedCube<Scalar> diffuse;
    BorderedCube<Scalar> specular[kMaxSpecularLevels];
};

/// The four taps of a bilinear lookup and what its derivative in the direction needs.
template <class Scalar>
struct CubeTaps {
    int64_t index;  // of the first tap; the others are one column and one row further
    int64_t row;    // texels in a bordered row
    Scalar fx, fy;
    CubePoint<Scalar> point;
};

template <class Scalar>
BOZZETTO_HD CubeTaps<Scalar> cubeTaps(Vec3<Scalar> d, int size) {
    CubeTaps<Scalar> t;
    t.point = cubePoint(d);
    const Scalar half = Scalar(0.5) * static_cast<Scalar>(size);
    // Bordered texel i has its centre at i - 0.5 texels from the face's edge.
    const Scalar x = (t.point.a + Scalar(1)) * half + Scalar(0.5),
                 y = (t.point.b + Scalar(1)) * half + Scalar(0.5);
    const auto first = [size](Scalar v) {
        const int i = static_cast<int>(v);
        return i < 0 ? 0 : (i > size ? size : i);
    };
    const int ix = first(x), iy = first(y);
    t.fx = x - static_cast<Scalar>(ix), t.fy = y - static_cast<Scalar>(iy);
    t.row = size + 2;
    t.index = (t.point.face * t.row + iy) * t.row + ix;
    return t;
}

/// The four numbers of a texel; on the device by one load.
template <class Scalar>
BOZZETTO_HD void loadTexel(const Scalar* texel, Scalar (&v)[4]) {
#if defined(__CUDA_ARCH__)
    if constexpr (sizeof(Scalar) == sizeof(float)) {
        const float4 all = __ldg(reinterpret_cast<const float4*>(texel));
        v[0] = all.x, v[1] = all.y, v[2] = all.z, v[3] = all.w;
    } else
#endif
    {
        for (int c = 0; c < 4; ++c) {
            v[c] = texel[c];
        }
    }
}

template <class Scalar>
BOZZETTO_HD Vec3<Scalar> cubeValue(const BorderedCube<const Scalar>& cube,
                                   const CubeTaps<Scalar>& t) {
    const Scalar* top = cube.texels + 4 * t.index;
    const Scalar* bottom = top + 4 * t.row;
    const Scalar w00 = (1 - t.fx) * (1 - t.fy), w10 = t.fx * (1 - t.fy), w01 = (1 - t.fx) * t.fy,
                 w11 = t.fx * t.fy;
    Scalar t00[4], t10[4], t01[4], t11[4], v[4];
    loadTexel(top, t00);
    loadTexel(top + 4, t10);
    loadTexel(bottom, t01);
    loadTexel(bottom + 4, t11);
    for (int c = 0; c < 4; ++c) {
        v[c] = (w00 * t00[c] + w10 * t10[c]) + (w01 * t01[c] + w11 * t11[c]);
    }
    return {v[0], v[1], v[2]};
}

/// Adds a gradient g of the value to the taps.
template <class Scalar>
BOZZETTO_HD void accumulateTaps(const BorderedCube<Scalar>& cube,
                                const CubeTaps<Scalar>& t,
                                Vec3<Scalar> g) {
    Scalar* top = cube.texels + 4 * t.index;
    Scalar* bottom = top + 4 * t.row;
    const Scalar w00 = (1 - t.fx) * (1 - t.fy), w10 = t.fx * (1 - t.fy), w01 = (1 - t.fx) * t.fy,
                 w11 = t.fx * t.fy;
    const Scalar v[4] = {g.x, g.y, g.z, 0};
    for (int c = 0; c < 4; ++c) {
        top[c] += w00 * v[c];
        top[4 + c] += w10 * v[c];
        bottom[c] += w01 * v[c];
        bottom[4 + c] += w11 * v[c];
    }
}

/// Gradient in (a, b), in texels, of the lookup for a gradient g of the value.
template <class Scalar>
BOZZETTO_HD Vec2<Scalar> tapsGradient(const BorderedCube<const Scalar>& cube,
                                      const CubeTaps<Scalar>& t,
                                      Vec3<Scalar> g) {
    const Scalar* top = cube.texels + 4 * t.index;
    const Scalar* bottom = top + 4 * t.row;
    Scalar t00[4], t10[4], t01[4], t11[4];
    loadTexel(top, t00);
    loadTexel(top + 4, t10);
    loadTexel(bottom, t01);
    loadTexel(bottom + 4, t11);
    const Scalar v[3] = {g.x, g.y, g.z};
    Scalar v00 = 0, v10 = 0, v01 = 0, v11 = 0;
    for (int c = 0; c < 3; ++c) {
        v00 += v[c] * t00[c], v10 += v[c] * t10[c], v01 += v[c] * t01[c], v11 += v[c] * t11[c];
    }
    return {(v10 - v00) * (1 - t.fy) + (v11 - v01) * t.fy,
            (v01 - v00) * (1 - t.fx) + (v11 - v10) * t.fx};
}

/// Gradient in the direction d from the gradient g in (a, b): a = u / |major|, and so on.
template <class Scalar>
BOZZETTO_HD Vec3<Scalar> cubePointGradient(const CubePoint<Scalar>& p,
                                           Vec3<Scalar> d,
                                           Vec2<Scalar> g) {
    const int axis = p.face / 2;
    const Scalar major = axis == 0 ? d.x : (axis == 1 ? d.y : d.z), inverse = 1 / std::abs(major);
    const Scalar along_major = -(g.x * p.a + g.y * p.b) / major;
    const Scalar ga = g.x * inverse, gb = g.y * inverse;
    switch (p.face) {
        case 0:
            return {along_major, -gb, -ga};
        case 1:
            return {along_major, -gb, ga};
        case 2:
            return {ga, along_major, gb};
        case 3:
            return {ga, along_major, -gb};
        case 4:
            return {ga, -gb, along_major};
        default:
            return {-ga, -gb, along_major};
    }
}

/// Split-sum scale A and bias B with their derivatives.
template <class Scalar>
struct FgValue {
    Scalar a, b, a_nv, b_nv, a_roughness, b_roughness;
};

template <class Scalar>
BOZZETTO_HD FgValue<Scalar> lookupFg(const float* table, Scalar nv, Scalar roughness) {
    const auto axis = [](Scalar v, int& i, Scalar& slope) {
        const Scalar last = static_cast<Scalar>(kFgSize - 1);
        const Scalar x = v * static_cast<Scalar>(kFgSize) - Scalar(0.5);
        const Scalar clamped = x < 0 ? Scalar(0) : (x > last ? last : x);
        slope = x > 0 && x < last ? static_cast<Scalar>(kFgSize) : Scalar(0);
        i = static_cast<int>(clamped) < kFgSize - 2 ? static_cast<int>(clamped) : kFgSize - 2;
        return clamped - static_cast<Scalar>(i);
    };
    int ix = 0, iy = 0;
    Scalar slope_x = 0, slope_y = 0;
    const Scalar fx = axis(nv, ix, slope_x), fy = axis(roughness, iy, slope_y);
    const float* top = table + 2 * (iy * kFgSize + ix);
    const float* bottom = top + 2 * kFgSize;
    Scalar value[2], d_x[2], d_y[2];
    for (int c = 0; c < 2; ++c) {
        const Scalar v00 = top[c], v10 = top[2 + c], v01 = bottom[c], v11 = bottom[2 + c];
        const Scalar upper = v00 + fx * (v10 - v00), lower = v01 + fx * (v11 - v01);
        value[c] = upper + fy * (lower - upper);
        d_x[c] = ((v10 - v00) * (1 - fy) + (v11 - v01) * fy) * slope_x;
        d_y[c] = (lower - upper) * slope_y;
    }
    return {value[0], value[1], d_x[0], d_x[1], d_y[0], d_y[1]};
}

/// The specular level below `roughness`, the fraction towards the next one and its slope.
template <class Scalar>
struct LevelPosition {
    int level;
    Scalar fraction, slope;
};

template <class Scalar>
BOZZETTO_HD LevelPosition<Scalar> levelPosition(const ShadeParams<Scalar>& p, Scalar roughness) {
    if (!(roughness > p.roughness[0]) || p.levels < 2) {
        return {0, 0, 0};
    }
    int i = 0;
    while (i + 2 < p.levels && roughness >= p.roughness[i + 1]) {
        ++i;
    }
    const Scalar slope = 1 / (p.roughness[i + 1] - p.roughness[i]);
    const Scalar f = (roughness - p.roughness[i]) * slope;
    return f >= 1 ? LevelPosition<Scalar>{i, 1, 0} : LevelPosition<Scalar>{i, f, slope};
}

/// Everything of a pixel that both directions need.
template <class Scalar>
struct ShadeState {
    Vec3<Scalar> v, n, r, kd, irradiance, spec0, spec1, spec, f0;
    Scalar normal_length, nv, occlusion, roughness, metallic;
    CubeTaps<Scalar> diffuse_taps, taps0, taps1;
    LevelPosition<Scalar> level;
    FgValue<Scalar> fg;
};

template <class Scalar>
BOZZETTO_HD Vec3<Scalar> loadVec3(const Scalar* p) {
    return {p[0], p[1], p[2]};
}
template <class Scalar>
BOZZETTO_HD void storeVec3(Scalar* p, Vec3<Scalar> v) {
    p[0] = v.x, p[1] = v.y, p[2] = v.z;
}

constexpr double kMinimumNdotV = 1e-4;

template <class Scalar>
BOZZETTO_HD ShadeState<Scalar> shadeState(const ShadeParams<Scalar>& p, int64_t i) {
    ShadeState<Scalar> s;
    s.v = normalize(loadVec3(p.camera + i * p.camera_stride) - loadVec3(p.position + 3 * i));
    const Vec3<Scalar> raw = loadVec3(p.normal + 3 * i);
    s.normal_length = length(raw);
    // A zero normal cannot be shaded; any fixed direction keeps the numbers finite.
    s.n = s.normal_length > 0 ? raw * (1 / s.normal_length) : Vec3<Scalar>{0, 0, 1};
    s.nv = dot(s.n, s.v);
    s.r = s.n * (2 * s.nv) - s.v;
    s.kd = loadVec3(p.kd + 3 * i);
    s.occlusion = p.orm[3 * i], s.roughness = p.orm[3 * i + 1], s.metallic = p.orm[3 * i + 2];
    s.f0 = s.kd * s.metallic + Vec3<Scalar>{1, 1, 1} * (Scalar(0.04) * (1 - s.metallic));

    s.diffuse_taps = cubeTaps(s.n, p.diffuse.size);
    s.irradiance = cubeValue(p.diffuse, s.diffuse_taps);
    s.level = levelPosition(p, s.roughness);
    s.taps0 = cubeTaps(s.r, p.specular[s.level.level].size);
    s.spec0 = cubeValue(p.specular[s.level.level], s.taps0);
    s.spec1 = s.spec0;
    if (s.level.fraction > 0) {
        s.taps1 = cubeTaps(s.r, p.specular[s.level.level + 1].size);
        s.spec1 = cubeValue(p.specular[s.level.level + 1], s.taps1);
    }
    s.spec = s.spec0 + (s.spec1 - s.spec0) * s.level.fraction;
    s.fg = lookupFg(p.fg, s.nv > Scalar(kMinimumNdotV) ? s.nv : Scalar(kMinimumNdotV), s.roughness);
    return s;
}

template <class Scalar>
BOZZETTO_HD Vec3<Scalar> unoccludedRadiance(const ShadeState<Scalar>& s) {
    const Vec3<Scalar> reflectance = s.f0 * s.fg.a + Vec3<Scalar>{1, 1, 1} * s.fg.b;
    return s.kd * s.irradiance * (1 - s.metallic) + s.spec * reflectance;
}

template <class Scalar>
BOZZETTO_HD void shadePixel(const ShadeParams<Scalar>& p, int64_t i, Scalar* out) {
    const ShadeState<Scalar> s = shadeState(p, i);
    storeVec3(out + 3 * i, unoccludedRadiance(s) * s.occlusion);
}

/// Gradient of a lookup in its direction for the gradient g of its value.
template <class Scalar>
BOZZETTO_HD Vec3<Scalar> lookupGradient(const BorderedCube<const Scalar>& cube,
                                        const CubeTaps<Scalar>& taps,
                                        Vec3<Scalar> d,
                                        Vec3<Scalar> g) {
    const Vec2<Scalar> in_texels = tapsGradient(cube, taps, g);
    return cubePointGradient(
        taps.point, d, in_texels * (Scalar(0.5) * static_cast<Scalar>(cube.size)));
}

/// Writes the gradients of a pixel's normal, kd and orm. add_light(cube, taps, g) is called for
/// what it adds to the light: cube -1 is the diffuse one, else the specular level. The second
/// level's call comes last and only where that level counts.
template <class Scalar, class AddLight>
BOZZETTO_HD void shadePixelGradient(const ShadeParams<Scalar>& p,
                                    int64_t i,
                                    const Scalar* grad_out,
                                    const ShadeGradients<Scalar>& out,
                                    const AddLight& add_light) {
    const ShadeState<Scalar> s = shadeState(p, i);
    const Vec3<Scalar> g_out = loadVec3(grad_out + 3 * i);
    const Vec3<Scalar> g = g_out * s.occlusion;
    const Vec3<Scalar> one{1, 1, 1};
    const Vec3<Scalar> g_irradiance = g * s.kd * (1 - s.metallic);
    const Vec3<Scalar> g_spec = g * (s.f0 * s.fg.a + one * s.fg.b);
    const Vec3<Scalar> g_f0 = g * s.spec * s.fg.a;
    const int level = s.level.level;

    if (out.kd) {
        storeVec3(out.kd + 3 * i, g * s.irradiance * (1 - s.metallic) + g_f0 * s.metallic);
    }
    const Scalar g_a = dot(g, s.spec * s.f0), g_b = dot(g, s.spec);
    if (out.orm) {
        const Scalar g_roughness = g_a * s.fg.a_roughness + g_b * s.fg.b_roughness +
                                   dot(g_spec, s.spec1 - s.spec0) * s.level.slope;
        const Scalar g_metallic =
            dot(g_f0, s.kd - one * Scalar(0.04)) - dot(g, s.kd * s.irradiance);
        storeVec3(out.orm + 3 * i, {dot(g_out, unoccludedRadiance(s)), g_roughness, g_metallic});
    }
    const Scalar f = s.level.fraction;
    if (out.normal) {
        Vec3<Scalar> g_r = lookupGradient(p.specular[level], s.taps0, s.r, g_spec * (1 - f));
        if (f > 0) {
            g_r += lookupGradient(p.specular[level + 1], s.taps1, s.r, g_spec * f);
        }
        const Scalar g_fg =
            s.nv > Scalar(kMinimumNdotV) ? g_a * s.fg.a_nv + g_b * s.fg.b_nv : Scalar(0);
        const Scalar g_nv = g_fg + 2 * dot(g_r, s.n);
        const Vec3<Scalar> g_n = lookupGradient(p.diffuse, s.diffuse_taps, s.n, g_irradiance) +
                                 s.v * g_nv + g_r * (2 * s.nv);
        const Scalar scale = s.normal_length > 0 ? 1 / s.normal_length : Scalar(0);
        storeVec3(out.normal + 3 * i, (g_n - s.n * dot(s.n, g_n)) * scale);
    }
    if (out.light) {
        add_light(kDiffuseCube, s.diffuse_taps, g_irradiance);
        add_light(level, s.taps0, g_spec * (1 - f));
        if (f > 0) {
            add_light(level + 1, s.taps1, g_spec * f);
        }
    }
}

/// Adds to one worker's cubes.
template <class Scalar>
struct AccumulateLight {
    const ShadeGradients<Scalar>& out;
    BOZZETTO_HD void operator()(int cube, const CubeTaps<Scalar>& taps, Vec3<Scalar> g) const {
        accumulateTaps(cube == kDiffuseCube ? out.diffuse : out.specular[cube], taps, g);
    }
};

}  // namespace bozzetto
