// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QImage>
#include <QMutex>
#include <QString>

#include <optional>

namespace bozzetto::ui {

struct ThumbnailRequest;

/// The part of the thumbnail cache that lies on disk: one PNG an entry, named by a hash of path,
/// size and time of change. May be deleted by anybody at any time. Safe to use from any thread.
class ThumbnailDisk {
public:
    explicit ThumbnailDisk(const QString& folder) : folder_(folder) {}

    /// Name of the entry for the files as they are now; empty: the picture is not there.
    static QString keyOf(const ThumbnailRequest& request);
    /// Null if there is none; a damaged entry is removed.
    QImage load(const QString& key);
    /// Removes the least recently used entries when there are too many bytes. Failing to write is
    /// no error: the next run decodes again.
    void store(const QString& key, const QImage& image);
    void setLimit(qint64 bytes);
    void clear();
    qint64 bytes() const;

private:
    QString pathOf(const QString& key) const;
    void trim();

    QString folder_;
    QMutex mutex_;  // guards the two below
    qint64 limit_ = qint64{256} << 20;
    std::optional<qint64> used_;  // unset until the folder was looked at
};

}  // namespace bozzetto::ui
