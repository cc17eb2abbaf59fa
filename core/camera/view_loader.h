// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/image_set_reader.h"
#include "camera/view_source.h"
#include "image/mask.h"

#include <optional>
#include <vector>

namespace bozzetto {

struct LoadedView {
    std::optional<View> view;  // unset: left out, `problems` says why
    std::vector<InputProblem> problems;
    std::vector<std::string> notes;
    bool has_mask_file = false;
    int full_width = 0, full_height = 0;  // of the picture, before it was made smaller
    MaskStatistics mask;                  // when the view has a mask and pixels
    int64_t unknown_depth = 0;            // depth values that can be no distance (NaN, negative)
};

struct ViewRules {
    bool depth_is_mask =
        false;  // without alpha or mask file, depth > 0 is the mask (six-view sets)
};

/// Decodes one view: picture, mask, depth, camera for the picture's final size, lens distortion
/// removed. Never throws for a bad file: the view is then left out, or goes on without the bad mask
/// or depth, and `problems` says so.
LoadedView loadView(const ViewSource& source, const LoadOptions& options, const ViewRules& rules);

/// "<reason>" of an Error about `path`, without the path in front.
std::string reasonWithoutPath(const std::string& message, const std::filesystem::path& path);

}  // namespace bozzetto
