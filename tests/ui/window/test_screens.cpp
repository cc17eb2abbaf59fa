// SPDX-License-Identifier: Apache-2.0
// A picture of every screen in $BOZZETTO_SCREENSHOTS, to be looked at; and what a program can tell
// about a picture: no text is cut off, nothing lies beyond the window's edge, no view is empty.
#include "support/review_set.h"
#include "ui/export/export_dialog.h"
#include "ui/project/recent_list.h"
#include "ui/settings/language.h"
#include "ui/viewport/compare.h"
#include "ui/viewport/view_controller.h"
#include "ui/window/screen_faults.h"
#include "ui/window/window_fixture.h"

#include <QAction>
#include <QListView>
#include <QProcess>
#include <QProgressBar>
#include <QTranslator>

#include <cstdlib>

using namespace bozzetto;
using namespace bozzetto::ui;
using namespace bozzetto::testing;
namespace fs = std::filesystem;

namespace {

QString sample() {
    return QStringLiteral(BOZZETTO_SOURCE_DIR "/resources/samples/pip7");
}

/// The window in a theme, with steps of the way to a result.
class Screens : public TestWindow {
public:
    explicit Screens(Scheme scheme = Scheme::Dark)
        : TestWindow(QStringLiteral(BOZZETTO_SCRIPTED_CLI), sample(), scheme) {
        QApplication::setWindowIcon(applicationIcon());
    }

    /// Ends the session, so that the next window has none to recover.
    ~Screens() {
        if (queue()->isRunning()) {
            queue()->stopCurrent();
            waitUntil([this] { return !queue()->isRunning(); });
        }
        document()->close();
    }

    /// Saves a picture and says what is wrong with it.
    QString take(const QString& name, QWidget* shown = nullptr) {
        QWidget* widget = shown != nullptr ? shown : get();
        QTest::qWait(120);
        const QString folder = qEnvironmentVariable("BOZZETTO_SCREENSHOTS");
        if (!folder.isEmpty()) {
            widget->grab().save(folder + QStringLiteral("/screen-") + name +
                                QStringLiteral(".png"));
        }
        const QStringList faults = faultsOf(*widget);
        return faults.isEmpty() ? QString() : name + QStringLiteral(": ") + faults.join('\n');
    }
    bool trigger(const char* action) {
        auto* found = find<QAction>(action);
        const bool enabled = found != nullptr && waitUntil([=] { return found->isEnabled(); });
        if (enabled) {
            found->trigger();
        }
        return enabled;
    }
    /// The review page with its thumbnails and its verdicts.
    bool openSet(const QString& folder) {
        get()->open({folder});
        auto* progress = find<QProgressBar>("reviewProgress");
        const bool judged =
            waitUntil([this] { return find<QAbstractButton>("reviewContinue")->isEnabled(); }) &&
            waitUntil([=] { return !progress->isVisible(); }, 20000);
        QTest::qWait(700);  // thumbnails, for those who look
        return judged;
    }
    bool choose(const char* engine, const char* seconds) {
        Settings settings;
        settings.values["seconds"] = seconds;
        if (engine == std::string("quick")) {
            settings.values["columns"] = "96";
        }
        document()->setEngines({QLatin1String(engine)});
        document()->setSettings(QLatin1String(engine), settings);
        return trigger("step3");
    }
    bool run() {
        const bool started = press("run");
        return started && waitUntil([this] { return queue()->isRunning(); });
    }
    bool waitForResult() {
        return waitUntil([this] { return !queue()->isRunning(); }, 20000) &&
               waitUntil([this] { return viewport()->mesh() != nullptr; }) && settle();
    }
    bool settle() {
        return waitUntil([this] { return viewport()->isSettled(); }, 8000);
    }
    /// A finished result on screen: the scripted engine's, or a folder that BOZZETTO_SCREEN_RESULT
    /// names, for pictures that people see.
    bool showResult() {
        if (!openSet(sample()) || !choose("quick", "0.1") || !run() || !waitForResult()) {
            return false;
        }
        const QString other = qEnvironmentVariable("BOZZETTO_SCREEN_RESULT");
        if (!other.isEmpty()) {
            const auto before = viewport()->mesh();
            get()->open({other + QStringLiteral("/mesh.obj")});
            waitUntil([&] { return viewport()->mesh() != before; }, 20000);
        }
        return trigger("step4") && settle();
    }
    /// With all that it shows worked out; null if that did not come.
    ExportDialog* openExport() {
        if (!trigger("exportAction")) {
            return nullptr;
        }
        auto* dialog = get()->findChild<ExportDialog*>();
        const bool ready = dialog != nullptr && QTest::qWaitForWindowExposed(dialog) &&
                           waitUntil([=] { return dialog->isReady(); });
        return ready ? dialog : nullptr;
    }
    ViewController* controller() const { return get()->findChild<ViewController*>(); }
};

/// One language for a while.
class Spoken {
public:
    explicit Spoken(const char* code) { installLanguage(*qApp, QLatin1String(code)); }
    ~Spoken() {
        for (QTranslator* translator : qApp->findChildren<QTranslator*>()) {
            delete translator;
        }
        installLanguage(*qApp, QStringLiteral("en"));
    }
};

}  // namespace

class TestScreens : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        ::setenv("BOZZETTO_FAKE_NVML", "no_driver", 1);
        ::setenv("BOZZETTO_FAKE_NVML_ANEW", "1", 1);
        installLanguage(*qApp, QStringLiteral("en"));
    }

    void start_data() { themes(); }
    void start() {
        QFETCH(QString, suffix);
        Screens screens(scheme());
        QVERIFY(screens.show());
        QCOMPARE(screens.take("start" + suffix), QString());
        auto* recent = screens->findChild<RecentList*>();
        recent->add(sample(), false);
        recent->add(screens.path("Teapot.bozzetto"), true);
        recent->add(screens.path("Scans/Garden gnome, second try"), false);
        QVERIFY(waitUntil([=] { return recent->entries().size() >= 3; }));
        recent->refresh();
        QTest::qWait(300);
        QCOMPARE(screens.take("start-recent" + suffix), QString());
        Drag drag(screens.get(), urlsOf({sample()}));
        QVERIFY(drag.enter());
        QTest::qWait(300);
        QCOMPARE(screens.take("drop" + suffix), QString());
        drag.leave();
        Drag other(screens.get(), urlsOf({QStringLiteral("/etc/hostname")}));
        other.enter();
        QTest::qWait(300);
        QCOMPARE(screens.take("drop-refused" + suffix), QString());
        other.leave();
        recent->clear();
    }

    void reviewOfProblems() {
        Screens screens;
        QVERIFY(screens.show());
        using Mask = PictureFault::Mask;
        const fs::path set = screens.path("chair").toStdString();
        writeReviewSet(set, 12);
        writeReviewPicture(set / "blurred.png", {.blur = 3});
        writeReviewPicture(set / "dark.png", {.light = 0.1f});
        writeReviewPicture(set / "inverted.png", {.mask = Mask::Inverted});
        writeReviewPicture(set / "empty.png", {.mask = Mask::Empty});
        screens->open({screens.path("chair")});
        auto* grid = screens.find<QListView>("pictureGrid");
        QVERIFY(waitUntil([=] { return grid->model()->rowCount() == 16; }));
        auto* progress = screens.find<QProgressBar>("reviewProgress");
        QVERIFY(waitUntil([=] { return !progress->isVisible(); }, 10000));
        grid->setCurrentIndex(grid->model()->index(0, 0));
        QCOMPARE(screens.take("review-problems"), QString());
    }

    void reviewAndRunning_data() { themes(); }
    void reviewAndRunning() {
        QFETCH(QString, suffix);
        Screens screens(scheme());
        QVERIFY(screens.show());
        QVERIFY(screens.openSet(sample()));
        QCOMPARE(screens.take("review" + suffix), QString());
        QVERIFY(screens.choose("slow", "4"));
        QCOMPARE(screens.take("before-run" + suffix), QString());
        QVERIFY(screens.run());
        QVERIFY(
            waitUntil([&] { return screens.queue()->currentProgress().fraction > 0.5; }, 20000));
        QVERIFY(screens.viewport()->hasScene());
        QVERIFY2(coverage(*screens.viewport()) > 0.08, "the preview is not to be seen");
        QCOMPARE(screens.take("running" + suffix), QString());
        QVERIFY(screens->windowTitle().contains('%'));
        screens.queue()->pauseCurrent();
        QVERIFY(waitUntil([&] { return screens.queue()->currentState() == JobState::Paused; }));
        screens.widget("logDock")->raise();
        QCOMPARE(screens.take("paused-log" + suffix), QString());
        screens.widget("queueDock")->raise();
        QCOMPARE(screens.take("paused-queue" + suffix), QString());
        screens.queue()->stopCurrent();
        QVERIFY(waitUntil([&] { return !screens.queue()->isRunning(); }));
        screens.widget("progressDock")->raise();
        QCOMPARE(screens.take("stopped" + suffix), QString());
    }

    void result() {
        Screens screens;
        QVERIFY(screens.show());
        QVERIFY(screens.showResult());
        struct Look {
            const char* name;
            ViewMode mode;
            bool wireframe;
        };
        for (const Look& look : {Look{"shaded", ViewMode::Shaded, false},
                                 Look{"albedo", ViewMode::Albedo, false},
                                 Look{"normals", ViewMode::GeometryNormals, false},
                                 Look{"wireframe", ViewMode::Shaded, true}}) {
            screens.viewport()->setMode(look.mode);
            screens.viewport()->setWireframe(look.wireframe);
            QVERIFY(screens.settle());
            QVERIFY2(coverage(*screens.viewport()) > 0.1, look.name);
            QCOMPARE(screens.take(QString("result-") + look.name), QString());
        }
        screens.viewport()->setWireframe(false);
        QVERIFY(screens.trigger("view_shortcuts"));
        QVERIFY(screens.isShown("shortcut_sheet"));
        QCOMPARE(screens.take("shortcuts"), QString());
        QVERIFY(screens.press("shortcut_sheet_close"));
        ExportDialog* dialog = screens.openExport();
        QVERIFY(dialog != nullptr);
        QCOMPARE(screens.take("export", dialog), QString());
        QSignalSpy exported(dialog, &ExportDialog::exported);
        dialog->startExport();
        QVERIFY(!exported.isEmpty() || exported.wait(10000));
        QCOMPARE(screens.take("export-done", dialog), QString());
        dialog->close();
        screens.controller()->lookThrough(3);
        QTest::qWait(600);
        for (const auto& [name, mode] : {std::pair{"wipe", CompareMode::Wipe},
                                         std::pair{"difference", CompareMode::Difference}}) {
            screens.controller()->setCompareMode(mode);
            QVERIFY(waitUntil([&] { return !screens.controller()->compare()->loading(); }));
            QTest::qWait(500);
            QVERIFY(screens.settle());
            QCOMPARE(screens.take(QString("compare-") + name), QString());
        }
        screens.controller()->setCompareMode(CompareMode::Render);
        screens.controller()->togglePhoto();
        applyTheme(*qApp, Scheme::Light);
        QTest::qWait(500);
        QVERIFY(screens.settle());
        QCOMPARE(screens.take("result-shaded-light"), QString());
    }

    void twoResults() {
        Screens screens;
        QVERIFY(screens.show());
        QVERIFY(screens.openSet(sample()));
        QStringList ids;
        for (int i = 0; i < 2; ++i) {
            QVERIFY(screens.choose("quick", i == 0 ? "0.1" : "0.2"));
            QVERIFY(screens.run());
            QVERIFY(screens.waitForResult());
            ids << QString::fromStdString(screens.document()->project().runs.back().id);
        }
        screens.document()->setShownRuns(ids);
        QVERIFY(screens.trigger("step4"));
        auto* second = screens.find<Viewport>("viewport2");
        QVERIFY(second != nullptr && second->isVisible());
        QVERIFY(waitUntil([=] { return second->mesh() && second->isSettled(); }));
        QVERIFY(coverage(*second) > 0.08);
        QCOMPARE(screens.take("two-results"), QString());
    }

    void preferences() {
        for (const Scheme scheme : {Scheme::Dark, Scheme::Light}) {
            Screens screens(scheme);
            QVERIFY(screens.show());
            QVERIFY(screens.trigger("preferencesAction"));
            auto* dialog = screens.widget("preferences");
            QVERIFY(dialog != nullptr && QTest::qWaitForWindowExposed(dialog));
            QCOMPARE(
                screens.take(scheme == Scheme::Dark ? "preferences" : "preferences-light", dialog),
                QString());
        }
    }

    void memory() {
        for (const char* scenario : {"two", "no_driver"}) {
            ::setenv("BOZZETTO_FAKE_NVML", scenario, 1);
            Screens screens;
            QVERIFY(screens.show());
            QVERIFY(screens.openSet(sample()));
            QVERIFY(screens.choose("quick", "0.1"));
            screens.widget("memoryDock")->raise();
            const bool gpu = scenario == std::string("two");
            QVERIFY(waitUntil(
                [&] { return screens.text("gpu_state").contains(gpu ? "2 GPU" : "No CUDA GPU"); }));
            QTest::qWait(gpu ? 1500 : 0);  // for samples of its curves
            QCOMPARE(screens.take(gpu ? "memory-gpu" : "memory-no-gpu"), QString());
        }
    }

    void failure() {
        Screens screens;
        QVERIFY(screens.show());
        QVERIFY(screens.openSet(sample()));
        QVERIFY(screens.choose("broken", "0.5"));
        QVERIFY(screens.run());
        QVERIFY(waitUntil([&] { return !screens.queue()->isRunning(); }, 10000));
        QVERIFY(screens.isShown("noticeBar"));
        QCOMPARE(screens.take("failure"), QString());
    }

    void help() {
        Screens screens;
        QVERIFY(screens.show());
        QVERIFY(screens.trigger("aboutAction"));
        auto* about = screens.widget("about");
        QVERIFY(about != nullptr && QTest::qWaitForWindowExposed(about));
        QCOMPARE(screens.take("about", about), QString());
    }

    void languages_data() {
        QTest::addColumn<QString>("code");
        QTest::newRow("de") << "de";
        QTest::newRow("zh_CN") << "zh_CN";
    }
    void languages() {
        QFETCH(QString, code);
        const Spoken spoken(qPrintable(code));
        Screens screens;
        QVERIFY(screens.show());
        QCOMPARE(screens.take("start-" + code), QString());
        QVERIFY(screens.openSet(sample()));
        QCOMPARE(screens.take("review-" + code), QString());
        QVERIFY(screens.choose("slow", "1.5"));
        QVERIFY(screens.run());
        QVERIFY(waitUntil([&] { return screens.queue()->currentProgress().fraction > 0.3; }));
        QCOMPARE(screens.take("running-" + code), QString());
        QVERIFY(screens.waitForResult());
        QVERIFY(screens.trigger("step4"));
        QCOMPARE(screens.take("result-" + code), QString());
        ExportDialog* dialog = screens.openExport();
        QVERIFY(dialog != nullptr);
        QCOMPARE(screens.take("export-" + code, dialog), QString());
        QVERIFY(screens.trigger("preferencesAction"));
        QCOMPARE(screens.take("preferences-" + code, screens.widget("preferences")), QString());
        QVERIFY(screens.trigger("weightsAction"));
        QCOMPARE(screens.take("weights-" + code, screens.widget("weights")), QString());
    }

    /// A small laptop's screen, less a panel of the desktop.
    void smallScreen() {
        Screens screens;
        QVERIFY(screens.show());
        screens->resize(1366, 720);
        QCOMPARE(screens.take("small-start"), QString());
        QVERIFY(screens.openSet(sample()));
        QCOMPARE(screens.take("small-review"), QString());
        QVERIFY(screens.choose("slow", "1.5"));
        QVERIFY(screens.run());
        QVERIFY(waitUntil([&] { return screens.queue()->currentProgress().fraction > 0.3; }));
        QCOMPARE(screens.take("small-running"), QString());
        QVERIFY(screens.waitForResult());
        QVERIFY(screens.trigger("step4"));
        QVERIFY(screens.settle());
        QCOMPARE(screens.take("small-result"), QString());
        QCOMPARE(screens->size(), QSize(1366, 720));  // nothing made it grow
    }

    /// Everything twice as large: a process of its own, since Qt reads the factor at its start.
    void twiceAsLarge() {
        if (qApp->devicePixelRatio() < 2) {
            QProcess again;
            QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
            environment.insert(QStringLiteral("QT_SCALE_FACTOR"), QStringLiteral("2"));
            again.setProcessEnvironment(environment);
            again.setProcessChannelMode(QProcess::ForwardedChannels);
            again.start(QCoreApplication::applicationFilePath(), {QStringLiteral("twiceAsLarge")});
            QVERIFY(again.waitForFinished(60000));
            QCOMPARE(again.exitCode(), 0);
            return;
        }
        Screens screens;
        QVERIFY(screens.show());
        QVERIFY2(screens->screen()->availableGeometry().contains(screens->geometry()),
                 qPrintable(QStringLiteral("the window is larger than the screen: %1 x %2")
                                .arg(screens->width())
                                .arg(screens->height())));
        QCOMPARE(screens.take("twice-start"), QString());
        QVERIFY(screens.openSet(sample()));
        QCOMPARE(screens.take("twice-review"), QString());
        QVERIFY(screens.choose("quick", "0.5"));
        QCOMPARE(screens.take("twice-before-run"), QString());
        QVERIFY(screens.run());
        QVERIFY(screens.waitForResult());
        QVERIFY(screens.trigger("step4"));
        QVERIFY(screens.settle());
        QCOMPARE(screens.take("twice-result"), QString());
        QVERIFY2(screens->screen()->availableGeometry().contains(screens->geometry()),
                 "a page made the window larger than the screen");
    }

    /// The pictures of the README, with the real engine and a real result: not a test, since they
    /// take minutes. tests/readme-windows.sh makes them.
    void readme() {
        const QString result = qEnvironmentVariable("BOZZETTO_README_RESULT");
        if (result.isEmpty()) {
            QSKIP("BOZZETTO_README_RESULT names no result");
        }
        applyTheme(*qApp, Scheme::Dark);
        const QString set = QDir::homePath() + QStringLiteral("/Pictures/pip7");
        fs::create_directories(QDir::homePath().toStdString() + "/Pictures");
        fs::copy(sample().toStdString(), set.toStdString(), fs::copy_options::recursive);
        TestWindow window(QStringLiteral(BOZZETTO_CLI), sample(), Scheme::Dark);
        window->resize(1360, 850);
        QVERIFY(window.show());
        const auto save = [&](const char* name) {
            QTest::qWait(1500);
            const QString file = qEnvironmentVariable("BOZZETTO_SCREENSHOTS") + '/' + name + ".png";
            QVERIFY(window->grab().save(file));
        };
        window->open({set});
        QVERIFY(window.press("reviewContinue", 20000));
        Settings draft;
        draft.preset = "draft";
        window.document()->setSettings(QStringLiteral("nvdiffrec"), draft);
        window.find<QAction>("step1")->trigger();
        auto* checking = window.find<QProgressBar>("reviewProgress");
        QVERIFY(waitUntil([=] { return !checking->isVisible(); }, 60000));
        QTest::qWait(3000);  // thumbnails
        save("review");
        window.find<QAction>("step3")->trigger();
        QVERIFY(window.press("run", 20000));
        QVERIFY(
            waitUntil([&] { return window.queue()->currentProgress().fraction > 0.6; }, 300000));
        window.viewport()->setFocus();
        save("running");
        window.queue()->stopCurrent();
        QVERIFY(waitUntil([&] { return !window.queue()->isRunning(); }, 20000));
        window->open({result + QStringLiteral("/mesh.obj")});
        QVERIFY(waitUntil([&] { return window.viewport()->mesh() != nullptr; }, 30000));
        QVERIFY(waitUntil([&] { return window.viewport()->isSettled(); }, 10000));
        save("result");
        window.document()->close();
    }

private:
    static void themes() {
        QTest::addColumn<QString>("suffix");
        QTest::newRow("dark") << QString();
        QTest::newRow("light") << QStringLiteral("-light");
    }
    static Scheme scheme() {
        return QTest::currentDataTag() == std::string("light") ? Scheme::Light : Scheme::Dark;
    }
};

QTEST_MAIN(TestScreens)
#include "test_screens.moc"
