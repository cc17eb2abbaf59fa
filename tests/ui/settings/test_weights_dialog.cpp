// SPDX-License-Identifier: Apache-2.0
// The page of the networks' weights in a window of its own, with the command line as its child and
// a web server on loopback; and what the run's panel says while weights are missing.
#include "base/files.h"
#include "support/weights_site.h"
#include "ui/settings/licence_dialog.h"
#include "ui/settings/run_settings_panel.h"
#include "ui/settings/settings_cases.h"
#include "ui/settings/weights_dialog.h"
#include "ui/settings/weights_words.h"

#include <QCheckBox>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTreeWidget>

#include <fstream>

using namespace bozzetto;
using namespace bozzetto::ui;
using namespace bozzetto::testing;
namespace fs = std::filesystem;

namespace {

class NoPredictions : public PredictionSource {
public:
    void ask(int, const JobFile&) override {}
    void drop(int) override {}
};

}  // namespace

class TestWeightsDialog : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void fetchAsksForTheLicencesFirst();
    void linksFollowTheTheme();
    void pausesAndGoesOn();
    void aFailureIsSaidWithItsRemedy();
    void checksAndDeletes();
    void takesFilesThatAreThere();
    void theFolderAndTheMirrorAreKept();
    void runPanelSaysWhatIsMissing();
    void everyWordOfTheListIsTranslated();
    void keyboardOnly();
    void pictures();

private:
    fs::path folder() const { return toPath(place_->path()) / "weights"; }
    template <class T>
    T* part(const char* name) const {
        return dialog_->findChild<T*>(QLatin1String(name));
    }
    QString state(int row) const {
        return part<QTreeWidget>("weights_table")->topLevelItem(row)->text(4);
    }
    QString said() const { return part<QLabel>("weights_status")->text(); }
    void press(const char* name) const {
        auto* button = part<QPushButton>(name);
        QVERIFY2(button != nullptr && button->isEnabled(), name);
        QTest::mouseClick(button, Qt::LeftButton);
    }
    /// Agrees to all licences that are shown; false if there is no such dialog.
    bool agree() const {
        auto* licences = part<LicenceDialog>("licences");
        if (licences == nullptr || !QTest::qWaitForWindowExposed(licences)) {
            return false;
        }
        auto* button = licences->findChild<QPushButton*>("agree");
        for (QCheckBox* box : licences->findChildren<QCheckBox*>()) {
            if (button->isEnabled()) {
                return false;  // before all are agreed to
            }
            box->click();
        }
        QTest::mouseClick(button, Qt::LeftButton);
        return true;
    }
    void fetchAll() const {
        press("get_weights");
        QVERIFY(agree());
        QTRY_COMPARE_WITH_TIMEOUT(said(), QString("The weights are here."), 20000);
    }
    /// Slow enough to be looked at: about three seconds.
    void serveSlowly() {
        server_->set(
            "/net/small.safetensors",
            {.bytes = site_->small, .etag = "s1", .pause_each = std::chrono::milliseconds(150)});
    }

    std::unique_ptr<QTemporaryDir> place_;
    std::unique_ptr<WebServer> server_;
    std::unique_ptr<WeightsSite> site_;
    std::unique_ptr<WeightsDialog> dialog_;
};

void TestWeightsDialog::initTestCase() {
    for (const char* name : {"http_proxy", "all_proxy", "ALL_PROXY", "HTTP_PROXY"}) {
        qunsetenv(name);
    }
}

void TestWeightsDialog::init() {
    applyTheme(*qApp, Scheme::Dark);
    place_ = std::make_unique<QTemporaryDir>();
    server_ = std::make_unique<WebServer>();
    site_ = std::make_unique<WeightsSite>(server_->address());
    site_->serveAll(*server_);
    const fs::path list = toPath(place_->path()) / "list.json";
    std::ofstream(list) << site_->manifest();
    qputenv("BOZZETTO_WEIGHTS_MANIFEST", QByteArray::fromStdString(list.string()));
    writeWeightSettings({folder(), {}});
    dialog_ = std::make_unique<WeightsDialog>(QStringLiteral(BOZZETTO_SCRIPTED_CLI));
    activate(*dialog_);
}

void TestWeightsDialog::cleanup() {
    dialog_.reset();
    fs::remove(weightSettingsFile());
}

void TestWeightsDialog::fetchAsksForTheLicencesFirst() {
    QCOMPARE(part<QTreeWidget>("weights_table")->topLevelItemCount(), 2);
    QCOMPARE(state(0), QString("Not here"));
    QCOMPARE(part<QPushButton>("get_weights")->text(), QString("Get all"));
    press("get_weights");
    auto* licences = part<LicenceDialog>("licences");
    QVERIFY(licences != nullptr);
    QCOMPARE(licences->ids(), (QStringList{"NC", "Free"}));
    licences->reject();
    QTest::qWait(50);
    QVERIFY(!dialog_->isBusy() && server_->requests().empty());
    QSignalSpy changed(dialog_.get(), &WeightsDialog::weightsChanged);
    fetchAll();
    QCOMPARE(changed.count(), 1);
    QCOMPARE(state(0), QString("Here"));
    QCOMPARE(readFile(folder() / "net/small.safetensors"), site_->small);
    QVERIFY(fs::exists(folder() / "net/sizes.json"));  // comes along without a row of its own
    QVERIFY(!part<QPushButton>("get_weights")->isEnabled());
}

void TestWeightsDialog::linksFollowTheTheme() {
    press("get_weights");
    auto* licences = part<LicenceDialog>("licences");
    QVERIFY(licences != nullptr && QTest::qWaitForWindowExposed(licences));
    auto* link = licences->findChild<QLabel*>("licence_link_NC");
    QVERIFY(link != nullptr);
    const auto shows = [link](const QColor& color) {  // the line below a link has it unmixed
        const QImage picture = link->grab().toImage().convertToFormat(QImage::Format_RGB32);
        int pixels = 0;
        for (int y = 0; y < picture.height(); ++y) {
            for (int x = 0; x < picture.width(); ++x) {
                pixels += picture.pixelColor(x, y).rgb() == color.rgb();
            }
        }
        return pixels > 20;
    };
    const Scheme before = currentScheme();
    for (const Scheme scheme : {Scheme::Light, Scheme::Dark, Scheme::Light}) {
        applyTheme(*qApp, scheme);
        QTRY_VERIFY(shows(colors().accent));
    }
    applyTheme(*qApp, before);
    licences->reject();
}

void TestWeightsDialog::pausesAndGoesOn() {
    serveSlowly();
    press("get_weights");
    QVERIFY(agree());
    QTRY_VERIFY_WITH_TIMEOUT(state(0).startsWith("Fetching: 2"), 10000);
    QElapsedTimer since;
    since.start();
    press("pause_weights");
    QTRY_COMPARE(said(), QString("Paused. What came is kept."));
    QVERIFY2(since.elapsed() < 2000, qPrintable(QString::number(since.elapsed())));
    QVERIFY(state(0).startsWith("Paused: "));
    QCOMPARE(part<QPushButton>("get_weights")->text(), QString("Go on"));
    site_->serveAll(*server_);
    server_->forgetRequests();
    press("get_weights");
    QTRY_COMPARE_WITH_TIMEOUT(said(), QString("The weights are here."), 20000);
    QVERIFY(QString::fromStdString(server_->requests().front().range).startsWith("bytes="));
    QCOMPARE(readFile(folder() / "net/small.safetensors"), site_->small);
}

void TestWeightsDialog::aFailureIsSaidWithItsRemedy() {
    server_->set("/net/small.safetensors", {.bytes = "no", .etag = {}, .status = 403});
    press("get_weights");
    QVERIFY(agree());
    QTRY_VERIFY_WITH_TIMEOUT(!dialog_->isBusy(), 20000);
    QVERIFY2(said().contains("403") && said().contains("wants a login"), qPrintable(said()));
    QVERIFY(said().contains(QLatin1Char('\n')));  // and what to do
    QCOMPARE(state(0), QString("Not here"));
}

void TestWeightsDialog::checksAndDeletes() {
    fetchAll();
    press("check_weights");
    QTRY_COMPARE_WITH_TIMEOUT(said(), QString("Every file is as it should be."), 20000);
    QCOMPARE(state(0), QString("Checked: good"));
    std::string bytes = site_->small;
    bytes[5000] ^= 1;
    std::ofstream(folder() / "net/small.safetensors", std::ios::binary) << bytes;
    press("check_weights");
    QTRY_VERIFY_WITH_TIMEOUT(said().contains("checksum"), 20000);
    QCOMPARE(state(0), QString("Damaged"));
    QVERIFY(!part<QPushButton>("remove_weights")->isEnabled());
    part<QTreeWidget>("weights_table")->topLevelItem(0)->setSelected(true);
    press("remove_weights");
    auto* question = part<QMessageBox>("delete_weights");
    QVERIFY(question != nullptr);
    QTest::mouseClick(question->findChild<QPushButton*>("really_delete"), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(said(), QString("The weights were deleted."), 20000);
    QCOMPARE(state(0), QString("Not here"));
    QCOMPARE(state(1), QString("Here"));
    QVERIFY(!fs::exists(folder() / "net/small.safetensors"));
}

void TestWeightsDialog::takesFilesThatAreThere() {
    const fs::path from = toPath(place_->path()) / "downloads";
    fs::create_directories(from);
    std::ofstream(from / "free.safetensors", std::ios::binary) << site_->free;
    QVERIFY(QMetaObject::invokeMethod(
        part<QPushButton>("import_weights"), "click", Qt::DirectConnection));
    auto* files = part<QDialog>("weights_import_dialog");
    QVERIFY(files != nullptr);
    Q_EMIT static_cast<QFileDialog*>(files)->fileSelected(toQt(from));
    files->close();
    QTRY_VERIFY(part<LicenceDialog>("licences") != nullptr);
    QCOMPARE(part<LicenceDialog>("licences")->ids(), QStringList{"Free"});
    QVERIFY(agree());
    QTRY_COMPARE_WITH_TIMEOUT(said(), QString("The files were copied and checked."), 20000);
    QCOMPARE(state(1), QString("Here"));
    QVERIFY(server_->requests().empty());
}

void TestWeightsDialog::theFolderAndTheMirrorAreKept() {
    auto* mirror = part<QLineEdit>("weights_mirror");
    mirror->setText("mirror.example.org");
    Q_EMIT mirror->editingFinished();
    QVERIFY(said().contains("https://"));
    QVERIFY(readWeightSettings().mirror.empty());
    mirror->setText(toQt(server_->address()));
    Q_EMIT mirror->editingFinished();
    QCOMPARE(readWeightSettings().mirror, server_->address());
    auto* place = part<QLineEdit>("weights_folder");
    QCOMPARE(place->text(), toQt(folder()));
    QSignalSpy changed(dialog_.get(), &WeightsDialog::weightsChanged);
    place->clear();
    Q_EMIT place->editingFinished();
    QCOMPARE(changed.count(), 1);
    QVERIFY(weightsFolder().string().ends_with("bozzetto/weights"));
}

void TestWeightsDialog::runPanelSaysWhatIsMissing() {
    NoPredictions predictions;
    RunSettingsPanel panel(predictions);
    EngineInfo networked = makeEngine("networked");
    networked.weight_files = {"net/small.safetensors", "net/free.safetensors"};
    panel.setEngines({networked, makeEngine("plain")});
    panel.setInputs({"/pictures"});
    activate(panel);
    const auto* text = panel.findChild<QLabel*>("weights_missing");
    QVERIFY(text->isVisible());
    QVERIFY2(text->text().contains(formatBytes(site_->small.size() + site_->free.size())),
             qPrintable(text->text()));
    QVERIFY(!panel.canRun());
    QSignalSpy wanted(&panel, &RunSettingsPanel::weightsRequested);
    QTest::mouseClick(panel.findChild<QPushButton*>("get_missing_weights"), Qt::LeftButton);
    QCOMPARE(wanted.count(), 1);
    takePictures(panel, "weights-run-panel");
    RunChoice choice = panel.choice();
    choice.engines = {"plain"};
    QVERIFY(!panel.setChoice(choice));
    QVERIFY(panel.canRun() && !text->isVisible());  // needs none
    choice.engines = {"networked"};
    QVERIFY(!panel.setChoice(choice));
    fetchAll();
    panel.lookForWeights();
    QVERIFY(panel.canRun() && !text->isVisible());
}

void TestWeightsDialog::everyWordOfTheListIsTranslated() {
    qunsetenv("BOZZETTO_WEIGHTS_MANIFEST");
    const WeightManifest own = loadManifest();
    for (const WeightFile* file : own.select({})) {
        if (!file->name.ends_with(".json")) {  // those have no row
            QVERIFY2(isWeightWord(file->title), file->title.c_str());
        }
        QVERIFY2(isWeightWord(own.licenceOf(*file).title), file->licence.c_str());
        QVERIFY2(isWeightWord(own.licenceOf(*file).summary), file->licence.c_str());
    }
}

void TestWeightsDialog::keyboardOnly() {
    QCOMPARE(namelessControls(*dialog_), QStringList());
    const QStringList path = tabPath(*dialog_);
    for (const char* name : {"weights_mirror", "weights_table", "get_weights", "close_weights"}) {
        QVERIFY2(path.contains(QLatin1String(name)), name);
    }
}

void TestWeightsDialog::pictures() {
    dialog_.reset();
    qunsetenv("BOZZETTO_WEIGHTS_MANIFEST");  // the program's own list
    writeWeightSettings({folder(), {}});
    dialog_ = std::make_unique<WeightsDialog>(QStringLiteral(BOZZETTO_SCRIPTED_CLI));
    activate(*dialog_);
    press("get_weights");
    auto* licences = part<LicenceDialog>("licences");
    QVERIFY(QTest::qWaitForWindowExposed(licences));
    takePictures(*licences, "weights-licences");
    licences->reject();
    takePictures(*dialog_, "weights-own");
    init();
    serveSlowly();
    press("get_weights");
    QVERIFY(agree());
    QTRY_VERIFY_WITH_TIMEOUT(state(0).startsWith("Fetching: 4"), 10000);
    takePictures(*dialog_, "weights-fetching");
}

QTEST_MAIN(TestWeightsDialog)
#include "test_weights_dialog.moc"
