// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "pipeline/project.h"
#include "ui/project/file_lock.h"

#include <QString>

#include <memory>

namespace bozzetto::ui {

/// A session's own folder: session.json (which project it is about), autosave.bozzetto, lock, and
/// results/ while the project has no place of its own. Made on the disk with the first autosave.
/// Everything but the paths is called off the UI thread, by one thread at a time.
class SessionFolder {
public:
    /// A new one under `root`.
    explicit SessionFolder(const QString& root);
    /// The folder of a session that another process left, with its lock.
    SessionFolder(QString path, std::shared_ptr<QLockFile> lock);

    const QString& path() const { return path_; }
    QString resultsPath() const { return path_ + QStringLiteral("/results"); }
    QString autosavePath() const { return path_ + QStringLiteral("/autosave.bozzetto"); }

    /// `project_path` empty: untitled. Paths in the autosave are relative to the project's place.
    /// Throws Error(Output).
    void writeAutosave(const Project& project, const QString& project_path);
    void removeAutosave() const;
    /// Removes the folder; results in it go to the trash.
    void discard();

private:
    void makeOnDisk();

    QString path_;
    std::shared_ptr<QLockFile> lock_;
    QString recorded_project_;
    bool is_recorded_ = false;
};

/// The folder that the relative paths of a project or its autosave are relative to.
QString baseFolderOf(const QString& project_path, const QString& session_path);

/// The project path in a session's session.json, empty for an untitled one. Throws Error(BadInput).
QString readSessionProject(const QString& session_path);
LoadedProject readAutosave(const QString& session_path, const QString& project_path);

/// To the trash; where there is none the folder stays. Says whether it is gone.
bool moveToTrash(const QString& folder);

}  // namespace bozzetto::ui
