// SPDX-License-Identifier: Apache-2.0
#include "sfm/pictures.h"

#include "base/error.h"
#include "base/files.h"
#include "base/parallel_for.h"
#include "camera/view_loader.h"
#include "image/color.h"
#include "image/device_up.h"
#include "image/resize.h"
#include "sfm/other_objects.h"
#include "sfm/sharpness.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdio>
#include <mutex>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

constexpr int kLargestSide = 3200;  // COLMAP makes larger pictures smaller itself
constexpr int kJpegQuality = 97;

/// The rule of loadView for a view with a camera whose w and h are those of the turned picture.
bool isTurned(const ImageHeader& header) {
    constexpr double kSameAspect = 0.01;
    const double w = header.width, h = header.height;
    return header.orientation >= 5 && std::abs(w * w - h * h) > kSameAspect * w * w;
}

bool colmapReads(const ImageHeader& header) {
    const bool known = header.format == "jpeg" || header.format == "png" || header.format == "tiff";
    return known && header.bits == 8 && !header.is_float && !header.has_alpha &&
           !header.is_palette && (header.channels == 1 || header.channels == 3) &&
           header.pictures <= 1;
}

std::string lensOf(const ImageHeader& header, const SfmPicture& picture) {
    return header.photo.make + "|" + header.photo.model + "|" + std::to_string(picture.width) +
           "x" + std::to_string(picture.height) + "|" +
           std::to_string(std::lround(picture.exif_focal_length));
}

std::string numberedName(size_t index, const std::string& ending) {
    char text[32];
    std::snprintf(text, sizeof text, "%06zu", index + 1);
    return text + ending;
}

Image smaller(const Image& image, int side) {
    const int longer = std::max(image.width, image.height);
    if (longer <= side) {
        return image;
    }
    const auto scaled = [&](int n) {
        return std::max(1, static_cast<int>(std::lround(double(n) * side / longer)));
    };
    return downsampleArea(image, scaled(image.width), scaled(image.height));
}

Image thumbnailOf(const Image& image) {
    const Image small = smaller(image, kThumbnailSide);
    Image thumbnail(small.width, small.height, 3);
    for (size_t i = 0; i < thumbnail.pixels.size(); ++i) {
        thumbnail.pixels[i] =
            srgbFromLinear(std::clamp(small.pixels[i / 3 * 4 + i % 3], 0.0f, 1.0f));
    }
    return thumbnail;
}

/// Grey where nothing is, so that no edge is added.
Image flatten(const Image& image) {
    constexpr float kGrey = 0.2f;
    Image flat(image.width, image.height, 3);
    for (size_t i = 0; i < flat.pixels.size() / 3; ++i) {
        const float alpha = image.pixels[4 * i + 3];
        for (size_t c = 0; c < 3; ++c) {
            flat.pixels[3 * i + c] = alpha * image.pixels[4 * i + c] + (1 - alpha) * kGrey;
        }
    }
    return flat;
}

Image alphaOf(const Image& image) {
    Image alpha(image.width, image.height, 1);
    for (size_t i = 0; i < alpha.pixels.size(); ++i) {
        alpha.pixels[i] = image.pixels[4 * i + 3] >= 0.5f ? 1.0f : 0.0f;
    }
    return alpha;
}

/// A link where the file system has links, a copy where it has none.
void placeFile(const fs::path& from, const fs::path& to) {
    std::error_code error;
    fs::create_symlink(fs::absolute(from), to, error);
    if (error) {
        writeFileAtomically(to, readFile(from));
    }
}

class PicturePreparation {
public:
    PicturePreparation(const SetSource& set, const fs::path& scratch) : set_(set) {
        folder_.images = scratch / "images";
        folder_.masks = scratch / "masks";
        fs::create_directories(folder_.images);
        fs::create_directories(folder_.masks);
        folder_.pictures.resize(set.views.size());
    }

    SfmFolder prepare(const Task& task) {
        std::atomic<int> done{0};
        const auto count = static_cast<int64_t>(folder_.pictures.size());
        task.at("pictures", 0);
        parallelTasks(count, [&](int64_t i, int) {
            task.poll();
            prepareOne(static_cast<size_t>(i));
            task.at("pictures", ++done / static_cast<double>(count));
        });
        if (!has_masks_) {
            folder_.masks.clear();
        }
        return std::move(folder_);
    }

private:
    void prepareOne(size_t index) {
        SfmPicture& picture = folder_.pictures[index];
        picture.view = index;
        const fs::path& file = set_.views[index].image;
        try {
            std::vector<std::string> ignored;
            const ImageHeader header = readImageHeader(file, &ignored);
            const bool turned = isTurned(header);
            picture.width = turned ? header.height : header.width;
            picture.height = turned ? header.width : header.height;
            picture.exif_focal_length = header.focalLengthPixels();
            picture.taken = header.photo.taken;
            picture.lens = lensOf(header, picture);
            picture.up = readDeviceUp(file, turned ? Orientation::Upright : Orientation::Stored);
            if (colmapReads(header) && !turned) {
                placeOriginal(file, header, index);
            } else {
                placeCopy(file, turned, header.has_alpha, index);
            }
        } catch (const Error& error) {
            if (error.kind() == Error::Kind::Output) {
                throw;
            }
            picture.unreadable = reasonWithoutPath(error.what(), file);
        }
    }

    void placeOriginal(const fs::path& file, const ImageHeader& header, size_t index) {
        SfmPicture& picture = folder_.pictures[index];
        std::vector<std::string> ignored;
        ReadOptions read;
        read.warnings = &ignored;
        read.max_pixels = int64_t{kSharpnessSide} * kSharpnessSide;
        const Image image = smaller(readImage(file, read), kSharpnessSide);
        picture.sharpness = measureSharpness(image);
        picture.thumbnail = thumbnailOf(image);
        picture.used_width = picture.width;
        picture.name = numberedName(index,
                                    header.format == "jpeg"  ? ".jpg"
                                    : header.format == "png" ? ".png"
                                                             : ".tif");
        placeFile(file, folder_.images / picture.name);
    }

    void placeCopy(const fs::path& file, bool turned, bool has_alpha, size_t index) {
        SfmPicture& picture = folder_.pictures[index];
        std::vector<std::string> ignored;
        ReadOptions read;
        read.warnings = &ignored;
        read.orientation = turned ? Orientation::Upright : Orientation::Stored;
        read.max_pixels = int64_t{kLargestSide} * kLargestSide;
        const Image image = smaller(readImage(file, read), kLargestSide);
        picture.sharpness = measureSharpness(smaller(image, kSharpnessSide));
        picture.thumbnail = thumbnailOf(image);
        picture.used_width = image.width;
        picture.name = numberedName(index, ".jpg");
        writeFileAtomically(folder_.images / picture.name,
                            encodeJpeg(flatten(image), kJpegQuality, PngValues::SrgbFromLinear));
        if (has_alpha) {
            writePng(folder_.masks / (picture.name + ".png"), alphaOf(image));
            has_masks_ = true;
        }
    }

    const SetSource& set_;
    SfmFolder folder_;
    std::atomic<bool> has_masks_{false};
};

}  // namespace

SfmFolder preparePictures(const SetSource& set, const fs::path& scratch, const Task& task) {
    return PicturePreparation(set, scratch).prepare(task);
}

}  // namespace bozzetto
