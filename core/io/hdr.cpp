// SPDX-License-Identifier: Apache-2.0
#include "io/hdr.h"

#include "base/error.h"
#include "base/files.h"
#include "base/text.h"
#include "io/line_reader.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

constexpr int kExponentBias = 128 + 8;                    // mantissas are bytes: 8 bits
constexpr int kMinRlePixels = 8, kMaxRlePixels = 0x7fff;  // rows outside are stored flat
constexpr size_t kMaxRun = 127, kMaxLiteral = 128, kMinRun = 4;
constexpr int64_t kMaxPixels = 64 << 20;

void toRgbe(const float* rgb, uint8_t* rgbe) {
    const float largest =
        std::min(std::max({rgb[0], rgb[1], rgb[2], 0.0f}), std::numeric_limits<float>::max());
    if (!(largest > 1e-32f)) {
        std::fill(rgbe, rgbe + 4, uint8_t{0});
        return;
    }
    int exponent = 0;
    std::frexp(largest, &exponent);
    // Rounded to nearest; a mantissa that rounds up to 256 moves to the next exponent.
    if (std::lround(std::ldexp(largest, 8 - exponent)) > 255) {
        ++exponent;
    }
    for (int c = 0; c < 3; ++c) {
        const float value = std::isnan(rgb[c]) ? 0.0f : std::clamp(rgb[c], 0.0f, largest);
        rgbe[c] =
            static_cast<uint8_t>(std::min(255L, std::lround(std::ldexp(value, 8 - exponent))));
    }
    rgbe[3] = static_cast<uint8_t>(std::clamp(exponent + 128, 0, 255));
}

void fromRgbe(const uint8_t* rgbe, float* rgb) {
    for (int c = 0; c < 3; ++c) {
        rgb[c] =
            rgbe[3] == 0 ? 0.0f : std::ldexp(static_cast<float>(rgbe[c]), rgbe[3] - kExponentBias);
    }
}

size_t runLength(const std::vector<uint8_t>& row, size_t at) {
    size_t end = at + 1;
    while (end < row.size() && end - at < kMaxRun && row[end] == row[at]) {
        ++end;
    }
    return end - at;
}

/// One channel of a row: runs of at least kMinRun as (128 + n, value), the rest as (n, n bytes).
void encodeChannel(const std::vector<uint8_t>& row, std::string& bytes) {
    for (size_t at = 0; at < row.size();) {
        if (const size_t run = runLength(row, at); run >= kMinRun) {
            bytes += static_cast<char>(128 + run);
            bytes += static_cast<char>(row[at]);
            at += run;
            continue;
        }
        size_t end = at;
        while (end < row.size() && end - at < kMaxLiteral && runLength(row, end) < kMinRun) {
            ++end;
        }
        bytes += static_cast<char>(end - at);
        bytes.append(reinterpret_cast<const char*>(row.data() + at), end - at);
        at = end;
    }
}

void encodeRow(const std::vector<uint8_t>& rgbe, int width, std::string& bytes) {
    if (width < kMinRlePixels || width > kMaxRlePixels) {
        bytes.append(reinterpret_cast<const char*>(rgbe.data()), rgbe.size());
        return;
    }
    bytes += {2, 2, static_cast<char>(width >> 8), static_cast<char>(width & 255)};
    std::vector<uint8_t> channel(width);
    for (int c = 0; c < 4; ++c) {
        for (int x = 0; x < width; ++x) {
            channel[x] = rgbe[4 * x + c];
        }
        encodeChannel(channel, bytes);
    }
}

class Decoder {
public:
    Decoder(std::string_view bytes, const fs::path& path) : bytes_(bytes), path_(path) {}

    Image decode() {
        readHeader();
        // A run of 127 equal bytes takes two: no row can take less.
        const int64_t smallest_row = width_ / 32;
        if (static_cast<int64_t>(bytes_.size() - at_) < smallest_row * height_) {
            failShort();
        }
        Image image(width_, height_, 3);
        std::vector<uint8_t> row(static_cast<size_t>(width_) * 4);
        for (int y = 0; y < height_; ++y) {
            readRow(row);
            for (int x = 0; x < width_; ++x) {
                fromRgbe(&row[4 * static_cast<size_t>(x)], image.at(x, y));
            }
        }
        return image;
    }

private:
    [[noreturn]] void fail(const std::string& reason) const {
        throw Error(Error::Kind::BadInput,
                    displayPath(path_) + ": " + reason,
                    "Give a Radiance .hdr picture, or export it again.",
                    path_.string());
    }
    [[noreturn]] void failShort() const { fail("the file is cut short"); }

    std::string_view readLine() {
        const size_t end = bytes_.find('\n', at_);
        if (end == std::string_view::npos || end - at_ > 4096) {
            fail("is not a Radiance picture");
        }
        const std::string_view line = bytes_.substr(at_, end - at_);
        at_ = end + 1;
        return trim(line);
    }

    void readHeader() {
        if (bytes_.empty()) {
            fail("the file is empty");
        }
        if (!bytes_.starts_with("#?")) {
            fail("is not a Radiance picture");
        }
        for (std::string_view line = readLine(); !line.empty(); line = readLine()) {
            if (line.starts_with("FORMAT=") && line != "FORMAT=32-bit_rle_rgbe") {
                fail("has the pixel format " + std::string(line.substr(7, 40)) +
                     "; only RGBE is read");
            }
        }
        std::string_view size = readLine();
        const std::string_view y = nextWord(size), rows = nextWord(size), x = nextWord(size),
                               columns = nextWord(size);
        const auto height = parseInteger(rows), width = parseInteger(columns);
        if (y != "-Y" || x != "+X" || !height || !width) {
            fail("has its rows in an order that is not read (wanted -Y height +X width)");
        }
        if (*height < 1 || *width < 1 || *height > kMaxPixels || *width > kMaxPixels ||
            *height * *width > kMaxPixels) {
            fail("has the size " + std::string(columns.substr(0, 12)) + " x " +
                 std::string(rows.substr(0, 12)) + ", which is not possible");
        }
        height_ = static_cast<int>(*height);
        width_ = static_cast<int>(*width);
    }

    uint8_t byte() {
        if (at_ >= bytes_.size()) {
            failShort();
        }
        return static_cast<uint8_t>(bytes_[at_++]);
    }

    void readRow(std::vector<uint8_t>& row) {
        const bool coded = width_ >= kMinRlePixels && width_ <= kMaxRlePixels &&
                           at_ + 4 <= bytes_.size() && bytes_[at_] == 2 && bytes_[at_ + 1] == 2 &&
                           (bytes_[at_ + 2] & 0x80) == 0;
        if (!coded) {
            readFlatRow(row);
            return;
        }
        at_ += 2;
        const int high = byte();
        if (high * 256 + byte() != width_) {
            fail("has a row of another width");
        }
        for (int c = 0; c < 4; ++c) {
            readChannel(row, c);
        }
    }

    void readChannel(std::vector<uint8_t>& row, int channel) {
        for (int x = 0; x < width_;) {
            const int code = byte();
            const bool run = code > 128;
            const int count = run ? code - 128 : code;
            if (count == 0 || x + count > width_) {
                fail("is damaged (a run is longer than its row)");
            }
            const uint8_t value = run ? byte() : uint8_t{0};
            for (int k = 0; k < count; ++k, ++x) {
                row[4 * static_cast<size_t>(x) + channel] = run ? value : byte();
            }
        }
    }

    /// Flat pixels; (1, 1, 1, n) repeats the last one n times, shifted by 8 bits for each repeat
    /// mark before it.
    void readFlatRow(std::vector<uint8_t>& row) {
        int shift = 0;
        for (int x = 0; x < width_;) {
            uint8_t* pixel = &row[4 * static_cast<size_t>(x)];
            for (int c = 0; c < 4; ++c) {
                pixel[c] = byte();
            }
            if (pixel[0] != 1 || pixel[1] != 1 || pixel[2] != 1) {
                shift = 0;
                ++x;
                continue;
            }
            const int64_t count = static_cast<int64_t>(pixel[3]) << shift;
            if (x == 0 || count > width_ - x || shift > 16) {
                fail("is damaged (a run is longer than its row)");
            }
            for (int64_t k = 0; k < count; ++k, ++x) {
                std::copy_n(
                    &row[4 * static_cast<size_t>(x - 1)], 4, &row[4 * static_cast<size_t>(x)]);
            }
            shift += 8;
        }
    }

    std::string_view bytes_;
    fs::path path_;
    size_t at_ = 0;
    int width_ = 0, height_ = 0;
};

}  // namespace

std::string encodeHdr(const Image& image) {
    require(image.channels == 3 && !image.empty(), "encodeHdr: three channels are needed");
    std::string bytes = "#?RADIANCE\nSOFTWARE=Bozzetto\nFORMAT=32-bit_rle_rgbe\n\n-Y " +
                        std::to_string(image.height) + " +X " + std::to_string(image.width) + "\n";
    std::vector<uint8_t> row(static_cast<size_t>(image.width) * 4);
    for (int y = 0; y < image.height; ++y) {
        for (int x = 0; x < image.width; ++x) {
            toRgbe(image.at(x, y), &row[4 * static_cast<size_t>(x)]);
        }
        encodeRow(row, image.width, bytes);
    }
    return bytes;
}

Image readHdr(const fs::path& path) {
    const std::string bytes = readFile(path, uint64_t{1} << 30);
    return Decoder(bytes, path).decode();
}

}  // namespace bozzetto
