// SPDX-License-Identifier: Apache-2.0
#include "app/load_images.h"

#include "base/error.h"
#include "base/files.h"
#include "base/log.h"
#include "camera/image_set_reader.h"

#include <algorithm>

namespace bozzetto {
namespace {

/// Decoded pictures are 16 bytes a pixel: together they stay below 1.6 GB, whatever is given.
/// Fixed, not taken from the free memory, so that a run gives the same result on every computer.
constexpr int64_t kMaxPixelsOfSet = 100'000'000;

/// Headers at full size, and the largest size that a picture may have (0: as it is).
struct Headers {
    ImageSet images;
    int64_t max_pixels = 0;
};

Headers readHeaders(const JobFile& job, LoadOptions options) {
    options.pixels = LoadOptions::Pixels::HeadersOnly;
    Headers headers{loadImageSet(job.inputs.front(), options), 0};
    int64_t pixels = 0;
    for (const View& view : headers.images.views) {
        pixels += static_cast<int64_t>(view.image.width) * view.image.height;
    }
    if (pixels > kMaxPixelsOfSet) {
        headers.max_pixels = kMaxPixelsOfSet / static_cast<int64_t>(headers.images.views.size());
    }
    return headers;
}

}  // namespace

ImageSet loadHeaders(const JobFile& job) {
    LoadOptions options;
    options.edits = job.edits;
    Headers headers = readHeaders(job, options);
    if (headers.max_pixels == 0) {
        return std::move(headers.images);
    }
    options.pixels = LoadOptions::Pixels::HeadersOnly;
    options.max_pixels = headers.max_pixels;
    return loadImageSet(job.inputs.front(), options);
}

ImageSet loadImages(const JobFile& job, const std::function<void()>& before_picture) {
    LoadOptions options;
    options.edits = job.edits;
    options.before_picture = before_picture;
    options.max_pixels = readHeaders(job, options).max_pixels;
    if (options.max_pixels > 0) {
        logInfo("the pictures are averaged down to " + std::to_string(options.max_pixels / 1000) +
                " thousand pixels each");
    }
    return loadImageSet(job.inputs.front(), options);
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
