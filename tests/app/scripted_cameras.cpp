// SPDX-License-Identifier: Apache-2.0
#include "app/scripted_cameras.h"

#include "base/random.h"
#include "camera/camera_document.h"
#include "camera/image_set_reader.h"
#include "image/codec.h"
#include "sfm/camera_report.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <numbers>
#include <set>
#include <string>
#include <thread>

namespace bozzetto::testing {
namespace {

using Json = nlohmann::ordered_json;
constexpr double kRadius = 3, kHeight = 1.5;
constexpr uint64_t kSeed = 4;

std::string variable(const char* name, const char* fallback) {
    const char* value = std::getenv(name);
    return value != nullptr ? value : fallback;
}

void send(const char* event, const Json& values) {
    Json line = {{"v", 1}, {"event", event}};
    line.update(values);
    std::cout << line.dump() << std::endl;
}

Mat4d poseAt(double azimuth) {
    const Vec3d eye{kRadius * std::cos(azimuth), kRadius * std::sin(azimuth), kHeight};
    const Vec3d back = normalize(eye - Vec3d{0, 0, 0.4});
    const Vec3d right = normalize(cross(Vec3d{0, 0, 1}, back)), up = cross(back, right);
    Mat4d pose;
    for (int i = 0; i < 3; ++i) {
        pose.m[i][0] = right[i], pose.m[i][1] = up[i], pose.m[i][2] = back[i];
        pose.m[i][3] = eye[i];
    }
    return pose;
}

/// Two thirds on the floor, the rest on a ball of radius 0.4 that stands on it.
SparsePoint pointAt(uint64_t i, uint64_t pictures) {
    const double a = 2 * std::numbers::pi * randomUniform(kSeed, i, 0);
    const double u = randomUniform(kSeed, i, 1);
    SparsePoint point;
    if (i % 3 != 0) {
        const double r = 1.4 * std::sqrt(u);
        point.position = {r * std::cos(a), r * std::sin(a), 0};
        point.color = {150, 120, 90};
    } else {
        const double z = 2 * u - 1, r = std::sqrt(1 - z * z);
        point.position = {0.4 * r * std::cos(a), 0.4 * r * std::sin(a), 0.4 + 0.4 * z};
        point.color = {200, 70, 60};
    }
    for (uint64_t k = 0; k < std::min<uint64_t>(pictures, 3); ++k) {
        point.seen_by.push_back(static_cast<uint32_t>((i + k) % pictures));
    }
    std::sort(point.seen_by.begin(), point.seen_by.end());
    return point;
}

CameraDocument documentOf(const std::vector<ViewSource>& views, std::size_t points) {
    CameraDocument document;
    document.estimated = true;
    for (std::size_t i = 0; i < views.size(); ++i) {
        const ImageHeader header = readImageHeader(views[i].image);
        FileCamera camera;
        camera.picture = views[i].name;
        camera.intrinsics.width = header.width, camera.intrinsics.height = header.height;
        camera.intrinsics.fx = camera.intrinsics.fy = 1.4 * header.width;
        camera.world_from_camera = poseAt(2 * std::numbers::pi * static_cast<double>(i) /
                                          static_cast<double>(views.size()));
        document.frames.push_back({camera, views[i].image});
        document.cloud.pictures.push_back(views[i].name);
    }
    for (std::size_t i = 0; i < points; ++i) {
        document.cloud.points.push_back(pointAt(i, views.size()));
    }
    return document;
}

CameraReport reportOf(const std::vector<ViewSource>& all, std::size_t kept, std::size_t points) {
    CameraReport report;
    for (std::size_t i = 0; i < all.size(); ++i) {
        EstimatedPicture picture;
        picture.view = all[i].name;
        picture.path = all[i].image;
        const bool used = i < kept;
        picture.state =
            used ? EstimatedPicture::State::Registered : EstimatedPicture::State::LeftOut;
        picture.reason = used ? EstimatedPicture::Reason::None : EstimatedPicture::Reason::Blurred;
        report.pictures.push_back(picture);
    }
    report.registered = static_cast<int>(kept);
    report.points = static_cast<int>(points);
    report.reprojection_error = 0.42;
    report.focal_length = 701, report.exif_focal_length = 700;
    report.program = "scripted", report.matching = "exhaustive";
    report.seconds = 1;
    return report;
}

int refuse() {
    send("error",
         {{"code", "unsupported"},
          {"exit_code", 5},
          {"path", ""},
          {"reason", "the program colmap was not found"},
          {"hint", "Install the package colmap (apt install colmap)."}});
    return 5;
}

[[noreturn]] void hang() {
    std::signal(SIGTERM, SIG_IGN);
    send("stage", {{"name", "features"}, {"steps", 10}, {"weight", 0.2}});
    for (;;) {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
}

void grow(const std::vector<ViewSource>& views,
          std::size_t points,
          const std::filesystem::path& output,
          bool slowly) {
    std::filesystem::path preview = output;
    preview.replace_extension(".so-far.json");
    const std::size_t steps = slowly ? 10 : 1;
    send("stage", {{"name", "mapping"}, {"steps", steps}, {"weight", 1.0}});
    for (std::size_t step = 1; step <= steps; ++step) {
        const std::size_t count = std::max<std::size_t>(2, views.size() * step / (steps + 1));
        if (count <= views.size()) {
            writeCameraDocument(
                documentOf({views.begin(), views.begin() + static_cast<std::ptrdiff_t>(count)},
                           points * step / (steps + 1)),
                preview,
                CloudPly::No);
            send("cameras", {{"path", preview.string()}, {"registered", count}});
        }
        send("progress",
             {{"stage", "mapping"},
              {"step", step},
              {"steps", steps},
              {"fraction", static_cast<double>(step) / static_cast<double>(steps)},
              {"elapsed_s", 0.3 * static_cast<double>(step)},
              {"left_s", 0.3 * static_cast<double>(steps - step)}});
        if (slowly) {
            std::this_thread::sleep_for(std::chrono::milliseconds(300));
        }
    }
}

}  // namespace

int runScriptedCameras(int argc, const char* const* argv) {
    const std::string how = variable("BOZZETTO_SCRIPTED_CAMERAS", "");
    if (how == "missing") {
        return refuse();
    }
    if (how == "hang") {
        hang();
    }
    std::filesystem::path output;
    std::set<std::string> excluded;
    FindOptions find;
    for (int i = 3; i + 1 < argc; ++i) {
        if (std::string(argv[i]) == "--output") {
            output = argv[i + 1];
        } else if (std::string(argv[i]) == "--exclude") {
            excluded.insert(argv[i + 1]);
        } else if (std::string(argv[i]) == "--frames") {
            find.video_frames = std::stoi(argv[i + 1]);
        }
    }
    SetSource set = findImageSet(argv[2], find);
    std::erase_if(set.views, [&](const ViewSource& view) { return excluded.contains(view.name); });
    std::vector<ViewSource> used = set.views;
    used.pop_back();
    const auto points =
        static_cast<std::size_t>(std::stoul(variable("BOZZETTO_SCRIPTED_POINTS", "400")));
    grow(used, points, output, how == "slow");
    CameraDocument document = documentOf(used, points);
    document.report = reportToJson(reportOf(set.views, used.size(), points));
    writeCameraDocument(document, output, CloudPly::No);
    send("result", {{"path", output.string()}});
    return 0;
}

}  // namespace bozzetto::testing
