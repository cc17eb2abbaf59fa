// SPDX-License-Identifier: Apache-2.0
#include "ui/viewport/screenshot.h"

#include "base/error.h"
#include "base/files.h"
#include "ui/common/background_task.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QStandardPaths>

namespace bozzetto::ui {
namespace {

struct ScreenshotText {
    Q_DECLARE_TR_FUNCTIONS(bozzetto::ui::ScreenshotText)
};

/// Makes an empty file of a name that was free; two programs never get the same one.
QString reserveName(const QString& folder) {
    if (!QDir().mkpath(folder)) {
        throw Error(Error::Kind::Output,
                    toStd(ScreenshotText::tr("The folder %1 cannot be made.").arg(folder)),
                    toStd(ScreenshotText::tr("Choose another folder for screenshots.")));
    }
    const QString stem = QStringLiteral("Bozzetto ") + QDateTime::currentDateTime().toString(
                                                           QStringLiteral("yyyy-MM-dd HH-mm-ss"));
    for (int number = 1; number < 1000; ++number) {
        const QString name = number == 1 ? stem : QStringLiteral("%1 (%2)").arg(stem).arg(number);
        QFile file(QDir(folder).filePath(name + QStringLiteral(".png")));
        if (file.open(QIODevice::NewOnly | QIODevice::WriteOnly)) {
            return file.fileName();
        }
        if (!file.exists()) {
            throw Error(Error::Kind::Output,
                        toStd(ScreenshotText::tr("Nothing can be written to %1: %2")
                                  .arg(folder, file.errorString())));
        }
    }
    throw Error(Error::Kind::Output,
                toStd(ScreenshotText::tr("No free name is left in %1.").arg(folder)));
}

}  // namespace

QString picturesFolder() {
    const QString pictures = QStandardPaths::writableLocation(QStandardPaths::PicturesLocation);
    return pictures.isEmpty() ? QDir::homePath() : pictures;
}

QByteArray encodePicture(const QImage& picture) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (picture.isNull() || !picture.save(&buffer, "PNG")) {
        throw Error(Error::Kind::Output,
                    toStd(ScreenshotText::tr("The picture could not be drawn.")));
    }
    return bytes;
}

void saveScreenshot(QObject* receiver,
                    const QImage& picture,
                    const QString& folder,
                    std::function<void(const QString& path)> saved,
                    std::function<void(const Problem&)> failed) {
    inBackground(
        receiver,
        [picture, folder] {
            const QByteArray bytes = encodePicture(picture);
            const QString path = reserveName(folder);
            try {
                writeFileAtomically(toPath(path),
                                    {bytes.constData(), static_cast<size_t>(bytes.size())});
            } catch (...) {
                QFile::remove(path);
                throw;
            }
            return path;
        },
        std::move(saved),
        std::move(failed));
}

}  // namespace bozzetto::ui
