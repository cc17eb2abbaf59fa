// SPDX-License-Identifier: Apache-2.0
#include "support/review_set.h"
#include "support/tiny_set.h"
#include "ui/common/text.h"
#include "ui/images/drag.h"
#include "ui/images/drop_target.h"
#include "ui/theme/theme.h"

#include <QClipboard>
#include <QLabel>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QVBoxLayout>

using namespace bozzetto;
using namespace bozzetto::ui;
using bozzetto::testing::Drag;
namespace fs = std::filesystem;

namespace {

QMimeData* mimeOf(const QList<QUrl>& urls) {
    auto* data = new QMimeData;
    data->setUrls(urls);
    return data;
}

QMimeData* filesOf(const QStringList& paths) {
    QList<QUrl> urls;
    for (const QString& path : paths) {
        urls << QUrl::fromLocalFile(path);
    }
    return mimeOf(urls);
}

/// A window that is a drop target, and what it said.
struct Window {
    QWidget widget;
    DropTarget* target = nullptr;
    std::unique_ptr<QSignalSpy> images, projects, refusals;

    Window() {
        widget.resize(900, 600);
        target = new DropTarget(&widget);
        images = std::make_unique<QSignalSpy>(target, &DropTarget::imageSetDropped);
        projects = std::make_unique<QSignalSpy>(target, &DropTarget::projectDropped);
        refusals = std::make_unique<QSignalSpy>(target, &DropTarget::refused);
        widget.show();
        if (!QTest::qWaitForWindowExposed(&widget)) {
            qFatal("no window");
        }
    }
    bool waitForText(const QString& part) {
        return QTest::qWaitFor([&] { return target->overlayText().contains(part); });
    }
    QStringList droppedPaths() {
        return QTest::qWaitFor([&] { return images->size() == 1; })
                   ? images->front()[0].toStringList()
                   : QStringList();
    }
    QString refusal() {
        return QTest::qWaitFor([&] { return refusals->size() == 1; })
                   ? refusals->front()[0].toString() + QLatin1Char('|') +
                         refusals->front()[1].toString()
                   : QString();
    }
};

}  // namespace

/// What can be brought in by dropping and pasting, with real events.
class TestDrop : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    fs::path root_;
    QString at(const char* name) const { return toQt(root_ / fs::path(name)); }

private Q_SLOTS:
    void initTestCase() {
        qRegisterMetaType<DropAction>();
        applyTheme(*qApp, Scheme::Dark);
        root_ = folder_.path().toStdString();
        bozzetto::testing::writeReviewSet(root_ / "ä ß é 漢 🗿 100%", 12);
        bozzetto::testing::writeReviewSet(root_ / "other", 2);
        bozzetto::testing::writeTinySet(root_ / "cameras", 3);
        fs::create_directories(root_ / "empty");
        for (const char* name : {"work.bozzetto", "notes.txt", "pictures.zip", "clip.MP4"}) {
            QFile file(at(name));
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write("x") == 1);
        }
    }

    void folderWithAnyName() {
        Window window;
        const QString path = at("ä ß é 漢 🗿 100%");
        auto* data = new QMimeData;  // as file managers write it, byte by byte
        data->setData(QStringLiteral("text/uri-list"),
                      QUrl::fromLocalFile(path).toEncoded(QUrl::FullyEncoded) + "\r\n");
        QVERIFY(data->data(QStringLiteral("text/uri-list")).contains("%C3%A4%20%C3%9F"));
        Drag drag(&window.widget, data);
        QVERIFY(drag.enter());
        QVERIFY(window.waitForText(QStringLiteral("12 picture")));
        saveScreenshot(&window.widget, QStringLiteral("images_drop_overlay"));
        QCOMPARE(drag.drop(Qt::ShiftModifier), Qt::CopyAction);  // files are never moved away
        QCOMPARE(window.droppedPaths(), QStringList{path});
        QVERIFY(window.target->overlayText().isEmpty());
    }

    void dropBeforeTheDiskWasLookedAt() {
        Window window;
        Drag drag(&window.widget, filesOf({at("other")}));
        QVERIFY(drag.enter());
        drag.drop();  // at once
        QCOMPARE(window.droppedPaths(), QStringList{at("other")});
    }

    void severalPicturesOfOneFolderInNaturalOrderOnce() {
        Window window;
        const QString folder = at("ä ß é 漢 🗿 100%/");
        Drag drag(&window.widget,
                  filesOf({folder + QStringLiteral("p_10.png"),
                           folder + QStringLiteral("p_2.png"),
                           folder + QStringLiteral("p_10.png")}));
        drag.enter();
        QVERIFY(window.waitForText(QStringLiteral("2 picture")));
        QVERIFY(window.target->overlayText().contains(QStringLiteral("excluded")));
        drag.drop();
        QCOMPARE(
            window.droppedPaths(),
            (QStringList{folder + QStringLiteral("p_2.png"), folder + QStringLiteral("p_10.png")}));
    }

    void picturesOfSeveralFoldersAreRefused() {
        Window window;
        Drag drag(&window.widget, filesOf({at("other/p_0.png"), at("cameras/train/r_0.png")}));
        drag.enter();
        drag.drop();
        QVERIFY(window.refusal().contains(QStringLiteral("2 folders")));
        QVERIFY(window.images->isEmpty());
    }

    void aSetsOwnFoldersAreThatSet() {
        // The pictures' folder of a set with cameras is taken for the set, or the cameras are lost.
        QCOMPARE(classifyPaths({at("cameras/train")}).input, at("cameras"));
        QCOMPARE(classifyPaths({at("clip.MP4")}).kind, DropContent::Kind::Images);
        QCOMPARE(classifyPaths({at("clip.MP4")}).input, at("clip.MP4"));  // its frames
        QCOMPARE(classifyPaths({at("cameras/train/r_0.png"), at("cameras/train/r_1.png")}).input,
                 at("cameras"));
        QCOMPARE(classifyPaths({at("cameras/train"), at("cameras/transforms_train.json")}).input,
                 at("cameras"));
    }

    void transformsFileAndProject() {
        Window window;
        Drag transforms(&window.widget, filesOf({at("cameras/transforms_train.json")}));
        transforms.enter();
        transforms.drop();
        QCOMPARE(window.droppedPaths(), QStringList{at("cameras/transforms_train.json")});
        Drag project(&window.widget, filesOf({at("work.bozzetto")}));
        project.enter();
        QVERIFY(window.waitForText(QStringLiteral("project")));
        project.drop();
        QTRY_COMPARE(window.projects->size(), 1);
        QCOMPARE(window.projects->front()[0].toString(), at("work.bozzetto"));
    }

    void refusedWithReasonAndRemedy_data() {
        QTest::addColumn<QUrl>("url");
        QTest::addColumn<QString>("reason");
        QTest::addColumn<QString>("remedy");
        const auto add =
            [](const char* name, const QUrl& url, const char* reason, const char* hint) {
                QTest::newRow(name)
                    << url << QString::fromLatin1(reason) << QString::fromLatin1(hint);
            };
        add("web", QUrl(QStringLiteral("https://example.com/a.png")), "web address", "Download");
        add("share", QUrl(QStringLiteral("smb://nas/set")), "web address", "Download");
        add("host", QUrl(QStringLiteral("file://nas/set")), "web address", "Download");
        add("archive", QUrl::fromLocalFile(at("pictures.zip")), "archive", "Unpack");
        add("text", QUrl::fromLocalFile(at("notes.txt")), "no picture", "PNG");
        add("empty", QUrl::fromLocalFile(at("empty")), "holds no pictures", "folder");
        add("missing", QUrl::fromLocalFile(at("gone")), "not there", "path");
    }
    void refusedWithReasonAndRemedy() {
        QFETCH(QUrl, url);
        QFETCH(QString, reason);
        QFETCH(QString, remedy);
        Window window;
        Drag drag(&window.widget, mimeOf({url}));
        QVERIFY(drag.enter());
        QVERIFY(window.waitForText(reason));
        if (reason == QLatin1String("web address")) {
            saveScreenshot(&window.widget, QStringLiteral("images_drop_refused"));
        }
        drag.drop();
        const QString said = window.refusal();
        QVERIFY2(said.contains(reason) && said.section(QLatin1Char('|'), 1).contains(remedy),
                 qPrintable(said));
        QVERIFY(window.images->isEmpty());
    }

    void shiftAddsPicturesOfTheOpenSetOnly() {
        Window window;
        window.target->setCurrentFolder(at("other"));
        Drag inside(&window.widget, filesOf({at("other/p_1.png")}));
        inside.enter();
        QVERIFY(window.waitForText(QStringLiteral("Hold Shift")));
        inside.move(Qt::ShiftModifier);
        QVERIFY(window.target->overlayText().contains(QStringLiteral("add 1 picture")));
        inside.drop(Qt::ShiftModifier);
        QTRY_COMPARE(window.images->size(), 1);
        QCOMPARE(window.images->front()[1].value<DropAction>(), DropAction::Add);
        Drag outside(&window.widget, filesOf({at("cameras")}));
        outside.enter(Qt::ShiftModifier);
        QVERIFY(window.waitForText(QStringLiteral("another folder")));
        outside.leave();
        QVERIFY(window.target->overlayText().isEmpty());
    }

    void nothingIsTakenWhileBusy() {
        Window window;
        window.target->setAccepting(false, QStringLiteral("A run is going on."));
        Drag drag(&window.widget, filesOf({at("other")}));
        drag.enter();
        QVERIFY(window.waitForText(QStringLiteral("A run is going on.")));
        drag.drop();
        QVERIFY(window.refusal().contains(QStringLiteral("A run is going on.")));
    }

    void plainTextIsNotOurs() {
        Window window;
        auto* data = new QMimeData;
        data->setText(QStringLiteral("hello"));
        Drag drag(&window.widget, data);
        QVERIFY(!drag.enter());
    }

    void kdeListWins() {
        QMimeData data;
        data.setUrls({QUrl(QStringLiteral("trash:/other"))});
        data.setData(QStringLiteral("application/x-kde4-urilist"),
                     QUrl::fromLocalFile(at("other")).toEncoded() + "\n");
        QCOMPARE(urlsOf(data), QList<QUrl>{QUrl::fromLocalFile(at("other"))});
    }

    void pastedPathsAndAddresses() {
        Window window;
        QGuiApplication::clipboard()->setText(QLatin1Char('"') + at("ä ß é 漢 🗿 100%") +
                                              QStringLiteral("\"\n"));
        window.target->pasteRequested();
        QCOMPARE(window.droppedPaths(), QStringList{at("ä ß é 漢 🗿 100%")});
        QGuiApplication::clipboard()->setText(QStringLiteral("https://example.com/set"));
        window.target->pasteRequested();
        QVERIFY(window.refusal().contains(QStringLiteral("web address")));
    }

    void pastedPicture() {
        Window window;
        QImage picture(40, 30, QImage::Format_RGB32);
        picture.fill(Qt::red);
        QGuiApplication::clipboard()->setImage(picture);
        window.target->pasteRequested();
        const QStringList paths = window.droppedPaths();
        QCOMPARE(paths.size(), 1);
        QCOMPARE(QImage(paths.front()).size(), picture.size());
    }

private:
    void saveScreenshot(QWidget* widget, const QString& name) {
        const QString folder = qEnvironmentVariable("BOZZETTO_SCREENSHOTS");
        if (!folder.isEmpty()) {
            QVERIFY(widget->grab().save(folder + QLatin1Char('/') + name + QStringLiteral(".png")));
        }
    }
};

QTEST_MAIN(TestDrop)
#include "test_drop.moc"
