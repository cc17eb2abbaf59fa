// SPDX-License-Identifier: Apache-2.0
#include "nvdiffrec/engine.h"

#include "base/error.h"
#include "base/log.h"
#include "mesh/cleanup.h"
#include "mesh/normals.h"
#include "mesh/unwrap.h"
#include "nvdiffrec/appearance.h"
#include "nvdiffrec/device_fit.h"
#include "nvdiffrec/exposure_start.h"
#include "nvdiffrec/hull_shape.h"
#include "nvdiffrec/hull_start.h"
#include "nvdiffrec/options.h"
#include "nvdiffrec/predict.h"
#include "nvdiffrec/preview.h"
#include "nvdiffrec/refinement_report.h"
#include "nvdiffrec/shape_stage.h"
#include "nvdiffrec/texture_stage.h"
#include "nvdiffrec/unit_frame.h"
#include "render/light.h"
#include "tensor/convert.h"
#include "tensor/errors.h"
#include "tensor/gpu.h"
#include "tensor/tensor_bytes.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace bozzetto {
namespace {

constexpr int kLightWidth = 256, kLightHeight = 128;  // of light.hdr, as the samples' env.hdr
constexpr double kSmallestComponent =
    0.05;  // of the largest one's diagonal: smaller pieces are floaters
// Steps between two states that a failed step can go back to; on a GPU steps are quick, and a state
// must first be fetched.
constexpr int kSnapshotInterval = 100, kSnapshotIntervalGpu = 1000;
constexpr int kRetries = 2;
constexpr double kLossMemory = 0.95;       // of the smoothed loss, a step
constexpr double kDivergence = 10;         // times the best loss,
constexpr int kDivergencePatience = 200;   // for so many steps
constexpr int kScoredViews = 6;            // training views that report.json scores
constexpr int kPreviewParts = 3;           // a stage is shown at least after each of its parts
constexpr double kGuessedSlack = 0.02;     // of the box, for estimated cameras or masks
constexpr double kExposuresDiffer = 0.05;  // spread of logarithms: more than highlights make of it
constexpr int kPreviewGrid = 64;           // cells of the first look, at most

/// Seconds that must be left for what comes after a stage when a time limit is set: shares of the
/// limit plus a floor.
double reserveAfterShape(double limit) {
    return 0.25 * limit;
}
double reserveAfterTexture(double limit) {
    return 0.08 * limit;
}

EngineInfo describeEngine() {
    EngineInfo info;
    info.id = "nvdiffrec";
    info.title = "nvdiffrec";
    info.description =
        "Optimises shape, materials and light until renderings match the pictures. Needs poses "
        "and masks.";
    info.presets = {"draft", "standard", "high"};
    info.fields = nvdiffrecFields();
    info.needs_cameras = true;
    info.minimum_views = 2;
    return info;
}

/// Material values in texture order from the appearance volume.
at::Tensor materialAt(HashGrid& grid, const Box& box, const at::Tensor& positions) {
    const at::NoGradGuard no_grad;
    const Vec3d size = box.high - box.low;
    const double side = std::max({size.x, size.y, size.z});
    const Vec3f low{static_cast<float>(box.low.x),
                    static_cast<float>(box.low.y),
                    static_cast<float>(box.low.z)};
    const at::Tensor corner = toTensor(std::vector<Vec3f>{low}).to(positions.device());
    const at::Tensor unit = ((positions - corner) / side).contiguous();
    return decodeMaterial(grid(unit));
}

/// What both passes need besides their own state; rebuilt from the input when resuming.
struct Run {
    JobContext& job;
    NvdiffrecOptions options;
    Scene scene;                       // and the device
    std::optional<Previews> previews;  // once there is a scene
    double limit = 0;                  // seconds; infinity without a time limit
    bool complete = true;
    nlohmann::json report;
};

/// Watches a stage's loss and throws Error(Engine) when it diverges.
class LossWatch {
public:
    /// `steps` since the last loss. Returns the smoothed one.
    double add(const char* metric, double loss, int64_t steps) {
        const double memory = std::pow(kLossMemory, static_cast<double>(steps));
        smoothed_ = smoothed_ < 0 ? loss : memory * smoothed_ + (1 - memory) * loss;
        best_ = std::min(best_, smoothed_);
        worse_ = smoothed_ > kDivergence * best_ ? worse_ + steps : 0;
        const double smoothed = smoothed_;
        if (worse_ > kDivergencePatience) {
            worse_ = 0;
            smoothed_ = -1;
            throw Error(Error::Kind::Engine,
                        std::string("The ") + metric +
                            " stage diverged: its loss has been over ten times its best for " +
                            std::to_string(kDivergencePatience) + " steps",
                        "Lower the learning rates (--set lr_sdf=..., --set lr_material=...), "
                        "or check the cameras with 'bozzetto-cli info'.");
        }
        return smoothed;
    }
    double smoothed() const { return smoothed_; }

private:
    double smoothed_ = -1, best_ = 1e300;
    int64_t worse_ = 0;
};

/// Steps a stage to its end, its time limit or its cancellation. A step that diverges goes back to
/// the last good state, at most kRetries times. save: writes a checkpoint of the stage.
template <class Stage>
void runStage(Run& run,
              Stage& stage,
              double reserve,
              const char* metric,
              const std::function<void()>& save,
              const std::function<Look()>& look) {
    const int64_t snapshot_interval =
        run.scene.input.device.is_cpu() ? kSnapshotInterval : kSnapshotIntervalGpu;
    std::string snapshot;
    int64_t snapshot_step = -1, loss_step = stage.done();
    int retries = 0;
    LossWatch watch;
    while (stage.done() < stage.iterations()) {
        if (snapshot_step < 0 || stage.done() - snapshot_step >= snapshot_interval) {
            snapshot = stage.serialize();
            snapshot_step = stage.done();
        }
        try {
            if (const std::optional<double> loss = stage.step()) {
                const int64_t steps = stage.done() - loss_step;
                loss_step = stage.done();
                run.job.metric(metric, watch.add(metric, *loss, steps));
            }
        } catch (const Error& error) {
            if (error.kind() != Error::Kind::Engine || retries >= kRetries) {
                throw;
            }
            ++retries;
            run.job.warn(std::string(error.what()) + "; going back to step " +
                         std::to_string(snapshot_step) + " with half the step size");
            stage.deserialize(snapshot);
            stage.scaleLearningRates(0.5);
            loss_step = stage.done();
            snapshot = stage.serialize();  // with the smaller rates: a second failure halves again
            continue;
        }
        const int64_t part = std::max<int64_t>(1, stage.iterations() / kPreviewParts);
        if (stage.done() % part == 0) {
            run.previews->send(look);
        } else {
            run.previews->sendIfDue(look);
        }
        try {
            run.job.advance();
        } catch (const Cancelled&) {
            save();
            throw;
        }
        if (run.job.checkpointDue()) {
            save();
        }
        if (run.job.remaining() < reserve) {
            run.complete = false;
            run.job.warn((run.job.finishRequested()
                              ? "The optimisation was ended on request after "
                              : "The time limit ended the optimisation after ") +
                         std::to_string(stage.done()) + " of " +
                         std::to_string(stage.iterations()) + " steps");
            break;
        }
    }
    run.report["steps"][metric] = stage.done();
    run.report["final_loss"][metric] = watch.smoothed();
}

const Image& whiteLight() {
    static const Image light(kLightWidth, kLightHeight, 3, 1.0f);
    return light;
}

/// Decides what of the views is refined and where that starts from.
void prepareRefinement(Run& run, const ImageSet& images) {
    using Refine = NvdiffrecOptions::Refine;
    ShapeInput& input = run.scene.input;
    RefinementChoice choice;
    choice.cameras = run.options.refine_cameras == Refine::On ||
                     (run.options.refine_cameras == Refine::Auto && images.estimated_cameras);
    const bool guessed_masks = std::any_of(input.views.begin(), input.views.end(), [](auto& v) {
        return !v.view->mask_confidence.empty();
    });
    input.hull_slack = choice.cameras || guessed_masks ? kGuessedSlack : 0;
    Exposures exposures;
    if (run.options.refine_exposure != Refine::Off) {
        exposures = measureExposures(input);
        run.report["exposure_spread"] = exposures.spread;
        choice.exposures =
            run.options.refine_exposure == Refine::On || exposures.spread > kExposuresDiffer;
    }
    double visits = 0;
    for (const ShapeLevel& level : run.options.levels()) {
        visits += static_cast<double>(level.iterations) * level.views;
    }
    choice.visits = visits / static_cast<double>(input.views.size());
    if (choice.any()) {
        input.refinement = std::make_shared<ViewRefinement>(input.views, choice, input.device);
    }
    if (choice.exposures) {
        input.refinement->setGains(exposures.gains);
    }
}

TriangleMesh cleanMesh(const Shape& shape) {
    TriangleMesh mesh{toVec3f(shape.vertices), toVec3i(shape.triangles)};
    mesh = removeSmallComponents(mesh, kSmallestComponent);
    mesh = removeDegenerate(mesh);
    return removeUnreferenced(mesh);
}

std::string bytesOfMesh(const TriangleMesh& mesh) {
    return bytesOfTensors({toTensor(mesh.positions), toTensor(mesh.triangles)});
}
TriangleMesh meshOfBytes(const std::string& bytes) {
    const std::vector<at::Tensor> tensors = tensorsOfBytes(bytes);
    requireUndamaged(tensors.size() == 2 && tensors[0].scalar_type() == at::kFloat &&
                         tensors[1].scalar_type() == at::kInt && tensors[0].dim() == 2 &&
                         tensors[0].size(1) == 3 && tensors[1].dim() == 2 &&
                         tensors[1].size(1) == 3 && tensors[1].numel() > 0 &&
                         tensors[1].min().item<int>() >= 0 &&
                         tensors[1].max().item<int>() < tensors[0].size(0),
                     "mesh");
    return {toVec3f(tensors[0]), toVec3i(tensors[1])};
}

class NvdiffrecEngine : public Engine {
public:
    const EngineInfo& info() const override { return info_; }
    Reconstruction reconstruct(const ImageSet& images,
                               const Settings& settings,
                               JobContext& job) override {
        // Whatever happens, the next engine finds the GPU's memory free.
        const auto release = [](void*) { releaseDeviceMemory(); };
        const std::unique_ptr<void, decltype(release)> at_the_end(this, release);
        return withTensorErrors([&] { return run(images, settings, job); });
    }
    Prediction predict(const ImageSet& headers,
                       const Settings& settings,
                       int threads) const override {
        return predictNvdiffrec(headers, parseNvdiffrecOptions(settings), threads);
    }

private:
    Reconstruction run(const ImageSet& images, const Settings& settings, JobContext& job);
    EngineInfo info_ = describeEngine();
};

/// The atlas and what pass 2 starts from.
TextureInput textureInput(const Run& run,
                          const TriangleMesh& mesh,
                          const at::Tensor& light,
                          HashGrid& appearance) {
    UnwrapOptions unwrap_options;
    unwrap_options.resolution = run.options.texture_size;
    unwrap_options.progress = [&](double) { run.job.advance(0); };
    TextureInput input{run.scene.input, mesh, unwrap(mesh, unwrap_options), light, {}};
    input.appearance = [&appearance, &run](const at::Tensor& positions) {
        return materialAt(appearance, run.scene.input.box, positions);
    };
    return input;
}

TexturedMesh inWorld(const Run& run, TexturedMesh mesh) {
    for (Vec3f& p : mesh.mesh.positions) {
        p = run.scene.frame.worldFromUnit(p);
    }
    return mesh;
}

/// What the optimisation starts from and must beat: the visual hull, textured.
TexturedMesh makeStart(const Run& run) {
    const TriangleMesh hull = cleanMesh(hullShape(run.scene.input, run.options.grid));
    return inWorld(run, hullStart(run.scene.input, run.options, hull));
}

/// Scores on training views of the result and of the visual hull that it started from.
void reportScores(Run& run, const TexturedMesh& result, const Image& light) {
    const TexturedMesh start = makeStart(run);
    run.job.advance(0);
    std::vector<ScoredView> as_given, as_refined;
    const ViewRefinement* refinement = run.scene.input.refinement.get();
    for (size_t i = 0; i < run.scene.input.views.size(); ++i) {
        const View* view = run.scene.input.views[i].view;
        as_given.push_back({view, *view->camera});
        as_refined.push_back(as_given.back());
        if (refinement != nullptr) {
            as_refined.back() = {
                view, run.scene.frame.worldFromUnit(refinement->camera(i)), refinement->gains(i)};
        }
    }
    const auto scores = [&](const TexturedMesh& mesh,
                            const Image& under,
                            const std::vector<ScoredView>& views) {
        const TrainingScores s = scoreTrainingViews(
            mesh, under, views, kScoredViews, run.scene.input.device, [&] { run.job.advance(0); });
        return nlohmann::json{{"psnr", s.psnr}, {"mask_iou", s.mask_iou}};
    };
    run.report["scores"] = {{"views", "training"},
                            {"hull", scores(start, whiteLight(), as_given)},
                            {"result", scores(result, light, as_refined)}};
}

Reconstruction finish(Run& run, TexturedMesh mesh, const Image& light, const ImageSet& images) {
    Reconstruction result;
    result.mesh = std::move(mesh);
    result.light = light;
    result.cameras = camerasOf(images, run.scene);
    if (run.scene.input.refinement) {
        run.report["refinement"] = describeRefinement(run.scene);
    }
    result.complete = run.complete;
    result.report_json = run.report.dump();
    return result;
}

Reconstruction NvdiffrecEngine::run(const ImageSet& images,
                                    const Settings& settings,
                                    JobContext& job) {
    job.stage("hull", 1, 0.02);
    const at::Device device = torchDevice(job.device());
    nlohmann::json report = nlohmann::json::object();
    const NvdiffrecOptions options =
        fitToDevice(images, parseNvdiffrecOptions(settings), device, job, report);
    Scene scene =
        makeScene(images, options.use_depth, [&](const std::string& text) { job.warn(text); });
    scene.input.device = device;
    const double limit = job.remaining() + job.elapsed();
    Run run{job, options, std::move(scene), {}, limit, true, std::move(report)};
    prepareRefinement(run, images);
    run.previews.emplace(job, run.scene.frame);
    run.previews->send(
        [&] { return hullLook(run.scene.input, std::min(kPreviewGrid, run.options.grid)); });
    job.advance();
    if (run.options.start_only) {
        return finish(run, makeStart(run), whiteLight(), images);
    }

    // A checkpoint is [phase, shape stage, mesh, texture stage, "cut" if a time limit ended the
    // shape stage early]; the last three are empty in the first phase.
    std::vector<std::string> saved;
    if (const std::optional<std::string> bytes = job.loadCheckpoint()) {
        saved = splitBytes(*bytes);
        requireUndamaged(saved.size() == 5, "pieces");
    }
    const bool in_texture_phase = !saved.empty() && saved[0] == "texture";

    ShapeStage shape(run.scene.input, run.options, job.seed());
    if (!saved.empty()) {
        shape.deserialize(saved[1]);
    }
    TriangleMesh mesh;
    if (!in_texture_phase) {
        job.stage("shape", shape.iterations() - shape.done(), 0.55);
        const auto save_shape = [&] {
            job.saveCheckpoint(joinBytes({"shape", shape.serialize(), "", "", ""}));
        };
        const auto look = [&] {
            const Shape now = shape.extract();
            const at::Tensor material =
                materialAt(shape.appearance(), run.scene.input.box, now.vertices);
            return Look{now.vertices, now.triangles, material.slice(1, 0, 3)};
        };
        runStage(run, shape, reserveAfterShape(run.limit), "shape", save_shape, look);
        save_shape();  // what follows may be cancelled or run out of memory
        mesh = cleanMesh(shape.extract());
    } else {
        mesh = meshOfBytes(saved[2]);
        run.complete = saved[4] != "cut";
        run.report["steps"]["shape"] = shape.done();
    }
    const std::string shape_bytes = shape.serialize();
    job.stage("unwrap", 1, 0.05);
    std::optional<TextureStage> texture(
        std::in_place,
        textureInput(run, mesh, shape.lightLogits(), shape.appearance()),
        run.options,
        job.seed());
    if (in_texture_phase) {
        texture->deserialize(saved[3]);
    }
    const std::string cut = run.complete ? "" : "cut";
    const auto save = [&] {
        job.saveCheckpoint(
            joinBytes({"texture", shape_bytes, bytesOfMesh(mesh), texture->serialize(), cut}));
    };
    save();
    job.advance();
    job.stage("texture", texture->iterations() - texture->done(), 0.33);
    runStage(run, *texture, reserveAfterTexture(run.limit), "texture", save, [&] {
        return texture->look();
    });
    save();  // what follows may be cancelled too

    job.stage("finish", 1, 0.05);
    const TexturedMesh mesh_in_world = inWorld(run, texture->result());
    const Image light =
        latLongFromCube(texture->lightLogits().exp().cpu(), kLightWidth, kLightHeight);
    texture.reset();  // the start needs as much again
    reportScores(run, mesh_in_world, light);
    reportDeviceMemory(device, run.report);
    Reconstruction result = finish(run, mesh_in_world, light, images);
    job.advance();
    return result;
}

}  // namespace

std::unique_ptr<Engine> makeNvdiffrecEngine() {
    return std::make_unique<NvdiffrecEngine>();
}

}  // namespace bozzetto
