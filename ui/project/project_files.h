// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "pipeline/project.h"
#include "ui/project/session_folder.h"
#include "ui/project/session_store.h"

#include <QString>
#include <QStringList>

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>

/// The document's work on files. Everything here runs off the UI thread, owns what it touches and
/// throws Error.
namespace bozzetto::ui {

struct OpenedProject {
    Project project;
    QString path;  // canonical; empty: untitled
    std::shared_ptr<QLockFile> lock;
    QString read_only_reason;  // not empty: no lock
    std::shared_ptr<SessionFolder> session;
    QStringList notes, missing;
    std::set<std::string> saved_runs;  // ids of the runs in the project file
    bool was_interrupted = false;      // a run was going on when it was last written
};

/// `lock`: that of this very file, if the caller holds it already.
OpenedProject openProject(const QString& path,
                          const QString& sessions_root,
                          std::shared_ptr<QLockFile> lock);
OpenedProject recoverProject(const RecoverableSession& recoverable);

struct SaveRequest {
    std::shared_ptr<const Project> project;
    std::shared_ptr<SessionFolder> session;
    QString path;
    std::shared_ptr<QLockFile> lock;                          // of `path`, if it is held already
    std::function<void(qint64 done, qint64 total)> progress;  // bytes of results copied
};
struct SavedProject {
    QString path;
    std::shared_ptr<QLockFile> lock;
    std::map<std::string, std::filesystem::path> moved_runs;  // id -> new folder
    /// The folder of masks and the file of estimated cameras before and after; empty: it stayed.
    std::pair<std::filesystem::path, std::filesystem::path> masks, cameras;
};
/// Moves results, masks and estimated cameras out of the session's folder to beside the file,
/// writes it, removes the autosave. When it fails everything is where it was.
SavedProject saveProject(const SaveRequest& request);

/// "<name>-results" beside a project file.
QString resultsPathOf(const QString& project_path);
/// "<name>-masks" beside it; further ones are called "<name>-masks-2", ...
QString masksPathOf(const QString& project_path);
/// "<name>-cameras" beside it, in the same way.
QString camerasPathOf(const QString& project_path);
/// Whether a folder is `first` or one of the further ones.
bool isNumbered(const std::filesystem::path& folder, const QString& first);

}  // namespace bozzetto::ui
