// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/camera_file.h"
#include "ui/cameras/scene_panel.h"
#include "ui/cameras/solved_set.h"
#include "ui/viewport/photo_view.h"
#include "ui/viewport/scene_guides.h"
#include "ui/viewport/sparse_points.h"

#include <QTimer>
#include <QWidget>

#include <map>
#include <memory>
#include <vector>

class QPushButton;

namespace bozzetto::ui {

class CamerasPanel;
class PointTool;
class RegionTool;
class ThumbnailCache;
class ViewController;
class ViewPane;

/// How the scene is shown: what the project says, else what was guessed.
struct ShownScene {
    std::optional<SceneFrame> frame;  // unset: as the input's coordinates say
    std::optional<RegionBox> region;
    ScenePanel::FrameFrom frame_from = ScenePanel::FrameFrom::Input;
    bool region_guessed = true;
    bool estimated = false;  // the input's coordinates come from structure from motion
    LengthUnit unit;         // of one metre; without a suffix lengths mean nothing yet
};

/// The page of the cameras: a viewport with cameras and points that grow while they are found, the
/// scene's tools in it, and the panel beside it.
class CamerasPage : public QWidget {
    Q_OBJECT
public:
    explicit CamerasPage(ThumbnailCache* thumbnails, QWidget* parent = nullptr);

    CamerasPanel* panel() const { return panel_; }
    ScenePanel* scenePanel() const { return scene_panel_; }
    ViewController* controller() const;
    RegionTool* regionTool() const { return region_; }
    void focusView();

    /// Null: nothing is known.
    void showSolved(const std::shared_ptr<const SolvedSet>& solved);
    /// What was found so far, while it is being found.
    void showSoFar(const std::shared_ptr<const CameraFile>& cameras, const SetSource& set);
    void showScene(const ShownScene& scene);
    void setPicking(ScenePanel::Picking picking);

Q_SIGNALS:
    void shown();
    void continueRequested();
    void regionChosen(const bozzetto::RegionBox& region, const QString& text, const QString& drag);
    void floorChosen(const bozzetto::Vec3d& a, const bozzetto::Vec3d& b, const bozzetto::Vec3d& c);
    void lengthChosen(const bozzetto::Vec3d& a, const bozzetto::Vec3d& b, double metres);
    void message(const QString& text);
    void pointsChanged(const std::shared_ptr<const bozzetto::ui::SparsePoints>& points);

private:
    QWidget* makeSide();
    void makeTools();
    void connectTools();
    void showPoints(const SparseCloud& cloud);
    void updateThumbnails();
    void takeThumbnail(const QString& path);
    void frameOnce();
    bool isRegionShown() const;
    void retranslate();
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

    ThumbnailCache* thumbnails_;
    ViewPane* pane_;
    CamerasPanel* panel_;
    ScenePanel* scene_panel_;
    QPushButton* continue_ = nullptr;
    RegionTool* region_;
    PointTool *floor_, *length_;
    ShownScene scene_;
    std::map<QString, QString> photo_paths_;  // by view name
    QStringList wanted_thumbnails_;           // of pictures without a camera
    QTimer frame_timer_;
    int point_serial_ = 0, solved_serial_ = 0;
    bool reading_so_far_ = false;
    bool framed_ = false;
    bool upright_ = false;  // the cameras are those of pictures turned by their EXIF orientation
    std::optional<bool> region_choice_;  // whether the region is shown, by the user
};

}  // namespace bozzetto::ui
