// SPDX-License-Identifier: Apache-2.0
#include "camera/view_loader.h"

#include "base/error.h"
#include "base/files.h"
#include "camera/undistort.h"
#include "image/codec.h"
#include "image/orientation.h"
#include "image/resize.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

using About = InputProblem::About;
constexpr int kMinimumSide = 8;  // pixels; smaller pictures are icons or accidents
constexpr double kSameAspect = 0.01;

bool sameAspect(double w1, double h1, double w2, double h2) {
    return std::abs(w1 * h2 - w2 * h1) <= kSameAspect * w1 * h2;
}

std::string sizeText(int width, int height) {
    return std::to_string(width) + " x " + std::to_string(height);
}

/// One view on its way from files to memory.
class ViewLoader {
public:
    ViewLoader(const ViewSource& source, const LoadOptions& options, const ViewRules& rules)
        : source_(source), options_(options), rules_(rules) {}

    LoadedView load() {
        try {
            view_.name = source_.name;
            view_.path = source_.image;
            view_.albedo_path = source_.albedo;
            view_.roughness_metallic_path = source_.roughness_metallic;
            readPicture();
            makeCamera();
            readMaskFile();
            invertAlpha();
            readDepth();
            removeDistortion();
            finishMask();
            if (options_.depth == LoadOptions::Depth::Ignore) {
                view_.depth = Image();
            }
            view_.mask_from = maskFrom();
            result_.view = std::move(view_);
        } catch (const Error& error) {
            leaveOut(reasonWithoutPath(error.what(), source_.image), error.hint());
        } catch (const std::bad_alloc&) {
            leaveOut("there is not enough memory for it",
                     "Use smaller pictures, or close other programs.");
        }
        return std::move(result_);
    }

private:
    bool decodes() const { return options_.pixels == LoadOptions::Pixels::Decode; }

    void addProblem(const fs::path& path,
                    const std::string& reason,
                    const std::string& hint,
                    About about = About::Other) {
        result_.problems.push_back({path, reason, hint, false, about});
    }
    void leaveOut(const std::string& reason, const std::string& hint) {
        const About about = has_empty_mask_ ? About::MaskEmpty : About::Other;
        result_.problems.push_back({source_.image, reason, hint, true, about});
    }
    void addWarnings(const fs::path& path, const std::vector<std::string>& warnings) {
        for (const std::string& warning : warnings) {
            addProblem(
                path, warning, "Nothing to do, unless the result looks wrong.", About::Remark);
        }
    }

    /// A camera file made from pictures that its program had turned upright gives the turned size.
    bool cameraFileMeansUpright() const {
        const Intrinsics& in = source_.intrinsics;
        return source_.world_from_camera && header_.orientation >= 5 && in.width > 0 &&
               in.height > 0 && in.width != in.height &&
               sameAspect(in.width, in.height, header_.height, header_.width);
    }

    void readPicture() {
        std::vector<std::string> warnings;
        ReadOptions read;
        read.max_pixels = options_.max_pixels;
        read.cache = options_.cache.get();
        read.warnings = &warnings;
        read.header = &header_;
        upright_ = !source_.world_from_camera;
        read.orientation = upright_ ? Orientation::Upright : Orientation::Stored;
        if (decodes()) {
            view_.image = readImage(source_.image, read);
            if (cameraFileMeansUpright()) {
                warnings.clear();
                read.orientation = Orientation::Upright;
                view_.image = readImage(source_.image, read);
            }
        } else {
            header_ = readImageHeader(source_.image, &warnings);
        }
        if (cameraFileMeansUpright()) {
            upright_ = true;
            warnings.push_back(
                "was turned by its EXIF orientation, as the camera file's w and h say");
        }
        full_width_ = header_.width, full_height_ = header_.height;
        if (upright_ && header_.orientation >= 5) {
            std::swap(full_width_, full_height_);
        }
        result_.full_width = full_width_, result_.full_height = full_height_;
        if (std::min(full_width_, full_height_) < kMinimumSide) {
            throw Error(Error::Kind::BadInput,
                        "is too small (" + sizeText(full_width_, full_height_) + " pixels)",
                        "Use pictures of at least 64 x 64 pixels.");
        }
        if (!decodes()) {
            const ImageSize size = fitPixels(full_width_, full_height_, options_.max_pixels);
            view_.image.width = size.width, view_.image.height = size.height,
            view_.image.channels = 4;
        }
        if (header_.channels <= 2) {
            warnings.push_back("is greyscale; it is used as RGB");
        }
        view_.upright = upright_ && header_.orientation > 1;
        view_.exposure_stops = header_.photo.exposureStops();
        addWarnings(source_.image, warnings);
    }

    /// Intrinsics for the full picture, filled up from EXIF or a guess.
    Camera fullCamera() {
        const Intrinsics& in = source_.intrinsics;
        const double w = in.width > 0 ? in.width : full_width_;
        const double h = in.height > 0 ? in.height : full_height_;
        if (!sameAspect(w, h, full_width_, full_height_)) {
            throw Error(
                Error::Kind::BadInput,
                "is " + sizeText(full_width_, full_height_) + " pixels, but its camera is for " +
                    sizeText(static_cast<int>(w), static_cast<int>(h)),
                "Use the pictures that the cameras were computed from, or correct w and h.");
        }
        Camera camera;
        camera.width = static_cast<int>(w), camera.height = static_cast<int>(h);
        camera.fx = in.fx > 0 ? in.fx : in.angle_x > 0 ? 0.5 * w / std::tan(0.5 * in.angle_x) : 0;
        camera.fy = in.fy > 0                      ? in.fy
                    : in.fx <= 0 && in.angle_y > 0 ? 0.5 * h / std::tan(0.5 * in.angle_y)
                                                   : camera.fx;
        camera.fx = camera.fx > 0 ? camera.fx : camera.fy;
        if (camera.fx <= 0) {
            camera.fx = camera.fy = guessFocal(w, h);
        }
        camera.cx = in.cx.value_or(0.5 * w), camera.cy = in.cy.value_or(0.5 * h);
        if (camera.width != full_width_) {
            addProblem(source_.image,
                       "is " + sizeText(full_width_, full_height_) + " pixels, its camera is for " +
                           sizeText(camera.width, camera.height) + "; the camera was scaled",
                       "Nothing to do if the pictures were scaled on purpose.",
                       About::Remark);
        }
        return camera;
    }

    double guessFocal(double w, double h) {
        if (const double focal = header_.focalLengthPixels(); focal > 0) {
            addProblem(source_.image,
                       "no intrinsics are given; the focal length comes from EXIF",
                       "Add fl_x (pixels) or camera_angle_x (radians) to the camera file.");
            return focal * std::max(w, h) / std::max(header_.width, header_.height);
        }
        constexpr double kGuess = 50 * std::numbers::pi / 180;
        addProblem(source_.image,
                   "no intrinsics are given; a field of view of 50 degrees was assumed",
                   "Add fl_x (pixels) or camera_angle_x (radians) to the camera file.");
        return 0.5 * std::max(w, h) / std::tan(0.5 * kGuess);
    }

    void makeCamera() {
        if (source_.world_from_camera) {
            Camera camera = fullCamera();
            camera.world_from_camera = *source_.world_from_camera;
            view_.camera = camera.scaledTo(view_.image.width, view_.image.height);
        }
    }

    void readMaskFile() {
        if (source_.mask.empty()) {
            return;
        }
        if (!decodes()) {
            result_.has_mask_file = view_.has_mask = true;
            return;
        }
        try {
            std::vector<std::string> warnings;
            ImageHeader header;
            ReadOptions read;
            read.warnings = &warnings;
            read.header = &header;
            read.orientation = upright_ ? Orientation::Upright : Orientation::Stored;
            Image mask = readMask(source_.mask, read);
            if (!fitMask(mask)) {
                return;
            }
            addWarnings(source_.mask, warnings);
            useMask(std::move(mask));
        } catch (const Error& error) {
            addProblem(source_.mask,
                       reasonWithoutPath(error.what(), source_.mask) + "; the mask was not used",
                       error.hint(),
                       About::MaskUnused);
        }
    }

    /// As asked for by the user; a mask file or one from depth is inverted where it is used.
    void invertAlpha() {
        if (source_.invert_mask && decodes() && !view_.has_mask && header_.has_alpha &&
            !maskStatistics(view_.image, 3).isFull()) {
            for (std::size_t i = 3; i < view_.image.pixels.size(); i += 4) {
                view_.image.pixels[i] = 1 - view_.image.pixels[i];
            }
        }
    }

    /// Brings the mask to the picture's size and orientation; false if it does not belong to it.
    bool fitMask(Image& mask) {
        const bool turned = header_.orientation >= 5 &&
                            !sameAspect(mask.width, mask.height, full_width_, full_height_) &&
                            sameAspect(mask.width, mask.height, full_height_, full_width_);
        if (turned) {
            mask = applyOrientation(
                mask, upright_ ? header_.orientation : inverseOrientation(header_.orientation));
            addProblem(source_.mask,
                       "was turned to fit its picture, whose EXIF orientation is " +
                           std::to_string(header_.orientation),
                       "Nothing to do, unless mask and picture do not match.",
                       About::Remark);
        }
        if (!sameAspect(mask.width, mask.height, full_width_, full_height_)) {
            addProblem(source_.mask,
                       "the mask is " + sizeText(mask.width, mask.height) +
                           " pixels, its picture " + sizeText(full_width_, full_height_) +
                           "; it was not used",
                       "Give a mask of the picture's size.",
                       About::MaskUnused);
            return false;
        }
        if (mask.width != full_width_ || mask.height != full_height_) {
            addProblem(source_.mask,
                       "the mask is " + sizeText(mask.width, mask.height) +
                           " pixels, its picture " + sizeText(full_width_, full_height_) +
                           "; it was resized",
                       "Masks of the picture's own size are sharper.",
                       About::MaskSize);
        }
        mask = resizeMask(mask, view_.image.width, view_.image.height);
        return true;
    }

    void useMask(Image mask) {
        result_.has_mask_file = view_.has_mask = true;
        using Polarity = ViewSource::MaskPolarity;
        if (source_.mask_polarity == Polarity::BlackIsObject) {
            invertMask(mask);
        } else if (source_.mask_polarity == Polarity::Guess &&
                   maskStatistics(mask, 0).isInverted()) {
            invertMask(mask);
            addProblem(source_.mask,
                       "the mask is black on white; it was inverted (white means object)",
                       "Nothing to do if the object is the black part.",
                       About::MaskWasInverted);
        }
        if (source_.invert_mask) {
            invertMask(mask);
        }
        constexpr double kAgree = 0.98;
        if (header_.has_alpha && !maskStatistics(view_.image, 3).isFull() &&
            maskAgreement(mask, 0, view_.image, 3) < kAgree) {
            addProblem(source_.mask,
                       "the mask file and the picture's alpha disagree; the mask file was used",
                       "Remove the one that is wrong.",
                       About::MasksDisagree);
        }
        for (std::size_t i = 0; i < mask.pixels.size(); ++i) {
            view_.image.pixels[4 * i + 3] = mask.pixels[i];
        }
    }

    bool needsDepthAsMask() const {
        return rules_.depth_is_mask && !view_.has_mask && !header_.has_alpha;
    }

    void readDepth() {
        const bool wanted = options_.depth == LoadOptions::Depth::Load || needsDepthAsMask();
        if (source_.depth.empty() || !wanted) {
            return;
        }
        try {
            std::vector<std::string> warnings;
            const ImageHeader header = readImageHeader(source_.depth, &warnings);
            if (header.bits == 8) {
                addProblem(source_.depth,
                           "is an 8-bit picture, which holds no metric depth; it was not used",
                           "Give 16-bit PNG (a fixed unit, 0 = unknown) or float EXR.");
                return;
            }
            if (!sameAspect(header.width, header.height, full_width_, full_height_)) {
                addProblem(source_.depth,
                           "the depth picture is " + sizeText(header.width, header.height) +
                               " pixels, its picture " + sizeText(full_width_, full_height_) +
                               "; it was not used",
                           "Give depth of the same frame.");
                return;
            }
            view_.depth.width = header.width, view_.depth.height = header.height,
            view_.depth.channels = 1;
            if (decodes()) {
                decodeDepth();
            }
        } catch (const Error& error) {
            view_.depth = Image();
            addProblem(source_.depth,
                       reasonWithoutPath(error.what(), source_.depth) + "; the depth was not used",
                       error.hint());
        }
    }

    void decodeDepth() {
        std::vector<std::string> warnings;
        ImageHeader header;
        ReadOptions read;
        read.warnings = &warnings;
        read.header = &header;
        const Image raw = readRawImage(source_.depth, RawScale::Integer, read);
        const double unit = header.is_float ? 1.0 : source_.depth_unit;
        Image depth(raw.width, raw.height, 1);
        // What programs write for "nothing there": infinity, 1e10, the largest half float.
        constexpr float kFar = 65504.0f;
        for (std::size_t i = 0; i < depth.pixels.size(); ++i) {
            const float value = raw.pixels[i * raw.channels];
            const bool background = header.is_float && value >= kFar;
            const bool wrong = std::isnan(value) || value < 0;
            result_.unknown_depth += wrong ? 1 : 0;
            const bool known = value > 0 && !wrong && !background;
            depth.pixels[i] = known ? static_cast<float>(value * unit) : 0.0f;
        }
        view_.depth = std::move(depth);
    }

    void removeDistortion() {
        const Lens& lens = source_.intrinsics.lens;
        if (!view_.camera || lens.isStraight()) {
            return;
        }
        try {
            view_.camera = undistortView(view_.image, view_.depth, *view_.camera, lens);
        } catch (const Error& error) {
            throw Error(Error::Kind::BadInput,
                        error.what(),
                        error.hint(),
                        source_.image.string(),
                        error.detail());
        }
        result_.notes.push_back(
            "Lens distortion was removed from the pictures; cameras are pinholes now.");
    }

    /// Whether alpha is a mask, the mask from depth, and what the mask looks like.
    void finishMask() {
        if (!decodes()) {
            view_.has_mask = view_.has_mask || header_.has_alpha ||
                             (rules_.depth_is_mask && !source_.depth.empty());
            return;
        }
        if (!view_.has_mask && header_.has_alpha) {
            result_.mask = maskStatistics(view_.image, 3);
            view_.has_mask = !result_.mask.isFull();
            warnAboutAlpha();
        }
        if (!view_.has_mask && rules_.depth_is_mask && !view_.depth.pixels.empty()) {
            maskFromDepth();
        }
        if (!view_.has_mask) {
            return;
        }
        result_.mask = maskStatistics(view_.image, 3);
        if (result_.mask.isEmpty()) {
            has_empty_mask_ = true;
            throw Error(Error::Kind::BadInput,
                        "the mask is empty: no pixel belongs to the object",
                        "Give a mask that shows the object in white, or remove the mask.");
        }
        if (result_.mask.isFull()) {
            addProblem(source_.mask.empty() ? source_.image : source_.mask,
                       "the mask covers the whole picture",
                       "Give a mask that shows only the object in white.",
                       About::MaskFull);
        }
    }

    View::MaskFrom maskFrom() const {
        if (!view_.has_mask) {
            return View::MaskFrom::Nothing;
        }
        if (result_.has_mask_file) {
            return View::MaskFrom::File;
        }
        return mask_from_depth_ || !header_.has_alpha ? View::MaskFrom::Depth
                                                      : View::MaskFrom::Alpha;
    }

    void warnAboutAlpha() {
        if (!view_.has_mask) {
            return;
        }
        if (result_.mask.isInverted()) {
            addProblem(source_.image,
                       "its alpha looks inverted: the border is opaque and the middle transparent",
                       "Alpha must be opaque where the object is; invert it if the object is the "
                       "transparent part.",
                       About::AlphaInverted);
        }
        if (header_.format != "exr" && looksPremultiplied(view_.image)) {
            addProblem(source_.image,
                       "has dark fringes: its colour seems to be multiplied by alpha already",
                       "Export with straight (not premultiplied) alpha.",
                       About::DarkFringes);
        }
    }

    void maskFromDepth() {
        const Image near = resizeNearest(view_.depth, view_.image.width, view_.image.height);
        for (std::size_t i = 0; i < near.pixels.size(); ++i) {
            view_.image.pixels[4 * i + 3] =
                (near.pixels[i] > 0) != source_.invert_mask ? 1.0f : 0.0f;
        }
        view_.has_mask = mask_from_depth_ = true;
        result_.notes.push_back(
            "The masks come from depth: every pixel with a depth belongs to the object.");
    }

    const ViewSource& source_;
    const LoadOptions& options_;
    const ViewRules& rules_;
    LoadedView result_;
    View view_;
    ImageHeader header_;
    bool upright_ = false, mask_from_depth_ = false, has_empty_mask_ = false;
    int full_width_ = 0, full_height_ = 0;
};

}  // namespace

std::string reasonWithoutPath(const std::string& message, const fs::path& path) {
    const std::string prefix = displayPath(path) + ": ";
    return message.starts_with(prefix) ? message.substr(prefix.size()) : message;
}

LoadedView loadView(const ViewSource& source, const LoadOptions& options, const ViewRules& rules) {
    return ViewLoader(source, options, rules).load();
}

}  // namespace bozzetto
