// SPDX-License-Identifier: Apache-2.0
// Source: Exif 2.32, tags Orientation (0x0112) and FocalLengthIn35mmFilm (0xa405).
#include "image/image_file.h"

#include <libexif/exif-data.h>

#include <memory>

namespace bozzetto {
namespace {

struct ExifDeleter {
    void operator()(ExifData* data) const { exif_data_unref(data); }
};

int shortValue(ExifData* data, ExifIfd directory, ExifTag tag) {
    const ExifEntry* entry = exif_content_get_entry(data->ifd[directory], tag);
    if (entry == nullptr || entry->format != EXIF_FORMAT_SHORT || entry->components < 1 ||
        entry->size < 2) {
        return -1;
    }
    return exif_get_short(entry->data, exif_data_get_byte_order(data));
}

}  // namespace

void readExif(std::string_view tiff_block, ImageFile& file) {
    constexpr const char* kDamaged = "its EXIF data is damaged and was ignored";
    const bool has_header = tiff_block.starts_with("II") || tiff_block.starts_with("MM");
    if (!has_header || tiff_block.size() < 14 || tiff_block.size() > (4u << 20)) {
        file.warnings.push_back(kDamaged);
        return;
    }
    const std::string block = std::string("Exif\0\0", 6) + std::string(tiff_block);
    const std::unique_ptr<ExifData, ExifDeleter> data(exif_data_new());
    if (!data) {
        return;
    }
    exif_data_unset_option(data.get(), EXIF_DATA_OPTION_FOLLOW_SPECIFICATION);
    exif_data_load_data(data.get(),
                        reinterpret_cast<const unsigned char*>(block.data()),
                        static_cast<unsigned>(block.size()));
    bool is_empty = true;
    for (const ExifContent* content : data->ifd) {
        is_empty = is_empty && (content == nullptr || content->count == 0);
    }
    if (is_empty) {
        file.warnings.push_back(kDamaged);
        return;
    }
    const int orientation = shortValue(data.get(), EXIF_IFD_0, EXIF_TAG_ORIENTATION);
    if (orientation >= 1 && orientation <= 8) {
        file.header.orientation = orientation;
    } else if (orientation > 8) {
        file.warnings.push_back("its EXIF orientation " + std::to_string(orientation) +
                                " is not 1 to 8 and was ignored");
    }
    const int focal = shortValue(data.get(), EXIF_IFD_EXIF, EXIF_TAG_FOCAL_LENGTH_IN_35MM_FILM);
    if (focal > 0 && focal < 5000) {
        file.header.focal_length_35mm = focal;
    }
}

}  // namespace bozzetto
