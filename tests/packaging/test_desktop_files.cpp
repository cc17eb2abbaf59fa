// SPDX-License-Identifier: Apache-2.0
// The desktop knows the program by one name everywhere, and knows a project by its ending and by
// what is in it. (The test `desktop_validators` runs the desktop's own validators.)
#include "pipeline/project.h"
#include "ui/common/app_id.h"

#include <QDir>
#include <QMimeDatabase>
#include <QProcess>
#include <QSettings>
#include <QTemporaryDir>
#include <QXmlStreamReader>
#include <QtTest>

class TestDesktopFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void oneNameEverywhere();
    void everyPictureOfTheMetainfoIsThere();
    void projectIsRecognised();

private:
    QTemporaryDir data_;
};

namespace {

const QString kFolder(QStringLiteral(BOZZETTO_SOURCE_DIR "/packaging/desktop/"));

QString nameWith(const char* ending) {
    return kFolder + QLatin1String(bozzetto::ui::kAppId) + QLatin1String(ending);
}

/// Texts of the elements of that name, in order.
QStringList textsOf(const QString& path, const QString& element) {
    QFile file(path);
    QXmlStreamReader xml(file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray());
    QStringList texts;
    while (!xml.atEnd()) {
        if (xml.readNextStartElement() && xml.name() == element) {
            texts.append(xml.readElementText());
        }
    }
    return texts;
}

QString textOf(const QString& path, const QString& element) {
    return textsOf(path, element).value(0);
}

}  // namespace

void TestDesktopFiles::initTestCase() {
    // Before anything asks for a MIME type: only our own definition beside the system's.
    QVERIFY(QDir(data_.path()).mkpath(QStringLiteral("mime/packages")));
    QVERIFY(QFile::copy(nameWith(".mime.xml"),
                        data_.filePath(QStringLiteral("mime/packages/bozzetto.xml"))));
    qputenv("XDG_DATA_HOME", data_.path().toLocal8Bit());
    QCOMPARE(QProcess::execute(QStringLiteral("update-mime-database"),
                               {data_.filePath(QStringLiteral("mime"))}),
             0);
}

void TestDesktopFiles::oneNameEverywhere() {
    const QString id = QLatin1String(bozzetto::ui::kAppId);
    for (const char* ending : {".desktop", ".metainfo.xml", ".mime.xml", ".svg", "-symbolic.svg"}) {
        QVERIFY2(QFile::exists(nameWith(ending)), ending);
    }
    QCOMPARE(textOf(nameWith(".metainfo.xml"), QStringLiteral("id")), id);
    QCOMPARE(textOf(nameWith(".metainfo.xml"), QStringLiteral("launchable")),
             id + QStringLiteral(".desktop"));
    const QSettings entry(nameWith(".desktop"), QSettings::IniFormat);
    QCOMPARE(entry.value(QStringLiteral("Desktop Entry/Icon")).toString(), id);
    QCOMPARE(entry.value(QStringLiteral("Desktop Entry/Exec")).toString(),
             QStringLiteral("bozzetto %F"));
}

void TestDesktopFiles::everyPictureOfTheMetainfoIsThere() {
    const QStringList pictures = textsOf(nameWith(".metainfo.xml"), QStringLiteral("image"));
    QCOMPARE(pictures.size(), 3);
    for (const QString& address : pictures) {
        const QString path = address.section(QStringLiteral("/main/"), 1);
        QVERIFY2(QFile::exists(QStringLiteral(BOZZETTO_SOURCE_DIR "/") + path),
                 qPrintable(address));
    }
}

void TestDesktopFiles::projectIsRecognised() {
    const QString type = QStringLiteral("application/x-bozzetto-project");
    const QByteArray text =
        QByteArray::fromStdString(bozzetto::encodeProject(bozzetto::Project(), "/projects"));
    const QMimeDatabase database;
    QCOMPARE(
        database
            .mimeTypeForFile(QStringLiteral("cup study.bozzetto"), QMimeDatabase::MatchExtension)
            .name(),
        type);
    QCOMPARE(database.mimeTypeForData(text).name(), type);
    QVERIFY(database.mimeTypeForData("{\"format\": \"something else\"}").name() != type);
    QVERIFY(database.mimeTypeForName(type).inherits(QStringLiteral("application/json")));
}

QTEST_GUILESS_MAIN(TestDesktopFiles)
#include "test_desktop_files.moc"
