// SPDX-License-Identifier: Apache-2.0
// What the command line refuses, or an engine fails at: each row names the case of the reliability
// list and checks exit code, the place, the reason and the remedy, on stderr and as an event, and
// that nothing is left behind.
#include "app/cli_process.h"
#include "support/memory_folder.h"
#include "support/tiny_set.h"

#include <QDirIterator>
#include <QtTest>

using namespace bozzetto;
using namespace bozzetto::testing;

class TestCliRefusals : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void refusesWithPlaceReasonAndRemedy_data();
    void refusesWithPlaceReasonAndRemedy();
    void engineFailureLeavesNothing_data();
    void engineFailureLeavesNothing();

private:
    QString path(const QString& name) const { return folder_.filePath(name); }
    void write(const QString& name, const std::string& text) const {
        writeFileAtomically(path(name).toStdString(), text);
    }

    QTemporaryDir folder_{memoryFolderTemplate()};
};

namespace {

/// Runs the scripted command line (scripted_cli.cpp).
CliRun runScripted(const QStringList& arguments) {
    return runProgram(BOZZETTO_SCRIPTED_CLI, arguments);
}

QStringList filesUnder(const QString& folder) {
    QStringList files;
    QDirIterator it(folder,
                    QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot,
                    QDirIterator::Subdirectories);
    while (it.hasNext()) {
        files.append(it.next());
    }
    return files;
}

}  // namespace

void TestCliRefusals::initTestCase() {
    QVERIFY(folder_.isValid());
    writeTinySet(path("set").toStdString(), 4);
    writeTinySet(path("two").toStdString(), 2);
    QDir().mkpath(path("empty"));
    QDir().mkpath(path("done/scripted"));
    write("file", "no folder\n");
    write("broken.json", "{\"format\": \"bozzetto-job\",\n \"version\": 1,\n}\n");
    write("newer.json", R"({"format": "bozzetto-job", "version": 7})");
    write("unknown.json",
          R"({"format": "bozzetto-job", "version": 1, "inputs": ["set"], "sead": 3})");
    write("type.json",
          R"({"format": "bozzetto-job", "version": 1, "inputs": ["set"], "seed": "three"})");
    write("other.json", R"({"frames": []})");
    write(
        "range.json",
        R"({"format": "bozzetto-job", "version": 1, "inputs": ["set"], "output": "o", "engine": "scripted", "settings": {"steps": "0"}})");
}

void TestCliRefusals::refusesWithPlaceReasonAndRemedy_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("exit_code");
    QTest::addColumn<QStringList>("said");
    const QString set = path("set"), out = path("out");
    const auto on_set = [&](const QStringList& more) {
        return QStringList{"reconstruct", set, "--output", out, "--engine", "scripted"} + more;
    };
    const auto job = [&](const QString& name) {
        return QStringList{"reconstruct", "--job", path(name), "--output", out};
    };
    const auto row =
        [](const char* name, const QStringList& arguments, int exit_code, const QStringList& said) {
            QTest::newRow(name) << arguments << exit_code << said;
        };
    row("M01 nothing", {}, 2, {"bozzetto-cli", "reconstruct"});
    row("M01 misspelt command",
        {"recontsruct", set},
        2,
        {"no command \"recontsruct\"", "Did you mean \"reconstruct\""});
    row("M01 unknown option",
        on_set({"--presett", "draft"}),
        2,
        {"no option --presett", "Did you mean --preset"});
    row("M01 misspelt preset",
        on_set({"--preset", "standart"}),
        2,
        {"preset \"standart\"", "Did you mean \"standard\""});
    row("M01 misspelt engine",
        {"reconstruct", set, "--output", out, "--engine", "scriptd"},
        2,
        {"no engine \"scriptd\"", "Did you mean \"scripted\""});
    row("M01 misspelt setting",
        on_set({"--set", "step=5"}),
        2,
        {"setting \"step\"", "Did you mean \"steps\""});
    row("M01 misspelt choice",
        on_set({"--set", "depth=onn"}),
        2,
        {"\"depth\"", "\"onn\"", "Did you mean \"on\""});
    row("M01 setting without value",
        on_set({"--set", "depth"}),
        2,
        {"\"depth\" is not key=value", "Give, for example"});
    row("M01 no output", {"reconstruct", set}, 2, {"no output folder", "--output"});
    row("M01 no input", {"reconstruct", "--output", out}, 2, {"no INPUT", "folder of images"});
    row("M01 two wishes",
        on_set({"--resume", "--overwrite"}),
        2,
        {"exclude each other", "--resume to continue"});
    row("M01 misspelt mode",
        {"render", set, "--views", "v.json", "--output", out, "--mode", "albdo"},
        2,
        {"--mode \"albdo\"", "Did you mean \"albedo\""});
    row("J06 zero steps",
        on_set({"--set", "steps=0"}),
        2,
        {"\"steps\": \"0\"", "out of range", "from 1 to 1"});
    row("J06 too many steps",
        on_set({"--set", "steps=1000000000"}),
        2,
        {"\"steps\"", "out of range", "Give a whole number"});
    row("J06 half a step",
        on_set({"--set", "steps=2.5"}),
        2,
        {"\"steps\": \"2.5\"", "not a whole number", "Give a whole number"});
    row("J06 comma",
        on_set({"--set", "rate=0,5"}),
        2,
        {"\"rate\": \"0,5\"", "not a number", "'.' as the decimal point"});
    row("J06 not a number",
        on_set({"--set", "rate=nan"}),
        2,
        {"\"rate\": \"nan\"", "not a number", "from 0 to 1"});
    row("J06 negative seed",
        on_set({"--seed", "-1"}),
        2,
        {"--seed \"-1\"", "whole number", "Give, for example"});
    row("G13 no threads",
        on_set({"--threads", "0"}),
        2,
        {"--threads \"0\"", "whole number from 1", "Give, for example"});
    row("G13 no time",
        on_set({"--time-limit", "0"}),
        2,
        {"--time-limit \"0\"", "above 0", "Give, for example"});
    row("M03 missing input",
        {"reconstruct", path("gone"), "--output", out, "--engine", "scripted"},
        3,
        {path("gone")});
    row("M03 empty folder",
        {"reconstruct", path("empty"), "--output", out, "--engine", "scripted"},
        3,
        {path("empty")});
    row("B02 two photos",
        {"reconstruct", path("two"), "--output", out, "--engine", "scripted"},
        3,
        {path("two"), "2 views", "at least 3", "Add"});
    row("H04 output is a file",
        {"reconstruct", set, "--output", path("file"), "--engine", "scripted"},
        6,
        {path("file"), "cannot be written to", "Choose an output folder"});
    row("H04 nobody may write",
        {"reconstruct", set, "--output", "/proc/bozzetto", "--engine", "scripted"},
        6,
        {"/proc/bozzetto", "cannot be written to", "Choose an output folder"});
    row("M04 result exists",
        {"reconstruct", set, "--output", path("done"), "--engine", "scripted"},
        7,
        {path("done/scripted"), "exists already", "--overwrite"});
    row("M08 job is not JSON",
        job("broken.json"),
        2,
        {path("broken.json"), "line 3", "Correct the file"});
    row("M08 job is newer",
        job("newer.json"),
        2,
        {path("newer.json"), "\"version\" is 7", "Update Bozzetto"});
    row("M08 unknown key",
        job("unknown.json"),
        2,
        {path("unknown.json"), "\"sead\" is not known", "Did you mean \"seed\""});
    row("M08 wrong type",
        job("type.json"),
        2,
        {path("type.json"), "\"seed\" is not a whole number", "Correct the value"});
    row("M08 another file",
        job("other.json"),
        2,
        {path("other.json"), "is not a job file", "Give a job file"});
    row("M08 missing job", job("gone.json"), 2, {path("gone.json"), "No such file", "Check"});
    row("M08 setting in the job",
        job("range.json"),
        2,
        {"\"steps\": \"0\"", "out of range", "Give a whole number"});
    row("M09 cuda:7", on_set({"--device", "cuda:7"}), 4, {"\"cuda:7\"", "no CUDA", "--device cpu"});
    row("M09 cuda", on_set({"--device", "cuda"}), 4, {"\"cuda\"", "no CUDA", "--device cpu"});
    row("M09 cuda to draw on",
        {"render", set, "--views", "v.json", "--output", out, "--device", "cuda"},
        4,
        {"\"cuda\"", "no CUDA", "--device cpu"});
    row("M09 misspelt device to score on",
        {"evaluate", set, "--views", "v.json", "--device", "gup"},
        2,
        {"no device \"gup\"", "Devices: auto, cpu, cuda"});
    row("M09 misspelt device",
        on_set({"--device", "cdua"}),
        2,
        {"no device \"cdua\"", "Did you mean \"cuda\""});
    row("J11 nothing to resume",
        {"reconstruct", "--resume", "--output", out},
        2,
        {out, "no interrupted run", "Give INPUT"});
}

void TestCliRefusals::refusesWithPlaceReasonAndRemedy() {
    QFETCH(QStringList, arguments);
    QFETCH(int, exit_code);
    QFETCH(QStringList, said);
    const QStringList before = filesUnder(folder_.path());
    const bool events = arguments.value(0) == "reconstruct";
    const CliRun run = runScripted(events ? arguments + QStringList{"--events"} : arguments);
    QVERIFY2(run.exit_code == exit_code, qPrintable(run.err));
    for (const QString& words : said) {
        QVERIFY2(run.err.contains(words), qPrintable(words + " is not in: " + run.err));
    }
    if (events) {
        const QJsonObject error = run.event("error");
        QCOMPARE(error["v"].toInt(), 1);
        QCOMPARE(error["exit_code"].toInt(), exit_code);
        QVERIFY(!error["code"].toString().isEmpty());
        QVERIFY(!error["reason"].toString().isEmpty() &&
                run.err.contains(error["reason"].toString()));
        QVERIFY(!error["hint"].toString().isEmpty() && run.err.contains(error["hint"].toString()));
    }
    QCOMPARE(filesUnder(folder_.path()), before);
}

void TestCliRefusals::engineFailureLeavesNothing_data() {
    QTest::addColumn<int>("exit_code");
    QTest::addColumn<QStringList>("said");
    const auto row = [](const char* name, int exit_code, const QStringList& said) {
        QTest::newRow(name) << exit_code << said;
    };
    row("fail J01 NaN in the loss", 5, {"step 10", "r_1", "--seed"});
    row("oom I04 out of memory", 8, {"ran out of memory", "--preset draft"});
    row("throw E7 a bug", 5, {"something unexpected failed", "please report"});
    row("empty E14 empty mesh", 5, {"the result is empty", "Check masks"});
    row("nan_vertex J02 NaN vertices", 5, {"vertices that are not finite", "diverged"});
    row("huge_vertex J02 1e30 vertices", 5, {"vertices that are not finite", "diverged"});
    row("nan_uv J13 NaN UV", 5, {"texture coordinates outside", "diverged"});
    row("nan_texture J01 NaN texels", 5, {"roughness texture", "not numbers", "diverged"});
    row("constant J04 never filled", 5, {"base colour texture is one single colour", "masks"});
    row("missing_map K07 no result", 5, {"metallic texture is missing", "report"});
    row("wrong_index E01 index", 5, {"vertex that does not exist", "report"});
}

void TestCliRefusals::engineFailureLeavesNothing() {
    QFETCH(int, exit_code);
    QFETCH(QStringList, said);
    const QString act = QString(QTest::currentDataTag()).section(' ', 0, 0);
    const QString out = path("failed");
    const CliRun run = runScripted({"reconstruct",
                                    path("set"),
                                    "--output",
                                    out,
                                    "--engine",
                                    "scripted",
                                    "--set",
                                    "act=" + act,
                                    "--events"});
    QVERIFY2(run.exit_code == exit_code, qPrintable(run.err));
    for (const QString& words : said) {
        QVERIFY2(run.err.contains(words), qPrintable(words + " is not in: " + run.err));
        QVERIFY((run.event("error")["reason"].toString() + run.event("error")["hint"].toString())
                    .contains(words));
    }
    QVERIFY(run.event("result").isEmpty());
    QCOMPARE(filesUnder(out), QStringList());
}

QTEST_GUILESS_MAIN(TestCliRefusals)
#include "test_cli_refusals.moc"
