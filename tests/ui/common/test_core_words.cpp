// SPDX-License-Identifier: Apache-2.0
// The sentences of core in the user's language: known ones with their parts, and none in the list
// that core does not write any more.
#include "base/error.h"
#include "base/files.h"
#include "ui/common/core_words.h"
#include "ui/common/text.h"

#include <QDirIterator>
#include <QRegularExpression>
#include <QTranslator>
#include <QtTest>

using namespace bozzetto;
using namespace bozzetto::ui;

/// A language of its own: every sentence in angle brackets, its parts in reverse order.
class Bracketed : public QTranslator {
public:
    bool isEmpty() const override { return false; }
    QString translate(const char* context,
                      const char* text,
                      const char* /*comment*/,
                      int /*n*/) const override {
        if (qstrcmp(context, "CoreWords") != 0) {
            return {};
        }
        const QString source = QString::fromUtf8(text);
        return source.contains("%2")
                   ? "<%2, %1: " + QString(source).remove(QRegularExpression("%\\d")) + ">"
                   : "<" + source + ">";
    }
};

class TestCoreWords : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QCoreApplication::installTranslator(&language_); }
    void everySentenceIsOneOfCores();
    void sentences_data();
    void sentences();
    void errorsAreTranslated();

private:
    Bracketed language_;
};

/// All texts in core's sources, those of neighbouring literals joined as the compiler does.
static QString textsOfCore() {
    QString all;
    QDirIterator files(
        BOZZETTO_SOURCE_DIR "/core", {"*.cpp", "*.h"}, QDir::Files, QDirIterator::Subdirectories);
    static const QRegularExpression seam("\"\\s*\\n\\s*\"");
    while (files.hasNext()) {
        QFile file(files.next());
        if (file.open(QFile::ReadOnly)) {
            all += QString::fromUtf8(file.readAll()).remove(seam);
        }
    }
    return all.replace("\\\"", "\"");
}

void TestCoreWords::everySentenceIsOneOfCores() {
    const QString core = textsOfCore();
    QVERIFY(core.size() > 100000);
    QVERIFY(coreSentences().size() > 100);
    // An action and its reason are joined with ": " by the functions that throw.
    static const QRegularExpression place(": %\\d|%\\d");
    QStringList missing;
    for (const QString& sentence : coreSentences()) {
        for (const QString& part : sentence.split(place)) {
            if (!core.contains(part)) {
                missing.append(sentence);
            }
        }
    }
    QVERIFY2(missing.isEmpty(), qPrintable(missing.join('\n')));
}

void TestCoreWords::sentences_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    QTest::newRow("whole") << "is a folder, not a file"
                           << "<is a folder, not a file>";
    QTest::newRow("unknown") << "the cat sat on: the mat"
                             << "The cat sat on: the mat";
    QTest::newRow("empty") << ""
                           << "";
    QTest::newRow("path in front") << "/a/b: c/x.png: the file is missing"
                                   << "/a/b: c/x.png: <the file is missing>";
    QTest::newRow("part") << "the camera_model 'FOV' is not supported"
                          << "<the camera_model 'FOV' is not supported>";
    QTest::newRow("parts change places") << "only 3 of 24 pictures have a mask"
                                         << "<24, 3: only  of  pictures have a mask>";
    QTest::newRow("a sentence as a part")
        << "frame 'a%2' was left out: it has no 'file_path'"
        << "<<it has no 'file_path'>, a%2: frame '' was left out: >";
    QTest::newRow("two sentences within one")
        << "The cameras of 5 of 6 pictures were found by COLMAP 3.8 (exhaustive matching): 400 "
           "points, reprojection error 0.40 pixels, focal length 1204.1 pixels (1200.0 by EXIF)."
        << "<6, 5: The cameras of  of  pictures were found by  ( matching): .>";
    QTest::newRow("system's reason") << "/x/y: cannot be written: No space left on device"
                                     << "/x/y: <cannot be written: <No space left on device>>";
    QTest::newRow("a part may not be empty") << "the camera_model '' is not supported"
                                             << "The camera_model '' is not supported";
    QTest::newRow("nothing after the end") << "is a folder, not a file at all"
                                           << "Is a folder, not a file at all";
    QTest::newRow("a name in front stays") << "mesh.obj: is not a mesh"
                                           << "mesh.obj: is not a mesh";
}

void TestCoreWords::sentences() {
    QFETCH(QString, text);
    QTEST(coreText(text), "expected");
}

void TestCoreWords::errorsAreTranslated() {
    try {
        readFile("/nowhere/at all");
        QFAIL("there is no such file");
    } catch (const Error& error) {
        const Problem problem = toProblem(error);
        QVERIFY2(problem.reason.startsWith("/nowhere/at all: <"), qPrintable(problem.reason));
        QCOMPARE(problem.hint, QString("<Check that the file exists.>"));
    }
}

QTEST_GUILESS_MAIN(TestCoreWords)
#include "test_core_words.moc"
