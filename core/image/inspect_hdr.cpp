// SPDX-License-Identifier: Apache-2.0
// Source: OpenEXR "Technical Introduction" and file layout (header attributes); Radiance "Picture
// file format".
#include "image/image_file.h"

#include <algorithm>
#include <cstdio>

namespace bozzetto {
namespace {

std::string readName(const ByteView& view, std::size_t& offset) {
    std::string name;
    while (const char c = static_cast<char>(view.u8(offset++))) {
        if (name.size() >= 255) {
            throw CutShort();
        }
        name += c;
    }
    return name;
}

struct ExrChannel {
    std::string name;
    std::size_t name_offset = 0;
    int type = 0;  // 0 uint, 1 half, 2 float
};

std::vector<ExrChannel> readChannels(const ByteView& view, std::size_t offset) {
    std::vector<ExrChannel> channels;
    while (view.u8(offset) != 0) {
        ExrChannel channel;
        channel.name_offset = offset;
        channel.name = readName(view, offset);
        channel.type = static_cast<int>(view.u32(offset));
        offset += 16;
        channels.push_back(channel);
        if (channels.size() > 1024) {
            throw CutShort();
        }
    }
    return channels;
}

bool hasChannel(const std::vector<ExrChannel>& channels, const std::string& name) {
    return std::any_of(
        channels.begin(), channels.end(), [&](const ExrChannel& c) { return c.name == name; });
}

void chooseChannels(const std::vector<ExrChannel>& channels,
                    const std::filesystem::path& path,
                    ImageFile& file) {
    ImageHeader& header = file.header;
    header.has_alpha = hasChannel(channels, "A");
    header.bits = !channels.empty() && channels[0].type == 1 ? 16 : 32;
    if (hasChannel(channels, "R") && hasChannel(channels, "G") && hasChannel(channels, "B")) {
        header.channels = header.has_alpha ? 4 : 3;
        return;
    }
    header.channels = 1;
    if (hasChannel(channels, "Y")) {
        return;
    }
    // A lone channel (Z, V, ...) is what depth passes have; the decoder knows it by the name Y.
    if (channels.size() == 1 && channels[0].name.size() == 1) {
        file.patches.emplace_back(channels[0].name_offset, 'Y');
        return;
    }
    std::string names;
    for (const ExrChannel& channel : channels) {
        names += (names.empty() ? "" : ", ") + channel.name;
    }
    refuseImage(path,
                "the EXR has no channels R, G, B or Y; it has " + (names.empty() ? "none" : names),
                "Export the wanted layer as a plain RGB or RGBA EXR.");
}

}  // namespace

void inspectExr(const std::string& bytes, const std::filesystem::path& path, ImageFile& file) {
    constexpr uint32_t kDeep = 0x800, kMultiPart = 0x1000;
    file.header.format = "exr";
    file.header.is_float = true;
    file.is_linear = file.premultiplied = true;
    const ByteView view(bytes, false);
    const uint32_t version = view.u32(4);
    if ((version & (kDeep | kMultiPart)) != 0) {
        refuseImage(path,
                    (version & kDeep) != 0 ? "is a deep EXR, which is not read"
                                           : "is a multi-part EXR, which is not read",
                    "Export the wanted layer as a plain RGB or RGBA EXR.");
    }
    std::vector<ExrChannel> channels;
    int64_t data_window[4] = {0, 0, -1, -1};
    int64_t display_window[4] = {0, 0, -1, -1};
    for (std::size_t offset = 8; view.u8(offset) != 0;) {
        const std::string name = readName(view, offset);
        readName(view, offset);  // the attribute's type
        const uint32_t length = view.u32(offset);
        offset += 4;
        view.slice(offset, length);
        if (name == "channels") {
            channels = readChannels(view, offset);
        } else if (name == "dataWindow" || name == "displayWindow") {
            for (int i = 0; i < 4; ++i) {
                (name == "dataWindow" ? data_window : display_window)[i] =
                    static_cast<int32_t>(view.u32(offset + 4ull * i));
            }
        }
        offset += length;
    }
    const auto extent = [](int64_t low, int64_t high) {
        return static_cast<int>(std::clamp<int64_t>(high - low + 1, 0, 0x7fffffff));
    };
    file.header.width = extent(data_window[0], data_window[2]);
    file.header.height = extent(data_window[1], data_window[3]);
    if (!std::equal(data_window, data_window + 4, display_window)) {
        file.warnings.push_back(
            "its data window differs from its display window; the data window is used");
    }
    chooseChannels(channels, path, file);
}

void inspectHdr(const std::string& bytes, const std::filesystem::path& path, ImageFile& file) {
    file.header.format = "hdr";
    file.header.is_float = true;
    file.header.bits = 32;
    file.header.channels = 3;
    file.is_linear = true;
    const std::size_t blank = bytes.find("\n\n");
    if (blank == std::string::npos || blank > (64u << 10)) {
        throw CutShort();
    }
    const std::string size_line =
        bytes.substr(blank + 2, bytes.find('\n', blank + 2) - blank - 2).substr(0, 64);
    int width = 0, height = 0;
    if (std::sscanf(size_line.c_str(), "-Y %9d +X %9d", &height, &width) != 2) {
        refuseImage(path,
                    "the HDR's size line is not of the form '-Y height +X width'",
                    "Save it again as an ordinary Radiance HDR.");
    }
    file.header.width = width;
    file.header.height = height;
}

}  // namespace bozzetto
