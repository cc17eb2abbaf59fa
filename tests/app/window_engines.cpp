// SPDX-License-Identifier: Apache-2.0
#include "app/window_engines.h"

#include "base/error.h"
#include "base/random.h"
#include "base/text.h"
#include "mesh/normals.h"

#include <cmath>
#include <new>
#include <numbers>
#include <thread>

namespace bozzetto::testing {
namespace {

constexpr int kStepsPerSecond = 40;
constexpr int kPreviewEvery = 12;  // steps: more often than a real engine, for quick tests
constexpr int kMapSide = 64;       // texels

enum class Ending { Result, OutOfMemory, Failure };

struct Part {
    const char *id, *title, *description;
    const char* seconds;  // default
    Ending ending;
};
constexpr Part kParts[] = {
    {"quick", "Quick", "A ball at once.", "0.3", Ending::Result},
    {"slow", "Slow", "A ball after a while.", "10", Ending::Result},
    {"hungry", "Hungry", "Wants more memory than there is.", "1.5", Ending::OutOfMemory},
    {"broken", "Broken", "Does not find a result.", "1.5", Ending::Failure},
};

std::vector<SettingField> fieldsOf(const Part& part) {
    using Type = SettingField::Type;
    std::vector<SettingField> fields = {{"seconds",
                                         "Duration",
                                         "s",
                                         "How long it takes.",
                                         Type::Number,
                                         0.05,
                                         600,
                                         {},
                                         {{"", part.seconds}}}};
    if (part.ending != Ending::Result) {
        return fields;
    }
    fields.push_back({"columns",
                      "Columns",
                      "",
                      "Columns of quads around the ball. More look rounder.",
                      Type::Integer,
                      8,
                      512,
                      {},
                      {{"", "48"}, {"draft", "24"}, {"high", "96"}}});
    if (std::string(part.id) == "quick") {
        fields.push_back({"finish",
                          "Finish",
                          "",
                          "How rough the ball is.",
                          Type::Choice,
                          0,
                          0,
                          {"matte", "satin", "gloss"},
                          {{"", "satin"}}});
        fields.push_back({"dents",
                          "Dents",
                          "",
                          "On: the seed dents the ball.",
                          Type::Switch,
                          0,
                          0,
                          {},
                          {{"", "on"}, {"draft", "off"}}});
    }
    return fields;
}

/// A ball on a lattice of columns x rows quads, its poles rings of equal points' places: shared
/// positions, texture coordinates split along one meridian and at the poles.
TexturedMesh makeBall(int columns, double radius, double dent, uint64_t seed) {
    const int rows = columns / 2;
    TexturedMesh ball;
    const auto position = [&](int i, int j) {
        return j == 0 ? 0 : j == rows ? 1 : 2 + (j - 1) * columns + i % columns;
    };
    const auto add = [&](int i, int j) {
        const double a = 2 * std::numbers::pi * i / columns, b = std::numbers::pi * j / rows;
        const double r =
            radius *
            (1 - dent * randomUniform(seed, static_cast<uint64_t>(i), static_cast<uint64_t>(j)));
        ball.mesh.positions.push_back({static_cast<float>(r * std::sin(b) * std::cos(a)),
                                       static_cast<float>(r * std::sin(b) * std::sin(a)),
                                       static_cast<float>(r * std::cos(b))});
    };
    add(0, 0);
    add(0, rows);
    for (int j = 1; j < rows; ++j) {
        for (int i = 0; i < columns; ++i) {
            add(i, j);
        }
    }
    for (int j = 0; j <= rows; ++j) {
        for (int i = 0; i <= columns; ++i) {
            ball.uvs.push_back({static_cast<float>(i) / static_cast<float>(columns),
                                1 - static_cast<float>(j) / static_cast<float>(rows)});
        }
    }
    const auto corner = [&](int i, int j) { return j * (columns + 1) + i; };
    for (int j = 0; j < rows; ++j) {
        for (int i = 0; i < columns; ++i) {
            if (j + 1 < rows) {
                ball.mesh.triangles.push_back(
                    {position(i, j), position(i, j + 1), position(i + 1, j + 1)});
                ball.uv_triangles.push_back({corner(i, j), corner(i, j + 1), corner(i + 1, j + 1)});
            }
            if (j > 0) {
                ball.mesh.triangles.push_back(
                    {position(i, j), position(i + 1, j + 1), position(i + 1, j)});
                ball.uv_triangles.push_back({corner(i, j), corner(i + 1, j + 1), corner(i + 1, j)});
            }
        }
    }
    ball.normals = vertexNormals(ball.mesh);
    return ball;
}

/// Squares of two colours, rougher towards the bottom, one octant of metal.
Material makeMaterial(float roughness) {
    Material material;
    material.base_color = Image(kMapSide, kMapSide, 3);
    material.roughness = Image(kMapSide, kMapSide, 1);
    material.metallic = Image(kMapSide, kMapSide, 1);
    for (int y = 0; y < kMapSide; ++y) {
        for (int x = 0; x < kMapSide; ++x) {
            const bool light = (x / 8 + y / 8) % 2 == 0;
            float* color = material.base_color.at(x, y);
            color[0] = light ? 0.8f : 0.1f;
            color[1] = light ? 0.3f : 0.3f;
            color[2] = light ? 0.1f : 0.6f;
            *material.roughness.at(x, y) =
                roughness * (0.5f + 0.5f * static_cast<float>(y) / kMapSide);
            *material.metallic.at(x, y) = x < kMapSide / 4 && y < kMapSide / 2 ? 1.0f : 0.0f;
        }
    }
    return material;
}

class WindowEngine final : public Engine {
public:
    explicit WindowEngine(const Part& part) : part_(part) {
        info_.id = part.id;
        info_.title = part.title;
        info_.description = part.description;
        info_.presets = {"draft", "standard", "high"};
        info_.fields = fieldsOf(part);
        info_.needs_cameras = info_.needs_masks = false;
    }

    const EngineInfo& info() const override { return info_; }

    Reconstruction reconstruct(const ImageSet& images,
                               const Settings& settings,
                               JobContext& job) override {
        steps_ = std::max<int64_t>(
            4, std::llround(settingNumber(info_.fields, settings, "seconds") * kStepsPerSecond));
        columns_ = part_.ending == Ending::Result
                       ? static_cast<int>(settingNumber(info_.fields, settings, "columns"))
                       : 24;
        complete_ = true;
        int64_t done = 0;
        if (const auto saved = job.loadCheckpoint()) {
            done = parseInteger(*saved).value_or(0);
        }
        job.stage("hull", 1, 0.05);
        sendPreview(job, done);
        job.advance();
        const int64_t shape_steps = 2 * steps_ / 3;
        playStage(job, "shape", 0.6, done, shape_steps);
        playStage(job, "texture", 0.3, done, steps_);
        job.stage("finish", 1, 0.05);
        if (!complete_) {
            job.saveCheckpoint(std::to_string(done));
        }
        Reconstruction result = makeResult(images, settings, job.seed(), done);
        job.advance();
        return result;
    }

    Prediction predict(const ImageSet& headers, const Settings& settings, int) const override {
        const double seconds = settingNumber(info_.fields, settings, "seconds");
        // The hungry one wants more than any computer has, which a window should say before.
        const uint64_t share = part_.ending == Ending::OutOfMemory ? uint64_t{1} << 50 : 60 << 20;
        return {{{"program", share}, {"pictures", headers.views.size() << 20}}, {}, seconds};
    }

private:
    void playStage(JobContext& job, const char* name, double weight, int64_t& done, int64_t end) {
        job.stage(name, std::max<int64_t>(0, end - done), weight);
        while (done < end) {
            if (job.remaining() < 0.2) {
                complete_ = false;
                return;
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(1000 / kStepsPerSecond));
            failHalfWay(done);
            job.metric(name,
                       std::exp(-3.0 * static_cast<double>(done) / static_cast<double>(steps_)));
            ++done;
            if (done % kPreviewEvery == 0) {
                sendPreview(job, done);
            }
            try {
                job.advance();
            } catch (const Cancelled&) {
                job.saveCheckpoint(std::to_string(done));
                throw;
            }
            if (job.checkpointDue()) {
                job.saveCheckpoint(std::to_string(done));
            }
        }
    }

    void failHalfWay(int64_t done) const {
        if (done < steps_ / 2) {
            return;
        }
        if (part_.ending == Ending::OutOfMemory) {
            throw std::bad_alloc();
        }
        if (part_.ending == Ending::Failure) {
            throw Error(Error::Kind::Engine,
                        "Nothing matched the masks: the mesh vanished during optimisation",
                        "Check the masks and the cameras.");
        }
    }

    void sendPreview(JobContext& job, int64_t done) const {
        if (!job.wantsPreview()) {
            return;
        }
        const double share = static_cast<double>(done) / static_cast<double>(steps_);
        const TexturedMesh ball = makeBall(columns_, 1.5 - 0.5 * share, 0, 0);
        PreviewMesh preview{ball.mesh, ball.normals, {}};
        for (size_t i = 0; i < ball.mesh.positions.size(); ++i) {
            const Vec3f& p = ball.mesh.positions[i];
            const auto byte = [&](float value) {
                return static_cast<uint8_t>(128 + 80 * value * static_cast<float>(share));
            };
            preview.colors.insert(preview.colors.end(), {byte(p.x), byte(p.y), byte(p.z)});
        }
        job.preview(preview);
    }

    Reconstruction makeResult(const ImageSet& images,
                              const Settings& settings,
                              uint64_t seed,
                              int64_t done) const {
        const bool quick = info_.id == "quick";
        const double dent =
            quick && settingText(info_.fields, settings, "dents") == "on" ? 0.05 : 0.0;
        const std::string finish =
            quick ? settingText(info_.fields, settings, "finish") : std::string("satin");
        Reconstruction result;
        result.mesh = makeBall(columns_,
                               1.5 - 0.5 * static_cast<double>(done) / static_cast<double>(steps_),
                               dent,
                               seed);
        result.mesh.material = makeMaterial(finish == "matte"   ? 1.0f
                                            : finish == "satin" ? 0.5f
                                                                : 0.15f);
        computeTangents(result.mesh);
        result.light = Image(32, 16, 3, 0.8f);
        for (const View& view : images.views) {
            if (view.camera) {
                result.cameras.emplace_back(view.name, *view.camera);
            }
        }
        result.report_json = R"({"scores": {"psnr": 30.25}})";
        result.complete = complete_;
        return result;
    }

    const Part& part_;
    EngineInfo info_;
    int64_t steps_ = 0;
    int columns_ = 24;
    bool complete_ = true;
};

}  // namespace

std::vector<std::unique_ptr<Engine>> makeWindowEngines() {
    std::vector<std::unique_ptr<Engine>> engines;
    for (const Part& part : kParts) {
        engines.push_back(std::make_unique<WindowEngine>(part));
    }
    return engines;
}

}  // namespace bozzetto::testing
