// SPDX-License-Identifier: Apache-2.0
#include "camera/formats/colmap_lens.h"

#include "base/error.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace bozzetto {
namespace {

// Numbers and parameters as in COLMAP's documentation, "Camera Models"; those from 11 on came
// after 3.8.
enum : int {
    kSimplePinhole = 0,
    kPinhole = 1,
    kSimpleRadial = 2,
    kRadial = 3,
    kOpencv = 4,
    kOpencvFisheye = 5,
    kFullOpencv = 6,
    kSimpleRadialFisheye = 8,
    kRadialFisheye = 9,
    kSimpleFisheye = 14,
    kFisheye = 15,
};
constexpr std::array kLenses = {ColmapLensModel{"SIMPLE_PINHOLE", 3, true},
                                ColmapLensModel{"PINHOLE", 4, true},
                                ColmapLensModel{"SIMPLE_RADIAL", 4, true},
                                ColmapLensModel{"RADIAL", 5, true},
                                ColmapLensModel{"OPENCV", 8, true},
                                ColmapLensModel{"OPENCV_FISHEYE", 8, true},
                                ColmapLensModel{"FULL_OPENCV", 12, true},
                                ColmapLensModel{"FOV", 5, false},
                                ColmapLensModel{"SIMPLE_RADIAL_FISHEYE", 4, true},
                                ColmapLensModel{"RADIAL_FISHEYE", 5, true},
                                ColmapLensModel{"THIN_PRISM_FISHEYE", 12, false},
                                ColmapLensModel{"RAD_TAN_THIN_PRISM_FISHEYE", 16, false},
                                ColmapLensModel{"SIMPLE_DIVISION", 4, false},
                                ColmapLensModel{"DIVISION", 5, false},
                                ColmapLensModel{"SIMPLE_FISHEYE", 3, true},
                                ColmapLensModel{"FISHEYE", 4, true},
                                ColmapLensModel{"EUCM", 6, false}};

bool hasOneFocalLength(int model) {
    return model == kSimplePinhole || model == kSimpleRadial || model == kRadial ||
           model == kSimpleRadialFisheye || model == kRadialFisheye || model == kSimpleFisheye;
}

bool isFisheye(int model) {
    return model == kOpencvFisheye || model == kSimpleRadialFisheye || model == kRadialFisheye ||
           model == kSimpleFisheye || model == kFisheye;
}

/// Where the distortion parameters go, in the order of the model.
std::vector<double*> fieldsOf(int model, Lens& lens) {
    switch (model) {
        case kSimpleRadial:
        case kSimpleRadialFisheye:
            return {&lens.k1};
        case kRadial:
        case kRadialFisheye:
            return {&lens.k1, &lens.k2};
        case kOpencv:
            return {&lens.k1, &lens.k2, &lens.p1, &lens.p2};
        case kOpencvFisheye:
            return {&lens.k1, &lens.k2, &lens.k3, &lens.k4};
        case kFullOpencv:
            return {&lens.k1, &lens.k2, &lens.p1, &lens.p2, &lens.k3, &lens.k4, &lens.k5, &lens.k6};
        default:
            return {};
    }
}

std::string checkNumbers(const ColmapCamera& camera) {
    constexpr uint64_t kMaxSide = 1'000'000;
    if (camera.width == 0 || camera.height == 0 || camera.width > kMaxSide ||
        camera.height > kMaxSide) {
        return "is for pictures of " + std::to_string(camera.width) + " x " +
               std::to_string(camera.height) + " pixels";
    }
    const bool finite =
        std::all_of(camera.parameters.begin(), camera.parameters.end(), [](double value) {
            return std::isfinite(value) && std::abs(value) < 1e9;
        });
    if (!finite) {
        return "has a parameter that is not a finite, sensible number";
    }
    const std::size_t focal_lengths = hasOneFocalLength(camera.model) ? 1 : 2;
    for (std::size_t i = 0; i < focal_lengths; ++i) {
        if (camera.parameters[i] <= 0) {
            return "has a focal length that is not positive";
        }
    }
    return {};
}

int smallestModel(const Intrinsics& in) {
    const Lens& lens = in.lens;
    if (lens.model == Lens::Model::Fisheye) {
        return kOpencvFisheye;
    }
    if (lens.isStraight()) {
        return in.fx == in.fy ? kSimplePinhole : kPinhole;
    }
    if (lens.k3 != 0 || lens.k4 != 0 || lens.k5 != 0 || lens.k6 != 0) {
        return kFullOpencv;
    }
    const bool radial = in.fx == in.fy && lens.p1 == 0 && lens.p2 == 0;
    return !radial ? kOpencv : lens.k2 != 0 ? kRadial : kSimpleRadial;
}

}  // namespace

const ColmapLensModel* findColmapLens(int number) {
    const bool known = number >= 0 && number < static_cast<int>(kLenses.size());
    return known ? &kLenses[static_cast<std::size_t>(number)] : nullptr;
}

int findColmapLens(std::string_view name) {
    const auto found = std::find_if(
        kLenses.begin(), kLenses.end(), [&](const auto& lens) { return name == lens.name; });
    return found == kLenses.end() ? -1 : static_cast<int>(found - kLenses.begin());
}

ColmapIntrinsics intrinsicsFromColmap(const ColmapCamera& camera) {
    ColmapIntrinsics result;
    const ColmapLensModel& lens = *findColmapLens(camera.model);
    if (!lens.supported) {
        result.refusal = std::string("the camera model ") + lens.name + " is not supported";
        result.hint =
            "Undistort the pictures with 'colmap image_undistorter' and give its folder, or "
            "estimate the cameras with the model OPENCV.";
        return result;
    }
    result.hint = "Write the model again with COLMAP; sizes and focal lengths are positive.";
    if (const std::string wrong = checkNumbers(camera); !wrong.empty()) {
        result.refusal = "camera " + std::to_string(camera.id) + " " + wrong;
        return result;
    }
    Intrinsics& in = result.intrinsics;
    const double* value = camera.parameters.data();
    in.width = static_cast<int>(camera.width), in.height = static_cast<int>(camera.height);
    in.fx = *value++;
    in.fy = hasOneFocalLength(camera.model) ? in.fx : *value++;
    in.cx = *value++;
    in.cy = *value++;
    in.lens.model = isFisheye(camera.model) ? Lens::Model::Fisheye : Lens::Model::Perspective;
    for (double* field : fieldsOf(camera.model, in.lens)) {
        *field = *value++;
    }
    return result;
}

ColmapCamera colmapFromIntrinsics(const Intrinsics& in, const std::string& picture) {
    if (in.width <= 0 || in.height <= 0 || in.fx <= 0) {
        throw Error(Error::Kind::BadInput,
                    "the camera of '" + picture +
                        "' has no picture size or focal length, which a COLMAP model needs",
                    "Give the cameras together with the pictures.");
    }
    Intrinsics full = in;
    full.fy = in.fy > 0 ? in.fy : in.fx;
    ColmapCamera camera;
    camera.model = smallestModel(full);
    camera.width = static_cast<uint64_t>(in.width);
    camera.height = static_cast<uint64_t>(in.height);
    camera.parameters = {full.fx};
    if (!hasOneFocalLength(camera.model)) {
        camera.parameters.push_back(full.fy);
    }
    camera.parameters.push_back(in.cx.value_or(0.5 * in.width));
    camera.parameters.push_back(in.cy.value_or(0.5 * in.height));
    for (const double* field : fieldsOf(camera.model, full.lens)) {
        camera.parameters.push_back(*field);
    }
    return camera;
}

}  // namespace bozzetto
