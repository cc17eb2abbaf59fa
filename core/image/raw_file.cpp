// SPDX-License-Identifier: Apache-2.0
// Camera raw files by LibRaw: developed with the camera's white balance to linear sRGB, without
// automatic brightness, so that one exposure means the same in all pictures. The sensor's array is
// what is stored; the camera's rotation counts as EXIF orientation.
#include "base/error.h"
#include "base/files.h"
#include "image/image_file.h"

#include <opencv2/core.hpp>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <libraw/libraw.h>
#include <memory>

namespace bozzetto {
namespace {

namespace fs = std::filesystem;

constexpr const char* kDevelop = "Develop it and export it as 16-bit TIFF or as JPEG.";

void check(int status, const fs::path& path) {
    if (status == LIBRAW_SUCCESS) {
        return;
    }
    if (status == LIBRAW_UNSUFFICIENT_MEMORY || status == LIBRAW_TOO_BIG) {
        throw Error(Error::Kind::OutOfMemory,
                    displayPath(path) + ": there is not enough memory to develop it",
                    "Close other programs, or export the picture as JPEG.",
                    path.string());
    }
    if (status == LIBRAW_FILE_UNSUPPORTED || status == LIBRAW_NOT_IMPLEMENTED) {
        refuseImage(path, "is a camera raw file of a kind that is not read", kDevelop);
    }
    refuseImage(path,
                std::string("the camera raw data is damaged: ") + libraw_strerror(status),
                "Copy it again from the camera.");
}

/// LibRaw's object is large and keeps pointers into itself: on the heap, opened.
std::unique_ptr<LibRaw> open(const std::string& bytes, const fs::path& path) {
    auto raw = std::make_unique<LibRaw>();
    libraw_output_params_t& params = raw->imgdata.params;
    params.user_flip = 0;
    params.use_camera_wb = 1;
    params.output_color = 1;  // sRGB primaries
    params.gamm[0] = params.gamm[1] = 1;
    params.output_bps = 16;
    params.no_auto_bright = 1;
    params.adjust_maximum_thr =
        0;  // white is the sensor's, not the brightest value of this picture
    check(raw->open_buffer(const_cast<char*>(bytes.data()), bytes.size()), path);
    return raw;
}

/// The EXIF orientation that LibRaw's flip (0, 3, 5, 6) means.
int orientationOf(int flip) {
    return flip == 3 ? 3 : flip == 5 ? 8 : flip == 6 ? 6 : 1;
}

std::string timeText(std::time_t time) {
    std::tm local{};
    char text[32] = {};
    if (time <= 0 || localtime_r(&time, &local) == nullptr) {
        return {};
    }
    std::strftime(text, sizeof text, "%Y:%m:%d %H:%M:%S", &local);
    return text;
}

double within(double value, double low, double high) {
    return std::isfinite(value) && value >= low && value <= high ? value : 0;
}

void readPhoto(const LibRaw& raw, ImageHeader& header) {
    const libraw_data_t& data = raw.imgdata;
    header.photo.make = printableText({data.idata.make, sizeof data.idata.make});
    header.photo.model = printableText({data.idata.model, sizeof data.idata.model});
    header.photo.taken = timeText(data.other.timestamp);
    header.photo.focal_length = within(data.other.focal_len, 0.1, 5000);
    header.photo.exposure_time = within(data.other.shutter, 1e-6, 3600);
    header.photo.aperture = within(data.other.aperture, 0.3, 200);
    header.photo.iso = within(data.other.iso_speed, 1, 1e7);
    header.focal_length_35mm = within(data.lens.FocalLengthIn35mmFormat, 1, 5000);
}

}  // namespace

void inspectRaw(const std::string& bytes, const fs::path& path, ImageFile& file) {
    const std::unique_ptr<LibRaw> raw = open(bytes, path);
    file.header.format = "raw";
    file.header.orientation = orientationOf(raw->imgdata.sizes.flip);
    file.is_linear = true;
    file.header.channels = 3;
    file.header.bits = file.stored_bits = 16;
    readPhoto(*raw, file.header);
    raw->imgdata.sizes.flip = 0;
    check(raw->adjust_sizes_info_only(), path);
    file.header.width = raw->imgdata.sizes.iwidth;
    file.header.height = raw->imgdata.sizes.iheight;
}

cv::Mat decodeRaw(const std::string& bytes, const fs::path& path, bool half_size) {
    const std::unique_ptr<LibRaw> raw = open(bytes, path);
    raw->imgdata.params.half_size = half_size ? 1 : 0;
    check(raw->unpack(), path);
    if (raw->error_count() > 0) {
        refuseImage(path, "the camera raw data is damaged", "Copy it again from the camera.");
    }
    check(raw->dcraw_process(), path);
    int status = LIBRAW_SUCCESS;
    const std::unique_ptr<libraw_processed_image_t, decltype(&LibRaw::dcraw_clear_mem)> image(
        raw->dcraw_make_mem_image(&status), &LibRaw::dcraw_clear_mem);
    check(status, path);
    if (!image || image->type != LIBRAW_IMAGE_BITMAP || image->bits != 16 ||
        (image->colors != 3 && image->colors != 1)) {
        refuseImage(path, "develops to a kind of picture that is not read", kDevelop);
    }
    const cv::Mat rgb(image->height, image->width, CV_MAKETYPE(CV_16U, image->colors), image->data);
    cv::Mat bgr(rgb.size(), rgb.type());
    const int order[] = {0, image->colors - 1, 1, 1, 2, 0};
    cv::mixChannels(&rgb, 1, &bgr, 1, order, image->colors);
    return bgr;
}

std::string rawPreview(const std::string& bytes, const fs::path& path) {
    const std::unique_ptr<LibRaw> raw = open(bytes, path);
    const libraw_thumbnail_t& thumbnail = raw->imgdata.thumbnail;
    if (raw->unpack_thumb() != LIBRAW_SUCCESS || thumbnail.tformat != LIBRAW_THUMBNAIL_JPEG ||
        thumbnail.thumb == nullptr) {
        return {};
    }
    return {thumbnail.thumb, thumbnail.tlength};
}

}  // namespace bozzetto
