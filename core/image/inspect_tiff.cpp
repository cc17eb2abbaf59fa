// SPDX-License-Identifier: Apache-2.0
// Source: Adobe "TIFF Revision 6.0" and the BigTIFF design; tag numbers are theirs.
#include "image/image_file.h"

namespace bozzetto {
namespace {

enum Tag {
    kSubfileType = 254,
    kWidth = 256,
    kHeight = 257,
    kBitsPerSample = 258,
    kPhotometric = 262,
    kOrientation = 274,
    kSamplesPerPixel = 277,
    kExtraSamples = 338,
    kSampleFormat = 339,
    kIccProfile = 34675,
};

struct Entry {
    int tag = 0;
    uint64_t count = 0;
    std::size_t value_offset = 0;  // where the first value lies
    int value_size = 0;
};

int sizeOfType(int type) {
    static constexpr int kSizes[] = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8};
    return type >= 0 && type < 19 ? kSizes[type] : 0;
}

class TiffReader {
public:
    TiffReader(const std::string& bytes, const std::filesystem::path& path)
        : view_(bytes, bytes[0] == 'M'), path_(path), big_(view_.u16(2) == 43) {}

    std::size_t firstDirectory() const { return big_ ? view_.u64(8) : view_.u32(4); }

    std::vector<Entry> directory(std::size_t offset, std::size_t& next) const {
        const uint64_t count = big_ ? view_.u64(offset) : view_.u16(offset);
        if (count > 4096) {
            refuseImage(path_, "the TIFF directory is damaged", "Export the picture again.");
        }
        const std::size_t entry_size = big_ ? 20 : 12;
        offset += big_ ? 8 : 2;
        std::vector<Entry> entries;
        for (uint64_t i = 0; i < count; ++i, offset += entry_size) {
            entries.push_back(entry(offset));
        }
        next = big_ ? view_.u64(offset) : view_.u32(offset);
        return entries;
    }
    uint64_t value(const Entry& entry) const {
        return entry.value_size == 0 ? 0 : view_.number(entry.value_offset, entry.value_size);
    }
    std::string_view data(const Entry& entry) const {
        return view_.slice(entry.value_offset, entry.count * entry.value_size);
    }
    bool isBigEndian() const { return view_.u8(0) == 'M'; }

private:
    Entry entry(std::size_t offset) const {
        Entry e;
        e.tag = view_.u16(offset);
        e.value_size = sizeOfType(view_.u16(offset + 2));
        e.count = big_ ? view_.u64(offset + 4) : view_.u32(offset + 4);
        const std::size_t inline_offset = offset + (big_ ? 12 : 8);
        const std::size_t inline_size = big_ ? 8 : 4;
        const bool fits = e.count * e.value_size <= inline_size;
        e.value_offset =
            fits ? inline_offset : (big_ ? view_.u64(inline_offset) : view_.u32(inline_offset));
        return e;
    }

    ByteView view_;
    const std::filesystem::path& path_;
    bool big_;
};

void readEntry(const TiffReader& reader, const Entry& entry, ImageFile& file) {
    ImageHeader& header = file.header;
    const uint64_t value = reader.value(entry);
    const int clamped = static_cast<int>(std::min<uint64_t>(value, 0x7fffffff));
    switch (entry.tag) {
        case kWidth:
            header.width = clamped;
            break;
        case kHeight:
            header.height = clamped;
            break;
        case kBitsPerSample:
            file.stored_bits = header.bits = clamped;
            break;
        case kPhotometric:
            header.is_palette = value == 3;
            file.is_cmyk = value == 5;
            break;
        case kSamplesPerPixel:
            header.channels = clamped;
            break;
        case kExtraSamples:
            header.has_alpha = value == 1 || value == 2;
            file.premultiplied = value == 1;
            break;
        case kSampleFormat:
            header.is_float = value == 3;
            break;
        case kIccProfile:
            file.icc_profile = reader.data(entry);
            break;
        case kOrientation:
            if (value >= 1 && value <= 8) {
                header.orientation = clamped;
                // The decoder would turn the picture on its own; it sees orientation 1, and we turn
                // if asked to.
                const std::size_t low_byte =
                    entry.value_offset + (reader.isBigEndian() ? entry.value_size - 1 : 0);
                file.patches.emplace_back(low_byte, '\1');
            }
            break;
        default:
            break;
    }
}

}  // namespace

void inspectTiff(const std::string& bytes, const std::filesystem::path& path, ImageFile& file) {
    file.header.format = "tiff";
    file.header.channels = 1;
    file.header.bits = file.stored_bits = 1;
    const TiffReader reader(bytes, path);
    std::size_t next = 0;
    for (const Entry& entry : reader.directory(reader.firstDirectory(), next)) {
        readEntry(reader, entry, file);
    }
    file.header.bits = std::max(file.header.bits, 8);
    file.is_linear = file.header.is_float;
    if (file.header.bits > 16 && !file.header.is_float) {
        refuseImage(path,
                    "is a TIFF with " + std::to_string(file.header.bits) +
                        "-bit integers, which is not read",
                    "Export it with 8 or 16 bits a channel.");
    }
    if (next != 0) {
        file.header.pictures = 2;
        file.warnings.push_back("holds several pages; only the first one is used");
    }
}

}  // namespace bozzetto
