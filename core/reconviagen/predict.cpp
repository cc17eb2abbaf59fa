// SPDX-License-Identifier: Apache-2.0
#include "reconviagen/predict.h"

#include <algorithm>
#include <cmath>

namespace bozzetto {
namespace {

namespace fs = std::filesystem;

// The published networks: bytes of their files, parameters that a run uses.
constexpr double kVggtBytes = 4.8e9, kVggtParameters = 0.909e9, kCameraHeadParameters = 0.216e9;
constexpr double kDinoBytes = 1.2176e9, kDinoParameters = 0.304e9;
constexpr double kStructureBytes = 1.1308e9, kStructureParameters = 0.560e9;
constexpr double kLatentBytes = 1.2038e9, kLatentParameters = 0.600e9;
constexpr double kDecoderBytes = 0.1819e9, kDecoderParameters = 0.0909e9;

// Sizes of the published configuration.
constexpr double kTokens = 1374;    // of a view
constexpr double kVoxels = 20'000;  // of a usual object; coarse ones of the latent flow below
constexpr double kCoarseVoxels = 4500;
constexpr double kStructureTokens = 4096;
constexpr double kWidth = 1024, kBlocks = 24;

// Bytes.
constexpr double kProgram = 250e6;                      // with its libraries
constexpr double kPicture = 16 + 8;                     // View::image and its bytes, a pixel
constexpr double kViewTaps = 4 * kTokens * 2 * kWidth;  // numbers kept of VGGT, a view
constexpr double kViewNumbers = 12 * kTokens * kWidth;  // alive in a block, a view
constexpr double kAttentionPiece = 256e6;
constexpr double kDecodedRows = 64 * 192 * 2.5;  // numbers of the mesh decoder, a voxel
constexpr double kDecodedFeatures = 64 * 101;    // and of what it gives
constexpr double kTexel = 240;                   // of the textures while they are painted
constexpr double kMesh = 400e6;                  // of the finished mesh and its copies
constexpr double kFinishTexel = 300;             // of the textures on a GPU
constexpr double kDeviceContext = 900e6;  // the driver's, with what it loads of the libraries
constexpr double kFragments = 1.2;        // what the allocator keeps beyond what is in use

// Multiplications and additions that a thread makes in a second with f32.
constexpr double kThreadSpeed = 30e9;

double share(uint64_t bytes, double published) {
    return bytes == 0 ? 1 : std::min(4.0, static_cast<double>(bytes) / published);
}

/// The networks against the published ones: parameters, and width (its square root).
struct Scales {
    double vggt, dino, structure, latent, decoder;

    explicit Scales(const NetworkSizes& s)
        : vggt(share(s.vggt, kVggtBytes)),
          dino(share(s.dinov2, kDinoBytes)),
          structure(share(s.structure_flow, kStructureBytes)),
          latent(share(s.latent_flow, kLatentBytes)),
          decoder(share(s.mesh_decoder, kDecoderBytes)) {}
};

/// Bytes while each stage runs, `number` bytes a number.
struct StageBytes {
    double looking, structure, latents, decoding;
    double most() const { return std::max({looking, structure, latents, decoding}); }
};

StageBytes stageBytes(const Scales& scale, double views, double number) {
    const double vggt_width = std::sqrt(scale.vggt), decoder_width = std::sqrt(scale.decoder);
    const double attention = number > 2 ? kAttentionPiece * vggt_width : 0;
    StageBytes bytes{};
    bytes.looking =
        number * (kVggtParameters * scale.vggt + views * (kViewTaps + kViewNumbers) * vggt_width) +
        attention;
    bytes.structure = number * kStructureParameters * scale.structure + attention +
                      number * 30 * kStructureTokens * kWidth * std::sqrt(scale.structure);
    // Keys and values of all blocks and views are kept for all steps.
    bytes.latents = number * (kLatentParameters * scale.latent +
                              views * 2 * kBlocks * kTokens * kWidth * std::sqrt(scale.latent)) +
                    attention;
    bytes.decoding = kVoxels * decoder_width * (number * kDecodedRows + 4 * kDecodedFeatures) +
                     number * kDecoderParameters * scale.decoder;
    return bytes;
}

/// Operations (a multiplication and an addition count as two) of a transformer over tokens.
double transformer(double parameters, double tokens, double attended, double blocks, double width) {
    return 2 * parameters * tokens + 4 * blocks * tokens * attended * width;
}

double branches(const FlowSamplerOptions& options) {
    double sum = 0;
    const std::vector<double> times = flowTimes(options);
    for (int i = 0; i < options.steps; ++i) {
        sum += isGuided(options, times[static_cast<size_t>(i)]) ? 2 : 1;
    }
    return sum;
}

double operations(const ReconviagenOptions& options, const Scales& scale, double views) {
    const double tokens = views * kTokens;
    const double vggt = transformer(kVggtParameters, tokens, 0.5 * (tokens + kTokens), 48, kWidth);
    const double dino = transformer(kDinoParameters, tokens, kTokens, kBlocks, kWidth);
    const double structure =
        transformer(kStructureParameters, kStructureTokens, 2 * kStructureTokens, kBlocks, kWidth);
    const double latents =
        transformer(kLatentParameters, kCoarseVoxels, kCoarseVoxels + tokens, kBlocks, kWidth);
    const double decoder = 64 * kVoxels * 27 * 2 * (192 * 192 + 2 * 96 * 192.0);
    return scale.vggt * vggt + scale.dino * dino +
           scale.structure * branches(options.structure) * structure +
           scale.latent * branches(options.latents) * latents + scale.decoder * decoder;
}

uint64_t bytesOf(double value) {
    return static_cast<uint64_t>(value);
}

uint64_t fileBytes(const fs::path& file) {
    std::error_code error;
    const uint64_t bytes = fs::file_size(file, error);
    return error ? 0 : bytes;
}

/// Bytes in tensors of a GPU while each network runs in half precision; the numbers are an H100's,
/// measured with the published sizes, 20 000 voxels, 6 and 16 views (tests/device/bench_engine).
struct DeviceStages {
    double vggt, dino, conditions, structure, latents, decoding;
    double most() const { return std::max({vggt, dino, conditions, structure, latents, decoding}); }
};

DeviceStages deviceStages(const Scales& scale, double views, bool low_vram) {
    const double vggt_width = std::sqrt(scale.vggt), dino_width = std::sqrt(scale.dino);
    const double latent_width = std::sqrt(scale.latent);
    const double taps = views * 2 * kViewTaps * vggt_width;  // kept until the conditions are made
    const double keys = 2 * 2 * kBlocks * kTokens * kWidth * latent_width;  // of a view
    DeviceStages bytes{};
    // Sparing, the camera head is what is largest of VGGT: f32.
    const double vggt_weights = low_vram ? 4 * kCameraHeadParameters : 2 * kVggtParameters;
    bytes.vggt = vggt_weights * scale.vggt + taps + views * 28e6 * vggt_width + 40e6;
    bytes.dino = (low_vram ? 0.1 : 1) * 2 * kDinoParameters * scale.dino + taps +
                 views * 29e6 * dino_width + 40e6;
    bytes.conditions = 250e6 * scale.structure + taps + views * 29e6 * vggt_width;
    bytes.structure = 2 * kStructureParameters * scale.structure +
                      (low_vram ? 520e6 : 590e6) * std::sqrt(scale.structure);
    bytes.latents = 2 * kLatentParameters * scale.latent + 560e6 * latent_width +
                    views * (low_vram ? 0.1 : 1) * keys;
    bytes.decoding =
        2 * kDecoderParameters * scale.decoder + kVoxels * 72e3 * std::sqrt(scale.decoder);
    return bytes;
}

/// While the mesh is finished: an atlas on the GPU, pictures of 1024 x 1024 to see which faces are
/// hidden.
double finishBytes(const ReconviagenOptions& options) {
    const double texels = static_cast<double>(options.texture_size) * options.texture_size;
    return 800e6 + kFinishTexel * texels;
}

double deviceBytes(const Scales& scale, double views, bool low_vram) {
    return kFragments * deviceStages(scale, views, low_vram).most();
}

}  // namespace

NetworkSizes networkSizes(const PipelineConfig& config) {
    return {fileBytes(config.vggt.weights),
            fileBytes(config.dinov2.weights),
            fileBytes(config.structure_flow.weights),
            fileBytes(config.latent_flow.weights),
            fileBytes(config.mesh_decoder.weights)};
}

Prediction predictReconviagen(const ImageSet& headers,
                              const ReconviagenOptions& options,
                              const NetworkSizes& sizes,
                              int views,
                              int threads) {
    double pixels = 0;
    for (const View& view : headers.views) {
        pixels += static_cast<double>(view.image.width) * view.image.height;
    }
    const Scales scale(sizes);
    const double texels = static_cast<double>(options.texture_size) * options.texture_size;
    Prediction prediction;
    prediction.memory = {
        {"program", bytesOf(kProgram)},
        {"pictures", bytesOf(kPicture * pixels)},
        {"networks",
         bytesOf(std::max(stageBytes(scale, views, 4).most(), kMesh + kTexel * texels))},
    };
    const bool low_vram = options.low_vram == ReconviagenOptions::LowVram::On;
    prediction.device_memory = {
        {"networks", bytesOf(std::max(deviceBytes(scale, views, low_vram), finishBytes(options)))},
        {"CUDA", bytesOf(kDeviceContext)}};
    prediction.seconds = 10 + 6e-5 * texels / threads +
                         operations(options, scale, views) / (kThreadSpeed * 2 * threads);
    return prediction;
}

std::optional<DevicePlan> planDevice(const ReconviagenOptions& options,
                                     const NetworkSizes& sizes,
                                     int views,
                                     uint64_t budget) {
    using LowVram = ReconviagenOptions::LowVram;
    const Scales scale(sizes);
    const double finishing = finishBytes(options);
    if (finishing > static_cast<double>(budget)) {
        return std::nullopt;
    }
    DevicePlan plan;
    plan.views = std::min(views, kMostViews);
    plan.low_vram = options.low_vram == LowVram::On;
    while (deviceBytes(scale, plan.views, plan.low_vram) > static_cast<double>(budget)) {
        if (!plan.low_vram && options.low_vram == LowVram::Auto) {
            plan.low_vram = true;
        } else if (plan.views > 1) {
            plan.views = (3 * plan.views) / 4;
        } else {
            return std::nullopt;
        }
    }
    return plan;
}

}  // namespace bozzetto
