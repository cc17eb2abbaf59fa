// SPDX-License-Identifier: Apache-2.0
#include "ui/viewport/light_lookups.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace bozzetto::ui {
namespace {

constexpr float kPi = std::numbers::pi_v<float>;
// Directions that a lobe is summed over; 2.8 degrees apart.
constexpr int kSourceWidth = 128, kSourceHeight = 64;
constexpr int kSharpWidth = 256, kSharpHeight = 128;  // what level 0 is taken from

/// Direction of a position (u, v) of an octahedral map; outside of [0, 1] it folds over the edge,
/// as the surface of the octahedron goes on there.
Vec3f octahedralDirection(float u, float v) {
    if (u < 0 || u > 1) {
        u = u < 0 ? -u : 2 - u, v = 1 - v;
    }
    if (v < 0 || v > 1) {
        v = v < 0 ? -v : 2 - v, u = 1 - u;
    }
    float x = 2 * u - 1, y = 2 * v - 1;
    const float z = 1 - std::abs(x) - std::abs(y);
    if (z < 0) {
        const float folded = (1 - std::abs(y)) * (x < 0 ? -1.0f : 1.0f);
        y = (1 - std::abs(x)) * (y < 0 ? -1.0f : 1.0f);
        x = folded;
    }
    return normalize(Vec3f{x, y, z});
}

Vec3f latLongDirection(float x, float y, int width, int height) {
    const float azimuth = 2 * kPi * (0.5f - x / static_cast<float>(width));
    const float polar = kPi * y / static_cast<float>(height);
    return {
        std::sin(polar) * std::cos(azimuth), std::sin(polar) * std::sin(azimuth), std::cos(polar)};
}

/// Mean of the part of `light` under each texel of a smaller picture; larger ones are looked up.
Image shrink(const Image& light, int width, int height) {
    Image out(width, height, 3);
    for (int y = 0; y < height; ++y) {
        const int y0 = static_cast<int>(int64_t{y} * light.height / height);
        const int y1 = std::max(y0 + 1, static_cast<int>(int64_t{y + 1} * light.height / height));
        for (int x = 0; x < width; ++x) {
            const int x0 = static_cast<int>(int64_t{x} * light.width / width);
            const int x1 = std::max(x0 + 1, static_cast<int>(int64_t{x + 1} * light.width / width));
            float* mean = out.at(x, y);
            for (int row = y0; row < y1; ++row) {
                for (int column = x0; column < x1; ++column) {
                    for (int c = 0; c < 3; ++c) {
                        mean[c] += light.at(column, row)[c];
                    }
                }
            }
            for (int c = 0; c < 3; ++c) {
                mean[c] /= static_cast<float>((y1 - y0) * (x1 - x0));
            }
        }
    }
    return out;
}

/// Bilinear, round the sides.
Vec3f sample(const Image& light, Vec3f d) {
    const float x = (0.5f - std::atan2(d.y, d.x) / (2 * kPi)) * static_cast<float>(light.width);
    const float y =
        std::acos(std::clamp(d.z, -1.0f, 1.0f)) / kPi * static_cast<float>(light.height);
    const float left = std::floor(x - 0.5f), fx = x - 0.5f - left;
    const float top = std::clamp(y - 0.5f, 0.0f, static_cast<float>(light.height - 1));
    const int x0 = (static_cast<int>(left) + light.width) % light.width,
              x1 = (x0 + 1) % light.width;
    const int y0 = static_cast<int>(top), y1 = std::min(y0 + 1, light.height - 1);
    const float fy = top - static_cast<float>(y0);
    Vec3f out;
    for (int c = 0; c < 3; ++c) {
        const float upper = light.at(x0, y0)[c] * (1 - fx) + light.at(x1, y0)[c] * fx;
        const float lower = light.at(x0, y1)[c] * (1 - fx) + light.at(x1, y1)[c] * fx;
        out[c] = upper * (1 - fy) + lower * fy;
    }
    return out;
}

/// Light from many directions, each with its solid angle, one array a number for fast loops.
struct Directions {
    std::vector<float> x, y, z, solid_angle, r, g, b;
};

Directions directionsOf(const Image& light) {
    Directions d;
    for (int y = 0; y < light.height; ++y) {
        const float top = kPi * static_cast<float>(y) / static_cast<float>(light.height);
        const float bottom = kPi * static_cast<float>(y + 1) / static_cast<float>(light.height);
        for (int x = 0; x < light.width; ++x) {
            const Vec3f v = latLongDirection(static_cast<float>(x) + 0.5f,
                                             static_cast<float>(y) + 0.5f,
                                             light.width,
                                             light.height);
            d.x.push_back(v.x), d.y.push_back(v.y), d.z.push_back(v.z);
            d.solid_angle.push_back((std::cos(top) - std::cos(bottom)) * 2 * kPi /
                                    static_cast<float>(light.width));
            const float* rgb = light.at(x, y);
            d.r.push_back(rgb[0]), d.g.push_back(rgb[1]), d.b.push_back(rgb[2]);
        }
    }
    return d;
}

struct LobeSum {
    float weight = 0, r = 0, g = 0, b = 0;
};

/// Sums the light under a GGX lobe (N = V = R: the half vector's cosine squared is (1 + n.l) / 2)
/// of alpha_squared, or under a cosine lobe if that is negative.
BOZZETTO_CPU_CLONES void addLobe(const float* x,
                                 const float* y,
                                 const float* z,
                                 const float* solid_angle,
                                 const float* const* rgb,
                                 int count,
                                 const float* axis,
                                 float alpha_squared,
                                 float* sums) {
    constexpr int kLanes = 16;
    float lanes[4][kLanes] = {};
    for (int i = 0; i < count; i += kLanes) {
        for (int k = 0; k < kLanes; ++k) {
            const int j = i + k;
            const float cosine = x[j] * axis[0] + y[j] * axis[1] + z[j] * axis[2];
            const float cut = cosine > 0 ? cosine : 0;
            const float t = 0.5f * (1 + cut) * (alpha_squared - 1) + 1;
            const float lobe = alpha_squared < 0 ? cut : cut / (t * t);
            const float weight = lobe * solid_angle[j];
            lanes[0][k] += weight;
            lanes[1][k] += weight * rgb[0][j];
            lanes[2][k] += weight * rgb[1][j];
            lanes[3][k] += weight * rgb[2][j];
        }
    }
    for (int c = 0; c < 4; ++c) {
        for (int k = 0; k < kLanes; ++k) {
            sums[c] += lanes[c][k];
        }
    }
}

Vec3f filtered(const Directions& light, Vec3f axis, float alpha_squared) {
    static_assert(kSourceWidth * kSourceHeight % 16 == 0);
    const float* const rgb[3] = {light.r.data(), light.g.data(), light.b.data()};
    float sums[4] = {};
    addLobe(light.x.data(),
            light.y.data(),
            light.z.data(),
            light.solid_angle.data(),
            rgb,
            static_cast<int>(light.x.size()),
            &axis.x,
            alpha_squared,
            sums);
    return Vec3f{sums[1], sums[2], sums[3]} * (1 / sums[0]);
}

/// Calls value(direction) for the texels of a map, its border included.
template <class Value>
void fillMap(const LookupMap& map, Image& atlas, Value value) {
    const auto size = static_cast<float>(map.size);
    for (int row = -1; row <= map.size; ++row) {
        for (int column = -1; column <= map.size; ++column) {
            const Vec3f rgb = value(octahedralDirection((static_cast<float>(column) + 0.5f) / size,
                                                        (static_cast<float>(row) + 0.5f) / size));
            std::copy_n(&rgb.x, 3, atlas.at(map.x + column, map.y + row));
        }
    }
}

/// Van der Corput sequence in base 2.
float radicalInverse(uint32_t i) {
    float value = 0, digit = 0.5f;
    for (; i != 0; i >>= 1, digit *= 0.5f) {
        value += static_cast<float>(i & 1) * digit;
    }
    return value;
}

/// Split-sum scale and bias of one texel: GGX with height-correlated Smith masking (Heitz 2014).
Vec2f brdfIntegral(float n_dot_v, float roughness) {
    constexpr int kSamples = 128;
    const float alpha = roughness * roughness, alpha_squared = alpha * alpha;
    const float sin_v = std::sqrt(1 - n_dot_v * n_dot_v);
    const float smith_v = std::sqrt(n_dot_v * n_dot_v * (1 - alpha_squared) + alpha_squared);
    Vec2f sum;
    for (int s = 0; s < kSamples; ++s) {
        // u = 1 - t^2 takes more of the rare half vectors that weigh much at grazing views.
        const float t = (static_cast<float>(s) + 0.5f) / kSamples, u = 1 - t * t;
        const float cos_squared = (1 - u) / (1 + (alpha_squared - 1) * u);
        const float cos_h = std::sqrt(cos_squared), sin_h = std::sqrt(1 - cos_squared);
        const float v_dot_h = sin_v * sin_h * std::cos(kPi * radicalInverse(s)) + n_dot_v * cos_h;
        const float n_dot_l = 2 * v_dot_h * cos_h - n_dot_v;
        if (n_dot_l <= 0 || v_dot_h <= 0) {
            continue;
        }
        const float smith_l = std::sqrt(n_dot_l * n_dot_l * (1 - alpha_squared) + alpha_squared);
        const float g = 2 * n_dot_l * n_dot_v / (n_dot_l * smith_v + n_dot_v * smith_l);
        const float weight = 2 * t * g * v_dot_h / (cos_h * n_dot_v) / kSamples;
        const float fresnel = std::pow(1 - v_dot_h, 5.0f);
        sum = sum + Vec2f{weight * (1 - fresnel), weight * fresnel};
    }
    return sum;
}

}  // namespace

Image lightAtlas(const Image& light) {
    const Image sharp =
        shrink(light, std::min(light.width, kSharpWidth), std::min(light.height, kSharpHeight));
    const Directions directions = directionsOf(shrink(light, kSourceWidth, kSourceHeight));
    Image atlas(kAtlasWidth, kAtlasHeight, 3);
    fillMap(kLookupMaps[0], atlas, [&](Vec3f d) { return sample(sharp, d); });
    for (int level = 1; level < kLookupLevels; ++level) {
        const float alpha = kLookupMaps[level].roughness * kLookupMaps[level].roughness;
        fillMap(kLookupMaps[level], atlas, [&](Vec3f d) {
            return filtered(directions, d, alpha * alpha);
        });
    }
    fillMap(
        kLookupMaps[kLookupLevels], atlas, [&](Vec3f d) { return filtered(directions, d, -1); });
    return atlas;
}

std::array<Vec3f, 9> irradianceHarmonics(const Image& light) {
    const Directions d = directionsOf(shrink(light, kSourceWidth, kSourceHeight));
    std::array<Vec3f, 9> sums{};
    for (size_t i = 0; i < d.x.size(); ++i) {
        const float x = d.x[i], y = d.y[i], z = d.z[i];
        const float basis[9] = {1, y, z, x, x * y, y * z, 3 * z * z - 1, x * z, x * x - y * y};
        for (int k = 0; k < 9; ++k) {
            sums[k] += Vec3f{d.r[i], d.g[i], d.b[i]} * (basis[k] * d.solid_angle[i]);
        }
    }
    // Squared norm of each basis function times the cosine lobe's factor of its band.
    constexpr float kBand0 = 0.282095f * 0.282095f, kBand1 = 0.488603f * 0.488603f * 2 / 3,
                    kBand2 = 1.092548f * 1.092548f / 4;
    constexpr float kFactors[9] = {kBand0,
                                   kBand1,
                                   kBand1,
                                   kBand1,
                                   kBand2,
                                   kBand2,
                                   0.315392f * 0.315392f / 4,
                                   kBand2,
                                   0.546274f * 0.546274f / 4};
    for (int k = 0; k < 9; ++k) {
        sums[k] = sums[k] * kFactors[k];
    }
    return sums;
}

const Image& brdfTable() {
    static const Image table = [] {
        Image image(kBrdfSize, kBrdfSize, 3);
        for (int y = 0; y < kBrdfSize; ++y) {
            for (int x = 0; x < kBrdfSize; ++x) {
                const Vec2f value = brdfIntegral((static_cast<float>(x) + 0.5f) / kBrdfSize,
                                                 (static_cast<float>(y) + 0.5f) / kBrdfSize);
                image.at(x, y)[0] = value.x, image.at(x, y)[1] = value.y;
            }
        }
        return image;
    }();
    return table;
}

Image studioLight() {
    struct Lamp {
        Vec3f direction;
        float radius, strength;  // radians, radiance
        Vec3f tint;
    };
    const Lamp lamps[] = {{normalize(Vec3f{-0.5f, -0.8f, 0.8f}), 0.5f, 4.2f, {1, 0.98f, 0.95f}},
                          {normalize(Vec3f{0.95f, -0.4f, 0.25f}), 0.55f, 1.3f, {0.95f, 0.98f, 1}},
                          {normalize(Vec3f{0.2f, 0.95f, 0.5f}), 0.35f, 3.0f, {1, 1, 1}}};
    Image light(256, 128, 3);
    for (int y = 0; y < light.height; ++y) {
        for (int x = 0; x < light.width; ++x) {
            const Vec3f d = latLongDirection(static_cast<float>(x) + 0.5f,
                                             static_cast<float>(y) + 0.5f,
                                             light.width,
                                             light.height);
            Vec3f sum = Vec3f{1, 1, 1} * (0.22f + 0.3f * std::max(0.0f, d.z) * (0.5f + 0.5f * d.z));
            for (const Lamp& lamp : lamps) {
                // A soft edge, so that mirrors show a softbox and not a disc.
                const float angle = std::acos(std::clamp(dot(d, lamp.direction), -1.0f, 1.0f));
                const float edge =
                    std::clamp((lamp.radius - angle) / (0.35f * lamp.radius), 0.0f, 1.0f);
                sum += lamp.tint * (lamp.strength * edge * edge * (3 - 2 * edge));
            }
            std::copy_n(&sum.x, 3, light.at(x, y));
        }
    }
    return light;
}

}  // namespace bozzetto::ui
