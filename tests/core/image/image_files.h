// SPDX-License-Identifier: Apache-2.0
#pragma once
// Files for the tests of image/ and camera/, built byte by byte where an encoder would not write
// what is needed.
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <string>
#include <vector>
#include <zlib.h>

namespace bozzetto::test {

inline void writeBytes(const std::filesystem::path& path, const std::string& bytes) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary)
        .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

/// Bytes of a picture by OpenCV's encoder for ".png", ".jpg", ".tiff", ".webp", ".exr", ".hdr".
inline std::string encode(const char* ending,
                          const cv::Mat& bgr,
                          const std::vector<int>& parameters = {}) {
    std::vector<uchar> bytes;
    cv::imencode(ending, bgr, bytes, parameters);
    return {bytes.begin(), bytes.end()};
}

/// A smooth colourful 8-bit picture, the same at every size.
inline cv::Mat gradient(int width, int height, int type = CV_8UC3) {
    cv::Mat picture(height, width, CV_8UC3);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            picture.at<cv::Vec3b>(y, x) = {
                static_cast<uchar>(255 * x / width),
                static_cast<uchar>(255 * y / height),
                static_cast<uchar>(128 + 127 * (x - y) / (width + height))};
        }
    }
    if (type == CV_8UC3) {
        return picture;
    }
    cv::Mat other(height, width, type);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const cv::Vec3b v = picture.at<cv::Vec3b>(y, x);
            if (type == CV_8UC1) {
                other.at<uchar>(y, x) = v[0];
            } else {
                other.at<cv::Vec4b>(y, x) = {v[0], v[1], v[2], static_cast<uchar>(255)};
            }
        }
    }
    return other;
}

inline std::string bigEndian(uint64_t value, int length) {
    std::string text;
    for (int i = length - 1; i >= 0; --i) {
        text += static_cast<char>(value >> (8 * i) & 0xff);
    }
    return text;
}
inline std::string littleEndian(uint64_t value, int length) {
    std::string text = bigEndian(value, length);
    std::reverse(text.begin(), text.end());
    return text;
}

// --- PNG
// ---------------------------------------------------------------------------------------------------------

inline std::string pngChunk(const std::string& type, const std::string& data) {
    const std::string body = type + data;
    const uint32_t crc = static_cast<uint32_t>(
        crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size())));
    return bigEndian(data.size(), 4) + body + bigEndian(crc, 4);
}

inline std::string deflated(const std::string& raw) {
    uLongf length = compressBound(raw.size());
    std::string packed(length, '\0');
    compress(reinterpret_cast<Bytef*>(packed.data()),
             &length,
             reinterpret_cast<const Bytef*>(raw.data()),
             raw.size());
    packed.resize(length);
    return packed;
}

inline std::string pngHeader(uint32_t width, uint32_t height, int bits, int color_type) {
    return "\x89PNG\r\n\x1a\n" +
           pngChunk("IHDR",
                    bigEndian(width, 4) + bigEndian(height, 4) + static_cast<char>(bits) +
                        static_cast<char>(color_type) + std::string(3, '\0'));
}

/// `chunks` go between header and pixels; `rows` are the raw scan lines without filter bytes.
inline std::string png(int width,
                       int height,
                       int bits,
                       int color_type,
                       const std::string& chunks,
                       const std::vector<std::string>& rows) {
    std::string raw;
    for (const std::string& row : rows) {
        raw += '\0' + row;
    }
    return pngHeader(width, height, bits, color_type) + chunks + pngChunk("IDAT", deflated(raw)) +
           pngChunk("IEND", "");
}

/// An encoder's PNG with chunks put behind its header.
inline std::string pngWith(const std::string& bytes, const std::string& chunks) {
    constexpr std::size_t kHeader = 8 + 25;
    return bytes.substr(0, kHeader) + chunks + bytes.substr(kHeader);
}

inline std::string iccChunk(const std::string& profile) {
    return pngChunk("iCCP", "test" + std::string(2, '\0') + deflated(profile));
}

// --- EXIF and JPEG
// -----------------------------------------------------------------------------------------------

struct ExifShort {
    int tag = 0, value = 0;
};

/// A TIFF block with orientation in IFD 0 and, if `focal_35mm` is not 0, FocalLengthIn35mmFilm in
/// the EXIF directory.
inline std::string exifBlock(int orientation, int focal_35mm = -1) {
    const auto entry = [](int tag, int type, uint32_t value) {
        return littleEndian(tag, 2) + littleEndian(type, 2) + littleEndian(1, 4) +
               littleEndian(value, 4);
    };
    constexpr uint32_t kFirst = 8, kSecond = kFirst + 2 + 2 * 12 + 4;
    return "II" + littleEndian(42, 2) + littleEndian(kFirst, 4) + littleEndian(2, 2) +
           entry(0x0112, 3, static_cast<uint32_t>(orientation)) + entry(0x8769, 4, kSecond) +
           littleEndian(0, 4) + littleEndian(1, 2) +
           entry(0xa405, 3, static_cast<uint32_t>(std::max(focal_35mm, 0))) + littleEndian(0, 4);
}

inline std::string jpegSegment(int marker, const std::string& data) {
    return std::string("\xff") + static_cast<char>(marker) + bigEndian(data.size() + 2, 2) + data;
}

/// An encoder's JPEG with segments put behind SOI.
inline std::string jpegWith(const std::string& bytes, const std::string& segments) {
    return bytes.substr(0, 2) + segments + bytes.substr(2);
}

inline std::string jpegWithOrientation(const std::string& bytes,
                                       int orientation,
                                       int focal_35mm = -1) {
    return jpegWith(
        bytes, jpegSegment(0xe1, std::string("Exif\0\0", 6) + exifBlock(orientation, focal_35mm)));
}

/// An 8 x 8 baseline JPEG of one colour: stored component values `values` (Adobe CMYK is stored
/// inverted).
inline std::string flatCmykJpeg(const std::vector<int>& values) {
    std::string bits;
    for (const int value : values) {
        const int dc = (value - 128) * 8;  // the DC term of a flat block, quantised by 1
        int category = 0;
        while (std::abs(dc) >> category) {
            ++category;
        }
        for (int b = 3; b >= 0; --b) {  // DC codes: category as four bits
            bits += (category >> b & 1) != 0 ? '1' : '0';
        }
        const int code = dc >= 0 ? dc : dc + (1 << category) - 1;
        for (int b = category - 1; b >= 0; --b) {
            bits += (code >> b & 1) != 0 ? '1' : '0';
        }
        bits += '0';  // the only AC code: end of block
    }
    bits.resize((bits.size() + 7) / 8 * 8, '1');
    std::string scan;
    for (std::size_t i = 0; i < bits.size(); i += 8) {
        scan += static_cast<char>(std::stoi(bits.substr(i, 8), nullptr, 2));
        if (scan.back() == '\xff') {
            scan += '\0';
        }
    }
    std::string components, scan_components;
    for (int c = 1; c <= static_cast<int>(values.size()); ++c) {
        components += std::string{static_cast<char>(c), '\x11', '\0'};
        scan_components += std::string{static_cast<char>(c), '\0'};
    }
    std::string dc_table(1, '\0'), ac_table(1, '\x10');
    dc_table +=
        std::string{0, 0, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};  // twelve codes of four bits
    for (char symbol = 0; symbol < 12; ++symbol) {
        dc_table += symbol;
    }
    ac_table += std::string{1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0} + '\0';
    const char count = static_cast<char>(values.size());
    return "\xff\xd8" + jpegSegment(0xee, std::string("Adobe\0d\0\0\0\0\0", 12)) +
           jpegSegment(0xdb, std::string(1, '\0') + std::string(64, '\1')) +
           jpegSegment(0xc0, std::string{8, 0, 8, 0, 8, count} + components) +
           jpegSegment(0xc4, dc_table) + jpegSegment(0xc4, ac_table) +
           jpegSegment(0xda, count + scan_components + std::string{0, 63, 0}) + scan + "\xff\xd9";
}

// --- TIFF
// --------------------------------------------------------------------------------------------------------

struct TiffOptions {
    int orientation = 1;
    int bits = 8;
    int extra_samples = -1;  // 1 premultiplied alpha, 2 straight alpha; -1: RGB
    bool second_page = false;
};

/// An uncompressed little-endian RGB(A) TIFF; `samples` row by row.
inline std::string tiff(int width,
                        int height,
                        const std::vector<int>& samples,
                        const TiffOptions& options = {}) {
    const int channels = options.extra_samples >= 0 ? 4 : 3;
    std::string pixels;
    for (const int sample : samples) {
        pixels += littleEndian(static_cast<uint64_t>(sample), options.bits / 8);
    }
    pixels += std::string(pixels.size() % 2, '\0');
    const uint32_t directory = 8 + static_cast<uint32_t>(pixels.size());
    std::vector<std::string> entries;
    const auto add = [&](int tag, int type, uint32_t count, uint32_t value) {
        entries.push_back(littleEndian(tag, 2) + littleEndian(type, 2) + littleEndian(count, 4) +
                          littleEndian(value, 4));
    };
    const uint32_t entry_count = options.extra_samples >= 0 ? 11 : 10;
    const uint32_t bits_offset = directory + 2 + entry_count * 12 + 4;
    add(256, 3, 1, width), add(257, 3, 1, height), add(258, 3, channels, bits_offset),
        add(259, 3, 1, 1), add(262, 3, 1, 2);
    add(273, 4, 1, 8), add(274, 3, 1, options.orientation), add(277, 3, 1, channels),
        add(278, 3, 1, height);
    add(279, 4, 1, static_cast<uint32_t>(pixels.size()));
    if (options.extra_samples >= 0) {
        add(338, 3, 1, options.extra_samples);
    }
    std::string bytes = "II" + littleEndian(42, 2) + littleEndian(directory, 4) + pixels +
                        littleEndian(entries.size(), 2);
    for (const std::string& entry : entries) {
        bytes += entry;
    }
    bytes += littleEndian(options.second_page ? directory : 0, 4);
    for (int c = 0; c < channels; ++c) {
        bytes += littleEndian(options.bits, 2);
    }
    return bytes;
}

// --- others
// ------------------------------------------------------------------------------------------------------

/// The bytes of a still WebP as the only frame of an animation.
inline std::string animatedWebp(const std::string& still, int width, int height) {
    const std::string frame = still.substr(12);
    const std::string size = littleEndian(width - 1, 3) + littleEndian(height - 1, 3);
    const std::string anmf = std::string(6, '\0') + size + littleEndian(100, 3) + '\0' + frame;
    const auto chunk = [](const std::string& type, const std::string& data) {
        return type + littleEndian(data.size(), 4) + data + std::string(data.size() % 2, '\0');
    };
    const std::string body = "WEBP" + chunk("VP8X", std::string("\x02\0\0\0", 4) + size) +
                             chunk("ANIM", std::string(6, '\0')) + chunk("ANMF", anmf) +
                             chunk("ANMF", anmf);
    return "RIFF" + littleEndian(body.size(), 4) + body;
}

/// The header of a small EXR with the given channels and version flags; no pixels follow.
inline std::string exrHeader(const std::vector<std::string>& channels, uint32_t flags) {
    std::string list;
    for (const std::string& channel : channels) {
        list += channel + '\0' + littleEndian(2, 4) + littleEndian(0, 4) + littleEndian(1, 4) +
                littleEndian(1, 4);
    }
    list += '\0';
    const auto attribute =
        [](const std::string& name, const std::string& type, const std::string& data) {
            return name + '\0' + type + '\0' + littleEndian(data.size(), 4) + data;
        };
    const std::string window = littleEndian(0, 8) + littleEndian(15, 4) + littleEndian(15, 4);
    return "\x76\x2f\x31\x01" + littleEndian(2 | flags, 4) + attribute("channels", "chlist", list) +
           attribute("dataWindow", "box2i", window) + attribute("displayWindow", "box2i", window) +
           '\0';
}

}  // namespace bozzetto::test
