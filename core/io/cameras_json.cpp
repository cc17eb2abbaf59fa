// SPDX-License-Identifier: Apache-2.0
#include "io/cameras_json.h"

#include <nlohmann/json.hpp>

namespace bozzetto {

std::string encodeCamerasJson(const std::vector<std::pair<std::string, Camera>>& cameras) {
    nlohmann::ordered_json frames = nlohmann::ordered_json::array();
    for (const auto& [name, camera] : cameras) {
        nlohmann::ordered_json matrix = nlohmann::ordered_json::array();
        for (const auto& row : camera.world_from_camera.m) {
            matrix.push_back({row[0], row[1], row[2], row[3]});
        }
        frames.push_back({{"file_path", name},
                          {"w", camera.width},
                          {"h", camera.height},
                          {"fl_x", camera.fx},
                          {"fl_y", camera.fy},
                          {"cx", camera.cx},
                          {"cy", camera.cy},
                          {"transform_matrix", matrix}});
    }
    const nlohmann::ordered_json root = {{"camera_model", "OPENCV"}, {"frames", frames}};
    return root.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace bozzetto
