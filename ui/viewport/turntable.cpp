// SPDX-License-Identifier: Apache-2.0
#include "ui/viewport/turntable.h"

#include "base/error.h"
#include "base/files.h"
#include "ui/common/background_task.h"
#include "ui/viewport/screenshot.h"

#include <QDateTime>
#include <QDir>

#include <numbers>

namespace bozzetto::ui {
namespace {

/// A folder of this minute that did not exist before.
QString makeFolder(const QString& parent) {
    const QString stem = QStringLiteral("Turntable ") + QDateTime::currentDateTime().toString(
                                                            QStringLiteral("yyyy-MM-dd HH-mm-ss"));
    if (!QDir().mkpath(parent)) {
        throw Error(Error::Kind::Output,
                    toStd(TurntableRecorder::tr("The folder %1 cannot be made.").arg(parent)),
                    toStd(TurntableRecorder::tr("Choose another folder.")));
    }
    for (int number = 1; number < 1000; ++number) {
        const QString name = number == 1 ? stem : QStringLiteral("%1 (%2)").arg(stem).arg(number);
        if (QDir(parent).exists(name)) {
            continue;
        }
        if (QDir(parent).mkdir(name)) {
            return QDir(parent).filePath(name);
        }
        break;
    }
    throw Error(Error::Kind::Output,
                toStd(TurntableRecorder::tr("No folder can be made in %1.").arg(parent)),
                toStd(TurntableRecorder::tr("Choose another folder.")));
}

}  // namespace

ViewCamera turntableCamera(const TurntableJob& job, int picture) {
    Turntable turned = job.start;
    turned.roll = 0;
    turned.yaw += 2 * std::numbers::pi * picture / std::max(1, job.pictures);
    ViewCamera camera = job.axes.cameraOf(turned);
    camera.orthographic = job.orthographic;
    return camera;
}

TurntableRecorder::TurntableRecorder(DrawPicture draw, QObject* parent)
    : QObject(parent), draw_(std::move(draw)) {}

void TurntableRecorder::start(const TurntableJob& job) {
    if (running_) {
        return;
    }
    job_ = job;
    written_ = 0;
    running_ = true;
    cancel_ = false;
    Q_EMIT progress(0, job_.pictures);
    inBackground(
        this,
        [parent = job.folder] { return makeFolder(parent); },
        [this](const QString& folder) {
            folder_ = folder;
            drawNext();
        },
        [this](const Problem& problem) { fail(problem); });
}

void TurntableRecorder::cancel() {
    cancel_ = true;
}

void TurntableRecorder::drawNext() {
    if (cancel_) {
        running_ = false;
        Q_EMIT cancelled(folder_, written_);
        return;
    }
    if (written_ == job_.pictures) {
        running_ = false;
        Q_EMIT finished(folder_, written_);
        return;
    }
    PictureRequest request;
    request.size = job_.size;
    request.camera = turntableCamera(job_, written_);
    request.transparent = job_.transparent;
    draw_(request, this, [this](const QImage& picture) { write(picture); });
}

void TurntableRecorder::write(const QImage& picture) {
    const QString path = QDir(folder_).filePath(
        QStringLiteral("turntable_%1.png").arg(written_ + 1, 4, 10, QLatin1Char('0')));
    inBackground(
        this,
        [picture, path] {
            const QByteArray bytes = encodePicture(picture);
            writeFileAtomically(toPath(path),
                                {bytes.constData(), static_cast<size_t>(bytes.size())});
            return true;
        },
        [this](bool) {
            ++written_;
            Q_EMIT progress(written_, job_.pictures);
            drawNext();
        },
        [this](const Problem& problem) { fail(problem); });
}

void TurntableRecorder::fail(const Problem& problem) {
    running_ = false;
    Q_EMIT failed(problem);
}

}  // namespace bozzetto::ui
