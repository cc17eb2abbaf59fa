// SPDX-License-Identifier: Apache-2.0
// Finding cameras and keeping what was found: CameraController's half about structure from motion.
#include "camera/carry_scene.h"
#include "camera/copy_document.h"
#include "ui/cameras/camera_words.h"
#include "ui/cameras/cameras_panel.h"
#include "ui/common/background_task.h"
#include "ui/images/import_session.h"
#include "ui/project/project_document.h"
#include "ui/settings/preferences.h"
#include "ui/window/camera_controller.h"

#include <algorithm>

namespace bozzetto::ui {
namespace {

/// Whether what is being looked for serves `wish` as well: pictures may be left out later.
bool serves(const FindRequest& going_on, const FindRequest& wish) {
    FindRequest same = wish;
    same.excluded = going_on.excluded;
    return same == going_on && std::includes(wish.excluded.begin(),
                                             wish.excluded.end(),
                                             going_on.excluded.begin(),
                                             going_on.excluded.end());
}

std::vector<CameraByName> byName(const std::vector<SolvedSet::NamedCamera>& cameras) {
    std::vector<CameraByName> result;
    for (const auto& [name, camera] : cameras) {
        result.emplace_back(name, camera);
    }
    return result;
}

}  // namespace

void CameraController::connectFinder() {
    connect(finder_, &CameraFinder::started, this, [this] {
        page_->panel()->setProblem(std::nullopt);
        page_->panel()->setProgress(TaskProgress());
        updateScene();
        Q_EMIT findingChanged();
    });
    connect(finder_, &CameraFinder::progress, this, [this](const TaskProgress& progress) {
        page_->panel()->setProgress(progress);
    });
    connect(finder_,
            &CameraFinder::soFar,
            this,
            [this](const std::shared_ptr<const CameraFile>& cameras) {
                if (solved_ && !solved_->hasCameras()) {
                    page_->showSoFar(cameras, solved_->source);
                }
            });
    connect(finder_, &CameraFinder::found, this, &CameraController::keep);
    connect(finder_, &CameraFinder::failed, this, [this](const Problem& problem) {
        looked_for_ = finder_->request();
        takeProblem(problem);
        endFinding();
    });
    connect(finder_, &CameraFinder::cancelled, this, [this] {
        looked_for_ = finder_->request();
        page_->showSolved(solved_);
        endFinding();
    });
}

void CameraController::endFinding() {
    page_->panel()->setProgress(std::nullopt);
    updateScene();
    Q_EMIT findingChanged();
}

FindRequest CameraController::findRequest() const {
    const Project& project = document_->project();
    FindRequest request;
    request.input = project.inputs.empty() ? std::filesystem::path() : project.inputs.front();
    request.excluded = project.edits.excluded;
    request.video_frames = project.scene.video_frames;
    return request;
}

/// Another program's file that is missing is the person's to put back.
bool CameraController::needsFinding() const {
    const std::filesystem::path& file = document_->project().scene.cameras;
    return lacksCameras() && (file.empty() || document_->ownsCameras(file));
}

void CameraController::findByItself() {
    if (!preferences_->findsCameras() || !needsFinding() || solving_ || keeping_ != Keeping::No ||
        looked_for_ == findRequest()) {
        return;
    }
    if (finder_->isRunning() && serves(finder_->request(), findRequest())) {
        return;
    }
    find();
}

void CameraController::find() {
    const FindRequest request = findRequest();
    if (request.input.empty()) {
        return;
    }
    looked_for_.reset();
    const bool same_again = solved_ && isEstimateOfAll(*solved_);
    finder_->start(request,
                   same_again ? CameraFinder::Earlier::Ignored : CameraFinder::Earlier::Used);
}

void CameraController::cancel() {
    finder_->cancel();
}

// --- Keeping what was found

void CameraController::keep(const QString& found) {
    looked_for_ = finder_->request();
    const QString file = document_->newCamerasFile();
    if (file.isEmpty() || !session_->isListed()) {
        endFinding();
        return;
    }
    keeping_ = Keeping::Writing;
    const int serial = ++keep_serial_;
    inBackground(
        this,
        [set = session_->review().source, from = toPath(found), to = toPath(file)] {
            copyCameraDocument(set, from, to);
            return camerasIn(to, set);
        },
        [this, serial, file](const std::vector<SolvedSet::NamedCamera>& cameras) {
            if (serial == keep_serial_) {
                takeKept(file, cameras);
                page_->panel()->setProgress(std::nullopt);
                keeping_ = Keeping::Reading;
                solve();
            }
        },
        [this, serial](const Problem& problem) {
            if (serial == keep_serial_) {
                keeping_ = Keeping::No;
                takeProblem(problem);
                endFinding();
            }
        });
}

/// What was said about region, floor and scale is in the coordinates of the cameras before.
void CameraController::takeKept(const QString& file,
                                const std::vector<SolvedSet::NamedCamera>& cameras) {
    const SceneEdits& now = document_->project().scene;
    const bool has_scene = now.region || now.frame;
    const bool again = solved_ && solved_->from == SolvedSet::From::Estimate;
    const std::vector<CameraByName> before =
        again ? byName(solved_->cameras) : std::vector<CameraByName>();
    bool carried = false;
    change(again ? tr("Find the cameras again") : tr("Find cameras"), [&](SceneEdits& edits) {
        edits.cameras = toPath(file);
        edits.convention.clear();
        carried = again && carryScene(edits, before, byName(cameras));
    });
    estimate_ = file;
    const QString found =
        again ? tr("The cameras were found again.") : tr("The cameras were found.");
    const QString scene = !has_scene ? QString()
                          : !again   ? tr("Check whether region, floor and scale fit them.")
                          : carried
                              ? tr("Region, floor and scale were carried over to them.")
                              : tr("They stand otherwise than before: region, floor and scale are "
                                   "guessed anew. Undo brings everything back.");
    Q_EMIT message(scene.isEmpty() ? found : found + QLatin1Char(' ') + scene);
}

/// Once, when pictures come that the estimate never saw.
void CameraController::tellSince() {
    const int since = picturesSinceEstimate(*solved_);
    if (since > since_) {
        Q_EMIT message(picturesSinceText(since));
    }
    since_ = since;
}

}  // namespace bozzetto::ui
