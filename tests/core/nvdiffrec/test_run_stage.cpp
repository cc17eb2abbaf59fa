// SPDX-License-Identifier: Apache-2.0
// What steps a stage to its end when steps fail: on a stage that needs as much memory as its
// options say, and fails as LibTorch does.
#include "base/error.h"
#include "nvdiffrec/run_stage.h"
#include "nvdiffrec/run_state.h"
#include "tensor/tensor_bytes.h"

#include <QtTest>
#include <c10/util/Exception.h>

#include <new>

using namespace bozzetto;

namespace {

class Sink : public JobSink {
public:
    std::vector<std::string> warnings;
    void onStage(const std::string&, int64_t, double) override {}
    void onProgress(int64_t, int64_t) override {}
    void onMetric(const std::string&, double, int64_t) override {}
    void onWarning(const std::string& message) override { warnings.push_back(message); }
    void onPreview(const PreviewMesh&) override {}
};

/// Asked to stop in the middle of its third step.
class CancelledStage : public Stage {
public:
    int64_t iterations() const override { return 10; }
    int64_t done() const override { return done_; }
    std::optional<double> step() override {
        if (done_ == 2) {
            throw Cancelled();
        }
        ++done_;
        return 1.0;
    }
    void scaleLearningRates(double) override {}
    std::string serialize() const override { return {}; }
    void deserialize(const std::string&) override {}
    void restart(const NvdiffrecOptions&, const std::string&) override {}

private:
    int64_t done_ = 0;
};

enum class Fails { AsLibTorch, AsTheStandardLibrary };

/// A step takes views * side^2 units of memory from step `grows` on, half of them before.
class HungryStage : public Stage {
public:
    HungryStage(const NvdiffrecOptions& options, int64_t room, Fails fails)
        : options_(options), room_(room), fails_(fails) {}

    static constexpr int64_t kSteps = 300, kGrows = 150;
    std::vector<int64_t> restarts;  // the steps that it went back to

    int64_t iterations() const override { return kSteps; }
    int64_t done() const override { return done_; }
    std::optional<double> step() override {
        const int64_t all = int64_t{options_.batch} * options_.image_side * options_.image_side;
        if ((done_ >= kGrows ? all : all / 2) > room_) {
            if (fails_ == Fails::AsTheStandardLibrary) {
                throw std::bad_alloc();
            }
            TORCH_CHECK(false, "CUDA out of memory. Tried to allocate 2.00 GiB");
        }
        ++done_;
        return 1.0;
    }
    void scaleLearningRates(double) override { QFAIL("nothing diverges"); }
    std::string serialize() const override { return std::to_string(done_); }
    void deserialize(const std::string& bytes) override { done_ = std::stoll(bytes); }
    void restart(const NvdiffrecOptions& options, const std::string& bytes) override {
        options_ = options;
        deserialize(bytes);
        restarts.push_back(done_);
    }

private:
    NvdiffrecOptions options_;
    int64_t room_, done_ = 0;
    Fails fails_;
};

NvdiffrecOptions eightViews() {
    NvdiffrecOptions options;
    options.batch = 8;
    options.image_side = 512;
    return options;
}

struct Job {
    Sink sink;
    JobContext context{{}, sink};
    Run run{context, eightViews(), {}, {}, 1e9, true, nlohmann::json::object()};
};

}  // namespace

class TestRunStage : public QObject {
    Q_OBJECT
private slots:
    void stepsThatDoNotFitGoOnWithFewerViewsThenSmallerPictures_data();
    void stepsThatDoNotFitGoOnWithFewerViewsThenSmallerPictures();
    void whenNothingIsLeftToLowerItIsAnError();
    void viewsThatAreChosenByLevelBecomeOne();
    void startsLowerMapsAndGridOnlyWhereTheyMay();
    void otherErrorsAreNotMistakenForIt();
    void whatIsDoneIsSavedWhenAStepIsCancelled();
    void stateIsReadAsWritten();
    void damagedStatesAreRefused();
};

void TestRunStage::stepsThatDoNotFitGoOnWithFewerViewsThenSmallerPictures_data() {
    QTest::addColumn<Fails>("fails");
    QTest::newRow("LibTorch") << Fails::AsLibTorch;
    QTest::newRow("std::bad_alloc") << Fails::AsTheStandardLibrary;
}

void TestRunStage::stepsThatDoNotFitGoOnWithFewerViewsThenSmallerPictures() {
    QFETCH(Fails, fails);
    Job job;
    // Room for half a step of 2 views of 512 pixels; then for one of 384 only.
    HungryStage stage(job.run.options, 512 * 512, fails);
    runStage(job.run, stage, {.name = "shape", .reserve = 0, .save = {}, .look = {}});
    QCOMPARE(stage.done(), HungryStage::kSteps);
    QVERIFY(job.run.complete);
    QCOMPARE(job.run.options.batch, 1);
    QCOMPARE(job.run.options.image_side, 512);
    QCOMPARE(stage.restarts, (std::vector<int64_t>{0, 0, 100}));  // the last state, step 100 here
    QCOMPARE(job.sink.warnings,
             (std::vector<std::string>{
                 "Out of memory at step 1: views a step 8 -> 4; going on from step 0",
                 "Out of memory at step 1: views a step 4 -> 2; going on from step 0",
                 "Out of memory at step 151: views a step 2 -> 1; going on from step 100"}));

    Job small;
    HungryStage tight(small.run.options, 400 * 400, fails);
    runStage(small.run, tight, {.name = "shape", .reserve = 0, .save = {}, .look = {}});
    QCOMPARE(tight.done(), HungryStage::kSteps);
    QCOMPARE(small.run.options.image_side, 384);
    QCOMPARE(small.sink.warnings.back(),
             std::string("Out of memory at step 151: picture resolution 512 -> 384; going on from "
                         "step 100"));
}

void TestRunStage::whenNothingIsLeftToLowerItIsAnError() {
    Job job;
    HungryStage stage(job.run.options, 100, Fails::AsLibTorch);
    try {
        runStage(job.run, stage, {.name = "shape", .reserve = 0, .save = {}, .look = {}});
        QFAIL("a stage without room went through");
    } catch (const Error& error) {
        QCOMPARE(error.kind(), Error::Kind::OutOfMemory);
        QVERIFY(std::string(error.hint()).find("--set batch=") != std::string::npos);
    }
    QCOMPARE(job.run.options.image_side, 256);
    QCOMPARE(job.sink.warnings.size(), size_t{6});  // views 4, 2, 1; pictures 384, 288, 256
    QCOMPARE(job.run.options.texture_size, NvdiffrecOptions().texture_size);
    QCOMPARE(job.run.options.grid, NvdiffrecOptions().grid);
}

void TestRunStage::viewsThatAreChosenByLevelBecomeOne() {
    NvdiffrecOptions options;
    options.batch = 0;
    const ShapeLevel last = options.levels().back();
    QCOMPARE(lowerOneRung(options, Rungs::Step), std::optional<std::string>("views a step 4 -> 1"));
    QCOMPARE(options.batch, 1);
    QVERIFY2(options.levels().back().views <= last.views, "no level gets more");
    QCOMPARE(options.levels().back().iterations, last.iterations);
}

void TestRunStage::startsLowerMapsAndGridOnlyWhereTheyMay() {
    for (const Rungs rungs : {Rungs::All, Rungs::Maps, Rungs::Step}) {
        Job job;
        const NvdiffrecOptions before = job.run.options;
        int attempts = 0;
        const auto never = [&] {
            ++attempts;
            TORCH_CHECK(false, "DefaultCPUAllocator: can't allocate memory: you tried to allocate");
        };
        QVERIFY_THROWS_EXCEPTION(Error, startWithinMemory(job.run, rungs, never));
        QCOMPARE(job.sink.warnings.size(), static_cast<size_t>(attempts - 1));
        QCOMPARE(job.run.options.texture_size < before.texture_size, rungs != Rungs::Step);
        QCOMPARE(job.run.options.grid < before.grid, rungs == Rungs::All);
    }
    Job job;
    int attempts = 0;
    startWithinMemory(job.run, Rungs::All, [&] {
        if (++attempts < 3) {
            throw std::bad_alloc();
        }
    });
    QCOMPARE(attempts, 3);
    QCOMPARE(job.sink.warnings.back(), std::string("Out of memory: views a step 4 -> 2"));
}

void TestRunStage::otherErrorsAreNotMistakenForIt() {
    Job job;
    QVERIFY_THROWS_EXCEPTION(Error, startWithinMemory(job.run, Rungs::All, [] {
                                 TORCH_CHECK(false, "mat1 and mat2 shapes cannot be multiplied");
                             }));
    QVERIFY(job.sink.warnings.empty());
}

void TestRunStage::whatIsDoneIsSavedWhenAStepIsCancelled() {
    Job job;
    CancelledStage stage;
    std::vector<int64_t> saved;
    const auto save = [&] { saved.push_back(stage.done()); };
    QVERIFY_THROWS_EXCEPTION(
        Cancelled,
        runStage(job.run, stage, {.name = "shape", .reserve = 0, .save = save, .look = {}}));
    QCOMPARE(saved, (std::vector<int64_t>{2}));
}

void TestRunStage::stateIsReadAsWritten() {
    RunState state;
    state.phase = RunState::Phase::Texture;
    state.grid = 72;
    state.texture_size = 512;
    state.shape = "shape";
    state.mesh = {{{0, 0, 0}, {1, 0, 0}, {0, 1, 0}}, {{0, 1, 2}}};
    state.texture = std::string("with\0zero", 9);
    state.cut = true;
    const RunState read = decodeRunState(encodeRunState(state));
    QVERIFY(read.phase == state.phase && read.cut);
    QCOMPARE(read.shape, state.shape);
    QCOMPARE(read.texture, state.texture);
    QCOMPARE(read.mesh.positions.size(), size_t{3});
    QCOMPARE(read.mesh.triangles[0].z, 2);
    NvdiffrecOptions options;
    options.grid = 96, options.texture_size = 1024;
    options = withSizesOf(read, options);
    QCOMPARE(options.grid, 72);
    QCOMPARE(options.texture_size, 512);
    state.phase = RunState::Phase::Shape;
    QVERIFY(decodeRunState(encodeRunState(state)).phase == RunState::Phase::Shape);
}

void TestRunStage::damagedStatesAreRefused() {
    const std::string sizes = bytesOfTensors({at::tensor({96, 1024}, at::kInt)});
    for (const std::string& bytes : {std::string("nothing"),
                                     joinBytes({"shape", sizes, ""}),
                                     joinBytes({"other", sizes, "", "", "", ""}),
                                     joinBytes({"shape", "", "", "", "", ""}),
                                     joinBytes({"texture", sizes, "", "no mesh", "", ""})}) {
        QVERIFY_THROWS_EXCEPTION(Error, decodeRunState(bytes));
    }
    RunState larger;
    larger.grid = NvdiffrecOptions().grid + 1, larger.texture_size = 1024;
    QVERIFY_THROWS_EXCEPTION(Error, withSizesOf(larger, {}));
}

QTEST_GUILESS_MAIN(TestRunStage)
#include "test_run_stage.moc"
