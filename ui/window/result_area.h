// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "pipeline/project.h"
#include "ui/cameras/solved_set.h"
#include "ui/export/export_dialog.h"
#include "ui/job/run_types.h"
#include "ui/settings/preferences.h"
#include "ui/viewport/view_controller.h"
#include "ui/window/cameras_page.h"

#include <QTimer>
#include <QWidget>

#include <map>
#include <vector>

class QLabel;
class QMenu;
class QSplitter;

namespace bozzetto::ui {

class InspectPanel;
class PhotoStrip;
class ShortcutSheet;
class ThumbnailCache;
class TurntableDialog;
class ViewPane;
class ViewportActions;

/// Where meshes are looked at: one pane, or two side by side whose cameras and looks go together,
/// over a strip of the set's photographs.
class ResultArea : public QWidget {
    Q_OBJECT
public:
    explicit ResultArea(ThumbnailCache* thumbnails, QWidget* parent = nullptr);

    /// The panel that goes with the area; the caller places it.
    QWidget* inspectPanel() const;
    void addActionsTo(QMenu* menu);
    void addHelpTo(QMenu* menu);
    void focusView();

    /// The set that the meshes are compared with.
    void setPictures(const std::shared_ptr<const SolvedSet>& solved);
    /// How the scene stands and how lengths are shown.
    void setScene(const ShownScene& scene);
    void setPoints(const std::shared_ptr<const SparsePoints>& points);
    /// Another viewport that the area's keys and menu work in.
    void attachActions(ViewController* controller);

    /// A run begins: its previews are shown in place of what is there.
    void startRun(const QString& id, const QString& title);
    void showPreview(const QString& id, const PreviewPointer& mesh);
    /// Without a result the last preview stays, to be looked at and exported.
    void endRun(const QString& id, bool has_result);
    /// Shows the project's shown runs, at most two, unless a run is going on.
    void showRuns(const Project& project);
    void showMesh(const QString& obj_path);
    void clear();

    bool hasScene() const;
    /// What the pane in use shows.
    ExportSubject exportSubject() const;
    ProjectView view() const;
    void setView(const ProjectView& view);

public Q_SLOTS:
    void setNavigation(bozzetto::ui::NavigationPreset preset);

Q_SIGNALS:
    void message(const QString& text);
    void failed(const QString& reason, const QString& hint);
    /// Camera, look or light changed; at most twice a second.
    void viewChanged();
    void subjectChanged();

private:
    ViewPane* addPane();
    ViewPane* activePane() const;
    void setActive(ViewPane* pane);
    void showPanes(int count);
    void link(ViewPane* pane);
    void followCamera(ViewPane* source);
    void followLook(ViewPane* source);
    void applyView();
    void updateThumbnails();
    void updateStrip();
    void updateEmptyText();
    void showTurntable();
    void retranslate();
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

    ThumbnailCache* thumbnails_;
    QSplitter* splitter_;
    QLabel* empty_;
    PhotoStrip* strip_;
    ViewportActions* actions_;
    InspectPanel* inspect_;
    ShortcutSheet* sheet_ = nullptr;
    TurntableDialog* turntable_ = nullptr;
    QTimer view_timer_;
    ShownScene scene_;
    std::vector<ViewPane*> panes_;
    ViewPane* active_ = nullptr;
    QString running_;
    std::vector<std::string> shown_;
    std::map<QString, QString> photo_paths_;  // by view name
    bool following_ = false, has_pictures_ = false;
    bool upright_ = false;  // the cameras are those of pictures turned by their EXIF orientation
    ProjectView view_;
    bool view_pending_ = false;  // view_ is to be applied to what is shown next
};

}  // namespace bozzetto::ui
