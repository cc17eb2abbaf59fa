// SPDX-License-Identifier: Apache-2.0
#include "sfm/estimate_cache.h"

#include "base/error.h"
#include "base/files.h"
#include "base/log.h"
#include "base/parallel_for.h"
#include "camera/camera_document.h"
#include "sfm/camera_report.h"

#include <algorithm>
#include <chrono>

namespace bozzetto {
namespace fs = std::filesystem;
using nlohmann::json;
namespace {

// Raised whenever the same pictures and options would give another estimate.
constexpr int kCacheVersion = 4;
constexpr uint64_t kLargestCache = uint64_t{1} << 30;
constexpr uint64_t kLargestEntry = uint64_t{1} << 28;
constexpr const char* kEnding = ".cameras";

json encodeCamera(const FileCamera& camera) {
    const Intrinsics& in = camera.intrinsics;
    json pose = json::array();
    for (const auto& row : camera.world_from_camera.value_or(Mat4d{}).m) {
        pose.insert(pose.end(), {row[0], row[1], row[2], row[3]});
    }
    return {{"width", in.width},
            {"height", in.height},
            {"focal", {in.fx, in.fy}},
            {"center", {in.cx.value_or(0.5 * in.width), in.cy.value_or(0.5 * in.height)}},
            {"k1", in.lens.k1},
            {"pose", std::move(pose)}};
}

FileCamera decodeCamera(const json& object, const std::string& name) {
    FileCamera camera;
    camera.picture = name;
    Intrinsics& in = camera.intrinsics;
    in.width = object.at("width").get<int>(), in.height = object.at("height").get<int>();
    in.fx = object.at("focal").at(0).get<double>(), in.fy = object.at("focal").at(1).get<double>();
    in.cx = object.at("center").at(0).get<double>();
    in.cy = object.at("center").at(1).get<double>();
    in.lens.k1 = object.at("k1").get<double>();
    Mat4d pose;
    for (size_t i = 0; i < 16; ++i) {
        pose.m[i / 4][i % 4] = object.at("pose").at(i).get<double>();
    }
    camera.world_from_camera = pose;
    return camera;
}

std::string encode(const CameraEstimate& estimate) {
    json cameras = json::array();
    for (const std::optional<FileCamera>& camera : estimate.cameras) {
        cameras.push_back(camera ? encodeCamera(*camera) : json(nullptr));
    }
    return json{{"cameras", std::move(cameras)},
                {"points", encodeCloud(estimate.cloud)},
                {"report", reportToJson(estimate.report)}}
        .dump();
}

CameraEstimate decode(const json& object, const SetSource& set, const fs::path& path) {
    CameraEstimate estimate;
    estimate.report = reportFromJson(object.at("report"));
    estimate.cloud = decodeCloud(object.at("points"), path);
    const json& cameras = object.at("cameras");
    if (cameras.size() != set.views.size() || estimate.report.pictures.size() != set.views.size()) {
        throw Error(Error::Kind::BadInput, displayPath(path) + ": is for another set");
    }
    for (size_t i = 0; i < set.views.size(); ++i) {
        estimate.cameras.push_back(
            cameras[i].is_null() ? std::nullopt
                                 : std::optional(decodeCamera(cameras[i], set.views[i].name)));
        estimate.report.pictures[i].path = set.views[i].image;
    }
    estimate.report.from_cache = true;
    return estimate;
}

/// Removes the entries that were not used for longest until the rest is small enough.
void removeOldest(const fs::path& cache) {
    struct Entry {
        fs::file_time_type used;
        uint64_t size;
        fs::path path;
    };
    std::vector<Entry> entries;
    uint64_t total = 0;
    for (const fs::directory_entry& file : fs::directory_iterator(cache)) {
        if (file.is_regular_file() && file.path().extension() == kEnding) {
            entries.push_back({file.last_write_time(), file.file_size(), file.path()});
            total += entries.back().size;
        }
    }
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
        return a.used < b.used;
    });
    for (size_t i = 0; total > kLargestCache && i + 1 < entries.size(); ++i) {
        std::error_code ignored;
        fs::remove(entries[i].path, ignored);
        total -= entries[i].size;
    }
}

}  // namespace

std::string cacheKeyOf(const SetSource& set,
                       const CameraEstimateOptions& options,
                       const std::string& program_version) {
    std::vector<std::string> hashes(set.views.size());
    parallelTasks(static_cast<int64_t>(hashes.size()), [&](int64_t i, int) {
        const auto index = static_cast<size_t>(i);
        try {
            hashes[index] = sha256OfFile(set.views[index].image);
        } catch (const Error&) {
            hashes[index] = "unreadable";
        }
    });
    std::string text = "cameras " + std::to_string(kCacheVersion) + "\n" + program_version + "\n" +
                       std::to_string(static_cast<int>(options.matching)) + " " +
                       std::to_string(static_cast<int>(options.intrinsics)) + " " +
                       (options.keep_blurred ? "keep blurred" : "") + "\n";
    for (size_t i = 0; i < hashes.size(); ++i) {
        text += hashes[i] + " " + set.views[i].name + "\n";
    }
    return sha256(text);
}

std::optional<CameraEstimate> findEstimate(const fs::path& cache,
                                           const std::string& key,
                                           const SetSource& set) {
    const fs::path path = cache / (key + kEnding);
    std::error_code error;
    if (cache.empty() || !fs::exists(path, error)) {
        return std::nullopt;
    }
    try {
        const std::string bytes = readFile(path, kLargestEntry);
        const size_t line = bytes.find('\n');
        const std::string_view content = line == std::string::npos
                                             ? std::string_view()
                                             : std::string_view(bytes).substr(line + 1);
        if (line == std::string::npos || bytes.substr(0, line) != sha256(content)) {
            throw Error(Error::Kind::BadInput, displayPath(path) + ": is damaged");
        }
        CameraEstimate estimate = decode(json::parse(content), set, path);
        fs::last_write_time(path, fs::file_time_type::clock::now(), error);
        return estimate;
    } catch (const std::exception& exception) {
        logWarning(std::string("A kept estimate of cameras cannot be used: ") + exception.what());
        fs::remove(path, error);
        return std::nullopt;
    }
}

void storeEstimate(const fs::path& cache, const std::string& key, const CameraEstimate& estimate) {
    if (cache.empty()) {
        return;
    }
    try {
        fs::create_directories(cache);
        const std::string content = encode(estimate);
        writeFileAtomically(cache / (key + kEnding), sha256(content) + "\n" + content);
        removeOldest(cache);
    } catch (const std::exception& exception) {
        logWarning(std::string("The cameras could not be kept for later: ") + exception.what());
    }
}

}  // namespace bozzetto
