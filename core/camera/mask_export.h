// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/task.h"
#include "camera/image_set.h"
#include "camera/view_source.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace bozzetto {

/// How a program names mask files and what white means in them.
struct MaskConvention {
    enum class Naming {
        Stem,          // a.jpg -> a<suffix>.png
        FileName,      // a.jpg -> a.jpg<suffix>.png
        AlphaChannel,  // a.jpg -> a.png, the picture with the mask as its alpha
    };
    std::string id;     // "bozzetto", "alpha", "nvdiffrec", "colmap", "nerfstudio", "postshot",
                        // "brush", "realityscan", "metashape"
    std::string title;  // of the program, or what it is
    Naming naming = Naming::Stem;
    std::string suffix;  // "_mask"
    bool white_is_object = true;
    std::string folder;  // that the program looks in, beside the pictures' own; empty: asked for
};

/// All that are known, Bozzetto's own first.
const std::vector<MaskConvention>& maskConventions();
/// Throws Error(BadInput) naming the known ids.
const MaskConvention& maskConvention(std::string_view id);

/// One mask to write.
struct MaskToExport {
    std::filesystem::path picture;   // the photo file; its name gives the mask's
    std::filesystem::path relative;  // where the mask goes under the folder, in folders as the
                                     // pictures are; its name is not used. Empty: at the top
    Image mask;                      // [H, W, 1] in [0, 1], 1 = object
    /// The mask is turned as the EXIF orientation of the picture says. Other programs want it in
    /// the frame of the stored pixels.
    bool upright = false;
};

/// Writes a mask as 8-bit PNG (with AlphaChannel: a copy of the picture, RGBA) into `folder`, which
/// is made if it is not there. An older file of the name is replaced, atomically. Returns the file.
/// Throws Error(Output); Error(BadInput) when the picture is needed and cannot be read, or mask and
/// picture are of different shape.
std::filesystem::path exportMask(const MaskToExport& mask,
                                 const std::filesystem::path& folder,
                                 const MaskConvention& convention);

/// A mask must not take the place of a photograph: throws Error(BadInput) if `file` is a picture of
/// the set.
void checkIsNoPicture(const std::filesystem::path& file, const SetSource& set);

/// Writes the masks of a set (mask files, else alpha), at full size and in the pixels of the photo
/// files; views without a mask are left out. Returns the files in the set's order. Progress: phase
/// "masks". Throws as exportMask; Error(BadInput) when no view has a mask, or two pictures would
/// get the same mask file, or a mask file would be a picture of the set.
std::vector<std::filesystem::path> exportMasks(const SetSource& set,
                                               const std::filesystem::path& folder,
                                               const MaskConvention& convention,
                                               const Task& task = {});

}  // namespace bozzetto
