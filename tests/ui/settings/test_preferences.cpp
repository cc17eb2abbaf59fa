// SPDX-License-Identifier: Apache-2.0
// Preferences on disk, damaged files included, and the dialog that changes them.
#include "base/files.h"
#include "ui/common/state_folder.h"
#include "ui/settings/language.h"
#include "ui/settings/preferences.h"
#include "ui/settings/preferences_dialog.h"
#include "ui/settings/settings_cases.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTemporaryDir>

using namespace bozzetto;
using namespace bozzetto::ui;
using namespace bozzetto::testing;

class TestPreferences : public QObject {
    Q_OBJECT

private slots:
    void init();
    void defaults();
    void kept();
    void changesAreToldOnce();
    void damagedValuesReadAsDefaults();
    void newerFileIsLeftAlone();
    void rememberedAnswers();
    void reset();
    void dialogShowsAndChanges();
    void cacheIsMeasuredAndCleared();
    void chosenFolderIsNeverEmptied();
    void languageInUse();
    void keyboardOnly();
    void pictures();

private:
    QString file() const { return folder_->filePath("preferences.ini"); }
    std::unique_ptr<QTemporaryDir> folder_;
};

void TestPreferences::init() {
    applyTheme(*qApp, Scheme::Dark);
    folder_ = std::make_unique<QTemporaryDir>();
}

void TestPreferences::defaults() {
    const Preferences preferences(file());
    QCOMPARE(preferences.theme(), Scheme::System);
    QCOMPARE(preferences.language(), QString());
    QCOMPARE(preferences.uiScale(), 1.0);
    QCOMPARE(preferences.lengthDisplay(), LengthDisplay::Millimetre);
    QCOMPARE(preferences.navigation(), NavigationPreset::Simple);
    QCOMPARE(preferences.threads(), 0);
    QCOMPARE(preferences.device(), QString("auto"));
    QVERIFY(preferences.notifications());
    QVERIFY(Preferences::usualFile().startsWith(qEnvironmentVariable("XDG_CONFIG_HOME")));
}

void TestPreferences::kept() {
    {
        Preferences preferences(file());
        preferences.setTheme(Scheme::Light);
        preferences.setLanguage("zh_CN");
        preferences.setUiScale(1.75);
        preferences.setLengthDisplay(LengthDisplay::Inch);
        preferences.setNavigation(NavigationPreset::Maya);
        preferences.setThreads(6);
        preferences.setDevice("cuda:1");
        preferences.setCacheFolder("/tmp/Zwischen ä 漢");
        preferences.setNotifications(false);
    }
    const Preferences again(file());
    QCOMPARE(again.theme(), Scheme::Light);
    QCOMPARE(again.language(), QString("zh_CN"));
    QCOMPARE(again.uiScale(), 1.75);
    QCOMPARE(again.lengthDisplay(), LengthDisplay::Inch);
    QCOMPARE(again.navigation(), NavigationPreset::Maya);
    QCOMPARE(again.threads(), 6);
    QCOMPARE(again.device(), QString("cuda:1"));
    QCOMPARE(again.cacheFolder(), QString("/tmp/Zwischen ä 漢"));
    QVERIFY(!again.notifications());
}

void TestPreferences::changesAreToldOnce() {
    Preferences preferences(file());
    const QSignalSpy themes(&preferences, &Preferences::themeChanged);
    const QSignalSpy scales(&preferences, &Preferences::uiScaleChanged);
    preferences.setTheme(Scheme::Dark);
    preferences.setTheme(Scheme::Dark);
    QCOMPARE(themes.size(), 1);
    preferences.setUiScale(9);
    QCOMPARE(scales.last().first().toDouble(), 3.0);
}

void TestPreferences::damagedValuesReadAsDefaults() {
    writeFileAtomically(file().toStdString(),
                        "version=rubbish\n[look]\ntheme=purple\nscale=huge\nunits=\nlanguage=../x\n"
                        "[runs]\nthreads=-5\ndevice=toaster\n[viewport]\nnavigation=7\n");
    const Preferences preferences(file());
    QCOMPARE(preferences.theme(), Scheme::System);
    QCOMPARE(preferences.uiScale(), 1.0);
    QCOMPARE(preferences.language(), QString());
    QCOMPARE(preferences.threads(), 0);
    QCOMPARE(preferences.device(), QString("auto"));
    QCOMPARE(preferences.navigation(), NavigationPreset::Simple);
}

void TestPreferences::newerFileIsLeftAlone() {
    writeFileAtomically(file().toStdString(),
                        "[General]\nversion=99\n[look]\ntheme=dark\nsparkle=yes\n");
    {
        Preferences preferences(file());
        QCOMPARE(preferences.theme(), Scheme::Dark);
        preferences.setTheme(Scheme::Light);
    }
    const std::string text = readFile(file().toStdString());
    QVERIFY(text.find("version=99") != std::string::npos);
    QVERIFY(text.find("sparkle=yes") != std::string::npos);
    QVERIFY(text.find("theme=light") != std::string::npos);
}

void TestPreferences::rememberedAnswers() {
    Preferences preferences(file());
    QCOMPARE(preferences.rememberedAnswer("recover session?"), QString());
    preferences.rememberAnswer("recover session?", "open saved");
    preferences.rememberAnswer("recover_session?", "skip");
    preferences.rememberAnswer("close/während", "always");
    QCOMPARE(preferences.rememberedAnswer("recover session?"), QString("open saved"));
    QCOMPARE(preferences.rememberedAnswer("recover_session?"), QString("skip"));
    QCOMPARE(preferences.rememberedAnswers(), 3);
    preferences.setThreads(2);
    preferences.forgetAnswers();
    QCOMPARE(preferences.rememberedAnswers(), 0);
    QCOMPARE(preferences.threads(), 2);
}

void TestPreferences::reset() {
    Preferences preferences(file());
    preferences.setTheme(Scheme::Light);
    preferences.rememberAnswer("q", "a");
    const QSignalSpy themes(&preferences, &Preferences::themeChanged);
    preferences.reset();
    QCOMPARE(preferences.theme(), Scheme::System);
    QCOMPARE(preferences.rememberedAnswers(), 0);
    QCOMPARE(themes.size(), 1);
    QCOMPARE(Preferences(file()).theme(), Scheme::System);
}

void TestPreferences::dialogShowsAndChanges() {
    Preferences preferences(file());
    preferences.setNavigation(NavigationPreset::Blender);
    preferences.setLanguage("de");
    PreferencesDialog dialog(preferences);
    QVERIFY(!dialog.isModal());
    QCOMPARE(dialog.findChild<QComboBox*>("language")->currentText(), QString("Deutsch"));
    QVERIFY(dialog.findChild<QComboBox*>("navigation")->currentText().startsWith("Blender"));
    QVERIFY(!dialog.findChild<QLabel*>("restart")->isVisibleTo(&dialog));
    dialog.findChild<QComboBox*>("theme")->setCurrentIndex(1);
    QCOMPARE(preferences.theme(), Scheme::Light);
    dialog.findChild<QComboBox*>("language")->setCurrentIndex(3);
    QCOMPARE(preferences.language(), QString("zh_CN"));
    QVERIFY(dialog.findChild<QLabel*>("restart")->isVisibleTo(&dialog));
    dialog.findChild<QSpinBox*>("ui_scale")->setValue(150);
    QCOMPARE(preferences.uiScale(), 1.5);
    dialog.findChild<QComboBox*>("units")->setCurrentIndex(2);
    QCOMPARE(preferences.lengthDisplay(), LengthDisplay::Metre);
    dialog.findChild<QSpinBox*>("threads")->setValue(4);
    QCOMPARE(preferences.threads(), 4);
    dialog.findChild<QCheckBox*>("notifications")->setChecked(false);
    QVERIFY(!preferences.notifications());
    auto* forget = dialog.findChild<QPushButton*>("forget_answers");
    QVERIFY(!forget->isEnabled());
    preferences.rememberAnswer("q", "a");
    dialog.show();
    QVERIFY(forget->isEnabled());
    forget->click();
    QCOMPARE(preferences.rememberedAnswers(), 0);
    QVERIFY(!forget->isEnabled());
    DeviceReport report;
    report.gpus.resize(2);
    report.gpus[1].name = "Example Compact 8";
    dialog.setReport(report);
    auto* device = dialog.findChild<QComboBox*>("device");
    device->setCurrentIndex(device->findText("Example Compact 8"));
    QCOMPARE(preferences.device(), QString("cuda:1"));
}

void TestPreferences::cacheIsMeasuredAndCleared() {
    const QString cache = cacheFolder();
    QVERIFY(QDir(cache).mkpath("thumbnails"));
    writeFileAtomically((cache + "/thumbnails/a.png").toStdString(), std::string(3 << 20, 'x'));
    writeFileAtomically((cache + "/b").toStdString(), std::string(1 << 20, 'x'));
    Preferences preferences(file());
    PreferencesDialog dialog(preferences);
    const QSignalSpy cleared(&dialog, &PreferencesDialog::cacheCleared);
    dialog.show();
    auto* size = dialog.findChild<QLabel*>("cache_size");
    QTRY_VERIFY2(size->text().startsWith("4 MiB"), qPrintable(size->text()));
    dialog.findChild<QPushButton*>("clear_cache")->click();
    QTRY_COMPARE(cleared.size(), 1);
    QTRY_VERIFY2(size->text().startsWith("0 "), qPrintable(size->text()));
    QVERIFY(QDir(cache).isEmpty());
    QVERIFY(!dialog.findChild<QPushButton*>("clear_cache")->isEnabled());
}

void TestPreferences::chosenFolderIsNeverEmptied() {
    const QString precious = folder_->filePath("precious.txt");
    writeFileAtomically(precious.toStdString(), "keep");
    Preferences preferences(file());
    preferences.setCacheFolder(folder_->path());
    QVERIFY(QDir().mkpath(preferences.cacheInUse()));
    writeFileAtomically((preferences.cacheInUse() + "/t").toStdString(), "thumbnail");
    QVERIFY(QFile::link(folder_->path(), preferences.cacheInUse() + "/link"));
    PreferencesDialog dialog(preferences);
    const QSignalSpy cleared(&dialog, &PreferencesDialog::cacheCleared);
    dialog.show();
    QTRY_VERIFY(dialog.findChild<QPushButton*>("clear_cache")->isEnabled());
    dialog.findChild<QPushButton*>("clear_cache")->click();
    QTRY_COMPARE(cleared.size(), 1);
    QVERIFY(QFile::exists(precious));
    QVERIFY(!QFile::exists(preferences.cacheInUse() + "/t"));
}

void TestPreferences::languageInUse() {
    QStringList codes;
    for (const Language& language : languages()) {
        codes.append(language.code);
    }
    QCOMPARE(codes, (QStringList{"en", "de", "zh_CN"}));
    QCOMPARE(installLanguage(*qApp, "en"), QString("en"));
    QCOMPARE(installLanguage(*qApp, "xx"), QString("en"));  // no texts for it
    // A language with texts, from the folder beside the program.
    const QString folder = QCoreApplication::applicationDirPath() + "/translations";
    QCOMPARE(QFile::exists(folder + "/bozzetto_de.qm"), false);
    QCOMPARE(installLanguage(*qApp, "de"), QString("en"));
}

void TestPreferences::keyboardOnly() {
    Preferences preferences(file());
    PreferencesDialog dialog(preferences);
    activate(dialog);
    dialog.findChild<QComboBox*>("theme")->setFocus();
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Down);
    QCOMPARE(preferences.theme(), Scheme::Light);
    const QStringList path = tabPath(dialog);
    for (const char* name : {"language",
                             "ui_scale",
                             "units",
                             "navigation",
                             "device",
                             "threads",
                             "notifications",
                             "cache_folder",
                             "choose_cache",
                             "close"}) {
        QVERIFY2(path.contains(name), qPrintable(QString(name) + ": " + path.join(' ')));
    }
    QCOMPARE(namelessControls(dialog), QStringList());
    QTest::keyClick(&dialog, Qt::Key_Escape);
    QVERIFY(!dialog.isVisible());
}

void TestPreferences::pictures() {
    Preferences preferences(file());
    preferences.rememberAnswer("q", "a");
    PreferencesDialog dialog(preferences);
    activate(dialog);
    QTest::qWait(100);
    takePictures(dialog, "preferences");
}

QTEST_MAIN(TestPreferences)
#include "test_preferences.moc"
