// SPDX-License-Identifier: Apache-2.0
#pragma once
// HEIC by libheif's encoder; a small DNG and EXIF blocks byte by byte.
#include "core/image/image_files.h"

#include <opencv2/core.hpp>

#include <array>
#include <cstdint>
#include <libheif/heif.h>
#include <stdexcept>
#include <string>
#include <vector>

namespace bozzetto::test {

struct TiffEntry {
    int tag = 0, type = 0;  // 1 byte, 2 ascii, 3 short, 4 long, 5 rational, 10 signed rational
    std::string data;       // little-endian values
    uint32_t count = 1;
};

inline TiffEntry shortEntry(int tag, int value) {
    return {tag, 3, littleEndian(static_cast<uint64_t>(value), 2), 1};
}
inline TiffEntry longEntry(int tag, uint32_t value) {
    return {tag, 4, littleEndian(value, 4), 1};
}
inline TiffEntry rationalEntry(int tag, uint32_t top, uint32_t bottom) {
    return {tag, 5, littleEndian(top, 4) + littleEndian(bottom, 4), 1};
}
inline TiffEntry textEntry(int tag, const std::string& text) {
    return {tag, 2, text + '\0', static_cast<uint32_t>(text.size() + 1)};
}

/// A directory that will stand at `offset`, its long values behind it.
inline std::string tiffDirectory(const std::vector<TiffEntry>& entries, uint32_t offset) {
    const auto values_at = static_cast<uint32_t>(offset + 2 + 12 * entries.size() + 4);
    std::string table = littleEndian(entries.size(), 2), values;
    for (const TiffEntry& entry : entries) {
        std::string inside = entry.data;
        if (inside.size() > 4) {
            inside = littleEndian(values_at + values.size(), 4);
            values += entry.data + std::string(entry.data.size() % 2, '\0');
        }
        inside.resize(4, '\0');
        table += littleEndian(static_cast<uint64_t>(entry.tag), 2) +
                 littleEndian(static_cast<uint64_t>(entry.type), 2) + littleEndian(entry.count, 4) +
                 inside;
    }
    return table + littleEndian(0, 4) + values;
}

/// An EXIF block of two directories; the pointer between them is added.
inline std::string exifOf(std::vector<TiffEntry> main, const std::vector<TiffEntry>& exif) {
    main.push_back(longEntry(0x8769, 0));
    const std::string first = tiffDirectory(main, 8);
    main.back() = longEntry(0x8769, static_cast<uint32_t>(8 + first.size()));
    return "II" + littleEndian(42, 2) + littleEndian(8, 4) + tiffDirectory(main, 8) +
           tiffDirectory(exif, static_cast<uint32_t>(8 + first.size()));
}

/// The maker note of an iPhone whose accelerometer felt `g` (in g, along the device's axes: x
/// right, y up, z out of the screen): big-endian, offsets from its own start.
inline std::string appleNote(const std::array<double, 3>& g) {
    const std::string start = std::string("Apple iOS\0", 10) + bigEndian(1, 2) + "MM";
    const std::size_t directory = 2 + 2 * 12 + 4;
    std::string entries = bigEndian(2, 2);
    entries += bigEndian(0x0001, 2) + bigEndian(9, 2) + bigEndian(1, 4) + bigEndian(14, 4);
    entries += bigEndian(0x0008, 2) + bigEndian(10, 2) + bigEndian(3, 4) +
               bigEndian(start.size() + directory, 4);
    std::string values;
    for (const double v : g) {
        values +=
            bigEndian(static_cast<uint32_t>(std::lround(v * 100000)), 4) + bigEndian(100000, 4);
    }
    return start + entries + bigEndian(0, 4) + values;
}
/// An EXIF block as an iPhone writes it.
inline std::string appleExif(const std::string& note,
                             int orientation,
                             const std::string& lens = "back camera") {
    return exifOf({textEntry(0x010f, "Apple"), shortEntry(0x0112, orientation)},
                  {{0x927c, 7, note, static_cast<uint32_t>(note.size())}, textEntry(0xa434, lens)});
}

inline std::string jpegWithExif(const std::string& jpeg, const std::string& block) {
    return jpegWith(jpeg, jpegSegment(0xe1, std::string("Exif\0\0", 6) + block));
}

/// A DNG with a Bayer pattern (RGGB) of 16 bits, whose camera colours are linear sRGB and whose
/// white balance is `neutral`. rgb [height, width] 16-bit R, G, B values as the sensor sees them.
inline std::string dng(const cv::Mat& rgb,
                       int orientation = 1,
                       const std::array<double, 3>& neutral = {1, 1, 1}) {
    std::string pixels;
    for (int y = 0; y < rgb.rows; ++y) {
        for (int x = 0; x < rgb.cols; ++x) {
            const int channel = y % 2 + x % 2;  // RG / GB
            pixels += littleEndian(rgb.at<cv::Vec3w>(y, x)[channel], 2);
        }
    }
    // Linear sRGB from XYZ (D65), IEC 61966-2-1.
    constexpr double kMatrix[] = {
        3.2406, -1.5372, -0.4986, -0.9689, 1.8758, 0.0415, 0.0557, -0.2040, 1.0570};
    std::string matrix, balance;
    for (const double v : kMatrix) {
        matrix +=
            littleEndian(static_cast<uint32_t>(std::lround(v * 10000)), 4) + littleEndian(10000, 4);
    }
    for (const double v : neutral) {
        balance +=
            littleEndian(static_cast<uint32_t>(std::lround(v * 10000)), 4) + littleEndian(10000, 4);
    }
    std::vector<TiffEntry> entries = {
        longEntry(254, 0),
        longEntry(256, static_cast<uint32_t>(rgb.cols)),
        longEntry(257, static_cast<uint32_t>(rgb.rows)),
        shortEntry(258, 16),
        shortEntry(259, 1),
        shortEntry(262, 32803),
        textEntry(271, "Bozzetto"),
        textEntry(272, "Test Camera"),
        longEntry(273, 0),
        shortEntry(274, orientation),
        shortEntry(277, 1),
        longEntry(278, static_cast<uint32_t>(rgb.rows)),
        longEntry(279, static_cast<uint32_t>(pixels.size())),
        {33421, 3, littleEndian(2, 2) + littleEndian(2, 2), 2},
        {33422, 1, std::string("\0\1\1\2", 4), 4},
        longEntry(34665, 0),
        {50706, 1, std::string("\1\4\0\0", 4), 4},
        textEntry(50708, "Bozzetto Test Camera"),
        longEntry(50717, 65535),
        {50721, 10, matrix, 9},
        {50728, 5, balance, 3},
        shortEntry(50778, 21),
    };
    const auto size = tiffDirectory(entries, 8).size();
    const auto exif_at = static_cast<uint32_t>(8 + size + pixels.size());
    entries[8] = longEntry(273, static_cast<uint32_t>(8 + size));
    entries[15] = longEntry(34665, exif_at);
    return "II" + littleEndian(42, 2) + littleEndian(8, 4) + tiffDirectory(entries, 8) + pixels +
           tiffDirectory({rationalEntry(33434, 1, 125),
                          rationalEntry(33437, 56, 10),
                          shortEntry(34855, 400),
                          rationalEntry(37386, 35, 1)},
                         exif_at);
}

/// A HEIC of 8-bit B, G, R pixels, with a rotation or mirror that is part of the file, and an EXIF
/// block. Empty if libheif was built without an HEVC encoder.
inline std::string heic(const cv::Mat& bgr, heif_orientation orientation, const std::string& exif) {
    heif_context* context = heif_context_alloc();
    heif_encoder* encoder = nullptr;
    if (heif_context_get_encoder_for_format(context, heif_compression_HEVC, &encoder).code !=
        heif_error_Ok) {
        heif_context_free(context);
        return {};
    }
    heif_encoder_set_lossy_quality(encoder, 95);
    heif_image* image = nullptr;
    heif_image_create(bgr.cols, bgr.rows, heif_colorspace_RGB, heif_chroma_interleaved_RGB, &image);
    heif_image_add_plane(image, heif_channel_interleaved, bgr.cols, bgr.rows, 8);
    int stride = 0;
    uint8_t* plane = heif_image_get_plane(image, heif_channel_interleaved, &stride);
    for (int y = 0; y < bgr.rows; ++y) {
        for (int x = 0; x < bgr.cols; ++x) {
            for (int c = 0; c < 3; ++c) {
                plane[y * stride + 3 * x + c] = bgr.at<cv::Vec3b>(y, x)[2 - c];
            }
        }
    }
    heif_encoding_options* options = heif_encoding_options_alloc();
    options->image_orientation = orientation;
    heif_image_handle* handle = nullptr;
    heif_context_encode_image(context, image, encoder, options, &handle);
    if (!exif.empty()) {
        heif_context_add_exif_metadata(context, handle, exif.data(), static_cast<int>(exif.size()));
    }
    std::string bytes;
    heif_writer writer{1, [](heif_context*, const void* data, size_t size, void* target) {
                           static_cast<std::string*>(target)->assign(static_cast<const char*>(data),
                                                                     size);
                           return heif_error{heif_error_Ok, heif_suberror_Unspecified, ""};
                       }};
    heif_context_write(context, &writer, &bytes);
    heif_image_handle_release(handle);
    heif_encoding_options_free(options);
    heif_image_release(image);
    heif_encoder_release(encoder);
    heif_context_free(context);
    return bytes;
}

}  // namespace bozzetto::test
