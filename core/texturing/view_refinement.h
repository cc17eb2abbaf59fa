// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "texturing/parameter.h"
#include "texturing/training_views.h"

#include <array>
#include <string>
#include <vector>

namespace bozzetto {

/// What is refined along with the shape.
struct RefinementChoice {
    bool cameras = false;    // pose of every view, and one factor on all focal lengths
    bool exposures = false;  // three gains of every view: exposure and white balance
    double visits = 50;  // how often the first pass will look at each view: fewer, longer strides
    bool any() const { return cameras || exposures; }
};

/// Small corrections of the views, optimised with the shape and held to the input.
///
/// A pose's correction moves the object as that camera sees it: camera = R (camera_from_world x -
/// c) + c + t, where c is the middle of the scene in the camera's axes, R a rotation by the
/// axis-angle vector and t a shift, so that turn and shift are about equally strong. What moves all
/// views alike (a motion or a scale of the whole scene) is taken out after every step: the mean
/// pose stays where it was. A gain multiplies what is rendered, in linear RGB; its geometric mean
/// over the views is 1 in each channel.
class ViewRefinement {
public:
    /// views: unit frame. Starts from no correction. device: of the training views given to
    /// apply().
    ViewRefinement(const std::vector<SceneView>& views,
                   RefinementChoice choice,
                   const at::Device& device = at::kCPU);

    const RefinementChoice& choice() const { return choice_; }
    /// What is optimised: [N, 6], [1, 1] and [N, 3] (below); undefined where not chosen.
    const at::Tensor& poses() const { return pose_.value(); }
    const at::Tensor& logFocal() const { return focal_.value(); }
    const at::Tensor& logGains() const { return gains_.value(); }
    /// `view`, which shows the scene's view `index`, as it is believed to be now; differentiable.
    TrainingView apply(const TrainingView& view, size_t index) const;
    /// How far view `index` was moved from the input, to be added to its loss. Differentiable.
    at::Tensor penalty(size_t index) const;
    /// One step along the gradients. rate: 1 at the start of a run, less later on.
    void step(double rate);
    /// As Parameter::takeNotFinite, of all that is refined.
    int64_t takeNotFinite();

    /// The full picture's camera in the unit frame.
    Camera camera(size_t index) const;
    std::array<double, 3> gains(size_t index) const;
    /// Gains to start from; any common factor is taken out.
    void setGains(const std::vector<std::array<double, 3>>& gains);
    double focalFactor() const;

    std::string serialize() const;
    /// Throws Error(BadInput) for bytes of another set of views or another choice.
    void deserialize(std::string_view bytes);

private:
    void fixGauge();

    std::vector<Camera> cameras_;
    RefinementChoice choice_;
    at::Tensor camera_from_world_;  // [N, 4, 4]
    at::Tensor middle_;             // [N, 3] the unit frame's origin in the camera's axes
    Parameter pose_;   // [N, 6] axis-angle in radians, shift in units; in the camera's axes, the
                       // shift's last entry is divided by kDepthStretch
    Parameter focal_;  // [1, 1] logarithm of the factor
    Parameter gains_;  // [N, 3] logarithms
};

}  // namespace bozzetto
