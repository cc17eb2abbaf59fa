// SPDX-License-Identifier: Apache-2.0
// Prints how well cameras, texture and the seen map come out of a few photographs of a rendered set
// with its true mesh: photo_texture_figures FOLDER [views = 6] [texels = 1024] [focal error = 0]
// [faces = all of the mesh; fewer: the texture's mesh is decimated].
#include "mesh/simplify.h"
#include "support/photo_scene.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>

using namespace bozzetto;
using namespace bozzetto::testing;

namespace {

class Clock {
public:
    double lap() {
        const auto now = std::chrono::steady_clock::now();
        const double seconds = std::chrono::duration<double>(now - last_).count();
        last_ = now;
        return seconds;
    }

private:
    std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

void printErrors(const char* what, const CameraError& error) {
    std::printf("%s %6.3f degrees, %6.3f %% of the distance, focal length %6.3f %%",
                what,
                error.degrees,
                100 * error.distance,
                100 * error.focal);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::puts("photo_texture_figures FOLDER [views] [texels] [focal error] [faces]");
        return 2;
    }
    PhotoScene scene(argv[1], argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 6);
    const int size = argc > 3 ? std::atoi(argv[3]) : 1024;
    const double focal_error = argc > 4 ? std::atof(argv[4]) : 0;

    Clock clock;
    const std::vector<PosedPhoto> starts = disturbedPhotos(scene, focal_error);
    const std::vector<FoundCamera> found = searchCameras({&scene.mesh, {}, starts}, {});
    std::printf("cameras: %.1f s\n", clock.lap());
    for (size_t i = 0; i < found.size(); ++i) {
        const Camera& truth = scene.photos[i].camera;
        printErrors("  from", cameraError(starts[i].camera, truth));
        printErrors(" to", cameraError(found[i].camera, truth));
        std::printf(", IoU %.4f, colour %.4f\n", found[i].mask_iou, found[i].color_error);
    }

    if (argc > 5) {
        TexturedMesh plain;
        plain.mesh = scene.mesh;
        SimplifyOptions options;
        options.triangles = std::atoll(argv[5]);
        scene.mesh = simplify(plain, options).mesh.mesh;
    }
    std::printf("texture on %zu triangles, %zu vertices\n",
                scene.mesh.triangles.size(),
                scene.mesh.positions.size());
    const PaintedScene given = paintScene(scene, size);
    std::printf("with the true cameras: %.1f s\n", clock.lap());
    std::printf("  vertex colours %.2f dB, texture %.2f dB\n",
                scoreOf(scene, given, given.vertex_map),
                scoreOf(scene, given, given.map));
    clock.lap();
    std::printf("  seen agrees with rays on %.2f %% of the faces\n",
                100 * seenAgreement(scene, given.seen));
    for (size_t i = 0; i < found.size(); ++i) {
        scene.photos[i].camera = found[i].camera;
    }
    clock.lap();
    const PaintedScene own = paintScene(scene, size);
    std::printf("with the cameras found: %.1f s\n", clock.lap());
    std::printf("  vertex colours %.2f dB, texture %.2f dB\n",
                scoreOf(scene, own, own.vertex_map),
                scoreOf(scene, own, own.map));
}
