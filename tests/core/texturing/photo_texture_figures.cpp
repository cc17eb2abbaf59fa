// SPDX-License-Identifier: Apache-2.0
// Prints how well cameras, texture and the seen map come out of a few photographs of a rendered set
// with its true mesh: photo_texture_figures FOLDER [views = 6] [texels = 1024] [focal error = 0]
// [faces = all of the mesh; fewer: the texture's mesh is decimated] [steps = 120].
// A focal error below 0: only with the true cameras.
#include "image/codec.h"
#include "image/color.h"
#include "mesh/simplify.h"
#include "raster/interpolate.h"
#include "raster/rasterize.h"
#include "support/lit_scene.h"

#include <array>
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

/// Where the error is: pixels that one, two or more photographs show, none, metal, and outlines.
class ErrorShares {
public:
    explicit ErrorShares(const PhotoScene& scene) : scene_(scene), mesh_(scene.mesh) {
        for (const PosedPhoto& photo : scene.photos) {
            views_.emplace_back(photo, mesh_);
        }
    }

    void print(const Atlas& atlas, const LitTexture& texture) const {
        const Renderer renderer(texturedScene(scene_, atlas, texture), texture.light);
        std::array<double, kKinds> error{}, pixels{};
        for (const View& view : scene_.test.views) {
            const Image drawn = renderer.render(*view.camera, RenderMode::Shaded);
            const std::vector<int> kinds = kindsOf(view);
            for (size_t i = 0; i < kinds.size(); ++i) {
                if (kinds[i] < kKinds) {
                    pixels[kinds[i]] += 1;
                    error[kinds[i]] +=
                        squaredError(&drawn.pixels[4 * i], &view.image.pixels[4 * i]);
                }
            }
        }
        double all = 0, count = 0;
        for (int k = 0; k < kKinds; ++k) {
            all += error[k];
            count += pixels[k];
        }
        constexpr const char* kNames[kKinds] = {
            "unseen", "seen once", "twice", "more", "metal", "outline"};
        for (int k = 0; k < kKinds; ++k) {
            std::printf("    %-9s %4.1f %% of the pixels, %4.1f %% of the error, %.1f dB\n",
                        kNames[k],
                        100 * pixels[k] / count,
                        100 * error[k] / all,
                        -10 * std::log10(error[k] / std::max(1.0, pixels[k])));
        }
    }

private:
    static constexpr int kKinds = 6, kMetal = 4, kOutline = 5;

    static double squaredError(const float* a, const float* b) {
        const auto shown = [](const float* pixel, int c) {
            return srgbFromLinear(std::clamp(pixel[c], 0.0f, 1.0f)) * pixel[3] + 1 - pixel[3];
        };
        double sum = 0;
        for (int c = 0; c < 3; ++c) {
            const double d = shown(a, c) - shown(b, c);
            sum += d * d / 3;
        }
        return sum;
    }

    /// By pixel; kKinds beside the object.
    std::vector<int> kindsOf(const View& view) const {
        const Camera& camera = *view.camera;
        const at::Tensor rast = rasterize(mesh_.clip(camera).unsqueeze(0).contiguous(),
                                          mesh_.triangles,
                                          camera.height,
                                          camera.width,
                                          Derivatives::No)
                                    .rast;
        const at::Tensor values =
            interpolate(
                at::cat({mesh_.positions, mesh_.normals}, 1).unsqueeze(0), rast, mesh_.triangles)
                .view({-1, 6});
        const at::Tensor point = values.slice(1, 0, 3).contiguous(), normal = values.slice(1, 3, 6);
        const at::Tensor unit = normal / normal.norm(2, 1, true).clamp_min(1e-12);
        at::Tensor seen = at::zeros({point.size(0)});
        for (const PhotoView& photo : views_) {
            seen += photo.at(point, unit).weight.gt(0).to(at::kFloat);
        }
        const Image truth = readRawImage(view.roughness_metallic_path);
        const at::Tensor alpha = toTensor(view.image).select(2, 3);
        const at::Tensor inner =
            -at::max_pool2d(-alpha.view({1, 1, camera.height, camera.width}), 5, 1, 2);
        std::vector<int> kinds(static_cast<size_t>(point.size(0)));
        for (size_t i = 0; i < kinds.size(); ++i) {
            const bool metal = truth.pixels[truth.channels * i + 2] > 0.5f;
            const int count = std::min(3, static_cast<int>(seen.data_ptr<float>()[i]));
            kinds[i] = view.image.pixels[4 * i + 3] < 0.5f  ? kKinds
                       : metal                              ? kMetal
                       : inner.data_ptr<float>()[i] < 0.98f ? kOutline
                                                            : count;
        }
        return kinds;
    }

    const PhotoScene& scene_;
    DeviceMesh mesh_;
    std::vector<PhotoView> views_;
};

/// Everything with the scene's cameras as they are.
void printScores(const PhotoScene& scene, int size, int steps) {
    Clock clock;
    const PaintedScene painted = paintScene(scene, size);
    std::printf("  vertex colours %.2f dB, painted with the light in it %.2f dB (%.1f s)\n",
                scoreOf(scene, painted, painted.vertex_map),
                scoreOf(scene, painted, painted.map),
                clock.lap());
    std::printf("  seen agrees with rays on %.2f %% of the faces\n",
                100 * seenAgreement(scene, painted.seen));
    const AtlasTexels texels = rasterizeAtlas(scene.mesh, painted.atlas, size);
    for (const bool metals : {false, true}) {
        clock.lap();
        const LitTexture lit = textureScene(scene, painted.atlas, texels, steps, metals);
        const double seconds = clock.lap();
        std::printf("  light taken out, %s: %.2f dB (%.1f s)\n",
                    metals ? "metal looked for" : "metallic 0",
                    litScore(scene, painted.atlas, lit),
                    seconds);
        ErrorShares(scene).print(painted.atlas, lit);
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::puts("photo_texture_figures FOLDER [views] [texels] [focal error] [faces] [steps]");
        return 2;
    }
    std::setvbuf(stdout, nullptr, _IOLBF, 1 << 12);
    PhotoScene scene(argv[1], argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 6);
    const int size = argc > 3 ? std::atoi(argv[3]) : 1024;
    const double focal_error = argc > 4 ? std::atof(argv[4]) : 0;
    const int64_t faces = argc > 5 ? std::atoll(argv[5]) : 0;
    const int steps = argc > 6 ? std::atoi(argv[6]) : 120;

    std::vector<FoundCamera> found;
    if (focal_error >= 0) {
        Clock clock;
        const std::vector<PosedPhoto> starts = disturbedPhotos(scene, focal_error);
        found = searchCameras({&scene.mesh, {}, starts}, {});
        std::printf("cameras: %.1f s\n", clock.lap());
        for (size_t i = 0; i < found.size(); ++i) {
            const Camera& truth = scene.photos[i].camera;
            printErrors("  from", cameraError(starts[i].camera, truth));
            printErrors(" to", cameraError(found[i].camera, truth));
            std::printf(", IoU %.4f, colour %.4f\n", found[i].mask_iou, found[i].color_error);
        }
    }
    if (faces > 0) {
        TexturedMesh plain;
        plain.mesh = scene.mesh;
        SimplifyOptions options;
        options.triangles = faces;
        scene.mesh = simplify(plain, options).mesh.mesh;
    }
    std::printf("texture on %zu triangles, %zu vertices\n",
                scene.mesh.triangles.size(),
                scene.mesh.positions.size());
    std::puts("with the true cameras:");
    printScores(scene, size, steps);
    for (size_t i = 0; i < found.size(); ++i) {
        scene.photos[i].camera = found[i].camera;
    }
    if (!found.empty()) {
        std::puts("with the cameras found:");
        printScores(scene, size, steps);
    }
}
