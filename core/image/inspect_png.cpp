// SPDX-License-Identifier: Apache-2.0
// Source: W3C "Portable Network Graphics (PNG) Specification", chunks IHDR, tRNS, iCCP, eXIf, IDAT,
// IEND.
#include "image/image_file.h"

#include <cstring>
#include <zlib.h>

namespace bozzetto {
namespace {

constexpr std::size_t kMaxProfileBytes = 16u << 20;

uint32_t checksum(std::string_view bytes) {
    return static_cast<uint32_t>(
        crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size())));
}

void readHeaderChunk(const ByteView& data, ImageFile& file) {
    ImageHeader& header = file.header;
    header.format = "png";
    // Sizes above 2^31 are clamped, not wrapped: the size check that follows refuses them.
    header.width = static_cast<int>(std::min<uint32_t>(data.u32(0), 0x7fffffff));
    header.height = static_cast<int>(std::min<uint32_t>(data.u32(4), 0x7fffffff));
    file.stored_bits = data.u8(8);
    const int color_type = data.u8(9);
    header.is_palette = color_type == 3;
    header.bits = file.stored_bits == 16 ? 16 : 8;
    header.channels = color_type == 0 ? 1 : color_type == 4 ? 2 : color_type == 6 ? 4 : 3;
    header.has_alpha = color_type >= 4;
}

/// iCCP: name, 0, method 0, zlib stream.
std::string inflateProfile(std::string_view data) {
    const std::size_t zero = data.find('\0');
    if (zero == std::string_view::npos || zero + 2 > data.size()) {
        return {};
    }
    const std::string_view packed = data.substr(zero + 2);
    std::string profile(64u << 10, '\0');
    while (profile.size() <= kMaxProfileBytes) {
        uLongf length = profile.size();
        const int status = uncompress(reinterpret_cast<Bytef*>(profile.data()),
                                      &length,
                                      reinterpret_cast<const Bytef*>(packed.data()),
                                      packed.size());
        if (status == Z_OK) {
            profile.resize(length);
            return profile;
        }
        if (status != Z_BUF_ERROR) {
            return {};
        }
        profile.resize(profile.size() * 4);
    }
    return {};
}

void readTransparency(const ByteView& data, ImageFile& file) {
    if (file.header.channels == 1 && !file.header.is_palette) {
        file.transparent_grey = data.u16(0);
    }
    file.header.has_alpha = true;
}

void readChunk(std::string_view type, std::string_view data, ImageFile& file) {
    if (type == "tRNS") {
        readTransparency(ByteView(data), file);
    } else if (type == "iCCP") {
        file.icc_profile = inflateProfile(data);
        if (file.icc_profile.empty()) {
            file.warnings.push_back(
                "its colour profile is damaged and was ignored; sRGB is assumed");
        }
    } else if (type == "eXIf") {
        readExif(data, file);
    } else if (type == "acTL") {
        file.header.pictures = 2;
        file.warnings.push_back("is animated; only its first picture is used");
    }
}

}  // namespace

void inspectPng(const std::string& bytes, const std::filesystem::path& path, ImageFile& file) {
    const ByteView view(bytes);
    std::size_t offset = 8;
    bool has_pixels = false;
    // What we have read ourselves, or what is damaged, is kept from the decoder, which would
    // complain about it on stderr.
    std::vector<std::pair<std::size_t, std::size_t>> unwanted;  // offset, length
    while (true) {
        const uint32_t length = view.u32(offset);
        const std::string_view type = view.slice(offset + 4, 4);
        const std::string_view data = view.slice(offset + 8, length);
        const bool intact =
            view.u32(offset + 8 + length) == checksum(view.slice(offset + 4, length + 4ull));
        const bool critical = (type[0] & 0x20) == 0;
        if (offset == 8) {
            if (type != "IHDR" || length != 13 || !intact) {
                refuseImage(path, "the PNG header is damaged", "Export the picture again.");
            }
            readHeaderChunk(ByteView(data), file);
        } else if (!intact && critical) {
            refuseImage(
                path,
                "the PNG checksum of chunk " + std::string(type) + " is wrong: the file is damaged",
                "Copy the file again or export the picture again.");
        } else if (!intact) {
            file.warnings.push_back("the PNG checksum of its chunk " + std::string(type) +
                                    " is wrong; it was ignored");
        } else {
            readChunk(type, data, file);
        }
        has_pixels |= type == "IDAT";
        if (!critical && (!intact || type == "iCCP")) {
            unwanted.emplace_back(offset, 12ull + length);
        }
        if (type == "IEND") {
            break;
        }
        offset += 12ull + length;
    }
    if (!has_pixels) {
        refuseImage(path, "the PNG has no pixels (no IDAT chunk)", "Export the picture again.");
    }
    if (!unwanted.empty()) {
        std::size_t kept_from = 0;
        for (const auto& [start, size] : unwanted) {
            file.replacement.append(bytes, kept_from, start - kept_from);
            kept_from = start + size;
        }
        file.replacement.append(bytes, kept_from, std::string::npos);
    }
}

}  // namespace bozzetto
