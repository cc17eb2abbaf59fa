// SPDX-License-Identifier: Apache-2.0
// The panel of a run's settings: choices there and back, what a run will need (asked for late and
// once), why there can be none, and the same by keyboard.
#include "base/files.h"
#include "ui/settings/run_settings_panel.h"
#include "ui/settings/settings_cases.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QToolButton>

#include <sys/stat.h>

using namespace bozzetto;
using namespace bozzetto::ui;
using namespace bozzetto::testing;

namespace {

constexpr quint64 kGiB = 1ULL << 30;

/// Answers when the test says so.
class FakePredictions : public PredictionSource {
public:
    void ask(int question, const JobFile& job) override { asked[question] = job; }
    void drop(int question) override { dropped.append(question); }
    void answerLast(quint64 peak, double seconds) {
        Q_EMIT predicted(asked.rbegin()->first, {peak, seconds});
    }
    std::map<int, JobFile> asked;
    QList<int> dropped;
};

DeviceReport reportWith(uint64_t total, uint64_t available) {
    DeviceReport report;
    report.host = {total, available, false};
    return report;
}

}  // namespace

class TestRunSettings : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void choiceThereAndBack();
    void choiceBeforeTheEnginesAreKnown();
    void refusedChoiceChangesNothing();
    void enginesThatCannotBeHad();
    void changesOfTheUser();
    void bothEngines();
    void whatForbidsCommercialUseIsSaid();
    void predictionIsAskedLateAndOnce();
    void oldAnswersDoNotCount();
    void predictionOfBothIsTheWorstAndTheSum();
    void tooLittleMemoryBlocksTheRun();
    void runIsBlockedWithAReason();
    void settingsRestWhileARunIsOn();
    void keyboardOnly();
    void devicesOfThisComputer();
    void commandLineForetells();
    void commandLineThatFails_data();
    void commandLineThatFails();
    void pictures();

private:
    template <class Widget>
    Widget* part(const char* name) {
        return panel_->findChild<Widget*>(name);
    }
    void waitForQuestion() {
        const size_t before = predictions_->asked.size();
        QVERIFY(QTest::qWaitFor([&] { return predictions_->asked.size() > before; }, 2000));
    }
    std::unique_ptr<FakePredictions> predictions_;
    std::unique_ptr<RunSettingsPanel> panel_;
};

void TestRunSettings::init() {
    applyTheme(*qApp, Scheme::Dark);
    predictions_ = std::make_unique<FakePredictions>();
    panel_ = std::make_unique<RunSettingsPanel>(*predictions_);
    panel_->setEngines({makeEngine("alpha"), makeEngine("beta")});
    panel_->setDefaultOutput("/tmp/results");
    panel_->setReport(reportWith(24 * kGiB, 20 * kGiB));
}

void TestRunSettings::cleanup() {
    panel_.reset();
    predictions_.reset();
}

void TestRunSettings::choiceThereAndBack() {
    const QSignalSpy changes(panel_.get(), &RunSettingsPanel::choiceChanged);
    RunChoice choice;
    choice.engines = {"beta"};
    choice.settings = {{"alpha", {"standard", {}}}, {"beta", {"high", {{"steps", "42"}}}}};
    choice.seed = 7;
    choice.device = "cpu";
    choice.threads = 3;
    choice.time_limit_min = 2.5;
    choice.output = "/tmp/elsewhere";
    QVERIFY(!panel_->setChoice(choice));
    QVERIFY(panel_->choice() == choice);
    QVERIFY(changes.isEmpty());
    QCOMPARE(part<QComboBox>("engine")->currentText(), QString("beta"));
    QVERIFY(part<QPushButton>("preset_high")->isChecked());
    QCOMPARE(part<QComboBox>("device")->currentData().toString(), QString("cpu"));
    QCOMPARE(part<QSpinBox>("threads")->value(), 3);
    QCOMPARE(part<QDoubleSpinBox>("time_limit")->value(), 2.5);
    QCOMPARE(part<QLineEdit>("output")->text(), QString("/tmp/elsewhere"));
    panel_->setEngines({makeEngine("alpha"), makeEngine("beta"), makeEngine("gamma")});
    choice.settings["gamma"] = {"standard", {}};
    QVERIFY(panel_->choice() == choice);  // the list came again: nothing is lost
}

void TestRunSettings::choiceBeforeTheEnginesAreKnown() {
    RunSettingsPanel early(*predictions_);
    RunChoice choice;
    choice.engines = {"beta"};
    choice.settings = {{"beta", {"draft", {{"steps", "42"}}}}};
    choice.threads = 3;
    QVERIFY(!early.setChoice(choice));
    early.setEnginesProblem({"Not yet.", {}});
    QVERIFY(early.choice() == choice);
    early.setEngines({makeEngine("alpha"), makeEngine("beta")});
    QCOMPARE(early.choice().engines, std::vector<std::string>{"beta"});
    QVERIFY(early.choice().settings.at("beta") == choice.settings.at("beta"));
    RunSettingsPanel without(*predictions_);
    QVERIFY(!without.setChoice(choice));
    const QSignalSpy changes(&without, &RunSettingsPanel::choiceChanged);
    without.setEngines({makeEngine("alpha")});  // "beta" is not installed
    QCOMPARE(without.choice().engines, std::vector<std::string>{"alpha"});
    QCOMPARE(without.choice().threads, 3);
    QCOMPARE(changes.size(), 1);
}

void TestRunSettings::refusedChoiceChangesNothing() {
    const RunChoice before = panel_->choice();
    RunChoice unknown = before;
    unknown.engines = {"delta"};
    QVERIFY(panel_->setChoice(unknown)->reason.contains("delta"));
    RunChoice bad = before;
    bad.settings["alpha"].values["steps"] = "many";
    QVERIFY(panel_->setChoice(bad)->reason.contains("many"));
    RunChoice none = before;
    none.engines.clear();
    QVERIFY(panel_->setChoice(none).has_value());
    QVERIFY(panel_->choice() == before);
}

void TestRunSettings::enginesThatCannotBeHad() {
    const QSignalSpy again(panel_.get(), &RunSettingsPanel::enginesRequested);
    panel_->setEnginesProblem({"A part is missing.", "Install Bozzetto again."});
    QVERIFY(part<QLabel>("engines_problem")->isVisibleTo(panel_.get()));
    QVERIFY(!panel_->canRun());
    part<QPushButton>("engines_again")->click();
    QCOMPARE(again.size(), 1);
    panel_->setEngines({makeEngine("alpha")});
    QVERIFY(!part<QLabel>("engines_problem")->isVisibleTo(panel_.get()));
    QCOMPARE(panel_->choice().engines, std::vector<std::string>{"alpha"});
    QCOMPARE(part<QComboBox>("engine")->count(), 1);  // no "Both" of one
}

void TestRunSettings::changesOfTheUser() {
    const QSignalSpy changes(panel_.get(), &RunSettingsPanel::choiceChanged);
    part<QPushButton>("preset_draft")->click();
    QCOMPARE(panel_->choice().settings.at("alpha").preset, std::string("draft"));
    part<QSpinBox>("threads")->setValue(2);
    part<QDoubleSpinBox>("time_limit")->setValue(1.5);
    part<QDoubleSpinBox>("time_limit")->setValue(0);
    QVERIFY(!panel_->choice().time_limit_min);
    part<QLineEdit>("output")->setText(" /tmp/ä ö ");
    Q_EMIT part<QLineEdit>("output")->editingFinished();
    QCOMPARE(panel_->choice().output, std::filesystem::path("/tmp/ä ö"));
    part<QWidget>("form_alpha")->findChild<QSpinBox*>("setting_steps")->setValue(9);
    QCOMPARE(panel_->choice().settings.at("alpha").values.at("steps"), std::string("9"));
    QCOMPARE(changes.size(), 6);
    QVERIFY(changes.last().first().value<RunChoice>() == panel_->choice());
}

void TestRunSettings::bothEngines() {
    part<QPushButton>("preset_high")->click();
    auto* box = part<QComboBox>("engine");
    QCOMPARE(box->itemText(2), QString("Both"));
    box->setCurrentIndex(2);
    QCOMPARE(panel_->choice().engines, (std::vector<std::string>{"alpha", "beta"}));
    QCOMPARE(panel_->choice().settings.at("beta").preset, std::string("high"));  // one for all
    QVERIFY(part<QWidget>("form_alpha")->isVisibleTo(panel_.get()));
    QVERIFY(part<QWidget>("form_beta")->isVisibleTo(panel_.get()));
    part<QPushButton>("preset_draft")->click();
    QCOMPARE(panel_->choice().settings.at("alpha").preset, std::string("draft"));
    QCOMPARE(panel_->choice().settings.at("beta").preset, std::string("draft"));
}

void TestRunSettings::whatForbidsCommercialUseIsSaid() {
    EngineInfo free = testing::makeEngine("free"), bound = testing::makeEngine("bound");
    free.licences = {{"A net", "MIT", true}};
    bound.licences = {{"A net", "MIT", true}, {"VGGT", "CC-BY-NC-4.0", false}};
    panel_->setEngines({free, bound});
    auto* box = part<QComboBox>("engine");
    const auto* help = part<QLabel>("engine_help");
    box->setCurrentIndex(0);
    QVERIFY(!help->text().contains("commercial"));
    box->setCurrentIndex(1);
    QVERIFY(help->text().contains("not for commercial use: VGGT (CC-BY-NC-4.0)."));
    box->setCurrentIndex(2);
    QVERIFY(help->text().contains("VGGT (CC-BY-NC-4.0)"));
}

void TestRunSettings::predictionIsAskedLateAndOnce() {
    QTest::qWait(400);
    QVERIFY(predictions_->asked.empty());  // nothing to reconstruct yet
    panel_->setInputs({"/tmp/photos"});
    for (int threads = 1; threads < 6; ++threads) {
        part<QSpinBox>("threads")->setValue(threads);
        QTest::qWait(20);
    }
    QVERIFY(predictions_->asked.empty());
    waitForQuestion();
    QTest::qWait(400);
    QCOMPARE(predictions_->asked.size(), size_t{1});
    const JobFile& job = predictions_->asked.begin()->second;
    QCOMPARE(job.threads, 5);
    QCOMPARE(job.engine, std::string("alpha"));
    QCOMPARE(job.inputs, std::vector<std::filesystem::path>{"/tmp/photos"});
    QCOMPARE(job.output, std::filesystem::path("/tmp/results"));
    QVERIFY(part<QLabel>("need")->text().contains("Working out"));
    predictions_->answerLast(quint64(2.6 * kGiB), 91);
    QCOMPARE(part<QLabel>("need")->text(),
             QString("About 2.6 GiB of memory of 24.0 GiB; about 1 min 30 s"));
    QVERIFY(panel_->canRun());
    part<QDoubleSpinBox>("time_limit")->setValue(1);
    QVERIFY(!panel_->prediction());  // of another choice
}

void TestRunSettings::oldAnswersDoNotCount() {
    panel_->setInputs({"/tmp/photos"});
    waitForQuestion();
    const int first = predictions_->asked.rbegin()->first;
    part<QPushButton>("preset_draft")->click();
    QVERIFY(predictions_->dropped.contains(first));
    Q_EMIT predictions_->predicted(first, {kGiB, 1});
    QVERIFY(!panel_->prediction());
    waitForQuestion();
    predictions_->answerLast(2 * kGiB, 10);
    QCOMPARE(panel_->prediction()->peak_bytes, 2 * kGiB);
    Q_EMIT predictions_->failed(first, {"too late", {}});
    QCOMPARE(panel_->prediction()->peak_bytes, 2 * kGiB);
}

void TestRunSettings::predictionOfBothIsTheWorstAndTheSum() {
    panel_->setInputs({"/tmp/photos"});
    part<QComboBox>("engine")->setCurrentIndex(2);
    waitForQuestion();
    QCOMPARE(predictions_->asked.size(), size_t{2});
    QCOMPARE(predictions_->asked.rbegin()->second.engine, std::string("beta"));
    Q_EMIT predictions_->predicted(predictions_->asked.begin()->first, {3 * kGiB, 100});
    QVERIFY(!panel_->prediction());
    predictions_->answerLast(2 * kGiB, 20);
    QCOMPARE(panel_->prediction()->peak_bytes, 3 * kGiB);
    QCOMPARE(panel_->prediction()->seconds, 120.0);
}

void TestRunSettings::tooLittleMemoryBlocksTheRun() {
    panel_->setInputs({"/tmp/photos"});
    waitForQuestion();
    panel_->setReport(reportWith(24 * kGiB, 10 * kGiB));
    predictions_->answerLast(quint64(9.1 * kGiB), 60);
    QVERIFY(!panel_->canRun());
    QVERIFY(!part<QPushButton>("run")->isEnabled());
    QVERIFY(part<QLabel>("advice")->isVisibleTo(panel_.get()));
    QVERIFY(part<QLabel>("advice")->text().contains("10.0 GiB"));
    QVERIFY(part<QPushButton>("run")->accessibleDescription().contains("Not enough memory"));
    panel_->setReport(reportWith(24 * kGiB, 11 * kGiB));  // another program was closed
    QVERIFY(panel_->canRun());
    QVERIFY(!part<QLabel>("advice")->isVisibleTo(panel_.get()));
}

void TestRunSettings::runIsBlockedWithAReason() {
    QVERIFY(!panel_->canRun());
    QVERIFY(part<QLabel>("reason")->text().contains("Add pictures"));
    panel_->setInputs({"/tmp/photos"});
    QVERIFY(panel_->canRun());  // a prediction is welcome, not needed
    panel_->setBlocked("The masks are empty.");
    QVERIFY(!part<QPushButton>("run")->isEnabled());
    QCOMPARE(part<QLabel>("reason")->text(), QString("The masks are empty."));
    panel_->setBlocked({});
    const QSignalSpy runs(panel_.get(), &RunSettingsPanel::runRequested);
    const QSignalSpy queued(panel_.get(), &RunSettingsPanel::queueRequested);
    part<QPushButton>("run")->click();
    part<QPushButton>("add_to_queue")->click();
    QCOMPARE(runs.size(), 1);
    QCOMPARE(queued.size(), 1);
    QVERIFY(runs.first().first().value<RunChoice>() == panel_->choice());
}

void TestRunSettings::settingsRestWhileARunIsOn() {
    panel_->setInputs({"/tmp/photos"});
    panel_->setRunning(true);
    for (const char* name : {"engine", "preset_draft", "threads", "output", "advanced", "run"}) {
        QVERIFY2(!part<QWidget>(name)->isEnabled(), name);
    }
    QVERIFY(part<QLabel>("reason")->text().contains("A run is going on"));
    panel_->setRunning(false);
    QVERIFY(part<QWidget>("engine")->isEnabled());
    QVERIFY(panel_->canRun());
}

void TestRunSettings::keyboardOnly() {
    panel_->setInputs({"/tmp/photos"});
    panel_->resize(380, 900);
    activate(*panel_);
    part<QPushButton>("preset_standard")->setFocus();
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Right);
    QCOMPARE(panel_->choice().settings.at("alpha").preset, std::string("high"));
    const QStringList path = tabPath(*panel_);
    for (const char* name : {"engine",
                             "device",
                             "threads",
                             "time_limit",
                             "output",
                             "choose_output",
                             "advanced",
                             "run"}) {
        QVERIFY2(path.contains(name), qPrintable(QString(name) + ": " + path.join(' ')));
    }
    QCOMPARE(namelessControls(*panel_), QStringList());
    const QSignalSpy runs(panel_.get(), &RunSettingsPanel::runRequested);
    part<QPushButton>("run")->setFocus();
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
    QCOMPARE(runs.size(), 1);
}

void TestRunSettings::devicesOfThisComputer() {
    auto* device = part<QComboBox>("device");
    QCOMPARE(device->count(), 2);
    DeviceReport report = reportWith(24 * kGiB, 20 * kGiB);
    report.state = GpuState::Ok;
    report.gpus.resize(1);
    report.gpus[0].name = "Example Studio 24";
    panel_->setReport(report);
    QCOMPARE(device->itemText(2), QString("Example Studio 24"));
    device->setCurrentIndex(2);
    QCOMPARE(panel_->choice().device, std::string("cuda:0"));
    panel_->setReport(
        reportWith(24 * kGiB, 20 * kGiB));  // it is gone: the choice stays and says so
    QCOMPARE(panel_->choice().device, std::string("cuda:0"));
    QVERIFY(device->currentText().contains("not here"));
}

namespace {

/// A program that stands for the command line: writes its arguments and the job file, answers
/// `out`.
QString writeProgram(const QTemporaryDir& folder, const char* script) {
    const QString path = folder.filePath("cli");
    writeFileAtomically(path.toStdString(), std::string("#!/bin/sh\n") + script);
    ::chmod(path.toLocal8Bit().constData(), 0755);
    return path;
}

}  // namespace

void TestRunSettings::commandLineForetells() {
    const QTemporaryDir folder;
    CliPredictionSource source(writeProgram(
        folder,
        "[ \"$1 $2 $4\" = \"predict --job --json\" ] || exit 2\n"
        "grep -q '\"engine\": *\"beta\"' \"$3\" || exit 3\n"
        "echo '{\"peak_memory_bytes\": 1234567890, \"seconds\": 12.5, \"terms\": {}}'\n"));
    QSignalSpy answers(&source, &PredictionSource::predicted);
    JobFile job;
    job.engine = "beta";
    job.inputs = {"/tmp/photos"};
    job.output = "/tmp/out";
    source.ask(5, job);
    QVERIFY(answers.wait(5000));
    QCOMPARE(answers.first()[0].toInt(), 5);
    QCOMPARE(answers.first()[1].value<ui::Prediction>().peak_bytes, quint64{1234567890});
    QCOMPARE(answers.first()[1].value<ui::Prediction>().seconds, 12.5);
    source.ask(6, job);
    source.drop(6);
    QVERIFY(!answers.wait(300));
    QCOMPARE(answers.size(), 1);
}

void TestRunSettings::commandLineThatFails_data() {
    QTest::addColumn<QByteArray>("script");
    QTest::addColumn<QString>("reason");
    QTest::newRow("says why") << QByteArray(
                                     "echo 'bozzetto-cli: no cameras in the set' >&2; exit 3\n")
                              << "no cameras in the set";
    QTest::newRow("says nothing") << QByteArray("exit 3\n") << "cannot be predicted";
    QTest::newRow("says rubbish") << QByteArray("echo rubbish\n") << "cannot be predicted";
    QTest::newRow("dies") << QByteArray("kill -9 $$\n") << "cannot be predicted";
}

void TestRunSettings::commandLineThatFails() {
    QFETCH(QByteArray, script);
    QFETCH(QString, reason);
    const QTemporaryDir folder;
    CliPredictionSource source(writeProgram(folder, script.constData()));
    QSignalSpy failures(&source, &PredictionSource::failed);
    source.ask(1, {});
    QVERIFY(failures.wait(5000));
    QVERIFY(failures.first()[1].value<Problem>().reason.contains(reason));
    CliPredictionSource missing(folder.filePath("nothing"));
    QSignalSpy more(&missing, &PredictionSource::failed);
    missing.ask(2, {});
    QVERIFY(more.size() == 1 || more.wait(5000));
}

void TestRunSettings::pictures() {
    panel_->setInputs({"/tmp/photos"});
    panel_->resize(360, 760);
    waitForQuestion();
    predictions_->answerLast(quint64(2.6 * kGiB), 91);
    activate(*panel_);
    takePictures(*panel_, "run-settings");
    panel_->setReport(reportWith(24 * kGiB, 2 * kGiB));
    part<QToolButton>("advanced")->click();
    part<QSpinBox>("setting_steps")->setValue(9);
    predictions_->asked.clear();
    waitForQuestion();
    predictions_->answerLast(quint64(2.6 * kGiB), 91);
    takePictures(*panel_, "run-settings-memory");
    panel_->setRunning(true);
    takePictures(*panel_, "run-settings-running");
}

QTEST_MAIN(TestRunSettings)
#include "test_run_settings.moc"
