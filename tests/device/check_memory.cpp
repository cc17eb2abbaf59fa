// SPDX-License-Identifier: Apache-2.0
// Runs many small jobs one after the other in one process, as an engine after another does, and
// fails if the GPU's memory does not come back after each:   check_memory [JOBS]
#include "nvdiffrec/engine.h"
#include "pipeline/run_job.h"
#include "tensor/gpu.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

using namespace bozzetto;

namespace {

constexpr uint64_t kMay = uint64_t{64} << 20;  // bytes between a job's end and the first one's
constexpr int kSize = 96, kViews = 6;

class Silent : public JobSink {
public:
    void onStage(const std::string&, int64_t, double) override {}
    void onProgress(int64_t, int64_t) override {}
    void onMetric(const std::string&, double, int64_t) override {}
    void onWarning(const std::string&) override {}
    void onPreview(const PreviewMesh&) override {}
};

Camera cameraAt(Vec3d eye) {
    const Vec3d z = normalize(eye), x = normalize(cross(Vec3d{0, 0, 1}, z)), y = cross(z, x);
    Camera camera;
    camera.width = camera.height = kSize;
    camera.fx = camera.fy = 1.5 * kSize;
    camera.cx = camera.cy = 0.5 * kSize;
    for (int k = 0; k < 3; ++k) {
        camera.world_from_camera.m[k][0] = x[k];
        camera.world_from_camera.m[k][1] = y[k];
        camera.world_from_camera.m[k][2] = z[k];
        camera.world_from_camera.m[k][3] = eye[k];
    }
    return camera;
}

/// Photographs of a ball in two colours from around it.
ImageSet makePhotographs() {
    ImageSet set;
    for (int i = 0; i < kViews; ++i) {
        const double turn = 2 * 3.14159265 * i / kViews;
        View view;
        view.name = "view" + std::to_string(i);
        view.camera = cameraAt({3 * std::cos(turn), 3 * std::sin(turn), i % 2 ? 1.5 : -1.0});
        view.image = Image(kSize, kSize, 4);
        view.has_mask = true;
        const Vec3d eye = view.camera->position();
        for (int y = 0; y < kSize; ++y) {
            for (int x = 0; x < kSize; ++x) {
                const Vec3d in_camera{(x + 0.5 - 0.5 * kSize) / (1.5 * kSize),
                                      -(y + 0.5 - 0.5 * kSize) / (1.5 * kSize),
                                      -1};
                Vec3d along;
                for (int k = 0; k < 3; ++k) {
                    const auto& row = view.camera->world_from_camera.m[k];
                    along[k] = row[0] * in_camera.x + row[1] * in_camera.y + row[2] * in_camera.z;
                }
                const double a = dot(along, along), b = dot(along, eye), c = dot(eye, eye) - 0.5;
                const double inside = b * b - a * c;
                if (inside > 0) {
                    const Vec3d hit = eye + along * ((-b - std::sqrt(inside)) / a);
                    float* pixel = view.image.at(x, y);
                    pixel[0] = hit.x > 0 ? 0.6f : 0.1f;
                    pixel[1] = 0.3f;
                    pixel[2] = hit.z > 0 ? 0.2f : 0.5f;
                    pixel[3] = 1;
                }
            }
        }
        set.views.push_back(std::move(view));
    }
    return set;
}

}  // namespace

int main(int argc, char** argv) {
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    const int jobs = argc > 1 ? std::atoi(argv[1]) : 50;
    const at::Device device = torchDevice("cuda:0");
    const auto engine = makeNvdiffrecEngine();
    const ImageSet photographs = makePhotographs();
    Settings settings;
    settings.values = {{"grid", "24"},
                       {"image_side", "96"},
                       {"texture_size", "128"},
                       {"light_size", "8"},
                       {"refine_exposure", "off"},
                       {"shape_iterations", "8"},
                       {"texture_iterations", "8"}};
    uint64_t used_after_first = 0, most = 0;
    for (int i = 0; i < jobs; ++i) {
        Silent sink;
        JobContext::Options options;
        options.device = "cuda:0";
        options.seed = static_cast<uint64_t>(i);
        JobContext job(std::move(options), sink);
        const JobOutcome outcome = runJob(*engine, photographs, settings, job);
        if (const auto* failure = std::get_if<Failure>(&outcome)) {
            std::printf(
                "FAILED job %d: %s (%s)\n", i, failure->reason.c_str(), failure->detail.c_str());
            return 1;
        }
        const DeviceMemory memory = readDeviceMemory(device);
        const uint64_t used = memory.total - memory.free;
        used_after_first = i == 0 ? used : used_after_first;
        most = std::max(most, used);
        if (i < 3 || i + 1 == jobs) {
            std::printf("after job %d: %llu MiB in use, %llu MiB in tensors, %llu MiB kept\n",
                        i + 1,
                        static_cast<unsigned long long>(used >> 20),
                        static_cast<unsigned long long>(memory.allocated >> 20),
                        static_cast<unsigned long long>(memory.reserved >> 20));
        }
    }
    const bool grew = most > used_after_first + kMay;
    std::printf(
        "%s memory after %d jobs: at most %lld MiB more than after the first (64 allowed)\n",
        grew ? "FAILED" : "ok    ",
        jobs,
        static_cast<long long>((most - used_after_first) >> 20));
    return grew ? 1 : 0;
}
