// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/import_review.h"
#include "ui/cameras/camera_finder.h"
#include "ui/cameras/solved_set.h"
#include "ui/window/cameras_page.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>

namespace bozzetto::ui {

class ImportSession;
class Preferences;
class ProjectDocument;

/// Keeps the set under review, the project's scene edits, the page of the cameras and the finding
/// of cameras in step. The cameras of pictures that have none are looked for without being asked
/// and kept with the project, so that region, floor and scale go on fitting them whatever is left
/// out or added later. What is found and what the page's tools choose become undoable changes of
/// the project; what undo, redo or opening a project change goes back to the page.
class CameraController : public QObject {
    Q_OBJECT
public:
    CameraController(ProjectDocument* document,
                     ImportSession* session,
                     CameraFinder* finder,
                     CamerasPage* page,
                     Preferences* preferences,
                     QObject* parent);

    /// What a run would use now; null: nothing is open or it is being read.
    const std::shared_ptr<const SolvedSet>& solved() const { return solved_; }
    const ShownScene& scene() const { return scene_; }
    /// Cameras are being found, or will be in a moment.
    bool isFinding() const;
    bool lacksCameras() const;
    /// Anew, if they were found before.
    void find();
    void cancel();
    /// Another program's cameras for the set that is open.
    void useFile(const QString& path);
    /// For the set that is opened next; empty: none.
    void useFileWithNext(const QString& path) { pending_file_ = path; }

Q_SIGNALS:
    /// The set's cameras are other ones.
    void solvedChanged(const std::shared_ptr<const bozzetto::ui::SolvedSet>& solved);
    void sceneChanged(const bozzetto::ui::ShownScene& scene);
    /// Looking for cameras began or ended.
    void findingChanged();
    void failed(const bozzetto::ui::Problem& problem);
    void message(const QString& text);

private:
    void connectPage();
    void connectFinder();
    void takePictures();
    void takeEdits();
    void forget();
    void solveSoon();
    void solve();
    void takeSolved(std::shared_ptr<const SolvedSet> solved, const SolveRequest& request);
    void takeProblem(const Problem& problem);
    void judge();
    void showEvidence();
    void updateScene();
    void findByItself();
    FindRequest findRequest() const;
    bool needsFinding() const;
    void keep(const QString& found);
    void takeKept(const QString& file, const std::vector<SolvedSet::NamedCamera>& cameras);
    void endFinding();
    void endReading();
    void tellSince();
    void change(const QString& text,
                const std::function<void(SceneEdits&)>& edit,
                const QString& drag = {});
    SceneFrame frame() const;

    ProjectDocument* document_;
    ImportSession* session_;
    CameraFinder* finder_;
    CamerasPage* page_;
    Preferences* preferences_;
    std::shared_ptr<const SolvedSet> solved_;
    ShownScene scene_;
    SceneEdits edits_;  // last taken
    ImportEdits import_edits_;
    QString estimate_;                       // the last file of cameras that was kept
    std::optional<FindRequest> looked_for_;  // found, cancelled or failed: not by itself again
    /// What was found is being written to the project, then read from there.
    enum class Keeping { No, Writing, Reading } keeping_ = Keeping::No;
    int keep_serial_ = 0;
    int since_ = 0;         // pictures that the estimate never saw, as last told
    QString pending_file_;  // cameras for the set that is being opened
    QString judged_for_;    // the set whose convention was judged
    QTimer solve_timer_;
    int serial_ = 0;
    bool solving_ = false;
};

}  // namespace bozzetto::ui
