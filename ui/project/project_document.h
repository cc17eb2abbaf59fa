// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "pipeline/project.h"
#include "pipeline/relocate.h"
#include "ui/common/text.h"
#include "ui/project/session_store.h"

#include <QObject>
#include <QStringList>
#include <QUndoStack>

#include <memory>
#include <vector>

namespace bozzetto::ui {

class ProjectFiles;

/// The one truth of a session: what the artist brought in, chose and ran. Lives in the UI thread;
/// files are read and written off it. Every change goes through here and is announced by a signal;
/// what undo can take back is a command of undoStack(), one for each action.
class ProjectDocument : public QObject {
    Q_OBJECT

public:
    explicit ProjectDocument(QObject* parent = nullptr, const QString& sessions_root = {});
    ~ProjectDocument() override;  // leaves the session as a crash would: call close() first

    const Project& project() const { return project_; }
    QUndoStack* undoStack() { return &undo_; }
    QString path() const { return path_; }    // of the project file; empty while untitled
    QString title() const;                    // file name without ending, or "Untitled"
    bool isOpen() const { return is_open_; }  // there is a session
    bool isModified() const;                  // there is something that Save would keep
    bool isReadOnly() const { return !read_only_reason_.isEmpty(); }
    QString readOnlyReason() const { return read_only_reason_; }  // who holds the project
    bool isBusy() const;                                          // opening or saving

    // Sessions. Each ends the one before as close(Closing::Discard) does: ask first.
    enum class Closing { KeepSaved, Discard };
    void startNew();
    void open(const QString& path);                   // -> opened or openFailed
    void recover(const RecoverableSession& session);  // -> opened or openFailed
    /// Needs a path; waits for an autosave that is being written. -> saved or saveFailed
    void save();
    /// Replaces a file that is there. Results of an untitled session move into "<name>-results"
    /// beside it. -> saveProgress, saved or saveFailed
    void saveAs(const QString& path);
    /// Ends the session. Results that no saved project mentions go to the trash. Writes a changed
    /// view into a saved, otherwise unmodified project.
    void close(Closing closing = Closing::Discard);

    // Edits: one undo step each; nothing happens when nothing would change or the project is
    // read-only.
    // Pictures go by the names of their views.
    void setInputs(const QStringList& paths, const ImportEdits& edits = {});
    void setExcluded(const QStringList& names, bool excluded);
    void setMaskInverted(const QStringList& names, bool inverted);
    void replacePicture(const QString& name, const QString& path);  // empty: the original again
    void setEngines(const QStringList& ids);
    /// `drag`: not empty while a slider or a field is being moved; changes with the same text are
    /// one step.
    void setSettings(const QString& engine, const Settings& settings, const QString& drag = {});
    void setSeed(quint64 seed);
    void setDevice(const QString& device);
    void setThreads(int threads);
    void setTimeLimit(std::optional<double> minutes);
    void relocate(const std::vector<Relocation>& relocations);
    void renameRun(const QString& id, const QString& name);
    void deleteRun(const QString& id);

    // Not undoable, but saved.
    void setView(const ProjectView& view);
    void setExportChoices(const std::map<std::string, std::string>& choices);
    void setShownRuns(const QStringList& ids);
    /// A new run in state Running with id, folder and start time; it is in the autosave at once.
    ProjectRun beginRun(const QString& engine);
    /// Puts `run` in the place of the one with its id (its name stays). A result that is not
    /// running moves to where the project is.
    void updateRun(const ProjectRun& run);

    /// Where a run's output goes or is; empty: no such run.
    QString runFolder(const QString& id) const;
    /// Runs that ended early and left a checkpoint to go on from.
    QStringList resumableRuns() const;

    void setAutosaveIntervals(int after_change_ms, int at_least_every_ms);  // 2000, 30000

Q_SIGNALS:
    void opened();  // a session began: everything changed
    void openFailed(const bozzetto::ui::Problem& problem);
    void closed();
    void saved(const QString& path);
    void saveFailed(const bozzetto::ui::Problem& problem);
    void saveProgress(qint64 done_bytes, qint64 total_bytes);
    void autosaved();
    void autosaveFailed(const bozzetto::ui::Problem& problem);
    void titleChanged();  // path, title or read-only state
    void modifiedChanged(bool modified);
    void busyChanged(bool busy);
    void inputsChanged();    // inputs, exclusions, inverted masks, replacements
    void settingsChanged();  // engines, settings, seed, device, threads, time limit
    void runsChanged();
    void shownRunsChanged();
    void viewChanged();                            // by opening, not by setView
    void inputsMissing(const QStringList& paths);  // after opening: offer to look for them
    void notice(const QString& text);              // for the log or a bar
};

}  // namespace bozzetto::ui
