// SPDX-License-Identifier: Apache-2.0
// What changes a session's project.
#include "ui/project/edit_command.h"
#include "ui/project/project_document.h"
#include "ui/project/project_files.h"
#include "ui/project/session_folder.h"

#include <QDateTime>
#include <QFileInfo>

#include <algorithm>

namespace bozzetto::ui {
namespace {

std::vector<std::string> toTexts(const QStringList& list) {
    std::vector<std::string> texts;
    for (const QString& text : list) {
        texts.push_back(toStd(text));
    }
    return texts;
}

/// Adds the names to the set, or takes them out.
void mark(std::set<std::string>& set, const QStringList& names, bool in) {
    for (const QString& name : names) {
        if (in) {
            set.insert(toStd(name));
        } else {
            set.erase(toStd(name));
        }
    }
}

}  // namespace

void ProjectDocument::push(
    const QString& text, ProjectPart part, Edit forward, Edit backward, const QString& drag) {
    if (!is_open_) {
        startNew();
    }
    const auto apply = [this](ProjectPart changed, const Edit& edit) {
        edit(project_);
        followMoves(project_.scene);  // a step may be older than the save that moved its files
        touch(Weight::Edit);
        tell(changed);
    };
    undo_.push(new EditCommand(text, part, apply, std::move(forward), std::move(backward), drag));
}

void ProjectDocument::followMoves(SceneEdits& scene) const {
    for (std::filesystem::path* path : {&scene.masks, &scene.cameras}) {
        if (const auto moved = moved_.find(*path); moved != moved_.end()) {
            *path = moved->second;
        }
    }
}

template <class Value>
void ProjectDocument::change(const QString& text,
                             ProjectPart part,
                             Value Project::*field,
                             Value value,
                             const QString& drag) {
    if (project_.*field == value) {
        return;
    }
    push(
        text,
        part,
        [field, value](Project& project) { project.*field = value; },
        [field, before = project_.*field](Project& project) { project.*field = before; },
        drag);
}

void ProjectDocument::tell(ProjectPart part) {
    switch (part) {
        case ProjectPart::Inputs:
            Q_EMIT inputsChanged();
            break;
        case ProjectPart::Settings:
            Q_EMIT settingsChanged();
            break;
        case ProjectPart::Scene:
            Q_EMIT sceneChanged();
            break;
        case ProjectPart::Runs:
            Q_EMIT runsChanged();
            break;
    }
}

void ProjectDocument::touch(Weight weight) {
    if (!is_open_) {
        return;
    }
    ++change_;
    has_unsaved_view_ = true;
    has_unsaved_content_ = has_unsaved_content_ || weight == Weight::Content;
    updateModified();
    if (weight != Weight::View || is_modified_) {
        after_change_.start();
    }
}

void ProjectDocument::updateModified() {
    const bool modified = is_open_ && (has_unsaved_content_ || !undo_.isClean());
    if (modified != is_modified_) {
        is_modified_ = modified;
        Q_EMIT modifiedChanged(modified);
    }
}

// ---- images

void ProjectDocument::setInputs(const QStringList& paths, const ImportEdits& edits) {
    std::vector<std::filesystem::path> inputs;
    for (const QString& path : paths) {
        inputs.push_back(toPath(QFileInfo(path).absoluteFilePath()));
    }
    if (inputs == project_.inputs && edits == project_.edits) {
        return;
    }
    // Cameras, masks and region belong to the pictures: others start without.
    const SceneEdits scene = inputs == project_.inputs ? project_.scene : SceneEdits();
    const auto take = [](const auto& new_inputs, const auto& new_edits, const auto& new_scene) {
        return [=](Project& project) {
            project.inputs = new_inputs;
            project.edits = new_edits;
            project.scene = new_scene;
        };
    };
    push(tr("Add pictures"),
         ProjectPart::Inputs,
         take(inputs, edits, scene),
         take(project_.inputs, project_.edits, project_.scene));
    listKnownFiles();
}

void ProjectDocument::setExcluded(const QStringList& names, bool excluded) {
    ImportEdits edits = project_.edits;
    mark(edits.excluded, names, excluded);
    const int count = static_cast<int>(names.size());
    change(excluded ? tr("Exclude %n pictures", nullptr, count)
                    : tr("Include %n pictures", nullptr, count),
           ProjectPart::Inputs,
           &Project::edits,
           edits);
}

void ProjectDocument::setMaskInverted(const QStringList& names, bool inverted) {
    ImportEdits edits = project_.edits;
    mark(edits.inverted, names, inverted);
    change(tr("Invert %n masks", nullptr, static_cast<int>(names.size())),
           ProjectPart::Inputs,
           &Project::edits,
           edits);
}

void ProjectDocument::replacePicture(const QString& name, const QString& path) {
    ImportEdits edits = project_.edits;
    if (path.isEmpty()) {
        edits.replaced.erase(toStd(name));
    } else {
        edits.replaced[toStd(name)] = toPath(QFileInfo(path).absoluteFilePath());
    }
    change(path.isEmpty() ? tr("Take back %1").arg(name) : tr("Replace %1").arg(name),
           ProjectPart::Inputs,
           &Project::edits,
           edits);
}

void ProjectDocument::setVideoFrames(int count) {
    if (count == project_.scene.video_frames) {
        return;
    }
    const auto take = [](const ImportEdits& edits, const SceneEdits& scene) {
        return [=](Project& project) {
            project.edits = edits;
            project.scene = scene;
        };
    };
    SceneEdits fresh;
    fresh.video_frames = count;
    fresh.auto_masks = project_.scene.auto_masks;
    fresh.keep_table = project_.scene.keep_table;
    push(tr("Choose the frames of the video"),
         ProjectPart::Inputs,
         take({}, fresh),
         take(project_.edits, project_.scene),
         QStringLiteral("video-frames"));
}

void ProjectDocument::relocate(const std::vector<Relocation>& relocations) {
    const Project found = bozzetto::relocate(project_, relocations);
    if (found.inputs == project_.inputs && found.edits == project_.edits) {
        return;
    }
    // Undo after undo must reach steps that mention the old paths with the old paths in place.
    const auto take = [](const Project& from) {
        return
            [inputs = from.inputs, edits = from.edits, known = from.known_files](Project& project) {
                project.inputs = inputs;
                project.edits = edits;
                project.known_files = known;
            };
    };
    push(tr("Find moved pictures"), ProjectPart::Inputs, take(found), take(project_));
}

void ProjectDocument::setScene(const SceneEdits& scene, const QString& text, const QString& drag) {
    change(text, ProjectPart::Scene, &Project::scene, scene, drag);
}

QString ProjectDocument::newMasksFolder() const {
    return newFolder(QStringLiteral("masks"), masksPathOf(path_));
}

QString ProjectDocument::newCamerasFile() const {
    const QString folder = newFolder(QStringLiteral("cameras"), camerasPathOf(path_));
    return folder.isEmpty() ? QString() : folder + QStringLiteral("/cameras.json");
}

QString ProjectDocument::newFolder(const QString& in_session, const QString& beside_project) const {
    if (!is_open_) {
        return {};
    }
    const bool is_untitled = path_.isEmpty() || isReadOnly();
    const QString first =
        is_untitled ? session_->path() + QLatin1Char('/') + in_session : beside_project;
    QString folder = first;
    for (int n = 2; QFileInfo::exists(folder); ++n) {
        folder = first + QLatin1Char('-') + QString::number(n);
    }
    return folder;
}

bool ProjectDocument::ownsMasks(const std::filesystem::path& folder) const {
    if (!is_open_) {
        return false;
    }
    const bool is_beside =
        !path_.isEmpty() && !isReadOnly() && isNumbered(folder, masksPathOf(path_));
    return is_beside || folder.parent_path() == toPath(session_->path());
}

bool ProjectDocument::ownsCameras(const std::filesystem::path& file) const {
    if (!is_open_) {
        return false;
    }
    const std::filesystem::path folder = file.parent_path();
    const bool is_beside = !path_.isEmpty() && isNumbered(folder, camerasPathOf(path_));
    return is_beside || folder.parent_path() == toPath(session_->path());
}

// ---- choices

void ProjectDocument::setEngines(const QStringList& ids) {
    change(tr("Choose engine"), ProjectPart::Settings, &Project::engines, toTexts(ids));
}

void ProjectDocument::setSettings(const QString& engine,
                                  const Settings& settings,
                                  const QString& drag) {
    auto all = project_.settings;
    const auto before = all.find(toStd(engine));
    const bool preset = before == all.end() || before->second.preset != settings.preset;
    all[toStd(engine)] = settings;
    change(preset ? tr("Choose preset") : tr("Change settings"),
           ProjectPart::Settings,
           &Project::settings,
           all,
           drag);
}

void ProjectDocument::setSeed(quint64 seed) {
    change(tr("Change seed"), ProjectPart::Settings, &Project::seed, static_cast<uint64_t>(seed));
}

void ProjectDocument::setDevice(const QString& device) {
    change(tr("Choose device"), ProjectPart::Settings, &Project::device, toStd(device));
}

void ProjectDocument::setThreads(int threads) {
    change(tr("Change threads"), ProjectPart::Settings, &Project::threads, threads);
}

void ProjectDocument::setTimeLimit(std::optional<double> minutes) {
    change(tr("Change time limit"), ProjectPart::Settings, &Project::time_limit_min, minutes);
}

// ---- runs

void ProjectDocument::renameRun(const QString& id, const QString& name) {
    const ProjectRun* run = findRun(project_, toStd(id));
    if (run == nullptr || toQt(run->name) == name || name.isEmpty()) {
        return;
    }
    const auto rename = [id = run->id](const std::string& to) {
        return [id, to](Project& project) {
            if (ProjectRun* renamed = findRun(project, id)) {
                renamed->name = to;
            }
        };
    };
    push(tr("Rename run"), ProjectPart::Runs, rename(toStd(name)), rename(run->name));
}

void ProjectDocument::deleteRun(const QString& id) {
    const ProjectRun* run = findRun(project_, toStd(id));
    if (run == nullptr || run->state == ProjectRun::State::Running) {
        return;
    }
    // Other runs may come and its folder may move before it comes back.
    const auto place = static_cast<size_t>(run - project_.runs.data());
    push(
        tr("Delete run"),
        ProjectPart::Runs,
        [id = run->id](Project& project) {
            std::erase_if(project.runs, [&](const ProjectRun& r) { return r.id == id; });
            std::erase(project.shown, id);
        },
        [this, place, run = *run, shown = project_.shown](Project& project) {
            const size_t at = std::min(place, project.runs.size());
            ProjectRun back = run;
            back.folder = seen_runs_[run.id];
            project.runs.insert(project.runs.begin() + static_cast<std::ptrdiff_t>(at), back);
            const bool was_shown = std::find(shown.begin(), shown.end(), run.id) != shown.end();
            if (was_shown && project.shown.size() < shown.size()) {
                project.shown = shown;
                std::erase_if(project.shown, [&](const std::string& other) {
                    return findRun(project, other) == nullptr;
                });
            }
        });
    Q_EMIT shownRunsChanged();
}

QString ProjectDocument::resultsFolder() const {
    if (!is_open_) {
        return {};
    }
    const bool has_place = !path_.isEmpty() && !isReadOnly();
    return has_place ? resultsPathOf(path_) : session_->resultsPath();
}

ProjectRun ProjectDocument::beginRun(const QString& engine, const std::filesystem::path& place) {
    if (!is_open_) {
        startNew();
    }
    ProjectRun run;
    run.engine = toStd(engine);
    run.id = newRunId(project_, run.engine);
    for (int n = 2; seen_runs_.contains(run.id); ++n) {  // a deleted one may come back
        run.id = newRunId(project_, run.engine) + "-" + std::to_string(n);
    }
    run.name = toStd(tr("Run %1").arg(seen_runs_.size() + 1));
    if (const auto settings = project_.settings.find(run.engine);
        settings != project_.settings.end()) {
        run.settings = settings->second;
    }
    run.seed = project_.seed;
    run.started = toStd(QDateTime::currentDateTimeUtc().toString(Qt::ISODate));
    run.folder = (place.empty() ? toPath(resultsFolder()) : place) / run.id;
    project_.runs.push_back(run);
    seen_runs_[run.id] = run.folder;
    touch(Weight::Content);
    autosave();
    Q_EMIT runsChanged();
    return run;
}

void ProjectDocument::updateRun(const ProjectRun& run) {
    ProjectRun* present = findRun(project_, run.id);
    if (present == nullptr) {
        return;
    }
    ProjectRun updated = run;
    updated.name = present->name;
    updated.folder = present->folder;
    if (updated == *present) {
        return;
    }
    *present = updated;
    touch(Weight::Content);
    autosave();
    Q_EMIT runsChanged();
    findResumable();
}

QString ProjectDocument::runFolder(const QString& id) const {
    const ProjectRun* run = findRun(project_, toStd(id));
    return run == nullptr ? QString() : toQt(run->folder);
}

QStringList ProjectDocument::resumableRuns() const {
    QStringList ids;
    for (const ProjectRun& run : project_.runs) {
        if (resumable_.contains(run.id) && run.state != ProjectRun::State::Running) {
            ids.append(toQt(run.id));
        }
    }
    return ids;
}

// ---- view

void ProjectDocument::setView(const ProjectView& view) {
    if (view != project_.view) {
        project_.view = view;
        touch(Weight::View);
    }
}

void ProjectDocument::setExportChoices(const std::map<std::string, std::string>& choices) {
    if (choices != project_.export_choices) {
        project_.export_choices = choices;
        touch(Weight::View);
    }
}

void ProjectDocument::setShownRuns(const QStringList& ids) {
    if (toTexts(ids) != project_.shown) {
        project_.shown = toTexts(ids);
        touch(Weight::View);
        Q_EMIT shownRunsChanged();
    }
}

}  // namespace bozzetto::ui
