// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reconviagen/finish_mesh.h"
#include "reconviagen/network_views.h"

#include <ATen/ATen.h>

#include <vector>

namespace bozzetto {

/// The photographs that a mesh is painted from, with what is known of their cameras.
struct KnownPhotos {
    std::vector<FinishPhoto> photos;
    PhotoCameras cameras = PhotoCameras::None;
};

/// The set's cameras if all views have one; else VGGT's guess, poses [S, 9] for the networks'
/// pictures (pose_encoding.h), undefined if there is none: brought from the cut-out squares to the
/// whole photographs. No cameras at all if one of the guesses cannot be used.
KnownPhotos knownPhotos(const std::vector<NetworkView>& views, const at::Tensor& poses);

}  // namespace bozzetto
