// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "base/parallel_for.h"
#include "core/nvdiffrec/engine_runs.h"
#include "core/nvdiffrec/result_checks.h"
#include "io/ply.h"
#include "mesh/distance.h"

#include <ATen/Parallel.h>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include <limits>
#include <set>

using namespace bozzetto;

class TestEndToEnd : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void init() { setThreadCount(2); }
    void draftReachesItsBars();
    void sameSeedSameBytes();
    void previewsShowTheGrowthAndChangeNothing();
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
