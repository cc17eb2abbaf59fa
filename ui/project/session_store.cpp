// SPDX-License-Identifier: Apache-2.0
#include "ui/project/session_store.h"

#include "base/log.h"
#include "camera/image_set_reader.h"
#include "pipeline/checkpoint.h"
#include "ui/common/state_folder.h"
#include "ui/common/text.h"
#include "ui/project/session_folder.h"

#include <QDir>
#include <QFileInfo>
#include <QSettings>

#include <algorithm>
#include <array>
#include <optional>

namespace bozzetto::ui {
namespace {

constexpr auto kAnswerKey = "recovery/answer";
constexpr std::array kAnswers{std::pair{RecoveryAnswer::Recover, "recover"},
                              std::pair{RecoveryAnswer::OpenSaved, "open_saved"},
                              std::pair{RecoveryAnswer::Skip, "skip"}};

/// Pictures that the session works with; inputs that are not there now count nothing.
int pictureCount(const Project& project) {
    size_t count = 0;
    for (const auto& input : project.inputs) {
        try {
            for (const ViewSource& view : findImageSet(input).views) {
                count += project.edits.excluded.contains(view.name) ? 0 : 1;
            }
        } catch (const std::exception&) {  // moved or unreadable: the relocate dialog's matter
        }
    }
    return static_cast<int>(count);
}

/// Nothing was lost if the file already says what the autosave says: the session ended between the
/// two.
bool isSaved(const Project& project, const QString& project_path) {
    try {
        Project saved = readProject(toPath(project_path)).project;
        saved.view = project.view;  // nobody is asked about these
        saved.shown = project.shown;
        saved.export_choices = project.export_choices;
        saved.known_files = project.known_files;
        return saved == project;
    } catch (const std::exception&) {
        return false;
    }
}

std::optional<RecoverableSession> describe(const QString& folder) {
    const QFileInfo autosave(folder + QStringLiteral("/autosave.bozzetto"));
    if (!autosave.isFile()) {
        return std::nullopt;
    }
    RecoverableSession session;
    session.folder = folder;
    session.id = QFileInfo(folder).fileName();
    session.project_path = readSessionProject(folder);
    const Project project = readAutosave(folder, session.project_path).project;
    session.saved_file_exists =
        !session.project_path.isEmpty() && QFileInfo::exists(session.project_path);
    if (session.saved_file_exists && isSaved(project, session.project_path)) {
        return std::nullopt;
    }
    session.time = autosave.lastModified();
    session.images = pictureCount(project);
    session.runs = static_cast<int>(project.runs.size());
    if (!session.project_path.isEmpty()) {
        session.name = QFileInfo(session.project_path).completeBaseName();
    } else if (!project.inputs.empty()) {
        session.name = toQt(project.inputs.front().filename());
    }
    for (const ProjectRun& run : project.runs) {
        if (run.state == ProjectRun::State::Running) {
            session.unfinished_run = toQt(run.id);
            session.run_can_continue = hasCheckpoint(run.folder / ".bozzetto");
        }
    }
    return session;
}

}  // namespace

SessionStore::SessionStore(const QString& root)
    : root_(root.isEmpty() ? dataFolder() + QStringLiteral("/sessions") : root) {}

std::vector<RecoverableSession> SessionStore::recoverable() const {
    std::vector<RecoverableSession> sessions;
    for (const QFileInfo& entry :
         QDir(root_).entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot | QDir::NoSymLinks)) {
        const QString folder = entry.absoluteFilePath();
        FileLock lock = takeFileLock(folder + QStringLiteral("/lock"));
        if (!lock.held) {
            continue;  // of a program that is running
        }
        try {
            if (auto session = describe(folder)) {
                sessions.push_back(std::move(*session));
            } else {
                SessionFolder(folder, std::move(lock.held)).discard();
            }
        } catch (const std::exception& exception) {
            logWarning(std::string("a session cannot be recovered: ") + exception.what());
        }
    }
    std::sort(sessions.begin(), sessions.end(), [](const auto& a, const auto& b) {
        return a.time > b.time;
    });
    return sessions;
}

void SessionStore::discard(const QString& id) const {
    if (id.isEmpty() || id.contains(QLatin1Char('/')) || id.startsWith(QLatin1Char('.'))) {
        return;
    }
    const QString folder = root_ + QLatin1Char('/') + id;
    FileLock lock = takeFileLock(folder + QStringLiteral("/lock"));
    if (lock.held) {
        SessionFolder(folder, std::move(lock.held)).discard();
    }
}

RecoveryAnswer rememberedRecoveryAnswer() {
    const QString text = QSettings().value(QLatin1String(kAnswerKey)).toString();
    for (const auto& [answer, name] : kAnswers) {
        if (text == QLatin1String(name)) {
            return answer;
        }
    }
    return RecoveryAnswer::Ask;
}

void rememberRecoveryAnswer(RecoveryAnswer answer) {
    QSettings settings;
    settings.remove(QLatin1String(kAnswerKey));
    for (const auto& [known, name] : kAnswers) {
        if (known == answer) {
            settings.setValue(QLatin1String(kAnswerKey), QLatin1String(name));
        }
    }
}

}  // namespace bozzetto::ui
