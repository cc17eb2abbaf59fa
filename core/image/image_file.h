// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "image/codec.h"
#include "math/vec.h"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace cv {
class Mat;
}

namespace bozzetto {

/// What can be told from an image file's bytes without decoding a pixel. Internal to image/: others
/// use codec.h.
struct ImageFile {
    ImageHeader header;
    std::string icc_profile;     // embedded colour profile; empty without one
    bool premultiplied = false;  // colour was multiplied by alpha (EXR, some TIFF)
    bool is_linear = false;      // values are radiance, not display values (EXR, HDR, raw)
    bool is_cmyk = false;
    int transparent_grey = -1;  // PNG tRNS of a grey picture, in the file's bit depth
    /// Against gravity, in the camera axes (camera.h) of the stored pixels; unset: not told.
    std::optional<Vec3d> up;
    int stored_bits = 8;  // before expansion: 1, 2, 4, 8, 16, 32
    std::vector<std::string> warnings;
    /// Byte changes that make the decoder see what we want ({offset, new byte}): the orientation
    /// tag of a TIFF set to 1, the name of an EXR's only channel set to Y.
    std::vector<std::pair<std::size_t, char>> patches;
    /// If not empty, decode this instead of the file: the first frame of an animated WebP, a PNG
    /// without chunks that the decoder would complain about.
    std::string replacement;
};

/// Tells the format by content, walks its structure and checks it: sizes against kMaxImagePixels,
/// PNG checksums, the JPEG end marker. Throws Error(BadInput) as readImage does.
ImageFile inspectImageFile(const std::string& bytes, const std::filesystem::path& path);

/// Throws Error(BadInput): "<path>: <reason>".
[[noreturn]] void refuseImage(const std::filesystem::path& path,
                              const std::string& reason,
                              const std::string& hint);

/// Thrown by ByteView past the end; inspectImageFile turns it into "is cut short".
struct CutShort : std::runtime_error {
    CutShort() : std::runtime_error("cut short") {}
};

/// Bounds-checked numbers from bytes.
class ByteView {
public:
    explicit ByteView(std::string_view bytes, bool big_endian = true)
        : bytes_(bytes), big_endian_(big_endian) {}
    std::size_t size() const { return bytes_.size(); }
    std::string_view slice(std::size_t offset, std::size_t length) const {
        if (offset > bytes_.size() || length > bytes_.size() - offset) {
            throw CutShort();
        }
        return bytes_.substr(offset, length);
    }
    uint64_t number(std::size_t offset, int length) const {
        const std::string_view part = slice(offset, length);
        uint64_t value = 0;
        for (int i = 0; i < length; ++i) {
            value = value << 8 | static_cast<unsigned char>(part[big_endian_ ? i : length - 1 - i]);
        }
        return value;
    }
    uint8_t u8(std::size_t offset) const { return static_cast<uint8_t>(number(offset, 1)); }
    uint16_t u16(std::size_t offset) const { return static_cast<uint16_t>(number(offset, 2)); }
    uint32_t u32(std::size_t offset) const { return static_cast<uint32_t>(number(offset, 4)); }
    uint64_t u64(std::size_t offset) const { return number(offset, 8); }

private:
    std::string_view bytes_;
    bool big_endian_;
};

// One reader a format; each fills the header and throws CutShort or Error.
void inspectPng(const std::string& bytes, const std::filesystem::path& path, ImageFile& file);
void inspectJpeg(const std::string& bytes, const std::filesystem::path& path, ImageFile& file);
void inspectTiff(const std::string& bytes, const std::filesystem::path& path, ImageFile& file);
void inspectWebp(const std::string& bytes, const std::filesystem::path& path, ImageFile& file);
void inspectExr(const std::string& bytes, const std::filesystem::path& path, ImageFile& file);
void inspectHdr(const std::string& bytes, const std::filesystem::path& path, ImageFile& file);
void inspectHeif(const std::string& bytes, const std::filesystem::path& path, ImageFile& file);
void inspectRaw(const std::string& bytes, const std::filesystem::path& path, ImageFile& file);

/// As decodePixels (decode.h), for the formats that OpenCV does not read.
cv::Mat decodeHeif(const std::string& bytes,
                   const ImageFile& file,
                   const std::filesystem::path& path);
cv::Mat decodeRaw(const std::string& bytes, const std::filesystem::path& path, bool half_size);
/// The JPEG that a camera raw file carries to be shown; empty without one.
std::string rawPreview(const std::string& bytes, const std::filesystem::path& path);

/// Orientation, focal length, PhotoInfo and `up` from an EXIF block that starts with its TIFF
/// header
/// ("II*\0" or "MM\0*"). What is damaged is left at its default and told in `warnings`.
void readExif(std::string_view tiff_block, ImageFile& file);

/// Up to the first NUL and 64 bytes, without spaces around it; empty if a byte is not printable
/// ASCII.
std::string printableText(std::string_view text);

}  // namespace bozzetto
