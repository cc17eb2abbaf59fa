// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "bake/camera_search.h"

#include <functional>
#include <vector>

namespace bozzetto {

struct PlacedCameras {
    std::vector<Camera> cameras;  // in the mesh's world
    double mask_iou = 0;          // mean over the photographs, in small pictures
};

/// The cameras of a rig in the mesh's world: input.photos have cameras in some other world, about
/// right relative to each other; how the object is turned, how large it is and where it stands
/// there is not known. All turns are tried in small pictures, silhouettes (and colours, if known)
/// of all photographs compared, and the best tried again more finely: a start for searchCameras,
/// right to some ten degrees. With one photograph this finds its camera, whatever its pose says.
/// Uses options.device and progress. Throws as searchCameras.
PlacedCameras placeCameras(const CameraSearchInput& input, const CameraSearchOptions& options);

}  // namespace bozzetto
