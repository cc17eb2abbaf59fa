// SPDX-License-Identifier: Apache-2.0
// Pictures that are excluded, replaced or read with an inverted mask: by the reader, through job
// files, and on the command line.
#include "app/cli_process.h"
#include "base/error.h"
#include "camera/image_set_reader.h"
#include "pipeline/job_file.h"
#include "pipeline/write_result.h"
#include "support/memory_folder.h"
#include "support/tiny_set.h"

#include <QtTest>

using namespace bozzetto;
using namespace bozzetto::testing;
namespace fs = std::filesystem;

class TestCliEdits : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void excludedViewsAreLeftOut();
    void invertedMasksShowTheOtherPart_data();
    void invertedMasksShowTheOtherPart();
    void replacedPictureKeepsTheCamera();
    void missingReplacementLeavesTheViewOut();
    void unknownNamesAreWarnings();
    void everyEditChangesTheFingerprint();
    void jobFileReadsBack();
    void badJobFileNamesTheKey_data();
    void badJobFileNamesTheKey();
    void commandLineAndJobFileAreObeyed();

private:
    fs::path path(const char* name) const {
        return folder_.filePath(QString::fromLatin1(name)).toStdString();
    }
    ImageSet load(const ViewEdits& edits, const char* set = "set") const {
        LoadOptions options;
        options.edits = edits;
        return loadImageSet(path(set), options);
    }
    std::string fingerprintOf(const ViewEdits& edits) const {
        EngineInfo engine;
        engine.id = "any";
        return fingerprint(recordInputs(load(edits)), engine, {}, 1);
    }

    QTemporaryDir folder_{memoryFolderTemplate()};
};

namespace {

float alphaAt(const View& view, int x, int y) {
    return view.image.at(x, y)[3];
}

}  // namespace

void TestCliEdits::initTestCase() {
    QVERIFY(folder_.isValid());
    writeTinySet(path("set"), 5);
    writeTinySet(path("masked"), 4);
    fs::create_directories(path("masked/masks"));
    Image mask(32, 32, 1);
    for (int y = 8; y < 24; ++y) {
        for (int x = 8; x < 24; ++x) {
            *mask.at(x, y) = 1;
        }
    }
    for (int i = 0; i < 4; ++i) {
        writePng(path("masked/masks") / ("r_" + std::to_string(i) + ".png"), mask);
    }
}

void TestCliEdits::excludedViewsAreLeftOut() {
    const ImageSet images = load({.exclude = {"r_1", "r_3"}});
    QCOMPARE(images.views.size(), size_t{3});
    QCOMPARE(images.views[1].name, std::string("r_2"));
    QVERIFY(std::find(images.notes.begin(), images.notes.end(), "2 pictures were excluded.") !=
            images.notes.end());
    QVERIFY(images.problems.empty());
    QVERIFY_EXCEPTION_THROWN(load({.exclude = {"r_0", "r_1", "r_2", "r_3", "r_4"}}), Error);
}

void TestCliEdits::invertedMasksShowTheOtherPart_data() {
    QTest::addColumn<QString>("set");
    QTest::newRow("alpha") << "set";
    QTest::newRow("mask files") << "masked";
}

void TestCliEdits::invertedMasksShowTheOtherPart() {
    QFETCH(QString, set);
    const QByteArray name = set.toLatin1();
    const ImageSet plain = load({}, name.constData());
    QCOMPARE(alphaAt(plain.views[2], 16, 16), 1.0f);
    QCOMPARE(alphaAt(plain.views[2], 0, 0), 0.0f);
    const ImageSet one = load({.invert_masks = {"r_2"}}, name.constData());
    QCOMPARE(alphaAt(one.views[2], 16, 16), 0.0f);
    QCOMPARE(alphaAt(one.views[2], 0, 0), 1.0f);
    QCOMPARE(alphaAt(one.views[1], 16, 16), 1.0f);
    const ImageSet all = load({.invert_all_masks = true}, name.constData());
    for (const View& view : all.views) {
        QCOMPARE(alphaAt(view, 16, 16), 0.0f);
    }
}

void TestCliEdits::replacedPictureKeepsTheCamera() {
    const ImageSet plain = load({}),
                   edited = load({.replace = {{"r_0", path("masked/train/r_3.png")}}});
    QCOMPARE(edited.views.size(), size_t{5});
    QCOMPARE(edited.views[0].name, std::string("r_0"));
    QVERIFY(edited.views[0].path == path("masked/train/r_3.png"));
    QVERIFY(edited.views[0].image.pixels != plain.views[0].image.pixels);
    QCOMPARE(edited.views[0].camera->world_from_camera.m[0][3],
             plain.views[0].camera->world_from_camera.m[0][3]);
}

void TestCliEdits::missingReplacementLeavesTheViewOut() {
    const ImageSet edited = load({.replace = {{"r_0", path("gone.png")}}});
    QCOMPARE(edited.views.size(), size_t{4});
    QVERIFY(std::any_of(edited.problems.begin(), edited.problems.end(), [](const auto& problem) {
        return problem.skipped && problem.path.filename() == "gone.png";
    }));
}

void TestCliEdits::unknownNamesAreWarnings() {
    const ImageSet images =
        load({.exclude = {"r_11"}, .invert_masks = {"zebra"}, .replace = {{"r", path("x.png")}}});
    QCOMPARE(images.views.size(), size_t{5});
    QCOMPARE(images.problems.size(), size_t{3});
    QVERIFY(images.problems[0].reason.find("\"r_11\"") != std::string::npos);
    QVERIFY(images.problems[0].hint.find("r_1") != std::string::npos);
}

void TestCliEdits::everyEditChangesTheFingerprint() {
    const std::set<std::string> all = {
        fingerprintOf({}),
        fingerprintOf({.exclude = {"r_1"}}),
        fingerprintOf({.invert_masks = {"r_1"}}),
        fingerprintOf({.invert_all_masks = true}),
        fingerprintOf({.replace = {{"r_1", path("set/train/r_2.png")}}})};
    QCOMPARE(all.size(), size_t{5});
    QCOMPARE(fingerprintOf({.exclude = {"nobody"}}), fingerprintOf({}));
}

void TestCliEdits::jobFileReadsBack() {
    JobFile job;
    job.inputs = {path("set")};
    job.output = path("out");
    job.edits = {.exclude = {"a", "\xC3\xA4 b"},
                 .invert_masks = {"c"},
                 .replace = {{"d", path("other.png")}}};
    writeFileAtomically(path("job.json"), encodeJobFile(job));
    QVERIFY(readJobFile(path("job.json")).edits == job.edits);
    job.edits = {.invert_all_masks = true};
    job.scene.cameras = path("set/model.xml");
    job.scene.region = RegionBox{.world_from_box = {}, .half_size = {1, 2, 3}};
    job.scene.frame = SceneFrame{.up = {0, 1, 0}, .floor = -2, .scale = 0.5};
    job.scene.keep_table = true;
    writeFileAtomically(path("job.json"), encodeJobFile(job));
    QVERIFY(readJobFile(path("job.json")).edits == job.edits);
    QVERIFY(readJobFile(path("job.json")).scene == job.scene);
    writeFileAtomically(
        path("job.json"),
        R"({"format": "bozzetto-job", "version": 1, "replace": {"d": "near/e.png"}})");
    QVERIFY(readJobFile(path("job.json")).edits.replace.at("d") == path("near/e.png"));
    QVERIFY(encodeJobFile(JobFile()).find("exclude") == std::string::npos);
}

void TestCliEdits::badJobFileNamesTheKey_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("key");
    QTest::newRow("exclude") << QByteArray(R"("exclude": "r_1")") << QByteArray("exclude");
    QTest::newRow("invert") << QByteArray(R"("invert_masks": [1])") << QByteArray("invert_masks");
    QTest::newRow("replace") << QByteArray(R"("replace": ["a"])") << QByteArray("replace");
    QTest::newRow("up") << QByteArray(R"("scene": {"frame": {"up": [0, 0, 0]}})")
                        << QByteArray("scene.frame.up");
    QTest::newRow("region") << QByteArray(
                                   R"("scene": {"region": {"world_from_box": [1, 2], "half_size":
                                   [1, 1, 1]}})")
                            << QByteArray("scene.region.world_from_box");
    QTest::newRow("size") << QByteArray(
                                 R"("scene": {"region": {"world_from_box": [1, 0, 0, 0, 0, 1, 0, 0,
                                 0, 0, 1, 0, 0, 0, 0, 1], "half_size": [1, -1, 1]}})")
                          << QByteArray("scene.region.half_size");
    QTest::newRow("unknown") << QByteArray(R"("scene": {"cameraz": ""})")
                             << QByteArray("scene.cameraz");
}

void TestCliEdits::badJobFileNamesTheKey() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, key);
    writeFileAtomically(
        path("bad.json"),
        (R"({"format": "bozzetto-job", "version": 1, )" + text + "}").toStdString());
    try {
        readJobFile(path("bad.json"));
        QFAIL("accepted");
    } catch (const Error& error) {
        QVERIFY2(QByteArray(error.what()).contains("\"" + key + "\""), error.what());
    }
}

void TestCliEdits::commandLineAndJobFileAreObeyed() {
    const QString out = QString::fromStdString(path("out").string());
    const CliRun run = runProgram(BOZZETTO_SCRIPTED_CLI,
                                  {"reconstruct",
                                   QString::fromStdString(path("set").string()),
                                   "--engine",
                                   "quick",
                                   "--output",
                                   out,
                                   "--exclude",
                                   "r_1",
                                   "--invert-mask",
                                   "r_2",
                                   "--exclude",
                                   "zebra",
                                   "--events"});
    QVERIFY2(run.exit_code == 0, qPrintable(run.err));
    QCOMPARE(run.event("start")["views"].toInt(), 4);
    QVERIFY2(run.event("warning")["reason"].toString().contains("excluded"), qPrintable(run.out));
    QVERIFY(run.out.contains("zebra"));
    const JobFile job = readJobFile((out + "/quick/job.json").toStdString());
    QVERIFY(job.edits == (ViewEdits{.exclude = {"r_1", "zebra"}, .invert_masks = {"r_2"}}));
    const CliRun again =
        runProgram(BOZZETTO_SCRIPTED_CLI,
                   {"reconstruct", "--job", out + "/quick/job.json", "--overwrite", "--events"});
    QCOMPARE(again.exit_code, 0);
    QCOMPARE(again.event("start")["views"].toInt(), 4);
}

QTEST_GUILESS_MAIN(TestCliEdits)
#include "test_cli_edits.moc"
