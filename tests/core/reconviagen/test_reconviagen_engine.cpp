// SPDX-License-Identifier: Apache-2.0
// The whole pipeline with tiny weights (tests/data/tiny-reconviagen).
#include "base/error.h"
#include "base/files.h"
#include "base/parallel_for.h"
#include "core/reconviagen/ball_views.h"
#include "pipeline/run_job.h"
#include "reconviagen/engine.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QtTest>
#include <nlohmann/json.hpp>

#include <functional>
#include <map>
#include <set>

using namespace bozzetto;
namespace fs = std::filesystem;

namespace {

const fs::path kTiny = BOZZETTO_TEST_DATA "/tiny-reconviagen";
const std::string kCheckpoints = "trellis-vggt-v0-2/ckpts/";

/// Stops the job when a stage has made so many steps.
class Sink : public JobSink {
public:
    std::stop_source stop;
    std::string stage, stop_in;
    int64_t stop_at = 0;
    QElapsedTimer since_stop;
    std::vector<std::string> stages, warnings;

    void onStage(const std::string& name, int64_t, double) override {
        stage = name;
        stages.push_back(name);
    }
    void onProgress(int64_t step, int64_t) override {
        if (stage == stop_in && step >= stop_at && !stop.stop_requested()) {
            stop.request_stop();
            since_stop.start();
        }
    }
    void onMetric(const std::string&, double, int64_t) override {}
    void onWarning(const std::string& message) override { warnings.push_back(message); }
    void onPreview(const PreviewMesh&) override {}
};

/// Few steps and small textures; everything else as usual.
Settings quickSettings() {
    return {"draft",
            {{"structure_steps", "6"},
             {"detail_steps", "4"},
             {"texture_size", "128"},
             {"photo_texture_steps", "6"},
             {"faces", "1500"}}};
}

JobOutcome run(const ImageSet& images,
               Sink& sink,
               const Settings& settings = quickSettings(),
               JobContext::Options options = {}) {
    options.stop = sink.stop.get_token();
    options.seed = 3;
    if (options.weights_folder.empty()) {
        options.weights_folder = kTiny;
    }
    JobContext job(options, sink);
    return runJob(*makeReconviagenEngine(), images, settings, job);
}

const Reconstruction* reconstructionOf(const JobOutcome& outcome) {
    if (const Failure* failure = std::get_if<Failure>(&outcome)) {
        qWarning("%s | %s | %s",
                 failure->reason.c_str(),
                 failure->hint.c_str(),
                 failure->detail.c_str());
    }
    return std::get_if<Reconstruction>(&outcome);
}

/// Every edge belongs to two triangles, which run along it in opposite directions.
bool isClosed(const TriangleMesh& mesh) {
    std::map<std::pair<int, int>, int> edges;
    for (const Vec3i& t : mesh.triangles) {
        for (int k = 0; k < 3; ++k) {
            ++edges[{t[k], t[(k + 1) % 3]}];
        }
    }
    for (const auto& [edge, count] : edges) {
        const auto back = edges.find({edge.second, edge.first});
        if (back == edges.end() || back->second != count) {
            return false;
        }
    }
    return true;
}

bool samePositions(const TriangleMesh& a, const TriangleMesh& b) {
    return a.positions.size() == b.positions.size() &&
           std::equal(a.positions.begin(),
                      a.positions.end(),
                      b.positions.begin(),
                      [](const Vec3f& p, const Vec3f& q) {
                          return p.x == q.x && p.y == q.y && p.z == q.z;
                      });
}

}  // namespace

class TestReconviagenEngine : public QObject {
    Q_OBJECT
private slots:
    void init() { setThreadCount(2); }
    void picturesBecomeAClosedTexturedMesh();
    void anotherPictureGivesAnotherMeshAndTexture();
    void stopsSoonAndGoesOnToTheSameResult_data();
    void stopsSoonAndGoesOnToTheSameResult();
    void finishingEarlyGivesAMesh();
    void splatsAreWrittenWhenAskedFor();
    void ofManyViewsSixteenAreTaken();
    void unusableWeightsAreRefused_data();
    void unusableWeightsAreRefused();
    void verificationNamesWhatNothingReads();
    void emptyMasksAreRefused();

private:
    const Reconstruction& usual() {
        if (!usual_) {
            Sink sink;
            usual_ = run(testing::ballViews(2), sink);
        }
        static const Reconstruction kNone;
        const Reconstruction* result = reconstructionOf(*usual_);
        return result != nullptr ? *result : kNone;
    }
    std::optional<JobOutcome> usual_;
};

void TestReconviagenEngine::picturesBecomeAClosedTexturedMesh() {
    const Reconstruction& result = usual();
    QVERIFY(result.mesh.mesh.triangles.size() > 500);
    QVERIFY(isClosed(result.mesh.mesh));
    QVERIFY(result.complete);
    const auto report = nlohmann::json::parse(result.report_json);
    const int voxels = report["voxels"].get<int>();
    QVERIFY2(voxels >= 200 && voxels <= 2000, std::to_string(voxels).c_str());
    QCOMPARE(report["coordinates"].get<std::string>(), std::string("canonical"));
    QCOMPARE(report["networks"].size(), size_t{8});
    for (const Vec3f& p : result.mesh.mesh.positions) {
        QVERIFY(std::abs(p.x) <= 0.5f && std::abs(p.y) <= 0.5f && std::abs(p.z) <= 0.5f);
    }
    for (const float metallic : result.mesh.material.metallic.pixels) {
        QCOMPARE(metallic, 0.0f);
    }
    const auto seen = std::find_if(result.files.begin(), result.files.end(), [](const auto& file) {
        return file.first == "seen_faces.bin";
    });
    QVERIFY(seen != result.files.end());
    QCOMPARE(seen->second.size(), result.mesh.mesh.triangles.size());
    const EngineInfo info = makeReconviagenEngine()->info();
    QVERIFY(!info.needs_cameras && info.needs_masks);
    QVERIFY(std::any_of(info.licences.begin(), info.licences.end(), [](const UsedLicence& used) {
        return used.licence == "CC-BY-NC-4.0" && !used.commercial;
    }));
}

void TestReconviagenEngine::anotherPictureGivesAnotherMeshAndTexture() {
    ImageSet images = testing::ballViews(2);
    images.views[1].image = testing::ballPicture(3.1, 96, true);
    Sink sink;
    const JobOutcome outcome = run(images, sink);
    const Reconstruction* result = reconstructionOf(outcome);
    QVERIFY(result);
    QVERIFY(!samePositions(result->mesh.mesh, usual().mesh.mesh));
    QVERIFY(result->mesh.material.base_color.pixels != usual().mesh.material.base_color.pixels);
}

void TestReconviagenEngine::stopsSoonAndGoesOnToTheSameResult_data() {
    QTest::addColumn<QString>("stage");
    QTest::addColumn<int>("step");
    QTest::newRow("while looking") << "conditions" << 2;
    QTest::newRow("structure") << "structure" << 3;
    QTest::newRow("details") << "details" << 1;
    QTest::newRow("finish") << "finish" << 5;
}

void TestReconviagenEngine::stopsSoonAndGoesOnToTheSameResult() {
    QFETCH(QString, stage);
    QFETCH(int, step);
    const QTemporaryDir folder;
    JobContext::Options options;
    options.checkpoint_folder = folder.path().toStdString();
    options.fingerprint = "same";
    Sink stopped;
    stopped.stop_in = stage.toStdString();
    stopped.stop_at = step;
    const JobOutcome first = run(testing::ballViews(2), stopped, quickSettings(), options);
    QVERIFY(std::holds_alternative<JobCancelled>(first));
    QVERIFY2(stopped.since_stop.elapsed() < 2000,
             std::to_string(stopped.since_stop.elapsed()).c_str());
    options.resume = true;
    Sink resumed;
    const JobOutcome second = run(testing::ballViews(2), resumed, quickSettings(), options);
    const Reconstruction* result = reconstructionOf(second);
    QVERIFY(result);
    QVERIFY(samePositions(result->mesh.mesh, usual().mesh.mesh));
    QVERIFY(result->mesh.material.base_color.pixels == usual().mesh.material.base_color.pixels);
    QVERIFY(result->light.pixels == usual().light.pixels && !result->light.empty());
    // What was done is not done again.
    const auto ran = [&](const char* name) {
        return std::find(resumed.stages.begin(), resumed.stages.end(), name) !=
               resumed.stages.end();
    };
    QCOMPARE(ran("conditions"), stage == "conditions");
    QCOMPARE(ran("details"), stage != "finish");
}

void TestReconviagenEngine::finishingEarlyGivesAMesh() {
    JobContext::Options options;
    options.finish = [] { return true; };
    Sink sink;
    const JobOutcome outcome = run(testing::ballViews(1), sink, quickSettings(), options);
    const Reconstruction* result = reconstructionOf(outcome);
    QVERIFY(result);
    QVERIFY(!result->complete);
    QVERIFY(!result->mesh.mesh.triangles.empty());
    QVERIFY(!sink.warnings.empty());
}

void TestReconviagenEngine::splatsAreWrittenWhenAskedFor() {
    Settings settings = quickSettings();
    settings.values["splats"] = "on";
    settings.values["photo_texture"] = "off";
    Sink sink;
    const JobOutcome outcome = run(testing::ballViews(1), sink, settings);
    const Reconstruction* result = reconstructionOf(outcome);
    QVERIFY(result);
    const auto splats = std::find_if(result->files.begin(),
                                     result->files.end(),
                                     [](const auto& file) { return file.first == "splats.ply"; });
    QVERIFY(splats != result->files.end());
    const auto report = nlohmann::json::parse(result->report_json);
    const auto count = report["splats"]["count"].get<size_t>();
    QCOMPARE(count, 4 * report["voxels"].get<size_t>());
    const size_t header = splats->second.find("end_header\n") + 11;
    QCOMPARE(splats->second.size() - header, count * 14 * sizeof(float));
}

void TestReconviagenEngine::ofManyViewsSixteenAreTaken() {
    Settings settings = quickSettings();
    settings.values["photo_texture"] = "off";
    Sink sink;
    const JobOutcome outcome = run(testing::ballViews(20), sink, settings);
    const Reconstruction* result = reconstructionOf(outcome);
    QVERIFY(result);
    const auto report = nlohmann::json::parse(result->report_json);
    QCOMPARE(report["views"].size(), size_t{16});
    QCOMPARE(report["views"].front().get<std::string>(), std::string("v0"));
    QVERIFY(std::any_of(sink.warnings.begin(), sink.warnings.end(), [](const std::string& text) {
        return text.find("16 of the 20") != std::string::npos;
    }));
}

using Spoil = std::function<void(const fs::path& folder)>;
Q_DECLARE_METATYPE(Spoil)

void TestReconviagenEngine::unusableWeightsAreRefused_data() {
    QTest::addColumn<Spoil>("spoil");
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("named");
    const auto row = [](const char* name, const char* kind, const char* named, Spoil spoil) {
        QTest::newRow(name) << std::move(spoil) << kind << named;
    };
    const auto rewrite = [](const std::string& file,
                            const std::function<std::string(std::string)>& change) {
        return [=](const fs::path& folder) {
            writeFileAtomically(folder / file, change(readFile(folder / file)));
        };
    };
    const auto replaced = [](const std::string& from, const std::string& to) {
        return [=](std::string text) {
            const size_t at = text.find(from);
            return at == std::string::npos ? std::string("not found")
                                           : text.replace(at, from.size(), to);
        };
    };
    const std::string vggt = "vggt-object-v0-1/model.safetensors";
    const std::string flow = kCheckpoints + "ss_flow_img_dit_L_16l8_fp16";
    row("a file is missing", "missing_weights", "model.safetensors", [=](const fs::path& folder) {
        fs::remove(folder / vggt);
    });
    row("no folder", "missing_weights", "pipeline.json", [](const fs::path& folder) {
        fs::remove_all(folder);
    });
    row("cut short",
        "bad_weights",
        "ss_flow",
        rewrite(flow + ".safetensors",
                [](std::string bytes) { return bytes.substr(0, bytes.size() / 2); }));
    row("empty", "bad_weights", "model.safetensors", rewrite(vggt, [](std::string) {
            return std::string();
        }));
    row("renamed key",
        "bad_weights",
        "blocks.0.norm2.weight",
        rewrite(flow + ".safetensors",
                replaced("\"blocks.0.norm2.weight\"", "\"blocks.0.norm7.weight\"")));
    row("wrong shape",
        "bad_weights",
        "where [8, 256] is wanted",
        rewrite(flow + ".safetensors",
                replaced("\"input_layer.weight\":{\"dtype\":\"F32\",\"shape\":[32,8]",
                         "\"input_layer.weight\":{\"dtype\":\"F32\",\"shape\":[8,32]")));
    row("another network's sizes",
        "bad_weights",
        "pos_emb",
        rewrite(flow + ".json", replaced("\"resolution\": 8", "\"resolution\": 16")));
    row("no number",
        "bad_weights",
        "num_heads",
        rewrite(flow + ".json", replaced("\"num_heads\": 2", "\"num_heads\": \"2\"")));
    row("not JSON",
        "bad_weights",
        "pipeline.json",
        rewrite("trellis-vggt-v0-2/pipeline.json", [](std::string) { return std::string("{"); }));
    row("leads out",
        "bad_weights",
        "slat_flow_model",
        rewrite("trellis-vggt-v0-2/pipeline.json",
                replaced("ckpts/slat_flow", "../ckpts/slat_flow")));
    row("no pickle",
        "bad_weights",
        "pth",
        rewrite("dinov2/dinov2_vitl14_reg4_pretrain.pth",
                [](std::string bytes) { return bytes.substr(0, bytes.size() - 100); }));
}

void TestReconviagenEngine::unusableWeightsAreRefused() {
    QFETCH(Spoil, spoil);
    QFETCH(QString, kind);
    QFETCH(QString, named);
    const QTemporaryDir place;
    const fs::path folder = fs::path(place.path().toStdString()) / "weights";
    fs::copy(kTiny, folder, fs::copy_options::recursive);
    spoil(folder);
    JobContext::Options options;
    options.weights_folder = folder;
    Sink sink;
    const JobOutcome outcome = run(testing::ballViews(1), sink, quickSettings(), options);
    const Failure* failure = std::get_if<Failure>(&outcome);
    QVERIFY(failure);
    QCOMPARE(QString(toString(failure->kind)), kind);
    QVERIFY2(QString::fromStdString(failure->reason).contains(named), failure->reason.c_str());
    if (kind == "missing_weights") {
        QVERIFY(failure->hint.find("bozzetto-cli weights") != std::string::npos);
    }
}

void TestReconviagenEngine::verificationNamesWhatNothingReads() {
    const auto engine = makeReconviagenEngine();
    QVERIFY(engine->verifyWeights(kTiny, {}).empty());
    const QTemporaryDir place;
    const fs::path folder = fs::path(place.path().toStdString()) / "weights";
    fs::copy(kTiny, folder, fs::copy_options::recursive);
    const fs::path file = folder / (kCheckpoints + "slat_vggt_cond.safetensors");
    std::string bytes = readFile(file);
    for (size_t at = bytes.find("fuse_blocks.0"); at != std::string::npos;
         at = bytes.find("fuse_blocks.0")) {
        bytes.replace(at, 13, "odds_blocks.0");
    }
    writeFileAtomically(file, bytes);
    const std::vector<std::string> remarks = engine->verifyWeights(folder, {});
    QCOMPARE(remarks.size(), size_t{1});
    QVERIFY2(remarks[0].find("odds_blocks.0") != std::string::npos, remarks[0].c_str());
}

void TestReconviagenEngine::emptyMasksAreRefused() {
    ImageSet images = testing::ballViews(2);
    for (View& view : images.views) {
        std::fill(view.image.pixels.begin(), view.image.pixels.end(), 0.0f);
    }
    Sink sink;
    const JobOutcome outcome = run(images, sink);
    const Failure* failure = std::get_if<Failure>(&outcome);
    QVERIFY(failure);
    QCOMPARE(failure->kind, Error::Kind::BadInput);
}

QTEST_GUILESS_MAIN(TestReconviagenEngine)
#include "test_reconviagen_engine.moc"
