// SPDX-License-Identifier: Apache-2.0
#include "image/decode.h"

#include "base/byte_words.h"
#include "base/error.h"
#include "base/files.h"

#include <opencv2/imgcodecs.hpp>

#include <algorithm>
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

void checkMemory(const ImageHeader& header, const fs::path& path, int reduction) {
    // LibRaw holds the sensor's values, four channels of 16 bits and the result.
    const int64_t bytes_per_pixel = header.format == "raw"
                                        ? 2 + 14 / (reduction * reduction)
                                        : std::max(header.channels, 3) * (header.bits / 8);
    const int64_t shrunk = header.format == "jpeg" ? reduction * reduction : 1;
    const int64_t needed = int64_t{header.width} * header.height * bytes_per_pixel / shrunk;
    const int64_t available = availableMemory();
    if (needed > available / 4) {  // several are decoded at a time
        refuseImage(path,
                    "needs " + mebibytes(static_cast<uint64_t>(needed)) + " to decode; " +
                        mebibytes(static_cast<uint64_t>(available)) + " of memory are free",
                    "Scale the picture down first, or close other programs.");
    }
}

int decoderFlags(const ImageHeader& header, int reduction) {
    if (reduction == 1) {
        return cv::IMREAD_UNCHANGED;
    }
    const bool grey = header.channels == 1;
    const int reduced =
        reduction == 2   ? (grey ? cv::IMREAD_REDUCED_GRAYSCALE_2 : cv::IMREAD_REDUCED_COLOR_2)
        : reduction == 4 ? (grey ? cv::IMREAD_REDUCED_GRAYSCALE_4 : cv::IMREAD_REDUCED_COLOR_4)
                         : (grey ? cv::IMREAD_REDUCED_GRAYSCALE_8 : cv::IMREAD_REDUCED_COLOR_8);
    return reduced | cv::IMREAD_IGNORE_ORIENTATION;
}

cv::Mat decodeByOpenCv(std::string bytes,
                       const ImageFile& file,
                       const fs::path& path,
                       int reduction) {
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
        pixels = cv::imdecode(buffer, decoderFlags(file.header, reduction));
    } catch (const cv::Exception& error) {
        detail = error.what();
    }
    if (pixels.empty()) {
        throw Error(Error::Kind::BadInput,
                    displayPath(path) + ": the " + file.header.format +
                        " data is damaged or of an unknown kind",
                    kDamagedHint,
                    path.string(),
                    detail);
    }
    return pixels;
}

cv::Mat decodeAny(std::string bytes, const ImageFile& file, const fs::path& path, int reduction) {
    try {
        return file.header.format == "heif" ? decodeHeif(bytes, file, path)
               : file.header.format == "raw"
                   ? decodeRaw(bytes, path, reduction == 2)
                   : decodeByOpenCv(std::move(bytes), file, path, reduction);
    } catch (const CutShort&) {
        refuseImage(path, "the file is cut short", kDamagedHint);
    } catch (const std::bad_alloc&) {
        throw Error(Error::Kind::OutOfMemory,
                    displayPath(path) + ": there is not enough memory to decode it",
                    "Scale the picture down first, or close other programs.",
                    path.string());
    }
}

/// LibRaw's half size may lose the last row and column.
bool hasExpectedSize(const cv::Mat& pixels, const ImageHeader& header, int reduction) {
    const auto fits = [&](int found, int stored) {
        const int expected = (stored + reduction - 1) / reduction;
        return found == expected ||
               (header.format == "raw" && reduction > 1 && found == stored / reduction);
    };
    return fits(pixels.cols, header.width) && fits(pixels.rows, header.height);
}

}  // namespace

int reductionFor(const ImageHeader& header, int64_t pixels) {
    const int most = header.format == "jpeg" ? 8 : header.format == "raw" ? 2 : 1;
    int reduction = 1;
    while (reduction < most &&
           int64_t{header.width / (2 * reduction)} * (header.height / (2 * reduction)) >= pixels) {
        reduction *= 2;
    }
    return pixels > 0 ? reduction : 1;
}

cv::Mat decodePixels(std::string bytes,
                     const ImageFile& file,
                     const fs::path& path,
                     int reduction) {
    checkMemory(file.header, path, reduction);
    cv::Mat pixels = decodeAny(std::move(bytes), file, path, reduction);
    if (!hasExpectedSize(pixels, file.header, reduction)) {
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

}  // namespace bozzetto
