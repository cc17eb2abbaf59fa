// SPDX-License-Identifier: Apache-2.0
#include "ui/window/mask_controller.h"

#include "base/error.h"
#include "camera/image_set_reader.h"
#include "camera/mask_folder.h"
#include "masks/lint_masks.h"
#include "ui/cameras/solved_set.h"
#include "ui/common/background_task.h"
#include "ui/common/child_task.h"
#include "ui/images/import_review.h"
#include "ui/images/import_session.h"
#include "ui/images/low_priority.h"
#include "ui/images/thumbnail_cache.h"
#include "ui/project/project_document.h"
#include "ui/window/made_masks.h"

#include <QDir>

#include <algorithm>
#include <utility>

namespace bozzetto::ui {
namespace {

constexpr int kLintAfterMs = 1500;  // masks are compared when nobody paints
constexpr int64_t kLintPixels = 90'000;

/// The finding that matters most for each view, of those that only a comparison can tell.
std::map<std::string, ReviewProblem> problemsOf(const std::vector<MaskFinding>& findings) {
    std::map<std::string, ReviewProblem> problems;
    for (const MaskFinding& finding : findings) {
        ReviewProblem problem;
        problem.severity = Severity::Warning;
        if (finding.kind == MaskFinding::Kind::Shifted) {
            problem.kind = ReviewProblem::Kind::MaskShifted;
            problem.value = finding.shift_x;
            problem.reference = finding.shift_y;
        } else if (finding.kind == MaskFinding::Kind::Flickers) {
            problem.kind = ReviewProblem::Kind::MaskFlickers;
            problem.value = std::max(0.0, finding.agreement);
        } else {
            continue;  // said by the review of the picture alone
        }
        problems.emplace(finding.view, problem);
    }
    return problems;
}

}  // namespace

MaskController::MaskController(const QString& cli,
                               ProjectDocument* document,
                               ImportSession* session,
                               ThumbnailCache* thumbnails,
                               ImportReviewPage* page,
                               MaskEditor* editor,
                               QObject* parent)
    : QObject(parent),
      cli_(cli),
      document_(document),
      session_(session),
      thumbnails_(thumbnails),
      page_(page),
      editor_(editor) {
    connectPage();
    connectEditor();
    connect(document, &ProjectDocument::sceneChanged, this, &MaskController::takeScene);
    connect(document, &ProjectDocument::inputsChanged, this, &MaskController::takeScene);
    connect(document, &ProjectDocument::opened, this, [this] {
        new_folder_.clear();
        takeScene();
    });
    connect(document, &ProjectDocument::aboutToSave, editor, &MaskEditor::flush);
    connect(document, &ProjectDocument::masksMoved, this, &MaskController::followMove);
    connect(document, &ProjectDocument::closed, this, [this] {
        cancelMaking();
        new_folder_.clear();
        editor_->setSubjects({});
    });
    connect(session, &ImportSession::started, this, &MaskController::cancelMaking);
    lint_timer_.setSingleShot(true);
    lint_timer_.setInterval(kLintAfterMs);
    connect(&lint_timer_, &QTimer::timeout, this, &MaskController::lint);
}

MaskController::~MaskController() {
    if (lint_cancelled_) {
        *lint_cancelled_ = true;
    }
    delete task_;
}

void MaskController::connectPage() {
    connect(page_, &ImportReviewPage::editMaskRequested, this, &MaskController::edit);
    connect(page_, &ImportReviewPage::makeMasksRequested, this, &MaskController::makeMasks);
    connect(page_, &ImportReviewPage::cancelMasksRequested, this, &MaskController::cancelMaking);
    connect(page_, &ImportReviewPage::keepTableRequested, this, [this](bool keep) {
        change(keep ? tr("Keep the table") : tr("Leave the table out"),
               [keep](SceneEdits& scene) { scene.keep_table = keep; });
    });
    connect(page_, &ImportReviewPage::dropMasksRequested, this, [this] {
        change(tr("Use the set's own masks"), [](SceneEdits& scene) { scene.masks.clear(); });
    });
    connect(page_, &ImportReviewPage::importMasksRequested, this, &MaskController::chooseImport);
    connect(page_, &ImportReviewPage::exportMasksRequested, this, &MaskController::chooseExport);
}

void MaskController::connectEditor() {
    editor_->setPlaceSource([this] { return place(); });
    connect(editor_, &MaskEditor::saved, this, &MaskController::takeSaved);
    connect(editor_, &MaskEditor::closeRequested, this, [this] {
        editor_->flush();
        page_->select({editor_->currentName()});
        Q_EMIT editorClosed();
    });
    connect(editor_, &MaskEditor::message, this, &MaskController::message);
    connect(editor_, &MaskEditor::failed, this, &MaskController::failed);
}

void MaskController::change(const QString& text, const std::function<void(SceneEdits&)>& edit) {
    SceneEdits scene = document_->project().scene;
    edit(scene);
    document_->setScene(scene, text);
}

// ---- keeping in step

std::vector<MaskSubject> MaskController::subjects() const {
    std::vector<MaskSubject> subjects;
    if (!session_->isListed()) {
        return subjects;
    }
    const ImportEdits& edits = session_->edits();
    const ImportReview& review = session_->review();
    for (std::size_t i = 0; i < review.source.views.size(); ++i) {
        const PictureReview& picture = review.pictures[i];
        if (!picture.readable) {
            continue;
        }
        MaskSubject subject;
        subject.view = review.source.views[i];
        subject.view.image = picture.path;
        subject.view.invert_mask = edits.inverted.contains(picture.name);
        subject.upright = !picture.has_camera;  // cameras refer to the stored pixels
        subject.is_six_view = review.source.is_six_view;
        subject.excluded = edits.excluded.contains(picture.name);
        subjects.push_back(std::move(subject));
    }
    return subjects;
}

void MaskController::takeScene() {
    const SceneEdits& scene = document_->project().scene;
    session_->setMaskFolder(toQt(scene.masks));
    page_->setKeepTable(scene.keep_table);
    page_->setOwnMasks(!scene.masks.empty());
    page_->setEditedMasks(static_cast<int>(editedMasks().size()));
    editor_->setSubjects(subjects());
    lintSoon();
}

void MaskController::takePictures() {
    takeScene();
}

MaskPlace MaskController::place() {
    const std::filesystem::path& folder = document_->project().scene.masks;
    if (!folder.empty() && document_->ownsMasks(folder)) {
        return {toQt(folder), {}};
    }
    if (new_folder_.isEmpty()) {
        new_folder_ = document_->newMasksFolder();
    }
    if (!folder.empty()) {  // another's: the project changes to its own when that is complete
        return {new_folder_, toQt(folder)};
    }
    const QString own = std::exchange(new_folder_, QString());
    if (!own.isEmpty() && QDir().mkpath(own)) {
        useFolder(own, tr("Edit masks"));
    }
    return {own, {}};
}

void MaskController::takeSaved(const QString& folder, const QStringList& names) {
    if (!session_->isListed()) {
        return;  // the session ended meanwhile
    }
    if (folder == new_folder_) {
        new_folder_.clear();
        useFolder(folder, tr("Edit masks"));
    }
    forgetMade(folder, names);
    session_->masksWritten(names);
    lintSoon();
    thumbnails_->refresh();
    page_->setOwnMasks(!document_->project().scene.masks.empty());
    page_->setEditedMasks(static_cast<int>(editedMasks().size()));
}

void MaskController::followMove(const QString& from, const QString& to) {
    editor_->flush();
    // What was painted while the folder was being moved went to its old place.
    const QDir before(from), now(to);
    for (const QString& name : before.entryList({QStringLiteral("*.png")}, QDir::Files)) {
        QFile::remove(now.filePath(name));
        QFile::rename(before.filePath(name), now.filePath(name));
    }
    editor_->moveFolder(from, to);
}

void MaskController::useFolder(const QString& folder, const QString& text) {
    change(text, [&folder](SceneEdits& scene) { scene.masks = toPath(folder); });
}

void MaskController::edit(const QString& name) {
    editor_->setSubjects(subjects());
    Q_EMIT editorRequested();
    editor_->open(name);
}

// ---- comparing masks

void MaskController::setSolved(const std::shared_ptr<const SolvedSet>& solved) {
    solved_ = solved;
    lintSoon();
}

bool MaskController::hasMasks() const {
    const auto& pictures = session_->review().pictures;
    return std::any_of(pictures.begin(), pictures.end(), [](const PictureReview& picture) {
        return picture.mask_from != View::MaskFrom::Nothing;
    });
}

void MaskController::lintSoon() {
    if (lint_cancelled_) {
        *lint_cancelled_ = true;
    }
    lint_timer_.start();
}

void MaskController::lint() {
    if (!solved_ || !solved_->hasCameras() || !session_->isListed() || !hasMasks()) {
        session_->setMaskProblems({});
        return;
    }
    lint_cancelled_ = std::make_shared<std::atomic<bool>>(false);
    SetSource set = solved_->source;
    useMaskFolder(set, document_->project().scene.masks);
    lint_queue_.run(
        this,
        [set = std::move(set), cancelled = lint_cancelled_] {
            lowerThreadPriority();
            const auto check = [cancelled] {
                if (*cancelled) {
                    throw Cancelled();
                }
            };
            LoadOptions options;
            options.max_pixels = kLintPixels;
            options.depth = LoadOptions::Depth::Ignore;
            options.before_picture = check;
            const ImageSet images = loadImageSet(set, options);
            Task task;
            task.check = check;
            auto problems = problemsOf(lintMasks(images, task));
            for (auto& [name, problem] : problems) {
                if (problem.kind != ReviewProblem::Kind::MaskShifted) {
                    continue;
                }
                for (const View& view : images.views) {  // pixels of the small picture -> share
                    if (view.name == name) {
                        problem.value /= view.image.width;
                        problem.reference /= view.image.width;
                    }
                }
            }
            return problems;
        },
        [this, cancelled = lint_cancelled_](std::map<std::string, ReviewProblem> problems) {
            if (*cancelled) {
                return;
            }
            for (auto& [name, problem] : problems) {
                const int row = session_->indexOf(toQt(name));
                if (problem.kind == ReviewProblem::Kind::MaskShifted && row >= 0) {
                    const int width =
                        session_->review().pictures[static_cast<std::size_t>(row)].width;
                    problem.value *= width;  // pixels of the picture itself
                    problem.reference *= width;
                }
            }
            session_->setMaskProblems(std::move(problems));
        },
        [cancelled = lint_cancelled_](const Problem& problem) {
            if (!*cancelled) {
                qWarning("masks: %s", qUtf8Printable(problem.reason));
            }
        });
}

// ---- automatic masks

/// Of the project's masks, those that were painted or imported: all but the ones that were made
/// and left as they are.
QStringList MaskController::editedMasks() const {
    const std::filesystem::path& folder = document_->project().scene.masks;
    if (folder.empty() || !session_->isListed()) {
        return {};
    }
    QStringList edited;
    const QStringList made = readMade(toQt(folder));
    for (const QString& name : masksIn(toQt(folder))) {
        if (!made.contains(name) && session_->indexOf(name) >= 0) {
            edited << name;
        }
    }
    return edited;
}

void MaskController::makeMasks() {
    if (task_ || !session_->isListed()) {
        return;
    }
    editor_->flush();
    making_ = document_->newMasksFolder();
    if (making_.isEmpty()) {
        return;
    }
    const SceneEdits& scene = document_->project().scene;
    QStringList words{QStringLiteral("masks"),
                      session_->input(),
                      QStringLiteral("--output"),
                      making_,
                      QStringLiteral("--events")};
    std::error_code ignored;
    if (std::filesystem::exists(scene.cameras, ignored)) {
        words << QStringLiteral("--cameras") << toQt(scene.cameras);
    }
    if (!scene.convention.empty()) {
        words << QStringLiteral("--convention") << toQt(scene.convention);
    }
    if (scene.keep_table) {
        words << QStringLiteral("--keep-table");
    }
    if (scene.video_frames > 0) {
        words << QStringLiteral("--frames") << QString::number(scene.video_frames);
    }
    kept_ = page_->keepsEditedMasks() ? editedMasks() : QStringList();
    if (!kept_.isEmpty()) {
        if (!copyMasks(toQt(scene.masks), making_, kept_)) {
            QDir(std::exchange(making_, QString())).removeRecursively();
            Q_EMIT failed({tr("The edited masks cannot be copied, so no masks were made."),
                           tr("Make room on the disk.")});
            return;
        }
        words << QStringLiteral("--masks") << making_;
    }
    for (const std::string& name : session_->edits().inverted) {
        words << QStringLiteral("--invert") << toQt(name);
    }
    for (const std::string& name : session_->edits().excluded) {
        words << QStringLiteral("--exclude") << toQt(name);
    }
    doubtful_ = 0;
    task_ = new ChildTask(cli_, this);
    connect(task_, &ChildTask::progress, this, [this](const TaskProgress& now) {
        const QString left =
            now.left_s > 0 ? tr(", %1 left").arg(formatDuration(now.left_s)) : QString();
        page_->showMaskWork(tr("Making masks") + left, now.fraction);
    });
    connect(task_, &ChildTask::warning, this, [this](const QString& text) {
        ++doubtful_;
        qWarning("masks: %s", qUtf8Printable(text));
    });
    connect(task_, &ChildTask::done, this, [this] {
        const QString folder = making_;
        endMaking();
        takeMade(folder);
    });
    connect(task_, &ChildTask::failed, this, [this](const QString&, const Problem& problem) {
        QDir(making_).removeRecursively();
        endMaking();
        Q_EMIT failed(problem);
    });
    connect(task_, &ChildTask::cancelled, this, [this] {
        QDir(making_).removeRecursively();
        endMaking();
        Q_EMIT message(tr("No masks were made."));
    });
    page_->showMaskWork(tr("Making masks"), -1);
    task_->start(words);
}

void MaskController::cancelMaking() {
    if (task_) {
        task_->cancel();
    }
}

void MaskController::endMaking() {
    if (task_) {
        task_->deleteLater();
        task_.clear();
    }
    making_.clear();
    page_->showMaskWork({}, 0);
}

void MaskController::takeMade(const QString& folder) {
    QStringList made = masksIn(folder);
    for (const QString& name : kept_) {
        made.removeAll(name);
    }
    const auto count = static_cast<int>(made.size());
    if (count == 0) {
        QDir(folder).removeRecursively();
        Q_EMIT message(tr("Every picture has a mask of its own."));
        return;
    }
    rememberMade(folder, made);
    useFolder(folder, tr("Make masks"));
    thumbnails_->refresh();
    QString text = tr("%n masks were made. Undo brings the earlier ones back.", nullptr, count);
    if (!kept_.isEmpty()) {
        text += QLatin1Char(' ') +
                tr("%n edited ones were kept.", nullptr, static_cast<int>(kept_.size()));
    }
    if (doubtful_ > 0) {
        text += QLatin1Char(' ') + tr("%n remarks are in the log.", nullptr, doubtful_);
    }
    Q_EMIT message(text);
}

}  // namespace bozzetto::ui
