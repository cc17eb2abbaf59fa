// SPDX-License-Identifier: Apache-2.0
#include "sfm/other_objects.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace bozzetto {
namespace {

constexpr double kSameSide = 0.82;    // cosine of 35 degrees between two views of a point
constexpr int kLeastExpected = 15;    // points; fewer say nothing
constexpr double kFewSeen = 0.5;      // of the share that pictures see in the middle
constexpr double kOtherColors = 0.5;  // of the correlation in the middle: others have 0.6 and more
constexpr double kAboveTable = 0.04;  // of the region's height

/// Where a point is in a picture, as shares of its width and height.
std::optional<Vec2d> placeOf(const Camera& camera, Vec3d p) {
    const Vec3d q = transformPoint(inverseRigid(camera.world_from_camera), p);
    if (!(q.z < 0)) {
        return std::nullopt;
    }
    const Vec2d place{(camera.cx - camera.fx * q.x / q.z) / camera.width,
                      (camera.cy + camera.fy * q.y / q.z) / camera.height};
    const bool inside = place.x >= 0 && place.y >= 0 && place.x < 1 && place.y < 1;
    return inside ? std::optional(place) : std::nullopt;
}

const float* colorAt(const Image& image, Vec2d place) {
    return image.at(std::min(image.width - 1, static_cast<int>(place.x * image.width)),
                    std::min(image.height - 1, static_cast<int>(place.y * image.height)));
}

std::vector<const SparsePoint*> objectPoints(const SparseCloud& cloud, const SceneGuess& scene) {
    std::vector<const SparsePoint*> points;
    const double above = kAboveTable * 2 * scene.region.half_size.z;
    for (const SparsePoint& point : cloud.points) {
        const bool on_table =
            scene.table && dot(scene.table->normal, point.position) < scene.table->offset + above;
        if (!on_table && distanceTo(scene.region, point.position) <= 0) {
            points.push_back(&point);
        }
    }
    return points;
}

/// Pearson's correlation of pairs of numbers, as they come.
class Correlation {
public:
    void add(double x, double y) {
        ++count_;
        x_ += x, y_ += y, xx_ += x * x, yy_ += y * y, xy_ += x * y;
    }
    double value() const {
        const double n = std::max(1, count_);
        const double variance =
            std::max(0.0, xx_ / n - x_ * x_ / (n * n)) * std::max(0.0, yy_ / n - y_ * y_ / (n * n));
        return variance > 1e-12 ? (xy_ / n - x_ * y_ / (n * n)) / std::sqrt(variance) : 0;
    }

private:
    int count_ = 0;
    double x_ = 0, y_ = 0, xx_ = 0, yy_ = 0, xy_ = 0;
};

struct Evidence {
    size_t picture = 0;
    double share = 0;   // seen of the points that it should see
    double colors = 0;  // correlation with the picture from nearest that sees the point
};

class Judge {
public:
    Judge(std::span<const Camera> cameras,
          const SparseCloud& cloud,
          const SceneGuess& scene,
          std::span<const Image> thumbnails)
        : cameras_(cameras),
          thumbnails_(thumbnails),
          points_(objectPoints(cloud, scene)),
          left_out_(cameras.size(), false) {}

    std::vector<size_t> judge() {
        std::vector<size_t> found;
        // One at a time: each that goes makes what is known of the others clearer.
        while (2 * (found.size() + 1) <= cameras_.size()) {
            const std::optional<size_t> next = mostUnlike();
            if (!next) {
                break;
            }
            found.push_back(*next);
            left_out_[*next] = true;
        }
        std::sort(found.begin(), found.end());
        return found;
    }

private:
    std::optional<size_t> mostUnlike() const {
        std::vector<Evidence> all;
        std::vector<double> shares, colors;
        for (size_t i = 0; i < cameras_.size(); ++i) {
            const std::optional<Evidence> one = left_out_[i] ? std::nullopt : evidenceOf(i);
            if (one) {
                all.push_back(*one);
                shares.push_back(one->share), colors.push_back(one->colors);
            }
        }
        if (all.size() < 3) {
            return std::nullopt;
        }
        std::nth_element(shares.begin(), shares.begin() + shares.size() / 2, shares.end());
        std::nth_element(colors.begin(), colors.begin() + colors.size() / 2, colors.end());
        const double share = shares[shares.size() / 2], color = colors[colors.size() / 2];
        const Evidence worst =
            *std::min_element(all.begin(), all.end(), [](const Evidence& a, const Evidence& b) {
                return a.colors < b.colors;
            });
        const bool is_other = worst.colors < kOtherColors * color && worst.share < kFewSeen * share;
        return is_other ? std::optional(worst.picture) : std::nullopt;
    }

    std::optional<Evidence> evidenceOf(size_t picture) const {
        std::array<Correlation, 3> colors;
        int expected = 0, seen = 0;
        for (const SparsePoint* point : points_) {
            const std::optional<Vec2d> here = placeOf(cameras_[picture], point->position);
            const std::optional<size_t> other = nearestThatSees(*point, picture);
            if (!here || !other) {
                continue;
            }
            const std::optional<Vec2d> there = placeOf(cameras_[*other], point->position);
            if (!there) {
                continue;
            }
            const float* a = colorAt(thumbnails_[picture], *here);
            const float* b = colorAt(thumbnails_[*other], *there);
            for (size_t c = 0; c < colors.size(); ++c) {
                colors[c].add(a[c], b[c]);
            }
            ++expected;
            seen += std::find(point->seen_by.begin(), point->seen_by.end(), picture) !=
                            point->seen_by.end()
                        ? 1
                        : 0;
        }
        if (expected < kLeastExpected) {
            return std::nullopt;
        }
        return Evidence{picture,
                        static_cast<double>(seen) / expected,
                        (colors[0].value() + colors[1].value() + colors[2].value()) / 3};
    }

    /// The picture on nearly the same side, of at least two others that see the point.
    std::optional<size_t> nearestThatSees(const SparsePoint& point, size_t picture) const {
        const Vec3d direction = normalize(cameras_[picture].position() - point.position);
        double best = kSameSide;
        int others = 0;
        std::optional<size_t> nearest;
        for (const uint32_t other : point.seen_by) {
            if (other == picture || left_out_[other]) {
                continue;
            }
            ++others;
            const double closeness =
                dot(normalize(cameras_[other].position() - point.position), direction);
            if (closeness > best) {
                best = closeness;
                nearest = other;
            }
        }
        return others >= 2 ? nearest : std::nullopt;
    }

    std::span<const Camera> cameras_;
    std::span<const Image> thumbnails_;
    std::vector<const SparsePoint*> points_;
    std::vector<bool> left_out_;
};

}  // namespace

std::vector<size_t> findOtherObjects(std::span<const Camera> cameras,
                                     const SparseCloud& cloud,
                                     const SceneGuess& scene,
                                     std::span<const Image> thumbnails) {
    return Judge(cameras, cloud, scene, thumbnails).judge();
}

}  // namespace bozzetto
