// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/common/text.h"
#include "ui/project/project_document.h"

#include <QDir>
#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

namespace bozzetto::ui {

constexpr int kWaitMs = 10000;

/// A document with a fast autosave and folders of its own.
struct ProjectFixture {
    QTemporaryDir folder;
    QString sessions = folder.filePath(QStringLiteral("sessions"));
    QString file = folder.filePath(QStringLiteral("cup study.bozzetto"));
    ProjectDocument document{nullptr, sessions};

    ProjectFixture() { document.setAutosaveIntervals(20, 1000); }
};

inline bool saveAs(ProjectDocument& document, const QString& path) {
    QSignalSpy saved(&document, &ProjectDocument::saved);
    QSignalSpy failed(&document, &ProjectDocument::saveFailed);
    document.saveAs(path);
    return QTest::qWaitFor([&] { return saved.count() + failed.count() > 0; }, kWaitMs) &&
           saved.count() == 1;
}

inline bool open(ProjectDocument& document, const QString& path) {
    QSignalSpy opened(&document, &ProjectDocument::opened);
    QSignalSpy failed(&document, &ProjectDocument::openFailed);
    document.open(path);
    return QTest::qWaitFor([&] { return opened.count() + failed.count() > 0; }, kWaitMs) &&
           opened.count() == 1;
}

inline bool recover(ProjectDocument& document, const RecoverableSession& session) {
    QSignalSpy opened(&document, &ProjectDocument::opened);
    document.recover(session);
    return opened.wait(kWaitMs);
}

inline void write(const QString& path, const QByteArray& bytes) {
    QDir().mkpath(QFileInfo(path).absolutePath());
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

inline QByteArray bytesOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// A run that has written `bytes` of results and ended.
inline QString addFinishedRun(ProjectDocument& document, int bytes = 1000) {
    ProjectRun run = document.beginRun(QStringLiteral("nvdiffrec"));
    write(toQt(run.folder) + QStringLiteral("/nvdiffrec/mesh.obj"), QByteArray(bytes, 'v'));
    run.state = ProjectRun::State::Done;
    run.scores["psnr"] = 28.5;
    document.updateRun(run);
    return toQt(run.id);
}

}  // namespace bozzetto::ui
