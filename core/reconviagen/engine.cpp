// SPDX-License-Identifier: Apache-2.0
#include "reconviagen/engine.h"

#include "base/error.h"
#include "base/files.h"
#include "base/log.h"
#include "base/parallel_for.h"
#include "base/text.h"
#include "checkpoint/read_ahead.h"
#include "device/host_memory.h"
#include "io/seen_faces.h"
#include "mesh/normals.h"
#include "reconviagen/finish_mesh.h"
#include "reconviagen/known_photos.h"
#include "reconviagen/predict.h"
#include "reconviagen/splat_ply.h"
#include "reconviagen/stages.h"
#include "reconviagen/view_choice.h"
#include "tensor/convert.h"
#include "tensor/errors.h"
#include "tensor/gpu.h"
#include "weights_store/manifest.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace bozzetto {
namespace {

using Done = RunState::Done;

constexpr const char* kEngineId = "reconviagen";
constexpr int kFinishSteps = 100;
constexpr const char* kMoreMemory =
    "Close other programs that use the GPU, take fewer pictures (--exclude), use another GPU "
    "(--device cuda:N), or use --device cpu.";
constexpr const char* kSplatFile = "splats.ply";

std::string mebibytes(uint64_t bytes) {
    return std::to_string(bytes >> 20) + " MiB";
}

/// What binds results, once for each group of weights: "VGGT, fine-tuned on objects".
std::vector<UsedLicence> licencesOfWeights() {
    const WeightManifest manifest = loadManifest();
    std::vector<UsedLicence> used;
    for (const WeightFile& file : manifest.files) {
        if (file.isNeededBy(kEngineId)) {
            const WeightLicence& licence = manifest.licenceOf(file);
            const std::string what = file.title.substr(0, file.title.find(':'));
            UsedLicence entry{what, licence.id, licence.commercial};
            if (std::find(used.begin(), used.end(), entry) == used.end()) {
                used.push_back(std::move(entry));
            }
        }
    }
    return used;
}

EngineInfo describeEngine() {
    EngineInfo info;
    info.id = kEngineId;
    info.title = "ReconViaGen";
    info.description =
        "Makes a complete object from a few pictures with large trained networks: also what no "
        "picture shows. Needs masks, no cameras; its weights are fetched once.";
    info.presets = {"draft", "standard", "high"};
    info.fields = reconviagenFields();
    try {
        info.weight_files = reconviagenWeightFiles();
        info.licences = licencesOfWeights();
    } catch (const Error&) {
        // Of a manifest that the user named: a run says what is wrong with it, and commands that
        // need no weights go on.
    }
    info.needs_cameras = false;
    info.needs_masks = true;
    info.minimum_views = 1;
    return info;
}

/// Sizes of the weights that are kept where they usually are; what is published without them.
NetworkSizes usualSizes() {
    try {
        return networkSizes(readPipelineConfig({}));
    } catch (const Error&) {
        return {};
    }
}

int viewsOf(const ImageSet& images) {
    return std::clamp(static_cast<int>(images.views.size()), 1, kMostViews);
}

/// The shares of a run that its stages take.
struct StageWeights {
    double conditions, structure, latents, mesh, finish;
};
StageWeights stageWeights(const at::Device& device) {
    return device.is_cuda() ? StageWeights{0.2, 0.15, 0.15, 0.1, 0.4}
                            : StageWeights{0.05, 0.5, 0.3, 0.05, 0.1};
}

/// Files of the networks in the order in which a run reads them.
std::vector<std::filesystem::path> weightsOf(const PipelineConfig& config,
                                             const ReconviagenOptions& options) {
    std::vector<std::filesystem::path> files;
    for (const NetworkFiles* network : config.networks(options.splats)) {
        files.push_back(network->weights);
    }
    return files;
}

/// One reconstruction, from the first stage that is not done to the result.
class ReconviagenRun {
public:
    ReconviagenRun(const ImageSet& images, const Settings& settings, JobContext& job)
        : images_(images),
          job_(job),
          options_(parseReconviagenOptions(settings)),
          config_(readPipelineConfig(job.weightsFolder())),
          device_(torchDevice(job.device())) {}

    Reconstruction make() {
        job_.stage("prepare", 1, 0.02);
        checkSplats();
        chooseAndPrepare();
        if (const std::optional<std::string> bytes = job_.loadCheckpoint()) {
            state_ = deserializeRunState(*bytes);
        }
        job_.advance();
        runNetworks();
        FinishedMesh finished = finish();
        return result(std::move(finished));
    }

private:
    void checkSplats() const {
        if (options_.splats && !config_.splat_decoder) {
            throw Error(Error::Kind::MissingWeights,
                        "Weights are missing: the decoder of splats",
                        "Fetch them with 'bozzetto-cli weights fetch', or leave splats off.");
        }
    }

    void chooseAndPrepare() {
        const size_t usable = chooseViews(images_, images_.views.size()).size();
        if (usable == 0) {
            throw Error(Error::Kind::BadInput,
                        displayPath(images_.root) + ": no picture shows an object",
                        "Check the masks: the object is white, the background black.",
                        images_.root.string());
        }
        const int wanted = std::min(static_cast<int>(usable), kMostViews);
        lookAt(static_cast<size_t>(fit(wanted)));
        if (views_.size() < usable) {
            std::vector<std::string> names;
            for (const NetworkView& view : views_) {
                names.push_back(view.view->name);
            }
            job_.warn("The networks look at " + std::to_string(views_.size()) + " of the " +
                      std::to_string(usable) +
                      " pictures, spread as far as possible: " + listWords(names, ", "));
        }
    }

    /// At so many of the pictures.
    void lookAt(size_t count) {
        views_ =
            prepareNetworkViews(images_, chooseViews(images_, count), [this] { job_.advance(0); });
        report_["views"] = nlohmann::json::array();
        for (const NetworkView& view : views_) {
            report_["views"].push_back(view.view->name);
        }
    }

    /// How many views fit into the memory of the device; refuses what cannot be held.
    int fit(int views) {
        const NetworkSizes sizes = networkSizes(config_);
        const Prediction prediction =
            predictReconviagen(images_, options_, sizes, views, threadsOf());
        if (device_.is_cpu()) {
            fitToHost(prediction);
            return views;
        }
        const DeviceMemory memory = readDeviceMemory(device_);
        const uint64_t budget = memoryBudget(memory.total, memory.free + memory.reserved);
        const std::optional<DevicePlan> plan = planDevice(options_, sizes, views, budget);
        nlohmann::json& report = report_["device_memory"];
        report = {{"total", memory.total}, {"free_at_start", memory.free}, {"budget", budget}};
        if (!plan) {
            throw Error(Error::Kind::OutOfMemory,
                        "The GPU has too little free memory: one picture needs about " +
                            mebibytes(prediction.peakDeviceBytes()) + ", and " + mebibytes(budget) +
                            " of " + mebibytes(memory.total) + " may be used",
                        kMoreMemory);
        }
        low_vram_ = plan->low_vram;
        report["low_vram"] = plan->low_vram;
        if (plan->views < views) {
            job_.warn("GPU memory: views " + std::to_string(views) + " -> " +
                      std::to_string(plan->views) + ", for " + mebibytes(budget) + " may be used");
        }
        limitDeviceMemory(device_, budget);
        return plan->views;
    }

    void fitToHost(const Prediction& prediction) const {
        const uint64_t needed = prediction.peakBytes(), there = readHostMemory().available;
        logInfo("about " + mebibytes(needed) + " of memory and " +
                std::to_string(std::lround(prediction.seconds)) +
                " s are needed on this processor");
        if (there > 0 && needed > there) {
            throw Error(Error::Kind::OutOfMemory,
                        "There is too little free memory: about " + mebibytes(needed) +
                            " are needed, and " + mebibytes(there) + " are free",
                        "Close other programs, take fewer pictures (--exclude), or use a GPU "
                        "(--device cuda).");
        }
    }

    static int threadsOf() { return std::max(1, threadCount()); }

    void runNetworks() {
        const StageWeights weights = stageWeights(device_);
        if (state_.done == Done::Nothing) {
            runStage("conditions", 4, weights.conditions, [&](StageRun& run) {
                runConditions(run, views_, state_);
            });
        }
        if (state_.done == Done::Conditions) {
            runStage("structure", options_.structure.steps, weights.structure, [&](StageRun& run) {
                runStructure(run, state_);
            });
        }
        if (state_.done == Done::Structure) {
            runStage("details", options_.latents.steps, weights.latents, [&](StageRun& run) {
                runLatents(run, state_);
            });
        }
        if (state_.done == Done::Latents) {
            runStage("mesh", 2, weights.mesh, [&](StageRun& run) { runDecoders(run, state_); });
        }
        if (device_.is_cuda()) {
            report_["device_memory"]["most_allocated"] = mostDeviceMemory();
        }
    }

    /// Does a stage and saves it. Where the GPU's memory runs out on the way, for other programs
    /// take some too, it is done again with less.
    void runStage(const char* name,
                  int64_t steps,
                  double weight,
                  const std::function<void(StageRun&)>& work) {
        const auto tried = [&] {
            job_.stage(name, steps, weight);
            StageRun run{job_, config_, options_, device_, low_vram_, report_, &warm_up_};
            withTensorErrors([&] { work(run); });
        };
        bool done = false;
        while (!done) {
            try {
                tried();
                done = true;
            } catch (const Error& error) {
                if (error.kind() != Error::Kind::OutOfMemory || !device_.is_cuda()) {
                    throw;
                }
                if (!spareMore()) {
                    throw Error(error.kind(), error.what(), kMoreMemory, {}, error.detail());
                }
            }
            releaseDeviceMemory();
        }
        save();
    }

    /// Whether the running stage can do with less of the GPU's memory than it was given.
    bool spareMore() {
        if (!low_vram_ && options_.low_vram != ReconviagenOptions::LowVram::Off) {
            low_vram_ = true;
            report_["device_memory"]["low_vram"] = true;
            job_.warn("Out of GPU memory: the stage is done again in smaller pieces");
            return true;
        }
        const size_t views = views_.size();
        if (state_.done != Done::Nothing || views <= 1) {
            return false;
        }
        lookAt((3 * views) / 4);
        job_.warn("Out of GPU memory: the stage is done again with " +
                  std::to_string(views_.size()) + " of " + std::to_string(views) + " views");
        return true;
    }

    uint64_t mostDeviceMemory() const {
        uint64_t most = 0;
        const auto networks = report_.value("networks", nlohmann::json::object());
        for (const auto& [name, entry] : networks.items()) {
            most = std::max(most, entry.value("most_device_memory", uint64_t{0}));
        }
        return most;
    }

    void save() { job_.saveCheckpoint(serialize(state_)); }

    /// Copies: what was made under InferenceMode cannot take part in an optimisation.
    DecodedMesh decoded() const {
        return {state_.at("vertices").clone(),
                state_.at("triangles").clone(),
                state_.at("colors").clone()};
    }

    void preview(const DecodedMesh& mesh) {
        if (!job_.wantsPreview()) {
            return;
        }
        PreviewMesh look;
        look.mesh = {toVec3f(mesh.vertices), toVec3i(mesh.triangles)};
        look.normals = vertexNormals(look.mesh);
        const at::Tensor bytes = (mesh.colors.clamp(0, 1) * 255).round().to(at::kByte).contiguous();
        look.colors.assign(bytes.data_ptr<uint8_t>(), bytes.data_ptr<uint8_t>() + bytes.numel());
        job_.preview(look);
    }

    FinishedMesh finish() {
        job_.stage("finish", kFinishSteps, stageWeights(device_).finish);
        const DecodedMesh mesh = decoded();
        preview(mesh);
        FinishOptions options;
        options.faces = options_.faces;
        options.texture_size = options_.texture_size;
        options.full_mesh = options_.full_mesh;
        options.photo_texture = options_.photo_texture;
        options.photo_texture_steps = options_.photo_texture_steps;
        options.photo_metals = options_.photo_metals;
        options.device = device_;
        int64_t reported = 0;
        options.progress = [&](double fraction, const char*) {
            const auto now = static_cast<int64_t>(std::clamp(fraction, 0.0, 1.0) * kFinishSteps);
            job_.advance(std::max<int64_t>(0, now - reported));
            reported = std::max(reported, now);
        };
        const auto poses = state_.tensors.find("poses");
        const KnownPhotos pictures =
            knownPhotos(views_, poses == state_.tensors.end() ? at::Tensor() : poses->second);
        options.cameras = pictures.cameras;
        report_["cameras"] = options.cameras == PhotoCameras::Given   ? "given"
                             : options.cameras == PhotoCameras::Rough ? "guessed by VGGT"
                                                                      : "searched for";
        FinishedMesh finished = finishMesh(mesh, pictures.photos, options);
        releaseDeviceMemory();
        job_.advance(kFinishSteps - reported);
        return finished;
    }

    void reportFinish(const FinishedMesh& finished) {
        report_["coordinates"] = finished.aligned ? "the input's" : "canonical";
        report_["notes"] = finished.notes;
        report_["decoded_triangles"] = state_.at("triangles").size(0);
        report_["cameras_found"] = finished.cameras.size();
        if (!finished.seen.empty()) {
            const auto seen = std::count_if(
                finished.seen.begin(), finished.seen.end(), [](uint8_t s) { return s > 127; });
            report_["seen_faces"] = {
                {"file", kSeenFacesFile},
                {"what",
                 "a byte a triangle, in the mesh's order: 255 times the share of it that "
                 "a picture shows"},
                {"share", static_cast<double>(seen) / static_cast<double>(finished.seen.size())}};
        }
    }

    Reconstruction result(FinishedMesh finished) {
        for (const std::string& note : finished.notes) {
            job_.warn(note);
        }
        reportFinish(finished);
        Reconstruction result;
        result.mesh = std::move(finished.mesh);
        result.light = std::move(finished.light);
        result.cameras = std::move(finished.cameras);
        if (!finished.seen.empty()) {
            result.files.emplace_back(kSeenFacesFile,
                                      std::string(finished.seen.begin(), finished.seen.end()));
        }
        if (const auto splats = state_.tensors.find("splats"); splats != state_.tensors.end()) {
            result.files.emplace_back(kSplatFile, encodeSplatPly(splats->second));
            report_["splats"] = {{"file", kSplatFile}, {"count", splats->second.size(0)}};
        }
        result.complete = !state_.cut;
        result.report_json = report_.dump();
        return result;
    }

    const ImageSet& images_;
    JobContext& job_;
    const ReconviagenOptions options_;
    const PipelineConfig config_;
    const at::Device device_;
    const ReadAhead read_ahead_{weightsOf(config_, options_)};
    WarmUp warm_up_{device_};
    bool low_vram_ = false;
    nlohmann::json report_ = nlohmann::json::object();
    std::vector<NetworkView> views_;
    RunState state_;
};

class ReconviagenEngine final : public Engine {
public:
    const EngineInfo& info() const override { return info_; }

    Reconstruction reconstruct(const ImageSet& images,
                               const Settings& settings,
                               JobContext& job) override {
        const DeviceMemoryRelease at_the_end;  // the next engine finds the GPU's memory free
        return withTensorErrors([&] { return ReconviagenRun(images, settings, job).make(); });
    }

    Prediction predict(const ImageSet& headers,
                       const Settings& settings,
                       int threads) const override {
        return predictReconviagen(headers,
                                  parseReconviagenOptions(settings),
                                  usualSizes(),
                                  viewsOf(headers),
                                  std::max(1, threads));
    }

    std::vector<std::string> verifyWeights(const std::filesystem::path& folder,
                                           const Task& task) const override {
        return withTensorErrors([&] { return checkNetworks(readPipelineConfig(folder), task); });
    }

private:
    EngineInfo info_ = describeEngine();
};

}  // namespace

std::unique_ptr<Engine> makeReconviagenEngine() {
    return std::make_unique<ReconviagenEngine>();
}

}  // namespace bozzetto
