// SPDX-License-Identifier: Apache-2.0
#include "ui/window/cameras_page.h"

#include "ui/cameras/cameras_panel.h"
#include "ui/common/background_task.h"
#include "ui/images/thumbnail_cache.h"
#include "ui/theme/theme.h"
#include "ui/viewport/point_tool.h"
#include "ui/viewport/region_tool.h"
#include "ui/viewport/viewport.h"
#include "ui/window/photo_views.h"
#include "ui/window/view_pane.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace bozzetto::ui {
namespace {

constexpr int kSideWidth = 340;
constexpr double kPickReach = 7;  // pixels beside a point

/// A point that was measured, else the surface that is seen.
std::optional<Vec3d> pickPoint(const ViewController& controller,
                               QPointF at,
                               const ViewProjection& projection) {
    if (const auto& points = controller.points()) {
        if (const auto point = points->pick(at, projection, kPickReach)) {
            return point;
        }
    }
    return controller.viewport()->hasScene() ? controller.viewport()->pointAt(at) : std::nullopt;
}

}  // namespace

CamerasPage::CamerasPage(ThumbnailCache* thumbnails, QWidget* parent)
    : QWidget(parent),
      thumbnails_(thumbnails),
      pane_(new ViewPane),
      panel_(new CamerasPanel),
      scene_panel_(new ScenePanel),
      region_(new RegionTool(this)),
      floor_(new PointTool(3, PointTool::Shape::Triangle, this)),
      length_(new PointTool(2, PointTool::Shape::Line, this)) {
    setObjectName(QStringLiteral("camerasPage"));
    pane_->viewport()->setObjectName(QStringLiteral("cameraViewport"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(pane_, 1);
    row->addWidget(makeSide());
    makeTools();
    connectTools();
    frame_timer_.setSingleShot(true);
    frame_timer_.setInterval(0);
    connect(&frame_timer_, &QTimer::timeout, this, &CamerasPage::frameOnce);
    connect(thumbnails, &ThumbnailCache::ready, this, &CamerasPage::updateThumbnails);
    connect(panel_, &CamerasPanel::thumbnailWanted, this, [this](const QString& path) {
        wanted_thumbnails_.append(path);
        takeThumbnail(path);
    });
    retranslate();
}

QWidget* CamerasPage::makeSide() {
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(spacing::kPanel, spacing::kPanel, spacing::kPanel, spacing::kPanel);
    column->setSpacing(spacing::kWide);
    column->addWidget(panel_);
    column->addWidget(scene_panel_);
    column->addStretch();
    auto* area = new QScrollArea;
    area->setObjectName(QStringLiteral("camerasSide"));
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);
    area->setWidget(content);
    continue_ = new QPushButton;
    continue_->setObjectName(QStringLiteral("camerasContinue"));
    setPrimary(continue_);
    connect(continue_, &QPushButton::clicked, this, &CamerasPage::continueRequested);
    auto* footer = new QVBoxLayout;
    footer->setContentsMargins(spacing::kPanel, spacing::kUnit, spacing::kPanel, spacing::kPanel);
    footer->addWidget(continue_);
    auto* side = new QWidget;
    side->setFixedWidth(scaled(kSideWidth));
    auto* parts = new QVBoxLayout(side);
    parts->setContentsMargins(0, 0, 0, 0);
    parts->setSpacing(0);
    parts->addWidget(area, 1);
    parts->addLayout(footer);
    return side;
}

ViewController* CamerasPage::controller() const {
    return pane_->controller();
}

void CamerasPage::makeTools() {
    for (PointTool* tool : {floor_, length_}) {
        tool->setPicker([this](QPointF at, const ViewProjection& projection) {
            return pickPoint(*pane_->controller(), at, projection);
        });
        connect(tool, &PointTool::missed, this, [this] {
            Q_EMIT message(tr("There is no point here. Click on one of the points."));
        });
    }
    for (ViewTool* tool : {static_cast<ViewTool*>(region_),
                           static_cast<ViewTool*>(floor_),
                           static_cast<ViewTool*>(length_)}) {
        pane_->controller()->addTool(tool);
    }
}

void CamerasPage::connectTools() {
    connect(region_, &RegionTool::boxMoved, this, [this](const RegionBox& box) {
        scene_panel_->setRegion(box, false);
    });
    connect(region_, &RegionTool::boxChosen, this, [this](const RegionBox& box) {
        Q_EMIT regionChosen(box, tr("Change the region"), {});
    });
    connect(scene_panel_, &ScenePanel::regionChosen, this, [this](const RegionBox& box) {
        Q_EMIT regionChosen(box, tr("Change the region"), QStringLiteral("region-fields"));
    });
    connect(scene_panel_, &ScenePanel::regionShownChosen, this, [this](bool shown) {
        region_choice_ = shown;
        region_->setOn(isRegionShown());
    });
    connect(scene_panel_, &ScenePanel::pickingRequested, this, &CamerasPage::setPicking);
    connect(floor_, &PointTool::picked, this, [this](int count) {
        scene_panel_->setPicking(ScenePanel::Picking::Floor, count);
    });
    connect(floor_, &PointTool::chosen, this, [this](const std::vector<Vec3d>& points) {
        setPicking(ScenePanel::Picking::None);
        Q_EMIT floorChosen(points[0], points[1], points[2]);
    });
    connect(length_, &PointTool::picked, this, [this](int count) {
        scene_panel_->setPicking(ScenePanel::Picking::Length, count);
    });
    connect(length_, &PointTool::chosen, this, [this](const std::vector<Vec3d>& points) {
        const double metres =
            bozzetto::length(points[1] - points[0]) * (scene_.frame ? scene_.frame->scale : 1);
        length_->setLabel(formatLength(metres, scene_.unit));
        scene_panel_->setMeasured(metres);
    });
    connect(scene_panel_, &ScenePanel::lengthChosen, this, [this](double metres) {
        const std::vector<Vec3d> points = length_->points();
        setPicking(ScenePanel::Picking::None);
        if (points.size() == 2) {
            Q_EMIT lengthChosen(points[0], points[1], metres);
        }
    });
}

void CamerasPage::setPicking(ScenePanel::Picking picking) {
    // Off and on again: what was clicked before is forgotten.
    floor_->setOn(false);
    length_->setOn(false);
    floor_->setOn(picking == ScenePanel::Picking::Floor);
    length_->setOn(picking == ScenePanel::Picking::Length);
    // The handles would be in the way of the points.
    region_->setOn(picking == ScenePanel::Picking::None && isRegionShown());
    scene_panel_->setPicking(picking);
    if (picking != ScenePanel::Picking::None) {
        pane_->viewport()->setFocus();
    }
}

void CamerasPage::focusView() {
    pane_->viewport()->setFocus();
}

void CamerasPage::showSolved(const std::shared_ptr<const SolvedSet>& solved) {
    ++solved_serial_;  // what was found on the way counts no more
    wanted_thumbnails_.clear();
    panel_->setSolved(solved);
    scene_panel_->setEnabled(solved && solved->hasCameras());
    photo_paths_.clear();
    if (!solved) {
        framed_ = false;
        setPicking(ScenePanel::Picking::None);
        pane_->controller()->setPhotos({});
        ++point_serial_;
        pane_->controller()->setPoints(nullptr);
        Q_EMIT pointsChanged(nullptr);
        return;
    }
    // Other programs' cameras are those of the stored pixels; those that were found are not.
    upright_ = solved->from == SolvedSet::From::Estimate;
    for (const ViewSource& view : solved->source.views) {
        photo_paths_[toQt(view.name)] = toQt(view.image);
    }
    if (!solved->hasCameras()) {
        framed_ = false;  // what comes is framed anew
    }
    pane_->controller()->setPhotos(photoViews(*solved));
    showPoints(solved->source.cloud);
    scene_panel_->setDepthScale(solved->depth_scale);
    updateThumbnails();
    frame_timer_.start();
}

void CamerasPage::showSoFar(const std::shared_ptr<const CameraFile>& cameras,
                            const SetSource& set) {
    if (std::exchange(reading_so_far_, true)) {
        return;  // another one will come
    }
    inBackground(
        this,
        [cameras, set = SetSource(set)]() mutable {
            attachCameras(set, *cameras);
            SolvedSet solved;
            solved.source = std::move(set);
            solved.cameras = camerasOf(solved.source);
            return solved;
        },
        [this, serial = solved_serial_](const SolvedSet& solved) {
            reading_so_far_ = false;
            if (serial != solved_serial_) {
                return;
            }
            upright_ = true;
            for (const ViewSource& view : solved.source.views) {
                photo_paths_[toQt(view.name)] = toQt(view.image);
            }
            pane_->controller()->setPhotos(photoViews(solved));
            showPoints(solved.source.cloud);
            updateThumbnails();
            frame_timer_.start();
        },
        [this](const Problem&) { reading_so_far_ = false; });  // the next one comes soon
}

void CamerasPage::showPoints(const SparseCloud& cloud) {
    const int serial = ++point_serial_;
    inBackground(
        this,
        [cloud] { return std::make_shared<const SparsePoints>(cloud); },
        [this, serial](std::shared_ptr<const SparsePoints> points) {
            if (serial == point_serial_) {
                if (points->empty()) {
                    points.reset();
                }
                pane_->controller()->setPoints(points);
                Q_EMIT pointsChanged(points);
                frame_timer_.start();
            }
        },
        [](const Problem&) {});
}

/// The first cameras and points are brought into the picture; then the view is the user's.
void CamerasPage::frameOnce() {
    const bool there = !pane_->controller()->photos().empty();
    if (there && !framed_ && pane_->viewport()->width() > 0) {
        framed_ = pane_->controller()->points() != nullptr;
        pane_->controller()->frameAll();
    }
}

/// A guess in a set that needs none is only in the way.
bool CamerasPage::isRegionShown() const {
    return scene_.region && region_choice_.value_or(scene_.estimated || !scene_.region_guessed);
}

void CamerasPage::showScene(const ShownScene& scene) {
    scene_ = scene;
    pane_->controller()->setFrame(scene.frame);
    pane_->controller()->setLengthUnit(scene.unit);
    region_->setUp(scene.frame ? scene.frame->up : Vec3d{0, 0, 1});
    region_->setBox(scene.region);
    const bool picking = floor_->isOn() || length_->isOn();
    region_->setOn(!picking && isRegionShown());
    scene_panel_->setUnit(scene.unit.suffix, scene.unit.per_world_unit);
    scene_panel_->setFrame(scene.frame.value_or(SceneFrame()), scene.frame_from);
    scene_panel_->setRegion(scene.region, scene.region_guessed);
    scene_panel_->setRegionShown(isRegionShown());
}

void CamerasPage::updateThumbnails() {
    ViewController* controller = pane_->controller();
    const auto& photos = controller->photos();
    for (size_t i = 0; i < photos.size(); ++i) {
        const auto path = photo_paths_.find(photos[i].name);
        if (!photos[i].thumbnail.isNull() || path == photo_paths_.end()) {
            continue;
        }
        ThumbnailRequest request;
        request.path = path->second;
        request.upright = upright_;
        const ThumbnailCache::Thumbnail thumbnail = thumbnails_->thumbnail(request);
        if (thumbnail.state == ThumbnailCache::State::Ready) {
            controller->setThumbnail(static_cast<int>(i), thumbnail.image);
        }
    }
    const QStringList wanted = wanted_thumbnails_;
    for (const QString& path : wanted) {
        takeThumbnail(path);
    }
}

void CamerasPage::takeThumbnail(const QString& path) {
    ThumbnailRequest request;
    request.path = path;
    const ThumbnailCache::Thumbnail thumbnail = thumbnails_->thumbnail(request);
    if (thumbnail.state == ThumbnailCache::State::Ready) {
        panel_->setThumbnail(path, thumbnail.image);
        wanted_thumbnails_.removeAll(path);
    }
}

void CamerasPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    frame_timer_.start();
    Q_EMIT shown();
}

void CamerasPage::retranslate() {
    continue_->setText(tr("Continue"));
    setAccessibleName(tr("Cameras"));
}

void CamerasPage::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

}  // namespace bozzetto::ui
