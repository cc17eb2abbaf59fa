// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "image/image.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace bozzetto {

/// Compares rendered material maps with true ones, over all pixels of all views where the true
/// alpha (or the view's mask) is at least 0.5.
class MaterialScorer {
public:
    /// Both [H, W, 4] linear, same size; the mask is the truth's alpha.
    void addAlbedo(const Image& rendered, const Image& truth);
    /// rendered: channel 0 of [H, W, 4]; truth: channel `channel` of a map with linear values in
    /// [0, 1]; `mask` [H, W, 4], its alpha counts.
    void addRoughness(const Image& rendered, const Image& truth, int channel, const Image& mask);
    void addMetallic(const Image& rendered, const Image& truth, int channel, const Image& mask);

    /// dB in display values after one factor a channel, the least-squares fit of the linear values
    /// over all views (a light's colour and strength cannot be told from the albedo's). For scale:
    /// the lit photographs of the sample score 17.2.
    std::optional<double> albedoPsnr() const;
    /// Mean absolute error.
    std::optional<double> roughnessError() const;
    std::optional<double> metallicError() const;

private:
    struct MeanError {
        double sum = 0;
        int64_t count = 0;
        void add(const Image& rendered, const Image& truth, int channel, const Image& mask);
        std::optional<double> mean() const;
    };
    std::vector<float> rendered_albedo_, true_albedo_;  // [n, 3] linear
    MeanError roughness_, metallic_;
};

}  // namespace bozzetto
