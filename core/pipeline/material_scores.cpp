// SPDX-License-Identifier: Apache-2.0
#include "pipeline/material_scores.h"

#include "base/error.h"
#include "image/color.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace bozzetto {
namespace {

constexpr float kInside = 0.5f;

bool sameSize(const Image& a, const Image& b) {
    return a.width == b.width && a.height == b.height;
}

double display(double linear) {
    return srgbFromLinear(std::clamp(linear, 0.0, 1.0));
}

}  // namespace

void MaterialScorer::addAlbedo(const Image& rendered, const Image& truth) {
    require(sameSize(rendered, truth) && rendered.channels == 4 && truth.channels == 4,
            "addAlbedo: two RGBA images of one size");
    for (size_t i = 0; i < truth.pixels.size(); i += 4) {
        if (truth.pixels[i + 3] >= kInside) {
            rendered_albedo_.insert(
                rendered_albedo_.end(), &rendered.pixels[i], &rendered.pixels[i] + 3);
            true_albedo_.insert(true_albedo_.end(), &truth.pixels[i], &truth.pixels[i] + 3);
        }
    }
}

void MaterialScorer::addRoughness(const Image& rendered,
                                  const Image& truth,
                                  int channel,
                                  const Image& mask) {
    roughness_.add(rendered, truth, channel, mask);
}

void MaterialScorer::addMetallic(const Image& rendered,
                                 const Image& truth,
                                 int channel,
                                 const Image& mask) {
    metallic_.add(rendered, truth, channel, mask);
}

std::optional<double> MaterialScorer::albedoPsnr() const {
    if (true_albedo_.empty()) {
        return std::nullopt;
    }
    std::array<double, 3> cross{}, square{};
    for (size_t i = 0; i < true_albedo_.size(); ++i) {
        cross[i % 3] += static_cast<double>(rendered_albedo_[i]) * true_albedo_[i];
        square[i % 3] += static_cast<double>(rendered_albedo_[i]) * rendered_albedo_[i];
    }
    double error = 0;
    for (size_t i = 0; i < true_albedo_.size(); ++i) {
        const double scale = square[i % 3] > 0 ? cross[i % 3] / square[i % 3] : 1;
        const double difference = display(scale * rendered_albedo_[i]) - display(true_albedo_[i]);
        error += difference * difference;
    }
    return -10 * std::log10(std::max(error / static_cast<double>(true_albedo_.size()), 1e-12));
}

std::optional<double> MaterialScorer::roughnessError() const {
    return roughness_.mean();
}
std::optional<double> MaterialScorer::metallicError() const {
    return metallic_.mean();
}

void MaterialScorer::MeanError::add(const Image& rendered,
                                    const Image& truth,
                                    int channel,
                                    const Image& mask) {
    require(sameSize(rendered, truth) && sameSize(rendered, mask) && channel < truth.channels &&
                mask.channels == 4,
            "MaterialScorer: maps of one size");
    for (int y = 0; y < truth.height; ++y) {
        for (int x = 0; x < truth.width; ++x) {
            if (mask.at(x, y)[3] >= kInside) {
                sum += std::fabs(rendered.at(x, y)[0] - truth.at(x, y)[channel]);
                ++count;
            }
        }
    }
}

std::optional<double> MaterialScorer::MeanError::mean() const {
    return count > 0 ? std::optional(sum / static_cast<double>(count)) : std::nullopt;
}

}  // namespace bozzetto
