// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/formats/colmap_model.h"
#include "camera/view_source.h"

#include <string>

namespace bozzetto {

/// A COLMAP camera's parameters as our intrinsics, or why they cannot be used.
struct ColmapIntrinsics {
    Intrinsics intrinsics;
    std::string refusal;  // empty if they can
    std::string hint;
};
ColmapIntrinsics intrinsicsFromColmap(const ColmapCamera& camera);

/// The COLMAP model with the fewest parameters that says the same; the id is left 0. Throws
/// Error(BadInput) naming `picture` when sizes are missing or no model of COLMAP has this lens.
ColmapCamera colmapFromIntrinsics(const Intrinsics& intrinsics, const std::string& picture);

}  // namespace bozzetto
