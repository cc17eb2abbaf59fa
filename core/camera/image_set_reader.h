// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/task.h"
#include "camera/image_set.h"
#include "camera/view_edits.h"
#include "camera/view_source.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>

namespace bozzetto {

class PictureCache;

struct LoadOptions {
    /// Larger pictures are area-averaged down while they are read; cameras follow. 0 = as they are.
    int64_t max_pixels = 0;
    enum class Depth { Load, Ignore };
    Depth depth = Depth::Load;
    /// HeadersOnly: sizes, names, cameras and problems without decoding: `Image::pixels` stay empty
    /// while width, height and channels are set, and has_mask tells whether there is an alpha
    /// channel or a mask file.
    enum class Pixels { Decode, HeadersOnly };
    Pixels pixels = Pixels::Decode;
    ViewEdits edits = {};
    /// Where pictures decoded smaller are kept (image/picture_cache.h); null: nowhere.
    std::shared_ptr<const PictureCache> cache = {};
    /// Called before each picture, on any thread; it may wait, and it may throw to end the reading.
    std::function<void()> before_picture = {};
};

/// Reads an image set from a folder, a camera file, a COLMAP model's folder or a single picture. A
/// folder is, in this order:
/// - a NeRF-synthetic set, if it holds `transforms_train.json` (else any one `transforms_*.json`);
/// - an instant-ngp or nerfstudio set, if it holds `transforms.json`;
/// - pictures with another program's camera file beside them (camera_file.h);
/// - a six-view set, if it or its `train/` holds pictures named front, right, back, left, top,
/// bottom: without a transforms
///   file the canonical rig is assumed (see six_view.h);
/// - else pictures without cameras, in it or in `images/`.
/// The pictures of a camera file that is given itself are looked for in its folder and the three
/// folders above.
///
/// Pixels stay as stored when a file gives cameras (poses refer to the stored array; the EXIF
/// orientation is ignored, unless the file's w and h are those of the turned picture); they are
/// turned upright once when there are no cameras. Masks: a mask file wins over alpha (a warning
/// says where they disagree); black-on-white masks are recognised and inverted. Depth keeps its own
/// resolution. Lens distortion is removed: `camera` is a pinhole. A missing or broken picture is
/// left out and listed in `problems`. Threads: parallelTasks over the views. Throws Error(BadInput)
/// naming path, reason and remedy when nothing usable is left.
ImageSet loadImageSet(const std::filesystem::path& input, const LoadOptions& options = {});

/// A video, or a folder with one video and no pictures, is the set of its frames (video/video.h):
/// they are taken when it is first found, which takes a while, and kept in a cache.
struct FindOptions {
    int video_frames = 0;                    // how many of a video; 0: by its length
    std::filesystem::path video_cache = {};  // empty: videoCacheFolder()
    Task task = {};                          // of taking frames
};

/// The two halves of loadImageSet, for those who want one view at a time (loadView): which files
/// belong together under which unique names, in natural order, nothing decoded yet; and the
/// reading. Both throw as loadImageSet; the first one also what extractFrames throws.
SetSource findImageSet(const std::filesystem::path& input, const FindOptions& options = {});
ImageSet loadImageSet(SetSource source, const LoadOptions& options);

/// Gives the set's views the cameras of another camera file, or of the one that a folder holds, in
/// place of their own. Throws Error(BadInput) as readCameraFile and attachCameras do; the set is
/// unchanged then.
void useCameraFile(SetSource& set, const std::filesystem::path& path);

}  // namespace bozzetto
