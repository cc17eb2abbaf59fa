// SPDX-License-Identifier: Apache-2.0
#include "ui/images/thumbnail_disk.h"

#include "ui/images/thumbnail_cache.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QMutexLocker>
#include <QSaveFile>

namespace bozzetto::ui {
namespace {

constexpr int kVersion = 1;      // of how thumbnails look
constexpr int kFastPng = 80;     // little compression: writing must be cheap
constexpr double kTrimTo = 0.8;  // of the limit, so that not every new entry trims again

const QStringList& entryPattern() {
    static const QStringList kPattern{QStringLiteral("*.thumbnail.png")};
    return kPattern;
}

QByteArray stampOf(const QString& path) {
    const QFileInfo info(path);
    return path.toUtf8() + '\n' + QByteArray::number(info.size()) + '\n' +
           QByteArray::number(info.lastModified().toMSecsSinceEpoch()) + '\n';
}

}  // namespace

QString ThumbnailDisk::keyOf(const ThumbnailRequest& request) {
    if (!QFileInfo(request.path).isFile()) {
        return {};
    }
    QCryptographicHash hash(QCryptographicHash::Sha1);
    hash.addData(stampOf(request.path));
    const bool uses_mask = request.look == ThumbnailRequest::Look::Mask;
    if (uses_mask && !request.mask_path.isEmpty()) {
        hash.addData(stampOf(request.mask_path));
    }
    hash.addData(QStringLiteral("%1 %2 %3 %4 %5 %6 %7")
                     .arg(kVersion)
                     .arg(request.mask_is_depth)
                     .arg(request.inverted)
                     .arg(request.upright)
                     .arg(static_cast<int>(request.look))
                     .arg(request.side)
                     .arg(static_cast<int>(request.mask_polarity))
                     .toLatin1());
    return QString::fromLatin1(hash.result().toHex());
}

QString ThumbnailDisk::pathOf(const QString& key) const {
    return folder_ + QLatin1Char('/') + key + QStringLiteral(".thumbnail.png");
}

QImage ThumbnailDisk::load(const QString& key) {
    if (folder_.isEmpty() || key.isEmpty()) {
        return {};
    }
    QFile file(pathOf(key));
    if (!file.open(QIODevice::ReadWrite)) {
        return {};
    }
    QImage image;
    if (!image.loadFromData(file.readAll(), "PNG")) {
        file.remove();
        return {};
    }
    file.setFileTime(QDateTime::currentDateTime(), QFileDevice::FileModificationTime);
    return std::move(image).convertToFormat(QImage::Format_ARGB32_Premultiplied);
}

void ThumbnailDisk::store(const QString& key, const QImage& image) {
    if (folder_.isEmpty() || key.isEmpty() || !QDir().mkpath(folder_)) {
        return;
    }
    QSaveFile file(pathOf(key));
    if (!file.open(QIODevice::WriteOnly) || !image.save(&file, "PNG", kFastPng)) {
        return;
    }
    const qint64 size = file.size();
    if (!file.commit()) {
        return;
    }
    const QMutexLocker lock(&mutex_);
    used_ = used_ ? *used_ + size : bytes();
    if (*used_ > limit_) {
        trim();
    }
}

void ThumbnailDisk::setLimit(qint64 bytes_allowed) {
    const QMutexLocker lock(&mutex_);
    limit_ = bytes_allowed;
    trim();
}

qint64 ThumbnailDisk::bytes() const {
    qint64 sum = 0;
    for (const QFileInfo& entry : QDir(folder_).entryInfoList(entryPattern(), QDir::Files)) {
        sum += entry.size();
    }
    return sum;
}

/// Oldest first until the rest fits; the mutex is held.
void ThumbnailDisk::trim() {
    if (folder_.isEmpty()) {
        return;
    }
    const QFileInfoList entries =
        QDir(folder_).entryInfoList(entryPattern(), QDir::Files, QDir::Time | QDir::Reversed);
    qint64 sum = 0;
    for (const QFileInfo& entry : entries) {
        sum += entry.size();
    }
    if (sum > limit_) {
        for (const QFileInfo& entry : entries) {
            if (sum <= static_cast<qint64>(kTrimTo * static_cast<double>(limit_))) {
                break;
            }
            sum -= QFile::remove(entry.filePath()) ? entry.size() : 0;
        }
    }
    used_ = sum;
}

void ThumbnailDisk::clear() {
    const QMutexLocker lock(&mutex_);
    for (const QFileInfo& entry : QDir(folder_).entryInfoList(entryPattern(), QDir::Files)) {
        QFile::remove(entry.filePath());
    }
    used_ = 0;
}

}  // namespace bozzetto::ui
