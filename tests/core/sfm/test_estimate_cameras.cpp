// SPDX-License-Identifier: Apache-2.0
// estimateCameras around a program that behaves like COLMAP (fake_colmap.h): what it is given, what
// is made of what it says, and what happens when it fails, hangs or is not there.
#include "base/error.h"
#include "base/files.h"
#include "camera/image_set_reader.h"
#include "camera/scene_guess.h"
#include "core/sfm/fake_colmap.h"
#include "sfm/estimate_cameras.h"

#include <QTemporaryDir>
#include <QtTest>

#include <atomic>
#include <chrono>
#include <csignal>
#include <map>

using namespace bozzetto;
namespace fs = std::filesystem;
using test::FakeColmap;
using Reason = EstimatedPicture::Reason;
using State = EstimatedPicture::State;

class TestEstimateCameras : public QObject {
    Q_OBJECT

private slots:
    void init();
    void camerasComeBackUprightAroundTheObject();
    void picturesWithoutCameraAreNamedWithReasons();
    void renamedOptionsAreFound();
    void progressIsReadFromItsOutput();
    void finishedEstimateIsKept();
    void damagedEstimateIsMadeAgain();
    void cancelEndsEveryProcess();
    void failedStepIsTold();
    void missingProgramNamesThePackage();
    void otherProgramIsRefused();
    void tooFewPicturesAreExplained();

private:
    CameraReport run(const CameraEstimateOptions& options, const Task& task = {}) {
        set_ = findImageSet(pictures_);
        return estimateCameras(set_, options, task);
    }
    CameraEstimateOptions options() const {
        CameraEstimateOptions options;
        options.program = colmap_->program();
        options.scratch = scratch_;
        return options;
    }
    /// Our picture i is the view that stands there in the set.
    std::vector<int> orderInSet() const {
        const SetSource set = findImageSet(pictures_);
        std::vector<int> order(FakeColmap::kPictures, -1);
        for (int i = 0; i < FakeColmap::kPictures; ++i) {
            for (size_t k = 0; k < set.views.size(); ++k) {
                if (set.views[k].image.stem() == FakeColmap::pictureName(i)) {
                    order[static_cast<size_t>(i)] = static_cast<int>(k);
                }
            }
        }
        return order;
    }
    const EstimatedPicture& entryOf(const CameraReport& report, int picture) const {
        return report.pictures[static_cast<size_t>(order_[static_cast<size_t>(picture)])];
    }
    bool scratchIsEmpty() const { return fs::is_empty(scratch_); }

    std::optional<QTemporaryDir> folder_;
    std::optional<FakeColmap> colmap_;
    fs::path pictures_, scratch_;
    std::vector<int> order_;
    SetSource set_;
};

void TestEstimateCameras::init() {
    folder_.emplace();
    const fs::path root = folder_->path().toStdString();
    pictures_ = root / "photo graphs";
    scratch_ = root / "scratch";
    fs::create_directories(scratch_);
    FakeColmap::writePictures(pictures_);
    colmap_.emplace(root / "fake");
    order_ = orderInSet();
    QVERIFY(std::count(order_.begin(), order_.end(), -1) == 0);
    colmap_->writeModel("0", {0, 1, 2, 3, 4, 5}, order_);
}

void TestEstimateCameras::camerasComeBackUprightAroundTheObject() {
    const CameraReport report = run(options());
    QCOMPARE(report.registered, FakeColmap::kPictures);
    QCOMPARE(report.program, std::string("COLMAP 3.8"));
    QCOMPARE(report.matching, std::string("exhaustive"));
    QVERIFY(!report.from_cache && report.models == 1 && report.points == 400);
    QVERIFY(std::abs(report.reprojection_error - 0.4) < 1e-6);
    QVERIFY(set_.estimated_cameras);
    QVERIFY(scratchIsEmpty());
    QVERIFY(!fs::exists(pictures_ / "x") && !fs::exists("x"));  // no shell read the names
    QCOMPARE(set_.views.size(), size_t{FakeColmap::kPictures});
    // The same cameras, up to a similarity; the points moved with them.
    std::vector<Camera> found, truth;
    for (int i = 0; i < FakeColmap::kPictures; ++i) {
        const ViewSource& view = set_.views[static_cast<size_t>(order_[static_cast<size_t>(i)])];
        QCOMPARE(view.image.stem().string(), FakeColmap::pictureName(i));
        QVERIFY(view.world_from_camera && view.intrinsics.lens.isStraight());
        Camera camera = colmap_->cameras[static_cast<size_t>(i)];
        QVERIFY(std::abs(view.intrinsics.fx - camera.fx) < 1e-6);
        truth.push_back(camera);
        camera.world_from_camera = *view.world_from_camera;
        found.push_back(camera);
    }
    const Similarity truth_from_found = alignCameras(found, truth);
    for (size_t i = 0; i < found.size(); ++i) {
        const Camera aligned = truth_from_found(found[i]);
        for (int r = 0; r < 3; ++r) {
            for (int c = 0; c < 4; ++c) {
                QVERIFY(std::abs(aligned.world_from_camera.m[r][c] -
                                 truth[i].world_from_camera.m[r][c]) < 1e-6);
            }
        }
    }
    for (const SparsePoint& point : set_.cloud.points) {
        const Vec3d p = truth_from_found(point.position);
        const bool on_table = std::abs(p.z) < 1e-6;
        QVERIFY(on_table || std::abs(length(p - Vec3d{0, 0, 0.4}) - 0.4) < 1e-6);
    }
    // Upright: the table's normal is +z. The object is around the origin, within 1.
    const Vec3d up = truth_from_found(Vec3d{0, 0, 1}) - truth_from_found(Vec3d{});
    QVERIFY(normalize(up).z > 0.9999);
    QVERIFY(length(truth_from_found(Vec3d{}) - Vec3d{0, 0, 0.4}) < 0.4);
    QCOMPARE(set_.cloud.pictures.size(), set_.views.size());
}

void TestEstimateCameras::picturesWithoutCameraAreNamedWithReasons() {
    // Four in the larger model, one in the smaller one, one nowhere, one of the four with no
    // points... and one that cannot be read at all.
    fs::remove_all(colmap_->file("models"));
    colmap_->writeModel("0", {4, 1, 2}, order_);
    colmap_->writeModel("1", {0, 1, 2, 3}, order_);
    std::vector<int> features(FakeColmap::kPictures, 900);
    features[static_cast<size_t>(order_[5])] = 30;
    colmap_->writeDatabase(features);
    const CameraReport report = run(options());
    QCOMPARE(report.registered, 4);
    QCOMPARE(report.models, 2);
    QVERIFY(entryOf(report, 0).state == State::Registered);
    QVERIFY(entryOf(report, 0).points > 100);
    QVERIFY(entryOf(report, 4).reason == Reason::OtherModel);
    QVERIFY(entryOf(report, 5).reason == Reason::LittleTexture);
    QVERIFY(entryOf(report, 5).state == State::NotRegistered);
    QCOMPARE(set_.views.size(), size_t{4});
    QCOMPARE(std::count_if(set_.problems.begin(),
                           set_.problems.end(),
                           [](const InputProblem& p) { return p.skipped && !p.hint.empty(); }),
             2);
    // The rest was compared with the others once more, and added to the model.
    QVERIFY(colmap_->calls().find("--input_path") != std::string::npos);
    // A file that is no picture is left out before COLMAP sees it.
    std::ofstream(pictures_ / (FakeColmap::pictureName(5) + ".jpg")) << "no picture";
    const CameraReport again = run(options());
    QVERIFY(entryOf(again, 5).reason == Reason::Unreadable);
    QVERIFY(entryOf(again, 5).state == State::LeftOut);
}

void TestEstimateCameras::renamedOptionsAreFound() {
    run(options());
    QVERIFY(colmap_->calls().find("--SiftExtraction.use_gpu 0") != std::string::npos);
    QVERIFY(colmap_->calls().find("--SiftMatching.use_gpu 0") != std::string::npos);
    std::string newer = test::kFakeOptions;
    for (const std::string word : {"Sift"}) {
        for (size_t at = newer.find(word); at != std::string::npos; at = newer.find(word, at)) {
            newer.replace(at, word.size(), "Feature");
        }
    }
    colmap_->write("options.txt", newer);
    colmap_->write("version.txt", "COLMAP 3.13.0.dev0 -- Structure-from-Motion\n");
    colmap_->write("calls.txt", "");
    const CameraReport report = run(options());
    QCOMPARE(report.program, std::string("COLMAP 3.13.0.dev0"));
    QVERIFY(colmap_->calls().find("--FeatureExtraction.use_gpu 0") != std::string::npos);
    QVERIFY(colmap_->calls().find("--FeatureMatching.use_gpu 0") != std::string::npos);
    QVERIFY(colmap_->calls().find("--Sift") == std::string::npos);
}

void TestEstimateCameras::progressIsReadFromItsOutput() {
    std::map<std::string, std::vector<double>> seen;
    std::mutex mutex;
    Task task;
    task.progress = [&](std::string_view phase, double fraction) {
        const std::lock_guard lock(mutex);
        seen[std::string(phase)].push_back(fraction);
    };
    run(options(), task);
    for (const char* phase : {"pictures", "features", "matching", "mapping", "refining"}) {
        QVERIFY2(!seen[phase].empty(), phase);
    }
    QCOMPARE(seen["features"].size(), size_t{FakeColmap::kPictures + 1});
    QCOMPARE(seen["features"].back(), 1.0);
    QCOMPARE(seen["mapping"].back(), 0.5);  // three of six
    QCOMPARE(seen["matching"].back(), 1.0);
}

void TestEstimateCameras::finishedEstimateIsKept() {
    CameraEstimateOptions with_cache = options();
    with_cache.cache = fs::path(folder_->path().toStdString()) / "cache";
    const CameraReport first = run(with_cache);
    const SetSource made = set_;
    QCOMPARE(colmap_->countCalls("mapper --d"), size_t{1});
    const CameraReport second = run(with_cache);
    QCOMPARE(colmap_->countCalls("mapper --d"), size_t{1});
    QVERIFY(!first.from_cache && second.from_cache);
    QCOMPARE(second.registered, first.registered);
    QCOMPARE(second.pictures.front().path, first.pictures.front().path);
    for (size_t i = 0; i < made.views.size(); ++i) {
        QVERIFY(set_.views[i].world_from_camera == made.views[i].world_from_camera);
        QCOMPARE(set_.views[i].intrinsics.fx, made.views[i].intrinsics.fx);
    }
    QCOMPARE(set_.cloud.points.size(), made.cloud.points.size());
    QCOMPARE(set_.cloud.points[7].seen_by, made.cloud.points[7].seen_by);
    QCOMPARE(set_.notes.size(), made.notes.size());
    // Another option, another version, another picture: each is a new estimate.
    CameraEstimateOptions other = with_cache;
    other.keep_blurred = true;
    QVERIFY(!run(other).from_cache);
    fs::copy_file(pictures_ / (FakeColmap::pictureName(0) + ".jpg"),
                  pictures_ / (FakeColmap::pictureName(1) + ".jpg"),
                  fs::copy_options::overwrite_existing);
    std::ofstream(pictures_ / (FakeColmap::pictureName(1) + ".jpg"), std::ios::app) << "x";
    QVERIFY(!run(with_cache).from_cache);
}

void TestEstimateCameras::damagedEstimateIsMadeAgain() {
    CameraEstimateOptions with_cache = options();
    with_cache.cache = fs::path(folder_->path().toStdString()) / "cache";
    run(with_cache);
    QVERIFY(run(with_cache).from_cache);
    for (const fs::directory_entry& entry : fs::directory_iterator(with_cache.cache)) {
        std::string bytes = readFile(entry.path());
        bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
        std::ofstream(entry.path(), std::ios::binary) << bytes;
    }
    QVERIFY(!run(with_cache).from_cache);
    QVERIFY(run(with_cache).from_cache);
}

void TestEstimateCameras::cancelEndsEveryProcess() {
    using Clock = std::chrono::steady_clock;
    colmap_->write("hangs.txt", "mapper");
    std::atomic<bool> is_mapping{false};
    std::optional<Clock::time_point> asked;
    Task task;
    task.check = [&] {
        if (!asked && fs::exists(colmap_->file("pids.txt")) &&
            fs::file_size(colmap_->file("pids.txt")) > 0) {
            asked = Clock::now();
        }
        if (asked) {
            throw Cancelled();
        }
    };
    QVERIFY_EXCEPTION_THROWN(run(options(), task), Cancelled);
    QVERIFY(asked && Clock::now() - *asked < std::chrono::seconds(1));
    QVERIFY(scratchIsEmpty());
    // The program, which ignores SIGTERM, and the one that it started.
    std::ifstream pids(colmap_->file("pids.txt"));
    int count = 0;
    for (pid_t pid = 0; pids >> pid; ++count) {
        QTRY_VERIFY_WITH_TIMEOUT(!test::isAlive(pid), 1000);
    }
    QCOMPARE(count, 2);
}

void TestEstimateCameras::failedStepIsTold() {
    for (const char* step : {"feature_extractor", "matches_importer"}) {
        colmap_->write("fails.txt", step);
        try {
            run(options());
            QFAIL("nothing was thrown");
        } catch (const Error& error) {
            QVERIFY(error.kind() == Error::Kind::Engine);
            QVERIFY(std::string(error.what()).find(step) != std::string::npos);
            QVERIFY(error.detail().find("something is wrong") != std::string::npos);
        }
        QVERIFY(scratchIsEmpty());
    }
    // A refinement that fails costs nothing but the refinement.
    colmap_->write("fails.txt", "bundle_adjuster");
    QCOMPARE(run(options()).registered, FakeColmap::kPictures);
}

void TestEstimateCameras::missingProgramNamesThePackage() {
    CameraEstimateOptions missing = options();
    missing.program = "no-such-colmap";
    try {
        run(missing);
        QFAIL("nothing was thrown");
    } catch (const Error& error) {
        QVERIFY(error.kind() == Error::Kind::Unsupported);
        QVERIFY(error.hint().find("apt install colmap") != std::string::npos);
    }
}

void TestEstimateCameras::otherProgramIsRefused() {
    colmap_->write("version.txt", "ImageMagick 6.9\n");
    try {
        run(options());
        QFAIL("nothing was thrown");
    } catch (const Error& error) {
        QVERIFY(error.kind() == Error::Kind::Unsupported);
        QVERIFY(std::string(error.what()).find("is not COLMAP") != std::string::npos);
    }
}

void TestEstimateCameras::tooFewPicturesAreExplained() {
    fs::remove_all(colmap_->file("models"));
    colmap_->writeModel("0", {0, 1}, order_);
    try {
        run(options());
        QFAIL("nothing was thrown");
    } catch (const Error& error) {
        QVERIFY(error.kind() == Error::Kind::BadInput);
        const std::string text = error.what();
        QVERIFY(text.find("only 2 of 6") != std::string::npos);
        QVERIFY(text.find("no overlap") != std::string::npos);
        QVERIFY(text.find(FakeColmap::pictureName(3)) != std::string::npos);
    }
    fs::create_directories(colmap_->file("models"));
    fs::remove_all(colmap_->file("models/0"));
    QVERIFY_EXCEPTION_THROWN(run(options()), Error);
    // Two pictures are not even tried.
    for (int i = 2; i < FakeColmap::kPictures; ++i) {
        fs::remove(pictures_ / (FakeColmap::pictureName(i) + ".jpg"));
    }
    colmap_->write("calls.txt", "");
    QVERIFY_EXCEPTION_THROWN(run(options()), Error);
    QVERIFY(colmap_->calls().empty());
}

QTEST_GUILESS_MAIN(TestEstimateCameras)
#include "test_estimate_cameras.moc"
