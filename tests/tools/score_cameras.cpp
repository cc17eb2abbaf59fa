// SPDX-License-Identifier: Apache-2.0
// bozzetto-score-cameras CAMERAS --truth TRUTH.json [--mesh GT.ply]
//
// Scores cameras that structure from motion or another program gave (any camera file that we read)
// against the true ones, and what is guessed from them and their points (up, table, region) against
// the true mesh, which stands on the table with +Z up.
#include "base/error.h"
#include "camera/camera_file.h"
#include "camera/compare_cameras.h"
#include "camera/image_set_reader.h"
#include "camera/scene_guess.h"
#include "io/ply.h"

#include <cstdio>
#include <map>
#include <numbers>
#include <string>

using namespace bozzetto;

namespace {

struct Solved {
    std::vector<CameraByName> cameras;
    SparseCloud cloud;
};

/// The cameras of a file, given to the true set's pictures.
Solved readSolved(const std::string& path, SetSource pictures) {
    for (ViewSource& view : pictures.views) {
        view.world_from_camera.reset();
    }
    attachCameras(pictures, readCameraFile(path));
    LoadOptions headers;
    headers.pixels = LoadOptions::Pixels::HeadersOnly;
    Solved solved;
    const ImageSet set = loadImageSet(pictures, headers);
    for (const View& view : set.views) {
        if (view.camera) {
            solved.cameras.push_back({view.name, *view.camera});
        }
    }
    solved.cloud = set.cloud;
    return solved;
}

void scoreGuess(const Solved& solved,
                const CameraComparison& comparison,
                const TriangleMesh& mesh) {
    std::map<std::string, Camera> by_name(solved.cameras.begin(), solved.cameras.end());
    std::vector<Camera> cameras;
    SparseCloud cloud = solved.cloud;
    for (const std::string& picture : cloud.pictures) {
        if (by_name.contains(picture)) {
            cameras.push_back(by_name.at(picture));
        }
    }
    if (cameras.size() < 2) {
        for (const auto& [name, camera] : solved.cameras) {
            cameras.push_back(camera);
        }
    }
    const SceneGuess guess = guessScene(cameras, cloud);
    const Similarity& similarity = comparison.truth_from_cameras;
    const Vec3d up = transformPoint(similarity.rotation, guess.frame.up);
    std::printf("guess: %s\n", guess.evidence.c_str());
    std::printf("up is off by %.3f degrees, confidence %.2f\n",
                std::acos(std::min(1.0, up.z)) * 180 / std::numbers::pi,
                guess.up_confidence);
    double lowest = 1e9, worst = -1e9;
    const Similarity back = {inverseRigid(similarity.rotation), 1 / similarity.scale, {}};
    int outside = 0;
    for (const Vec3f& p : mesh.positions) {
        const Vec3d in_truth{p.x, p.y, p.z};
        const Vec3d q = back(in_truth - similarity.translation);
        const double distance = distanceTo(guess.region, q) * similarity.scale;
        outside += distance > 0 ? 1 : 0;
        worst = std::max(worst, distance);
        lowest = std::min(lowest, in_truth.z);
    }
    const Vec3d on_floor = similarity(guess.frame.up * guess.frame.floor);
    std::printf("table: %s; below the object by %.4f\n",
                guess.table ? "found" : "none",
                guess.table ? lowest - dot(up, on_floor) : 0.0);
    const Vec3d half = guess.region.half_size * similarity.scale;
    std::printf("region: half size %.3f %.3f %.3f; %d of %zu vertices outside, the worst by %.4f\n",
                half.x,
                half.y,
                half.z,
                outside,
                mesh.positions.size(),
                worst);
}

int run(const std::string& file, const std::string& truth_path, const std::string& mesh_path) {
    const SetSource source = findImageSet(truth_path);
    LoadOptions headers;
    headers.pixels = LoadOptions::Pixels::HeadersOnly;
    std::vector<CameraByName> truth;
    for (const View& view : loadImageSet(source, headers).views) {
        if (view.camera) {
            truth.push_back({view.name, *view.camera});
        }
    }
    const Solved solved = readSolved(file, source);
    const CameraComparison c = compareCameras(solved.cameras, truth);
    std::printf(
        "cameras: %d of %zu; position %.4f mean, %.4f worst (%s); rotation %.4f mean, %.4f "
        "worst, degrees; focal length off by %.3f %%; %zu points\n",
        c.matched,
        truth.size(),
        c.position_mean,
        c.position_worst,
        c.worst_view.c_str(),
        c.rotation_mean,
        c.rotation_worst,
        100 * c.focal_error,
        solved.cloud.points.size());
    if (!mesh_path.empty()) {
        scoreGuess(solved, c, readPly(mesh_path).mesh);
    }
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    std::string file, truth, mesh;
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        std::string* option = word == "--truth" ? &truth : word == "--mesh" ? &mesh : nullptr;
        if (option && i + 1 < argc) {
            *option = argv[++i];
        } else if (!option) {
            file = word;
        }
    }
    if (file.empty() || truth.empty()) {
        std::fprintf(stderr, "bozzetto-score-cameras CAMERAS --truth TRUTH.json [--mesh GT.ply]\n");
        return 2;
    }
    try {
        return run(file, truth, mesh);
    } catch (const Error& error) {
        std::fprintf(stderr, "%s\n%s\n", error.what(), error.hint().c_str());
        return 3;
    }
}
