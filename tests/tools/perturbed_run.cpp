// SPDX-License-Identifier: Apache-2.0
// bozzetto-perturbed-run TRUTH.json GT.ply [KEY=VALUE...]
//
// What errors of cameras, masks and exposures cost nvdiffrec, and what its refinement gets back.
// The true set (depth pictures of the object alone are its masks) is spoiled, reconstructed and
// scored.
//   turn=DEG shift=PERCENT focal=PERCENT   of every camera: about its centre; of its distance; all
//   exposure=SHARE                         gains of up to 1 +- SHARE a view and channel
//   mask=PIXELS                            outlines wander by so much; confidence=1 tells so
//   auto=1 region=1                        automatic masks; the box around the true mesh
//   anything else is a setting of the engine, or preset=NAME
#include "app/align_result.h"
#include "base/random.h"
#include "camera/image_set_reader.h"
#include "camera/transforms_file.h"
#include "geometry/visual_hull.h"
#include "image/resize.h"
#include "io/ply.h"
#include "masks/auto_masks.h"
#include "mesh/distance.h"
#include "nvdiffrec/engine.h"
#include "optim/metrics.h"
#include "pipeline/run_job.h"

#include <ATen/Parallel.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <map>
#include <numbers>

namespace bozzetto {
namespace {

using Arguments = std::map<std::string, std::string>;

double take(Arguments& arguments, const std::string& key, double otherwise = 0) {
    const auto found = arguments.find(key);
    if (found == arguments.end()) {
        return otherwise;
    }
    const double value = std::stod(found->second);
    arguments.erase(found);
    return value;
}

double noise(uint64_t stream, uint64_t i) {  // in [-1, 1]
    return 2.0 * randomUniform(17, stream, i) - 1.0;
}

void spoilCamera(Camera& camera, uint64_t view, double turn, double shift, double focal) {
    Vec3d axis{noise(1, 3 * view), noise(1, 3 * view + 1), noise(1, 3 * view + 2)};
    axis = normalize(axis);
    const double angle = turn * std::numbers::pi / 180, c = std::cos(angle), s = std::sin(angle);
    Mat4d about;
    const double k[3][3] = {{0, -axis.z, axis.y}, {axis.z, 0, -axis.x}, {-axis.y, axis.x, 0}};
    for (int i = 0; i < 3; ++i) {
        for (int j = 0; j < 3; ++j) {
            about.m[i][j] = (i == j ? c : 0) + s * k[i][j] + (1 - c) * axis[i] * axis[j];
        }
    }
    const Vec3d along =
        normalize(Vec3d{noise(2, 3 * view), noise(2, 3 * view + 1), noise(2, 3 * view + 2)}) *
        (shift * 0.01 * length(camera.position()));
    camera.world_from_camera = camera.world_from_camera * about;
    for (int i = 0; i < 3; ++i) {
        camera.world_from_camera.m[i][3] += along[i];
    }
    camera.fx *= 1 + 0.01 * focal;
    camera.fy *= 1 + 0.01 * focal;
}

/// A smooth field in [-1, 1] with bumps of about 24 pixels.
double wave(uint64_t stream, double x, double y) {
    const auto at = [&](int i, int j) {
        return noise(100 + stream, static_cast<uint64_t>(i + 64) * 4096 + (j + 64));
    };
    const double u = x / 24, v = y / 24;
    const int i = static_cast<int>(std::floor(u)), j = static_cast<int>(std::floor(v));
    const double a = u - i, b = v - j;
    return (1 - a) * (1 - b) * at(i, j) + a * (1 - b) * at(i + 1, j) + (1 - a) * b * at(i, j + 1) +
           a * b * at(i + 1, j + 1);
}

void spoilMask(View& view, uint64_t stream, double pixels, bool confidence) {
    const Image distance = silhouetteOf(view.image, *view.camera).distance;
    if (confidence) {
        view.mask_confidence = Image(view.image.width, view.image.height, 1);
    }
    for (int y = 0; y < view.image.height; ++y) {
        for (int x = 0; x < view.image.width; ++x) {
            const double d = *distance.at(x, y) + pixels * wave(stream, x, y);
            view.image.at(x, y)[3] = d < 0 ? 1.0f : 0.0f;
            if (confidence) {
                *view.mask_confidence.at(x, y) =
                    static_cast<float>(std::clamp(std::abs(d) / (2 * pixels), 0.05, 1.0));
            }
        }
    }
}

double maskIou(const Image& image, const Image& depth) {
    double both = 0, either = 0;
    for (size_t i = 0; i < depth.pixels.size(); ++i) {
        const bool a = image.pixels[4 * i + 3] >= 0.5f, b = depth.pixels[i] > 0;
        both += a && b;
        either += a || b;
    }
    return both / either;
}

class Sink : public JobSink {
public:
    void onStage(const std::string&, int64_t, double) override {}
    void onProgress(int64_t, int64_t) override {}
    void onMetric(const std::string&, double, int64_t) override {}
    void onWarning(const std::string& message) override {
        std::printf("warning: %s\n", message.c_str());
    }
    void onPreview(const PreviewMesh&) override {}
};

std::vector<CameraByName> camerasOf(const ImageSet& set) {
    std::vector<CameraByName> cameras;
    for (const View& view : set.views) {
        cameras.emplace_back(view.name, *view.camera);
    }
    return cameras;
}

void printCameras(const char* when, const CameraComparison& c, double radius) {
    std::printf(
        "cameras %s: rotation %.4f (worst %.4f) degrees, position %.4f (%.4f) %% of radius, "
        "focal %.3f %%\n",
        when,
        c.rotation_mean,
        c.rotation_worst,
        100 * c.position_mean / radius,
        100 * c.position_worst / radius,
        100 * c.focal_error);
}

RegionBox boxAround(const TriangleMesh& mesh) {
    Vec3d low{1e30, 1e30, 1e30}, high{-1e30, -1e30, -1e30};
    for (const Vec3f& p : mesh.positions) {
        for (int k = 0; k < 3; ++k) {
            low[k] = std::min<double>(low[k], p[k]);
            high[k] = std::max<double>(high[k], p[k]);
        }
    }
    RegionBox box;
    const double margin = 0.04 * length(high - low);
    for (int k = 0; k < 3; ++k) {
        const double bottom = low[k] - (k == 2 ? 0 : margin), top = high[k] + margin;
        box.world_from_box.m[k][3] = 0.5 * (bottom + top);
        box.half_size[k] = 0.5 * (top - bottom);
    }
    return box;
}

/// Masks, exposures and region as asked for.
void spoilPictures(ImageSet& set, Arguments& arguments, const TriangleMesh& truth) {
    const double exposure = take(arguments, "exposure"), mask = take(arguments, "mask");
    const bool automatic = take(arguments, "auto") > 0, told = take(arguments, "confidence") > 0;
    if (take(arguments, "region") > 0) {
        set.region = boxAround(truth);
    }
    std::vector<Image> depth;
    for (View& view : set.views) {
        depth.push_back(resizeNearest(view.depth, view.image.width, view.image.height));
        view.depth = Image();
        view.has_mask = !automatic;
        for (size_t p = 0; p < depth.back().pixels.size(); ++p) {
            view.image.pixels[4 * p + 3] = automatic || depth.back().pixels[p] > 0 ? 1.0f : 0.0f;
        }
    }
    if (automatic) {
        makeMasks(set, {}, {});
    }
    double iou = 0;
    for (size_t v = 0; v < set.views.size(); ++v) {
        View& view = set.views[v];
        if (mask > 0) {
            spoilMask(view, v, mask, told);
        }
        iou += maskIou(view.image, depth[v]) / static_cast<double>(set.views.size());
        for (size_t p = 0; p < view.image.pixels.size(); ++p) {
            if (p % 4 < 3) {
                view.image.pixels[p] *=
                    static_cast<float>(std::exp(std::log(1 + exposure) * noise(3, 3 * v + p % 4)));
            }
        }
    }
    std::printf("masks: IoU %.4f\n", iou);
}

int run(const std::string& views, const std::string& mesh, Arguments arguments) {
    at::set_num_threads(1);
    ImageSet set = loadImageSet(readTransformsFile(views), {});
    const TriangleMesh truth = readPly(mesh).mesh;
    const double radius = boundingRadius(truth);
    const std::vector<CameraByName> exact = camerasOf(set);
    const double turn = take(arguments, "turn"), shift = take(arguments, "shift"),
                 focal = take(arguments, "focal");
    for (size_t v = 0; v < set.views.size(); ++v) {
        spoilCamera(*set.views[v].camera, v, turn, shift, focal);
    }
    set.estimated_cameras = turn > 0 || shift > 0 || focal != 0;
    spoilPictures(set, arguments, truth);
    printCameras("before", compareCameras(camerasOf(set), exact), radius);

    Settings settings;
    for (const auto& [key, value] : arguments) {
        (key == "preset" ? settings.preset : settings.values[key]) = value;
    }
    Sink sink;
    JobContext::Options options;
    options.seed = 1;
    JobContext job(options, sink);
    const auto start = std::chrono::steady_clock::now();
    const JobOutcome outcome = runJob(*makeNvdiffrecEngine(), set, settings, job);
    if (const auto* failure = std::get_if<Failure>(&outcome)) {
        std::printf("failed: %s (%s)\n", failure->reason.c_str(), failure->detail.c_str());
        return 1;
    }
    const Reconstruction& result = std::get<Reconstruction>(outcome);
    const CameraComparison after = compareCameras(result.cameras, exact);
    printCameras("after", after, radius);
    std::vector<Camera> cameras;
    for (const auto& [name, camera] : exact) {
        cameras.push_back(camera);
    }
    const TriangleMesh moved = alignedMesh(result.mesh.mesh, after.truth_from_cameras);
    const auto seen = compareSurfaces(moved, truth, seenByTwo(truth, cameras));
    const auto all = compareSurfaces(moved, truth);
    nlohmann::json report = nlohmann::json::parse(result.report_json);
    if (report.contains("refinement")) {
        report["refinement"].erase("views");
    }
    std::printf(
        "Surface-L1 seen %.4f %%, all %.4f %%, F at 0.5 %% %.3f, beyond %.2f %%, %zu "
        "triangles, %.0f s\n%s\n",
        100 * seen.surface_l1,
        100 * all.surface_l1,
        seen.fscore_05,
        100 * shareBeyond(moved, truth),
        moved.triangles.size(),
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(),
        report.dump().c_str());
    return 0;
}

}  // namespace
}  // namespace bozzetto

int main(int argc, char** argv) {
    if (argc < 3) {
        std::fprintf(stderr, "usage: bozzetto-perturbed-run TRUTH.json GT.ply [KEY=VALUE...]\n");
        return 2;
    }
    bozzetto::Arguments arguments;
    for (int i = 3; i < argc; ++i) {
        const std::string text = argv[i];
        arguments[text.substr(0, text.find('='))] = text.substr(text.find('=') + 1);
    }
    try {
        return bozzetto::run(argv[1], argv[2], arguments);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
