// SPDX-License-Identifier: Apache-2.0
#include "ui/masks/mask_files.h"

#include "base/error.h"
#include "base/files.h"
#include "camera/mask_folder.h"
#include "ui/masks/mask_levels.h"

#include <QCache>
#include <QDir>
#include <QFileInfo>

#include <utility>

namespace bozzetto::ui {
namespace fs = std::filesystem;
namespace {

constexpr int kSaveAfterMs = 400;
constexpr int kPhotoCacheKiB = 400
                               << 10;  // about five pictures of 12 megapixels, halved copies too

bool samePath(const fs::path& a, const fs::path& b) {
    return a.lexically_normal() == b.lexically_normal();
}

void preparePlace(const MaskPlace& place) {
    const QDir folder(place.folder);
    if (folder.exists()) {
        return;
    }
    if (!QDir().mkpath(place.folder)) {
        throw Error(Error::Kind::Output,
                    displayPath(toPath(place.folder)) + ": the folder cannot be made",
                    "Check that the place can be written to and that the disk is not full.");
    }
    const QDir from(place.copy_from);
    if (place.copy_from.isEmpty() || !from.exists()) {
        return;
    }
    for (const QString& name : from.entryList({QStringLiteral("*.png")}, QDir::Files)) {
        const fs::path target = toPath(folder.filePath(name));
        writeFileAtomically(target, readFile(toPath(from.filePath(name))));
    }
}

void writeMask(const MaskPlace& place, const QString& name, const QImage& mask, bool inverted) {
    preparePlace(place);
    const QByteArray bytes = encodeMask(mask, inverted);
    writeFileAtomically(maskFileOf(toPath(place.folder), toStd(name)),
                        {bytes.constData(), static_cast<std::size_t>(bytes.size())});
}

}  // namespace

/// Used by the queue's thread only.
struct MaskFiles::PhotoCache {
    QCache<QString, QList<QImage>> photos{kPhotoCacheKiB};

    QList<QImage> get(const MaskSubject& subject) {
        const QString path = toQt(subject.view.image);
        const QString key = path + (subject.upright ? QLatin1String("|u|") : QLatin1String("|s|")) +
                            QString::number(QFileInfo(path).lastModified().toMSecsSinceEpoch());
        if (const auto* known = photos.object(key)) {
            return *known;
        }
        const QList<QImage> levels = loadPhoto(subject);
        qint64 bytes = 0;
        for (const QImage& level : levels) {
            bytes += level.sizeInBytes();
        }
        photos.insert(key, new QList<QImage>(levels), static_cast<int>(bytes >> 10));
        return levels;
    }
};

MaskFiles::MaskFiles(QObject* parent) : QObject(parent), photos_(std::make_shared<PhotoCache>()) {
    save_timer_.setSingleShot(true);
    save_timer_.setInterval(kSaveAfterMs);
    connect(&save_timer_, &QTimer::timeout, this, &MaskFiles::saveNow);
}

MaskFiles::~MaskFiles() {
    cancelBatch();
    flush();
}

int MaskFiles::indexOf(const QString& name) const {
    const std::string wanted = toStd(name);
    for (std::size_t i = 0; i < subjects_.size(); ++i) {
        if (subjects_[i].view.name == wanted) {
            return static_cast<int>(i);
        }
    }
    return -1;
}

MaskSubject& MaskFiles::subject(const QString& name) {
    return subjects_[static_cast<std::size_t>(indexOf(name))];
}

QStringList MaskFiles::setSubjects(std::vector<MaskSubject> subjects) {
    std::map<std::string, const MaskSubject*> before;
    for (const MaskSubject& one : subjects_) {
        before[one.view.name] = &one;
    }
    QStringList changed;
    for (MaskSubject& one : subjects) {
        const QString name = toQt(one.view.name);
        const auto old = before.find(one.view.name);
        const auto own = written_.find(name);
        // What was written here moments ago may not be known to others yet.
        const bool pending = own != written_.end() && (waiting_.count(name) != 0 || writing_ > 0);
        if (pending && old != before.end()) {
            one.view.mask = old->second->view.mask;
            one.view.mask_polarity = old->second->view.mask_polarity;
            continue;
        }
        if (old == before.end() || !samePath(old->second->view.image, one.view.image) ||
            old->second->upright != one.upright ||
            !samePath(old->second->view.mask, one.view.mask)) {
            changed.append(name);
            written_.erase(name);
        }
    }
    subjects_ = std::move(subjects);
    return changed;
}

void MaskFiles::load(const QString& name) {
    const int index = indexOf(name);
    if (index < 0) {
        return;
    }
    saveNow();
    const quint64 wanted = ++wanted_;
    queue_.run(
        this,
        [one = subjects_[static_cast<std::size_t>(index)], photos = photos_, name] {
            Loaded picture;
            picture.name = name;
            picture.photo = photos->get(one);
            picture.mask = loadMask(one, picture.photo.front().size());
            return picture;
        },
        [this, wanted](const Loaded& picture) {
            if (wanted == wanted_) {
                Q_EMIT loaded(picture);
            }
        },
        [this, wanted, name](const Problem& problem) {
            if (wanted == wanted_) {
                Q_EMIT loadFailed(name, problem);
            }
        });
}

void MaskFiles::prefetch(const QString& name) {
    const int index = indexOf(name);
    if (index < 0 || isBusy()) {
        return;
    }
    queue_.run(
        this,
        [one = subjects_[static_cast<std::size_t>(index)], photos = photos_] {
            photos->get(one);
            return true;
        },
        [](bool) {},
        [](const Problem&) {});  // said when it is shown
}

void MaskFiles::save(const QString& name, const QImage& mask) {
    waiting_[name] = mask;
    if (place_) {
        place_();  // it is known at once that the project has other masks now
    }
    if (!save_timer_.isActive()) {
        save_timer_.start();
    }
}

void MaskFiles::saveNow() {
    save_timer_.stop();
    if (waiting_.empty() || !place_) {
        return;
    }
    const MaskPlace place = place_();
    if (place.folder.isEmpty()) {
        return;
    }
    if (!place.copy_from.isEmpty()) {
        moveFolder(place.copy_from, place.folder);
    }
    for (auto& [name, mask] : std::exchange(waiting_, {})) {
        if (indexOf(name) < 0) {
            continue;
        }
        MaskSubject& one = subject(name);
        one.view.mask = maskFileOf(toPath(place.folder), toStd(name));
        one.view.mask_polarity = ViewSource::MaskPolarity::WhiteIsObject;
        written_[name] = one.view.mask;
        ++writing_;
        queue_.run(
            this,
            [place, name = name, mask = mask, inverted = one.view.invert_mask] {
                writeMask(place, name, mask, inverted);
                return true;
            },
            [this, folder = place.folder, name = name](bool) {
                --writing_;
                tellSaved(folder, {name});
            },
            [this, name = name, mask = mask](const Problem& problem) {
                --writing_;
                waiting_.emplace(name, mask);  // tried again with the next stroke
                Q_EMIT saveFailed(problem);
            });
    }
}

void MaskFiles::flush() {
    saveNow();
    queue_.waitForDone();
}

void MaskFiles::tellSaved(const QString& folder, const QStringList& names) {
    Q_EMIT saved(folder, names);
}

void MaskFiles::changeAll(const Operation& operation) {
    std::vector<Change> changes;
    for (const MaskSubject& one : subjects_) {
        if (!one.excluded) {
            changes.push_back({toQt(one.view.name), operation});
        }
    }
    startBatch(std::move(changes), true);
}

void MaskFiles::apply(const Deltas& deltas) {
    std::vector<Change> changes;
    for (const auto& [name, delta] : *deltas) {
        if (indexOf(name) >= 0) {
            changes.push_back(
                {name, [deltas, name = name](QImage& mask) { deltas->at(name).apply(mask); }});
        }
    }
    startBatch(std::move(changes), false);
}

void MaskFiles::startBatch(std::vector<Change> changes, bool records) {
    saveNow();
    const auto batch = std::make_shared<Batch>();
    batch->all = static_cast<int>(changes.size());
    batch->records = records;
    batch_ = batch;
    const MaskPlace place = place_ ? place_() : MaskPlace();
    batch->folder = place.folder;
    if (!place.copy_from.isEmpty() && !changes.empty()) {
        moveFolder(place.copy_from, place.folder);
    }
    if (changes.empty() || place.folder.isEmpty()) {
        batch->all = 1;
        finishStep(batch, {}, std::nullopt);
        return;
    }
    for (Change& change : changes) {
        const MaskSubject one = subject(change.name);
        queue_.run(
            this,
            [batch, place, one, change]() -> std::optional<MaskDelta> {
                if (batch->cancelled) {
                    return std::nullopt;
                }
                const LoadedMask before = loadMask(one);
                QImage after = before.mask;
                change.apply(after);
                MaskDelta delta(before.mask, after, after.rect());
                if (delta.isEmpty()) {
                    return std::nullopt;
                }
                writeMask(place, change.name, after, one.view.invert_mask);
                return delta;
            },
            [this, batch, name = change.name](const std::optional<MaskDelta>& delta) {
                finishStep(batch, name, delta);
            },
            [this, batch](const Problem& problem) {
                Q_EMIT saveFailed(problem);
                finishStep(batch, {}, std::nullopt);
            });
    }
}

void MaskFiles::finishStep(const std::shared_ptr<Batch>& batch,
                           const QString& name,
                           std::optional<MaskDelta> delta) {
    if (delta && indexOf(name) >= 0) {
        MaskSubject& one = subject(name);
        one.view.mask = maskFileOf(toPath(batch->folder), toStd(name));
        one.view.mask_polarity = ViewSource::MaskPolarity::WhiteIsObject;
        written_[name] = one.view.mask;
        batch->changed->emplace(name, std::move(*delta));
        batch->names.append(name);
    }
    ++batch->done;
    Q_EMIT batchStep(batch->done, batch->all);
    if (batch->done < batch->all) {
        return;
    }
    if (batch_ == batch) {
        batch_.reset();
    }
    if (!batch->names.isEmpty()) {
        tellSaved(batch->folder, batch->names);
    }
    Q_EMIT batchDone(batch->records ? batch->changed : nullptr);
}

void MaskFiles::cancelBatch() {
    if (batch_ && batch_->records) {  // a step that is taken back is so for all its pictures
        batch_->cancelled = true;
    }
}

void MaskFiles::moveFolder(const QString& from, const QString& to) {
    for (MaskSubject& one : subjects_) {
        const QString name = toQt(one.view.name);
        if (samePath(one.view.mask.parent_path(), toPath(from))) {
            one.view.mask = toPath(to) / one.view.mask.filename();
            written_[name] = one.view.mask;
        }
    }
}

}  // namespace bozzetto::ui
