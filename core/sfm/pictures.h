// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/task.h"
#include "camera/view_source.h"
#include "image/codec.h"
#include "image/image.h"
#include "sfm/estimate_cameras.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace bozzetto {

/// A picture as COLMAP gets it: a link to the file, or a copy where the file is turned (EXIF),
/// transparent, or of a format or depth that COLMAP does not read.
struct SfmPicture {
    size_t view = 0;               // index in SetSource::views
    std::string name;              // in the folder: "000001.jpg"; odd names stay outside
    int width = 0, height = 0;     // of the frame that loadView gives a view with cameras
    int used_width = 0;            // of the copy: at most 3200
    double exif_focal_length = 0;  // pixels of the frame; 0: unknown
    std::string lens;   // pictures with the same one were taken with the same lens at the same zoom
    std::string taken;  // EXIF time; empty: unknown
    double sharpness = 0;     // measureSharpness
    std::optional<Vec3d> up;  // that its EXIF tells, in the frame above (image/device_up.h)
    Image thumbnail;          // [h, w, 3] display values, kThumbnailSide
    std::string unreadable;   // why it cannot be used; empty if it can
    double scale() const { return static_cast<double>(used_width) / width; }
};

struct SfmFolder {
    std::filesystem::path images;
    std::filesystem::path masks;  // <name>.png, black is ignored; empty: none of them has alpha
    std::vector<SfmPicture> pictures;  // one for each view, in the set's order
};

/// Makes the folder that COLMAP reads, under `scratch`. A picture that cannot be read is said to
/// be, and goes on as one without a file. Phase "pictures" of the task. Throws Cancelled,
/// Error(Output).
SfmFolder preparePictures(const SetSource& set,
                          const std::filesystem::path& scratch,
                          const Task& task);

}  // namespace bozzetto
