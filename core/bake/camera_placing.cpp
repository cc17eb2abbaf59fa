// SPDX-License-Identifier: Apache-2.0
#include "bake/camera_placing.h"

#include "bake/camera_match.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace bozzetto {
namespace {

constexpr int kSide = 48;  // pixels a side of the pictures compared
constexpr double kMargin = 1.5;
constexpr double kSpacing = 0.45;  // radians between the turns tried
constexpr double kFiner = 0.22;    // between those around the best
constexpr size_t kKept = 12;       // of which that is done
constexpr size_t kPictures = 96;   // drawn at once
constexpr size_t kMostViews = 6;   // photographs that are compared: more only take longer

/// Where the object is believed to be in the rig's world: a point of the mesh p is at
/// middle + scale * turn (p - the mesh's middle).
struct Placing {
    Mat4d turn;
    double scale = 1;
    Vec3d middle;
};

/// The rig's camera in the mesh's world.
Camera inMesh(const Camera& camera, const Placing& placing, const MatchObject& object) {
    const Mat4d mesh_from_world = inverseRigid(placing.turn);
    Camera result = camera;
    result.world_from_camera = mesh_from_world * camera.world_from_camera;
    const Vec3d eye =
        transformPoint(mesh_from_world, camera.position() - placing.middle) * (1 / placing.scale) +
        object.middle;
    for (int k = 0; k < 3; ++k) {
        result.world_from_camera.m[k][3] = eye[k];
    }
    return result;
}

/// Sum of the projections onto planes across directions, and what they are to give: the point of
/// least squared distance from lines.
class LeastSquaresPoint {
public:
    /// The point lies on the plane across unit `direction` through `at`, seen along it.
    void add(Vec3d direction, Vec3d at) {
        for (int i = 0; i < 3; ++i) {
            for (int j = 0; j < 3; ++j) {
                const double p = (i == j ? 1 : 0) - direction[i] * direction[j];
                matrix_[i][j] += p;
                right_[i] += p * at[j];
            }
        }
    }
    /// Pulled a little to `usual`, which decides what the lines leave open.
    Vec3d solve(Vec3d usual) const {
        constexpr double kPull = 1e-4;
        double m[3][3];
        Vec3d r = right_ + usual * kPull;
        for (int i = 0; i < 3; ++i) {
            for (int j = 0; j < 3; ++j) {
                m[i][j] = matrix_[i][j] + (i == j ? kPull : 0);
            }
        }
        const Vec3d a{m[0][0], m[1][0], m[2][0]}, b{m[0][1], m[1][1], m[2][1]},
            c{m[0][2], m[1][2], m[2][2]};
        const double volume = dot(a, cross(b, c));
        return {dot(r, cross(b, c)) / volume,
                dot(a, cross(r, c)) / volume,
                dot(a, cross(b, r)) / volume};
    }

private:
    double matrix_[3][3] = {};
    Vec3d right_;
};

/// Unit direction in the rig's world in which a camera of a target's square sees a pixel.
Vec3d directionOf(const Camera& square, double x, double y) {
    Mat4d turn = square.world_from_camera;
    for (int k = 0; k < 3; ++k) {
        turn.m[k][3] = 0;
    }
    return normalize(transformPoint(
        turn, Vec3d{(x - square.cx) / square.fx, -(y - square.cy) / square.fy, -1.0}));
}

class Placer {
public:
    Placer(const CameraSearchInput& input, const CameraSearchOptions& options)
        : input_(input),
          options_(options),
          object_(fewTriangles(*input.mesh, input.colors, options.device)) {
        const size_t step = (input.photos.size() + kMostViews - 1) / kMostViews;
        int side = kSide;
        for (size_t i = 0; i < input.photos.size(); i += step) {
            compared_.push_back(i);
            side = std::min(side, target(i, side).size);
        }
        std::vector<at::Tensor> pictures, inside;
        for (const size_t i : compared_) {
            targets_.push_back(target(i, side));
            pictures.push_back(targets_.back().picture);
            inside.push_back(targets_.back().inside);
        }
        pictures_ = at::stack(pictures);
        inside_ = at::stack(inside);
    }

    PlacedCameras place() {
        std::vector<Scored> best = scored(allTurns(middleAndSize()), 0.0, 0.6);
        keepBest(best, kKept);
        std::vector<Placing> around;
        for (const Scored& one : best) {
            for (int n = 0; n < 27; ++n) {
                const Vec3d axis{n % 3 - 1.0, n / 3 % 3 - 1.0, n / 9 - 1.0};
                around.push_back(one.placing);
                around.back().turn = turnBy(axis * kFiner) * one.placing.turn;
            }
        }
        best = scored(around, 0.6, 1.0);
        keepBest(best, 1);
        PlacedCameras result;
        for (const PosedPhoto& photo : input_.photos) {
            result.cameras.push_back(inMesh(photo.camera, best[0].placing, object_));
        }
        result.mask_iou = best[0].mask_iou;
        return result;
    }

private:
    struct Scored {
        double unlike = 0, mask_iou = 0;
        Placing placing;
    };

    MatchTarget target(size_t photo, int side) const {
        return {*input_.photos[photo].image, side, kMargin, options_.device};
    }
    size_t views() const { return compared_.size(); }
    /// Of a target's square, in the rig's world.
    Camera square(size_t k) const { return targets_[k].cut(input_.photos[compared_[k]].camera); }

    static void keepBest(std::vector<Scored>& scored, size_t count) {
        std::stable_sort(scored.begin(), scored.end(), [](const Scored& a, const Scored& b) {
            return a.unlike < b.unlike;
        });
        scored.resize(std::min(scored.size(), count));
    }

    /// Where the lines through the masks' middles meet, and a size from the masks' areas.
    Placing middleAndSize() const {
        LeastSquaresPoint point;
        for (size_t k = 0; k < views(); ++k) {
            const MatchTarget& t = targets_[k];
            point.add(directionOf(square(k), t.middle_x, t.middle_y), square(k).position());
        }
        Placing placing;
        placing.middle =
            point.solve(square(0).position() +
                        directionOf(square(0), targets_[0].middle_x, targets_[0].middle_y));
        double radius = 0;
        for (size_t k = 0; k < views(); ++k) {
            const double pixels = std::sqrt(targets_[k].alpha_sum / std::numbers::pi);
            radius += pixels / square(k).fx * length(square(k).position() - placing.middle);
        }
        // A silhouette is smaller than that of the ball around the object: two thirds or so.
        placing.scale =
            1.5 * radius / static_cast<double>(views()) / std::max(object_.radius, 1e-9);
        return placing;
    }

    static std::vector<Placing> allTurns(const Placing& start) {
        const int n = static_cast<int>(std::numbers::pi / kSpacing) + 1;
        std::vector<Placing> placings;
        for (int x = -n; x <= n; ++x) {
            for (int y = -n; y <= n; ++y) {
                for (int z = -n; z <= n; ++z) {
                    const Vec3d axis{x * kSpacing, y * kSpacing, z * kSpacing};
                    if (length(axis) <= std::numbers::pi) {
                        placings.push_back(start);
                        placings.back().turn = turnBy(axis);
                    }
                }
            }
        }
        return placings;
    }

    /// Each placing with size and middle corrected by what is drawn, then compared.
    std::vector<Scored> scored(std::vector<Placing> placings, double from, double to) const {
        const size_t at_once = std::max<size_t>(1, kPictures / views());
        std::vector<Scored> result;
        for (size_t begin = 0; begin < placings.size(); begin += at_once) {
            if (options_.progress) {
                options_.progress(from + (to - from) * static_cast<double>(begin) /
                                             static_cast<double>(placings.size()));
            }
            const size_t end = std::min(placings.size(), begin + at_once);
            std::vector<Placing> some(placings.begin() + static_cast<int64_t>(begin),
                                      placings.begin() + static_cast<int64_t>(end));
            correct(some, drawn(some));
            const at::Tensor pictures = drawn(some);
            const at::Tensor wanted =
                pictures_.repeat({static_cast<int64_t>(some.size()), 1, 1, 1});
            const at::Tensor unlike = perPlacing(unlikeness(pictures, wanted));
            const at::Tensor drawn = pictures.select(3, 4), mask = wanted.select(3, 3);
            const at::Tensor iou = perPlacing(at::minimum(drawn, mask).sum(at::IntArrayRef{1, 2}) /
                                              at::maximum(drawn, mask).sum(at::IntArrayRef{1, 2}));
            for (size_t i = 0; i < some.size(); ++i) {
                result.push_back({unlike.data_ptr<float>()[i], iou.data_ptr<float>()[i], some[i]});
            }
        }
        return result;
    }

    /// Mean over the photographs of values [P * views].
    at::Tensor perPlacing(const at::Tensor& values) const {
        return values.view({-1, static_cast<int64_t>(views())}).mean(1).cpu().contiguous();
    }

    /// [P * views, S, S, 5], placing after placing.
    at::Tensor drawn(const std::vector<Placing>& placings) const {
        std::vector<Camera> cameras;
        for (const Placing& placing : placings) {
            for (size_t k = 0; k < views(); ++k) {
                cameras.push_back(
                    targets_[k].cut(inMesh(input_.photos[compared_[k]].camera, placing, object_)));
            }
        }
        return drawMatch(
            object_, cameras, inside_.repeat({static_cast<int64_t>(placings.size()), 1, 1, 1}));
    }

    void correct(std::vector<Placing>& placings, const at::Tensor& pictures) const {
        const at::Tensor moments = coverageMoments(pictures);
        const double* m = moments.data_ptr<double>();
        for (Placing& placing : placings) {
            double wanted = 0, area = 0;
            LeastSquaresPoint shift;
            for (size_t k = 0; k < views(); ++k, m += 3) {
                if (m[0] < 1) {
                    continue;  // nothing was drawn
                }
                wanted += targets_[k].alpha_sum;
                area += m[0];
                const double depth = length(square(k).position() - placing.middle);
                const Vec3d is = directionOf(square(k), m[1], m[2]);
                const Vec3d should =
                    directionOf(square(k), targets_[k].middle_x, targets_[k].middle_y);
                shift.add(should, (should - is) * depth);
            }
            if (area > 0) {
                placing.middle = placing.middle + shift.solve({});
                placing.scale *= std::sqrt(wanted / area);
            }
        }
    }

    const CameraSearchInput& input_;
    const CameraSearchOptions& options_;
    MatchObject object_;
    std::vector<size_t> compared_;      // photographs
    std::vector<MatchTarget> targets_;  // of them, all of one size
    at::Tensor pictures_, inside_;      // [views, S, S, 4] and [views, S, S, 1] of the targets
};

}  // namespace

PlacedCameras placeCameras(const CameraSearchInput& input, const CameraSearchOptions& options) {
    const at::NoGradGuard no_grad;
    return Placer(input, options).place();
}

}  // namespace bozzetto
