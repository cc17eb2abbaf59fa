// SPDX-License-Identifier: Apache-2.0
#include "base/files.h"
#include "base/parallel_for.h"
#include "base/random.h"
#include "camera/compare_cameras.h"
#include "camera/image_set_reader.h"
#include "core/nvdiffrec/result_checks.h"
#include "io/ply.h"
#include "nvdiffrec/engine.h"
#include "pipeline/run_job.h"

#include <ATen/Parallel.h>
#include <QtTest>
#include <nlohmann/json.hpp>

#include <cmath>
#include <numbers>

using namespace bozzetto;

namespace {

const std::filesystem::path kSample = BOZZETTO_SOURCE_DIR "/resources/samples/pip7";

class Sink : public JobSink {
public:
    std::stop_source stop;
    std::string metric;
    int limit = -1, seen = 0;
    void onStage(const std::string&, int64_t, double) override {}
    void onProgress(int64_t, int64_t) override {}
    void onMetric(const std::string& name, double, int64_t) override {
        if (name == metric && ++seen == limit) {
            stop.request_stop();
        }
    }
    void onWarning(const std::string&) override {}
    void onPreview(const PreviewMesh&) override {}
};

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
        qWarning("%s | %s", failure->reason.c_str(), failure->detail.c_str());
    }
    return std::get_if<Reconstruction>(&outcome);
}

Settings smallSettings() {
    return {"draft",
            {{"depth", "off"},
             {"grid", "40"},
             {"image_side", "192"},
             {"shape_iterations", "240"},
             {"texture_iterations", "60"},
             {"field_steps", "0"},  // a third of the time, for hollows that nothing here is about
             {"texture_size", "256"}}};
}
Settings tinySettings() {
    Settings settings = smallSettings();
    settings.values["grid"] = "32";
    settings.values["image_side"] = "128";
    settings.values["shape_iterations"] = "24";
    settings.values["texture_iterations"] = "16";
    return settings;
}

double noise(uint64_t stream, uint64_t i) {  // in [-1, 1]
    return 2.0 * randomUniform(17, stream, i) - 1.0;
}

/// Turned by `degrees` about its centre, and moved by `share` of its distance to the origin.
void spoil(Camera& camera, uint64_t view, double degrees, double share) {
    const auto direction = [&](uint64_t stream) {
        return normalize(Vec3d{
            noise(stream, 3 * view), noise(stream, 3 * view + 1), noise(stream, 3 * view + 2)});
    };
    const Vec3d a = direction(1) * (degrees * std::numbers::pi / 180);
    const Vec3d shift = direction(2) * (share * length(camera.position()));
    Mat4d& m = camera.world_from_camera;
    Vec3d axis[3];
    for (int k = 0; k < 3; ++k) {
        const Vec3d column{m.m[0][k], m.m[1][k], m.m[2][k]};
        axis[k] = column + cross(a, column);
    }
    // A small turn; made orthonormal again.
    axis[0] = normalize(axis[0]);
    axis[1] = normalize(axis[1] - axis[0] * dot(axis[0], axis[1]));
    axis[2] = cross(axis[0], axis[1]);
    for (int i = 0; i < 3; ++i) {
        for (int k = 0; k < 3; ++k) {
            m.m[i][k] = axis[k][i];
        }
        m.m[i][3] += shift[i];
    }
}

std::vector<CameraByName> camerasOf(const ImageSet& set) {
    std::vector<CameraByName> cameras;
    for (const View& view : set.views) {
        cameras.emplace_back(view.name, *view.camera);
    }
    return cameras;
}

/// Mean distance, in pixels, of the true mesh's vertices in the pictures of cameras and true
/// cameras, once the similarity is taken out: what the optimiser sees of an error.
double pixelError(const std::vector<CameraByName>& cameras,
                  const std::vector<CameraByName>& truth,
                  const TriangleMesh& mesh) {
    const CameraComparison comparison = compareCameras(cameras, truth);
    const auto project = [](const Camera& c, Vec3d p) {
        const Vec3d q = transformPoint(inverseRigid(c.world_from_camera), p);
        return Vec2d{c.cx - c.fx * q.x / q.z, c.cy + c.fy * q.y / q.z};
    };
    double sum = 0;
    int count = 0;
    for (size_t v = 0; v < truth.size(); ++v) {
        const Camera moved = comparison.truth_from_cameras(cameras[v].second);
        for (size_t i = 0; i < mesh.positions.size(); i += 50) {
            const Vec3d p{mesh.positions[i].x, mesh.positions[i].y, mesh.positions[i].z};
            const Vec2d a = project(moved, p), b = project(truth[v].second, p);
            sum += std::hypot(a.x - b.x, a.y - b.y);
            ++count;
        }
    }
    return sum / count;
}

}  // namespace

class TestPhotographs : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void refinementHalvesTheCamerasErrors();
    void exposuresAreRecovered();
    void exactSetsAreNotRefined();
    void resumedRefinementEqualsAnUninterruptedOne_data();
    void resumedRefinementEqualsAnUninterruptedOne();
    void resultStaysInTheRegion();
    void doubtfulMasksWeighLess();

private:
    ImageSet images_;
    TriangleMesh truth_;
};

void TestPhotographs::initTestCase() {
    at::set_num_threads(1);
    setThreadCount(2);
    LoadOptions options;
    options.max_pixels = 256 * 256;
    options.depth = LoadOptions::Depth::Ignore;
    images_ = loadImageSet(kSample / "transforms_train.json", options);
    truth_ = readPly(kSample / "mesh_gt.ply").mesh;
    QCOMPARE(images_.views.size(), size_t{24});
}

void TestPhotographs::refinementHalvesTheCamerasErrors() {
    ImageSet spoiled = images_;
    spoiled.estimated_cameras = true;
    for (size_t v = 0; v < spoiled.views.size(); ++v) {
        spoil(*spoiled.views[v].camera, v, 0.3, 0.005);
    }
    Sink sink;
    Settings settings = smallSettings();
    settings.values["refine_cameras"] = "auto";
    const JobOutcome outcome = run(spoiled, settings, sink);
    const Reconstruction* result = reconstructionOf(outcome);
    QVERIFY(result != nullptr);
    verifySound(result->mesh.mesh);
    const std::vector<CameraByName> exact = camerasOf(images_);
    const CameraComparison before = compareCameras(camerasOf(spoiled), exact),
                           after = compareCameras(result->cameras, exact);
    const double pixels_before = pixelError(camerasOf(spoiled), exact, truth_),
                 pixels_after = pixelError(result->cameras, exact, truth_);
    qInfo("%.3f to %.3f pixels, rotation %.3f to %.3f degrees, position %.4f to %.4f",
          pixels_before,
          pixels_after,
          before.rotation_mean,
          after.rotation_mean,
          before.position_mean,
          after.position_mean);
    QVERIFY(pixels_after < 0.5 * pixels_before);
    QVERIFY(after.rotation_mean < before.rotation_mean);
    QVERIFY(after.position_mean < before.position_mean);
    const auto report = nlohmann::json::parse(result->report_json)["refinement"];
    QVERIFY(report["cameras"] == true);
    QCOMPARE(report["views"].size(), images_.views.size());
    QVERIFY(report["turn_degrees"]["largest"] > 0.1);
}

void TestPhotographs::exposuresAreRecovered() {
    // 20 % in each channel, apart from a common factor, which is the light's.
    std::vector<std::array<double, 3>> gains(images_.views.size());
    std::array<double, 3> mean{};
    ImageSet spoiled = images_;
    for (size_t v = 0; v < gains.size(); ++v) {
        for (size_t c = 0; c < 3; ++c) {
            gains[v][c] = 1 + 0.2 * noise(3, 3 * v + c);
            mean[c] += std::log(gains[v][c]) / static_cast<double>(gains.size());
        }
        std::vector<float>& pixels = spoiled.views[v].image.pixels;
        for (size_t p = 0; p < pixels.size(); ++p) {
            pixels[p] *= p % 4 < 3 ? static_cast<float>(gains[v][p % 4]) : 1.0f;
        }
    }
    Settings settings = smallSettings();  // refine_exposure stays "auto": it must notice
    Sink sink;
    const JobOutcome outcome = run(spoiled, settings, sink);
    const Reconstruction* result = reconstructionOf(outcome);
    QVERIFY(result != nullptr);
    const auto report = nlohmann::json::parse(result->report_json);
    QVERIFY(report["refinement"]["exposures"] == true);
    double sum = 0, worst = 0;
    for (size_t v = 0; v < gains.size(); ++v) {
        for (size_t c = 0; c < 3; ++c) {
            const double found = report["refinement"]["views"][v]["gains"][c];
            const double error = std::abs(std::log(found) - std::log(gains[v][c]) + mean[c]);
            sum += error / static_cast<double>(3 * gains.size());
            worst = std::max(worst, error);
        }
    }
    qInfo("gains: mean error %.2f %%, worst %.2f %%", 100 * sum, 100 * worst);
    QVERIFY(sum < 0.015 && worst < 0.04);  // 0.9 %, 3.0 %
}

void TestPhotographs::exactSetsAreNotRefined() {
    Settings off = tinySettings();
    off.values["refine_cameras"] = off.values["refine_exposure"] = "off";
    Settings automatically = tinySettings();
    automatically.values["refine_cameras"] = "auto";
    Sink a, b;
    const JobOutcome automatic = run(images_, automatically, a), without = run(images_, off, b);
    const Reconstruction *x = reconstructionOf(automatic), *y = reconstructionOf(without);
    QVERIFY(x != nullptr && y != nullptr);
    QCOMPARE(firstDifference(*x, *y), std::string());
    const auto report = nlohmann::json::parse(x->report_json);
    QVERIFY(!report.contains("refinement"));
    qInfo("spread of exposures %.4f", report["exposure_spread"].get<double>());
    for (size_t v = 0; v < images_.views.size(); ++v) {
        QVERIFY(x->cameras[v].second.world_from_camera ==
                images_.views[v].camera->world_from_camera);
    }
}

void TestPhotographs::resumedRefinementEqualsAnUninterruptedOne_data() {
    QTest::addColumn<QString>("stage");
    QTest::addColumn<int>("steps");
    QTest::newRow("shape") << "shape" << 17;
    QTest::newRow("textures") << "texture" << 9;
}

void TestPhotographs::resumedRefinementEqualsAnUninterruptedOne() {
    QFETCH(QString, stage);
    QFETCH(int, steps);
    Settings settings = tinySettings();
    settings.values["refine_cameras"] = settings.values["refine_exposure"] = "on";
    const TemporaryFolder folder(std::filesystem::temp_directory_path());
    JobContext::Options options;
    options.checkpoint_folder = folder.path();
    options.fingerprint = "photographs";
    Sink stopping, resuming, whole;
    stopping.metric = stage.toStdString();
    stopping.limit = steps;
    QVERIFY(std::holds_alternative<JobCancelled>(run(images_, settings, stopping, options)));
    options.resume = true;
    const JobOutcome outcome = run(images_, settings, resuming, options);
    const JobOutcome at_once = run(images_, settings, whole);
    const Reconstruction *a = reconstructionOf(outcome), *b = reconstructionOf(at_once);
    QVERIFY(a != nullptr && b != nullptr);
    QCOMPARE(firstDifference(*a, *b), std::string());
    for (size_t v = 0; v < a->cameras.size(); ++v) {
        QVERIFY(a->cameras[v].second.world_from_camera == b->cameras[v].second.world_from_camera);
        QVERIFY(!(a->cameras[v].second.world_from_camera ==
                  images_.views[v].camera->world_from_camera));
    }
}

void TestPhotographs::resultStaysInTheRegion() {
    // The box ends the figure at the hips: what is left is closed, with a flat bottom.
    Vec3d low{1e9, 1e9, 1e9}, high{-1e9, -1e9, -1e9};
    for (const Vec3f& p : truth_.positions) {
        for (int k = 0; k < 3; ++k) {
            low[k] = std::min<double>(low[k], p[k]);
            high[k] = std::max<double>(high[k], p[k]);
        }
    }
    const double cut = low.z + 0.4 * (high.z - low.z);
    ImageSet images = images_;
    RegionBox box;
    box.half_size = {2 * (high.x - low.x), 2 * (high.y - low.y), high.z - cut};
    for (int k = 0; k < 2; ++k) {
        box.world_from_box.m[k][3] = 0.5 * (low[k] + high[k]);
    }
    box.world_from_box.m[2][3] = cut + box.half_size.z;
    images.region = box;
    Sink sink;
    const JobOutcome outcome = run(images, tinySettings(), sink);
    const Reconstruction* result = reconstructionOf(outcome);
    QVERIFY(result != nullptr);
    verifySound(result->mesh.mesh);
    const double size = high.z - low.z;
    double lowest = 1e9, flat = 0, bottom = 0;
    const TriangleMesh& mesh = result->mesh.mesh;
    for (const Vec3f& p : mesh.positions) {
        lowest = std::min<double>(lowest, p.z);
        QVERIFY(distanceTo(box, {p.x, p.y, p.z}) < 1e-4 * size);
    }
    for (const Vec3i& t : mesh.triangles) {
        const Vec3f a = mesh.positions[t[0]], b = mesh.positions[t[1]], c = mesh.positions[t[2]];
        const Vec3f n = cross(b - a, c - a);
        if (std::max({a.z, b.z, c.z}) < cut + 0.03 * size) {
            bottom += length(n);
            flat += n.z < -0.95f * length(n) ? length(n) : 0;
        }
    }
    qInfo("lowest %.4f above the cut, %.0f %% of the bottom is flat",
          (lowest - cut) / size,
          100 * flat / bottom);
    QVERIFY(lowest - cut < 0.03 * size);
    QVERIFY(flat > 0.5 * bottom);
}

void TestPhotographs::doubtfulMasksWeighLess() {
    // A third of the masks lack the object's upper half. Said to be doubtful there, they do little
    // harm.
    ImageSet torn = images_;
    for (size_t v = 0; v < torn.views.size(); v += 3) {
        View& view = torn.views[v];
        view.mask_confidence = Image(view.image.width, view.image.height, 1, 1.0f);
        for (int y = 0; y < view.image.height / 2; ++y) {
            for (int x = 0; x < view.image.width; ++x) {
                view.image.at(x, y)[3] = 0;
                *view.mask_confidence.at(x, y) = 0.0f;
            }
        }
    }
    ImageSet silent = torn;
    for (View& view : silent.views) {
        view.mask_confidence = Image();
    }
    Sink a, b;
    const JobOutcome told = run(torn, tinySettings(), a), untold = run(silent, tinySettings(), b);
    const Reconstruction *x = reconstructionOf(told), *y = reconstructionOf(untold);
    QVERIFY(x != nullptr && y != nullptr);
    const double with = compareSurfaces(x->mesh.mesh, truth_, 20000).surface_l1,
                 without = compareSurfaces(y->mesh.mesh, truth_, 20000).surface_l1;
    qInfo("Surface-L1 %.2f %% told, %.2f %% untold", 100 * with, 100 * without);
    QVERIFY(with < 0.01 && with < 0.3 * without);
}

QTEST_GUILESS_MAIN(TestPhotographs)
#include "test_photographs.moc"
