// SPDX-License-Identifier: Apache-2.0
#include "camera/gravity.h"

#include "base/error.h"
#include "camera/view_loader.h"
#include "image/device_up.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace bozzetto {
namespace {

constexpr int kFewest = 3;
const double kAgree = std::cos(10 * std::numbers::pi / 180);  // a shaking hand is within it

Vec3d inWorld(const Camera& camera, Vec3d v) {
    const auto& m = camera.world_from_camera.m;
    Vec3d world;
    for (int i = 0; i < 3; ++i) {
        world[i] = m[i][0] * v.x + m[i][1] * v.y + m[i][2] * v.z;
    }
    return world;
}

std::vector<Vec3d> agreeingWith(Vec3d up, const std::vector<Vec3d>& told) {
    std::vector<Vec3d> agreeing;
    std::copy_if(told.begin(), told.end(), std::back_inserter(agreeing), [&](Vec3d other) {
        return dot(up, other) > kAgree;
    });
    return agreeing;
}

Vec3d meanOf(const std::vector<Vec3d>& directions) {
    Vec3d sum{};
    for (const Vec3d& direction : directions) {
        sum += direction;
    }
    return normalize(sum);
}

}  // namespace

std::optional<GravityUp> upByGravity(std::span<const Camera> cameras,
                                     std::span<const std::optional<Vec3d>> ups) {
    require(ups.empty() || ups.size() == cameras.size(), "upByGravity: one direction a camera");
    std::vector<Vec3d> told;
    for (std::size_t i = 0; i < ups.size(); ++i) {
        const Vec3d world = ups[i] ? inWorld(cameras[i], *ups[i]) : Vec3d{};
        if (const double size = length(world); size > 0.5 && size < 2) {
            told.push_back(world * (1 / size));
        }
    }
    std::vector<Vec3d> best;
    for (const Vec3d& candidate : told) {
        if (std::vector<Vec3d> with = agreeingWith(candidate, told); with.size() > best.size()) {
            best = std::move(with);
        }
    }
    for (int round = 0; round < 3 && !best.empty(); ++round) {
        best = agreeingWith(meanOf(best), told);
    }
    if (best.size() < kFewest || 2 * best.size() <= told.size()) {
        return std::nullopt;
    }
    return GravityUp{meanOf(best), static_cast<int>(told.size()), static_cast<int>(best.size())};
}

std::optional<Vec3d> deviceUpOf(const View& view) {
    return readDeviceUp(view.path, view.upright ? Orientation::Upright : Orientation::Stored);
}

std::optional<Vec3d> deviceUpOf(const ViewSource& source) {
    LoadOptions headers_only;
    headers_only.pixels = LoadOptions::Pixels::HeadersOnly;
    headers_only.depth = LoadOptions::Depth::Ignore;
    const LoadedView header = loadView(source, headers_only, {});
    return header.view ? deviceUpOf(*header.view) : std::nullopt;
}

}  // namespace bozzetto
