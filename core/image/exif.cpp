// SPDX-License-Identifier: Apache-2.0
// Source: Exif 2.32 (tag numbers and formats); APEX values, annex C.
#include "image/device_up.h"
#include "image/image_file.h"

#include <libexif/exif-data.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>

namespace bozzetto {
namespace {

struct ExifDeleter {
    void operator()(ExifData* data) const { exif_data_unref(data); }
};

constexpr std::size_t kMaxText = 64;

/// Tags of one EXIF block; a value that cannot be is named in the warnings and left out.
class ExifTags {
public:
    ExifTags(ExifData* data, std::vector<std::string>& warnings)
        : data_(data), order_(exif_data_get_byte_order(data)), warnings_(warnings) {}

    bool isEmpty() const {
        return std::all_of(
            std::begin(data_->ifd), std::end(data_->ifd), [](const ExifContent* content) {
                return content == nullptr || content->count == 0;
            });
    }

    /// The first number of the tag; unset without one. A rational with denominator 0 is NaN.
    std::optional<double> number(ExifIfd directory, ExifTag tag) const {
        const ExifEntry* entry = exif_content_get_entry(data_->ifd[directory], tag);
        if (entry == nullptr || entry->components < 1 ||
            entry->size < exif_format_get_size(entry->format)) {
            return std::nullopt;
        }
        switch (entry->format) {
            case EXIF_FORMAT_SHORT:
                return exif_get_short(entry->data, order_);
            case EXIF_FORMAT_LONG:
                return exif_get_long(entry->data, order_);
            case EXIF_FORMAT_RATIONAL: {
                const ExifRational v = exif_get_rational(entry->data, order_);
                return v.denominator == 0 ? NAN : static_cast<double>(v.numerator) / v.denominator;
            }
            case EXIF_FORMAT_SRATIONAL: {
                const ExifSRational v = exif_get_srational(entry->data, order_);
                return v.denominator == 0 ? NAN : static_cast<double>(v.numerator) / v.denominator;
            }
            default:
                return std::nullopt;
        }
    }

    /// The number if it lies in [low, high], else 0; outside it is told as `what`.
    double within(ExifIfd directory, ExifTag tag, double low, double high, const char* what) {
        const std::optional<double> value = number(directory, tag);
        if (!value || (*value >= low && *value <= high)) {
            return value.value_or(0);
        }
        warnings_.push_back(std::string("its EXIF ") + what + " cannot be right and was ignored");
        return 0;
    }

    /// Printable ASCII, without spaces around it; empty if it is not.
    std::string text(ExifIfd directory, ExifTag tag) const {
        const ExifEntry* entry = exif_content_get_entry(data_->ifd[directory], tag);
        if (entry == nullptr || entry->format != EXIF_FORMAT_ASCII || entry->data == nullptr) {
            return {};
        }
        return printableText({reinterpret_cast<const char*>(entry->data), entry->size});
    }

    /// The value's bytes as they are; empty without the tag.
    std::string_view bytes(ExifIfd directory, ExifTag tag) const {
        const ExifEntry* entry = exif_content_get_entry(data_->ifd[directory], tag);
        return entry == nullptr || entry->data == nullptr
                   ? std::string_view()
                   : std::string_view(reinterpret_cast<const char*>(entry->data), entry->size);
    }

private:
    ExifData* data_;
    ExifByteOrder order_;
    std::vector<std::string>& warnings_;
};

void readOrientation(const ExifTags& tags, ImageFile& file) {
    const double orientation = tags.number(EXIF_IFD_0, EXIF_TAG_ORIENTATION).value_or(1);
    if (orientation >= 1 && orientation <= 8) {
        file.header.orientation = static_cast<int>(orientation);
    } else if (orientation != 0) {  // 0: programs that do not know write it
        file.warnings.push_back("its EXIF orientation " +
                                std::to_string(static_cast<int>(orientation)) +
                                " is not 1 to 8 and was ignored");
    }
}

/// The camera on the screen's side looks the other way; nobody photographs an object with it.
void readUp(const ExifTags& tags, ImageFile& file) {
    constexpr auto kLensModel = static_cast<ExifTag>(0xa434);
    if (tags.text(EXIF_IFD_EXIF, kLensModel).find("front") == std::string::npos) {
        file.up = upOfAppleNote(tags.bytes(EXIF_IFD_EXIF, EXIF_TAG_MAKER_NOTE));
    }
}

/// Pixels of a sensor millimetre. Unit 2: inch, 3: centimetre, 4: millimetre.
double focalPlanePixelsPerMm(ExifTags& tags) {
    const double resolution = tags.within(
        EXIF_IFD_EXIF, EXIF_TAG_FOCAL_PLANE_X_RESOLUTION, 1, 1e7, "focal plane resolution");
    const double unit =
        tags.number(EXIF_IFD_EXIF, EXIF_TAG_FOCAL_PLANE_RESOLUTION_UNIT).value_or(2);
    const double millimetres = unit == 3 ? 10 : unit == 4 ? 1 : 25.4;
    const double per_mm = resolution / millimetres;
    return per_mm >= 5 && per_mm <= 2000 ? per_mm : 0;  // 200 to 0.5 micrometres a pixel
}

}  // namespace

std::string printableText(std::string_view text) {
    std::string result;
    for (const char c : text.substr(0, std::min(text.find('\0'), kMaxText))) {
        if (c < 0x20 || c > 0x7e) {
            return {};
        }
        result += c;
    }
    const std::size_t first = result.find_first_not_of(' ');
    return first == std::string::npos
               ? std::string()
               : result.substr(first, result.find_last_not_of(' ') - first + 1);
}

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
    ExifTags tags(data.get(), file.warnings);
    if (tags.isEmpty()) {
        file.warnings.push_back(kDamaged);
        return;
    }
    readOrientation(tags, file);
    readUp(tags, file);
    PhotoInfo& photo = file.header.photo;
    photo.make = tags.text(EXIF_IFD_0, EXIF_TAG_MAKE);
    photo.model = tags.text(EXIF_IFD_0, EXIF_TAG_MODEL);
    photo.taken = tags.text(EXIF_IFD_EXIF, EXIF_TAG_DATE_TIME_ORIGINAL);
    if (photo.taken.empty()) {
        photo.taken = tags.text(EXIF_IFD_0, EXIF_TAG_DATE_TIME);
    }
    // 0 is how cameras say that they do not know.
    const auto exif = [&](ExifTag tag, double low, double high, const char* what) {
        const bool unknown = tags.number(EXIF_IFD_EXIF, tag) == 0.0;
        return unknown ? 0.0 : tags.within(EXIF_IFD_EXIF, tag, low, high, what);
    };
    file.header.focal_length_35mm =
        exif(EXIF_TAG_FOCAL_LENGTH_IN_35MM_FILM, 1, 5000, "focal length");
    photo.focal_length =
        tags.within(EXIF_IFD_EXIF, EXIF_TAG_FOCAL_LENGTH, 0.1, 5000, "focal length");
    photo.exposure_time = exif(EXIF_TAG_EXPOSURE_TIME, 1e-6, 3600, "exposure time");
    photo.aperture = exif(EXIF_TAG_FNUMBER, 0.3, 200, "aperture");
    photo.iso = exif(EXIF_TAG_ISO_SPEED_RATINGS, 1, 1e7, "ISO speed");
    photo.pixels_per_mm = focalPlanePixelsPerMm(tags);
}

std::optional<double> PhotoInfo::exposureStops() const {
    if (exposure_time <= 0 || aperture <= 0 || iso <= 0) {
        return std::nullopt;
    }
    return std::log2(exposure_time * iso / (aperture * aperture));
}

double ImageHeader::focalLengthPixels() const {
    constexpr double kFilmWidth = 36;  // millimetres
    return focal_length_35mm > 0 ? focal_length_35mm / kFilmWidth * std::max(width, height)
                                 : photo.focal_length * photo.pixels_per_mm;
}

}  // namespace bozzetto
