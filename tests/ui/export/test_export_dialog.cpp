// SPDX-License-Identifier: Apache-2.0
// The export dialog as an artist uses it: choices per program, what will be written, files, the
// question before something is replaced, cancelling, failures with a remedy.
#include "io/obj.h"
#include "mesh/normals.h"
#include "mesh/unwrap.h"
#include "support/sample_mesh.h"
#include "support/simple_meshes.h"
#include "ui/common/text.h"
#include "ui/export/export_dialog.h"
#include "ui/theme/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QElapsedTimer>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalSpy>
#include <QSpinBox>
#include <QStackedWidget>
#include <QTemporaryDir>
#include <QTreeWidget>
#include <QtTest>

using namespace bozzetto;
using namespace bozzetto::ui;

class TestExportDialog : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void targetDecidesAndRemembers();
    void sizeIsShownInTheUnit();
    void glbFixesWhatItsStandardSays();
    void exportsByKeyboardAndStartsAfresh();
    void asksBeforeReplacing();
    void cancelLeavesNothing();
    void failureSaysWhatToDo();
    void anotherSubjectWaitsForTheRunningExport();
    void choicesStayWhenTheMeshIsReplaced();
    void colouredMeshIsPlyOnly();
    void whatBindsTheResultIsShownAndWritten();
    void everyFieldHasANameAndAFocusPath();
    void pictures_data();
    void pictures();

private:
    template <class T>
    T* find(const char* name) const {
        T* widget = dialog_->findChild<T*>(QString::fromLatin1(name));
        if (widget == nullptr) {
            qFatal("no widget %s", name);
        }
        return widget;
    }
    void choose(const char* box, const QString& text) const;
    void chooseTarget(const QString& name) const;
    QStringList listedFiles() const;
    QStringList filesInFolder() const;
    void waitUntilReady() const;
    static ExportSubject sample();
    static ExportSubject large();
    static ExportSubject growing(int columns);

    std::unique_ptr<ExportDialog> dialog_;
    std::unique_ptr<QTemporaryDir> folder_;
};

namespace {

constexpr int kWaitMs = 20000;

/// A ball of 90 000 triangles with a map of 2048 texels: takes long enough to be stopped.
std::shared_ptr<const TexturedMesh> makeLargeMesh() {
    auto mesh = std::make_shared<TexturedMesh>();
    mesh->mesh = testing::makeSphere(300, 150);
    mesh->normals = vertexNormals(mesh->mesh);
    for (const Vec3f& p : mesh->mesh.positions) {
        mesh->uvs.push_back({0.5f + 0.4f * p.x, 0.5f + 0.4f * p.y});
    }
    mesh->uv_triangles = mesh->mesh.triangles;
    Image color(2048, 2048, 3);
    uint32_t random = 1;
    for (float& value : color.pixels) {
        random = random * 1664525u + 1013904223u;
        value = static_cast<float>(random >> 8) / static_cast<float>(1 << 24);
    }
    mesh->material = {color, Image(64, 64, 1, 0.5f), Image(64, 64, 1, 0.0f), {}, {}};
    return mesh;
}

}  // namespace

ExportSubject TestExportDialog::sample() {
    auto mesh = std::make_shared<TexturedMesh>(testing::makeSampleMesh(64));
    return {mesh, nullptr, QStringLiteral("Stuhl \u6905\u5b50")};
}

ExportSubject TestExportDialog::large() {
    static const std::shared_ptr<const TexturedMesh> mesh = makeLargeMesh();
    return {mesh, nullptr, QStringLiteral("ball")};
}

void TestExportDialog::initTestCase() {
    applyTheme(*qApp, Scheme::Dark);
    large();
}

void TestExportDialog::init() {
    folder_ = std::make_unique<QTemporaryDir>();
    QVERIFY(folder_->isValid());
    dialog_ = std::make_unique<ExportDialog>();
    dialog_->setSubject(sample());
    dialog_->setFolder(folder_->path());
    dialog_->show();
    QVERIFY(QTest::qWaitForWindowExposed(dialog_.get()));
    dialog_->activateWindow();
    waitUntilReady();
}

void TestExportDialog::cleanup() {
    dialog_.reset();
}

void TestExportDialog::choose(const char* box, const QString& text) const {
    auto* combo = find<QComboBox>(box);
    for (int i = 0; i < combo->count(); ++i) {
        if (combo->itemText(i).contains(text)) {
            combo->setCurrentIndex(i);
            Q_EMIT combo->activated(i);
            return;
        }
    }
    qFatal("%s has no %s", box, qPrintable(text));
}

void TestExportDialog::chooseTarget(const QString& name) const {
    auto* list = find<QListWidget>("exportTargets");
    const QList<QListWidgetItem*> found = list->findItems(name, Qt::MatchExactly);
    if (found.size() != 1) {
        qFatal("no target %s", qPrintable(name));
    }
    list->setCurrentItem(found.front());
    waitUntilReady();
}

void TestExportDialog::waitUntilReady() const {
    QTRY_VERIFY_WITH_TIMEOUT(dialog_->isReady(), kWaitMs);
    QVERIFY(find<QPushButton>("exportStart")->isEnabled());
}

QStringList TestExportDialog::listedFiles() const {
    QStringList names;
    auto* tree = find<QTreeWidget>("exportFiles");
    for (int i = 0; i < tree->topLevelItemCount(); ++i) {
        names.append(tree->topLevelItem(i)->text(0));
    }
    return names;
}

QStringList TestExportDialog::filesInFolder() const {
    return QDir(folder_->path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
}

void TestExportDialog::targetDecidesAndRemembers() {
    QSignalSpy changes(dialog_.get(), &ExportDialog::memoryChanged);
    chooseTarget(QStringLiteral("Unreal"));
    ExportOptions options = dialog_->options();
    QCOMPARE(options.target, std::string("unreal"));
    QVERIFY(options.packing == MapPacking::Orm && options.normal_green == NormalGreen::Down);
    QVERIFY(options.space.unit == LengthUnit::Centimetre);
    const QString name = QStringLiteral("Stuhl_\u6905\u5b50");
    QTRY_COMPARE(listedFiles(),
                 QStringList({"T_" + name + "_BC.png",
                              "T_" + name + "_ORM.png",
                              "T_" + name + "_N.png",
                              name + ".mtl",
                              name + ".obj"}));
    choose("exportPacking", QStringLiteral("One file each"));
    choose("exportUnit", QStringLiteral("Inches"));
    waitUntilReady();
    QTRY_VERIFY(listedFiles().contains("T_" + name + "_R.png"));
    find<QPushButton>("exportStart")->click();
    QTRY_VERIFY_WITH_TIMEOUT(find<QPushButton>("exportShow")->isVisible(), kWaitMs);
    QVERIFY(!changes.isEmpty());

    // Another program knows nothing of it, and a dialog of later does.
    chooseTarget(QStringLiteral("Unity"));
    QVERIFY(dialog_->options().packing == MapPacking::UnityMask);
    ExportDialog later;
    later.setMemory(dialog_->memory());
    QCOMPARE(later.options().target, std::string("unreal"));
    QVERIFY(later.options().packing == MapPacking::Separate);
    QVERIFY(later.options().space.unit == LengthUnit::Inch);
    QCOMPARE(later.folder(), folder_->path());

    // Reset forgets it again.
    chooseTarget(QStringLiteral("Unreal"));
    QVERIFY(dialog_->options().packing == MapPacking::Separate);
    find<QPushButton>("exportReset")->click();
    QVERIFY(dialog_->options().packing == MapPacking::Orm);
}

void TestExportDialog::sizeIsShownInTheUnit() {
    // The sample is 1 x 1.35 x 123.457 of its units, z up: in an OBJ for Blender y is up.
    chooseTarget(QStringLiteral("Blender"));
    choose("exportFormat", QStringLiteral("OBJ"));
    waitUntilReady();
    QTRY_COMPARE(find<QLabel>("exportSize")->text(),
                 QStringLiteral("1.00 \u00d7 123 \u00d7 1.35 m"));
    find<QDoubleSpinBox>("exportScale")->setValue(0.1);
    choose("exportUnit", QStringLiteral("Millimetres"));
    QTRY_COMPARE(find<QLabel>("exportSize")->text(),
                 QStringLiteral("100 \u00d7 12,346 \u00d7 135 mm"));
    choose("exportUp", QStringLiteral("+Z"));
    QTRY_COMPARE(find<QLabel>("exportSize")->text(),
                 QStringLiteral("100 \u00d7 135 \u00d7 12,346 mm"));
    // Up and front may not lie along one line: the other one gives way.
    QVERIFY(dialog_->options().space.front == Axis::MinusY);
}

void TestExportDialog::glbFixesWhatItsStandardSays() {
    chooseTarget(QStringLiteral("Blender"));
    for (const char* name :
         {"exportUnit", "exportUp", "exportFront", "exportHand", "exportNormal", "exportPacking"}) {
        QVERIFY2(!find<QComboBox>(name)->isEnabled(), name);
    }
    QVERIFY(find<QLabel>("exportFixed")->isVisible());
    QVERIFY(find<QDoubleSpinBox>("exportScale")->isEnabled());
    choose("exportFormat", QStringLiteral("OBJ"));
    QVERIFY(find<QComboBox>("exportUnit")->isEnabled());
    QVERIFY(!find<QLabel>("exportFixed")->isVisible());
}

void TestExportDialog::exportsByKeyboardAndStartsAfresh() {
    QSignalSpy exported(dialog_.get(), &ExportDialog::exported);
    auto* list = find<QListWidget>("exportTargets");
    list->setFocus();
    QTest::keyClick(list, Qt::Key_End);  // 3D print
    QCOMPARE(dialog_->options().target, std::string("print"));
    auto* name = find<QLineEdit>("exportName");
    name->setFocus();
    name->selectAll();
    QTest::keyClicks(name, QStringLiteral("my chair"));
    waitUntilReady();
    QTest::keyClick(name, Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(exported.size(), 1, kWaitMs);
    const QString file = exported.front().front().toString();
    QCOMPARE(file, folder_->filePath(QStringLiteral("my_chair.obj")));
    const ObjMesh mesh = readObj(toPath(file));
    QCOMPARE(mesh.mesh.mesh.triangles.size(), size_t{12});
    QVERIFY(find<QPushButton>("exportShow")->isVisible());
    QVERIFY(find<QLabel>("exportDone")->text().contains(QStringLiteral("my_chair.obj")));
    QSignalSpy shown(dialog_.get(), &ExportDialog::showInFolderRequested);
    find<QPushButton>("exportShow")->click();
    QCOMPARE(shown.size(), 1);

    // What was done is no longer said after a change, nor when the dialog is opened again.
    find<QPushButton>("exportAgain")->click();
    QVERIFY(find<QPushButton>("exportStart")->isVisible());
    dialog_->close();
    dialog_->show();
    QVERIFY(find<QPushButton>("exportStart")->isVisible());
}

void TestExportDialog::asksBeforeReplacing() {
    chooseTarget(QStringLiteral("Web"));
    QSignalSpy exported(dialog_.get(), &ExportDialog::exported);
    find<QPushButton>("exportStart")->click();
    QTRY_COMPARE_WITH_TIMEOUT(exported.size(), 1, kWaitMs);
    find<QPushButton>("exportAgain")->click();
    waitUntilReady();
    auto* listed = find<QTreeWidget>("exportFiles");
    QTRY_COMPARE(listed->topLevelItem(0)->toolTip(0), QStringLiteral("Replaces a file"));
    const QString path = exported.front().front().toString();
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("mine") == 4);
    file.close();
    find<QPushButton>("exportStart")->click();
    QVERIFY(find<QPushButton>("exportReplace")->isVisible());
    QVERIFY(find<QPushButton>("exportBack")->hasFocus());  // Return does no harm
    find<QPushButton>("exportBack")->click();
    QVERIFY(!dialog_->isExporting());
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("mine"));
    file.close();
    waitUntilReady();
    find<QPushButton>("exportStart")->click();
    find<QPushButton>("exportReplace")->click();
    QTRY_COMPARE_WITH_TIMEOUT(exported.size(), 2, kWaitMs);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.read(4), QByteArray("glTF"));
}

void TestExportDialog::cancelLeavesNothing() {
    dialog_->setSubject(large());
    chooseTarget(QStringLiteral("Blender"));
    choose("exportFormat", QStringLiteral("OBJ"));
    waitUntilReady();
    QSignalSpy cancelled(dialog_.get(), &ExportDialog::cancelled);
    find<QPushButton>("exportStart")->click();
    QVERIFY(dialog_->isExporting());
    QVERIFY(find<QPushButton>("exportCancel")->isVisible());
    QVERIFY(!find<QComboBox>("exportFormat")->isEnabled());
    QTest::qWait(100);
    QElapsedTimer clock;
    clock.start();
    find<QPushButton>("exportCancel")->click();
    QTRY_COMPARE_WITH_TIMEOUT(cancelled.size(), 1, kWaitMs);
    QVERIFY2(clock.elapsed() < 6000, qPrintable(QString::number(clock.elapsed())));
    QCOMPARE(filesInFolder(), QStringList());
    QVERIFY(find<QPushButton>("exportStart")->isVisible());
    QVERIFY(find<QComboBox>("exportFormat")->isEnabled());
}

void TestExportDialog::failureSaysWhatToDo() {
    chooseTarget(QStringLiteral("Blender"));
    QSignalSpy failed(dialog_.get(), &ExportDialog::failed);
    // A file where the folder should be.
    const QString blocked = folder_->filePath(QStringLiteral("blocked"));
    QFile file(blocked);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.close();
    dialog_->setFolder(blocked + QStringLiteral("/inside"));
    waitUntilReady();
    find<QPushButton>("exportStart")->click();
    QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, kWaitMs);
    QVERIFY(find<QLabel>("exportProblem")->text().contains(QStringLiteral("blocked")));
    QVERIFY(!find<QLabel>("exportHint")->text().isEmpty());
    find<QPushButton>("exportFailedBack")->click();
    QVERIFY(find<QPushButton>("exportStart")->isVisible());

    dialog_->setFolder(QStringLiteral("  "));
    QTRY_VERIFY(find<QLabel>("exportReason")->text().contains(QStringLiteral("folder")));
    QVERIFY(!find<QPushButton>("exportStart")->isEnabled());
}

void TestExportDialog::anotherSubjectWaitsForTheRunningExport() {
    dialog_->setSubject(large());
    waitUntilReady();
    QSignalSpy exported(dialog_.get(), &ExportDialog::exported);
    find<QPushButton>("exportStart")->click();
    QVERIFY(dialog_->isExporting());
    dialog_->setSubject(sample());
    dialog_->close();  // the export goes on
    QTRY_COMPARE_WITH_TIMEOUT(exported.size(), 1, kWaitMs);
    QVERIFY(exported.front().front().toString().endsWith(QStringLiteral("ball.glb")));
    QVERIFY(find<QLabel>("exportTitle")->text().contains(QStringLiteral("Stuhl")));
    dialog_->show();
    waitUntilReady();
    QTRY_VERIFY(listedFiles().contains(QStringLiteral("Stuhl_\u6905\u5b50.glb")));
}

ExportSubject TestExportDialog::growing(int columns) {
    auto mesh = std::make_shared<PreviewMesh>();
    mesh->mesh = testing::makeSphere(columns, columns / 2);
    mesh->normals = vertexNormals(mesh->mesh);
    mesh->colors.assign(3 * mesh->mesh.positions.size(), 200);
    return {nullptr, mesh, QStringLiteral("growing")};
}

void TestExportDialog::choicesStayWhenTheMeshIsReplaced() {
    choose("exportFormat", QStringLiteral("OBJ"));
    find<QLineEdit>("exportName")->setText(QStringLiteral("mine"));
    Q_EMIT find<QLineEdit>("exportName")->textEdited(QStringLiteral("mine"));
    waitUntilReady();
    dialog_->setSubject(sample());  // the same result, read anew
    waitUntilReady();
    QTRY_VERIFY(listedFiles().contains(QStringLiteral("mine.obj")));

    // Previews come while one is exported: how that ended stays until it was read.
    dialog_->setSubject(growing(16));
    QTRY_COMPARE(listedFiles(), QStringList({"growing.ply"}));
    waitUntilReady();
    QSignalSpy exported(dialog_.get(), &ExportDialog::exported);
    find<QPushButton>("exportStart")->click();
    QTRY_COMPARE_WITH_TIMEOUT(exported.size(), 1, kWaitMs);
    dialog_->setSubject(growing(32));
    QVERIFY(find<QPushButton>("exportAgain")->isVisible());
    find<QPushButton>("exportAgain")->click();
    QTRY_VERIFY(find<QLabel>("exportTriangleCount")
                    ->text()
                    .contains(QString::number(growing(32).preview->mesh.triangles.size())));
}

void TestExportDialog::colouredMeshIsPlyOnly() {
    dialog_->setSubject(growing(16));
    waitUntilReady();
    QTRY_COMPARE(listedFiles(), QStringList({"growing.ply"}));
    QVERIFY(!find<QCheckBox>("exportReduce")->isEnabled());
    QSignalSpy exported(dialog_.get(), &ExportDialog::exported);
    find<QPushButton>("exportStart")->click();
    QTRY_COMPARE_WITH_TIMEOUT(exported.size(), 1, kWaitMs);
    QCOMPARE(filesInFolder(), QStringList({"growing.ply"}));
}

void TestExportDialog::whatBindsTheResultIsShownAndWritten() {
    ExportSubject subject = sample();
    dialog_->setSubject(subject);
    QVERIFY(!find<QLabel>("exportLicence")->isVisibleTo(dialog_.get()));
    subject.licences = {"VGGT (CC-BY-NC-4.0)", "Made with VGGT. Not for commercial use."};
    dialog_->setSubject(subject);
    QVERIFY(find<QLabel>("exportLicence")->isVisibleTo(dialog_.get()));
    QVERIFY(find<QLabel>("exportLicence")->text().contains("VGGT (CC-BY-NC-4.0)"));
    waitUntilReady();
    QSignalSpy exported(dialog_.get(), &ExportDialog::exported);
    dialog_->startExport();
    QTRY_COMPARE_WITH_TIMEOUT(exported.count(), 1, 20000);
    QFile file(exported[0][0].toString());
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll().contains("Made with VGGT. Not for commercial use."));
}

void TestExportDialog::everyFieldHasANameAndAFocusPath() {
    chooseTarget(QStringLiteral("Unreal"));
    QSet<QWidget*> reached;
    QWidget* at = find<QListWidget>("exportTargets");
    at->setFocus();
    for (int i = 0; i < 80; ++i) {
        QTest::keyClick(dialog_->focusWidget(), Qt::Key_Tab);
        reached.insert(dialog_->focusWidget());
    }
    for (QWidget* widget : dialog_->findChildren<QWidget*>()) {
        const bool field = qobject_cast<QComboBox*>(widget) != nullptr ||
                           qobject_cast<QAbstractSpinBox*>(widget) != nullptr ||
                           qobject_cast<QAbstractButton*>(widget) != nullptr ||
                           (qobject_cast<QLineEdit*>(widget) != nullptr &&
                            qobject_cast<QAbstractSpinBox*>(widget->parentWidget()) == nullptr);
        if (!field || !widget->isVisible() || !widget->isEnabled()) {
            continue;
        }
        QVERIFY2(!widget->objectName().isEmpty(), widget->metaObject()->className());
        auto* button = qobject_cast<QAbstractButton*>(widget);
        QVERIFY2(
            !widget->accessibleName().isEmpty() || (button != nullptr && !button->text().isEmpty()),
            qPrintable(widget->objectName()));
        QVERIFY2(reached.contains(widget), qPrintable(widget->objectName()));
    }
}

void TestExportDialog::pictures_data() {
    QTest::addColumn<bool>("light");
    QTest::addColumn<QString>("state");
    for (const bool light : {false, true}) {
        for (const char* state : {"glb", "obj", "lower", "replace", "running", "done", "failed"}) {
            if (light && QLatin1String(state) != QLatin1String("obj") &&
                QLatin1String(state) != QLatin1String("replace")) {
                continue;
            }
            QTest::newRow(qPrintable(QStringLiteral("%1 %2").arg(
                QLatin1String(light ? "light" : "dark"), QLatin1String(state))))
                << light << QString::fromLatin1(state);
        }
    }
}

/// Not judged by the test: they are looked at.
void TestExportDialog::pictures() {
    QFETCH(bool, light);
    QFETCH(QString, state);
    const QString folder = qEnvironmentVariable("BOZZETTO_SCREENSHOTS");
    if (folder.isEmpty()) {
        QSKIP("BOZZETTO_SCREENSHOTS names no folder");
    }
    applyTheme(*qApp, light ? Scheme::Light : Scheme::Dark);
    dialog_->setSubject(large());
    chooseTarget(state == QStringLiteral("glb") ? QStringLiteral("Blender")
                                                : QStringLiteral("Unreal"));
    if (state == QStringLiteral("lower")) {
        auto* area = find<QScrollArea>("exportScroll");
        find<QCheckBox>("exportReduce")->setChecked(true);
        area->ensureWidgetVisible(find<QSpinBox>("exportTriangles"));
    }
    if (state == QStringLiteral("failed")) {
        dialog_->setFolder(QStringLiteral("/proc/nowhere"));
    }
    if (state == QStringLiteral("replace")) {
        QFile file(folder_->filePath(QStringLiteral("ball.obj")));
        QVERIFY(file.open(QIODevice::WriteOnly));
    }
    Q_EMIT find<QLineEdit>("exportFolder")->textChanged({});
    waitUntilReady();
    if (state == QStringLiteral("replace") || state == QStringLiteral("running") ||
        state == QStringLiteral("done") || state == QStringLiteral("failed")) {
        find<QPushButton>("exportStart")->click();
    }
    if (state == QStringLiteral("running")) {
        QTest::qWait(250);
    } else if (state == QStringLiteral("done")) {
        QTRY_VERIFY_WITH_TIMEOUT(find<QPushButton>("exportShow")->isVisible(), kWaitMs);
    } else if (state == QStringLiteral("failed")) {
        QTRY_VERIFY_WITH_TIMEOUT(find<QLabel>("exportProblem")->isVisible(), kWaitMs);
    }
    QTest::qWait(50);
    const QString file = QStringLiteral("%1/export-%2-%3.png")
                             .arg(folder, QLatin1String(light ? "light" : "dark"), state);
    QVERIFY(dialog_->grab().save(file));
    applyTheme(*qApp, Scheme::Dark);
}

QTEST_MAIN(TestExportDialog)
#include "test_export_dialog.moc"
