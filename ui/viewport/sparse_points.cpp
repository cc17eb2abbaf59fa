// SPDX-License-Identifier: Apache-2.0
#include "ui/viewport/sparse_points.h"

#include <algorithm>
#include <cmath>

namespace bozzetto::ui {
namespace {

constexpr double kUnder = 2.5;          // pixels: the square that is drawn, and a little
constexpr double kMostOf = 0.95;        // of the points count for the size
constexpr double kFarFactor = 3;        // times that size: shown no more
constexpr std::size_t kMost = 200'000;  // more are not drawn: every n-th

double medianOf(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

Vec3d middleOf(const std::vector<const SparsePoint*>& points) {
    Vec3d middle;
    for (int axis = 0; axis < 3; ++axis) {
        std::vector<double> values;
        values.reserve(points.size());
        for (const SparsePoint* point : points) {
            values.push_back(point->position[axis]);
        }
        middle[axis] = medianOf(std::move(values));
    }
    return middle;
}

}  // namespace

SparsePoints::SparsePoints(const SparseCloud& cloud) {
    std::vector<const SparsePoint*> points;
    const std::size_t step = cloud.points.size() / kMost + 1;
    for (std::size_t i = 0; i < cloud.points.size(); i += step) {
        const Vec3d p = cloud.points[i].position;
        if (std::isfinite(p.x) && std::isfinite(p.y) && std::isfinite(p.z)) {
            points.push_back(&cloud.points[i]);
        }
    }
    if (points.empty()) {
        return;
    }
    const Vec3d middle = middleOf(points);
    std::vector<double> distances;
    distances.reserve(points.size());
    for (const SparsePoint* point : points) {
        distances.push_back(length(point->position - middle));
    }
    std::vector<double> sorted = distances;
    const auto most = sorted.begin() +
                      static_cast<std::ptrdiff_t>(kMostOf * static_cast<double>(sorted.size() - 1));
    std::nth_element(sorted.begin(), most, sorted.end());
    const double radius = *most;
    auto overlay = std::make_shared<SceneOverlay>();
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (distances[i] > kFarFactor * radius) {
            continue;
        }
        const auto& [r, g, b] = points[i]->color;
        positions_.push_back(points[i]->position);
        overlay->dots.push_back({toFloat(points[i]->position), QColor(r, g, b)});
        if (distances[i] <= radius) {
            bounds_.add(points[i]->position);
        }
    }
    overlay_ = std::move(overlay);
}

std::optional<Vec3d> SparsePoints::pick(QPointF at,
                                        const ViewProjection& projection,
                                        double reach) const {
    std::optional<Vec3d> under, beside;
    double nearest_depth = 0, nearest_pixels = reach;
    for (const Vec3d& position : positions_) {
        const auto pixel = projection.pixelOf(position);
        if (!pixel) {
            continue;
        }
        const double away = std::hypot(pixel->x() - at.x(), pixel->y() - at.y());
        if (away <= kUnder) {
            const double depth = projection.depthOf(position);
            if (!under || depth < nearest_depth) {
                under = position;
                nearest_depth = depth;
            }
        } else if (away <= nearest_pixels) {
            beside = position;
            nearest_pixels = away;
        }
    }
    return under ? under : beside;
}

}  // namespace bozzetto::ui
