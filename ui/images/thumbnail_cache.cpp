// SPDX-License-Identifier: Apache-2.0
#include "ui/images/thumbnail_cache.h"

#include "ui/common/background_task.h"
#include "ui/images/low_priority.h"
#include "ui/images/thumbnail_disk.h"
#include "ui/images/thumbnail_maker.h"

#include <QThread>

#include <algorithm>

namespace bozzetto::ui {
namespace {

constexpr int kMemoryKib = 96 << 10;
constexpr int kLeastMemoryKib = 16 << 10;  // what one screen shows must fit

/// Disk entries come in few sizes, so that another zoom or screen finds them again.
int diskSide(int side) {
    return side <= 256 ? 256 : side <= 512 ? 512 : 1024;
}

QImage madeOrFound(ThumbnailRequest request,
                   ThumbnailDisk& disk,
                   ThumbnailCache::Counters& counters) {
    const int side = request.side;
    request.side = diskSide(side);
    const QString key = ThumbnailDisk::keyOf(request);
    QImage image = disk.load(key);
    if (image.isNull()) {
        image = makeThumbnail(request);
        ++counters.decoded;
        disk.store(key, image);
    } else {
        ++counters.from_disk;
    }
    return fitThumbnail(image, side).convertToFormat(QImage::Format_ARGB32_Premultiplied);
}

}  // namespace

size_t qHash(const ThumbnailRequest& r, size_t seed) {
    return qHashMulti(seed,
                      r.path,
                      r.mask_path,
                      r.mask_is_depth,
                      static_cast<int>(r.mask_polarity),
                      r.inverted,
                      r.upright,
                      static_cast<int>(r.look),
                      r.side);
}

ThumbnailCache::ThumbnailCache(const QString& folder, QObject* parent)
    : QObject(parent),
      disk_(std::make_shared<ThumbnailDisk>(folder)),
      counters_(std::make_shared<Counters>()),
      memory_(kMemoryKib) {
    qRegisterMetaType<ThumbnailRequest>();
    pool_.setMaxThreadCount(std::max(1, QThread::idealThreadCount() / 2));
}

ThumbnailCache::~ThumbnailCache() {
    waiting_.clear();
    pool_.waitForDone();  // a decode or two at most
}

ThumbnailCache::Thumbnail ThumbnailCache::thumbnail(const ThumbnailRequest& request) {
    if (const Thumbnail* known = memory_.object(request)) {
        return *known;
    }
    if (!running_.contains(request)) {
        waiting_[request] = ++asked_;
        startWork();
    }
    return {};
}

void ThumbnailCache::cancelWaiting() {
    waiting_.clear();
}

void ThumbnailCache::refresh() {
    memory_.clear();
}

void ThumbnailCache::startWork() {
    while (!waiting_.isEmpty() && running_.size() < pool_.maxThreadCount()) {
        const auto next = std::max_element(waiting_.begin(), waiting_.end());
        const ThumbnailRequest request = next.key();
        waiting_.erase(next);
        running_.insert(request);
        // The destructor waits for the pool, so `this` outlives the work; what was posted to it
        // goes away with it.
        pool_.start([this, request, disk = disk_, counters = counters_] {
            lowerThreadPriority();
            const auto made = std::make_shared<Thumbnail>();
            try {
                made->image = madeOrFound(request, *disk, *counters);
                made->state = State::Ready;
            } catch (const std::exception& error) {
                made->state = State::Failed;
                made->error = toProblem(error).reason;
            }
            QMetaObject::invokeMethod(
                this, [this, request, made] { finish(request, *made); }, Qt::QueuedConnection);
        });
    }
}

void ThumbnailCache::finish(const ThumbnailRequest& request, const Thumbnail& made) {
    running_.remove(request);
    const auto cost = std::max<qsizetype>(1, made.image.sizeInBytes() / 1024);
    memory_.insert(request, new Thumbnail(made), cost);
    startWork();
    Q_EMIT ready(request);
}

void ThumbnailCache::setMemoryLimit(qint64 bytes) {
    memory_.setMaxCost(static_cast<qsizetype>(std::max<qint64>(kLeastMemoryKib, bytes / 1024)));
}

void ThumbnailCache::setDiskLimit(qint64 bytes) {
    disk_limit_ = bytes;
    inBackground(
        this,
        [disk = disk_, bytes] {
            disk->setLimit(bytes);
            return true;
        },
        [](bool) {},
        [](const Problem&) {});
}

void ThumbnailCache::clear() {
    memory_.clear();
    inBackground(
        this,
        [disk = disk_] {
            disk->clear();
            return true;
        },
        [this](bool) { Q_EMIT cleared(); },
        [this](const Problem&) { Q_EMIT cleared(); });
}

void ThumbnailCache::measureDisk() {
    inBackground(
        this,
        [disk = disk_] { return disk->bytes(); },
        [this](qint64 bytes) { Q_EMIT diskUsage(bytes); },
        [](const Problem&) {});
}

ThumbnailCache::Statistics ThumbnailCache::statistics() const {
    return {counters_->decoded, counters_->from_disk};
}

}  // namespace bozzetto::ui
