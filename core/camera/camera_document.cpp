// SPDX-License-Identifier: Apache-2.0
#include "camera/camera_document.h"

#include "base/error.h"
#include "base/files.h"
#include "camera/own_references.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <map>

namespace bozzetto {
namespace fs = std::filesystem;
using nlohmann::json;
namespace {

using OrderedJson = nlohmann::ordered_json;
constexpr int kVersion = 1;

[[noreturn]] void refuse(const fs::path& path, const std::string& reason) {
    throw Error(Error::Kind::BadInput,
                displayPath(path) + ": " + reason,
                "Write the file again with 'bozzetto-cli cameras'.",
                path.string());
}

/// Seven digits: finer than any point is known, and short in the file.
double shortened(double value) {
    if (!std::isfinite(value) || value == 0) {
        return 0;
    }
    const double unit = std::pow(10.0, 6 - std::floor(std::log10(std::abs(value))));
    return std::round(value * unit) / unit;
}

template <class Json>
Json rowsOf(const Mat4d& matrix) {
    Json rows = Json::array();
    for (const auto& row : matrix.m) {
        rows.push_back({row[0], row[1], row[2], row[3]});
    }
    return rows;
}

template <class Json>
Json listOf(Vec3d v) {
    return Json{v.x, v.y, v.z};
}

void checkLens(const Lens& lens, const std::string& picture) {
    const bool known = lens.model == Lens::Model::Perspective || lens.model == Lens::Model::Fisheye;
    if (!known || lens.skew != 0) {
        throw Error(Error::Kind::BadInput,
                    picture + ": its lens model cannot be written as a transforms file",
                    "Undistort the pictures in the program that solved the cameras.");
    }
}

/// The picture as the file names it.
std::string referenceOf(const CameraDocument::Frame& frame, const fs::path& folder) {
    std::error_code error;
    const fs::path relative = fs::relative(frame.image, folder, error);
    return (error || relative.empty() ? frame.image : relative).generic_string();
}

bool leadsOut(const std::string& reference) {
    const fs::path path = fs::path(reference).lexically_normal();
    return path.is_absolute() || (!path.empty() && *path.begin() == "..");
}

OrderedJson encodeFrame(const CameraDocument::Frame& frame, const fs::path& folder) {
    const Intrinsics& in = frame.camera.intrinsics;
    checkLens(in.lens, frame.camera.picture);
    OrderedJson object{{"file_path", referenceOf(frame, folder)},
                       {"name", frame.camera.picture},
                       {"fl_x", in.fx},
                       {"fl_y", in.fy > 0 ? in.fy : in.fx},
                       {"cx", in.cx.value_or(0.5 * in.width)},
                       {"cy", in.cy.value_or(0.5 * in.height)},
                       {"w", in.width},
                       {"h", in.height}};
    const bool fisheye = in.lens.model == Lens::Model::Fisheye;
    object["camera_model"] = fisheye ? "OPENCV_FISHEYE" : "OPENCV";
    const std::pair<const char*, double> terms[] = {{"k1", in.lens.k1},
                                                    {"k2", in.lens.k2},
                                                    {"k3", in.lens.k3},
                                                    {"k4", in.lens.k4},
                                                    {"k5", in.lens.k5},
                                                    {"k6", in.lens.k6},
                                                    {"p1", in.lens.p1},
                                                    {"p2", in.lens.p2}};
    for (const auto& [key, value] : terms) {
        if (value != 0) {
            object[key] = value;
        }
    }
    object["transform_matrix"] =
        rowsOf<OrderedJson>(frame.camera.world_from_camera.value_or(Mat4d{}));
    return object;
}

/// The cloud with pictures as the file names them.
SparseCloud withReferences(const CameraDocument& document, const fs::path& folder) {
    std::map<std::string, std::string> references;
    for (const CameraDocument::Frame& frame : document.frames) {
        references[frame.camera.picture] = referenceOf(frame, folder);
    }
    SparseCloud cloud = document.cloud;
    for (std::string& picture : cloud.pictures) {
        if (const auto found = references.find(picture); found != references.end()) {
            picture = found->second;
        }
    }
    return cloud;
}

OrderedJson encodeScene(const SceneGuess& scene) {
    OrderedJson object{{"up", listOf<OrderedJson>(scene.frame.up)},
                       {"floor", scene.frame.floor},
                       {"up_from", toString(scene.up_from)},
                       {"confidence", scene.up_confidence},
                       {"evidence", scene.evidence},
                       {"region",
                        {{"world_from_box", rowsOf<OrderedJson>(scene.region.world_from_box)},
                         {"half_size", listOf<OrderedJson>(scene.region.half_size)}}}};
    if (scene.table) {
        object["table"] = {{"normal", listOf<OrderedJson>(scene.table->normal)},
                           {"offset", scene.table->offset}};
    }
    return object;
}

template <class Number>
void appendLittleEndian(std::string& bytes, Number value) {
    static_assert(std::endian::native == std::endian::little);
    char raw[sizeof value];
    std::memcpy(raw, &value, sizeof value);
    bytes.append(raw, sizeof value);
}

std::string encodePly(const SparseCloud& cloud) {
    std::string bytes =
        "ply\nformat binary_little_endian 1.0\nelement vertex " +
        std::to_string(cloud.points.size()) +
        "\nproperty float x\nproperty float y\nproperty float z\nproperty uchar red\nproperty "
        "uchar green\nproperty uchar blue\nend_header\n";
    for (const SparsePoint& point : cloud.points) {
        for (int i = 0; i < 3; ++i) {
            appendLittleEndian(bytes, static_cast<float>(point.position[i]));
        }
        for (const uint8_t channel : point.color) {
            appendLittleEndian(bytes, channel);
        }
    }
    return bytes;
}

/// A list of finite numbers, `size` of them.
const json& listIn(const json& points, const char* key, size_t size, const fs::path& path) {
    const std::string place = "bozzetto.points." + std::string(key);
    if (!points.contains(key) || !points[key].is_array() || points[key].size() != size) {
        refuse(path, place + " is not a list of " + std::to_string(size));
    }
    return points[key];
}

double numberIn(const json& value, const char* key, const fs::path& path) {
    if (!value.is_number() || !std::isfinite(value.get<double>())) {
        refuse(path, "bozzetto.points." + std::string(key) + " holds something that is no number");
    }
    return value.get<double>();
}

std::vector<uint32_t> decodeTrack(const json& track, size_t pictures, const fs::path& path) {
    std::vector<uint32_t> seen_by;
    for (const json& index : track) {
        if (!index.is_number_unsigned() || index.get<uint64_t>() >= pictures) {
            refuse(path, "bozzetto.points.seen_by names a picture that is not there");
        }
        seen_by.push_back(index.get<uint32_t>());
    }
    std::sort(seen_by.begin(), seen_by.end());
    seen_by.erase(std::unique(seen_by.begin(), seen_by.end()), seen_by.end());
    return seen_by;
}

/// As the frames name their pictures; empty where one names none.
std::vector<std::string> referencesIn(const json& document) {
    std::vector<std::string> references;
    if (document.contains("frames") && document["frames"].is_array()) {
        for (const json& frame : document["frames"]) {
            const bool named =
                frame.is_object() && frame.contains("file_path") && frame["file_path"].is_string();
            references.push_back(named ? frame["file_path"].get<std::string>() : std::string());
        }
    }
    return references;
}

}  // namespace

json encodeCloud(const SparseCloud& cloud) {
    json xyz = json::array(), rgb = json::array(), error = json::array(), seen_by = json::array();
    for (const SparsePoint& point : cloud.points) {
        for (int i = 0; i < 3; ++i) {
            xyz.push_back(shortened(point.position[i]));
            rgb.push_back(point.color[static_cast<size_t>(i)]);
        }
        error.push_back(std::round(point.error * 1000.0) / 1000.0);
        seen_by.push_back(point.seen_by);
    }
    return {{"pictures", cloud.pictures},
            {"xyz", std::move(xyz)},
            {"rgb", std::move(rgb)},
            {"error", std::move(error)},
            {"seen_by", std::move(seen_by)}};
}

SparseCloud decodeCloud(const json& points, const fs::path& path) {
    SparseCloud cloud;
    if (!points.is_object() || !points.contains("pictures") || !points["pictures"].is_array() ||
        !points.contains("seen_by") || !points["seen_by"].is_array()) {
        refuse(path, "bozzetto.points has no lists 'pictures' and 'seen_by'");
    }
    for (const json& name : points["pictures"]) {
        if (!name.is_string()) {
            refuse(path, "bozzetto.points.pictures holds something that is no name");
        }
        cloud.pictures.push_back(name.get<std::string>());
    }
    const json& tracks = points["seen_by"];
    const size_t count = tracks.size();
    const json& xyz = listIn(points, "xyz", 3 * count, path);
    const json& rgb = listIn(points, "rgb", 3 * count, path);
    const json& error = listIn(points, "error", count, path);
    cloud.points.resize(count);
    for (size_t i = 0; i < count; ++i) {
        SparsePoint& point = cloud.points[i];
        for (size_t k = 0; k < 3; ++k) {
            point.position[static_cast<int>(k)] = numberIn(xyz[3 * i + k], "xyz", path);
            point.color[k] =
                static_cast<uint8_t>(std::clamp(numberIn(rgb[3 * i + k], "rgb", path), 0.0, 255.0));
        }
        point.error = static_cast<float>(numberIn(error[i], "error", path));
        if (!tracks[i].is_array()) {
            refuse(path, "bozzetto.points.seen_by holds something that is no list");
        }
        point.seen_by = decodeTrack(tracks[i], cloud.pictures.size(), path);
    }
    return cloud;
}

void writeCameraDocument(const CameraDocument& document, const fs::path& file, CloudPly with_ply) {
    std::error_code ignored;
    const fs::path absolute = fs::absolute(file, ignored);
    fs::path ply = absolute;
    ply.replace_extension(".ply");
    OrderedJson out{{"camera_model", "OPENCV"}};
    if (!document.cloud.empty() && with_ply == CloudPly::Yes) {
        writeFileAtomically(ply, encodePly(document.cloud));
        out["ply_file_path"] = ply.filename().generic_string();
    }
    out["frames"] = OrderedJson::array();
    for (const CameraDocument::Frame& frame : document.frames) {
        out["frames"].push_back(encodeFrame(frame, absolute.parent_path()));
    }
    OrderedJson own{{"version", kVersion}, {"estimated", document.estimated}};
    std::vector<std::string> references;
    for (const CameraDocument::Frame& frame : document.frames) {
        references.push_back(referenceOf(frame, absolute.parent_path()));
    }
    if (std::any_of(references.begin(), references.end(), leadsOut)) {
        own["seal"] = sealOf(references);
    }
    if (!document.report.is_null()) {
        own["report"] = OrderedJson(document.report);
    }
    if (document.scene) {
        own["scene"] = encodeScene(*document.scene);
    }
    if (!document.cloud.empty()) {
        own["points"] = OrderedJson(encodeCloud(withReferences(document, absolute.parent_path())));
    }
    out["bozzetto"] = std::move(own);
    writeFileAtomically(absolute, out.dump(-1, ' ', false, json::error_handler_t::replace) + "\n");
}

CameraDocumentExtras readDocumentExtras(const json& document, const fs::path& path) {
    CameraDocumentExtras extras;
    if (!document.is_object() || !document.contains("bozzetto") ||
        !document["bozzetto"].is_object()) {
        return extras;
    }
    const json& own = document["bozzetto"];
    if (own.contains("version") && own["version"].is_number() &&
        own["version"].get<double>() > kVersion) {
        throw Error(Error::Kind::BadInput,
                    displayPath(path) + ": was written by a newer version of Bozzetto",
                    "Use that version, or find the cameras again.",
                    path.string());
    }
    extras.estimated =
        own.contains("estimated") && own["estimated"].is_boolean() && own["estimated"].get<bool>();
    if (own.contains("seal") && own["seal"].is_string()) {
        extras.is_own = isOwnSeal(own["seal"].get<std::string>(), referencesIn(document));
        extras.is_broken = !extras.is_own;
    }
    if (own.contains("points")) {
        extras.cloud = decodeCloud(own["points"], path);
    }
    return extras;
}

}  // namespace bozzetto
