// SPDX-License-Identifier: Apache-2.0
#include "image/codec.h"

#include "base/error.h"
#include "base/files.h"
#include "base/log.h"
#include "image/decode.h"
#include "image/image_file.h"
#include "image/linear_rows.h"
#include "image/orientation.h"
#include "image/picture_cache.h"
#include "image/resize.h"

#include <opencv2/core.hpp>

#include <algorithm>
#include <cmath>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

void report(const ImageFile& file, const fs::path& path, std::vector<std::string>* warnings) {
    for (const std::string& warning : file.warnings) {
        if (warnings != nullptr) {
            warnings->push_back(warning);
        } else {
            logWarning(displayPath(path) + ": " + warning);
        }
    }
}

struct LoadedFile {
    ImageFile file;
    cv::Mat pixels;
};

/// The embedded preview of a camera raw file, if it is large enough and sound; else nothing.
std::optional<LoadedFile> loadPreview(const std::string& bytes,
                                      const ImageFile& raw,
                                      const fs::path& path,
                                      int64_t max_pixels) {
    try {
        const std::string preview = rawPreview(bytes, path);
        if (preview.empty()) {
            return std::nullopt;
        }
        LoadedFile loaded{inspectImageFile(preview, path.stem()), {}};
        const ImageHeader& header = loaded.file.header;
        const int64_t pixels = int64_t{header.width} * header.height;
        const bool same_shape =
            (header.width > header.height) == (raw.header.width > raw.header.height);
        if (header.format != "jpeg" || pixels < max_pixels || !same_shape) {
            return std::nullopt;
        }
        loaded.pixels =
            decodePixels(preview, loaded.file, path, reductionFor(loaded.file.header, max_pixels));
        loaded.file.header = raw.header;
        loaded.file.warnings = raw.warnings;
        return loaded;
    } catch (const Error&) {
        return std::nullopt;
    }
}

/// Decoded at full size, or by a decoder's own steps smaller where `options` ask for less.
LoadedFile loadFile(const fs::path& path, const ReadOptions& options) {
    std::string bytes = readFile(path);
    LoadedFile loaded;
    loaded.file = inspectImageFile(bytes, path);
    const ImageHeader& header = loaded.file.header;
    const int64_t wanted =
        options.max_pixels > 0 ? options.max_pixels : int64_t{header.width} * header.height;
    if (options.preview == ReadOptions::Preview::Allowed && header.format == "raw") {
        if (auto preview = loadPreview(bytes, loaded.file, path, wanted)) {
            return std::move(*preview);
        }
    }
    const int reduction = reductionFor(header, wanted);
    const auto decode = [&] {
        return decodePixels(std::move(bytes), loaded.file, path, reduction);
    };
    loaded.pixels = options.cache != nullptr && reduction > 1
                        ? options.cache->reduced(path, reduction, decode)
                        : decode();
    return loaded;
}

Image finish(Image image, const ImageFile& file, const fs::path& path, const ReadOptions& options) {
    report(file, path, options.warnings);
    if (options.header != nullptr) {
        *options.header = file.header;
    }
    if (options.orientation == Orientation::Upright && file.header.orientation > 1) {
        return applyOrientation(image, file.header.orientation);
    }
    return image;
}

}  // namespace

ImageHeader readImageHeader(const fs::path& path, std::vector<std::string>* warnings) {
    const ImageFile file = inspectImageFile(readFile(path), path);
    report(file, path, warnings);
    return file.header;
}

Image readImage(const fs::path& path, const ReadOptions& options) {
    LoadedFile loaded = loadFile(path, options);
    const int width = loaded.pixels.cols, height = loaded.pixels.rows;
    LinearRows rows(loaded.pixels, loaded.file, loaded.file.warnings);
    const ImageHeader& header = loaded.file.header;
    ImageSize size = fitPixels(header.width, header.height, options.max_pixels);
    size = {std::min(size.width, width), std::min(size.height, height)};
    Image image;
    if (size.width == width && size.height == height) {
        image = Image(width, height, 4);
        for (int y = 0; y < height; ++y) {
            rows.convert(y, image.at(0, y));
        }
    } else {
        AreaDownsampler sampler(width, height, 4, size.width, size.height);
        std::vector<float> row(4 * static_cast<std::size_t>(width));
        for (int y = 0; y < height; ++y) {
            rows.convert(y, row.data());
            sampler.addRow(row.data());
        }
        image = sampler.take();
    }
    if (rows.repairedSamples() > 0) {
        loaded.file.warnings.push_back(std::to_string(rows.repairedSamples()) +
                                       " values are not finite numbers; they were set to 0");
    }
    return finish(std::move(image), loaded.file, path, options);
}

Image readRawImage(const fs::path& path, RawScale scale, const ReadOptions& options) {
    ReadOptions full = options;
    full.max_pixels = 0;
    full.preview = ReadOptions::Preview::Never;
    LoadedFile loaded = loadFile(path, full);
    const cv::Mat& pixels = loaded.pixels;
    const int channels = pixels.channels();
    const float factor = scale == RawScale::Normalized || pixels.depth() == CV_32F ? 1.0f
                         : pixels.depth() == CV_8U                                 ? 255.0f
                                                                                   : 65535.0f;
    Image image(pixels.cols, pixels.rows, channels);
    for (int y = 0; y < image.height; ++y) {
        const uchar* row = pixels.ptr(y);
        float* out = image.at(0, y);
        for (int i = 0; i < image.width * channels; ++i) {
            const int c = i % channels;
            const int source = channels >= 3 && c < 3 ? i - c + 2 - c : i;
            out[i] = std::isfinite(factor) && factor != 1.0f
                         ? std::round(sampleAt(pixels, row, source) * factor)
                         : sampleAt(pixels, row, source);
        }
    }
    return finish(std::move(image), loaded.file, path, options);
}

}  // namespace bozzetto
