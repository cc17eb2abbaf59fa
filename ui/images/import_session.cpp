// SPDX-License-Identifier: Apache-2.0
#include "ui/images/import_session.h"

#include "base/error.h"
#include "base/files.h"
#include "camera/mask_folder.h"
#include "ui/common/background_task.h"
#include "ui/images/drop_content.h"
#include "ui/images/low_priority.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QPointer>
#include <QSet>
#include <QThread>

#include <algorithm>
#include <utility>

namespace bozzetto::ui {
namespace {

constexpr int kJudgeEveryMs = 100;

/// The pictures' paths as the disk knows them, for comparing.
QString realPath(const QString& path) {
    const QString real = QFileInfo(path).canonicalFilePath();
    return real.isEmpty() ? path : real;
}

}  // namespace

/// What reading the headers of a set gives.
struct ImportSession::Listing {
    ImportReview review;
    QString input;
    QStringList exclusions;
    bool is_video = false;
};

namespace {

/// The frames of a video, or of the only one in a folder, lie in a folder of their own with an
/// index (video.h).
bool isVideoSet(const SetSource& set) {
    std::error_code ignored;
    return set.root != set.input && std::filesystem::exists(set.root / "frames.json", ignored);
}

QStringList namesNotPicked(const ImportReview& review, const QStringList& picked) {
    QSet<QString> wanted;
    for (const QString& path : picked) {
        wanted.insert(realPath(path));
    }
    QStringList names;
    for (const PictureReview& picture : review.pictures) {
        if (!wanted.contains(realPath(toQt(picture.path)))) {
            names << toQt(picture.name);
        }
    }
    return names;
}

}  // namespace

ImportSession::ImportSession(QObject* parent) : QObject(parent) {
    // One picture at a time: a decoded photograph is large, and the window needs the other core.
    pool_.setMaxThreadCount(std::max(1, QThread::idealThreadCount() / 2));
    judge_timer_.setSingleShot(true);
    judge_timer_.setInterval(kJudgeEveryMs);
    connect(&judge_timer_, &QTimer::timeout, this, &ImportSession::judgeNow);
}

ImportSession::~ImportSession() {
    cancel();
    pool_.waitForDone();
}

void ImportSession::open(const QStringList& paths, int video_frames) {
    clear();
    video_frames_ = video_frames;
    cancelled_ = std::make_shared<std::atomic<bool>>(false);
    Q_EMIT started(paths.value(0));
    inBackground(
        this,
        [paths, video_frames, task = frameTask(cancelled_)]() -> std::shared_ptr<Listing> {
            const DropContent content = classifyPaths(paths);
            if (content.kind == DropContent::Kind::Refused) {
                throw Error(Error::Kind::BadInput,
                            toStd(content.problem.reason),
                            toStd(content.problem.hint));
            }
            auto listing = std::make_shared<Listing>();
            listing->input = content.input;
            FindOptions find;
            find.task = task;
            find.video_frames = video_frames;
            listing->review = startReview(toPath(content.input), find);
            listing->is_video = isVideoSet(listing->review.source);
            if (!content.picked.isEmpty()) {
                listing->exclusions = namesNotPicked(listing->review, content.picked);
            }
            judge(listing->review, {});
            return listing;
        },
        [this, cancelled = cancelled_](const std::shared_ptr<Listing>& listing) {
            if (!*cancelled) {
                takeListing(*listing);
            }
        },
        [this, cancelled = cancelled_](const Problem& problem) {
            if (!*cancelled) {
                Q_EMIT failed(problem);
            }
        });
}

/// Of taking frames, off the UI thread; the session may be gone meanwhile.
Task ImportSession::frameTask(const std::shared_ptr<std::atomic<bool>>& cancelled) {
    Task task;
    task.check = [cancelled] {
        if (*cancelled) {
            throw Cancelled();
        }
    };
    task.progress = [self = QPointer<ImportSession>(this), cancelled](std::string_view,
                                                                      double fraction) {
        QMetaObject::invokeMethod(
            qApp,
            [self, cancelled, fraction] {
                if (self && !*cancelled) {
                    Q_EMIT self->takingFrames(fraction);
                }
            },
            Qt::QueuedConnection);
    };
    return task;
}

void ImportSession::cancel() {
    if (cancelled_) {
        *cancelled_ = true;
    }
    pool_.clear();
    pending_ = 0;
}

void ImportSession::clear() {
    cancel();
    judge_timer_.stop();
    review_.reset();
    rows_.clear();
    edits_ = {};
    input_.clear();
    initial_exclusions_.clear();
    is_video_ = false;
    video_frames_ = 0;
    own_masks_.clear();
    mask_folder_.clear();
    mask_problems_.clear();
}

void ImportSession::takeListing(Listing& listing) {
    review_ = std::move(listing.review);
    input_ = listing.input;
    initial_exclusions_ = listing.exclusions;
    is_video_ = listing.is_video;
    for (std::size_t i = 0; i < review_->pictures.size(); ++i) {
        const PictureReview& picture = review_->pictures[i];
        rows_[toQt(picture.name)] = static_cast<int>(i);
        own_masks_.push_back({picture.mask_path, picture.mask_polarity, picture.mask_from});
    }
    Q_EMIT listed();
    for (std::size_t i = 0; i < review_->pictures.size(); ++i) {
        measure(i);
    }
    if (!mask_folder_.isEmpty()) {
        useMasks();
    }
    Q_EMIT progress(0, pending_);
}

void ImportSession::measure(std::size_t index) {
    ViewSource view = review_->source.views[index];
    if (const auto other = edits_.replaced.find(view.name); other != edits_.replaced.end()) {
        view.image = other->second;
    }
    view.invert_mask = edits_.inverted.contains(view.name);
    SetSource set;  // what measuring needs of the set, without a copy of all views
    set.root = review_->source.root;
    set.is_six_view = review_->source.is_six_view;
    ++pending_;
    announced_ = false;
    pool_.start([this, index, view = std::move(view), set, cancelled = cancelled_] {
        lowerThreadPriority();
        if (*cancelled) {
            return;
        }
        const auto measures = std::make_shared<PictureMeasures>(measurePicture(view, set));
        QMetaObject::invokeMethod(
            this,
            [this, index, path = view.image, measures, cancelled] {
                if (!*cancelled) {
                    takeMeasures(index, path, *measures);
                }
            },
            Qt::QueuedConnection);
    });
}

void ImportSession::takeMeasures(std::size_t index,
                                 const std::filesystem::path& path,
                                 PictureMeasures& measures) {
    --pending_;
    judgeLater();
    PictureReview& picture = review_->pictures[index];
    if (picture.path != path) {
        return;  // replaced meanwhile; its turn comes
    }
    picture.measured = true;
    picture.readable = measures.readable;
    if (measures.readable) {
        picture.width = measures.width;
        picture.height = measures.height;
        picture.has_depth = measures.has_depth;
        picture.mask_from = measures.mask_from;  // an alpha channel may hide nothing
    }
    picture.measures = std::move(measures);
}

void ImportSession::judgeLater() {
    if (!judge_timer_.isActive()) {
        judge_timer_.start();
    }
}

void ImportSession::judgeNow() {
    if (!review_) {
        return;
    }
    judge(*review_, edits_);
    addMaskProblems();
    Q_EMIT changed();
    const auto all = static_cast<int>(review_->pictures.size());
    Q_EMIT progress(all - pending_, all);
    if (pending_ == 0 && !std::exchange(announced_, true)) {
        Q_EMIT finished();
    }
}

void ImportSession::setEdits(const ImportEdits& edits) {
    if (edits == edits_) {
        return;
    }
    const ImportEdits old = std::exchange(edits_, edits);
    if (!review_) {
        return;
    }
    const auto pathIn = [](const ImportEdits& e, const std::string& name) {
        const auto found = e.replaced.find(name);
        return found == e.replaced.end() ? std::filesystem::path() : found->second;
    };
    for (std::size_t i = 0; i < review_->pictures.size(); ++i) {
        PictureReview& picture = review_->pictures[i];
        const std::filesystem::path now = pathIn(edits_, picture.name);
        const bool replaced = now != pathIn(old, picture.name);
        if (replaced) {
            picture.path = now.empty() ? review_->source.views[i].image : now;
            picture.measured = false;
        }
        if (replaced ||
            edits_.inverted.contains(picture.name) != old.inverted.contains(picture.name)) {
            measure(i);  // another object: sharpness and exposure are others too
        }
    }
    judgeNow();
}

void ImportSession::setMaskFolder(const QString& folder) {
    if (folder != mask_folder_) {
        mask_folder_ = folder;
        useMasks();
    }
}

void ImportSession::useMasks() {
    if (!review_) {
        return;
    }
    SetSource set;  // only the views: what is missing is said where the folder is opened
    set.views = review_->source.views;
    for (std::size_t i = 0; i < set.views.size(); ++i) {
        set.views[i].mask = own_masks_[i].path;
        set.views[i].mask_polarity = own_masks_[i].polarity;
    }
    useMaskFolder(set, toPath(mask_folder_));
    for (std::size_t i = 0; i < set.views.size(); ++i) {
        ViewSource& view = review_->source.views[i];
        if (view.mask == set.views[i].mask) {
            continue;
        }
        const bool is_own = set.views[i].mask == own_masks_[i].path;
        view = set.views[i];
        PictureReview& picture = review_->pictures[i];
        picture.mask_path = view.mask;
        picture.mask_polarity = view.mask_polarity;
        picture.mask_from = is_own ? own_masks_[i].from : View::MaskFrom::File;
        picture.measured = false;
        measure(i);
    }
    judgeNow();
}

void ImportSession::setMaskProblems(std::map<std::string, ReviewProblem> problems) {
    if (problems.empty() && mask_problems_.empty()) {
        return;
    }
    mask_problems_ = std::move(problems);
    judgeNow();
}

void ImportSession::addMaskProblems() {
    for (PictureReview& picture : review_->pictures) {
        const auto found = mask_problems_.find(picture.name);
        if (found != mask_problems_.end() && !isExcluded(toQt(picture.name))) {
            const auto place = std::find_if(
                picture.problems.begin(), picture.problems.end(), [&](const ReviewProblem& p) {
                    return p.severity < found->second.severity;
                });
            picture.problems.insert(place, found->second);
        }
    }
}

void ImportSession::masksWritten(const QStringList& names) {
    useMasks();
    for (const QString& name : names) {
        const int row = indexOf(name);
        if (row >= 0 && review_->pictures[static_cast<std::size_t>(row)].measured) {
            measure(static_cast<std::size_t>(row));
        }
    }
}

SetSource ImportSession::editedSource() const {
    SetSource set = review_->source;
    ViewEdits edits;
    edits.exclude = edits_.excluded;
    edits.invert_masks = edits_.inverted;
    edits.replace = edits_.replaced;
    applyEdits(set, edits);
    return set;
}

QStringList ImportSession::namesOf(const QStringList& paths) const {
    const QSet<QString> wanted(paths.begin(), paths.end());
    QStringList names;
    if (review_) {
        for (const PictureReview& picture : review_->pictures) {
            if (wanted.contains(toQt(picture.path))) {
                names << toQt(picture.name);
            }
        }
    }
    return names;
}

bool ImportSession::isExcluded(const QString& name) const {
    return edits_.excluded.contains(toStd(name));
}

}  // namespace bozzetto::ui
