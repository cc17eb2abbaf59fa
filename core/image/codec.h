// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "image/image.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bozzetto {

class PictureCache;

/// Largest picture that is decoded: a header that promises more is refused before anything is
/// allocated.
inline constexpr int64_t kMaxImagePixels = 400'000'000;

/// What a camera wrote about a photograph (EXIF, or the maker's own tags of a raw file). 0 or
/// empty: not told, or not believable.
struct PhotoInfo {
    std::string make, model, taken;  // "Canon", "EOS R5", "2024:05:31 12:03:59"; printable, UTF-8
    double focal_length = 0;         // millimetres
    double pixels_per_mm = 0;        // of the sensor, along the picture's longer side
    double exposure_time = 0;        // seconds
    double aperture = 0;             // f-number
    double iso = 0;
    /// log2(time * ISO / aperture^2): a picture with one more is twice as bright of the same scene.
    /// Unset unless all three are known.
    std::optional<double> exposureStops() const;
};

/// What the header of an image file says; nothing has been decoded. Sizes are those of the stored
/// pixel array.
struct ImageHeader {
    std::string format;  // "png", "jpeg", "tiff", "webp", "exr", "hdr", "heif", "raw"
    int width = 0, height = 0;
    int channels = 0;  // as stored: 1 grey, 2 grey + alpha, 3 RGB, 4 RGBA or CMYK
    int bits = 8;      // per channel; a palette counts as 8
    bool is_float = false;
    bool has_alpha = false;
    bool is_palette = false;
    int orientation = 1;           // EXIF 1..8; 1 when there is none
    double focal_length_35mm = 0;  // EXIF, millimetres on a 36 mm wide film; 0 = unknown
    int pictures = 1;              // pages or frames when more than one (2 = "two or more")
    PhotoInfo photo;
    /// Pixels of the stored array, from the 35 mm equivalent, else from focal length and sensor; 0
    /// = unknown.
    double focalLengthPixels() const;
};

/// What to do with the EXIF orientation.
enum class Orientation {
    Upright,  // turn the pixels once, so that the picture is shown upright: sets without cameras
    Stored,  // leave the pixel array as it is: camera files (COLMAP, transforms.json) refer to that
};

struct ReadOptions {
    Orientation orientation = Orientation::Stored;
    /// A larger picture is area-averaged down (keeping its aspect) while it is converted; 0 =
    /// never. JPEG and camera raw are decoded at a half, a quarter or an eighth where that is still
    /// enough.
    int64_t max_pixels = 0;
    /// Allowed: a camera raw file's own preview is shown instead of developing it, if it has enough
    /// pixels.
    enum class Preview { Never, Allowed };
    Preview preview = Preview::Never;
    /// Where pictures that were decoded smaller are kept; null: nowhere. Reading through it gives
    /// the same bits.
    const PictureCache* cache = nullptr;
    /// Where sentences about repaired things go ("colour profile is damaged and was ignored");
    /// null: to the log.
    std::vector<std::string>* warnings = nullptr;
    /// Filled with the header when not null.
    ImageHeader* header = nullptr;
};

/// Reads a colour picture: PNG, JPEG, TIFF, WebP, HEIC, AVIF, EXR, Radiance HDR, camera raw, told
/// by content, not by name (raw files of TIFF's structure by their ending). returns [H, W, 4]
/// linear RGB with sRGB primaries, straight alpha (1 where the file has none). Display-referred
/// files are sRGB unless an ICC profile says otherwise; EXR and HDR hold linear values already; raw
/// files are developed to them with the camera's white balance. The rotation that a HEIC file
/// states is part of its stored pixels; a raw file's is its orientation. NaN and infinities become
/// 0. Throws Error(BadInput) naming file, reason and remedy: missing, empty, not an image, unknown
/// or refused format, too large or too small, cut short, damaged. Nothing is half read: a picture
/// that decodes with errors is refused.
Image readImage(const std::filesystem::path& path, const ReadOptions& options = {});

enum class RawScale {
    Normalized,  // integers divided by their largest value: [0, 1]; floats unchanged
    Integer,     // integer values as stored (0..255, 0..65535); floats unchanged
};

/// Reads channel values without any colour conversion: roughness, metallic, normal, mask and depth
/// maps. Channel order is R, G, B, A whatever the file's. returns [H, W, C] with C = 1, 3 or 4
/// (grey + alpha comes as 4). Palettes are expanded. `options.max_pixels` is ignored: averaging
/// would invent values. NaN and infinities of float files are kept. Throws as readImage.
Image readRawImage(const std::filesystem::path& path,
                   RawScale scale = RawScale::Normalized,
                   const ReadOptions& options = {});

/// Reads and checks the header only (the file's bytes are read, no pixel is decoded). Throws as
/// readImage.
ImageHeader readImageHeader(const std::filesystem::path& path,
                            std::vector<std::string>* warnings = nullptr);

/// True for the endings of camera raw files (.cr3, .nef, .dng ...).
bool hasRawEnding(const std::filesystem::path& path);

enum class PngValues {
    AsIs,            // values in [0, 1] are only quantised
    SrgbFromLinear,  // colour goes through the sRGB curve; alpha does not
};

/// PNG bytes of a grey, grey + alpha (written as RGBA), RGB or RGBA image with 8 or 16 bits a
/// channel; values are clamped to [0, 1], NaN becomes 0. Throws Error(Internal) for other channel
/// counts or an empty image.
std::string encodePng(const Image& image, int bits = 8, PngValues values = PngValues::AsIs);
/// JPEG bytes of a grey or RGB image, 8 bits; `quality` 1 to 100. Values as encodePng. Throws
/// Error(Internal) for other channel counts or an empty image.
std::string encodeJpeg(const Image& image, int quality, PngValues values = PngValues::AsIs);
/// As encodePng, written with writeFileAtomically (throws Error(Output)).
void writePng(const std::filesystem::path& path,
              const Image& image,
              int bits = 8,
              PngValues values = PngValues::AsIs);

}  // namespace bozzetto
