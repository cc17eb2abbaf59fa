// SPDX-License-Identifier: Apache-2.0
#include "camera/lens.h"

#include <algorithm>
#include <cmath>

namespace bozzetto {
namespace {

double radialFactor(const Lens& lens, double r2) {
    const double numerator = 1 + r2 * (lens.k1 + r2 * (lens.k2 + r2 * lens.k3));
    if (lens.model == Lens::Model::Perspective) {
        return numerator / (1 + r2 * (lens.k4 + r2 * (lens.k5 + r2 * lens.k6)));
    }
    return numerator + lens.k4 * r2 * r2 * r2 * r2;
}

Vec2d distortByDivision(const Lens& lens, Vec2d ray) {
    const double r2 = dot(ray, ray);
    const double root = std::sqrt(std::max(0.0, 1 - 4 * lens.k1 * r2));
    return ray * (2 / (1 + root));
}

Vec2d distortWithoutSkew(const Lens& lens, Vec2d ray) {
    if (lens.model == Lens::Model::Division) {
        return distortByDivision(lens, ray);
    }
    if (lens.model == Lens::Model::Fisheye) {
        const double r = length(Vec3d{ray.x, ray.y, 0});
        ray = r > 0 ? ray * (std::atan(r) / r) : ray;
    }
    const double r2 = dot(ray, ray), xy = ray.x * ray.y;
    const double radial = radialFactor(lens, r2);
    return {ray.x * radial + 2 * lens.p1 * xy + lens.p2 * (r2 + 2 * ray.x * ray.x),
            ray.y * radial + lens.p1 * (r2 + 2 * ray.y * ray.y) + 2 * lens.p2 * xy};
}

}  // namespace

Vec2d distortRay(const Lens& lens, Vec2d ray) {
    Vec2d picture = distortWithoutSkew(lens, ray);
    picture.x += lens.skew * picture.y;
    return picture;
}

std::optional<Vec2d> undistortRay(const Lens& lens, Vec2d picture) {
    constexpr double kStep = 1e-6, kAccuracy = 1e-12;
    constexpr int kRounds = 50;
    Vec2d ray = picture;
    for (int round = 0; round < kRounds; ++round) {
        const Vec2d error = picture - distortRay(lens, ray);
        if (!(dot(error, error) < 1e6)) {
            return std::nullopt;
        }
        if (dot(error, error) < kAccuracy * kAccuracy) {
            return ray;
        }
        const Vec2d along_x =
            (distortRay(lens, ray + Vec2d{kStep, 0}) - distortRay(lens, ray - Vec2d{kStep, 0})) *
            (0.5 / kStep);
        const Vec2d along_y =
            (distortRay(lens, ray + Vec2d{0, kStep}) - distortRay(lens, ray - Vec2d{0, kStep})) *
            (0.5 / kStep);
        const double determinant = cross(along_x, along_y);
        if (!(std::abs(determinant) > 1e-9)) {
            return std::nullopt;
        }
        ray = ray + Vec2d{cross(error, along_y), cross(along_x, error)} * (1 / determinant);
    }
    const Vec2d error = picture - distortRay(lens, ray);
    return dot(error, error) < 1e-16 ? std::optional(ray) : std::nullopt;
}

}  // namespace bozzetto
