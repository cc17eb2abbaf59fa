// SPDX-License-Identifier: Apache-2.0
#include "io/cameras_json.h"

#include "base/error.h"
#include "base/files.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

using Json = nlohmann::ordered_json;
constexpr const char* kMark = "bozzetto_cameras";
constexpr int kVersion = 1;
constexpr uint64_t kMaxBytes = 256 << 20;
constexpr int kMaxSide = 1 << 16;

Json encodeFrame(const std::string& name, const Camera& camera) {
    Json matrix = Json::array();
    for (const auto& row : camera.world_from_camera.m) {
        matrix.push_back({row[0], row[1], row[2], row[3]});
    }
    return {{"file_path", name},
            {"w", camera.width},
            {"h", camera.height},
            {"fl_x", camera.fx},
            {"fl_y", camera.fy},
            {"cx", camera.cx},
            {"cy", camera.cy},
            {"transform_matrix", matrix}};
}

/// Throws std::exception of nlohmann's for a missing or mistyped value.
std::pair<std::string, Camera> decodeFrame(const Json& frame) {
    Camera camera;
    camera.width = frame.at("w").get<int>();
    camera.height = frame.at("h").get<int>();
    camera.fx = frame.at("fl_x").get<double>();
    camera.fy = frame.at("fl_y").get<double>();
    camera.cx = frame.at("cx").get<double>();
    camera.cy = frame.at("cy").get<double>();
    for (size_t i = 0; i < 4; ++i) {
        for (size_t j = 0; j < 4; ++j) {
            camera.world_from_camera.m[i][j] =
                frame.at("transform_matrix").at(i).at(j).get<double>();
        }
    }
    return {frame.at("file_path").get<std::string>(), camera};
}

bool isPossible(const std::string& name, const Camera& camera) {
    bool finite = std::isfinite(camera.cx) && std::isfinite(camera.cy);
    for (const auto& row : camera.world_from_camera.m) {
        for (const double value : row) {
            finite = finite && std::isfinite(value);
        }
    }
    // The name becomes a file name: it must stay in its folder.
    const bool plain = !name.empty() && name != "." && name != ".." &&
                       name.find_first_of(std::string("/\\\0", 3)) == std::string::npos;
    return finite && plain && camera.width > 0 && camera.width <= kMaxSide && camera.height > 0 &&
           camera.height <= kMaxSide && camera.fx > 0 && camera.fy > 0 &&
           std::isfinite(camera.fx) && std::isfinite(camera.fy);
}

}  // namespace

std::string encodeCamerasJson(const NamedCameras& cameras) {
    Json frames = Json::array();
    for (const auto& [name, camera] : cameras) {
        frames.push_back(encodeFrame(name, camera));
    }
    const Json root = {{kMark, kVersion}, {"camera_model", "OPENCV"}, {"frames", frames}};
    return root.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::optional<NamedCameras> readCamerasJson(const fs::path& path) {
    const Json root = Json::parse(readFile(path, kMaxBytes), nullptr, false);
    if (!root.is_object() || !root.contains(kMark)) {
        return std::nullopt;
    }
    const auto fail = [&](const std::string& reason, const std::string& hint) {
        throw Error(Error::Kind::BadInput, displayPath(path) + ": " + reason, hint, path.string());
    };
    if (root[kMark] != kVersion || !root.contains("frames") || !root["frames"].is_array()) {
        fail("was written by another version, or is not complete",
             "Write it again with this version.");
    }
    NamedCameras cameras;
    for (const Json& frame : root["frames"]) {
        try {
            cameras.push_back(decodeFrame(frame));
        } catch (const Json::exception&) {
            cameras.emplace_back();
        }
        if (!isPossible(cameras.back().first, cameras.back().second)) {
            fail("frame " + std::to_string(cameras.size()) + " has no possible camera",
                 "Correct the frame, or write the file again.");
        }
    }
    return cameras;
}

}  // namespace bozzetto
