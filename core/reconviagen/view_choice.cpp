// SPDX-License-Identifier: Apache-2.0
#include "reconviagen/view_choice.h"

#include <algorithm>
#include <cmath>

namespace bozzetto {
namespace {

constexpr float kObject = 0.8f;  // alpha above which a pixel belongs to the object (preprocess.h)

bool showsSomething(const View& view) {
    if (view.image.channels != 4) {
        return false;
    }
    for (size_t i = 3; i < view.image.pixels.size(); i += 4) {
        if (view.image.pixels[i] > kObject) {
            return true;
        }
    }
    return false;
}

/// Where a camera looks, as a unit vector of the world.
Vec3d direction(const Camera& camera) {
    const auto& m = camera.world_from_camera.m;
    return normalize(Vec3d{-m[0][2], -m[1][2], -m[2][2]});
}

std::vector<size_t> widestSpread(const ImageSet& set,
                                 const std::vector<size_t>& usable,
                                 size_t most) {
    constexpr double kTaken = 2;                          // above any cosine
    std::vector<double> nearest(usable.size(), -kTaken);  // cosine to the nearest chosen one
    std::vector<size_t> chosen;
    size_t next = 0;
    while (chosen.size() < most) {
        chosen.push_back(usable[next]);
        const Vec3d taken = direction(*set.views[usable[next]].camera);
        for (size_t k = 0; k < usable.size(); ++k) {
            const double cosine = dot(taken, direction(*set.views[usable[k]].camera));
            nearest[k] = std::max(nearest[k], cosine);
        }
        nearest[next] = kTaken;
        next =
            static_cast<size_t>(std::min_element(nearest.begin(), nearest.end()) - nearest.begin());
    }
    std::sort(chosen.begin(), chosen.end());
    return chosen;
}

std::vector<size_t> evenlySpaced(const std::vector<size_t>& usable, size_t most) {
    std::vector<size_t> chosen;
    for (size_t k = 0; k < most; ++k) {
        const double place =
            most > 1 ? static_cast<double>(k * (usable.size() - 1)) / static_cast<double>(most - 1)
                     : 0.0;
        chosen.push_back(usable[static_cast<size_t>(std::lround(place))]);
    }
    return chosen;
}

}  // namespace

std::vector<size_t> chooseViews(const ImageSet& set, size_t most) {
    std::vector<size_t> usable;
    bool cameras = true;
    for (size_t i = 0; i < set.views.size(); ++i) {
        if (showsSomething(set.views[i])) {
            usable.push_back(i);
            cameras = cameras && set.views[i].camera.has_value();
        }
    }
    if (usable.size() <= most || most == 0) {
        return usable;
    }
    return cameras ? widestSpread(set, usable, most) : evenlySpaced(usable, most);
}

}  // namespace bozzetto
