// SPDX-License-Identifier: Apache-2.0
#include "image/codec.h"

#include "base/error.h"
#include "base/files.h"
#include "base/log.h"
#include "image/color.h"
#include "image/color_profile.h"
#include "image/image_file.h"
#include "image/orientation.h"
#include "image/resize.h"

#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

// OpenCV reads EXR only with this variable set. Set before main, while there is one thread: setenv
// races with getenv.
[[maybe_unused]] const bool exr_enabled = [] {
    return setenv("OPENCV_IO_ENABLE_OPENEXR", "1", 0) == 0;
}();

constexpr const char* kDamagedHint = "Copy the file again or export the picture again.";

/// Bytes that the system can give without swapping; a large number where that is unknown.
int64_t availableMemory() {
    std::ifstream info("/proc/meminfo");
    std::string key, unit;
    int64_t kib = 0;
    while (info >> key >> kib) {
        if (key == "MemAvailable:") {
            return kib * 1024;
        }
        std::getline(info, unit);
    }
    return int64_t{1} << 40;
}

void checkMemory(const ImageHeader& header, const fs::path& path) {
    const int64_t needed =
        int64_t{header.width} * header.height * std::max(header.channels, 3) * (header.bits / 8);
    const int64_t available = availableMemory();
    if (needed > available / 4) {  // several are decoded at a time
        refuseImage(path,
                    "needs " + std::to_string(needed >> 20) + " MiB to decode; " +
                        std::to_string(available >> 20) + " MiB of memory are free",
                    "Scale the picture down first, or close other programs.");
    }
}

void report(const ImageFile& file, const fs::path& path, std::vector<std::string>* warnings) {
    for (const std::string& warning : file.warnings) {
        if (warnings != nullptr) {
            warnings->push_back(warning);
        } else {
            logWarning(displayPath(path) + ": " + warning);
        }
    }
}

/// The stored pixel array as OpenCV gives it: B, G, R(, A) or grey, 8-bit, 16-bit or float.
cv::Mat decode(std::string bytes, const ImageFile& file, const fs::path& path) {
    for (const auto& [offset, value] : file.patches) {
        bytes.at(offset) = value;
    }
    if (!file.replacement.empty()) {
        bytes = file.replacement;
    }
    cv::Mat pixels;
    std::string detail;
    try {
        const cv::Mat buffer(1, static_cast<int>(bytes.size()), CV_8UC1, bytes.data());
        pixels = cv::imdecode(buffer, cv::IMREAD_UNCHANGED);
    } catch (const cv::Exception& error) {
        detail = error.what();
    } catch (const std::bad_alloc&) {
        throw Error(Error::Kind::OutOfMemory,
                    displayPath(path) + ": there is not enough memory to decode it",
                    "Scale the picture down first, or close other programs.",
                    path.string());
    }
    if (pixels.empty()) {
        throw Error(Error::Kind::BadInput,
                    displayPath(path) + ": the " + file.header.format +
                        " data is damaged or of an unknown kind",
                    kDamagedHint,
                    path.string(),
                    detail);
    }
    if (pixels.cols != file.header.width || pixels.rows != file.header.height) {
        refuseImage(path, "decodes to another size than its header says", kDamagedHint);
    }
    const int depth = pixels.depth();
    const int channels = pixels.channels();
    if ((depth != CV_8U && depth != CV_16U && depth != CV_32F && depth != CV_64F) ||
        channels == 2 || channels > 4) {
        refuseImage(path, "has a kind of pixel that is not read", "Export it as 8- or 16-bit PNG.");
    }
    if (depth == CV_64F) {
        pixels.convertTo(pixels, CV_32F);
    }
    return pixels;
}

struct LoadedFile {
    ImageFile file;
    cv::Mat pixels;
};

LoadedFile loadFile(const fs::path& path) {
    std::string bytes = readFile(path);
    LoadedFile loaded;
    loaded.file = inspectImageFile(bytes, path);
    checkMemory(loaded.file.header, path);
    loaded.pixels = decode(std::move(bytes), loaded.file, path);
    return loaded;
}

/// Value of sample i of a row, [0, 1] for integers.
float sampleAt(const cv::Mat& pixels, const uchar* row, int i) {
    switch (pixels.depth()) {
        case CV_8U:
            return static_cast<float>(row[i]) / 255.0f;
        case CV_16U:
            return static_cast<float>(reinterpret_cast<const uint16_t*>(row)[i]) / 65535.0f;
        default:
            return reinterpret_cast<const float*>(row)[i];
    }
}

/// Rows of the decoded picture as linear RGBA with straight alpha.
class LinearRows {
public:
    LinearRows(const cv::Mat& pixels, const ImageFile& file, std::vector<std::string>& notes)
        : pixels_(pixels), file_(file) {
        const bool is_integer = pixels.depth() != CV_32F;
        if (is_integer) {
            const int count = pixels.depth() == CV_8U ? 256 : 65536;
            for (int v = 0; v < count; ++v) {
                table_.push_back(
                    linearFromSrgb(static_cast<float>(v) / static_cast<float>(count - 1)));
            }
        }
        if (is_integer && !file.icc_profile.empty()) {
            openProfile(notes);
        }
        // The 8-bit path of the TIFF decoder multiplies colour by alpha whatever the file's kind of
        // alpha.
        premultiplied_ =
            pixels.channels() == 4 &&
            (file.premultiplied || (file.header.format == "tiff" && pixels.depth() == CV_8U));
    }

    void convert(int y, float* rgba) {
        const uchar* row = pixels_.ptr(y);
        const int channels = pixels_.channels();
        if (premultiplied_ && pixels_.depth() != CV_32F) {
            convertPremultiplied(row, rgba);
            return;
        }
        if (profile_) {
            rgb_.resize(3 * static_cast<std::size_t>(pixels_.cols));
            profile_->toLinear(row, pixels_.cols, rgb_.data());
        }
        for (int x = 0; x < pixels_.cols; ++x, rgba += 4) {
            const int first = x * channels;
            for (int c = 0; c < 3; ++c) {
                rgba[c] = profile_ ? rgb_[3 * static_cast<std::size_t>(x) + c]
                                   : linearSample(row, channels == 1 ? first : first + 2 - c);
            }
            rgba[3] = alphaOf(row, first);
            if (premultiplied_ && rgba[3] > 0 && rgba[3] < 1) {
                for (int c = 0; c < 3; ++c) {
                    rgba[c] /= rgba[3];
                }
            }
        }
    }
    int64_t repairedSamples() const { return repaired_; }

private:
    void openProfile(std::vector<std::string>& notes) {
        if (file_.is_cmyk) {
            notes.push_back("its CMYK colour profile was not used; colours are approximate");
            return;
        }
        std::string why_ignored;
        profile_ = ColorProfile::open(
            file_.icc_profile, pixels_.channels(), pixels_.depth() == CV_8U ? 8 : 16, why_ignored);
        if (profile_) {
            notes.push_back("converted from its colour profile '" + profile_->name() + "' to sRGB");
        } else if (!why_ignored.empty()) {
            notes.push_back("its colour profile " + why_ignored +
                            " and was ignored; sRGB is assumed");
        }
    }
    float finite(float value) {
        if (std::isfinite(value)) {
            return value;
        }
        ++repaired_;
        return 0.0f;
    }
    float linearSample(const uchar* row, int i) {
        switch (pixels_.depth()) {
            case CV_8U:
                return table_[row[i]];
            case CV_16U:
                return table_[reinterpret_cast<const uint16_t*>(row)[i]];
            default:
                return finite(reinterpret_cast<const float*>(row)[i]);
        }
    }
    float alphaOf(const uchar* row, int first) {
        if (pixels_.channels() == 4) {
            const float alpha = sampleAt(pixels_, row, first + 3);
            return pixels_.depth() == CV_32F ? std::clamp(finite(alpha), 0.0f, 1.0f) : alpha;
        }
        if (file_.transparent_grey >= 0) {
            const int stored = pixels_.depth() == CV_8U
                                   ? row[first]
                                   : reinterpret_cast<const uint16_t*>(row)[first];
            const int bits = std::min(file_.stored_bits, 16);
            const int expanded = bits < 8 ? file_.transparent_grey * 255 / ((1 << bits) - 1)
                                          : file_.transparent_grey;
            return stored == expanded ? 0.0f : 1.0f;
        }
        return 1.0f;
    }
    /// Divides display values (not linear ones) by alpha: that is what was multiplied.
    void convertPremultiplied(const uchar* row, float* rgba) {
        for (int x = 0; x < pixels_.cols; ++x, rgba += 4) {
            const float alpha = sampleAt(pixels_, row, 4 * x + 3);
            for (int c = 0; c < 3; ++c) {
                const float value = sampleAt(pixels_, row, 4 * x + 2 - c);
                rgba[c] = alpha > 0 ? linearFromSrgb(std::min(value / alpha, 1.0f)) : 0.0f;
            }
            rgba[3] = alpha;
        }
    }

    const cv::Mat& pixels_;
    const ImageFile& file_;
    std::vector<float> table_, rgb_;
    std::unique_ptr<ColorProfile> profile_;
    bool premultiplied_ = false;
    int64_t repaired_ = 0;
};

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
    LoadedFile loaded = loadFile(path);
    const int width = loaded.pixels.cols, height = loaded.pixels.rows;
    LinearRows rows(loaded.pixels, loaded.file, loaded.file.warnings);
    const ImageSize size = fitPixels(width, height, options.max_pixels);
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
    LoadedFile loaded = loadFile(path);
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
