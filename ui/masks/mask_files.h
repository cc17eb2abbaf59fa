// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/common/file_queue.h"
#include "ui/masks/mask_delta.h"
#include "ui/masks/mask_loader.h"

#include <QObject>
#include <QTimer>

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace bozzetto::ui {

/// The folder that edited masks are written to.
struct MaskPlace {
    QString folder;
    /// What is in this folder is copied there first, if `folder` is not there yet; may be empty.
    QString copy_from;
};

/// The masks of a set on the disk: read, written and changed off the UI thread, one after the
/// other, so that what is read is what was written last. Lives in the UI thread.
class MaskFiles : public QObject {
    Q_OBJECT
public:
    explicit MaskFiles(QObject* parent = nullptr);
    /// Writes what waits.
    ~MaskFiles() override;

    /// Where masks go; asked at every write.
    void setPlaceSource(std::function<MaskPlace()> source) { place_ = std::move(source); }

    /// The pictures of a set; what was edited before keeps its file. Returns the names of those
    /// whose mask is another one than before, by somebody else's doing.
    QStringList setSubjects(std::vector<MaskSubject> subjects);
    const std::vector<MaskSubject>& subjects() const { return subjects_; }
    /// -1: no such picture.
    int indexOf(const QString& name) const;

    struct Loaded {
        QString name;
        QList<QImage> photo;
        LoadedMask mask;
    };
    /// -> loaded or loadFailed; an earlier request that has not been answered is forgotten.
    void load(const QString& name);
    /// Decodes a picture that may be wanted next.
    void prefetch(const QString& name);

    /// Writes a mask a moment later, the last one given for a picture: -> saved or saveFailed.
    void save(const QString& name, const QImage& mask);
    /// Starts writing what waits.
    void saveNow();
    /// Returns when everything is written.
    void flush();
    bool isSaved() const { return waiting_.empty() && writing_ == 0; }

    using Operation = std::function<void(QImage& mask)>;
    using Deltas = std::shared_ptr<std::map<QString, MaskDelta>>;
    /// Changes the masks of all pictures in use that have one (or an empty one made): -> batchStep
    /// after each, then batchDone with what changed. One at a time.
    void changeAll(const Operation& operation);
    /// Applies deltas to the files: -> batchStep, batchDone without deltas.
    void apply(const Deltas& deltas);
    void cancelBatch();
    bool isBusy() const { return batch_ != nullptr; }

    /// The folder was moved.
    void moveFolder(const QString& from, const QString& to);

Q_SIGNALS:
    void loaded(const bozzetto::ui::MaskFiles::Loaded& picture);
    void loadFailed(const QString& name, const bozzetto::ui::Problem& problem);
    void saved(const QString& folder, const QStringList& names);
    void saveFailed(const bozzetto::ui::Problem& problem);
    void batchStep(int done, int all);
    void batchDone(const bozzetto::ui::MaskFiles::Deltas& changed);

private:
    struct Batch {
        std::atomic<bool> cancelled = false;
        int done = 0, all = 0;
        Deltas changed = std::make_shared<std::map<QString, MaskDelta>>();
        QStringList names;
        bool records = false;  // `changed` is the result
        QString folder;
    };
    /// Reads a mask, has it changed, writes it if it was.
    struct Change {
        QString name;
        std::function<void(QImage& mask)> apply;
    };
    void startBatch(std::vector<Change> changes, bool records);
    void finishStep(const std::shared_ptr<Batch>& batch,
                    const QString& name,
                    std::optional<MaskDelta> delta);
    void tellSaved(const QString& folder, const QStringList& names);
    MaskSubject& subject(const QString& name);

    std::function<MaskPlace()> place_;
    std::vector<MaskSubject> subjects_;
    std::map<QString, std::filesystem::path> written_;  // name -> file that was written here
    std::map<QString, QImage> waiting_;
    QTimer save_timer_;
    int writing_ = 0;
    quint64 wanted_ = 0;  // counts load()
    struct PhotoCache;
    std::shared_ptr<PhotoCache> photos_;
    std::shared_ptr<Batch> batch_;
    FileQueue queue_;  // last: its destructor waits for what uses the rest
};

}  // namespace bozzetto::ui

Q_DECLARE_METATYPE(bozzetto::ui::MaskFiles::Loaded)
