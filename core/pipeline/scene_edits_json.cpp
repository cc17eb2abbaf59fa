// SPDX-License-Identifier: Apache-2.0
#include "pipeline/scene_edits_json.h"

#include <cmath>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

constexpr double kHuge = 1e12;  // a coordinate beyond it is an accident

Json triple(Vec3d v) {
    return Json::array({v.x, v.y, v.z});
}

Json encodeRegion(const RegionBox& region) {
    Json matrix = Json::array();
    for (const auto& row : region.world_from_box.m) {
        for (const double value : row) {
            matrix.push_back(value);
        }
    }
    return {{"world_from_box", matrix}, {"half_size", triple(region.half_size)}};
}

std::vector<double> numbers(const JsonNode& node, const std::string& key, size_t count) {
    std::vector<double> result;
    for (const Json& value : node.array(key)) {
        if (!value.is_number() || !(std::abs(value.get<double>()) <= kHuge)) {
            break;
        }
        result.push_back(value.get<double>());
    }
    if (result.size() != count || node.array(key).size() != count) {
        node.failKey(key, std::to_string(count) + " sensible numbers");
    }
    return result;
}

Vec3d readTriple(const JsonNode& node, const std::string& key) {
    const std::vector<double> v = numbers(node, key, 3);
    return {v[0], v[1], v[2]};
}

bool isRigid(const Mat4d& m) {
    for (int a = 0; a < 3; ++a) {
        for (int b = 0; b < 3; ++b) {
            double product = 0;
            for (int k = 0; k < 3; ++k) {
                product += m.m[k][a] * m.m[k][b];
            }
            if (std::abs(product - (a == b ? 1 : 0)) > 1e-3) {
                return false;
            }
        }
    }
    const Vec3d x{m.m[0][0], m.m[1][0], m.m[2][0]}, y{m.m[0][1], m.m[1][1], m.m[2][1]};
    const Vec3d z{m.m[0][2], m.m[1][2], m.m[2][2]};
    return dot(cross(x, y), z) > 0 && m.m[3][0] == 0 && m.m[3][1] == 0 && m.m[3][2] == 0 &&
           m.m[3][3] == 1;
}

RegionBox readRegion(const JsonNode& node) {
    RegionBox region;
    const std::vector<double> matrix = numbers(node, "world_from_box", 16);
    for (int i = 0; i < 16; ++i) {
        region.world_from_box.m[i / 4][i % 4] = matrix[static_cast<size_t>(i)];
    }
    if (!isRigid(region.world_from_box)) {
        node.failKey("world_from_box", "a rotation with a position");
    }
    region.half_size = readTriple(node, "half_size");
    if (!(region.half_size.x > 0 && region.half_size.y > 0 && region.half_size.z > 0)) {
        node.failKey("half_size", "three numbers above 0");
    }
    node.noteUnknown();
    return region;
}

SceneFrame readFrame(const JsonNode& node) {
    SceneFrame frame;
    const Vec3d up = readTriple(node, "up");
    if (!(length(up) > 1e-6)) {
        node.failKey("up", "a direction");
    }
    frame.up = std::abs(length(up) - 1) < 1e-12 ? up : normalize(up);
    frame.floor = node.number("floor", 0, -kHuge, kHuge);
    frame.scale = node.number("scale", 1, 1e-12, kHuge);
    node.noteUnknown();
    return frame;
}

fs::path readOptionalPath(const JsonNode& node, const std::string& key, const fs::path& folder) {
    const std::string text = node.text(key, "");
    if (text.find('\0') != std::string::npos) {
        node.failKey(key, "a path");
    }
    return text.empty() ? fs::path() : (folder / text).lexically_normal();
}

}  // namespace

Json encodeSceneEdits(const SceneEdits& edits,
                      const std::function<std::string(const fs::path&)>& path_text) {
    Json node = Json::object();
    if (!edits.cameras.empty()) {
        node["cameras"] = path_text(edits.cameras);
    }
    if (!edits.convention.empty()) {
        node["convention"] = edits.convention;
    }
    if (!edits.masks.empty()) {
        node["masks"] = path_text(edits.masks);
    }
    if (edits.region) {
        node["region"] = encodeRegion(*edits.region);
    }
    if (edits.frame) {
        node["frame"] = {{"up", triple(edits.frame->up)},
                         {"floor", edits.frame->floor},
                         {"scale", edits.frame->scale}};
    }
    if (!edits.auto_masks) {
        node["auto_masks"] = false;
    }
    if (edits.keep_table) {
        node["keep_table"] = true;
    }
    if (edits.video_frames > 0) {
        node["video_frames"] = edits.video_frames;
    }
    return node;
}

SceneEdits readSceneEdits(const JsonNode& node, const fs::path& folder) {
    SceneEdits edits;
    edits.cameras = readOptionalPath(node, "cameras", folder);
    edits.convention = node.text("convention", "");
    edits.masks = readOptionalPath(node, "masks", folder);
    if (const auto region = node.object("region")) {
        edits.region = readRegion(*region);
    }
    if (const auto frame = node.object("frame")) {
        edits.frame = readFrame(*frame);
    }
    edits.auto_masks = node.flag("auto_masks", true);
    edits.keep_table = node.flag("keep_table", false);
    constexpr int kMostFrames = 2000;
    edits.video_frames = static_cast<int>(node.integer("video_frames", 0, 0, kMostFrames));
    node.noteUnknown();
    return edits;
}

}  // namespace bozzetto
