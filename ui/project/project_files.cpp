// SPDX-License-Identifier: Apache-2.0
#include "ui/project/project_files.h"

#include "base/error.h"
#include "base/files.h"
#include "pipeline/relocate.h"
#include "ui/common/text.h"
#include "ui/project/move_folder.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

namespace bozzetto::ui {
namespace {

/// A process that is gone runs nothing any more.
bool endInterruptedRuns(Project& project) {
    bool any = false;
    for (ProjectRun& run : project.runs) {
        if (run.state == ProjectRun::State::Running) {
            run.state = ProjectRun::State::Crashed;
            run.reason = "Bozzetto was closed during this run.";
            run.hint = "Resume it to go on from its last checkpoint.";
            any = true;
        }
    }
    return any;
}

void finishOpening(OpenedProject& opened, const std::vector<std::string>& notes) {
    for (const std::string& note : notes) {
        opened.notes.append(toQt(note));
    }
    for (const auto& path : missingPaths(opened.project)) {
        opened.missing.append(toQt(path));
    }
    if (opened.read_only_reason.isEmpty()) {
        opened.was_interrupted = endInterruptedRuns(opened.project);
    }
}

std::set<std::string> runIds(const Project& project) {
    std::set<std::string> ids;
    for (const ProjectRun& run : project.runs) {
        ids.insert(run.id);
    }
    return ids;
}

std::set<std::string> savedRunIds(const QString& path) {
    try {
        return path.isEmpty() ? std::set<std::string>() : runIds(readProject(toPath(path)).project);
    } catch (const Error&) {
        return {};  // the file went away: nothing of it is saved
    }
}

/// The real file: relative paths in it are relative to where it really is.
QString realPath(const QString& path) {
    const QFileInfo info(path);
    return info.exists() ? info.canonicalFilePath() : info.absoluteFilePath();
}

bool isInside(const std::filesystem::path& path, const QString& folder) {
    const auto rest = path.lexically_relative(toPath(folder));
    return !rest.empty() && *rest.begin() != ".." && rest != ".";
}

std::shared_ptr<QLockFile> lockForSaving(const SaveRequest& request, const QString& path) {
    if (request.lock) {
        return request.lock;
    }
    FileLock lock = takeFileLock(lockPathOf(path));
    if (!lock.held) {
        throw Error(Error::Kind::Locked,
                    displayPath(toPath(path)) + ": cannot be saved. " + toStd(lock.refusal),
                    "Choose another name or folder.",
                    toStd(path));
    }
    return lock.held;
}

}  // namespace

OpenedProject openProject(const QString& path,
                          const QString& sessions_root,
                          std::shared_ptr<QLockFile> lock) {
    OpenedProject opened;
    opened.path = realPath(path);
    if (!lock && QFileInfo::exists(opened.path)) {
        FileLock taken = takeFileLock(lockPathOf(opened.path));
        lock = std::move(taken.held);
        opened.read_only_reason = taken.refusal;
    }
    const LoadedProject loaded = readProject(toPath(opened.path));
    opened.project = loaded.project;
    opened.saved_runs = runIds(opened.project);
    opened.lock = std::move(lock);
    opened.session = std::make_shared<SessionFolder>(sessions_root);
    finishOpening(opened, loaded.notes);
    return opened;
}

OpenedProject recoverProject(const RecoverableSession& recoverable) {
    OpenedProject opened;
    FileLock session = takeFileLock(recoverable.folder + QStringLiteral("/lock"));
    if (!session.held) {
        throw Error(Error::Kind::Locked,
                    "The session cannot be recovered. " + toStd(session.refusal),
                    "Another window has recovered it.",
                    toStd(recoverable.folder));
    }
    opened.path = readSessionProject(recoverable.folder);
    const LoadedProject loaded = readAutosave(recoverable.folder, opened.path);
    if (!opened.path.isEmpty()) {
        FileLock taken = takeFileLock(lockPathOf(opened.path));
        opened.lock = std::move(taken.held);
        opened.read_only_reason = taken.refusal;
    }
    opened.project = loaded.project;
    opened.saved_runs = savedRunIds(opened.path);
    opened.session = std::make_shared<SessionFolder>(recoverable.folder, std::move(session.held));
    finishOpening(opened, loaded.notes);
    // Whoever holds the project, the runs of this session died with it.
    opened.was_interrupted = endInterruptedRuns(opened.project) || opened.was_interrupted;
    return opened;
}

SavedProject saveProject(const SaveRequest& request) {
    SavedProject saved;
    saved.path = realPath(request.path);
    saved.lock = lockForSaving(request, saved.path);
    Project project = *request.project;
    FolderMoves moves(request.progress);
    for (ProjectRun& run : project.runs) {
        // A running child knows its folder by name: it moves when it has ended.
        const bool movable = run.state != ProjectRun::State::Running &&
                             isInside(run.folder, request.session->resultsPath()) &&
                             std::filesystem::exists(run.folder);
        if (movable) {
            run.folder = moves.add(run.folder, toPath(resultsPathOf(saved.path)) / run.id);
            saved.moved_runs[run.id] = run.folder;
        }
    }
    if (const auto& masks = project.scene.masks; !masks.empty() &&
                                                 isInside(masks, request.session->path()) &&
                                                 std::filesystem::exists(masks)) {
        saved.masks = {masks, moves.add(masks, toPath(masksPathOf(saved.path)))};
        project.scene.masks = saved.masks.second;
    }
    if (const auto& cameras = project.scene.cameras;
        !cameras.empty() && isInside(cameras.parent_path(), request.session->path()) &&
        std::filesystem::exists(cameras)) {
        const auto folder = moves.add(cameras.parent_path(), toPath(camerasPathOf(saved.path)));
        saved.cameras = {cameras, folder / cameras.filename()};
        project.scene.cameras = saved.cameras.second;
    }
    moves.carryOut();
    const auto path = toPath(saved.path);
    writeFileAtomically(path, encodeProject(project, path.parent_path()));
    moves.keep();
    request.session->removeAutosave();
    return saved;
}

QString masksPathOf(const QString& project_path) {
    const QFileInfo info(project_path);
    return info.absolutePath() + QLatin1Char('/') + info.completeBaseName() +
           QStringLiteral("-masks");
}

QString camerasPathOf(const QString& project_path) {
    const QFileInfo info(project_path);
    return info.absolutePath() + QLatin1Char('/') + info.completeBaseName() +
           QStringLiteral("-cameras");
}

bool isNumbered(const std::filesystem::path& folder, const QString& first) {
    static const QRegularExpression number(QStringLiteral("^(-[0-9]+)?$"));
    const QString path = toQt(folder);
    return path.startsWith(first) && number.match(path.mid(first.size())).hasMatch();
}

QString resultsPathOf(const QString& project_path) {
    const QFileInfo info(project_path);
    return info.absolutePath() + QLatin1Char('/') + info.completeBaseName() +
           QStringLiteral("-results");
}

}  // namespace bozzetto::ui
