// SPDX-License-Identifier: Apache-2.0
// A project survives its file exactly, hostile and newer files are refused with words, and images
// that moved are found again with evidence.
#include "base/error.h"
#include "base/files.h"
#include "pipeline/project.h"
#include "pipeline/relocate.h"

#include <QTemporaryDir>
#include <QtTest>
#include <nlohmann/json.hpp>

#include <algorithm>

using namespace bozzetto;
namespace fs = std::filesystem;

class TestProject : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everythingSurvivesTheFile();
    void theProjectMovesWithItsImages();
    void farPathsStayAbsolute();
    void absentKeysMeanDefaults();
    void unknownKeysAreKeptAndTold();
    void refused_data();
    void refused();
    void mutatedFilesNeverCrash();
    void movedFolderIsFound();
    void anotherFolderOfTheSameNameIsNotTaken();
    void movedTransformsFileIsFound();
};

namespace {

Project sampleProject(const fs::path& folder) {
    Project project;
    project.inputs = {folder / "photos", folder.parent_path() / "other" / "transforms.json"};
    project.edits.excluded = {"r_1", "r_é"};
    project.edits.inverted = {"r_2"};
    project.edits.replaced = {{"r_3", folder / "fixed" / "r 3.png"}};
    project.scene.cameras = folder / "cameras" / "model.xml";
    project.scene.convention = "opencv";
    project.scene.masks = folder / "cup-results" / "masks";
    project.scene.region = RegionBox{};
    project.scene.region->world_from_box.m[0][3] = 0.1;
    project.scene.region->half_size = {0.5, 1e-3, 7};
    project.scene.frame = SceneFrame{{0, -1, 0}, -0.25, 0.01};
    project.scene.auto_masks = false;
    project.scene.keep_table = true;
    project.engines = {"nvdiffrec", "reconviagen"};
    project.settings["nvdiffrec"] = {"draft", {{"texture_size", "512"}}};
    project.settings["reconviagen"] = {"high", {}};
    project.seed = 1234567890123;
    project.device = "cuda:1";
    project.threads = 3;
    project.time_limit_min = 12.5;
    project.known_files[folder / "photos"] = {{"a/r_1.png", 10, 1700000000}, {"r_0.png", 5, -1}};
    ProjectRun run;
    run.id = "20260301-140500-nvdiffrec";
    run.name = "First try \"quoted\"";
    run.settings = {"draft", {{"iterations", "100"}}};
    run.seed = 7;
    run.started = "2026-03-01T14:05:00Z";
    run.seconds = 61.25;
    run.state = ProjectRun::State::Failed;
    run.reason = "The mesh is empty.";
    run.hint = "Use more views.";
    run.folder = folder / "cup-results" / run.id;
    run.scores = {{"psnr", 28.123456789}, {"chamfer", 1e-5}};
    run.peak_memory = 3221225472;
    project.runs = {run};
    project.shown = {run.id};
    project.view = {"roughness", "studio", true, 45, -1.5, ProjectCamera{}};
    project.view.camera->position = {0.1F, -2.5F, 1e-7F};
    project.view.camera->photo = "r_0";
    project.export_choices = {{"preset", "unreal"}, {"scale", "100"}};
    return project;
}

std::string errorOf(const std::string& text) {
    try {
        decodeProject(text, "/projects/cup", "/projects/cup/cup.bozzetto");
    } catch (const Error& error) {
        return std::string(error.what()) + " | " + error.hint();
    }
    return {};
}

nlohmann::json sampleJson() {
    return nlohmann::json::parse(encodeProject(sampleProject("/a/b/c"), "/a/b/c"));
}

void writeFile(const fs::path& path, const std::string& bytes) {
    fs::create_directories(path.parent_path());
    writeFileAtomically(path, bytes);
}

/// A folder of `count` pictures of different sizes.
void makePhotos(const fs::path& folder, int count) {
    for (int i = 0; i < count; ++i) {
        writeFile(folder / ("r_" + std::to_string(i) + ".png"),
                  std::string(static_cast<size_t>(100 + i), 'x'));
    }
}

Project projectOn(const fs::path& input) {
    Project project;
    project.inputs = {input};
    project.known_files[input] = listKnownFiles(input);
    return project;
}

}  // namespace

void TestProject::everythingSurvivesTheFile() {
    const fs::path folder = "/projects/cup study";
    const Project project = sampleProject(folder);
    const LoadedProject loaded =
        decodeProject(encodeProject(project, folder), folder, folder / "cup.bozzetto");
    QVERIFY(loaded.notes.empty());
    QVERIFY(loaded.project == project);
    QCOMPARE(encodeProject(loaded.project, folder), encodeProject(project, folder));
}

void TestProject::theProjectMovesWithItsImages() {
    const std::string text = encodeProject(sampleProject("/old/place/cup"), "/old/place/cup");
    const LoadedProject moved = decodeProject(text, "/new/cup", "/new/cup/cup.bozzetto");
    QVERIFY(moved.project == sampleProject("/new/cup"));
}

void TestProject::farPathsStayAbsolute() {
    Project project;
    project.inputs = {"/a/b/photos", "/media/stick/photos", "/a/x"};
    const std::string text = encodeProject(project, "/a/b/c/d");
    const auto json = nlohmann::json::parse(text);
    QCOMPARE(json["inputs"][0]["path"].get<std::string>(), std::string("../../photos"));
    QCOMPARE(json["inputs"][1]["path"].get<std::string>(), std::string("/media/stick/photos"));
    QCOMPARE(json["inputs"][2]["path"].get<std::string>(), std::string("/a/x"));
    QVERIFY(decodeProject(text, "/a/b/c/d", "x").project.inputs == project.inputs);
    // A path must not climb to the root and down again: it would break with the first move.
    project.inputs = {"/photos/a"};
    const auto shallow = nlohmann::json::parse(encodeProject(project, "/projects"));
    QCOMPARE(shallow["inputs"][0]["path"].get<std::string>(), std::string("/photos/a"));
}

void TestProject::absentKeysMeanDefaults() {
    const auto loaded =
        decodeProject(R"({"format": "bozzetto-project", "version": 1})", "/a", "/a/b");
    QVERIFY(loaded.project == Project());
    QVERIFY(loaded.notes.empty());
}

void TestProject::unknownKeysAreKeptAndTold() {
    auto json = sampleJson();
    json["turntable"] = {{"speed", 3}, {"frames", {1, 2}}};
    json["view"]["fog"] = true;
    const LoadedProject loaded = decodeProject(json.dump(), "/a/b/c", "p");
    QCOMPARE(loaded.notes.size(), size_t{2});
    QVERIFY(loaded.notes[0].find("view.fog") != std::string::npos);
    QVERIFY(loaded.notes[1].find("turntable") != std::string::npos);
    const auto again = nlohmann::json::parse(encodeProject(loaded.project, "/a/b/c"));
    QCOMPARE(again["turntable"].dump(), json["turntable"].dump());
}

void TestProject::refused_data() {
    QTest::addColumn<QString>("pointer");  // JSON pointer of the value to change
    QTest::addColumn<QString>("value");    // JSON
    QTest::addColumn<QString>("said");
    const auto row = [](const char* pointer, const char* value, const char* said) {
        QTest::addRow("%s=%.20s", pointer, value) << pointer << value << said;
    };
    row("/format", "\"bozzetto-job\"", "not a Bozzetto project");
    row("/version", "2", "Update Bozzetto");
    row("/version", "0", "version");
    row("/version", "\"1\"", "version");
    row("/inputs", "{}", "\"inputs\"");
    row("/inputs/0", "3", "inputs[0]");
    row("/inputs/0/path", "\"\"", "inputs[0].path");
    row("/inputs/0/path", "\"a\\u0000b\"", "inputs[0].path");
    row("/inputs/0/files", "[[\"../../etc/passwd\", 1, 1]]", "inputs[0].files");
    row("/inputs/0/files", "[[\"/etc/passwd\", 1, 1]]", "inputs[0].files");
    row("/inputs/0/files", "[[\"a\", -1, 1]]", "inputs[0].files");
    row("/inputs/0/files", "[[\"a\", 1]]", "inputs[0].files");
    row("/excluded", "[1]", "excluded");
    row("/replaced", "[]", "replaced");
    row("/replaced/r_3", "null", "r_3");
    row("/settings/nvdiffrec/values/x", "1", "settings.nvdiffrec.values.x");
    row("/seed", "-1", "seed");
    row("/seed", "1.5", "seed");
    row("/threads", "99999", "threads");
    row("/time_limit_min", "0", "time_limit_min");
    row("/runs/0/id", "\"../evil\"", "runs[0].id");
    row("/runs/0/id", "\"\"", "runs[0].id");
    row("/runs/0/state", "\"asleep\"", "runs[0].state");
    row("/runs/0/seconds", "-1", "runs[0].seconds");
    row("/runs/0/scores/psnr", "\"nan\"", "runs[0].scores.psnr");
    row("/runs/0/folder", "17", "runs[0].folder");
    row("/view/camera/position", "[1, 2]", "view.camera.position");
    row("/view/camera/position", "[1, 2, 1e300]", "view.camera.position");
    row("/view/camera/vertical_fov", "0", "view.camera.vertical_fov");
    row("/view/wireframe", "1", "view.wireframe");
    row("/export/scale", "100", "export.scale");
}

void TestProject::refused() {
    QFETCH(QString, pointer);
    QFETCH(QString, value);
    QFETCH(QString, said);
    auto json = sampleJson();
    json[nlohmann::json::json_pointer(pointer.toStdString())] =
        nlohmann::json::parse(value.toStdString());
    const QString error = QString::fromStdString(errorOf(json.dump()));
    QVERIFY2(error.contains(said), qPrintable("said: " + error));
    QVERIFY(error.startsWith("/projects/cup/cup.bozzetto: "));
}

void TestProject::mutatedFilesNeverCrash() {
    const std::string good = encodeProject(sampleProject("/a/b/c"), "/a/b/c");
    QCOMPARE(errorOf(good), std::string());
    QVERIFY(!errorOf("").empty());
    QVERIFY(!errorOf("[]").empty());
    QVERIFY(!errorOf(std::string(1 << 20, '[')).empty());
    std::string deep = R"({"format": "bozzetto-project", "version": 1, "x": )";
    for (int i = 0; i < 100000; ++i) {
        deep += R"({"a":)";
    }
    QVERIFY(!errorOf(deep).empty());
    QVERIFY(!errorOf(R"({"format": "bozzetto-project", "version": 1, "seed": 1e999})").empty());
    for (size_t cut = 0; cut < good.size() - 2; cut += 7) {
        QVERIFY(!errorOf(good.substr(0, cut)).empty());
    }
    uint32_t random = 1;
    for (int i = 0; i < 3000; ++i) {
        std::string bad = good;
        for (int k = 0; k < 3; ++k) {
            random = random * 1664525 + 1013904223;
            bad[random % bad.size()] = static_cast<char>(random >> 24);
        }
        errorOf(bad);  // anything but an Error would end the test
    }
}

void TestProject::movedFolderIsFound() {
    const QTemporaryDir temporary;
    const fs::path root = temporary.path().toStdString();
    makePhotos(root / "old" / "photos" / "train", 20);
    Project project = projectOn(root / "old" / "photos");
    project.edits.replaced["r_7"] = root / "old" / "photos" / "train" / "r_8.png";
    QVERIFY(missingPaths(project).empty());
    QVERIFY(findMoved(project, root).empty());

    fs::create_directories(root / "archive" / "2026");
    fs::rename(root / "old" / "photos", root / "archive" / "2026" / "renamed");
    fs::remove(root / "archive" / "2026" / "renamed" / "train" / "r_0.png");
    writeFile(root / "archive" / "2026" / "renamed" / "train" / "r_1.png", "other content");
    const auto missing = missingPaths(project);
    QCOMPARE(missing.size(), size_t{1});  // the replacement comes back with its folder

    const std::vector<Relocation> found = findMoved(project, root);
    QCOMPARE(found.size(), size_t{1});
    const Relocation expected{missing[0], root / "archive" / "2026" / "renamed", 20, 19, 18};
    QVERIFY(found[0] == expected);

    const Project there = relocate(project, found);
    QVERIFY(missingPaths(there).empty());
    QVERIFY(there.inputs[0] == expected.found);
    QVERIFY(there.edits.replaced.at("r_7") == expected.found / "train" / "r_8.png");
    QCOMPARE(there.known_files.at(expected.found).size(), size_t{20});
    // The folder itself may be named, too.
    QVERIFY(findMoved(project, expected.found)[0] == expected);
}

void TestProject::anotherFolderOfTheSameNameIsNotTaken() {
    const QTemporaryDir temporary;
    const fs::path root = temporary.path().toStdString();
    makePhotos(root / "old" / "photos", 10);
    const Project project = projectOn(root / "old" / "photos");
    fs::remove_all(root / "old");
    writeFile(root / "holiday" / "photos" / "r_0.png", "x");
    writeFile(root / "holiday" / "photos" / "beach.png", "x");
    QVERIFY(findMoved(project, root).empty());
}

void TestProject::movedTransformsFileIsFound() {
    const QTemporaryDir temporary;
    const fs::path root = temporary.path().toStdString();
    writeFile(root / "set" / "transforms.json", "{\"frames\": []}");
    writeFile(root / "decoy" / "transforms.json", "{}");
    const Project project = projectOn(root / "set" / "transforms.json");
    fs::rename(root / "set", root / "moved set");
    const auto found = findMoved(project, root);
    QCOMPARE(found.size(), size_t{1});
    QVERIFY(found[0].found == root / "moved set" / "transforms.json");
    QCOMPARE(found[0].same_size, 1);
}

QTEST_GUILESS_MAIN(TestProject)
#include "test_project.moc"
