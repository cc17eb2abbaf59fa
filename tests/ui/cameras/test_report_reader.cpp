// SPDX-License-Identifier: Apache-2.0
#include "ui/cameras/camera_words.h"
#include "ui/cameras/report_reader.h"
#include "ui/common/text.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

using namespace bozzetto;
using namespace bozzetto::ui;

namespace {

class TestReportReader : public QObject {
    Q_OBJECT
private slots:
    void readsWhatCoreWrites();
    void everyReasonHasWords();
    void hostileFilesAreNoReport();

private:
    std::optional<CameraReport> read(const QByteArray& text) {
        QFile file(folder_.filePath(QStringLiteral("cameras.json")));
        const bool written = file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
        file.close();
        return written ? readCameraReport(toPath(file.fileName())) : std::nullopt;
    }
    QTemporaryDir folder_;
};

void TestReportReader::readsWhatCoreWrites() {
    CameraReport report;
    EstimatedPicture picture;
    picture.view = "IMG_1", picture.path = "/photos/IMG_1.jpg";
    picture.state = EstimatedPicture::State::Registered;
    picture.features = 1200, picture.points = 300, picture.error = 0.5;
    report.pictures.push_back(picture);
    picture.view = "IMG_2";
    picture.state = EstimatedPicture::State::LeftOut;
    picture.reason = EstimatedPicture::Reason::Blurred;
    report.pictures.push_back(picture);
    picture.state = EstimatedPicture::State::NotRegistered;
    picture.reason = EstimatedPicture::Reason::OtherObject;
    report.pictures.push_back(picture);
    report.registered = 1, report.points = 4321, report.reprojection_error = 0.75;
    report.focal_length = 700.5, report.exif_focal_length = 699, report.models = 2;
    report.program = "COLMAP 3.8", report.matching = "exhaustive", report.seconds = 12;
    const auto found =
        read("{\"bozzetto\":{\"report\":" + QByteArray::fromStdString(encodeReport(report)) + "}}");
    QVERIFY(found);
    QCOMPARE(found->pictures.size(), size_t{3});
    QCOMPARE(found->pictures[0].view, std::string("IMG_1"));
    QCOMPARE(found->pictures[0].points, 300);
    QVERIFY(found->pictures[0].state == EstimatedPicture::State::Registered);
    QVERIFY(found->pictures[1].state == EstimatedPicture::State::LeftOut);
    QVERIFY(found->pictures[1].reason == EstimatedPicture::Reason::Blurred);
    QVERIFY(found->pictures[2].state == EstimatedPicture::State::NotRegistered);
    QVERIFY(found->pictures[2].reason == EstimatedPicture::Reason::OtherObject);
    QCOMPARE(found->points, 4321);
    QCOMPARE(found->reprojection_error, 0.75);
    QCOMPARE(found->focal_length, 700.5);
    QCOMPARE(found->models, 2);
    const QString words = reportLines(*found).join(QLatin1Char(' '));
    QVERIFY2(words.contains(QStringLiteral("1 of 3")), qPrintable(words));
    QVERIFY2(words.contains(QStringLiteral("+0.2 %")), qPrintable(words));
}

void TestReportReader::everyReasonHasWords() {
    using Reason = EstimatedPicture::Reason;
    QSet<QString> words;
    for (const Reason reason : {Reason::None,
                                Reason::Blurred,
                                Reason::NoOverlap,
                                Reason::LittleTexture,
                                Reason::OtherObject,
                                Reason::OtherModel,
                                Reason::Unreadable}) {
        words.insert(reasonText(reason, EstimatedPicture::State::NotRegistered));
    }
    QCOMPARE(words.size(), 7);
}

void TestReportReader::hostileFilesAreNoReport() {
    QVERIFY(!read(""));
    QVERIFY(!read("[1, 2"));
    QVERIFY(!read("{\"bozzetto\": 3}"));
    QVERIFY(!read("{\"bozzetto\": {\"report\": []}}"));
    QVERIFY(!readCameraReport("/nowhere/cameras.json"));
    const auto wild = read(
        "{\"bozzetto\":{\"report\":{\"points\":1e300,\"registered\":-5,\"models\":\"x\","
        "\"pictures\":[3,{\"state\":7}],\"focal_length\":\"wide\"}}}");
    QVERIFY(wild);
    QVERIFY(wild->points > 0 && wild->registered == 0 && wild->models == 1);
    QCOMPARE(wild->pictures.size(), size_t{2});
    QVERIFY(!reportLines(*wild).isEmpty());
}

}  // namespace

QTEST_GUILESS_MAIN(TestReportReader)
#include "test_report_reader.moc"
