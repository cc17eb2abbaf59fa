// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/view_source.h"

#include <QCache>
#include <QHash>
#include <QImage>
#include <QObject>
#include <QSet>
#include <QString>
#include <QThreadPool>

#include <atomic>
#include <memory>

namespace bozzetto::ui {

/// Which small picture is wanted.
struct ThumbnailRequest {
    enum class Look {
        Photo,  // as taken; what the picture's own alpha hides is transparent
        Mask,   // the ground outside the mask is tinted
    };
    QString path;       // the photograph
    QString mask_path;  // mask file or, with mask_is_depth, depth picture; empty: the alpha
    bool mask_is_depth = false;
    ViewSource::MaskPolarity mask_polarity = ViewSource::MaskPolarity::Guess;
    bool inverted = false;  // the mask, as it is understood, is the background
    bool upright = true;    // apply the EXIF orientation
    Look look = Look::Photo;
    int side = 160;  // longest side, device pixels
    bool operator==(const ThumbnailRequest&) const = default;
};
size_t qHash(const ThumbnailRequest& request, size_t seed = 0);

class ThumbnailDisk;

/// Small pictures, made in threads of low priority and kept in memory (bounded) and on disk
/// (bounded; least recently used go first). A file that changed is made anew. What was asked for
/// last comes first, so that what is visible appears before what was scrolled past.
class ThumbnailCache : public QObject {
    Q_OBJECT
public:
    /// `folder` is made when needed; empty: nothing is kept on disk.
    explicit ThumbnailCache(const QString& folder, QObject* parent = nullptr);
    ~ThumbnailCache() override;

    enum class State { Waiting, Ready, Failed };
    struct Thumbnail {
        State state = State::Waiting;
        QImage image;   // ARGB32 premultiplied, sRGB, longest side `side`; smaller pictures as is
        QString error;  // Failed: why
    };
    /// What is there now; Waiting starts the work, and ready() follows in any case.
    Thumbnail thumbnail(const ThumbnailRequest& request);
    /// Forgets what still waits, for a view that was left.
    void cancelWaiting();
    /// Looks at the files again: a picture that changed since it was decoded is made anew.
    void refresh();

    /// At least 16 MiB.
    void setMemoryLimit(qint64 bytes);
    void setDiskLimit(qint64 bytes);
    qint64 diskLimit() const { return disk_limit_; }
    /// Empties memory and disk; cleared() follows.
    void clear();
    /// Counts the bytes on disk; diskUsage() follows.
    void measureDisk();

    struct Statistics {
        int decoded = 0;    // made from the picture itself
        int from_disk = 0;  // found on disk
    };
    Statistics statistics() const;

    struct Counters {
        std::atomic<int> decoded = 0, from_disk = 0;
    };

Q_SIGNALS:
    void ready(const bozzetto::ui::ThumbnailRequest& request);
    void cleared();
    void diskUsage(qint64 bytes);

private:
    void startWork();
    void finish(const ThumbnailRequest& request, const Thumbnail& made);

    std::shared_ptr<ThumbnailDisk> disk_;  // outlives us in the threads
    std::shared_ptr<Counters> counters_;
    QThreadPool pool_;
    QCache<ThumbnailRequest, Thumbnail> memory_;  // costs in KiB
    QHash<ThumbnailRequest, quint64> waiting_;    // when it was asked for last
    QSet<ThumbnailRequest> running_;
    quint64 asked_ = 0;
    qint64 disk_limit_ = qint64{256} << 20;
};

}  // namespace bozzetto::ui

Q_DECLARE_METATYPE(bozzetto::ui::ThumbnailRequest)
