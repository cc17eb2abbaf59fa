// SPDX-License-Identifier: Apache-2.0
#include "nvdiffrec/refinement_report.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

namespace bozzetto {
namespace {

/// Angle between two cameras' axes, degrees. From the difference of the matrices: the arc cosine of
/// a trace has no small angles.
double turnBetween(const Camera& a, const Camera& b) {
    double squares = 0;
    for (int i = 0; i < 3; ++i) {
        for (int k = 0; k < 3; ++k) {
            const double d = a.world_from_camera.m[i][k] - b.world_from_camera.m[i][k];
            squares += d * d;
        }
    }
    return 2 * std::asin(std::min(1.0, std::sqrt(squares / 8))) * 180 / std::numbers::pi;
}

}  // namespace

std::vector<std::pair<std::string, Camera>> camerasOf(const ImageSet& images, const Scene& scene) {
    std::map<const View*, Camera> refined;
    if (scene.input.refinement) {
        for (size_t i = 0; i < scene.input.views.size(); ++i) {
            refined[scene.input.views[i].view] =
                scene.frame.worldFromUnit(scene.input.refinement->camera(i));
        }
    }
    std::vector<std::pair<std::string, Camera>> result;
    for (const View& view : images.views) {
        if (view.camera) {
            const auto found = refined.find(&view);
            result.emplace_back(view.name, found != refined.end() ? found->second : *view.camera);
        }
    }
    return result;
}

nlohmann::json describeRefinement(const Scene& scene) {
    const ViewRefinement& refinement = *scene.input.refinement;
    const size_t count = scene.input.views.size();
    nlohmann::json views = nlohmann::json::array();
    double turn_sum = 0, turn_most = 0, shift_sum = 0, shift_most = 0;
    for (size_t i = 0; i < count; ++i) {
        const Camera before = scene.input.views[i].camera, after = refinement.camera(i);
        const double turn = turnBetween(before, after);
        const double shift = length(after.position() - before.position());
        turn_sum += turn, shift_sum += shift;
        turn_most = std::max(turn_most, turn), shift_most = std::max(shift_most, shift);
        views.push_back({{"name", scene.input.views[i].view->name},
                         {"turn_degrees", turn},
                         {"shift_percent", 100 * shift},
                         {"gains", refinement.gains(i)}});
    }
    const auto n = static_cast<double>(count);
    return {{"cameras", refinement.choice().cameras},
            {"exposures", refinement.choice().exposures},
            {"turn_degrees", {{"mean", turn_sum / n}, {"largest", turn_most}}},
            // of the longest side of the object's box
            {"shift_percent", {{"mean", 100 * shift_sum / n}, {"largest", 100 * shift_most}}},
            {"focal_factor", refinement.focalFactor()},
            {"views", views}};
}

}  // namespace bozzetto
