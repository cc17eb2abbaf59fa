// SPDX-License-Identifier: Apache-2.0
// What the built files really link, against packaging/licences/libraries.tsv. See the README there
// for what this does not cover.
#include "layering/include_rules.h"
#include "layering/licence_list.h"

#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QtTest>

#include <algorithm>

namespace layering = bozzetto::layering;

class TestLicences : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void everyLicenceIsPermitted();
    void programsNeedOnlyListedLibraries();
    void linkLinesNameOnlyListedLibraries();
    void everyLibraryThatSourcesMayIncludeIsListed();
    void gplIsRefused();
    void unlistedLibraryIsCaught();
    void namesAreReadFromLinkItems_data();
    void namesAreReadFromLinkItems();

private:
    std::vector<layering::Library> libraries_;
};

namespace {

std::string readText(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

/// A line for every item that is not listed, or that is listed for tests only while `in_program`.
QString complaints(const std::vector<layering::Library>& libraries,
                   const std::vector<std::string>& items,
                   bool in_program) {
    QString text;
    for (const std::string& item : items) {
        if (layering::isOurs(item)) {
            continue;
        }
        const layering::Library* library =
            layering::findLibrary(libraries, layering::libraryFileName(item));
        if (library == nullptr) {
            text += "\n  " + QString::fromStdString(item) +
                    " is not in packaging/licences/libraries.tsv";
        } else if (in_program && library->use == "test") {
            text +=
                "\n  " + QString::fromStdString(item) + " is for tests, a program may not link it";
        }
    }
    return text;
}

}  // namespace

void TestLicences::initTestCase() {
    libraries_ = layering::parseLibraries(
        readText(QStringLiteral(BOZZETTO_SOURCE_DIR "/packaging/licences/libraries.tsv")));
    QVERIFY(libraries_.size() > 10);
}

void TestLicences::everyLicenceIsPermitted() {
    for (const layering::Library& library : libraries_) {
        QVERIFY2(layering::isPermitted(library.licence), library.name.c_str());
        QVERIFY2(!library.package.empty() && !library.text.empty(), library.name.c_str());
        QVERIFY2(library.use == "program" || library.use == "header" || library.use == "test",
                 library.name.c_str());
    }
}

void TestLicences::programsNeedOnlyListedLibraries() {
    const QStringList programs =
        QString::fromStdString(readText(QStringLiteral(BOZZETTO_PROGRAM_LIST)))
            .split('\n', Qt::SkipEmptyParts);
    QVERIFY2(!programs.isEmpty(), "no program in " BOZZETTO_PROGRAM_LIST);
    for (const QString& program : programs) {
        QVERIFY2(QFileInfo(program).isFile(), qPrintable(program + " is not built"));
        QProcess readelf;
        readelf.start("readelf", {"-d", program});
        QVERIFY(readelf.waitForFinished(30000));
        const auto needed = layering::parseNeeded(readelf.readAllStandardOutput().toStdString());
        QVERIFY2(needed.size() > 1, qPrintable(program + ": readelf finds no needed library"));
        const QString problems = complaints(libraries_, needed, true);
        QVERIFY2(problems.isEmpty(), qPrintable(program + problems));
    }
}

void TestLicences::linkLinesNameOnlyListedLibraries() {
    const std::string ninja = readText(QStringLiteral(BOZZETTO_BUILD_DIR "/build.ninja"));
    if (ninja.empty()) {
        QSKIP("not built with Ninja");
    }
    const auto items = layering::parseLinkItems(ninja);
    QVERIFY(items.size() > 5);
    const QString problems = complaints(libraries_, items, false);
    QVERIFY2(problems.isEmpty(), qPrintable(problems));
}

void TestLicences::everyLibraryThatSourcesMayIncludeIsListed() {
    for (const std::string& name : layering::libraryNames()) {
        const bool listed = std::any_of(libraries_.begin(),
                                        libraries_.end(),
                                        [&](const auto& library) { return library.name == name; });
        QVERIFY2(listed, name.c_str());
    }
}

void TestLicences::gplIsRefused() {
    QVERIFY(!layering::isPermitted("GPL-3.0-or-later"));
    QVERIFY(!layering::isPermitted("GPL-2.0-only"));
    QVERIFY(!layering::isPermitted("CC-BY-NC-4.0"));
    QVERIFY(!layering::isPermitted("AGPL-3.0-only"));
}

void TestLicences::unlistedLibraryIsCaught() {
    const std::string ninja =
        "  LINK_LIBRARIES = core/base/libbozzetto_base.a  /usr/lib/x86_64-linux-gnu/libCGAL.so  "
        "-lpthread\n";
    const auto items = layering::parseLinkItems(ninja);
    QCOMPARE(items.size(), size_t{2});
    QVERIFY(complaints(libraries_, items, false).contains("libCGAL"));
    QVERIFY(!complaints(libraries_, items, false).contains("pthread"));
    const auto needed = layering::parseNeeded(
        " 0x01 (NEEDED)   Shared library: [libpoppler.so.126]\n"
        " 0x01 (NEEDED)   Shared library: [libassimp.so.5]\n");
    QVERIFY(complaints(libraries_, needed, true).contains("libpoppler.so.126 is not"));
    QVERIFY(complaints(libraries_, needed, true).contains("libassimp.so.5 is for tests"));
}

void TestLicences::namesAreReadFromLinkItems_data() {
    QTest::addColumn<QString>("item");
    QTest::addColumn<QString>("name");
    QTest::newRow("versioned") << "libz.so.1"
                               << "libz";
    QTest::newRow("path") << "/usr/lib/x86_64-linux-gnu/libQt6Core.so.6.4.2"
                          << "libQt6Core";
    QTest::newRow("Debian's own version") << "libtinygltf.so.2d"
                                          << "libtinygltf";
    QTest::newRow("version in the name") << "libvtkCommonCore-9.1.so.9.1"
                                         << "libvtkCommonCore-9.1";
    QTest::newRow("option") << "-lpthread"
                            << "libpthread";
    QTest::newRow("linker words") << "-Wl,--no-as-needed,\"/usr/lib/libtorch.so.1.13.0\""
                                  << "libtorch";
    QTest::newRow("loader") << "ld-linux-x86-64.so.2"
                            << "ld-linux-x86-64";
    QTest::newRow("archive") << "/usr/lib/libfoo.a"
                             << "libfoo";
    QTest::newRow("flag") << "-Wl,--as-needed"
                          << "";
}

void TestLicences::namesAreReadFromLinkItems() {
    QFETCH(QString, item);
    QFETCH(QString, name);
    QCOMPARE(QString::fromStdString(layering::libraryFileName(item.toStdString())), name);
}

QTEST_GUILESS_MAIN(TestLicences)
#include "test_licences.moc"
