// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/view_source.h"

#include <filesystem>
#include <string>

namespace bozzetto {

/// Where a view's mask lies in a folder of masks by view name (SceneEdits::masks).
std::filesystem::path maskFileOf(const std::filesystem::path& folder, const std::string& view_name);

/// Gives every view whose mask lies in `folder` that mask in place of the set's own: <name>.png,
/// white means object whatever it looks like, in the pixels of the picture file (turned upright
/// where the view is). An empty path changes nothing; a folder that is missing is told in the set's
/// problems and changes nothing else.
void useMaskFolder(SetSource& set, const std::filesystem::path& folder);

}  // namespace bozzetto
