// SPDX-License-Identifier: Apache-2.0
#include "app/evaluate_command.h"

#include "app/align_result.h"
#include "app/console.h"
#include "app/result_files.h"
#include "base/error.h"
#include "base/files.h"
#include "image/codec.h"
#include "io/ply.h"
#include "mesh/cleanup.h"
#include "mesh/distance.h"
#include "optim/metrics.h"
#include "pipeline/material_scores.h"
#include "render/renderer.h"
#include "tensor/gpu.h"

#include <nlohmann/json.hpp>

#include <cstdio>

namespace bozzetto {
namespace {

using Json = nlohmann::ordered_json;

/// One line of the table: a value with its name in --json and its words and unit for people.
struct Score {
    std::string key, label;
    Json value;  // number, boolean or null
    int digits = 0;
    std::string unit;
    double scale = 1;  // shown value = value * scale
};

/// Reads the truth that a views file names and tells if its size is wrong.
Image readTruth(const std::filesystem::path& path, const Camera& camera, bool color) {
    Image image = color ? readImage(path) : readRawImage(path);
    if (image.width != camera.width || image.height != camera.height) {
        throw Error(Error::Kind::BadInput,
                    displayPath(path) + ": is " + std::to_string(image.width) + " x " +
                        std::to_string(image.height) + " pixels; its view has " +
                        std::to_string(camera.width) + " x " + std::to_string(camera.height),
                    "Give a picture of the view's size.",
                    path.string());
    }
    if (!color && image.channels < 3) {
        throw Error(Error::Kind::BadInput,
                    displayPath(path) + ": has no green and blue channel",
                    "Give a picture with roughness in green and metallic in blue.",
                    path.string());
    }
    return image;
}

void addMaterials(const Renderer& renderer, const View& view, MaterialScorer& materials) {
    if (!view.albedo_path.empty()) {
        materials.addAlbedo(renderer.render(*view.camera, RenderMode::Albedo),
                            readTruth(view.albedo_path, *view.camera, true));
    }
    if (!view.roughness_metallic_path.empty()) {
        const Image truth = readTruth(view.roughness_metallic_path, *view.camera, false);
        materials.addRoughness(
            renderer.render(*view.camera, RenderMode::Roughness), truth, 1, view.image);
        materials.addMetallic(
            renderer.render(*view.camera, RenderMode::Metallic), truth, 2, view.image);
    }
}

Json orNull(const std::optional<double>& value) {
    return value ? Json(*value) : Json(nullptr);
}

std::vector<Score> scoreViews(const ResultFiles& files,
                              const ImageSet& images,
                              const std::string& device) {
    const Renderer renderer(files.mesh, files.light, kResultLightSize, torchDevice(device));
    MaterialScorer materials;
    ViewScores mean;
    const auto share = 1.0 / static_cast<double>(images.views.size());
    for (const View& view : images.views) {
        const ViewScores scores =
            scoreView(renderer.render(*view.camera, RenderMode::Shaded), view.image);
        mean.psnr += scores.psnr * share;
        mean.psnr_masked += scores.psnr_masked * share;
        mean.ssim += scores.ssim * share;
        mean.mask_iou += scores.mask_iou * share;
        addMaterials(renderer, view, materials);
    }
    return {{"views", "views", images.views.size(), 0, ""},
            {"psnr", "PSNR", mean.psnr, 2, "dB"},
            {"psnr_masked", "PSNR inside the mask", mean.psnr_masked, 2, "dB"},
            {"ssim", "SSIM", mean.ssim, 4, ""},
            {"mask_iou", "mask IoU", mean.mask_iou, 4, ""},
            {"albedo_psnr", "albedo PSNR", orNull(materials.albedoPsnr()), 2, "dB"},
            {"roughness_error", "roughness error", orNull(materials.roughnessError()), 4, ""},
            {"metallic_error", "metallic error", orNull(materials.metallicError()), 4, ""}};
}

std::vector<Score> scoreCameras(const CameraComparison& c, const std::optional<double>& radius) {
    const auto relative = [&](double length) {
        return radius ? Json(length / *radius) : Json(nullptr);
    };
    return {{"cameras", "aligned cameras", c.matched, 0, ""},
            {"cameras_missing", "cameras missing", c.missing.size(), 0, ""},
            {"position_error", "position error", relative(c.position_mean), 3, "% of radius", 100},
            {"position_error_worst", "worst position", relative(c.position_worst), 3, "%", 100},
            {"rotation_error_deg", "rotation error", c.rotation_mean, 3, "degrees"},
            {"rotation_error_worst_deg", "worst rotation", c.rotation_worst, 3, "degrees"},
            {"focal_error", "focal length error", c.focal_error, 3, "%", 100}};
}

std::vector<Score> scoreSurface(const TriangleMesh& mesh,
                                const TriangleMesh& truth,
                                const std::vector<Camera>& seen_by) {
    const SurfaceScores scores = seen_by.empty()
                                     ? compareSurfaces(mesh, truth)
                                     : compareSurfaces(mesh, truth, seenByTwo(truth, seen_by));
    return {{"surface_l1", "Surface-L1", scores.surface_l1, 3, "%", 100},
            {"fscore_05", "F-score at 0.5 %", scores.fscore_05, 4, ""},
            {"fscore_1", "F-score at 1 %", scores.fscore_1, 4, ""},
            {"normal_error_deg", "normal error", scores.normal_error_deg, 2, "degrees"},
            {"beyond_truth", "area beyond the truth", shareBeyond(mesh, truth), 2, "%", 100}};
}

std::vector<Score> scoreMaskFolder(const std::filesystem::path& folder, const ImageSet& truth) {
    const MaskScores scores = scoreMasks(folder, truth);
    return {{"masks", "masks", scores.views, 0, ""},
            {"masks_missing", "masks missing", scores.missing, 0, ""},
            {"masks_iou", "IoU of the masks", scores.mean, 4, ""},
            {"masks_iou_worst", "worst IoU of a mask", scores.worst, 4, ""}};
}

std::vector<Score> inspectMesh(const TriangleMesh& mesh) {
    const MeshReport report = inspect(mesh, Weld::EqualPositions);
    return {{"closed", "closed", report.closed(), 0, ""},
            {"edge_manifold", "edge-manifold", report.edgeManifold(), 0, ""},
            {"components", "components", report.components, 0, ""},
            {"degenerate_faces", "degenerate faces", report.degenerate_triangles, 0, ""},
            {"unreferenced_vertices", "unreferenced vertices", report.unreferenced_vertices, 0, ""},
            {"vertices", "vertices", report.vertices, 0, ""},
            {"triangles", "triangles", report.triangles, 0, ""}};
}

std::string shown(const Score& score) {
    if (score.value.is_null()) {
        return "-";
    }
    if (score.value.is_boolean()) {
        return score.value.get<bool>() ? "yes" : "no";
    }
    char text[64];
    std::snprintf(text, sizeof text, "%.*f", score.digits, score.value.get<double>() * score.scale);
    return text + (score.unit.empty() ? "" : " " + score.unit);
}

void print(const std::vector<Score>& scores, bool json) {
    if (json) {
        Json object = {{"v", 1}};
        for (const Score& score : scores) {
            object[score.key] = score.value;
        }
        printOut(object.dump() + "\n");
        return;
    }
    for (const Score& score : scores) {
        if (!score.value.is_null()) {
            printOut(score.label + std::string(24 - score.label.size(), ' ') + shown(score) + "\n");
        }
    }
}

}  // namespace

void runEvaluate(const EvaluateArguments& arguments) {
    const ResultFiles files = readResultFiles(arguments.result, arguments.light);
    requireLight(files, arguments.result);
    ImageSet images = readViews(arguments.views, Pictures::Needed);
    std::vector<Score> scores;
    const auto append = [&](const std::vector<Score>& more) {
        scores.insert(scores.end(), more.begin(), more.end());
    };
    if (arguments.masks) {
        append(scoreMaskFolder(*arguments.masks, images));
    }
    std::optional<TexturedMesh> truth;
    if (arguments.mesh) {
        truth = readPly(*arguments.mesh);
    }
    TriangleMesh mesh = files.mesh.mesh;
    std::vector<Camera> seen_by;
    if (arguments.align) {
        const ResultAlignment alignment =
            alignResult(arguments.result, arguments.true_cameras.value_or(arguments.views));
        const Similarity& similarity = alignment.comparison.truth_from_cameras;
        append(scoreCameras(alignment.comparison,
                            truth ? std::optional(boundingRadius(truth->mesh)) : std::nullopt));
        mesh = alignedMesh(mesh, similarity);
        for (View& view : images.views) {
            view.camera = inResult(*view.camera, similarity);
        }
        seen_by = alignment.true_cameras;
    } else {
        for (const View& view : images.views) {
            seen_by.push_back(*view.camera);
        }
    }
    append(scoreViews(files, images, arguments.device));
    if (truth) {
        append(scoreSurface(mesh, truth->mesh, arguments.seen ? seen_by : std::vector<Camera>()));
    }
    append(inspectMesh(files.mesh.mesh));
    print(scores, arguments.json);
}

}  // namespace bozzetto
