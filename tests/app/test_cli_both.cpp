// SPDX-License-Identifier: Apache-2.0
// The real command line with both engines and tiny weights.
#include "app/cli_process.h"
#include "base/files.h"
#include "support/tiny_set.h"

#include <QTemporaryDir>
#include <QtTest>
#include <nlohmann/json.hpp>

using namespace bozzetto;
namespace fs = std::filesystem;

namespace {

const char* const kTiny = BOZZETTO_TEST_DATA "/tiny-reconviagen";

/// As little work as the settings of either engine allow.
const QStringList kQuick = {"--preset", "draft",
                            "--set",    "grid=16",
                            "--set",    "image_side=64",
                            "--set",    "shape_iterations=8",
                            "--set",    "depth=off",
                            "--set",    "texture_iterations=4",
                            "--set",    "texture_size=128",
                            "--set",    "structure_steps=4",
                            "--set",    "detail_steps=3",
                            "--set",    "photo_texture_steps=4",
                            "--set",    "faces=600"};

nlohmann::json readJson(const fs::path& file) {
    return nlohmann::json::parse(readFile(file));
}

}  // namespace

class TestCliBoth : public QObject {
    Q_OBJECT
private slots:
    void oneAfterTheOther();
    void aSettingThatNoEngineKnowsIsRefused();
    void missingWeightsNameTheCommand();

private:
    QTemporaryDir place_;
    fs::path root() const { return place_.path().toStdString(); }
};

void TestCliBoth::oneAfterTheOther() {
    testing::writeTinySet(root() / "set", 4, 64);
    const fs::path out = root() / "out";
    const testing::CliRun run =
        testing::runProgram(BOZZETTO_CLI,
                            QStringList{"reconstruct",
                                        QString::fromStdString((root() / "set").string()),
                                        "--engine",
                                        "both",
                                        "--weights",
                                        kTiny,
                                        "--output",
                                        QString::fromStdString(out.string())} +
                                kQuick,
                            QProcessEnvironment::systemEnvironment(),
                            240'000);
    QVERIFY2(run.exit_code == 0, qPrintable(run.err));
    for (const char* engine : {"nvdiffrec", "reconviagen"}) {
        QVERIFY2(fs::exists(out / engine / "mesh.obj"), engine);
        const nlohmann::json report = readJson(out / engine / "report.json");
        QCOMPARE(report["engine"].get<std::string>(), std::string(engine));
        QVERIFY(report["mesh"]["triangles"].get<int>() > 50);
    }
    QVERIFY(readJson(out / "nvdiffrec" / "report.json")["licences"].empty());
    const nlohmann::json report = readJson(out / "reconviagen" / "report.json");
    QCOMPARE(report["licences"].size(), size_t{3});
    // The set has cameras: the result is where they see it.
    QCOMPARE(report["reconviagen"]["cameras"].get<std::string>(), std::string("given"));
    const fs::path glb = root() / "mesh.glb";
    const testing::CliRun exported =
        testing::runProgram(BOZZETTO_CLI,
                            {"export",
                             QString::fromStdString((out / "reconviagen").string()),
                             "--to",
                             QString::fromStdString(glb.string())});
    QVERIFY2(exported.exit_code == 0, qPrintable(exported.err));
    QVERIFY(exported.err.contains("not for commercial use"));
    QVERIFY(testing::bytesOf(QString::fromStdString(glb.string()))
                .contains("CC-BY-NC-4.0), DINOv2 ViT-L/14 with registers (Apache-2.0). Not for "
                          "commercial use."));
    // Each result can be repeated by itself.
    const nlohmann::json job = readJson(out / "reconviagen" / "job.json");
    QVERIFY(!job.contains("then") && !job["settings"].contains("grid"));
    QCOMPARE(job["settings"]["structure_steps"].get<std::string>(), std::string("4"));
    QVERIFY(!readJson(out / "nvdiffrec" / "job.json")["settings"].contains("structure_steps"));
}

void TestCliBoth::aSettingThatNoEngineKnowsIsRefused() {
    const testing::CliRun run = testing::runProgram(BOZZETTO_CLI,
                                                    {"reconstruct",
                                                     place_.path(),
                                                     "--engine",
                                                     "both",
                                                     "--output",
                                                     place_.filePath("no"),
                                                     "--set",
                                                     "gird=16"});
    QCOMPARE(run.exit_code, 2);
    QVERIFY2(run.err.contains("gird"), qPrintable(run.err));
}

void TestCliBoth::missingWeightsNameTheCommand() {
    testing::writeTinySet(root() / "set", 4, 64);
    const testing::CliRun run =
        testing::runProgram(BOZZETTO_CLI,
                            {"reconstruct",
                             QString::fromStdString((root() / "set").string()),
                             "--engine",
                             "reconviagen",
                             "--weights",
                             place_.filePath("nowhere"),
                             "--output",
                             place_.filePath("none")});
    QVERIFY(run.exit_code != 0);
    QVERIFY2(run.err.contains("bozzetto-cli weights fetch"), qPrintable(run.err));
    QVERIFY(!fs::exists(root() / "none" / "reconviagen"));
}

QTEST_GUILESS_MAIN(TestCliBoth)
#include "test_cli_both.moc"
