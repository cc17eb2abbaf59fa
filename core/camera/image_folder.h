// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/file_finder.h"
#include "camera/view_source.h"

#include <filesystem>

namespace bozzetto {

/// Pictures without cameras: those in the folder itself, else in `images/`, `train/` or `input/`.
/// Masks and depth are matched by name (findCompanions). The same bytes twice are used once.
SetSource readImageFolder(const FileFinder& finder);

/// Finds mask and depth files of views that have none yet, by name:
/// masks `masks/` or `mask/` (beside the picture's folder or in the root) as `<name>.*` or
/// `<name>.<ending>.png`, and beside the picture `<name>_mask.*`, `<name>.mask.*`; depth
/// `depth/<name>.*` and `<name>_depth.*`. Files that match no view, and pictures without a mask
/// where others have one, are listed.
enum class Companions { Masks, MasksAndDepth };
void findCompanions(SetSource& set, const FileFinder& finder, Companions which);

/// True for names that mark a file as belonging to another picture: a_mask.png, a.mask.png,
/// a_depth.png, a_normal.png.
bool isCompanionName(const std::filesystem::path& file);

}  // namespace bozzetto
