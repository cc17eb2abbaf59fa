// SPDX-License-Identifier: Apache-2.0
#include "nvdiffrec/predict.h"

#include <algorithm>
#include <cmath>

namespace bozzetto {
namespace {

// Bytes, from what is allocated where the names say.
constexpr double kProgram = 170e6;     // the program with its libraries
constexpr double kPicture = 16;        // View::image, a pixel
constexpr double kDepthPicture = 4;    // View::depth, a pixel
constexpr double kSilhouette = 12;     // Silhouette: twice the distance, and depth; a pixel
constexpr double kTrainingView = 20;   // TrainingView::target and depth, a pixel
constexpr double kTrialStep = 0.6;     // of a step's time: half the resolution, twice the views
constexpr double kFieldStep = 0.04;    // seconds of a step of the radiance field, on one core
constexpr double kObjectShare = 0.6;   // of a picture that the cut-out around the object covers
constexpr double kAppearance = 108e6;  // HashGrid of the default options: table, gradient, moments
constexpr double kAppearanceState = 81e6;  // its serialised state
constexpr double kTexel = 140;             // Parameter of 8 channels with gradient, and the anchor
constexpr double kTexelState = 108;        // serialised
constexpr double kShadedPixel = 2500;      // of a step's graph, a pixel of the object
constexpr double kLatticePoint = 60;       // SdfVolume, hull and their working copies
constexpr double kBandPoint = 1500;        // SdfBand, its parameters and a step's graph

// Copies of the state at the worst moment: the last good one, and while a checkpoint is written
// the stage's, the joined one and the file's. A run that ends before the first is due writes none.
constexpr double kStateCopies = 4, kStatesKept = 1;
constexpr double kCheckpointSeconds = 60;  // JobContext's interval

// On a GPU, calibrated: what five runs on an H100 reserved was 7 to 22 % less.
constexpr double kDeviceContext = 600e6;     // the driver's, with LibTorch's kernels
constexpr double kDeviceAppearance = 190e6;  // table, gradient, moments, and what lookups keep
constexpr double kDevicePixel = 120;         // of a step's graph, a pixel of a view
constexpr double kDeviceTexel = 330;         // Parameter, gradient, anchor, and copies while filled
constexpr double kDeviceBandPoint = 350;     // SdfBand, its parameters and a step's graph
constexpr double kCutShare = 0.75;   // of a picture that the largest object's cut-out covers
constexpr double kFragments = 1.15;  // what the allocator keeps beyond what is in use

double pixelsOf(const Image& image) {
    return static_cast<double>(image.width) * image.height;
}

double scaleOf(const Image& image, int side) {
    return std::min(1.0, static_cast<double>(side) / std::max({image.width, image.height, 1}));
}

}  // namespace

Prediction predictNvdiffrec(const ImageSet& headers, const NvdiffrecOptions& options, int threads) {
    double pictures = 0, full = 0, training = 0, largest = 0;
    for (const View& view : headers.views) {
        const double pixels = pixelsOf(view.image);
        const double scale = scaleOf(view.image, options.image_side);
        pictures += kPicture * pixels + kDepthPicture * pixelsOf(view.depth);
        full += pixels;
        training += pixels * scale * scale * kObjectShare;
        largest = std::max(largest, pixels * scale * scale * kObjectShare);
    }
    const double texels = static_cast<double>(options.texture_size) * options.texture_size;
    const double points = std::pow(options.grid + 1.0, 3);
    const double band = 8 * 3.0 * options.grid * options.grid;  // cells around a closed surface
    const auto bytes = [](double value) { return static_cast<uint64_t>(value); };
    Prediction prediction;
    const double shape_step = 0.03 + 4e-6 * band * 0.5 / threads + 6e-7 * largest / threads;
    const double texture_step = 0.02 + 1e-6 * largest / threads + 3e-8 * texels / threads;
    const double trials = options.trials * options.trialIterations();
    const double field = options.field_steps > 0 ? options.fieldTrialIterations() : 0;
    prediction.seconds = 5 + options.fieldIterations() * kFieldStep / threads +
                         (options.shape_iterations + kTrialStep * (trials + field)) * shape_step +
                         options.texture_iterations * texture_step + 6e-6 * texels / threads;
    const double copies = prediction.seconds < kCheckpointSeconds ? kStatesKept : kStateCopies;
    prediction.memory = {
        {"program", bytes(kProgram)},
        {"pictures", bytes(pictures)},
        {"silhouettes", bytes(kSilhouette * full)},
        {"training views", bytes(2 * kTrainingView * training)},
        {"appearance", bytes(kAppearance + std::min(copies, 3.0) * kAppearanceState)},
        {"grid", bytes(kLatticePoint * points + kBandPoint * band)},
        {"textures", bytes((kTexel + copies * kTexelState) * texels)},
        {"step", bytes(kShadedPixel * largest)},
    };
    NvdiffrecOptions on_gpu = options;
    on_gpu.batch = options.batch > 0 ? options.batch : kViewsOnGpu;
    prediction.device_memory = predictDeviceMemory(headers, on_gpu);
    prediction.device_memory.emplace_back("CUDA", bytes(kDeviceContext));
    return prediction;
}

std::vector<std::pair<std::string, uint64_t>> predictDeviceMemory(const ImageSet& headers,
                                                                  const NvdiffrecOptions& options) {
    double pictures = 0, largest = 0;
    for (const View& view : headers.views) {
        const double scale = scaleOf(view.image, options.image_side);
        const double pixels = pixelsOf(view.image) * scale * scale * kCutShare;
        pictures += (kTrainingView + (view.mask_confidence.empty() ? 0 : 8)) * pixels;
        largest = std::max(largest, pixels);
    }
    const double views = std::max(1, options.batch);
    const double texels = static_cast<double>(options.texture_size) * options.texture_size;
    const double band = 8 * 3.0 * options.grid * options.grid;
    const auto bytes = [](double value) { return static_cast<uint64_t>(kFragments * value); };
    return {{"training views", bytes(pictures)},
            {"appearance", bytes(kDeviceAppearance)},
            {"grid", bytes(kDeviceBandPoint * band)},
            {"textures", bytes(kDeviceTexel * texels)},
            {"step", bytes(views * kDevicePixel * largest)}};
}

}  // namespace bozzetto
