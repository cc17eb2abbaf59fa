// SPDX-License-Identifier: Apache-2.0
// ReconViaGen as a whole, with random weights of the published sizes:
//   bench_engine write FOLDER                        makes the weights (8.6 GB) on the GPU
//   bench_engine run FOLDER IMAGES VIEWS [WORD ...]  images and weights to a finished mesh, twice
//       cold      the weights are not in main memory when it begins
//       low_vram  as with little memory
//       photos    the mesh is painted from the pictures too
//   bench_engine small FOLDER                        both with tiny networks on the CPU
// Random weights say nothing about the object: the structure's networks run, but the voxels are
// shellCoords' 20 000, and the mesh decoder runs, but the surface is taken from sphereFeatures on
// the cubes that these voxels have at 256^3. Both enter where the networks' own would.
#include "base/error.h"
#include "camera/image_set_reader.h"
#include "checkpoint/read_ahead.h"
#include "device/cuda_queue.h"
#include "reconviagen/finish_mesh.h"
#include "reconviagen/predict.h"
#include "reconviagen/stages.h"
#include "reconviagen/view_choice.h"
#include "tensor/errors.h"
#include "tensor/gpu.h"
#include "tests/device/used_memory.h"
#include "tests/device/weight_folder.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <set>
#include <string>
#include <unistd.h>
#include <vector>

using namespace bozzetto;
using namespace bozzetto::device_test;
namespace fs = std::filesystem;

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

double gibibytes(uint64_t bytes) {
    return static_cast<double>(bytes) / (1 << 30);
}

class QuietSink final : public JobSink {
public:
    void onStage(const std::string&, int64_t, double) override {}
    void onProgress(int64_t, int64_t) override {}
    void onMetric(const std::string&, double, int64_t) override {}
    void onWarning(const std::string& message) override {
        std::printf("warning: %s\n", message.c_str());
    }
    void onPreview(const PreviewMesh&) override {}
};

struct EngineRun {
    fs::path weights, images;
    int views = 6;
    std::set<std::string> words;
    EngineSizes sizes;
    at::Device device = at::kCPU;

    bool has(const char* word) const { return words.count(word) > 0; }
};

/// What the original's networks take on the GPU in the same run, ms (measured on an H100, for 6 and
/// 16 views); 0: not known.
double originalMilliseconds(const std::string& network, int views) {
    if (views != 6 && views != 16) {
        return 0;
    }
    const bool six = views == 6;
    return network == "VGGT"                       ? (six ? 113 : 358)
           : network == "DINOv2"                   ? (six ? 140 : 0)
           : network == "flow of the structure"    ? 54 * 21
           : network == "decoder of the structure" ? 7
           : network == "flow of the surface"      ? 21 * (six ? 55 : 87)
                                                   : 0;
}

void forgetPages(const fs::path& folder) {
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file()) {
            const int file = ::open(entry.path().c_str(), O_RDONLY | O_CLOEXEC);
            ::fsync(file);  // pages that are not yet on the disk would stay
            ::posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
            ::close(file);
        }
    }
}

/// A grey disc on transparent ground.
View discView() {
    constexpr int kSide = 96;
    View view;
    view.name = "disc";
    view.image = Image(kSide, kSide, 4, 0.5f);
    view.has_mask = true;
    view.mask_from = View::MaskFrom::Alpha;
    for (int y = 0; y < kSide; ++y) {
        for (int x = 0; x < kSide; ++x) {
            const double radius = std::hypot(x - kSide / 2, y - kSide / 2);
            view.image.at(x, y)[3] = radius < 0.4 * kSide ? 1.0f : 0.0f;
        }
    }
    return view;
}

/// So many views, the set's over and over if there are fewer.
ImageSet imagesFor(const EngineRun& run) {
    ImageSet set;
    if (run.images.empty()) {
        set.views.push_back(discView());
    } else {
        set = loadImageSet(run.images);
    }
    const size_t there = set.views.size();
    for (size_t i = there; i < static_cast<size_t>(run.views); ++i) {
        View again = set.views[i % there];
        again.name += "_" + std::to_string(i / there);
        set.views.push_back(again);
    }
    set.views.resize(static_cast<size_t>(run.views));
    return set;
}

void printNetworks(const nlohmann::json& networks, int views) {
    std::printf("  %-28s %8s %8s %9s %9s\n", "network", "load s", "run s", "original", "peak GiB");
    double load = 0, work = 0;
    for (const auto& [name, entry] : networks.items()) {
        const double loading = entry.value("load_seconds", 0.0);
        const double working = entry.value("seconds", 0.0) - loading;
        load += loading;
        work += working;
        std::printf("  %-28s %8.3f %8.3f %9.3f %9.2f\n",
                    name.c_str(),
                    loading,
                    working,
                    originalMilliseconds(name, views) / 1000,
                    gibibytes(entry.value("most_device_memory", uint64_t{0})));
    }
    std::printf("  %-28s %8.3f %8.3f\n", "all networks", load, work);
}

/// Prints how long each piece of the run took, and the memory that was in use at most.
class Pieces {
public:
    explicit Pieces(const at::Device& device) : device_(device) {}
    void done(const char* what) {
        std::printf("  %-28s %8.3f s, %5.2f GiB reserved at most\n",
                    what,
                    secondsSince(last_),
                    gibibytes(readDeviceMemory(device_).most_reserved));
        std::fflush(stdout);
        last_ = Clock::now();
    }

private:
    at::Device device_;
    Clock::time_point last_ = Clock::now();
};

/// Seconds of each step of finishing, by its name.
class StepTimes {
public:
    void at(const char* what) {
        const double now = secondsSince(start_);
        if (!steps_.empty()) {
            steps_.back().second += now - last_;
        }
        last_ = now;
        if (steps_.empty() || steps_.back().first != what) {
            steps_.emplace_back(what, 0.0);
        }
    }
    void print() {
        if (!steps_.empty()) {
            at(steps_.back().first.c_str());
        }
        for (const auto& [what, seconds] : steps_) {
            std::printf("    %-26s %8.3f s\n", what.c_str(), seconds);
        }
    }

private:
    Clock::time_point start_ = Clock::now();
    double last_ = 0;
    std::vector<std::pair<std::string, double>> steps_;
};

FinishedMesh finish(const EngineRun& run,
                    const RunState& state,
                    const std::vector<NetworkView>& views) {
    const DecodedMesh mesh{
        state.at("vertices").clone(), state.at("triangles").clone(), state.at("colors").clone()};
    std::vector<FinishPhoto> photos;
    if (run.has("photos")) {
        for (const NetworkView& view : views) {
            photos.push_back({view.view->name, &view.view->image, view.view->camera});
        }
    }
    FinishOptions options;
    options.device = run.device;
    options.texture_size = run.sizes.published ? 1024 : 64;
    StepTimes times;
    options.progress = [&](double, const char* what) { times.at(what); };
    resetDeviceMemoryPeak(run.device);
    FinishedMesh finished = finishMesh(mesh, photos, options);
    times.print();
    std::printf("  %-28s %8.2f GiB in tensors at most\n",
                "finish",
                gibibytes(readDeviceMemory(run.device).most_allocated));
    return finished;
}

void once(const EngineRun& run) {
    const auto start = Clock::now();
    const DeviceMemoryRelease at_the_end;
    WarmUp warm_up(run.device);
    Pieces pieces(run.device);
    const ImageSet images = imagesFor(run);
    const PipelineConfig config = readPipelineConfig(run.weights);
    std::vector<fs::path> files;
    for (const NetworkFiles* network : config.networks(false)) {
        files.push_back(network->weights);
    }
    const ReadAhead read_ahead(files);
    const std::vector<NetworkView> views =
        prepareNetworkViews(images, chooseViews(images, images.views.size()), [] {});
    pieces.done("pictures");

    JobContext::Options job_options;
    job_options.seed = 1;
    job_options.device = run.device.str();
    QuietSink sink;
    JobContext job(job_options, sink);
    ReconviagenOptions options;
    if (!run.sizes.published) {
        options.structure.steps = options.latents.steps = 2;
    }
    nlohmann::json report = nlohmann::json::object();
    StageRun stage{job, config, options, run.device, run.has("low_vram"), report, &warm_up};
    RunState state;
    job.stage("conditions", 4, 0.2);
    runConditions(stage, views, state);
    pieces.done("conditions");
    job.stage("structure", options.structure.steps, 0.2);
    const at::Tensor logits = structureLogits(stage, state);
    if (!logits.isfinite().all().item<bool>()) {
        throw Error(Error::Kind::Engine, "The structure's logits are not finite");
    }
    takeVoxels(
        stage, shellCoords(run.sizes.slat.resolution, run.sizes.slat.voxels, at::kCPU), state);
    pieces.done("structure");
    job.stage("details", options.latents.steps, 0.2);
    runLatents(stage, state);
    pieces.done("details");
    job.stage("mesh", 2, 0.2);
    {
        MeshFeatures features = decodeFeatures(stage, state);
        at::manual_seed(1);
        features.features = sphereFeatures(features.resolution, features.coords);
        takeFeatures(stage, features, state);
    }
    pieces.done("mesh");
    const FinishedMesh finished = finish(run, state, views);
    pieces.done("finish");
    printNetworks(report["networks"], run.views);
    std::printf("  %-28s %8.3f s, %zu triangles of %lld\n",
                "images to mesh",
                secondsSince(start),
                finished.mesh.mesh.triangles.size(),
                static_cast<long long>(state.at("triangles").size(0)));
}

void bench(const EngineRun& run) {
    MostUsedMemory memory;
    std::vector<const char*> runs = {"first run of the process", "second run"};
    runs.resize(run.sizes.published ? 2 : 1);
    for (const char* which : runs) {
        if (run.has("cold")) {
            forgetPages(run.weights);
        }
        std::printf("%d views, %s%s%s\n",
                    run.views,
                    which,
                    run.has("cold") ? ", weights on disk" : "",
                    run.has("low_vram") ? ", low_vram" : "");
        once(run);
    }
    const Prediction prediction = [&] {
        ReconviagenOptions options;
        options.low_vram = run.has("low_vram") ? ReconviagenOptions::LowVram::On
                                               : ReconviagenOptions::LowVram::Off;
        return predictReconviagen(
            {}, options, networkSizes(readPipelineConfig(run.weights)), run.views, 16);
    }();
    std::printf("  GPU memory: %.2f GiB used before, %.2f at most; predicted for us:",
                gibibytes(memory.atStart()),
                gibibytes(memory.most()));
    for (const auto& [what, bytes] : prediction.device_memory) {
        std::printf(" %s %.2f", what.c_str(), gibibytes(bytes));
    }
    std::printf("\n");
}

int usage() {
    std::fprintf(stderr,
                 "bench_engine write FOLDER | run FOLDER IMAGES VIEWS [cold low_vram photos] | "
                 "small FOLDER\n");
    return 2;
}

int work(const std::vector<std::string>& words) {
    EngineRun run;
    if (words.size() < 2) {
        return usage();
    }
    run.weights = words[1];
    if (words[0] == "small") {
        run.sizes = EngineSizes::tiny();
        run.views = 2;
        writeWeightFolder(run.weights, run.sizes, run.device);
        bench(run);
        fs::remove_all(run.weights);
        return 0;
    }
    run.device = torchDevice(kCudaBuild ? "cuda:0" : "cpu");
    if (words[0] == "write") {
        writeWeightFolder(run.weights, run.sizes, run.device);
        return 0;
    }
    if (words[0] != "run" || words.size() < 4) {
        return usage();
    }
    run.images = words[2];
    run.views = std::clamp(std::atoi(words[3].c_str()), 1, kMostViews);
    run.words.insert(words.begin() + 4, words.end());
    bench(run);
    return 0;
}

}  // namespace

int main(int count, char** arguments) {
    std::setvbuf(stdout, nullptr, _IOLBF, 1 << 12);
    try {
        return withTensorErrors(
            [&] { return work(std::vector<std::string>(arguments + 1, arguments + count)); });
    } catch (const Error& error) {
        std::fprintf(stderr, "%s\n%s\n", error.what(), error.detail().c_str());
        return 1;
    }
}
