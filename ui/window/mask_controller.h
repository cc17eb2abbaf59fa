// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/mask_import.h"
#include "camera/scene_edits.h"
#include "ui/masks/mask_editor.h"

#include <QObject>
#include <QPointer>
#include <QString>
#include <QTimer>

#include <atomic>
#include <functional>
#include <memory>

namespace bozzetto::ui {

struct SolvedSet;
class ChildTask;
class ImportReviewPage;
class ImportSession;
class ProjectDocument;
class ThumbnailCache;

/// Keeps the masks of the set under review, the project and the mask editor in step: what is
/// painted, made or imported lies in a folder of the project, which one is an undoable change of
/// it.
class MaskController : public QObject {
    Q_OBJECT
public:
    MaskController(const QString& cli,
                   ProjectDocument* document,
                   ImportSession* session,
                   ThumbnailCache* thumbnails,
                   ImportReviewPage* page,
                   MaskEditor* editor,
                   QObject* parent);
    ~MaskController() override;

    void edit(const QString& name);
    void makeMasks();
    void cancelMaking();
    void importFrom(const QString& folder);
    void exportTo(const QString& folder, const QString& convention);
    /// The cameras that a run would use; null: none. With them masks are compared with each other.
    void setSolved(const std::shared_ptr<const SolvedSet>& solved);
    /// The set was read, or the project's edits of it changed.
    void takePictures();

Q_SIGNALS:
    void editorRequested();
    void editorClosed();
    void message(const QString& text);
    void failed(const bozzetto::ui::Problem& problem);

private:
    void connectPage();
    void connectEditor();
    void takeScene();
    MaskPlace place();
    void takeSaved(const QString& folder, const QStringList& names);
    void followMove(const QString& from, const QString& to);
    void useFolder(const QString& folder, const QString& text);
    void change(const QString& text, const std::function<void(SceneEdits&)>& edit);
    void takeMade(const QString& folder);
    void endMaking();
    QStringList editedMasks() const;
    void chooseImport();
    void chooseExport();
    void askAbout(const MaskImport& import);
    void takeImport(const MaskImport& import, bool white_is_object);
    std::vector<MaskSubject> subjects() const;
    bool hasMasks() const;
    void lintSoon();
    void lint();

    QString cli_;
    ProjectDocument* document_;
    ImportSession* session_;
    ThumbnailCache* thumbnails_;
    ImportReviewPage* page_;
    MaskEditor* editor_;
    QString new_folder_;  // written to, and not yet the project's
    QPointer<ChildTask> task_;
    QString making_;    // the folder that the task fills
    QStringList kept_;  // edited masks that the task goes by
    int doubtful_ = 0;
    std::shared_ptr<const SolvedSet> solved_;
    QTimer lint_timer_;
    FileQueue lint_queue_;
    std::shared_ptr<std::atomic<bool>> lint_cancelled_;  // of the comparison that goes on
};

}  // namespace bozzetto::ui
