// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "pipeline/project.h"
#include "pipeline/relocate.h"
#include "ui/common/text.h"
#include "ui/project/session_store.h"

#include <QObject>
#include <QStringList>
#include <QTimer>
#include <QUndoStack>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <vector>

class QLockFile;

namespace bozzetto::ui {

class FileQueue;
class SessionFolder;
enum class ProjectPart;
struct OpenedProject;
struct SavedProject;

/// The one truth of a session: what the artist brought in, chose and ran. Lives in the UI thread;
/// files are read and written off it, in order. Every change goes through here and is announced by
/// a signal; what undo can take back is a command of undoStack(), one for each action.
///
/// An autosave is written into the session's own folder a little after every change. A project that
/// another window holds is opened read-only: it can be worked on and saved under another name.
class ProjectDocument : public QObject {
    Q_OBJECT

public:
    /// `sessions_root` empty: dataFolder()/sessions.
    explicit ProjectDocument(QObject* parent = nullptr, const QString& sessions_root = {});
    /// Leaves the session to be recovered, as a crash would: call close() first. Waits for a write
    /// that is going on.
    ~ProjectDocument() override;

    const Project& project() const { return project_; }
    QUndoStack* undoStack() { return &undo_; }
    QString path() const { return path_; }            // of the project file; empty while untitled
    QString title() const;                            // file name without ending, or "Untitled"
    bool isOpen() const { return is_open_; }          // there is a session
    bool isModified() const { return is_modified_; }  // there is something that Save would keep
    bool isReadOnly() const { return !read_only_reason_.isEmpty(); }
    QString readOnlyReason() const { return read_only_reason_; }  // who holds the project
    bool isBusy() const { return busy_ > 0; }                     // opening or saving

    // Sessions. A new one ends the one before as close() does: ask first.
    void startNew();
    void open(const QString& path);                   // -> opened or openFailed
    void recover(const RecoverableSession& session);  // -> opened or openFailed
    /// Where the project has no path yet or is read-only: saveFailed, use saveAs.
    void save();
    /// Replaces a file that is there. Results of an untitled session move into "<name>-results"
    /// beside it; what is written is the state at the time of the call. -> saveProgress, saved or
    /// saveFailed
    void saveAs(const QString& path);
    /// Ends the session without saving. Results of it that no saved project mentions go to the
    /// trash. A changed view alone is kept.
    void close();

    // Edits: one undo step each; nothing happens when nothing would change. Pictures go by the
    // names of their views.
    void setInputs(const QStringList& paths, const ImportEdits& edits = {});
    void setExcluded(const QStringList& names, bool excluded);
    void setMaskInverted(const QStringList& names, bool inverted);
    void replacePicture(const QString& name, const QString& path);  // empty: the original again
    /// How many frames are taken of a video; 0: by its length. Other frames are other pictures:
    /// what was decided about the earlier ones goes, cameras, masks and region too.
    void setVideoFrames(int count);
    /// Cameras, masks, region, floor and scale. `text` names the step ("Move region"); `drag` as
    /// setSettings.
    void setScene(const SceneEdits& scene, const QString& text, const QString& drag = {});
    void setEngines(const QStringList& ids);
    /// `drag`: not empty while a slider or a field is being moved; changes that follow each other
    /// within 2 s with the same text are one step.
    void setSettings(const QString& engine, const Settings& settings, const QString& drag = {});
    void setSeed(quint64 seed);
    void setDevice(const QString& device);
    void setThreads(int threads);
    void setTimeLimit(std::optional<double> minutes);
    void relocate(const std::vector<Relocation>& relocations);
    void renameRun(const QString& id, const QString& name);
    /// Takes the run from the list; its results go to the trash when the session ends. Not for one
    /// that is running.
    void deleteRun(const QString& id);

    // Not undoable, but saved.
    void setView(const ProjectView& view);
    void setExportChoices(const std::map<std::string, std::string>& choices);
    void setShownRuns(const QStringList& ids);
    /// A new run in state Running with id, folder and start time, and the settings of its engine;
    /// it is in the autosave at once. `place`: the run's folder is made in this one, and stays
    /// there whatever becomes of the session; empty: where the project keeps its results.
    ProjectRun beginRun(const QString& engine, const std::filesystem::path& place = {});
    /// Puts `run` in the place of the one with its id; name and folder stay.
    void updateRun(const ProjectRun& run);

    /// Where runs go that are given no folder of their own; empty: nothing is open.
    QString resultsFolder() const;
    /// Where a run's output goes or is; empty: no such run. Saving under a name may move it, unless
    /// the run is going on: then runsChanged tells.
    QString runFolder(const QString& id) const;
    /// Runs without a result that left a checkpoint to go on from. Known a moment after opened.
    QStringList resumableRuns() const;

    /// Where new masks go: a folder of this project that is not there yet. Masks of an untitled
    /// session move beside the project file with its first save, as results do. Empty: nothing is
    /// open.
    QString newMasksFolder() const;
    /// Whether masks may be written there: the folder is the session's or this project's, not the
    /// user's or another project's.
    bool ownsMasks(const std::filesystem::path& folder) const;
    /// Where newly estimated cameras go: a file in a folder of this project that is not there yet.
    /// It moves as masks do. Empty: nothing is open.
    QString newCamerasFile() const;
    /// Whether the camera file is one of these, the session's or this project's.
    bool ownsCameras(const std::filesystem::path& file) const;

    void setAutosaveIntervals(int after_change_ms, int at_least_every_ms);  // 2000, 30000

Q_SIGNALS:
    void opened();  // a session began: everything changed
    void openFailed(const bozzetto::ui::Problem& problem);
    void closed();
    void saved(const QString& path);
    /// Files that belong to the project have to be complete now.
    void aboutToSave();
    /// The folder of masks lies beside the project file now.
    void masksMoved(const QString& from, const QString& to);
    void saveFailed(const bozzetto::ui::Problem& problem);
    void saveProgress(qint64 done_bytes, qint64 total_bytes);
    void autosaved();
    void autosaveFailed(const bozzetto::ui::Problem& problem);  // once until one succeeds again
    void titleChanged();                                        // path, title or read-only state
    void modifiedChanged(bool modified);
    void busyChanged(bool busy);
    /// Inputs (and with them the scene), exclusions, inverted masks, replacements.
    void inputsChanged();
    void sceneChanged();     // cameras, masks, region, floor, scale
    void settingsChanged();  // engines, settings, seed, device, threads, time limit
    void runsChanged();      // runs, and which of them can be resumed
    void shownRunsChanged();
    void inputsMissing(const QStringList& paths);  // after opening: offer to look for them
    void notice(const QString& text);              // for the log or a bar

private:
    using Edit = std::function<void(Project&)>;

    // Sessions
    void begin(OpenedProject from, bool is_recovered);
    void end();
    void failOpening(const Problem& problem);
    void finishSaving(const SavedProject& saved,
                      const std::set<std::string>& run_ids,
                      int undo_index,
                      quint64 change);
    void setBusy(int change);
    QString newFolder(const QString& in_session, const QString& beside_project) const;

    // Changes
    void push(const QString& text,
              ProjectPart part,
              Edit forward,
              Edit backward,
              const QString& drag = {});
    template <class Value>
    void change(const QString& text,
                ProjectPart part,
                Value Project::*field,
                Value value,
                const QString& drag = {});
    void tell(ProjectPart part);
    /// View: kept by the next save, no reason for one. Edit: the undo stack knows whether Save
    /// would keep it. Content: Save would.
    enum class Weight { View, Edit, Content };
    void touch(Weight weight);
    void updateModified();

    // Background work
    void autosave();
    void listKnownFiles();
    void findResumable();

    QString sessions_root_, path_, read_only_reason_;
    Project project_;
    QUndoStack undo_;
    std::unique_ptr<FileQueue> files_;
    std::shared_ptr<SessionFolder> session_;
    std::shared_ptr<QLockFile> lock_;
    QTimer after_change_, at_least_;
    std::set<std::string> saved_runs_;                        // ids in the project file
    std::map<std::string, std::filesystem::path> seen_runs_;  // every run of this session
    std::set<std::string> resumable_;
    /// Masks and camera files by saving: old -> new.
    std::map<std::filesystem::path, std::filesystem::path> moved_;
    void followMoves(SceneEdits& scene) const;
    bool is_open_ = false, is_modified_ = false;
    bool has_unsaved_content_ = false;  // beside what the undo stack knows
    bool has_unsaved_view_ = false;
    bool is_autosaving_ = false, autosave_failed_ = false, has_autosave_ = false;
    quint64 change_ = 0, autosaved_change_ = 0;  // counts changes
    int busy_ = 0;
};

}  // namespace bozzetto::ui
