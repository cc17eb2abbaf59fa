// SPDX-License-Identifier: Apache-2.0
#include "nvdiffrec/engine.h"

#include "base/error.h"
#include "base/log.h"
#include "mesh/cleanup.h"
#include "mesh/normals.h"
#include "mesh/subdivide.h"
#include "mesh/unwrap.h"
#include "nn/cancel_scope.h"
#include "nvdiffrec/device_fit.h"
#include "nvdiffrec/exposure_start.h"
#include "nvdiffrec/hull_shape.h"
#include "nvdiffrec/hull_start.h"
#include "nvdiffrec/options.h"
#include "nvdiffrec/predict.h"
#include "nvdiffrec/refinement_report.h"
#include "nvdiffrec/run_stage.h"
#include "nvdiffrec/run_state.h"
#include "nvdiffrec/shape_stage.h"
#include "nvdiffrec/texture_stage.h"
#include "render/light.h"
#include "tensor/convert.h"
#include "tensor/errors.h"
#include "tensor/gpu.h"
#include "texturing/appearance.h"

#include <algorithm>
#include <cmath>

namespace bozzetto {
namespace {

constexpr int kLightWidth = 256, kLightHeight = 128;  // of light.hdr, as the samples' env.hdr
constexpr double kSmallestComponent =
    0.05;                        // of the largest one's diagonal: smaller pieces are floaters
constexpr int kScoreLight = 64;  // pixels of a face of the light that results are scored under
constexpr int kScoredViews = 6;  // training views that report.json scores
constexpr double kGuessedSlack = 0.02;     // of the box, for estimated cameras or masks
constexpr double kExposuresDiffer = 0.05;  // spread of logarithms: more than highlights make of it
constexpr int kPreviewGrid = 64;           // cells of the first look, at most
constexpr double kEdgePixels = 3;  // of pass 2's mesh: pictures tell more than longer edges show

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
    if (input.hull_slack > 0) {
        run.options.trials = 0;  // a hull that may be too small proves nothing
    }
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

/// Mean unit-frame length, at the object, of a pixel of the pictures that are optimised from.
double pixelLength(const Run& run) {
    double sum = 0;
    for (const SceneView& view : run.scene.input.views) {
        const Camera& camera = view.camera;
        const double full = std::max(camera.width, camera.height);
        const double shrink = std::max(1.0, full / run.options.image_side);
        sum += length(camera.position()) * shrink / camera.fx;  // the object is at the origin
    }
    return sum / static_cast<double>(run.scene.input.views.size());
}

/// What pass 2 moves: pass 1's mesh, with finer triangles where pictures resolve more than those.
TriangleMesh meshForTextures(const Run& run, const TriangleMesh& mesh) {
    return meanEdgeLength(mesh) > kEdgePixels * pixelLength(run) ? subdivided(mesh) : mesh;
}

class NvdiffrecEngine : public Engine {
public:
    const EngineInfo& info() const override { return info_; }
    Reconstruction reconstruct(const ImageSet& images,
                               const Settings& settings,
                               JobContext& job) override {
        const DeviceMemoryRelease at_the_end;  // the next engine finds the GPU's memory free
        return withTensorErrors([&] { return run(images, settings, job); });
    }
    Prediction predict(const ImageSet& headers,
                       const Settings& settings,
                       int threads) const override {
        return predictNvdiffrec(
            headers, forImages(parseNvdiffrecOptions(settings), headers), threads);
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
    const Shape shape = hullShape(run.scene.input, run.options.grid);
    run.job.advance(0);
    const TriangleMesh hull = cleanMesh(shape);
    run.job.advance(0);
    return inWorld(run, hullStart(run.scene.input, run.options, hull));
}

/// Scores on training views of the result and of the visual hull that it started from.
void reportScores(Run& run, const TexturedMesh& result, const Image& light) {
    const TexturedMesh start = makeStart(run);
    run.job.advance(0);
    const LightPrefilter prefilter(kScoreLight);
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
            mesh, under, views, kScoredViews, prefilter, run.device(), [&] { run.job.advance(0); });
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

/// The state that a resumed job goes on from.
std::optional<RunState> loadState(JobContext& job) {
    const std::optional<std::string> bytes = job.loadCheckpoint();
    return bytes ? std::optional(decodeRunState(*bytes)) : std::nullopt;
}

/// Runs `fn`. If it is cancelled or fails, `save` keeps what was computed before. Saving that at
/// once would be simpler, but a state has hundreds of megabytes, and a quick run would spend a good
/// part of its time on writing what nobody reads.
void keepingState(const std::function<void()>& save, const std::function<void()>& fn) {
    try {
        fn();
    } catch (...) {
        try {
            save();
        } catch (const std::exception& error) {
            logWarning(std::string("The state could not be saved: ") + error.what());
        }
        throw;
    }
}

/// The two passes with what lies between and behind them.
class Passes {
public:
    Passes(Run& run, const ImageSet& images, std::optional<RunState> saved)
        : run_(run), job_(run.job), images_(images), saved_(std::move(saved)) {}

    Reconstruction run() {
        const Rungs rungs = saved_ ? Rungs::Step : Rungs::All;
        startWithinMemory(run_, rungs, [&] {
            shape_.reset();
            shape_.emplace(run_.scene.input, run_.options, job_.seed());
            if (saved_) {
                shape_->deserialize(saved_->shape);
            }
        });
        state_ = {RunState::Phase::Shape, run_.options.grid, run_.options.texture_size, {}, {}, {}};
        const bool in_texture_phase = saved_ && saved_->phase == RunState::Phase::Texture;
        if (in_texture_phase) {
            state_.mesh = saved_->mesh;
            run_.complete = !saved_->cut;
            run_.report["steps"]["shape"] = shape_->done();
        } else {
            optimiseShape();
        }
        const auto save_shape = [&] {
            if (!in_texture_phase) {  // else the checkpoint that is there holds more
                saveShape();
            }
        };
        keepingState(save_shape, [&] { startTexture(in_texture_phase); });
        const auto save_texture = [&] { saveTexture(); };
        saveIfDue(save_texture);
        keepingState(save_texture, [&] {
            job_.advance();
            job_.stage("texture", texture_->iterations() - texture_->done(), 0.33);
        });
        optimiseTexture();
        Reconstruction result;
        keepingState(save_texture, [&] {
            result = finishRun();
            job_.deliver(result);
        });
        return result;
    }

private:
    void optimiseShape() {
        job_.stage("shape", shape_->iterations() - shape_->done(), 0.55);
        const auto look = [&] {
            const Shape now = shape_->extract();
            const at::Tensor material =
                materialAt(shape_->appearance(), run_.scene.input.box, now.vertices);
            return Look{now.vertices, now.triangles, material.slice(1, 0, 3)};
        };
        runStage(
            run_, *shape_, {"shape", reserveAfterShape(run_.limit), [&] { saveShape(); }, look});
        saveIfDue([&] { saveShape(); });
        state_.mesh = meshForTextures(run_, cleanMesh(shape_->extract()));
    }

    void startTexture(bool resumed) {
        job_.stage("unwrap", 1, 0.05);
        startWithinMemory(run_, resumed ? Rungs::Step : Rungs::Maps, [&] {
            texture_.reset();
            texture_.emplace(
                textureInput(run_, state_.mesh, shape_->lightLogits(), shape_->appearance()),
                run_.options,
                job_.seed());
            if (resumed) {
                texture_->deserialize(saved_->texture);
            }
        });
        state_.texture_size = run_.options.texture_size;
        state_.cut = !run_.complete;
    }

    void optimiseTexture() {
        runStage(run_,
                 *texture_,
                 {"texture",
                  reserveAfterTexture(run_.limit),
                  [&] { saveTexture(); },
                  [&] { return texture_->look(); }});
        saveIfDue([&] { saveTexture(); });
    }

    Reconstruction finishRun() {
        job_.stage("finish", 1, 0.05);
        const TexturedMesh mesh = inWorld(run_, texture_->result());
        const Image light =
            latLongFromCube(texture_->lightLogits().exp().cpu(), kLightWidth, kLightHeight);
        job_.advance(0);
        reportScores(run_, mesh, light);
        reportDeviceMemory(run_.device(), run_.report);
        Reconstruction result = finish(run_, mesh, light, images_);
        job_.advance();
        return result;
    }

    void saveShape() {
        state_.phase = RunState::Phase::Shape;
        state_.shape = shape_->serialize();
        writeState();
    }
    void saveTexture() {
        state_.phase = RunState::Phase::Texture;
        state_.shape = shape_->serialize();
        state_.texture = texture_->serialize();
        writeState();
    }
    void writeState() {
        job_.saveCheckpoint(encodeRunState(state_));
        state_.shape = state_.texture = {};  // hundreds of megabytes
    }
    void saveIfDue(const std::function<void()>& save) {
        if (job_.checkpointDue()) {
            save();
        }
    }

    Run& run_;
    JobContext& job_;
    const ImageSet& images_;
    std::optional<RunState> saved_;  // that the run goes on from
    RunState state_;                 // as the next checkpoint holds it
    std::optional<ShapeStage> shape_;
    std::optional<TextureStage> texture_;
};

Reconstruction NvdiffrecEngine::run(const ImageSet& images,
                                    const Settings& settings,
                                    JobContext& job) {
    const CancelScope cancel([&job] { job.advance(0); });
    job.stage("hull", 1, 0.02);
    const double limit = job.remaining() + job.elapsed();
    const at::Device device = torchDevice(job.device());
    NvdiffrecOptions options = forImages(parseNvdiffrecOptions(settings), images);
    std::optional<RunState> saved;
    if (!options.start_only) {
        saved = loadState(job);
        options = saved ? withSizesOf(*saved, options) : options;
    }
    nlohmann::json report = nlohmann::json::object();
    options = fitToDevice(images, options, saved ? Rungs::Step : Rungs::All, device, job, report);
    report["grid"] = options.grid;
    Scene scene =
        makeScene(images, options.use_depth, [&](const std::string& text) { job.warn(text); });
    scene.input.device = device;
    Run run{job, options, std::move(scene), {}, limit, true, std::move(report)};
    run.scene.input.prefilter = std::make_shared<LightPrefilter>(options.light_size);
    prepareRefinement(run, images);
    run.previews.emplace(job, run.scene.frame);
    run.previews->send(
        [&] { return hullLook(run.scene.input, std::min(kPreviewGrid, run.options.grid)); });
    job.advance();
    if (run.options.start_only) {
        return finish(run, makeStart(run), whiteLight(), images);
    }
    return Passes(run, images, std::move(saved)).run();
}

}  // namespace

std::unique_ptr<Engine> makeNvdiffrecEngine() {
    return std::make_unique<NvdiffrecEngine>();
}

}  // namespace bozzetto
