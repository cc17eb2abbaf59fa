// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/task.h"
#include "camera/import_review.h"
#include "ui/common/text.h"

#include <QHash>
#include <QObject>
#include <QStringList>
#include <QThreadPool>
#include <QTimer>

#include <atomic>
#include <map>
#include <memory>
#include <optional>

namespace bozzetto::ui {

/// Reads a set for review, off the UI thread: first what headers say, then every picture's pixels
/// one after another. All signals come in the UI thread.
class ImportSession : public QObject {
    Q_OBJECT
public:
    explicit ImportSession(QObject* parent = nullptr);
    ~ImportSession() override;

    /// Starts over with a folder, a transforms file, a picture, or several pictures of one folder
    /// (the folder is the set, its other pictures are excluded). `video_frames`: how many are taken
    /// of a video; 0: by its length.
    void open(const QStringList& paths, int video_frames = 0);
    /// Stops reading; what is known stays.
    void cancel();
    void clear();

    /// Path for the job and the project: folder, transforms file or picture; empty before listed().
    QString input() const { return input_; }
    /// Views that the choice of pictures left out; the first excluded set of a project.
    QStringList initialExclusions() const { return initial_exclusions_; }

    bool isListed() const { return review_.has_value(); }
    /// The pictures are frames that were taken of a video; as many as videoFrames() says.
    bool isVideo() const { return is_video_; }
    int videoFrames() const { return video_frames_; }
    bool isChecking() const { return pending_ > 0; }
    /// Valid while isListed(); problems are judged with the current edits.
    const ImportReview& review() const { return *review_; }
    const ImportEdits& edits() const { return edits_; }
    /// The row of a view; -1 if there is none.
    int indexOf(const QString& name) const { return rows_.value(name, -1); }
    /// Views whose pictures these files are.
    QStringList namesOf(const QStringList& paths) const;
    bool isExcluded(const QString& name) const;
    /// The views with edits and edited masks, as a run would read them.
    SetSource editedSource() const;

public Q_SLOTS:
    /// The project's edits. Replaced pictures are looked at again.
    void setEdits(const bozzetto::ImportEdits& edits);
    /// A folder of masks by view name that win over the set's own; empty: none. Pictures that get
    /// another mask are looked at again.
    void setMaskFolder(const QString& folder);
    /// What comparing the masks with each other found, by view; told until others are given.
    void setMaskProblems(std::map<std::string, bozzetto::ReviewProblem> problems);
    /// The masks of these views were written anew.
    void masksWritten(const QStringList& names);

Q_SIGNALS:
    void started(const QString& path);
    /// Taking frames of a video: a share of 1.
    void takingFrames(double fraction);
    void listed();
    /// Problems or measures of some pictures changed; at most ten times a second.
    void changed();
    void progress(int measured, int all);
    /// Every picture was looked at; again after a replaced one.
    void finished();
    void failed(const bozzetto::ui::Problem& problem);

private:
    struct Listing;
    void takeListing(Listing& listing);
    void measure(std::size_t index);
    void takeMeasures(std::size_t index,
                      const std::filesystem::path& path,
                      PictureMeasures& measures);
    Task frameTask(const std::shared_ptr<std::atomic<bool>>& cancelled);
    void useMasks();
    void addMaskProblems();
    void judgeLater();
    void judgeNow();

    QThreadPool pool_;
    /// Set when what is being read is not wanted any more; each open() gets its own.
    std::shared_ptr<std::atomic<bool>> cancelled_;
    std::optional<ImportReview> review_;
    QHash<QString, int> rows_;
    /// The set's own masks, by row.
    struct OwnMask {
        std::filesystem::path path;
        ViewSource::MaskPolarity polarity;
        View::MaskFrom from;
    };
    std::vector<OwnMask> own_masks_;
    QString mask_folder_;
    std::map<std::string, ReviewProblem> mask_problems_;
    ImportEdits edits_;
    QString input_;
    QStringList initial_exclusions_;
    bool is_video_ = false;
    int video_frames_ = 0;
    int pending_ = 0;
    bool announced_ = true;  // finished() was sent for what is measured
    QTimer judge_timer_;
};

}  // namespace bozzetto::ui
