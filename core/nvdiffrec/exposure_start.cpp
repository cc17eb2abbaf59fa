// SPDX-License-Identifier: Apache-2.0
#include "nvdiffrec/exposure_start.h"

#include "nvdiffrec/hull_shape.h"
#include "texturing/photo_samples.h"

#include <torch/types.h>

#include <algorithm>
#include <cmath>

namespace bozzetto {
namespace {

constexpr int kGrid = 48, kSide = 192;  // cells, pixels: thousands of places are enough
constexpr int kRounds = 6;
constexpr float kDark = 0.01f, kBright = 0.9f;  // linear values outside say nothing of the gain
constexpr size_t kFewest = 30;                  // places that a view must share
constexpr int kWitnesses = 3;                   // views that a place must have

struct Sighting {
    int64_t place;
    std::array<float, 3> logarithm;
};

/// What one view shows of the places, where no channel is near black or clipped.
std::vector<Sighting> sightingsOf(const Surface& surface, const TrainingView& view) {
    PointColors samples;
    samplePhotos(surface, view, surface.vertices, surface.normals, samples);
    std::vector<Sighting> result;
    for (size_t i = 0; i < samples.point.size(); ++i) {
        const float* c = &samples.color[3 * i];
        if (std::all_of(c, c + 3, [](float v) { return v > kDark && v < kBright; })) {
            result.push_back({samples.point[i], {std::log(c[0]), std::log(c[1]), std::log(c[2])}});
        }
    }
    return result;
}

double median(std::vector<double>& values) {
    const auto middle = values.begin() + static_cast<ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

/// One channel's logarithmic gains.
std::vector<double> channelGains(const std::vector<std::vector<Sighting>>& views,
                                 int64_t places,
                                 int channel) {
    std::vector<double> gain(views.size(), 0.0);
    for (int round = 0; round < kRounds; ++round) {
        std::vector<double> sum(places, 0.0);
        std::vector<int> seen(places, 0);
        for (size_t v = 0; v < views.size(); ++v) {
            for (const Sighting& s : views[v]) {
                sum[s.place] += s.logarithm[channel] - gain[v];
                ++seen[s.place];
            }
        }
        double mean = 0;
        for (size_t v = 0; v < views.size(); ++v) {
            std::vector<double> ratios;
            for (const Sighting& s : views[v]) {
                if (seen[s.place] >= kWitnesses) {
                    ratios.push_back(s.logarithm[channel] - sum[s.place] / seen[s.place]);
                }
            }
            gain[v] = ratios.size() >= kFewest ? median(ratios) : 0.0;
            mean += gain[v] / static_cast<double>(views.size());
        }
        for (double& g : gain) {
            g -= mean;
        }
    }
    return gain;
}

}  // namespace

Exposures measureExposures(const ShapeInput& input) {
    const at::NoGradGuard no_grad;
    const Shape hull = hullShape(input, kGrid);
    const Surface surface =
        makeSurface(hull.vertices,
                    hull.triangles,
                    at::ones({hull.vertices.size(0), 1}, hull.vertices.options()));
    std::vector<std::vector<Sighting>> sightings;
    for (const TrainingView& view : makeTrainingViews(input.views, kSide, input.box, false)) {
        sightings.push_back(sightingsOf(surface, onDevice(view, input.device)));
    }
    Exposures result;
    result.gains.resize(sightings.size());
    double squares = 0;
    for (int c = 0; c < 3; ++c) {
        const std::vector<double> logs = channelGains(sightings, hull.vertices.size(0), c);
        for (size_t v = 0; v < logs.size(); ++v) {
            result.gains[v][c] = std::exp(logs[v]);
            squares += logs[v] * logs[v];
        }
    }
    result.spread = std::sqrt(squares / (3.0 * static_cast<double>(sightings.size())));
    return result;
}

}  // namespace bozzetto
