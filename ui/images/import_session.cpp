// SPDX-License-Identifier: Apache-2.0
#include "ui/images/import_session.h"

#include "base/error.h"
#include "base/files.h"
#include "ui/common/background_task.h"
#include "ui/images/drop_content.h"
#include "ui/images/low_priority.h"

#include <QFileInfo>
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
};

namespace {

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

void ImportSession::open(const QStringList& paths) {
    clear();
    cancelled_ = std::make_shared<std::atomic<bool>>(false);
    Q_EMIT started(paths.value(0));
    inBackground(
        this,
        [paths, cancelled = cancelled_]() -> std::shared_ptr<Listing> {
            const DropContent content = classifyPaths(paths);
            if (content.kind == DropContent::Kind::Refused) {
                throw Error(Error::Kind::BadInput,
                            toStd(content.problem.reason),
                            toStd(content.problem.hint));
            }
            auto listing = std::make_shared<Listing>();
            listing->input = content.input;
            listing->review = startReview(toPath(content.input));
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
}

void ImportSession::takeListing(Listing& listing) {
    review_ = std::move(listing.review);
    input_ = listing.input;
    initial_exclusions_ = listing.exclusions;
    for (std::size_t i = 0; i < review_->pictures.size(); ++i) {
        rows_[toQt(review_->pictures[i].name)] = static_cast<int>(i);
    }
    Q_EMIT listed();
    for (std::size_t i = 0; i < review_->pictures.size(); ++i) {
        measure(i);
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
