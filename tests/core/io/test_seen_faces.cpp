// SPDX-License-Identifier: Apache-2.0
#include "base/files.h"
#include "io/seen_faces.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace bozzetto;

class TestSeenFaces : public QObject {
    Q_OBJECT
private slots:
    void bytesComeBackOfAsManyTrianglesOnly() {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        QVERIFY(readSeenFaces(path, 4).empty());
        writeFileAtomically(path / kSeenFacesFile, std::string("\xff\x00\x80\x01", 4));
        QCOMPARE(readSeenFaces(path, 4), (std::vector<uint8_t>{255, 0, 128, 1}));
        QVERIFY(readSeenFaces(path, 3).empty());
        QVERIFY(readSeenFaces(path, 5).empty());
    }
};

QTEST_GUILESS_MAIN(TestSeenFaces)
#include "test_seen_faces.moc"
