// SPDX-License-Identifier: Apache-2.0
// The session as a whole: opening, saving, autosave, closing. Its edits are in project_edits.cpp.
#include "ui/project/project_document.h"

#include "base/log.h"
#include "pipeline/checkpoint.h"
#include "ui/common/file_queue.h"
#include "ui/common/state_folder.h"
#include "ui/project/edit_command.h"
#include "ui/project/project_files.h"

#include <QFileInfo>

#include <algorithm>

namespace bozzetto::ui {
namespace {

constexpr int kUndoSteps = 500;

std::set<std::string> runIds(const Project& project) {
    std::set<std::string> ids;
    for (const ProjectRun& run : project.runs) {
        ids.insert(run.id);
    }
    return ids;
}

/// Only what lies where the project's results go may be thrown away, whatever its file says; links
/// are looked through.
bool isIn(const QString& results, const std::filesystem::path& folder) {
    std::error_code error;
    const auto parent = std::filesystem::canonical(folder, error).parent_path();
    return !error && parent == std::filesystem::canonical(toPath(results), error);
}

}  // namespace

ProjectDocument::ProjectDocument(QObject* parent, const QString& sessions_root)
    : QObject(parent),
      sessions_root_(sessions_root.isEmpty() ? dataFolder() + QStringLiteral("/sessions")
                                             : sessions_root),
      files_(std::make_unique<FileQueue>()) {
    undo_.setUndoLimit(kUndoSteps);
    after_change_.setSingleShot(true);
    setAutosaveIntervals(2000, 30000);
    connect(&after_change_, &QTimer::timeout, this, &ProjectDocument::autosave);
    connect(&at_least_, &QTimer::timeout, this, &ProjectDocument::autosave);
    connect(&undo_, &QUndoStack::cleanChanged, this, &ProjectDocument::updateModified);
}

ProjectDocument::~ProjectDocument() {
    disconnect(&undo_, nullptr, this, nullptr);
    files_->waitForDone();
}

void ProjectDocument::setAutosaveIntervals(int after_change_ms, int at_least_every_ms) {
    after_change_.setInterval(after_change_ms);
    at_least_.setInterval(at_least_every_ms);
}

QString ProjectDocument::title() const {
    return path_.isEmpty() ? tr("Untitled") : QFileInfo(path_).completeBaseName();
}

void ProjectDocument::setBusy(int change) {
    const bool was_busy = isBusy();
    busy_ += change;
    if (was_busy != isBusy()) {
        Q_EMIT busyChanged(isBusy());
    }
}

// ---- beginning and ending

void ProjectDocument::startNew() {
    OpenedProject fresh;
    fresh.session = std::make_shared<SessionFolder>(sessions_root_);
    begin(std::move(fresh), false);
}

void ProjectDocument::open(const QString& path) {
    const QString canonical = QFileInfo(path).canonicalFilePath();
    const auto lock = !path_.isEmpty() && canonical == path_ ? lock_ : nullptr;
    setBusy(1);
    files_->run(
        this,
        [path, root = sessions_root_, lock] { return openProject(path, root, lock); },
        [this](OpenedProject opened) {
            setBusy(-1);
            begin(std::move(opened), false);
        },
        [this](const Problem& problem) { failOpening(problem); });
}

void ProjectDocument::recover(const RecoverableSession& session) {
    setBusy(1);
    files_->run(
        this,
        [session] { return recoverProject(session); },
        [this](OpenedProject opened) {
            setBusy(-1);
            begin(std::move(opened), true);
        },
        [this](const Problem& problem) { failOpening(problem); });
}

void ProjectDocument::failOpening(const Problem& problem) {
    setBusy(-1);
    Q_EMIT openFailed(problem);
}

void ProjectDocument::begin(OpenedProject from, bool is_recovered) {
    end();
    project_ = std::move(from.project);
    path_ = from.path;
    lock_ = std::move(from.lock);
    read_only_reason_ = from.read_only_reason;
    session_ = std::move(from.session);
    saved_runs_ = std::move(from.saved_runs);
    for (const ProjectRun& run : project_.runs) {
        seen_runs_[run.id] = run.folder;
    }
    has_unsaved_content_ = has_autosave_ = is_recovered;
    is_open_ = true;
    at_least_.start();
    updateModified();
    Q_EMIT titleChanged();
    Q_EMIT opened();
    for (const QString& note : from.notes) {
        Q_EMIT notice(note);
    }
    if (!from.missing.isEmpty()) {
        Q_EMIT inputsMissing(from.missing);
    }
    if (from.was_interrupted) {
        touch(Weight::Content);
    }
    listKnownFiles();
    findResumable();
}

/// Forgets the session in memory; its files are dealt with in order, behind what is being written.
void ProjectDocument::end() {
    if (is_open_) {
        Q_EMIT aboutToSave();
    }
    after_change_.stop();
    at_least_.stop();
    if (!is_open_) {
        return;
    }
    struct Left {
        std::shared_ptr<SessionFolder> session;
        std::shared_ptr<QLockFile> lock;
        std::vector<std::filesystem::path> runs;  // that no saved project mentions
    };
    const bool keep_view = !is_modified_ && has_unsaved_view_ && !path_.isEmpty() && !isReadOnly();
    auto left = std::make_shared<Left>(Left{session_, lock_, {}});
    for (const auto& [id, folder] : seen_runs_) {
        if (!saved_runs_.contains(id)) {
            left->runs.push_back(folder);
        }
    }
    auto snapshot = keep_view ? std::make_shared<const Project>(project_) : nullptr;
    files_->run(
        this,
        [left, snapshot, path = path_] {
            if (snapshot) {
                saveProject({snapshot, left->session, path, left->lock, {}});
            }
            for (const auto& folder : left->runs) {
                const bool is_ours = !path.isEmpty() && isIn(resultsPathOf(path), folder);
                if (is_ours && !moveToTrash(toQt(folder))) {
                    logWarning("results that no project mentions stay in " + folder.string());
                }
            }
            left->session->discard();
            left->lock.reset();
            return true;
        },
        [](bool) {},
        [](const Problem& problem) { logWarning(toStd(problem.reason)); });
    is_open_ = false;
    path_.clear();
    read_only_reason_.clear();
    lock_.reset();
    session_.reset();
    saved_runs_.clear();
    seen_runs_.clear();
    resumable_.clear();
    moved_.clear();
    has_unsaved_content_ = has_unsaved_view_ = false;
    is_autosaving_ = autosave_failed_ = has_autosave_ = false;
    project_ = Project();
    undo_.clear();
    undo_.setClean();
    autosaved_change_ = ++change_;
}

void ProjectDocument::close() {
    if (!is_open_) {
        return;
    }
    end();
    updateModified();
    Q_EMIT titleChanged();
    Q_EMIT closed();
}

// ---- saving

void ProjectDocument::save() {
    if (path_.isEmpty() || isReadOnly()) {
        Q_EMIT saveFailed({path_.isEmpty()
                               ? tr("The project has no name yet.")
                               : tr("The project is read-only. %1").arg(read_only_reason_),
                           tr("Save it under a name of your choice.")});
        return;
    }
    saveAs(path_);
}

void ProjectDocument::saveAs(const QString& path) {
    if (!is_open_) {
        return;
    }
    Q_EMIT aboutToSave();
    SaveRequest request;
    request.project = std::make_shared<const Project>(project_);
    request.session = session_;
    request.path = path;
    const bool same_file = QFileInfo(path).absoluteFilePath() == path_;
    request.lock = same_file && !isReadOnly() ? lock_ : nullptr;
    request.progress = [this](qint64 done, qint64 total) {
        QMetaObject::invokeMethod(
            this, [this, done, total] { Q_EMIT saveProgress(done, total); }, Qt::QueuedConnection);
    };
    setBusy(1);
    files_->run(
        this,
        [request] { return saveProject(request); },
        [this, session = session_, ids = runIds(project_), index = undo_.index(), change = change_](
            const SavedProject& saved) {
            setBusy(-1);
            if (session == session_) {
                finishSaving(saved, ids, index, change);
            }
        },
        [this](const Problem& problem) {
            setBusy(-1);
            Q_EMIT saveFailed(problem);
        });
}

void ProjectDocument::finishSaving(const SavedProject& saved,
                                   const std::set<std::string>& run_ids,
                                   int undo_index,
                                   quint64 change) {
    for (const auto& [id, folder] : saved.moved_runs) {
        seen_runs_[id] = folder;
        if (ProjectRun* run = findRun(project_, id)) {
            run->folder = folder;
        }
    }
    for (const auto& [from, to] : {saved.masks, saved.cameras}) {
        if (!from.empty()) {
            moved_[from] = to;
        }
    }
    followMoves(project_.scene);
    path_ = saved.path;
    lock_ = saved.lock;
    read_only_reason_.clear();
    saved_runs_ = run_ids;
    autosave_failed_ = has_autosave_ = false;
    if (change == change_) {
        has_unsaved_content_ = has_unsaved_view_ = false;
        autosaved_change_ = change_;
        after_change_.stop();
    }
    if (undo_index == undo_.index()) {
        undo_.setClean();
    } else {
        undo_.resetClean();  // the state on the disk is not one of the list's any more
    }
    updateModified();
    Q_EMIT titleChanged();
    if (!saved.moved_runs.empty()) {
        Q_EMIT runsChanged();
    }
    if (!saved.masks.first.empty()) {
        Q_EMIT masksMoved(toQt(saved.masks.first), toQt(saved.masks.second));
    }
    if (!saved.masks.first.empty() || !saved.cameras.first.empty()) {
        Q_EMIT sceneChanged();
    }
    Q_EMIT this->saved(path_);
}

void ProjectDocument::autosave() {
    const bool has_reason = is_modified_ || has_autosave_;  // an outdated one must not stay
    if (!is_open_ || !has_reason || is_autosaving_ || change_ == autosaved_change_) {
        return;
    }
    is_autosaving_ = true;
    const quint64 change = change_;
    files_->run(
        this,
        [session = session_, path = path_, snapshot = std::make_shared<const Project>(project_)] {
            session->writeAutosave(*snapshot, path);
            return true;
        },
        [this, session = session_, change](bool) {
            if (session != session_) {
                return;
            }
            is_autosaving_ = autosave_failed_ = false;
            has_autosave_ = true;
            autosaved_change_ = std::max(autosaved_change_, change);
            if (change_ != autosaved_change_) {
                after_change_.start();
            }
            Q_EMIT autosaved();
        },
        [this, session = session_](const Problem& problem) {
            if (session != session_) {
                return;
            }
            is_autosaving_ = false;  // tried again with the next change, or in half a minute
            if (!autosave_failed_) {
                autosave_failed_ = true;
                Q_EMIT autosaveFailed(problem);
            }
        });
}

// ---- what is looked up on the disk

void ProjectDocument::listKnownFiles() {
    using Known = std::map<std::filesystem::path, std::vector<KnownFile>>;
    files_->run(
        this,
        [inputs = project_.inputs] {
            Known known;
            for (const auto& input : inputs) {
                known[input] = bozzetto::listKnownFiles(input);
            }
            return known;
        },
        [this, session = session_](Known known) {
            bool any = false;
            for (auto& [input, files] : known) {
                // What is missing now keeps what was known of it.
                if (session == session_ && !files.empty() && project_.known_files[input] != files) {
                    project_.known_files[input] = std::move(files);
                    any = true;
                }
            }
            if (any) {
                touch(Weight::View);
            }
        },
        [](const Problem& problem) { logWarning(toStd(problem.reason)); });
}

void ProjectDocument::findResumable() {
    std::map<std::string, std::filesystem::path> candidates;
    for (const ProjectRun& run : project_.runs) {
        const bool ended_early = run.state == ProjectRun::State::Stopped ||
                                 run.state == ProjectRun::State::Failed ||
                                 run.state == ProjectRun::State::Crashed;
        if (ended_early) {
            candidates[run.id] = run.folder;
        }
    }
    files_->run(
        this,
        [candidates] {
            std::set<std::string> ids;
            for (const auto& [id, folder] : candidates) {
                if (hasCheckpoint(folder / ".bozzetto")) {
                    ids.insert(id);
                }
            }
            return ids;
        },
        [this, session = session_](std::set<std::string> ids) {
            if (session == session_ && ids != resumable_) {
                resumable_ = std::move(ids);
                Q_EMIT runsChanged();
            }
        },
        [](const Problem& problem) { logWarning(toStd(problem.reason)); });
}

}  // namespace bozzetto::ui
