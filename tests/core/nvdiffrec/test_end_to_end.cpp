// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "base/files.h"
#include "base/parallel_for.h"
#include "camera/image_set_reader.h"
#include "core/nvdiffrec/result_checks.h"
#include "io/ply.h"
#include "mesh/distance.h"
#include "nvdiffrec/engine.h"
#include "pipeline/checkpoint.h"
#include "pipeline/run_job.h"
#include "tensor/tensor_bytes.h"

#include <ATen/Parallel.h>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include <limits>
#include <map>
#include <set>

using namespace bozzetto;

namespace {

const std::filesystem::path kSample = BOZZETTO_SOURCE_DIR "/resources/samples/pip7";

/// The sample's views reduced to at most 256 x 256 pixels.
ImageSet loadViews(const char* file, LoadOptions::Depth depth = LoadOptions::Depth::Ignore) {
    LoadOptions options;
    options.max_pixels = 256 * 256;
    options.depth = depth;
    return loadImageSet(kSample / file, options);
}

/// Every step asks whether to stop: after `limit` steps of the stage `metric` it stops itself.
class Sink : public JobSink {
public:
    std::stop_source stop;
    std::string metric;
    int limit = -1, seen = 0;
    std::vector<std::string> warnings;

    std::string stop_in;  // the stage whose beginning asks to stop

    void onStage(const std::string& name, int64_t, double) override {
        if (name == stop_in) {
            stop.request_stop();
        }
    }
    void onProgress(int64_t, int64_t) override {}
    void onMetric(const std::string& name, double, int64_t) override {
        if (name == metric && ++seen == limit) {
            stop.request_stop();
        }
    }
    void onWarning(const std::string& message) override { warnings.push_back(message); }
    bool previews = false;
    std::vector<PreviewMesh> seen_previews;
    void onPreview(const PreviewMesh& mesh) override { seen_previews.push_back(mesh); }
    bool wantsPreview() const override { return previews; }
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

Settings quickSettings() {
    return {"draft", {{"depth", "off"}}};
}
/// As small as the settings go while every part still runs.
Settings tinySettings(const std::string& isosurface = "flexicubes") {
    return {"draft",
            {{"isosurface", isosurface},
             {"depth", "off"},
             {"grid", "32"},
             {"image_side", "128"},
             {"shape_iterations", "24"},
             {"texture_iterations", "16"},
             {"texture_size", "256"}}};
}

JobOutcome run(const ImageSet& images,
               const Settings& settings,
               Sink& sink,
               JobContext::Options options = {}) {
    options.stop = sink.stop.get_token();
    options.seed = 7;
    JobContext job(options, sink);
    return runJob(*makeNvdiffrecEngine(), images, settings, job);
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

}  // namespace

class TestEndToEnd : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void init() { setThreadCount(2); }
    void draftReachesItsBars();
    void sameSeedSameBytes();
    void resumedRunEqualsAnUninterruptedOne_data();
    void resumedRunEqualsAnUninterruptedOne();
    void stoppedBetweenThePassesNothingIsDoneTwice_data();
    void stoppedBetweenThePassesNothingIsDoneTwice();
    void previewsShowTheGrowthAndChangeNothing();
    void damagedStateIsAnInputError_data();
    void damagedStateIsAnInputError();
    void finishGivesWhatIsDone();
    void memoryThatRunsOutIsLivedWith();
    void predictionFitsADraftRun();
    void anotherThreadCountScoresTheSame();
    void dmtetIsClosedAndSane();
    void depthMapsImproveTheShape();
    void unitsAndPlaceOfTheWorldDoNotMatter();
    void timeLimitGivesAnIncompleteButValidResult();
    void unusableInputFailsClearly_data();
    void unusableInputFailsClearly();

private:
    /// The tiny run on two threads, which several tests compare with.
    const Reconstruction* tiny();

    ImageSet train_, test_;
    TriangleMesh truth_;
    std::optional<JobOutcome> tiny_;
};

void TestEndToEnd::initTestCase() {
    at::set_num_threads(1);  // as the application does: the parallel work is ours
    train_ = loadViews("transforms_train.json");
    test_ = loadViews("transforms_test.json");
    truth_ = readPly(kSample / "mesh_gt.ply").mesh;
    QCOMPARE(train_.views.size(), size_t{24});
    QCOMPARE(test_.views.size(), size_t{8});
}

const Reconstruction* TestEndToEnd::tiny() {
    if (!tiny_) {
        Sink sink;
        tiny_ = run(train_, tinySettings(), sink);
    }
    return reconstructionOf(*tiny_);
}

void TestEndToEnd::draftReachesItsBars() {
    Sink sink;
    const JobOutcome outcome = run(train_, quickSettings(), sink);
    const Reconstruction* result = reconstructionOf(outcome);
    QVERIFY(result != nullptr);
    QVERIFY(result->complete && sink.warnings.empty());
    QCOMPARE(result->cameras.size(), train_.views.size());
    verifySound(result->mesh.mesh);
    const Scores scores = score(*result, test_, truth_);
    // Measured: 26.8 dB, 0.974, 0.24 %, 16.2 dB, 0.19, 0.13.
    QVERIFY(scores.psnr > 25.5);
    QVERIFY(scores.mask_iou > 0.965);
    QVERIFY(scores.surface_l1 < 0.0035);
    QVERIFY(scores.albedo_psnr > 14.5);
    QVERIFY(scores.roughness_error < 0.25);
    QVERIFY(scores.metallic_error < 0.18);
}

void TestEndToEnd::sameSeedSameBytes() {
    Sink sink;
    const JobOutcome again = run(train_, tinySettings(), sink);
    const Reconstruction* result = reconstructionOf(again);
    QVERIFY(result != nullptr && tiny() != nullptr);
    QCOMPARE(firstDifference(*tiny(), *result), std::string());
    verifySound(result->mesh.mesh);
}

void TestEndToEnd::resumedRunEqualsAnUninterruptedOne_data() {
    QTest::addColumn<QString>("stage");
    QTest::addColumn<int>("steps");
    QTest::newRow("first level of the shape") << "shape" << 4;
    QTest::newRow("last level of the shape") << "shape" << 17;
    QTest::newRow("textures, before the second search") << "texture" << 2;
    QTest::newRow("textures, after the second search") << "texture" << 9;
}

void TestEndToEnd::resumedRunEqualsAnUninterruptedOne() {
    QFETCH(QString, stage);
    QFETCH(int, steps);
    const TemporaryFolder folder(std::filesystem::temp_directory_path());
    JobContext::Options options;
    options.checkpoint_folder = folder.path();
    options.fingerprint = "end to end";
    Sink stopping;
    stopping.metric = stage.toStdString();
    stopping.limit = steps;
    QVERIFY(std::holds_alternative<JobCancelled>(run(train_, tinySettings(), stopping, options)));
    QCOMPARE(stopping.seen, steps);

    options.resume = true;
    Sink counting;
    counting.metric = stage.toStdString();
    const JobOutcome outcome = run(train_, tinySettings(), counting, options);
    const Reconstruction* resumed = reconstructionOf(outcome);
    QVERIFY(resumed != nullptr && tiny() != nullptr);
    QCOMPARE(counting.seen, (stage == "shape" ? 24 : 16) - steps);  // nothing was done twice
    QCOMPARE(firstDifference(*tiny(), *resumed), std::string());
}

void TestEndToEnd::stoppedBetweenThePassesNothingIsDoneTwice_data() {
    QTest::addColumn<QString>("stage");
    QTest::addColumn<int>("texture_steps");  // that are left
    QTest::newRow("at the atlas") << "unwrap" << 16;
    QTest::newRow("at the first step of the textures") << "texture" << 16;
    QTest::newRow("at the scores") << "finish" << 0;
}

void TestEndToEnd::stoppedBetweenThePassesNothingIsDoneTwice() {
    QFETCH(QString, stage);
    QFETCH(int, texture_steps);
    const TemporaryFolder folder(std::filesystem::temp_directory_path());
    JobContext::Options options;
    options.checkpoint_folder = folder.path();
    options.fingerprint = "end to end";
    Sink stopping;
    stopping.stop_in = stage.toStdString();
    QVERIFY(std::holds_alternative<JobCancelled>(run(train_, tinySettings(), stopping, options)));
    QVERIFY(hasCheckpoint(folder.path()));

    options.resume = true;
    NarrowSink counting;
    counting.narrow = false;
    const JobOutcome outcome = run(train_, tinySettings(), counting, options);
    const Reconstruction* resumed = reconstructionOf(outcome);
    QVERIFY(resumed != nullptr && tiny() != nullptr);
    QCOMPARE(counting.steps["shape"], 0);
    QCOMPARE(counting.steps["texture"], texture_steps);
    QCOMPARE(firstDifference(*tiny(), *resumed), std::string());
}

void TestEndToEnd::previewsShowTheGrowthAndChangeNothing() {
    Sink sink;
    sink.previews = true;
    const JobOutcome outcome = run(train_, tinySettings(), sink);
    const Reconstruction* result = reconstructionOf(outcome);
    QVERIFY(result != nullptr && tiny() != nullptr);
    QCOMPARE(firstDifference(*result, *tiny()), std::string());
    QVERIFY2(sink.seen_previews.size() >= 5,
             qPrintable(QString::number(sink.seen_previews.size())));
    const auto& [mesh, normals, colors] = sink.seen_previews.front();
    QVERIFY(mesh.triangles.size() > 500);
    QCOMPARE(normals.size(), mesh.positions.size());
    QCOMPARE(colors.size(), 3 * mesh.positions.size());
    QVERIFY2(std::set<uint8_t>(colors.begin(), colors.end()).size() > 50,
             "the hull wears the photographs' colours");
    // In the input's own coordinates, and nearer to the truth at the end than at the start.
    const auto error = [&](const PreviewMesh& preview) {
        return compareSurfaces(preview.mesh, truth_, 10000).surface_l1;
    };
    QVERIFY(error(sink.seen_previews.front()) < 0.1);
    QVERIFY(error(sink.seen_previews.back()) < error(sink.seen_previews.front()));
}

void TestEndToEnd::damagedStateIsAnInputError_data() {
    QTest::addColumn<QByteArray>("payload");
    const auto join = [](const std::vector<std::string_view>& pieces) {
        return QByteArray::fromStdString(joinBytes(pieces));
    };
    const std::string empty = joinBytes({}), tensor = bytesOfTensors({at::zeros({3})});
    const std::string sizes = bytesOfTensors({at::tensor({32, 256}, at::kInt)});
    QTest::newRow("no state at all") << QByteArray("nothing");
    QTest::newRow("too few pieces") << join({"shape", ""});
    QTest::newRow("empty shape") << join({"shape", sizes, empty, "", "", ""});
    QTest::newRow("shape of wrong tensors")
        << join({"shape", sizes, joinBytes({tensor, "", "", "", "", ""}), "", "", ""});
}

void TestEndToEnd::damagedStateIsAnInputError() {
    QFETCH(QByteArray, payload);
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.path().toStdString();
    saveCheckpoint(path, "job", 1, payload.toStdString());
    Sink sink;
    JobContext::Options options;
    options.checkpoint_folder = path;
    options.fingerprint = "job";
    options.resume = true;
    const JobOutcome outcome = run(train_, tinySettings(), sink, options);
    const auto* failure = std::get_if<Failure>(&outcome);
    QVERIFY(failure != nullptr);
    QVERIFY2(failure->kind == Error::Kind::BadInput, failure->reason.c_str());
    QVERIFY(failure->hint.find("--overwrite") != std::string::npos);
}

void TestEndToEnd::finishGivesWhatIsDone() {
    Sink sink;
    JobContext::Options options;
    options.finish = [&] { return sink.seen >= 3; };
    sink.metric = "shape";
    const JobOutcome outcome = run(train_, tinySettings(), sink, options);
    const Reconstruction* result = reconstructionOf(outcome);
    QVERIFY(result != nullptr);
    QVERIFY(!result->complete);
    QCOMPARE(sink.seen, 3);
    QVERIFY(std::any_of(sink.warnings.begin(), sink.warnings.end(), [](const std::string& text) {
        return text.find("on request after 3 of 24 steps") != std::string::npos;
    }));
}

void TestEndToEnd::memoryThatRunsOutIsLivedWith() {
    Settings settings = tinySettings();
    settings.values["batch"] = "2";
    settings.values["image_side"] = "288";
    NarrowSink sink;
    const JobOutcome outcome = run(train_, settings, sink);
    const Reconstruction* result = reconstructionOf(outcome);
    QVERIFY(result != nullptr && result->complete);
    QCOMPARE(sink.warnings,
             (std::vector<std::string>{
                 "Out of memory at step 4: views a step 2 -> 1; going on from step 0",
                 "Out of memory at step 4: picture resolution 288 -> 256; going on from step 0"}));
    QCOMPARE(sink.steps["shape"], 24 + 3);  // the first three were done again
    QCOMPARE(sink.steps["texture"], 16 + 3);
    verifySound(result->mesh.mesh);
    const Scores scores = score(*result, test_, truth_);
    QVERIFY(scores.psnr > 20 && scores.surface_l1 < 0.008);  // 21.5 dB, 0.0054
}

/// In a process of its own, because memory of earlier runs would count.
void TestEndToEnd::predictionFitsADraftRun() {
    LoadOptions headers_only;
    headers_only.pixels = LoadOptions::Pixels::HeadersOnly;
    const ImageSet headers = loadImageSet(kSample / "transforms_train.json", headers_only);
    const Prediction prediction =
        makeNvdiffrecEngine()->predict(headers, {"draft", {{"shape_iterations", "24"}}}, 2);
    QTemporaryDir folder;
    QProcess process;
    process.start(BOZZETTO_CLI,
                  {"reconstruct",
                   QString::fromStdString(kSample.string()),
                   "--output",
                   folder.filePath("out"),
                   "--preset",
                   "draft",
                   "--set",
                   "shape_iterations=24",
                   "--set",
                   "texture_iterations=16",
                   "--threads",
                   "2"});
    QVERIFY(process.waitForFinished(120000));
    QCOMPARE(process.exitCode(), 0);
    QFile report(folder.filePath("out/nvdiffrec/report.json"));
    QVERIFY(report.open(QIODevice::ReadOnly));
    const double measured =
        QJsonDocument::fromJson(report.readAll()).object()["peak_memory_bytes"].toDouble();
    const auto predicted = static_cast<double>(prediction.peakBytes());
    qInfo("predicted %.0f MB, measured %.0f MB", predicted / 1e6, measured / 1e6);
    QVERIFY(predicted > 0.75 * measured && predicted < 1.25 * measured);
    QVERIFY(prediction.seconds > 1 && prediction.seconds < 600);
}

void TestEndToEnd::anotherThreadCountScoresTheSame() {
    QVERIFY(tiny() != nullptr);
    setThreadCount(3);
    Sink sink;
    const JobOutcome outcome = run(train_, tinySettings(), sink);
    const Reconstruction* result = reconstructionOf(outcome);
    QVERIFY(result != nullptr);
    const Scores a = score(*tiny(), test_, truth_), b = score(*result, test_, truth_);
    QVERIFY2(std::abs(a.psnr - b.psnr) < 0.1,
             qPrintable(QString("%1 and %2 dB").arg(a.psnr).arg(b.psnr)));
}

void TestEndToEnd::dmtetIsClosedAndSane() {
    Sink sink;
    const JobOutcome outcome = run(train_, tinySettings("dmtet"), sink);
    const Reconstruction* result = reconstructionOf(outcome);
    QVERIFY(result != nullptr);
    verifySound(result->mesh.mesh);
    const Scores scores = score(*result, test_, truth_);
    QVERIFY(scores.psnr > 20.5 && scores.mask_iou > 0.92 &&
            scores.surface_l1 < 0.007);  // 22.0, 0.936, 0.0046
}

void TestEndToEnd::depthMapsImproveTheShape() {
    QVERIFY(tiny() != nullptr);
    Settings with_depth = tinySettings();
    with_depth.values["depth"] = "auto";
    Sink sink;
    const JobOutcome outcome =
        run(loadViews("transforms_train.json", LoadOptions::Depth::Load), with_depth, sink);
    const Reconstruction* result = reconstructionOf(outcome);
    QVERIFY(result != nullptr);
    verifySound(result->mesh.mesh);
    const double with = compareSurfaces(result->mesh.mesh, truth_, 30000).surface_l1;
    const double without = compareSurfaces(tiny()->mesh.mesh, truth_, 30000).surface_l1;
    qInfo("Surface-L1 %.3f %% with depth, %.3f %% without", 100 * with, 100 * without);
    QVERIFY(with < without);
}

void TestEndToEnd::unitsAndPlaceOfTheWorldDoNotMatter() {
    // The same scene in millimetres, somewhere else: the same surface there.
    QVERIFY(tiny() != nullptr);
    const double scale = 1000;
    const Vec3d shift{5000, -3000, 2000};
    ImageSet images = train_;
    for (View& view : images.views) {
        for (int k = 0; k < 3; ++k) {
            double& position = view.camera->world_from_camera.m[k][3];
            position = position * scale + shift[k];
        }
    }
    Sink sink;
    const JobOutcome outcome = run(images, tinySettings(), sink);
    const Reconstruction* result = reconstructionOf(outcome);
    QVERIFY(result != nullptr);
    TriangleMesh truth = truth_;
    for (Vec3f& p : truth.positions) {
        for (int k = 0; k < 3; ++k) {
            p[k] = static_cast<float>(p[k] * scale + shift[k]);
        }
    }
    const double moved = compareSurfaces(result->mesh.mesh, truth, 30000).surface_l1;
    const double original = compareSurfaces(tiny()->mesh.mesh, truth_, 30000).surface_l1;
    qInfo("Surface-L1 %.4f %% moved, %.4f %% in place", 100 * moved, 100 * original);
    QVERIFY(std::abs(moved - original) < 0.05 * original);
}

void TestEndToEnd::timeLimitGivesAnIncompleteButValidResult() {
    Settings endless = tinySettings();
    endless.values["shape_iterations"] = "50000";
    endless.values["texture_iterations"] = "50000";
    JobContext::Options options;
    options.time_limit = std::chrono::duration<double>(3);
    Sink sink;
    const JobOutcome outcome =
        run(train_, endless, sink, options);  // runJob checks maps and indices
    const Reconstruction* result = reconstructionOf(outcome);
    QVERIFY(result != nullptr);
    QVERIFY(!result->complete);
    QVERIFY(!sink.warnings.empty() &&
            QString::fromStdString(sink.warnings[0]).contains("time limit"));
    verifySound(result->mesh.mesh);
    QVERIFY(score(*result, test_, truth_).mask_iou > 0.9);
}

void TestEndToEnd::unusableInputFailsClearly_data() {
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("words");
    QTest::newRow("no masks") << "no masks"
                              << "camera and a mask";
    QTest::newRow("no cameras") << "no cameras"
                                << "camera and a mask";
    QTest::newRow("empty masks") << "empty masks"
                                 << "mask";
    QTest::newRow("one view") << "one view"
                              << "at least 2";
    QTest::newRow("not a number") << "nan"
                                  << "not a number";
}

void TestEndToEnd::unusableInputFailsClearly() {
    QFETCH(QString, what);
    QFETCH(QString, words);
    ImageSet images = train_;
    images.views.resize(what == "one view" ? 1 : 6);
    for (View& view : images.views) {
        view.has_mask = what != "no masks";
        if (what == "no cameras") {
            view.camera.reset();
        }
        for (size_t i = 0; i < view.image.pixels.size(); i += 4) {
            if (what == "empty masks") {
                view.image.pixels[i + 3] = 0;
            } else if (what == "nan") {
                view.image.pixels[i + 1] = std::numeric_limits<float>::quiet_NaN();
            }
        }
    }
    Sink sink;
    const JobOutcome outcome = run(images, tinySettings(), sink);
    const Failure* failure = std::get_if<Failure>(&outcome);
    QVERIFY(failure != nullptr);
    qInfo("%s | %s", failure->reason.c_str(), failure->hint.c_str());
    QVERIFY(failure->kind == Error::Kind::BadInput ||
            (what == "nan" && failure->kind == Error::Kind::Engine));
    QVERIFY2(QString::fromStdString(failure->reason).contains(words), failure->reason.c_str());
    QVERIFY(!failure->hint.empty());
}

QTEST_GUILESS_MAIN(TestEndToEnd)
#include "test_end_to_end.moc"
