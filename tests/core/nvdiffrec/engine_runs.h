// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/image_set_reader.h"
#include "nvdiffrec/engine.h"
#include "pipeline/run_job.h"

#include <QtGlobal>

#include <map>
#include <string>
#include <vector>

/// Runs of the engine on the bundled sample, for its tests.
namespace bozzetto {

inline const std::filesystem::path kSample = BOZZETTO_SOURCE_DIR "/resources/samples/pip7";

/// The sample's views reduced to at most 256 x 256 pixels.
inline ImageSet loadViews(const char* file, LoadOptions::Depth depth = LoadOptions::Depth::Ignore) {
    LoadOptions options;
    options.max_pixels = 256 * 256;
    options.depth = depth;
    return loadImageSet(kSample / file, options);
}

/// Every step asks whether to stop: after `limit` steps of the stage `counted` it stops itself.
class Sink : public JobSink {
public:
    std::stop_source stop;
    std::string counted;
    int limit = -1, seen = 0;
    std::vector<std::string> warnings;

    std::string stop_in;  // the stage whose beginning asks to stop
    int asked = 0;        // by the running step, whether to stop

    void onStage(const std::string& name, int64_t, double) override {
        stage_ = name;
        done_ = 0;
        if (name == stop_in) {
            stop.request_stop();
        }
    }
    void onProgress(int64_t done, int64_t) override {
        asked = 0;
        const bool one_more = done == done_ + 1;  // else it went on from a checkpoint
        if (one_more && stage_ == counted && ++seen == limit) {
            stop.request_stop();
        }
        done_ = done;
    }
    void onMetric(const std::string&, double, int64_t) override {}
    void onWarning(const std::string& message) override { warnings.push_back(message); }
    bool previews = false;
    std::vector<PreviewMesh> seen_previews;
    void onPreview(const PreviewMesh& mesh) override { seen_previews.push_back(mesh); }
    bool wantsPreview() const override { return previews; }

private:
    std::string stage_;
    int64_t done_ = 0;
};

/// Counts the steps of each pass; memory runs out at one of each.
class NarrowSink : public Sink {
public:
    void onMetric(const std::string& name, double value, int64_t step) override {
        Sink::onMetric(name, value, step);
        if (++steps[name] == 3 && narrow) {
            throw Error(Error::Kind::OutOfMemory, "Out of memory", "Close other programs.");
        }
    }
    bool narrow = true;
    std::map<std::string, int> steps;
};

inline Settings quickSettings() {
    return {"draft", {{"depth", "off"}}};
}
/// As small as the settings go while every part still runs.
inline Settings tinySettings(const std::string& isosurface = "flexicubes") {
    return {"draft",
            {{"isosurface", isosurface},
             {"depth", "off"},
             {"grid", "32"},
             {"image_side", "128"},
             {"shape_iterations", "24"},
             {"field_steps", "0"},
             {"texture_iterations", "16"},
             {"texture_size", "256"}}};
}

inline JobOutcome run(const ImageSet& images,
                      const Settings& settings,
                      Sink& sink,
                      JobContext::Options options = {}) {
    options.stop = sink.stop.get_token();
    options.seed = 7;
    JobContext job(options, sink);
    return runJob(*makeNvdiffrecEngine(), images, settings, job);
}

inline const Reconstruction* reconstructionOf(const JobOutcome& outcome) {
    if (const Failure* failure = std::get_if<Failure>(&outcome)) {
        qWarning("%s | %s | %s",
                 failure->reason.c_str(),
                 failure->hint.c_str(),
                 failure->detail.c_str());
    }
    return std::get_if<Reconstruction>(&outcome);
}

}  // namespace bozzetto
