// SPDX-License-Identifier: Apache-2.0
#include "bake/camera_search.h"

#include "bake/camera_match.h"
#include "base/error.h"
#include "tensor/convert.h"

#include <algorithm>
#include <cmath>

namespace bozzetto {
namespace {

// Of the squares around masks: at first the object may be drawn elsewhere.
constexpr double kWideMargin = 1.5, kMargin = 1.2;
constexpr int kSearchSide = 48;             // pixels a side of the pictures that turns are tried in
constexpr double kSpacing = 0.11;           // radians between the turns tried near a start
constexpr int kAtOnce = 64;                 // pictures
constexpr size_t kKept = 4;                 // turns that are refined
constexpr int kCoarse = 64, kMiddle = 128;  // sides of the pictures they are refined in
constexpr double kLeastIou = 0.8;           // of a photograph that was found
constexpr double kColorWeight = 0.2;
constexpr int kColorRounds = 1;

/// Axis and angle of turns that cover the ball of `reach`, none first.
std::vector<Vec3d> turnsWithin(double reach) {
    const int n = static_cast<int>(std::ceil(reach / kSpacing));
    std::vector<Vec3d> turns{{0, 0, 0}};
    for (int x = -n; x <= n; ++x) {
        for (int y = -n; y <= n; ++y) {
            for (int z = -n; z <= n; ++z) {
                const Vec3d t{x * kSpacing, y * kSpacing, z * kSpacing};
                if ((x != 0 || y != 0 || z != 0) && length(t) <= reach) {
                    turns.push_back(t);
                }
            }
        }
    }
    return turns;
}

double distanceTo(const MatchObject& object, const Camera& camera) {
    return -transformPoint(inverseRigid(camera.world_from_camera), object.middle).z;
}

/// Cameras shifted so that the drawn coverage has the target's middle and area.
std::vector<Camera> centred(const MatchObject& object,
                            const MatchTarget& target,
                            std::vector<Camera> cameras,
                            const at::Tensor& pictures) {
    const at::Tensor moments = coverageMoments(pictures);
    const auto m = moments.accessor<double, 2>();
    for (size_t i = 0; i < cameras.size(); ++i) {
        const auto k = static_cast<int64_t>(i);
        if (m[k][0] < 1) {
            continue;  // nothing was drawn
        }
        const Camera small = target.cut(cameras[i]);
        const double depth = distanceTo(object, cameras[i]);
        const double nearer = std::sqrt(m[k][0] / target.alpha_sum);
        CameraMotion motion{};
        // Seen through the camera at the new distance the middle has to move by as many pixels.
        const double scale = depth * nearer / object.radius;
        const double middle_x = small.cx + (m[k][1] - small.cx) / nearer;
        const double middle_y = small.cy + (m[k][2] - small.cy) / nearer;
        motion[3] = (target.middle_x - middle_x) / small.fx * scale;
        motion[4] = -(target.middle_y - middle_y) / small.fy * scale;
        motion[5] = -depth * (nearer - 1) / object.radius;
        cameras[i] = moved(cameras[i], object, motion);
    }
    return cameras;
}

/// The cameras, of those around `start`, from which the object looks most like the target: the best
/// first.
std::vector<Camera> tryTurns(const MatchObject& object,
                             const MatchTarget& target,
                             const Camera& start,
                             double reach,
                             const std::function<void()>& tick) {
    const std::vector<Vec3d> turns = turnsWithin(reach);
    std::vector<Camera> cameras;
    std::vector<std::pair<float, size_t>> order;
    for (size_t begin = 0; begin < turns.size(); begin += kAtOnce) {
        std::vector<Camera> some;
        for (size_t i = begin; i < std::min(turns.size(), begin + kAtOnce); ++i) {
            some.push_back(moved(start, object, {turns[i].x, turns[i].y, turns[i].z}));
        }
        tick();
        const auto drawn = [&] {
            std::vector<Camera> cut;
            for (const Camera& camera : some) {
                cut.push_back(target.cut(camera));
            }
            return drawMatch(object, cut, target.inside);
        };
        for (int k = 0; k < 2; ++k) {  // area and middle depend a little on the distance
            some = centred(object, target, std::move(some), drawn());
        }
        const at::Tensor scores = unlikeness(drawn(), target.picture).cpu().contiguous();
        for (size_t i = 0; i < some.size(); ++i) {
            order.emplace_back(scores.data_ptr<float>()[i], cameras.size());
            cameras.push_back(some[i]);
        }
    }
    std::sort(order.begin(), order.end());
    order.resize(std::min(order.size(), kKept));
    std::vector<Camera> best;
    for (const auto& [score, i] : order) {
        best.push_back(cameras[i]);
    }
    return best;
}

class Search {
public:
    Search(const CameraSearchInput& input, const CameraSearchOptions& options)
        : input_(input),
          options_(options),
          whole_(*input.mesh, options.device),
          few_(fewTriangles(*input.mesh, input.colors, options.device)),
          states_(input.photos.size()) {
        if (!input.colors.empty()) {
            setKnownColors();
        }
    }

    std::vector<FoundCamera> run() {
        const auto count = static_cast<double>(input_.photos.size());
        for (size_t i = 0; i < states_.size(); ++i) {
            report(0.6 * static_cast<double>(i) / count);
            start(i);
        }
        for (int round = 0; round < kColorRounds; ++round) {
            report(0.6 + 0.4 * round / kColorRounds);
            refineWithColors(round + 1 == kColorRounds ? options_.finest : kMiddle);
        }
        std::vector<FoundCamera> found;
        for (size_t i = 0; i < states_.size(); ++i) {
            found.push_back(judged(i));
        }
        return found;
    }

private:
    void report(double fraction) {
        reported_ = fraction;
        if (options_.progress) {
            options_.progress(fraction);
        }
    }

    void setKnownColors() {
        const at::Tensor colors = toTensor(input_.colors).to(options_.device);
        const at::Tensor sure = at::ones({colors.size(0)}, colors.options());
        whole_.setColors(colors, sure);
    }

    RefineOptions refineOptions(size_t i, int iterations) {
        RefineOptions refine;
        refine.iterations = iterations;
        refine.color_weight = kColorWeight;
        refine.zoom_sigma = options_.focal_sigma;
        refine.started_zoom = states_[i].zoom;
        refine.tick = [this] { report(reported_); };
        return refine;
    }

    void refine(size_t i, const MatchObject& object, int size, int iterations) {
        const MatchTarget target(*input_.photos[i].image, size, kMargin, options_.device);
        states_[i] = refineCamera(object, target, states_[i].camera, refineOptions(i, iterations));
    }

    /// From the given start to a camera that is about right, by silhouette and known colours.
    void start(size_t i) {
        const PosedPhoto& photo = input_.photos[i];
        const MatchTarget tried(*photo.image, kSearchSide, kWideMargin, options_.device);
        const MatchTarget coarse(*photo.image, kCoarse, kWideMargin, options_.device);
        RefinedCamera best;
        bool any = false;
        for (const Camera& camera :
             tryTurns(few_, tried, photo.camera, options_.turn, [this] { report(reported_); })) {
            const RefinedCamera refined = refineCamera(few_, coarse, camera, refineOptions(i, 10));
            if (!any || refined.cost < best.cost) {
                best = refined;
                any = true;
            }
        }
        states_[i] = best;
        refine(i, whole_, kMiddle, 12);
    }

    /// Each photograph is compared with colours that the others give.
    void refineWithColors(int size) {
        const DeviceMesh mesh(*input_.mesh, options_.device);
        std::vector<PhotoSamples> samples;
        for (size_t i = 0; i < states_.size(); ++i) {
            samples.push_back(PhotoView({input_.photos[i].image, states_[i].camera}, mesh)
                                  .at(mesh.positions, mesh.normals));
        }
        const at::Tensor known = whole_.colors;
        for (size_t i = 0; i < states_.size(); ++i) {
            at::Tensor sum = at::zeros_like(mesh.positions);
            at::Tensor weight = at::zeros_like(sum.select(1, 0));
            for (size_t j = 0; j < states_.size(); ++j) {
                if (j != i) {
                    sum += samples[j].color * samples[j].weight.unsqueeze(1);
                    weight += samples[j].weight;
                }
            }
            if (input_.colors.empty()) {
                const double most = std::max(weight.max().item<double>(), 1e-20);
                whole_.setColors(sum / weight.clamp_min(1e-20).unsqueeze(1),
                                 (weight / (0.1 * most)).clamp_max(1));
            }
            refine(i, whole_, size, 12);
        }
        if (!input_.colors.empty()) {
            whole_.colors = known;
        }
    }

    FoundCamera judged(size_t i) const {
        const MatchTarget target(*input_.photos[i].image, kMiddle, kMargin, options_.device);
        const at::Tensor picture =
            drawMatch(whole_, {target.cut(states_[i].camera)}, target.inside)[0];
        const at::Tensor drawn = picture.select(2, 4), wanted = target.picture.select(2, 3);
        const at::Tensor both = at::minimum(drawn, wanted);
        FoundCamera found;
        found.camera = states_[i].camera;
        found.mask_iou =
            both.sum().item<double>() / at::maximum(drawn, wanted).sum().item<double>();
        const at::Tensor sure = both * picture.select(2, 3).clamp(0, 1);
        found.color_error =
            ((picture.slice(2, 0, 3) - target.picture.slice(2, 0, 3)).abs().mean(2) * sure)
                .sum()
                .item<double>() /
            std::max(1e-9, sure.sum().item<double>());
        found.found = found.mask_iou >= kLeastIou;
        return found;
    }

    const CameraSearchInput& input_;
    const CameraSearchOptions& options_;
    MatchObject whole_, few_;
    std::vector<RefinedCamera> states_;
    double reported_ = 0;
};

}  // namespace

std::vector<FoundCamera> searchCameras(const CameraSearchInput& input,
                                       const CameraSearchOptions& options) {
    const at::NoGradGuard no_grad;
    if (input.mesh->triangles.empty()) {
        throw Error(Error::Kind::BadInput,
                    "The mesh is empty: no camera can be found by it",
                    "Give a mesh with triangles.");
    }
    return Search(input, options).run();
}

}  // namespace bozzetto
