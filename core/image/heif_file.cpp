// SPDX-License-Identifier: Apache-2.0
// HEIC and AVIF by libheif. The file's own rotation and mirror are part of what its pixels are:
// they are applied here once, and the EXIF orientation, which only repeats them, is not used
// (ISO/IEC 23008-12, 6.5).
#include "image/color_profile.h"
#include "image/image_file.h"
#include "image/orientation.h"

#include <opencv2/core.hpp>

#include <algorithm>
#include <libheif/heif.h>
#include <memory>

namespace bozzetto {
namespace {

namespace fs = std::filesystem;

template <auto release>
struct Releaser {
    template <class T>
    void operator()(T* object) const {
        release(object);
    }
};
using Context = std::unique_ptr<heif_context, Releaser<heif_context_free>>;
using Handle = std::unique_ptr<heif_image_handle, Releaser<heif_image_handle_release>>;
using Picture = std::unique_ptr<heif_image, Releaser<heif_image_release>>;
using Options = std::unique_ptr<heif_decoding_options, Releaser<heif_decoding_options_free>>;
using Nclx = std::unique_ptr<heif_color_profile_nclx, Releaser<heif_nclx_color_profile_free>>;

constexpr std::size_t kMaxMetadata = std::size_t{4} << 20;

[[noreturn]] void refuseHeif(const fs::path& path, const heif_error& error) {
    if (error.subcode == heif_suberror_End_of_data) {
        throw CutShort();
    }
    if (error.code == heif_error_Unsupported_feature ||
        error.code == heif_error_Unsupported_filetype) {
        refuseImage(
            path,
            std::string("is a HEIC/AVIF picture of a kind that is not read: ") + error.message,
            "Convert it to JPEG or PNG (for example with heif-convert).");
    }
    refuseImage(path,
                std::string("the HEIC/AVIF data is damaged: ") + error.message,
                "Copy the file again or export the picture again.");
}

void check(const heif_error& error, const fs::path& path) {
    if (error.code != heif_error_Ok) {
        refuseHeif(path, error);
    }
}

/// The main picture. The context must live as long as the bytes.
struct Opened {
    Context context;
    Handle handle;
};

Opened open(const std::string& bytes, const fs::path& path) {
    Opened opened{Context(heif_context_alloc()), nullptr};
    heif_context_set_max_decoding_threads(opened.context.get(), 0);  // pictures are the tasks
    check(heif_context_read_from_memory_without_copy(
              opened.context.get(), bytes.data(), bytes.size(), nullptr),
          path);
    heif_image_handle* handle = nullptr;
    check(heif_context_get_primary_image_handle(opened.context.get(), &handle), path);
    opened.handle.reset(handle);
    return opened;
}

/// EXIF block: four bytes say how far its TIFF header is.
void readHeifExif(const heif_image_handle* handle, ImageFile& file) {
    heif_item_id id = 0;
    if (heif_image_handle_get_list_of_metadata_block_IDs(handle, "Exif", &id, 1) != 1) {
        return;
    }
    const std::size_t size = heif_image_handle_get_metadata_size(handle, id);
    std::string block(size < 8 || size > kMaxMetadata ? 0 : size, '\0');
    if (block.empty() ||
        heif_image_handle_get_metadata(handle, id, block.data()).code != heif_error_Ok) {
        file.warnings.push_back("its EXIF data is damaged and was ignored");
        return;
    }
    const std::size_t offset = 4 + ByteView(block).u32(0);
    readExif(offset < block.size() ? std::string_view(block).substr(offset) : std::string_view(),
             file);
    // The file's own rotation, which says the same as EXIF's, is in the stored pixels already.
    if (file.up) {
        file.up = applyOrientation(*file.up, file.header.orientation);
    }
    file.header.orientation = 1;
}

void readProfile(const heif_image_handle* handle, ImageFile& file) {
    const std::size_t size = heif_image_handle_get_raw_color_profile_size(handle);
    if (size > 0 && size <= kMaxMetadata) {
        file.icc_profile.resize(size);
        if (heif_image_handle_get_raw_color_profile(handle, file.icc_profile.data()).code !=
            heif_error_Ok) {
            file.icc_profile.clear();
        }
    }
    heif_color_profile_nclx* found = nullptr;
    if (heif_image_handle_get_nclx_color_profile(handle, &found).code != heif_error_Ok) {
        return;
    }
    const Nclx nclx(found);
    const bool is_hdr =
        nclx->transfer_characteristics == heif_transfer_characteristic_ITU_R_BT_2100_0_PQ ||
        nclx->transfer_characteristics == heif_transfer_characteristic_ITU_R_BT_2100_0_HLG;
    if (file.icc_profile.empty() && is_hdr) {
        file.warnings.push_back("is an HDR picture; its values are taken as sRGB");
    } else if (file.icc_profile.empty() &&
               nclx->color_primaries == heif_color_primaries_SMPTE_EG_432_1) {
        file.icc_profile = displayP3Profile();
    }
}

/// Values of 9 to 15 bits to the full range of 16.
void stretch(cv::Mat& pixels, int bits) {
    const unsigned top = (1u << bits) - 1;
    for (int y = 0; y < pixels.rows; ++y) {
        auto* row = pixels.ptr<uint16_t>(y);
        for (int i = 0; i < pixels.cols * pixels.channels(); ++i) {
            row[i] = static_cast<uint16_t>(std::min<unsigned>(row[i], top) * 65535u / top);
        }
    }
}

}  // namespace

void inspectHeif(const std::string& bytes, const fs::path& path, ImageFile& file) {
    file.header.format = "heif";
    const Opened opened = open(bytes, path);
    const heif_image_handle* handle = opened.handle.get();
    file.header.width = heif_image_handle_get_width(handle);
    file.header.height = heif_image_handle_get_height(handle);
    file.header.has_alpha = heif_image_handle_has_alpha_channel(handle) != 0;
    file.premultiplied = file.header.has_alpha && heif_image_handle_is_premultiplied_alpha(handle);
    file.header.channels = file.header.has_alpha ? 4 : 3;
    file.header.bits = heif_image_handle_get_luma_bits_per_pixel(handle) > 8 ? 16 : 8;
    file.stored_bits = file.header.bits;
    if (const int count = heif_context_get_number_of_top_level_images(opened.context.get());
        count > 1) {
        file.header.pictures = count;
        file.warnings.push_back("holds several pictures; only the main one is used");
    }
    readHeifExif(handle, file);
    readProfile(handle, file);
}

cv::Mat decodeHeif(const std::string& bytes, const ImageFile& file, const fs::path& path) {
    const Opened opened = open(bytes, path);
    const bool deep = file.header.bits > 8, alpha = file.header.has_alpha;
    const heif_chroma chroma =
        deep ? (alpha ? heif_chroma_interleaved_RRGGBBAA_LE : heif_chroma_interleaved_RRGGBB_LE)
             : (alpha ? heif_chroma_interleaved_RGBA : heif_chroma_interleaved_RGB);
    const Options options(heif_decoding_options_alloc());
    options->strict_decoding = 1;  // a picture that decodes with errors is refused
    heif_image* decoded = nullptr;
    check(heif_decode_image(
              opened.handle.get(), &decoded, heif_colorspace_RGB, chroma, options.get()),
          path);
    const Picture picture(decoded);
    int stride = 0;
    const uint8_t* plane =
        heif_image_get_plane_readonly(picture.get(), heif_channel_interleaved, &stride);
    const int width = heif_image_get_width(picture.get(), heif_channel_interleaved);
    const int height = heif_image_get_height(picture.get(), heif_channel_interleaved);
    if (plane == nullptr || width <= 0 || height <= 0) {
        refuseImage(path, "the HEIC/AVIF data is damaged", "Copy the file again.");
    }
    const int type = CV_MAKETYPE(deep ? CV_16U : CV_8U, alpha ? 4 : 3);
    const cv::Mat rgb(
        height, width, type, const_cast<uint8_t*>(plane), static_cast<std::size_t>(stride));
    cv::Mat bgr(height, width, type);
    const int order[] = {0, 2, 1, 1, 2, 0, 3, 3};
    cv::mixChannels(&rgb, 1, &bgr, 1, order, alpha ? 4 : 3);
    const int bits = heif_image_get_bits_per_pixel_range(picture.get(), heif_channel_interleaved);
    if (deep && bits > 8 && bits < 16) {
        stretch(bgr, bits);
    }
    return bgr;
}

}  // namespace bozzetto
