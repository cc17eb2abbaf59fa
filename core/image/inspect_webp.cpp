// SPDX-License-Identifier: Apache-2.0
// Source: Google "WebP Container Specification", RFC 6386 9.1 (VP8 frame header), WebP lossless
// bitstream 2.
#include "image/image_file.h"

namespace bozzetto {
namespace {

std::string littleEndian(uint32_t value, int length) {
    std::string text;
    for (int i = 0; i < length; ++i) {
        text += static_cast<char>(value >> (8 * i) & 0xff);
    }
    return text;
}

/// The first ANMF chunk (16 bytes of placement, then the frame's own chunks) as a still picture.
std::string stillFromFrame(std::string_view frame, ImageHeader& header) {
    const ByteView view(frame, false);
    header.width = static_cast<int>(view.number(6, 3)) + 1;
    header.height = static_cast<int>(view.number(9, 3)) + 1;
    const std::string_view chunks = view.slice(16, frame.size() - 16);
    const char flags = chunks.starts_with("ALPH") || header.has_alpha ? 0x10 : 0;
    const std::string extended = std::string("VP8X") + littleEndian(10, 4) + flags +
                                 littleEndian(0, 3) + littleEndian(header.width - 1, 3) +
                                 littleEndian(header.height - 1, 3);
    const std::string body = "WEBP" + extended + std::string(chunks);
    return "RIFF" + littleEndian(static_cast<uint32_t>(body.size()), 4) + body;
}

void readChunk(std::string_view type, std::string_view data, ImageFile& file) {
    ImageHeader& header = file.header;
    const ByteView view(data, false);
    if (type == "VP8X") {
        header.has_alpha = (view.u8(0) & 0x10) != 0;
        header.width = static_cast<int>(view.number(4, 3)) + 1;
        header.height = static_cast<int>(view.number(7, 3)) + 1;
    } else if (type == "VP8 " && header.width == 0) {
        header.width = view.u16(6) & 0x3fff;
        header.height = view.u16(8) & 0x3fff;
    } else if (type == "VP8L" && header.width == 0) {
        const uint32_t packed = view.u32(1);
        header.width = static_cast<int>(packed & 0x3fff) + 1;
        header.height = static_cast<int>(packed >> 14 & 0x3fff) + 1;
        header.has_alpha = (packed >> 28 & 1) != 0;
    } else if (type == "ANMF") {
        ++header.pictures;
        if (file.replacement.empty()) {
            file.replacement = stillFromFrame(data, header);
        }
    } else if (type == "ICCP") {
        file.icc_profile = data;
    } else if (type == "EXIF") {
        readExif(data.starts_with("Exif") && data.size() > 6 ? data.substr(6) : data, file);
    }
}

}  // namespace

void inspectWebp(const std::string& bytes, const std::filesystem::path& path, ImageFile& file) {
    file.header.format = "webp";
    const ByteView view(bytes, false);
    const std::size_t end = 8ull + view.u32(4);
    view.slice(0, end);  // throws if the file is shorter than it says
    for (std::size_t offset = 12; offset + 8 <= end;) {
        const uint32_t length = view.u32(offset + 4);
        readChunk(view.slice(offset, 4), view.slice(offset + 8, length), file);
        offset += 8ull + length + (length & 1);
    }
    if (file.header.width == 0) {
        refuseImage(path, "the WebP has no picture in it", "Export the picture again.");
    }
    if (!file.replacement.empty()) {
        file.warnings.push_back("is animated; only its first picture is used");
    }
    file.header.channels = file.header.has_alpha ? 4 : 3;
}

}  // namespace bozzetto
