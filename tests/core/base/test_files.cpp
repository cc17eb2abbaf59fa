// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "base/files.h"
#include "base/text.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QtTest>

#include <clocale>
#include <sys/stat.h>
#include <unistd.h>

using namespace bozzetto;
namespace fs = std::filesystem;

class TestFiles : public QObject {
    Q_OBJECT

private slots:
    void whatIsNoFileIsRefusedAtOnce_data();
    void whatIsNoFileIsRefusedAtOnce();
    void writingKeepsLinksAndRefusesFolders();
    void anyNameWorks_data();
    void anyNameWorks();
    void hashIsTheKnownOne();
    void pathsAreShownAsText();
    void numbersIgnoreTheLocale();
    void nearWordsAreFound();
    void cleanupTestCase() {
        fs::remove_all(folder_.path().toStdString());
    }  // Qt cannot name them all

private:
    fs::path path(const std::string& name) const {
        return fs::path(folder_.path().toStdString()) / name;
    }
    QTemporaryDir folder_;
};

void TestFiles::whatIsNoFileIsRefusedAtOnce_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("said");
    ::mkfifo(path("fifo").c_str(), 0600);
    fs::create_directory(path("a.png"));
    fs::create_symlink("loop", path("loop"));
    QTest::newRow("B14 FIFO") << "fifo"
                              << "is not a regular file";
    QTest::newRow("B14 device") << "/dev/zero"
                                << "is not a regular file";
    QTest::newRow("B14 folder named a.png") << "a.png"
                                            << "is a folder";
    QTest::newRow("B12 symbolic link to itself") << "loop"
                                                 << "Too many levels";
    QTest::newRow("M03 missing") << "missing"
                                 << "No such file";
    QTest::newRow("B11 name of 300 bytes") << QString(300, 'n') << "File name too long";
}

void TestFiles::whatIsNoFileIsRefusedAtOnce() {
    QFETCH(QString, name);
    QFETCH(QString, said);
    const fs::path file =
        name.startsWith('/') ? fs::path(name.toStdString()) : path(name.toStdString());
    QElapsedTimer timer;
    timer.start();
    try {
        readFile(file);
        QFAIL("it was read");
    } catch (const Error& error) {
        QVERIFY2(QString(error.what()).contains(said), error.what());
        QVERIFY(QString(error.what()).startsWith(QString::fromStdString(file.string())));
        QCOMPARE(error.path(), file.string());
        QVERIFY(!error.hint().empty());
    }
    QVERIFY(timer.elapsed() < 1000);
}

void TestFiles::writingKeepsLinksAndRefusesFolders() {  // G10
    writeFileAtomically(path("target"), "old");
    fs::create_symlink("target", path("link"));
    writeFileAtomically(path("link"), "new");
    QVERIFY(fs::is_symlink(path("link")));
    QCOMPARE(readFile(path("target")), std::string("new"));
    fs::create_directory(path("folder"));
    QVERIFY_EXCEPTION_THROWN(writeFileAtomically(path("folder"), "x"), Error);
    QVERIFY(fs::is_directory(path("folder")));
    QVERIFY_EXCEPTION_THROWN(writeFileAtomically(path("no/such/folder"), "x"), Error);
}

void TestFiles::anyNameWorks_data() {
    QTest::addColumn<QByteArray>("name");
    QTest::newRow("B08 umlaut, CJK, emoji")
        << QByteArray("Bild \xC3\xA4 \xE5\x83\x8F \xF0\x9F\x90\xA6.png");
    QTest::newRow("B09 spaces, quotes, signs") << QByteArray("a b'\"#%20&;$(x)`y`.png");
    QTest::newRow("B09 line end") << QByteArray("a\nb");
    QTest::newRow("B09 leading minus") << QByteArray("-rf");
    QTest::newRow("B10 not UTF-8") << QByteArray("bad\xFF\xFEname");
    QTest::newRow("B11 255 bytes") << QByteArray(255, 'n');
}

void TestFiles::anyNameWorks() {
    QFETCH(QByteArray, name);
    const fs::path file = path(name.toStdString());
    writeFileAtomically(file, "bytes");
    QCOMPARE(readFile(file), std::string("bytes"));
    const QString shown = QString::fromStdString(displayPath(file));
    QVERIFY(!shown.contains(QChar(0xFFFD)) && !shown.contains('\n'));
}

void TestFiles::hashIsTheKnownOne() {  // FIPS 180-2, example B.1
    QCOMPARE(sha256("abc"),
             std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    writeFileAtomically(path("abc"), "abc");
    QCOMPARE(sha256OfFile(path("abc")), sha256("abc"));
}

void TestFiles::pathsAreShownAsText() {
    QCOMPARE(displayPath("a\xFF\nb\x1b[31m"), std::string("a\\xFF\\x0Ab\\x1B[31m"));
    QCOMPARE(displayPath("\xC3\xA4"), std::string("\xC3\xA4"));
    QCOMPARE(displayPath("\xC3"), std::string("\\xC3"));
}

void TestFiles::numbersIgnoreTheLocale() {
    std::setlocale(LC_ALL, "de_DE.UTF-8");  // where it is not installed this changes nothing, and
                                            // the rest must hold anyway
    QCOMPARE(formatNumber(0.1f), std::string("0.1"));
    QCOMPARE(formatNumber(1.0 / 3), std::string("0.3333333333333333"));
    QCOMPARE(parseNumber("+2.5e-3").value(), 0.0025);
    for (const char* text : {"2,5", "", " 1", "1 ", "nan", "inf", "1e999", "0x10", "1.5f"}) {
        QVERIFY2(!parseNumber(text), text);
    }
    QVERIFY(!parseInteger("9223372036854775808") && !parseInteger("1.0") &&
            parseInteger("-12") == -12);
    std::setlocale(LC_ALL, "C");
}

void TestFiles::nearWordsAreFound() {
    const std::vector<std::string> words = {"draft", "standard", "high"};
    QCOMPARE(nearestWord("standart", words).value(), std::string("standard"));
    QCOMPARE(nearestWord("STANDARD", words).value(), std::string("standard"));
    QCOMPARE(nearestWord("hgih", words).value(), std::string("high"));
    QVERIFY(!nearestWord("nothing like it", words));
    QVERIFY(!nearestWord(std::string(100000, 'x'), words));
    QCOMPARE(listWords(words), std::string("draft, standard or high"));
}

QTEST_GUILESS_MAIN(TestFiles)
#include "test_files.moc"
