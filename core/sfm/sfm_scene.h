// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/camera_file.h"
#include "camera/scene_guess.h"

#include <vector>

namespace bozzetto {

/// Cameras with the points that they see; cloud.pictures are the cameras' pictures, in order.
struct SfmScene {
    std::vector<FileCamera> cameras;  // all with a pose
    SparseCloud cloud;

    /// Takes out cameras, with their share in the points; a point needs two pictures.
    void leaveOut(const std::vector<bool>& left_out);
    /// Without distortion: for questions that it does not decide.
    std::vector<Camera> pinholes() const;
    std::vector<int> pointsSeen() const;  // by each camera
};

/// A lens that moves no pixel visibly is left out: undistorting would only soften the picture.
void dropInvisibleDistortion(FileCamera& camera);

/// Upright, the object's region around the origin, its radius 1.
void normalise(SfmScene& scene, const SceneGuess& guess);

}  // namespace bozzetto
