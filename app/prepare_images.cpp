// SPDX-License-Identifier: Apache-2.0
#include "app/prepare_images.h"

#include "base/error.h"
#include "base/files.h"
#include "base/log.h"
#include "camera/camera_file.h"
#include "camera/conventions.h"
#include "camera/mask_folder.h"
#include "image/picture_cache.h"

#include <algorithm>
#include <memory>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

/// Decoded pictures are 16 bytes a pixel: together they stay below 1.6 GB, whatever is given.
/// Fixed, not taken from the free memory, so that a run gives the same result on every computer.
constexpr int64_t kMaxPixelsOfSet = 100'000'000;

bool hasCameras(const SetSource& set) {
    return std::any_of(set.views.begin(), set.views.end(), [](const ViewSource& view) {
        return view.world_from_camera.has_value();
    });
}

/// Reads the camera file's poses as they are meant, if the evidence leaves no doubt.
void settleConvention(SetSource& set) {
    const ConventionVerdict verdict = solveConvention(set);
    if (verdict.is_clear && verdict.best().convention != poseConventions().front().id) {
        applyConvention(set, verdict.best().convention);
        set.notes.push_back(
            "The cameras were read in another convention than their file's usual "
            "one (" +
            verdict.best().convention + "): " + verdict.best().text + ".");
    }
}

int64_t largestPicture(const SetSource& set) {
    LoadOptions options;
    options.pixels = LoadOptions::Pixels::HeadersOnly;
    const ImageSet headers = loadImageSet(set, options);
    int64_t pixels = 0;
    for (const View& view : headers.views) {
        pixels += static_cast<int64_t>(view.image.width) * view.image.height;
    }
    return pixels > kMaxPixelsOfSet ? kMaxPixelsOfSet / static_cast<int64_t>(headers.views.size())
                                    : 0;
}

bool lacksMasks(const ImageSet& images) {
    return std::any_of(
        images.views.begin(), images.views.end(), [](const View& v) { return !v.has_mask; });
}

}  // namespace

SetSource findJobSet(const JobFile& job) {
    SetSource set = findImageSet(job.inputs.front(), {.video_frames = job.scene.video_frames});
    if (!job.scene.cameras.empty()) {
        useCameraFile(set, job.scene.cameras);
    }
    if (!job.scene.convention.empty()) {
        applyConvention(set, job.scene.convention);
    }
    useMaskFolder(set, job.scene.masks);
    applyEdits(set, job.edits);
    return set;
}

bool lacksCameras(const SetSource& set) {
    return !set.assumed_cameras && !hasCameras(set);
}

ImageSet loadJobSet(const SetSource& set,
                    LoadOptions::Pixels pixels,
                    const std::function<void()>& before_picture) {
    LoadOptions options;
    options.pixels = pixels;
    options.before_picture = before_picture;
    options.max_pixels = largestPicture(set);
    if (const fs::path cache = pictureCacheFolder(); !cache.empty()) {
        options.cache = std::make_shared<PictureCache>(cache);
    }
    if (options.max_pixels > 0 && pixels == LoadOptions::Pixels::Decode) {
        logInfo("the pictures are averaged down to " + std::to_string(options.max_pixels / 1000) +
                " thousand pixels each");
    }
    return loadImageSet(set, options);
}

PreparedImages prepareImages(SetSource set, const JobFile& job, const PrepareOptions& options) {
    PreparedImages prepared;
    const auto begin = [&](const char* what) {
        if (options.starts) {
            options.starts(what);
        }
    };
    if (options.cameras && lacksCameras(set)) {
        begin("cameras");
        CameraEstimateOptions estimate;
        estimate.cache = cameraCacheFolder();
        estimate.scratch = options.scratch;
        estimate.threads = options.threads;
        prepared.cameras = estimateCameras(set, estimate, options.task);
    }
    const bool from_a_file = hasCameras(set) && !set.assumed_cameras && !set.estimated_cameras;
    if (from_a_file && job.scene.convention.empty()) {
        settleConvention(set);
    }
    prepared.images = loadJobSet(set, LoadOptions::Pixels::Decode, [&] { options.task.poll(); });
    ImageSet& images = prepared.images;
    images.region = job.scene.region;
    if (options.masks && job.scene.auto_masks && lacksMasks(images)) {
        begin("masks");
        AutoMaskOptions mask_options;
        mask_options.keep_table = job.scene.keep_table;
        mask_options.region = job.scene.region;
        prepared.masks = makeMasks(images, mask_options, options.task);
    }
    prepared.set = std::move(set);
    return prepared;
}

fs::path cameraCacheFolder() {
    return cacheFolder("cameras");
}

void checkEnoughViews(const ImageSet& images, const EngineInfo& engine) {
    const auto usable =
        std::count_if(images.views.begin(), images.views.end(), [&](const View& view) {
            return view.camera.has_value() || !engine.needs_cameras;
        });
    if (usable < engine.minimum_views || usable == 0) {
        throw Error(Error::Kind::BadInput,
                    displayPath(images.root) + ": " + std::to_string(usable) + " views " +
                        (engine.needs_cameras ? "with a camera " : "") + "were found; " +
                        engine.id + " needs at least " +
                        std::to_string(std::max(1, engine.minimum_views)),
                    engine.needs_cameras ? "Add a transforms.json with the cameras, or give the "
                                           "six views front, right, back, left, top, bottom."
                                         : "Add more pictures.",
                    images.root.string());
    }
}

}  // namespace bozzetto
