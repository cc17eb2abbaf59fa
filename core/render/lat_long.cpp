// SPDX-License-Identifier: Apache-2.0
#include "base/parallel_for.h"
#include "render/cube_map.h"
#include "render/light.h"
#include "tensor/checks.h"
#include "tensor/precompiled.h"

#include <numbers>

namespace bozzetto {
namespace {

constexpr double kPi = std::numbers::pi;

/// Position in the image, in pixels (pixel centres at .5), of a unit direction.
Vec2d latLongFromDirection(Vec3d d, int width, int height) {
    return {(0.5 - std::atan2(d.y, d.x) / (2 * kPi)) * width,
            std::acos(std::clamp(d.z, -1.0, 1.0)) / kPi * height};
}
Vec3d directionFromLatLong(double x, double y, int width, int height) {
    const double azimuth = 2 * kPi * (0.5 - x / width), polar = kPi * y / height;
    return {
        std::sin(polar) * std::cos(azimuth), std::sin(polar) * std::sin(azimuth), std::cos(polar)};
}

/// Bilinear, wrapping around horizontally.
Vec3d sample(const Image& image, Vec2d p) {
    const double x = p.x - 0.5, y = std::clamp(p.y - 0.5, 0.0, image.height - 1.0);
    const double x_floor = std::floor(x);
    const int x0 = (static_cast<int>(x_floor) + image.width) % image.width,
              x1 = (x0 + 1) % image.width;
    const int y0 = static_cast<int>(y), y1 = std::min(y0 + 1, image.height - 1);
    const double fx = x - x_floor, fy = y - y0;
    Vec3d sum;
    for (int c = 0; c < 3; ++c) {
        const double top = image.at(x0, y0)[c] * (1 - fx) + image.at(x1, y0)[c] * fx;
        const double bottom = image.at(x0, y1)[c] * (1 - fx) + image.at(x1, y1)[c] * fx;
        sum[c] = top * (1 - fy) + bottom * fy;
    }
    return sum;
}

}  // namespace

at::Tensor cubeFromLatLong(const Image& light, int base_size) {
    if (light.empty() || light.channels < 3 || base_size < 1) {
        throw Error(Error::Kind::BadInput,
                    "the environment light is not an RGB image",
                    "Give an equirectangular HDR image.");
    }
    // Every image pixel's footprint is split into pieces smaller than a texel of the cube; each
    // texel averages the pieces that fall into it by solid angle. Texels that got none (an image
    // coarser than the cube) are looked up.
    const int pieces_x = std::max(4, (32 * base_size + light.width - 1) / light.width);
    const int pieces_y = std::max(4, (16 * base_size + light.height - 1) / light.height);
    const int64_t texels = int64_t{6} * base_size * base_size;
    std::vector<Vec4d> sums(texels);
    const int width = light.width * pieces_x, height = light.height * pieces_y;
    std::vector<Vec3d> equator(width);
    for (int x = 0; x < width; ++x) {
        equator[x] = directionFromLatLong(x + 0.5, 0.5 * height, width, height);
    }
    for (int y = 0; y < height; ++y) {
        const double polar = kPi * (y + 0.5) / height;
        const double solid_angle = std::sin(polar), up = std::cos(polar);
        for (int x = 0; x < width; ++x) {
            const float* value = light.at(x / pieces_x, y / pieces_y);
            const Vec3d d = {equator[x].x * solid_angle, equator[x].y * solid_angle, up};
            Vec4d& sum = sums[cubeNearestTexel(d, base_size)];
            sum.x += solid_angle * value[0], sum.y += solid_angle * value[1],
                sum.z += solid_angle * value[2];
            sum.w += solid_angle;
        }
    }
    at::Tensor cube = at::empty({6, base_size, base_size, 3}, at::kFloat);
    float* out = cube.data_ptr<float>();
    for (int64_t t = 0; t < texels; ++t) {
        const int column = static_cast<int>(t % base_size),
                  row = static_cast<int>(t / base_size % base_size);
        const int face = static_cast<int>(t / (int64_t{base_size} * base_size));
        const Vec3d d = normalize(cubeTexelDirection<double>(face, row, column, base_size));
        const Vec3d value = sums[t].w > 0
                                ? Vec3d{sums[t].x, sums[t].y, sums[t].z} * (1 / sums[t].w)
                                : sample(light, latLongFromDirection(d, light.width, light.height));
        for (int c = 0; c < 3; ++c) {
            out[3 * t + c] = static_cast<float>(value[c]);
        }
    }
    return cube;
}

Image latLongFromCube(const at::Tensor& base, int width, int height) {
    checkTensor(base, "light base", {6, -1, -1, 3}, {at::kFloat}, at::kCPU);
    constexpr int kPieces = 4;  // a side and pixel, averaged by solid angle
    const int size = static_cast<int>(base.size(1));
    const float* in = base.data_ptr<float>();
    Image out(width, height, 3);
    parallelFor(height, 4, [&](int64_t begin, int64_t end, int) {
        for (int64_t y = begin; y < end; ++y) {
            for (int x = 0; x < width; ++x) {
                Vec4d sum;
                for (int piece = 0; piece < kPieces * kPieces; ++piece) {
                    const double py = static_cast<double>(y) + (piece / kPieces + 0.5) / kPieces;
                    const double px = x + (piece % kPieces + 0.5) / kPieces;
                    const double w = std::sin(kPi * py / height);
                    const float* v =
                        in +
                        3 * cubeNearestTexel(directionFromLatLong(px, py, width, height), size);
                    sum.x += w * v[0], sum.y += w * v[1], sum.z += w * v[2], sum.w += w;
                }
                for (int c = 0; c < 3; ++c) {
                    out.at(x, static_cast<int>(y))[c] = static_cast<float>(sum[c] / sum.w);
                }
            }
        }
    });
    return out;
}

Image turnedLatLong(const Image& light, const Mat4d& rotation) {
    Image out(light.width, light.height, light.channels);
    const auto& m = rotation.m;
    parallelFor(light.height, 8, [&](int64_t begin, int64_t end, int) {
        for (int64_t y = begin; y < end; ++y) {
            for (int x = 0; x < light.width; ++x) {
                const Vec3d d = directionFromLatLong(
                    x + 0.5, static_cast<double>(y) + 0.5, light.width, light.height);
                const Vec3d before{m[0][0] * d.x + m[1][0] * d.y + m[2][0] * d.z,
                                   m[0][1] * d.x + m[1][1] * d.y + m[2][1] * d.z,
                                   m[0][2] * d.x + m[1][2] * d.y + m[2][2] * d.z};
                const Vec3d value =
                    sample(light, latLongFromDirection(before, light.width, light.height));
                for (int c = 0; c < std::min(3, light.channels); ++c) {
                    out.at(x, static_cast<int>(y))[c] = static_cast<float>(value[c]);
                }
            }
        }
    });
    return out;
}

}  // namespace bozzetto
