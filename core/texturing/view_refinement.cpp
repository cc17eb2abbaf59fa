// SPDX-License-Identifier: Apache-2.0
#include "texturing/view_refinement.h"

#include "tensor/convert.h"
#include "tensor/tensor_bytes.h"

#include <torch/types.h>

#include <algorithm>
#include <cmath>

namespace bozzetto {
namespace {

// A shift along the optical axis hardly changes the picture: it gets a longer stride.
constexpr double kDepthStretch = 2.0;
// How far the first pass could carry a value at its first rate; the longest strides.
constexpr double kPoseReach = 0.06, kLongestPose = 0.004;  // radians, units
constexpr double kGainReach = 1.0, kLongestGain = 0.05;
constexpr double kFocalRate = 0.0003;
// How sure the input is: what the penalty counts as one.
constexpr double kPoseSigma = 0.01, kFocalSigma = 0.005, kGainSigma = 1.5;
constexpr double kPenalty = 3e-3;  // so that what gains little moves little
constexpr float kMostPose = 0.15f, kMostFocal = 0.1f, kMostGain = 1.5f;

struct Turn {
    double m[3][3];  // world axes to camera axes
};
Turn turnOf(const Camera& camera) {
    Turn turn;
    for (int i = 0; i < 3; ++i) {
        for (int k = 0; k < 3; ++k) {
            turn.m[i][k] = camera.world_from_camera.m[k][i];
        }
    }
    return turn;
}
Vec3d toCamera(const Turn& r, Vec3d w) {
    Vec3d c;
    for (int i = 0; i < 3; ++i) {
        c[i] = r.m[i][0] * w.x + r.m[i][1] * w.y + r.m[i][2] * w.z;
    }
    return c;
}
Vec3d toWorld(const Turn& r, Vec3d c) {
    Vec3d w;
    for (int k = 0; k < 3; ++k) {
        w[k] = r.m[0][k] * c.x + r.m[1][k] * c.y + r.m[2][k] * c.z;
    }
    return w;
}

/// Rotation [3, 3] by the axis-angle vector [3] (Rodrigues), by series: smooth at zero, and exact
/// to 1e-7 within the bounds of a correction.
at::Tensor rotationOf(const at::Tensor& w) {
    const at::Tensor zero = at::zeros({}, w.options());
    const at::Tensor x = w.select(0, 0), y = w.select(0, 1), z = w.select(0, 2);
    const at::Tensor k = at::stack({zero, -z, y, z, zero, -x, -y, x, zero}).view({3, 3});
    const at::Tensor q = (w * w).sum();
    const at::Tensor a = 1.0 - q / 6.0 * (1.0 - q / 20.0);
    const at::Tensor b = 0.5 - q / 24.0 * (1.0 - q / 30.0);
    return at::eye(3, w.options()) + a * k + b * k.matmul(k);
}

/// The correction [4, 4] in the camera's axes.
at::Tensor motionOf(const at::Tensor& pose, const at::Tensor& middle) {
    const at::Tensor stretch = at::tensor({1.0, 1.0, kDepthStretch}, pose.options());
    const at::Tensor rotation = rotationOf(pose.slice(0, 0, 3));
    const at::Tensor shift = middle + pose.slice(0, 3, 6) * stretch - rotation.mv(middle);
    const at::Tensor last = at::tensor({0.0, 0.0, 0.0, 1.0}, pose.options()).view({1, 4});
    return at::cat({at::cat({rotation, shift.view({3, 1})}, 1), last}, 0);
}

void subtractMean(at::Tensor& rows) {
    rows.sub_(rows.mean(0, true));
}

}  // namespace

ViewRefinement::ViewRefinement(const std::vector<SceneView>& views,
                               RefinementChoice choice,
                               const at::Device& device)
    : choice_(choice) {
    const auto count = static_cast<int64_t>(views.size());
    std::vector<at::Tensor> matrices;
    for (const SceneView& view : views) {
        cameras_.push_back(view.camera);
        matrices.push_back(toTensor(inverseRigid(view.camera.world_from_camera)));
    }
    camera_from_world_ = at::stack(matrices).to(device);
    middle_ = camera_from_world_.slice(1, 0, 3).select(2, 3).contiguous();
    const Parameter::Betas betas{0.9f, 0.99f};
    const auto bounded = [&](std::vector<int64_t> shape, Parameter::Rows rows, float most) {
        const at::TensorOptions options = middle_.options();
        Parameter parameter(at::zeros(shape, options), rows, betas);
        const at::Tensor high = at::full({shape[1]}, most, options);
        parameter.setBounds(-high, high);
        return parameter;
    };
    if (choice.cameras) {
        pose_ = bounded({count, 6}, Parameter::Rows::Sparse, kMostPose);
        focal_ = bounded({1, 1}, Parameter::Rows::Dense, kMostFocal);
    }
    if (choice.exposures) {
        gains_ = bounded({count, 3}, Parameter::Rows::Sparse, kMostGain);
    }
}

TrainingView ViewRefinement::apply(const TrainingView& view, size_t index) const {
    const auto i = static_cast<int64_t>(index);
    TrainingView result = view;
    if (choice_.cameras) {
        const at::Tensor camera_from_world =
            motionOf(pose_.value()[i], middle_[i]).matmul(camera_from_world_[i]);
        const at::Tensor ones = at::ones({2, 4}, middle_.options());
        // The focal length stands in the first two entries of the diagonal.
        const at::Tensor zoom =
            at::eye(4, middle_.options()).slice(0, 0, 2) * (focal_.value().exp() - 1.0) + ones;
        const at::Tensor clip_from_camera = view.clip_from_camera * at::cat({zoom, ones}, 0);
        result.clip_from_world = clip_from_camera.matmul(camera_from_world);
        const at::Tensor seen = camera_from_world.detach();
        result.position = -seen.slice(0, 0, 3)
                               .slice(1, 0, 3)
                               .t()
                               .mv(seen.slice(0, 0, 3).select(1, 3))
                               .view({1, 3});
    }
    if (choice_.exposures) {
        result.gain = gains_.value()[i].exp();
    }
    return result;
}

at::Tensor ViewRefinement::penalty(size_t index) const {
    const auto i = static_cast<int64_t>(index);
    const auto squares = [](const at::Tensor& t, double sigma) {
        return kPenalty / (sigma * sigma) * (t * t).sum();
    };
    at::Tensor sum = at::zeros({}, middle_.options());
    if (choice_.cameras) {
        sum = sum + squares(pose_.value()[i], kPoseSigma) + squares(focal_.value(), kFocalSigma);
    }
    if (choice_.exposures) {
        sum = sum + squares(gains_.value()[i], kGainSigma);
    }
    return sum;
}

void ViewRefinement::step(double rate) {
    if (choice_.cameras) {
        pose_.step(static_cast<float>(std::min(kLongestPose, kPoseReach / choice_.visits) * rate));
        focal_.step(static_cast<float>(kFocalRate * rate));
    }
    if (choice_.exposures) {
        gains_.step(static_cast<float>(std::min(kLongestGain, kGainReach / choice_.visits) * rate));
    }
    fixGauge();
}

int64_t ViewRefinement::takeNotFinite() {
    return pose_.takeNotFinite() + focal_.takeNotFinite() + gains_.takeNotFinite();
}

/// Takes out what all views have in common: turn, shift and scale of the scene, and brightness,
/// which is the light's.
void ViewRefinement::fixGauge() {
    const at::NoGradGuard no_grad;
    if (choice_.exposures) {
        at::Tensor gains = gains_.value();
        subtractMean(gains);
    }
    if (!choice_.cameras) {
        return;
    }
    const size_t count = cameras_.size();
    const at::Tensor poses = pose_.value().detach().cpu();  // the parameter itself on the CPU
    auto* pose = poses.data_ptr<float>();
    Vec3d turn, shift, middle;
    for (size_t i = 0; i < count; ++i) {
        const Turn r = turnOf(cameras_[i]);
        const float* p = pose + 6 * i;
        turn = turn + toWorld(r, {p[0], p[1], p[2]}) * (1.0 / static_cast<double>(count));
        shift = shift +
                toWorld(r, {p[3], p[4], kDepthStretch * p[5]}) * (1.0 / static_cast<double>(count));
        middle = middle + cameras_[i].position() * (1.0 / static_cast<double>(count));
    }
    double along = 0, squares = 0;  // of the scale: a shift towards each camera by its distance
    for (size_t i = 0; i < count; ++i) {
        const Turn r = turnOf(cameras_[i]);
        const float* p = pose + 6 * i;
        const Vec3d eye = cameras_[i].position() - middle;
        along += dot(toWorld(r, {p[3], p[4], kDepthStretch * p[5]}) - shift, eye);
        squares += dot(eye, eye);
    }
    const double scale = squares > 0 ? along / squares : 0;
    for (size_t i = 0; i < count; ++i) {
        const Turn r = turnOf(cameras_[i]);
        float* p = pose + 6 * i;
        const Vec3d w = toCamera(r, turn);
        const Vec3d t = toCamera(r, shift + (cameras_[i].position() - middle) * scale);
        for (int k = 0; k < 3; ++k) {
            p[k] -= static_cast<float>(w[k]);
            p[3 + k] -= static_cast<float>(t[k] / (k == 2 ? kDepthStretch : 1.0));
        }
    }
    if (!pose_.value().is_cpu()) {
        pose_.value().copy_(poses);
    }
}

Camera ViewRefinement::camera(size_t index) const {
    Camera camera = cameras_[index];
    if (!choice_.cameras) {
        return camera;
    }
    const at::NoGradGuard no_grad;
    const auto i = static_cast<int64_t>(index);
    const at::Tensor motion =
        motionOf(pose_.value()[i].cpu().to(at::kDouble), middle_[i].cpu().to(at::kDouble))
            .contiguous();
    Mat4d moved;
    for (int row = 0; row < 4; ++row) {
        for (int column = 0; column < 4; ++column) {
            moved.m[row][column] = motion.data_ptr<double>()[4 * row + column];
        }
    }
    camera.world_from_camera = camera.world_from_camera * inverseRigid(moved);
    camera.fx *= focalFactor();
    camera.fy *= focalFactor();
    return camera;
}

std::array<double, 3> ViewRefinement::gains(size_t index) const {
    if (!choice_.exposures) {
        return {1, 1, 1};
    }
    const at::Tensor logs = gains_.value().detach().cpu();
    const float* g = logs.data_ptr<float>() + 3 * index;
    return {std::exp(g[0]), std::exp(g[1]), std::exp(g[2])};
}

void ViewRefinement::setGains(const std::vector<std::array<double, 3>>& gains) {
    const at::NoGradGuard no_grad;
    at::Tensor logs = gains_.value().detach().cpu().clone();
    auto* value = logs.data_ptr<float>();
    for (size_t i = 0; i < gains.size(); ++i) {
        for (size_t c = 0; c < 3; ++c) {
            value[3 * i + c] = static_cast<float>(std::log(gains[i][c]));
        }
    }
    gains_.value().copy_(logs.clamp_(-kMostGain, kMostGain));
    fixGauge();
}

double ViewRefinement::focalFactor() const {
    return choice_.cameras ? std::exp(focal_.value().item<float>()) : 1.0;
}

std::string ViewRefinement::serialize() const {
    const auto bytes = [](const Parameter& p) { return p.defined() ? p.serialize() : ""; };
    return joinBytes({bytes(pose_), bytes(focal_), bytes(gains_)});
}

void ViewRefinement::deserialize(std::string_view bytes) {
    const std::vector<std::string> pieces = splitBytes(std::string(bytes));
    requireUndamaged(pieces.size() == 3, "views: pieces");
    Parameter* parameters[] = {&pose_, &focal_, &gains_};
    for (int k = 0; k < 3; ++k) {
        requireUndamaged(parameters[k]->defined() == !pieces[k].empty(), "views: choice");
        if (parameters[k]->defined()) {
            const std::vector<int64_t> shape = parameters[k]->value().sizes().vec();
            parameters[k]->deserialize(pieces[k]);
            requireUndamaged(parameters[k]->value().sizes() == at::IntArrayRef(shape),
                             "views: shape");
        }
    }
}

}  // namespace bozzetto
