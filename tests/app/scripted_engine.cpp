// SPDX-License-Identifier: Apache-2.0
#include "app/scripted_engine.h"

#include "base/error.h"
#include "base/random.h"
#include "support/sample_mesh.h"

#include <csignal>
#include <limits>
#include <new>
#include <thread>

namespace bozzetto::testing {
namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

class ScriptedEngine final : public Engine {
public:
    ScriptedEngine() {
        info_.id = "scripted";
        info_.title = "Scripted";
        info_.description = "Plays what a test wants";
        info_.presets = {"draft", "standard", "high"};
        info_.minimum_views = 3;
        SettingField act{
            "act", "Act", "", "What to play.", SettingField::Type::Choice, 0, 0, {}, {{"", "ok"}}};
        act.choices = {"ok",
                       "slow",
                       "stuck",
                       "fail",
                       "oom",
                       "throw",
                       "empty",
                       "nan_vertex",
                       "huge_vertex",
                       "nan_uv",
                       "nan_texture",
                       "constant",
                       "missing_map",
                       "wrong_index",
                       "late",
                       "crash"};
        SettingField steps{"steps",
                           "Steps",
                           "",
                           "How long.",
                           SettingField::Type::Integer,
                           1,
                           100000,
                           {},
                           {{"", "20"}, {"draft", "5"}}};
        SettingField rate{
            "rate", "Rate", "", "Of nothing.", SettingField::Type::Number, 0, 1, {}, {{"", "0.5"}}};
        SettingField depth{
            "depth", "Depth", "", "Use depth.", SettingField::Type::Switch, 0, 0, {}, {{"", "on"}}};
        info_.fields = {act, steps, rate, depth};
    }

    const EngineInfo& info() const override { return info_; }

    Reconstruction reconstruct(const ImageSet& images,
                               const Settings& settings,
                               JobContext& job) override {
        const std::string act = settingText(info_.fields, settings, "act");
        const auto steps = static_cast<int64_t>(settingNumber(info_.fields, settings, "steps"));
        int64_t done = 0;
        if (const auto saved = job.loadCheckpoint()) {
            done = std::stoll(*saved);
        }
        job.stage("optimise", steps, 0.9);
        try {
            for (; done < steps && !(act == "late" && job.remaining() < 0.05) &&
                   !job.finishRequested();
                 ++done) {
                playStep(act, done, steps);
                job.metric("loss", 1.0 / static_cast<double>(done + 1));
                job.advance();
            }
        } catch (const Cancelled&) {
            job.saveCheckpoint(std::to_string(done + 1));
            throw;
        }
        job.stage("bake", 1, 0.1);
        job.advance();
        Reconstruction result = makeResult(act, job.seed(), done, images);
        result.complete = done == steps;
        if (!result.complete) {
            job.saveCheckpoint(std::to_string(done));
        }
        return result;
    }

    Prediction predict(const ImageSet& headers, const Settings&, int) const override {
        return {{{"pictures", 1000 * headers.views.size()}, {"program", 50}}, {}, 0.5};
    }

private:
    static void playStep(const std::string& act, int64_t done, int64_t steps) {
        if (act == "slow" || act == "late") {
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
        if (act == "stuck" && done == 1) {
            std::this_thread::sleep_for(std::chrono::seconds(60));
        }
        if (done != steps / 2) {
            return;
        }
        if (act == "fail") {
            throw Error(Error::Kind::Engine,
                        "the loss is not a number at step 10 (view r_1)",
                        "Use another --seed.");
        }
        if (act == "oom") {
            throw std::bad_alloc();
        }
        if (act == "throw") {
            throw std::logic_error("vector::_M_range_check");
        }
        if (act == "crash") {
            std::raise(SIGKILL);
        }
    }

    static Reconstruction makeResult(const std::string& act,
                                     uint64_t seed,
                                     int64_t steps,
                                     const ImageSet& images) {
        Reconstruction result;
        result.mesh = makeSampleMesh();
        for (size_t i = 0; i < result.mesh.mesh.positions.size(); ++i) {
            result.mesh.mesh.positions[i].x += randomUniform(seed, static_cast<uint64_t>(steps), i);
        }
        result.light = Image(16, 8, 3, 0.75f);
        for (const View& view : images.views) {
            if (view.camera) {
                result.cameras.emplace_back(view.name, *view.camera);
            }
        }
        result.report_json =
            R"({"steps": )" + std::to_string(steps) + R"(, "scores": {"psnr": 31.5}})";
        spoil(act, result.mesh);
        return result;
    }

    static void spoil(const std::string& act, TexturedMesh& mesh) {
        if (act == "empty") {
            mesh.mesh.triangles.clear();
            mesh.uv_triangles.clear();
        } else if (act == "nan_vertex") {
            mesh.mesh.positions[3].y = kNan;
        } else if (act == "huge_vertex") {
            mesh.mesh.positions[3].y = 1e30f;
        } else if (act == "nan_uv") {
            mesh.uvs[2].x = kNan;
        } else if (act == "nan_texture") {
            mesh.material.roughness.pixels[5] = kNan;
        } else if (act == "constant") {
            mesh.material.base_color = Image(8, 8, 3, 0.0f);
        } else if (act == "missing_map") {
            mesh.material.metallic = {};
        } else if (act == "wrong_index") {
            mesh.mesh.triangles[0].x = 99;
        }
    }

    EngineInfo info_;
};

}  // namespace

std::unique_ptr<Engine> makeScriptedEngine() {
    return std::make_unique<ScriptedEngine>();
}

}  // namespace bozzetto::testing
