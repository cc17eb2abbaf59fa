// SPDX-License-Identifier: Apache-2.0
#include "ui/window/camera_controller.h"

#include "ui/cameras/cameras_panel.h"
#include "ui/cameras/region_fields.h"
#include "ui/common/background_task.h"
#include "ui/images/import_session.h"
#include "ui/project/project_document.h"
#include "ui/settings/preferences.h"
#include "ui/window/length_units.h"

#include <utility>

namespace bozzetto::ui {
namespace {

constexpr int kSolveDelay = 150;  // milliseconds: edits come in bursts

}  // namespace

CameraController::CameraController(ProjectDocument* document,
                                   ImportSession* session,
                                   CameraFinder* finder,
                                   CamerasPage* page,
                                   Preferences* preferences,
                                   QObject* parent)
    : QObject(parent),
      document_(document),
      session_(session),
      finder_(finder),
      page_(page),
      preferences_(preferences) {
    solve_timer_.setSingleShot(true);
    solve_timer_.setInterval(kSolveDelay);
    connect(&solve_timer_, &QTimer::timeout, this, &CameraController::solve);
    connect(session, &ImportSession::started, this, &CameraController::forget);
    connect(session, &ImportSession::listed, this, &CameraController::takePictures);
    connect(document, &ProjectDocument::inputsChanged, this, &CameraController::takeEdits);
    connect(document, &ProjectDocument::sceneChanged, this, &CameraController::takeEdits);
    connect(document, &ProjectDocument::opened, this, &CameraController::takeEdits);
    connect(document, &ProjectDocument::closed, this, &CameraController::forget);
    connect(preferences, &Preferences::lengthDisplayChanged, this, &CameraController::updateScene);
    connect(preferences, &Preferences::findsCamerasChanged, this, [this](bool on) {
        if (on) {
            findByItself();
        }
    });
    connectFinder();
    connectPage();
    updateScene();
}

void CameraController::connectPage() {
    CamerasPanel* panel = page_->panel();
    ScenePanel* scene = page_->scenePanel();
    connect(page_, &CamerasPage::shown, this, &CameraController::judge);
    connect(page_, &CamerasPage::message, this, &CameraController::message);
    connect(panel, &CamerasPanel::findRequested, this, &CameraController::find);
    connect(panel, &CamerasPanel::cancelRequested, this, &CameraController::cancel);
    connect(panel, &CamerasPanel::fileForgotten, this, [this] {
        change(tr("Without the other program's cameras"), [this](SceneEdits& edits) {
            edits.cameras = toPath(estimate_);  // as before that file came; empty: none
            edits.convention.clear();
        });
    });
    connect(panel, &CamerasPanel::conventionChosen, this, [this](const QString& id) {
        change(tr("Read cameras otherwise"),
               [&](SceneEdits& edits) { edits.convention = toStd(id); });
    });
    connect(page_,
            &CamerasPage::regionChosen,
            this,
            [this](const RegionBox& region, const QString& text, const QString& drag) {
                change(
                    text, [&](SceneEdits& edits) { edits.region = region; }, drag);
            });
    connect(scene, &ScenePanel::regionResetRequested, this, [this] {
        change(tr("Guess the region"), [](SceneEdits& edits) { edits.region.reset(); });
    });
    connect(scene, &ScenePanel::upChosen, this, [this](const Vec3d& up) {
        const RegionBox* region = scene_.region ? &*scene_.region : nullptr;
        const SceneFrame turned = withUp(frame(), up, region);
        change(
            tr("Change up"),
            [&](SceneEdits& edits) { edits.frame = turned; },
            QStringLiteral("up-fields"));
    });
    connect(scene, &ScenePanel::frameResetRequested, this, [this] {
        change(tr("Guess up and floor"), [](SceneEdits& edits) { edits.frame.reset(); });
    });
    connect(page_,
            &CamerasPage::floorChosen,
            this,
            [this](const Vec3d& a, const Vec3d& b, const Vec3d& c) {
                std::vector<Camera> cameras;
                for (const auto& [name, camera] : solved_->cameras) {
                    cameras.push_back(camera);
                }
                std::optional<SceneFrame> floor = frameFromFloor(a, b, c, cameras);
                if (!floor) {
                    Q_EMIT message(tr("The three points lie on one line. Choose others."));
                    return;
                }
                floor->scale = frame().scale;
                change(tr("Set the floor"), [&](SceneEdits& edits) { edits.frame = floor; });
            });
    connect(page_,
            &CamerasPage::lengthChosen,
            this,
            [this](const Vec3d& a, const Vec3d& b, double metres) {
                const SceneFrame scaled = withLength(frame(), a, b, metres);
                change(tr("Set the scale"), [&](SceneEdits& edits) { edits.frame = scaled; });
            });
    connect(scene, &ScenePanel::depthScaleRequested, this, [this] {
        SceneFrame scaled = frame();
        scaled.scale = solved_->depth_scale.value_or(scaled.scale);
        change(tr("Scale from depth"), [&](SceneEdits& edits) { edits.frame = scaled; });
    });
}

void CameraController::change(const QString& text,
                              const std::function<void(SceneEdits&)>& edit,
                              const QString& drag) {
    SceneEdits edits = document_->project().scene;
    edit(edits);
    document_->setScene(edits, text, drag);
}

/// The one that is shown, to be changed.
SceneFrame CameraController::frame() const {
    return scene_.frame.value_or(SceneFrame());
}

bool CameraController::lacksCameras() const {
    return solved_ && !solved_->hasCameras();
}

bool CameraController::isFinding() const {
    return finder_->isRunning() || keeping_ != Keeping::No;
}

void CameraController::useFile(const QString& path) {
    change(tr("Use cameras of another program"), [&](SceneEdits& edits) {
        edits.cameras = toPath(path);
        edits.convention.clear();
    });
}

// --- From set and project to cameras

void CameraController::forget() {
    ++serial_;
    solve_timer_.stop();
    ++keep_serial_;
    estimate_.clear();
    looked_for_.reset();
    judged_for_.clear();
    since_ = 0;
    if (isFinding()) {
        keeping_ = Keeping::No;
        finder_->abandon();
        page_->panel()->setProgress(std::nullopt);
        Q_EMIT findingChanged();
    }
    solved_ = nullptr;
    solving_ = false;
    page_->panel()->setProblem(std::nullopt);
    page_->panel()->setEvidence({}, {});
    page_->showSolved(nullptr);
    updateScene();
    Q_EMIT solvedChanged(nullptr);
}

void CameraController::takePictures() {
    if (const QString file = std::exchange(pending_file_, QString()); !file.isEmpty()) {
        useFile(file);
    }
    solve();
}

void CameraController::takeEdits() {
    const SceneEdits& now = document_->project().scene;
    const ImportEdits& pictures = document_->project().edits;
    const bool other_cameras = now.cameras != edits_.cameras || now.convention != edits_.convention;
    const bool other_pictures = pictures != import_edits_;
    edits_ = now;
    import_edits_ = pictures;
    if (other_cameras || other_pictures || !solved_) {
        solveSoon();
    }
    updateScene();
}

void CameraController::solveSoon() {
    if (session_->isListed()) {
        solve_timer_.start();
    }
}

void CameraController::solve() {
    if (!session_->isListed()) {
        return;
    }
    const Project& project = document_->project();
    SolveRequest request;
    request.listed = session_->review().source;
    request.edits = {project.edits.excluded, project.edits.inverted, false, project.edits.replaced};
    request.scene = project.scene;
    // A file that somebody chose is looked at closely at once.
    request.judge_convention = !project.scene.cameras.empty() || page_->isVisible();
    solving_ = true;
    solve_timer_.stop();
    const int serial = ++serial_;
    inBackground(
        this,
        [request] { return std::make_shared<const SolvedSet>(solveSet(request)); },
        [this, serial, request](std::shared_ptr<const SolvedSet> solved) {
            if (serial == serial_) {
                takeSolved(std::move(solved), request);
            }
        },
        [this, serial](const Problem& problem) {
            if (serial == serial_) {
                solving_ = false;
                endReading();
                takeProblem(problem);
                Q_EMIT findingChanged();
            }
        });
}

void CameraController::takeSolved(std::shared_ptr<const SolvedSet> solved,
                                  const SolveRequest& request) {
    solving_ = false;
    endReading();
    solved_ = std::move(solved);
    if (request.judge_convention) {
        judged_for_ = toQt(request.listed.input);
    }
    page_->panel()->setProblem(std::nullopt);
    if (solved_->file_is_missing) {
        page_->panel()->setProblem(Problem{tr("The file of the cameras is not there any more: %1")
                                               .arg(shortPath(toQt(request.scene.cameras))),
                                           tr("Put it back, or find the cameras again.")});
    } else if (solved_->from == SolvedSet::From::Estimate) {
        estimate_ = toQt(request.scene.cameras);
    }
    page_->showSolved(solved_);
    updateScene();
    tellSince();
    showEvidence();
    Q_EMIT solvedChanged(solved_);
    Q_EMIT findingChanged();
    findByItself();
    if (page_->isVisible()) {
        judge();  // the page may have been opened meanwhile
    }
}

/// What is solved from now on has the cameras that were kept.
void CameraController::endReading() {
    if (keeping_ == Keeping::Reading) {
        keeping_ = Keeping::No;
    }
}

void CameraController::takeProblem(const Problem& problem) {
    page_->panel()->setProblem(problem);
    Q_EMIT failed(problem);
}

/// What the poses mean is judged when somebody looks at them: it decodes pictures.
void CameraController::judge() {
    const bool from_file = solved_ && (solved_->from == SolvedSet::From::Set ||
                                       solved_->from == SolvedSet::From::File);
    if (from_file && !solved_->verdict && !solving_ && judged_for_ != toQt(solved_->source.input)) {
        solve();
    }
}

void CameraController::showEvidence() {
    if (!solved_ || !solved_->as_read || solved_->cameras.empty()) {
        page_->panel()->setEvidence({}, {});
        return;
    }
    const std::string convention =
        solved_->convention.empty() ? poseConventions().front().id : solved_->convention;
    const std::string view = solved_->cameras[solved_->cameras.size() / 2].name;
    inBackground(
        this,
        [set = solved_->as_read, view, convention] {
            return evidencePicture(*set, view, convention);
        },
        [this, serial = serial_](const ConventionPicture& picture) {
            if (serial == serial_) {
                const QImage image(picture.rgb.data(),
                                   picture.width,
                                   picture.height,
                                   3 * picture.width,
                                   QImage::Format_RGB888);
                page_->panel()->setEvidence(image.copy(), toQt(picture.caption));
            }
        },
        [this](const Problem&) { page_->panel()->setEvidence({}, {}); });
}

// --- The scene

void CameraController::updateScene() {
    const SceneEdits& edits = document_->project().scene;
    const SceneGuess* guess = solved_ && solved_->guess ? &*solved_->guess : nullptr;
    const bool estimated = solved_ && solved_->from == SolvedSet::From::Estimate;
    scene_ = {};
    scene_.estimated = estimated;
    scene_.frame = edits.frame;
    if (edits.frame) {
        scene_.frame_from = ScenePanel::FrameFrom::Person;
    } else if (estimated && guess != nullptr) {
        scene_.frame = guess->frame;
        scene_.frame_from = ScenePanel::FrameFrom::Guess;
    }
    scene_.region = edits.region;
    scene_.region_guessed = !edits.region;
    if (!scene_.region && guess != nullptr) {
        scene_.region = guess->region;
    }
    // What structure from motion finds has no size until somebody says one.
    const bool is_estimate = estimated || finder_->isRunning();
    const bool has_size = !is_estimate || (edits.frame && edits.frame->scale != 1);
    scene_.unit = has_size ? lengthUnitOf(preferences_->lengthDisplay()) : LengthUnit();
    page_->showScene(scene_);
    Q_EMIT sceneChanged(scene_);
}

}  // namespace bozzetto::ui
