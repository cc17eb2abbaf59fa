// SPDX-License-Identifier: Apache-2.0
// The question after a crash and the search for moved images: what they say, ask and answer.
#include "ui/common/text.h"
#include "ui/project/recovery_bar.h"
#include "ui/project/relocate_dialog.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QCheckBox>
#include <QDir>
#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTreeWidget>
#include <QtTest>

using namespace bozzetto;
using namespace bozzetto::ui;

class TestProjectWidgets : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { rememberRecoveryAnswer(RecoveryAnswer::Ask); }
    void recoveryAsks();
    void recoveryRemembers();
    void relocateFindsAndConfirms();
};

namespace {

std::vector<RecoverableSession> twoSessions() {
    RecoverableSession titled;
    titled.id = QStringLiteral("a");
    titled.name = QStringLiteral("Cup study");
    titled.project_path = QStringLiteral("/projects/Cup study.bozzetto");
    titled.time = QDateTime(QDate(2026, 3, 1), QTime(14, 5));
    titled.images = 120;
    titled.runs = 2;
    titled.unfinished_run = QStringLiteral("r");
    titled.run_can_continue = true;
    titled.saved_file_exists = true;
    RecoverableSession untitled;
    untitled.id = QStringLiteral("b");
    untitled.name = QStringLiteral("pip7");
    untitled.time = QDateTime(QDate(2026, 2, 27), QTime(9, 30));
    untitled.images = 24;
    return {titled, untitled};
}

void screenshot(QWidget& widget, const char* name) {
    const QString folder = qEnvironmentVariable("BOZZETTO_SCREENSHOTS");
    if (!folder.isEmpty()) {
        QVERIFY(widget.grab().save(folder + QLatin1Char('/') + QLatin1String(name)));
    }
}

/// A button of the row of one session.
QPushButton* button(const RecoveryBar& bar, const char* name, int row = 0) {
    const auto rows = bar.findChildren<QWidget*>(QStringLiteral("recovery_row"));
    return rows.size() > row ? rows[row]->findChild<QPushButton*>(QLatin1String(name)) : nullptr;
}

}  // namespace

void TestProjectWidgets::recoveryAsks() {
    RecoveryBar bar;
    bar.setSessions({});
    QVERIFY(bar.isHidden());
    std::vector<std::pair<QString, RecoveryAnswer>> answers;
    connect(&bar,
            &RecoveryBar::answered,
            this,
            [&](const RecoverableSession& session, RecoveryAnswer answer) {
                answers.emplace_back(session.id, answer);
            });
    bar.setSessions(twoSessions());
    QVERIFY(!bar.isHidden());
    bar.resize(900, bar.sizeHint().height());
    screenshot(bar, "recovery-dark.png");
    applyTheme(*qApp, Scheme::Light);
    screenshot(bar, "recovery-light.png");
    applyTheme(*qApp, Scheme::Dark);

    QVERIFY(button(bar, "recovery_open_saved", 0) != nullptr);
    QVERIFY(button(bar, "recovery_open_saved", 1) == nullptr);  // it was never saved
    for (const QPushButton* each : bar.findChildren<QPushButton*>()) {
        QVERIFY(each->accessibleName().contains(QLatin1Char(':')));
        QVERIFY((each->focusPolicy() & Qt::TabFocus) != 0);
    }
    QTest::keyClick(button(bar, "recovery_recover", 0), Qt::Key_Space);
    QCOMPARE(answers.size(), size_t{1});
    QVERIFY(answers[0] == std::pair(QStringLiteral("a"), RecoveryAnswer::Recover));
    QTRY_COMPARE(bar.findChildren<QWidget*>(QStringLiteral("recovery_row")).size(), 1);
    QVERIFY(!bar.isHidden());
    button(bar, "recovery_skip", 0)->click();
    QVERIFY(answers[1] == std::pair(QStringLiteral("b"), RecoveryAnswer::Skip));
    QVERIFY(bar.isHidden());
    QVERIFY(rememberedRecoveryAnswer() == RecoveryAnswer::Ask);
}

void TestProjectWidgets::recoveryRemembers() {
    RecoveryBar bar;
    bar.setSessions(twoSessions());
    bar.findChild<QCheckBox*>(QStringLiteral("recovery_remember"))->setChecked(true);
    button(bar, "recovery_open_saved", 0)->click();
    QVERIFY(rememberedRecoveryAnswer() == RecoveryAnswer::OpenSaved);

    RecoveryBar next;
    std::vector<QString> answered;
    connect(&next,
            &RecoveryBar::answered,
            this,
            [&](const RecoverableSession& session, RecoveryAnswer answer) {
                QVERIFY(answer == RecoveryAnswer::OpenSaved);
                answered.push_back(session.id);
            });
    next.setSessions(twoSessions());
    QVERIFY(answered == std::vector{QStringLiteral("a")});
    QVERIFY(!next.isHidden());  // the second one has nothing saved: it asks
}

void TestProjectWidgets::relocateFindsAndConfirms() {
    const QTemporaryDir folder;
    const auto place = [&](const QString& name) { return folder.filePath(name); };
    QDir().mkpath(place(QStringLiteral("moved/photos")));
    Project project;
    const auto missing = toPath(place(QStringLiteral("old/photos")));
    project.inputs = {missing, toPath(place(QStringLiteral("old/never.json")))};
    project.known_files[project.inputs[1]] = {{"", 10, 0}};
    for (int i = 0; i < 12; ++i) {
        const QString name = QStringLiteral("r_%1.png").arg(i);
        project.known_files[missing].push_back({toStd(name), 4, 0});
        QFile file(place(QStringLiteral("moved/photos/")) + name);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(i == 3 ? "other" : "same");
    }
    QDir().mkpath(place(QStringLiteral("empty")));

    auto* dialog = new RelocateDialog(project, place(QStringLiteral("empty")));
    QVERIFY(!dialog->isModal());
    dialog->show();
    auto* list = dialog->findChild<QTreeWidget*>(QStringLiteral("relocate_list"));
    auto* use = dialog->findChild<QPushButton*>(QStringLiteral("relocate_use"));
    auto* status = dialog->findChild<QLabel*>(QStringLiteral("relocate_status"));
    QTRY_COMPARE(list->topLevelItemCount(), 2);
    QVERIFY(!use->isEnabled());
    QVERIFY(status->text().startsWith(QStringLiteral("Nothing found")));

    dialog->lookIn(folder.path());
    QTRY_VERIFY(use->isEnabled());
    QVERIFY(list->topLevelItem(0)->text(2).contains(QStringLiteral("12 of 12")));
    QVERIFY(list->topLevelItem(0)->text(2).contains(QLatin1String("1 of another size")));
    QCOMPARE(list->topLevelItem(1)->text(1), QStringLiteral("Not found yet"));
    screenshot(*dialog, "relocate.png");

    std::vector<Relocation> confirmed;
    connect(dialog, &RelocateDialog::confirmed, this, [&](const std::vector<Relocation>& found) {
        confirmed = found;
    });
    list->topLevelItem(0)->setCheckState(0, Qt::Unchecked);
    QVERIFY(!use->isEnabled());
    list->topLevelItem(0)->setCheckState(0, Qt::Checked);
    use->click();
    const Relocation expected{missing, toPath(place(QStringLiteral("moved/photos"))), 12, 12, 11};
    QVERIFY(confirmed == std::vector{expected});
}

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    QCoreApplication::setOrganizationName(QStringLiteral("bozzetto"));
    QCoreApplication::setApplicationName(QStringLiteral("bozzetto"));
    applyTheme(application, Scheme::Dark);
    TestProjectWidgets test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_project_widgets.moc"
