// SPDX-License-Identifier: Apache-2.0
// What follows ReconViaGen's mesh decoder, timed: a shell of two walls, a bumpy egg with a wall of
// 4 % of its size, coloured by place, with as many triangles as the decoder makes of it on 256^3
// cells. First to a mesh with the decoder's colours alone, then with six photographs of it, whose
// cameras are 15 degrees off a rig in another world.
//   check_finish [DEVICE = cpu] [triangles = 580000] [texels = 1024]
#include "bake/camera_search.h"
#include "bake/face_visibility.h"
#include "mesh/cleanup.h"
#include "optim/metrics.h"
#include "reconviagen/finish_mesh.h"
#include "render/renderer.h"
#include "support/camera_errors.h"
#include "support/simple_meshes.h"
#include "tensor/convert.h"
#include "tensor/gpu.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <string>

using namespace bozzetto;
using namespace bozzetto::testing;

namespace {

constexpr int kPhotos = 6;
constexpr int kPhotoSide = 512;

bool all_good = true;

void check(bool good, const char* what) {
    std::printf("%s %s\n", good ? "ok    " : "FAILED", what);
    all_good = all_good && good;
}

double now() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

/// Nothing about it is symmetric, so that its outlines tell where they are seen from.
Vec3f bumpy(Vec3f p, float size) {
    const float bump = 1 + 0.16f * std::sin(4 * p.x + 1) * std::sin(5 * p.y) +
                       0.14f * std::sin(6 * p.z + 2 * p.x) + 0.1f * p.x;
    return {p.x * size * bump, p.y * 0.75f * size * bump, p.z * 0.9f * size * bump};
}

DecodedMesh shell(int64_t triangles, const at::Device& device) {
    const int rows = static_cast<int>(std::sqrt(static_cast<double>(triangles) / 8));
    const TriangleMesh ball = makeSphere(2 * rows, rows);
    TriangleMesh mesh = ball, inner = ball;
    for (Vec3f& p : mesh.positions) {
        p = bumpy(p, 0.36f);
    }
    for (Vec3f& p : inner.positions) {
        p = bumpy(p, 0.346f);
    }
    for (Vec3i& t : inner.triangles) {
        std::swap(t.y, t.z);
    }
    append(&mesh, inner);
    const at::Tensor vertices = toTensor(mesh.positions);
    const at::Tensor waves = 0.5 + 0.3 * (vertices * 14 + vertices.roll(1, 1) * 9).sin();
    return {vertices.to(device), toTensor(mesh.triangles).to(device), waves.to(device)};
}

/// Mean absolute difference; infinite for pictures of two sizes.
double difference(const Image& a, const Image& b) {
    if (a.pixels.size() != b.pixels.size()) {
        return std::numeric_limits<double>::infinity();
    }
    double sum = 0;
    for (size_t i = 0; i < a.pixels.size(); ++i) {
        sum += std::abs(a.pixels[i] - b.pixels[i]);
    }
    return sum / static_cast<double>(std::max<size_t>(1, a.pixels.size()));
}

/// Runs it, and prints the seconds of each stage.
FinishedMesh timed(const DecodedMesh& mesh,
                   const std::vector<FinishPhoto>& photos,
                   FinishOptions options) {
    std::vector<std::pair<std::string, double>> stages;
    const double start = now();
    double last = start;
    options.progress = [&](double, const char* what) {
        const double time = now();
        if (!stages.empty()) {
            stages.back().second += time - last;
        }
        last = time;
        if (stages.empty() || stages.back().first != what) {
            stages.emplace_back(what, 0.0);
        }
    };
    FinishedMesh finished = finishMesh(mesh, photos, options);
    stages.back().second += now() - last;
    for (const auto& [what, seconds] : stages) {
        std::printf("  %-28s %7.2f s\n", what.c_str(), seconds);
    }
    std::printf("  %-28s %7.2f s, %zu triangles\n",
                "all",
                now() - start,
                finished.mesh.mesh.triangles.size());
    return finished;
}

}  // namespace

int main(int argc, char** argv) {
    const at::Device device = torchDevice(argc > 1 ? argv[1] : "cpu");
    const int64_t triangles = argc > 2 ? std::atoll(argv[2]) : 580000;
    FinishOptions options;
    options.device = device;
    options.texture_size = argc > 3 ? std::atoi(argv[3]) : 1024;
    std::setvbuf(stdout, nullptr, _IOLBF, 1 << 12);
    const DecodedMesh mesh = shell(triangles, device);
    if (device.is_cuda()) {
        timed(shell(20000, device), {}, options);  // the first kernels load
    }
    std::printf("%lld triangles on %s, without photographs\n",
                static_cast<long long>(mesh.triangles.size(0)),
                device.str().c_str());
    resetDeviceMemoryPeak(device);
    const FinishedMesh plain = timed(mesh, {}, options);
    const MeshReport report = inspect(plain.mesh.mesh);
    check(report.components == 1, "the inner wall is gone");
    std::printf("  open edges %lld, edges of more than two faces %lld\n",
                static_cast<long long>(report.boundary_edges),
                static_cast<long long>(report.non_manifold_edges));
    check(report.closed() && report.edgeManifold(), "the mesh is closed");

    const Renderer renderer(plain.mesh, {}, 64, device);
    std::vector<Image> pictures;
    std::vector<Camera> truth;
    for (int i = 0; i < kPhotos; ++i) {
        const Direction d = hammersleyDirection(2 * i + 1, 2 * kPhotos);
        truth.push_back(orbitCamera({}, 2, d.yaw, d.pitch, 0.6, kPhotoSide));
        pictures.push_back(renderer.render(truth.back(), RenderMode::Albedo));
    }
    std::vector<FinishPhoto> photos;
    for (int i = 0; i < kPhotos; ++i) {
        photos.push_back({std::to_string(i), &pictures[i], disturbed(truth[i], i, 15, 0.1, 0)});
    }
    options.cameras = PhotoCameras::Rough;
    std::printf("with %d photographs\n", kPhotos);
    const FinishedMesh painted = timed(mesh, photos, options);
    check(painted.cameras.size() == kPhotos, "all photographs were placed");
    double degrees = 0, distance = 0;
    for (const auto& [name, camera] : painted.cameras) {
        const CameraError error = cameraError(camera, truth[std::stoul(name)]);
        degrees = std::max(degrees, error.degrees);
        distance = std::max(distance, error.distance);
    }
    std::printf("  worst camera: %.3f degrees, %.3f %% of the distance\n", degrees, 100 * distance);
    check(degrees < 1, "turned by less than a degree");
    std::puts("the same once more");
    const FinishedMesh again = timed(mesh, photos, options);
    // On a GPU sums are added in any order, and 120 steps of an optimisation follow.
    const double most = device.is_cuda() ? 0.01 : 0;
    const double color =
        difference(again.mesh.material.base_color, painted.mesh.material.base_color);
    const double roughness =
        difference(again.mesh.material.roughness, painted.mesh.material.roughness);
    std::printf("  base colour differs by %.1e, roughness by %.1e\n", color, roughness);
    check(color <= most && roughness <= most, "textures are the same again");
    // The photographs are drawn without shine: their light has to come out even, and they the same.
    const Renderer lit(painted.mesh, painted.light, 64, device);
    double score = 0;
    for (int i = 0; i < kPhotos; ++i) {
        const auto camera = std::find_if(painted.cameras.begin(),
                                         painted.cameras.end(),
                                         [&](const auto& c) { return c.first == photos[i].name; });
        if (camera != painted.cameras.end()) {
            const Image drawn = lit.render(camera->second, RenderMode::Shaded);
            score += scoreView(drawn, pictures[i], Ssim::No).psnr_masked / kPhotos;
        }
    }
    std::printf("  the photographs drawn again: %.2f dB\n", score);
    check(score > 30, "the photographs come out of the texture and its light");
    if (device.is_cuda()) {
        std::printf("  most memory of the GPU in tensors: %.2f GiB\n",
                    static_cast<double>(readDeviceMemory(device).most_allocated) / (1 << 30));
    }
    return all_good ? 0 : 1;
}
