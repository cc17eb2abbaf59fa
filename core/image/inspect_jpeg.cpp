// SPDX-License-Identifier: Apache-2.0
// Source: ITU-T T.81 (markers), ICC.1 annex B.4 (profiles in APP2), Exif 2.32 (APP1), Adobe
// technical note 5116 (APP14).
#include "image/image_file.h"

#include <cstring>
#include <map>

namespace bozzetto {
namespace {

// A progressive picture has about ten scans. Each costs a pass over all coefficients: thousands are
// an attack on time.
constexpr int kMaxScans = 200;

bool isFrameMarker(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

void readFrame(const ByteView& data, ImageFile& file) {
    ImageHeader& header = file.header;
    header.bits = data.u8(0);
    header.height = data.u16(1);
    header.width = data.u16(3);
    header.channels = data.u8(5);
    file.is_cmyk = header.channels == 4;
}

/// Offset of the marker that ends the entropy-coded data starting at `offset`; bytes.size() if
/// there is none.
std::size_t skipScan(const std::string& bytes, std::size_t offset) {
    while (offset + 1 < bytes.size()) {
        const void* found = std::memchr(bytes.data() + offset, 0xff, bytes.size() - 1 - offset);
        if (found == nullptr) {
            break;
        }
        offset = static_cast<const char*>(found) - bytes.data();
        const auto next = static_cast<unsigned char>(bytes[offset + 1]);
        const bool belongs_to_scan = next == 0 || (next >= 0xd0 && next <= 0xd7);
        if (!belongs_to_scan && next != 0xff) {
            return offset;
        }
        offset += next == 0xff ? 1 : 2;
    }
    return bytes.size();
}

using ProfileParts = std::map<int, std::string_view>;

void readSegment(int marker,
                 std::string_view data,
                 ImageFile& file,
                 ProfileParts& profile,
                 std::size_t& profile_count) {
    using namespace std::string_view_literals;
    if (isFrameMarker(marker)) {
        readFrame(ByteView(data), file);
    } else if (marker == 0xe1 && data.starts_with("Exif\0\0"sv)) {
        readExif(data.substr(6), file);
    } else if (marker == 0xe2 && data.starts_with("ICC_PROFILE\0"sv) && data.size() > 14) {
        profile[static_cast<unsigned char>(data[12])] = data.substr(14);
        profile_count = static_cast<unsigned char>(data[13]);
    }
}

void joinProfile(const ProfileParts& parts, std::size_t count, ImageFile& file) {
    if (parts.empty()) {
        return;
    }
    if (parts.size() != count) {
        file.warnings.push_back(
            "its colour profile is incomplete and was ignored; sRGB is assumed");
        return;
    }
    for (const auto& [number, part] : parts) {
        file.icc_profile += part;
    }
}

}  // namespace

void inspectJpeg(const std::string& bytes, const std::filesystem::path& path, ImageFile& file) {
    file.header.format = "jpeg";
    const ByteView view(bytes);
    ProfileParts profile;
    std::size_t profile_count = 0;
    int scans = 0;
    std::size_t offset = 2;
    while (true) {
        if (view.u8(offset) != 0xff) {
            refuseImage(path,
                        "the JPEG structure is damaged at byte " + std::to_string(offset),
                        "Copy it again from the camera or export it again.");
        }
        const int marker = view.u8(offset + 1);
        if (marker == 0xff) {  // fill byte
            ++offset;
            continue;
        }
        if (marker == 0xd9) {
            break;
        }
        const std::size_t length = view.u16(offset + 2);
        readSegment(marker,
                    view.slice(offset + 4, length < 2 ? 0 : length - 2),
                    file,
                    profile,
                    profile_count);
        offset += 2 + std::max<std::size_t>(length, 2);
        if (marker == 0xda) {
            if (++scans > kMaxScans) {
                refuseImage(path,
                            "the JPEG has more than " + std::to_string(kMaxScans) + " scans",
                            "Save it again as an ordinary JPEG or PNG.");
            }
            offset = skipScan(bytes, offset);
        }
    }
    if (scans == 0 || file.header.width == 0) {
        refuseImage(path,
                    "the JPEG has no picture in it",
                    "Copy it again from the camera or export it again.");
    }
    joinProfile(profile, profile_count, file);
}

}  // namespace bozzetto
