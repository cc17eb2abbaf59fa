// SPDX-License-Identifier: Apache-2.0
#include "ui/viewport/view_controller.h"

#include "ui/theme/theme.h"
#include "ui/viewport/screenshot.h"
#include "ui/viewport/view_words.h"

#include <QPainter>

#include <numbers>

namespace bozzetto::ui {
namespace {

constexpr int kTickMilliseconds = 16;
constexpr int kOverlayDelay = 60;  // milliseconds: thumbnails arrive in bursts

const QString kGrid = QStringLiteral("grid"), kBox = QStringLiteral("box"),
              kCameras = QStringLiteral("cameras"), kPoints = QStringLiteral("points");

}  // namespace

ViewController::ViewController(Viewport* viewport, QObject* parent)
    : QObject(parent), viewport_(viewport), pictures_folder_(ui::picturesFolder()) {
    navigator_.setPicker([viewport](QPointF at) { return viewport->pointAt(at); });
    navigator_.setViewportSize(viewport->size());
    clock_.setInterval(kTickMilliseconds);
    connect(&clock_, &QTimer::timeout, this, &ViewController::tick);
    overlay_timer_.setSingleShot(true);
    overlay_timer_.setInterval(kOverlayDelay);
    connect(&overlay_timer_, &QTimer::timeout, this, [this] {
        updateOverlays();
        updateCompare();
    });
    connect(viewport, &Viewport::meshChanged, this, &ViewController::takeMesh);
    connect(viewport, &Viewport::cameraChanged, this, &ViewController::takeCamera);
    connect(viewport, &Viewport::lookChanged, this, [this] {
        takeRender();
        announce();
    });
    connect(viewport, &Viewport::settled, this, &ViewController::takeRender);
    connect(&compare_, &PhotoCompare::changed, viewport, qOverload<>(&QWidget::update));
    connect(&compare_, &PhotoCompare::modeChanged, this, [this] {
        updateOverlays();
        takeRender();
        announce();
    });
    connect(&compare_, &PhotoCompare::failed, this, &ViewController::failed);
    // A little later: by then the viewport has its new background.
    connect(&ThemeNotifier::instance(), &ThemeNotifier::changed, this, [this] {
        overlay_timer_.start();
    });
    viewport->installEventFilter(this);
    viewport->addLayer(this, [this](QPainter& painter) { paint(painter); });
    takeMesh();
    navigator_.setTransitions(false);
    navigator_.goToStartView();
    navigator_.setTransitions(true);
    apply();
}

ViewController::~ViewController() = default;

// --- What there is

void ViewController::takeMesh() {
    const auto mesh = viewport_->mesh();
    if (!mesh) {
        return;
    }
    setObject([mesh](const Mat4d& turned_from_input) {
        Box box;
        if (turned_from_input == Mat4d()) {
            box.add(toDouble(mesh->lowest));
            box.add(toDouble(mesh->highest));
            return box;
        }
        for (const Vec3f& position : mesh->positions) {
            box.add(transformPoint(turned_from_input, toDouble(position)));
        }
        return box;
    });
}

void ViewController::setObjectBounds(const Box& object) {
    setObject([object](const Mat4d& turned_from_input) {
        Box box;
        for (int i = 0; i < 8 && !object.empty(); ++i) {
            box.add(transformPoint(turned_from_input, object.corner(i)));
        }
        return box;
    });
}

void ViewController::setObject(Measure measure) {
    measure_ = std::move(measure);
    object_ = measure_(Mat4d());
    measureObject();
    frusta_.setCameras(photos_, sceneBounds());
    updateBounds();
    updateOverlays();
    Q_EMIT sizeTextChanged(sizeText());
    apply();
}

/// Of the object; where there is none yet, of the points.
Box ViewController::sceneBounds() const {
    return object_.empty() && points_ ? points_->bounds() : object_;
}

void ViewController::measureObject() {
    Box turned = measure_ ? measure_(turned_from_input_) : Box();
    const Box points = turned.empty() ? sceneBounds() : Box();
    for (int i = 0; i < 8 && !points.empty(); ++i) {
        turned.add(transformPoint(turned_from_input_, points.corner(i)));
    }
    scene_.setObject(turned);
}

void ViewController::setFrame(const std::optional<SceneFrame>& frame) {
    if (frame == frame_) {
        return;
    }
    frame_ = frame;
    turned_from_input_ = Mat4d();
    TurntableAxes axes;
    if (frame) {
        // The frame's rotation alone: what is drawn stays where the input has it.
        SceneFrame upright;
        upright.up = frame->up;
        turned_from_input_ = sceneFromInput(upright);
        const Mat4d back = inverseRigid(turned_from_input_);
        axes = TurntableAxes(frame->up, transformPoint(back, Vec3d{1, 0, 0}));
    }
    scene_.setTurn(inverseRigid(turned_from_input_));
    scene_.setFloor(frame ? std::optional(frame->floor) : std::nullopt);
    setLengthUnit(unit_);
    measureObject();
    navigator_.setAxes(axes);
    ViewLook look = viewport_->look();
    look.up = toFloat(axes.up());
    viewport_->setLook(look);
    updateOverlays();
    Q_EMIT sizeTextChanged(sizeText());
    apply();
}

void ViewController::setPoints(std::shared_ptr<const SparsePoints> points) {
    points_ = std::move(points);
    measureObject();
    frusta_.setCameras(photos_, sceneBounds());
    updateBounds();
    updateOverlays();
    apply();
}

void ViewController::addTool(ViewTool* tool) {
    tools_.emplace_back(tool);
    connect(tool, &ViewTool::repaintNeeded, viewport_, qOverload<>(&QWidget::update));
}

void ViewController::setPhotos(std::vector<PhotoView> photos) {
    photos_ = std::move(photos);
    std::vector<Camera> cameras;
    for (const PhotoView& photo : photos_) {
        cameras.push_back(photo.camera);
    }
    hovered_ = -1;
    navigator_.setPhotos(std::move(cameras));
    frusta_.setCameras(photos_, sceneBounds());
    updateBounds();
    updateOverlays();
    Q_EMIT photosChanged();
    apply();
}

void ViewController::setThumbnail(int photo, const QImage& thumbnail) {
    if (photo < 0 || photo >= static_cast<int>(photos_.size())) {
        return;
    }
    photos_[static_cast<size_t>(photo)].thumbnail = thumbnail;
    frusta_.setThumbnail(photo, thumbnail);
    overlay_timer_.start();
    Q_EMIT thumbnailChanged(photo);
}

void ViewController::updateBounds() {
    Box all = guides_.cameras ? frusta_.bounds() : Box{};
    if (points_ && guides_.points) {
        all.add(points_->bounds());
    }
    navigator_.setBounds(sceneBounds(), all);
}

void ViewController::setNavigationStyle(NavigationStyle style) {
    navigator_.setStyle(style);
}

void ViewController::setReducedAnimation(bool on) {
    navigator_.setTransitions(!on);
    compare_.setReducedAnimation(on);
    apply();
}

void ViewController::setLengthUnit(const LengthUnit& unit) {
    unit_ = unit;
    scene_.setUnit({unit.suffix, unit.per_world_unit * (frame_ ? frame_->scale : 1)});
    updateOverlays();
    viewport_->update();
    Q_EMIT sizeTextChanged(sizeText());
}

void ViewController::setGuides(const ViewGuides& guides) {
    if (guides == guides_) {
        return;
    }
    guides_ = guides;
    updateBounds();
    updateOverlays();
    viewport_->update();
    Q_EMIT guidesChanged(guides_);
}

QString ViewController::sizeText() const {
    return object_.empty() ? QString() : scene_.sizeText();
}

// --- Commands

void ViewController::frameObject() {
    navigator_.frameObject();
    apply();
}

void ViewController::frameAll() {
    navigator_.frameAll();
    apply();
}

void ViewController::lookFrom(AxisView view) {
    navigator_.lookFrom(view);
    apply();
}

void ViewController::toggleOrthographic() {
    navigator_.toggleOrthographic();
    apply();
}

void ViewController::orbitBy(double yaw_degrees, double pitch_degrees) {
    constexpr double kRadians = std::numbers::pi / 180;
    navigator_.orbit(yaw_degrees * kRadians, pitch_degrees * kRadians);
    apply();
}

void ViewController::panBy(QPointF pixels) {
    navigator_.pan(pixels);
    apply();
}

void ViewController::zoomBy(double factor) {
    navigator_.zoom(factor);
    apply();
}

void ViewController::saveStartView() {
    navigator_.saveStartView();
    apply();
    Q_EMIT startViewSaved();
}

void ViewController::goToStartView() {
    navigator_.goToStartView();
    apply();
}

void ViewController::togglePhoto() {
    navigator_.togglePhoto();
    apply();
}

void ViewController::stepPhoto(int step) {
    navigator_.stepPhoto(step);
    apply();
}

void ViewController::lookThrough(int photo) {
    navigator_.lookThrough(photo);
    apply();
}

void ViewController::setCompareMode(CompareMode mode) {
    if (mode != CompareMode::Render && !navigator_.destination().photo) {
        navigator_.togglePhoto();
        apply();
    }
    compare_.setMode(mode);
}

void ViewController::swapPhotoAndRender() {
    if (compare_.mode() == CompareMode::Blink) {
        compare_.toggleBlink();
    } else {
        setCompareMode(compare_.mode() == CompareMode::Photo ? CompareMode::Render
                                                             : CompareMode::Photo);
    }
}

void ViewController::moveWipe(double share) {
    if (compare_.mode() != CompareMode::Wipe) {
        setCompareMode(CompareMode::Wipe);
    }
    compare_.setWipe(compare_.wipe() + share);
}

void ViewController::takeScreenshot(bool transparent) {
    PictureRequest request;
    const double ratio = viewport_->devicePixelRatioF();
    request.size = (QSizeF(viewport_->size()) * ratio).toSize();
    request.camera = viewport_->camera();
    request.transparent = transparent;
    request.overlays = !transparent;
    viewport_->renderImage(request, this, [this](const QImage& picture) {
        saveScreenshot(
            this,
            picture,
            pictures_folder_,
            [this](const QString& path) { Q_EMIT screenshotSaved(path); },
            [this](const Problem& problem) { Q_EMIT failed(problem); });
    });
}

TurntableJob ViewController::turntableJob() const {
    TurntableJob job;
    job.axes = navigator_.axes();
    job.start = navigator_.turntable();
    job.orthographic = viewport_->camera().orthographic;
    job.size = (QSizeF(viewport_->size()) * viewport_->devicePixelRatioF()).toSize();
    job.folder = pictures_folder_;
    return job;
}

// --- Moving

/// A camera that somebody else gave the viewport: a linked one, a project's.
void ViewController::takeCamera(const ViewCamera& camera) {
    if (!applying_) {
        navigator_.setCamera(camera);
        apply();
    }
}

void ViewController::apply() {
    applying_ = true;
    viewport_->setCamera(navigator_.camera());
    applying_ = false;
    if (navigator_.moving() && !clock_.isActive()) {
        since_tick_.start();
        clock_.start();
    }
    const int photo = navigator_.currentPhoto();
    const bool through = navigator_.throughPhoto();
    if (photo != shown_photo_ || through != shown_through_) {
        const bool changed_side = through != shown_through_;
        shown_photo_ = photo;
        shown_through_ = through;
        updateCompare();
        if (changed_side || guides_.cameras) {
            updateOverlays();
        }
        Q_EMIT photoChanged(photo, through);
    }
    viewport_->update();
    announce();
}

void ViewController::tick() {
    navigator_.advance(static_cast<double>(since_tick_.restart()) / 1000);
    if (!navigator_.moving()) {
        clock_.stop();
    }
    apply();
}

bool ViewController::cameraShown() const {
    return guides_.cameras && !navigator_.throughPhoto();
}

/// A comparison wants the mesh alone.
bool ViewController::guidesShown() const {
    return !(navigator_.throughPhoto() && compare_.mode() != CompareMode::Render);
}

void ViewController::updateOverlays() {
    const QColor background = viewport_->background();
    viewport_->setOverlay(kGrid, guides_.grid && guidesShown() ? scene_.grid(background) : nullptr);
    viewport_->setOverlay(kBox, guides_.box && guidesShown() ? scene_.box(background) : nullptr);
    const bool points = guides_.points && points_ && guidesShown();
    viewport_->setOverlay(kPoints, points ? points_->overlay() : nullptr);
    viewport_->setOverlay(
        kCameras, cameraShown() ? frusta_.overlay(navigator_.currentPhoto(), background) : nullptr);
}

void ViewController::updateCompare() {
    const int photo = navigator_.currentPhoto();
    if (!navigator_.throughPhoto() || photo < 0) {
        compare_.clearPhoto();
        return;
    }
    const double ratio = viewport_->devicePixelRatioF();
    const QSize size(qRound(viewport_->width() * ratio), qRound(viewport_->height() * ratio));
    const ViewProjection projection(viewport_->camera(), size);
    compare_.setPlace(size, projection.frame(), viewport_->background());
    compare_.setPhoto(photo, photos_[static_cast<size_t>(photo)]);
    takeRender();
}

void ViewController::takeRender() {
    if (navigator_.throughPhoto() && compare_.mode() == CompareMode::Difference &&
        viewport_->isSettled()) {
        compare_.setRender(viewport_->frame());
    }
}

// --- Painting and words

void ViewController::paint(QPainter& painter) const {
    const QSizeF size(viewport_->size());
    const ViewProjection projection = viewport_->projection();
    if (navigator_.throughPhoto()) {
        const QRectF frame = projection.frame();
        painter.setPen(Qt::NoPen);
        painter.setBrush(QColor(0, 0, 0, 70));
        const QRegion bars = QRegion(viewport_->rect()).subtracted(QRegion(frame.toAlignedRect()));
        for (const QRect& bar : bars) {
            painter.drawRect(bar);
        }
        compare_.paint(painter, viewport_->devicePixelRatioF());
        painter.setPen(QPen(colors().border, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(frame);
    }
    if (!guidesShown()) {
        return;
    }
    if (guides_.box) {
        scene_.paintBoxLabels(painter, projection);
    }
    if (guides_.grid && !sceneBounds().empty() && !navigator_.throughPhoto()) {
        scene_.paintGridLabel(painter, QRectF(QPointF(0, 0), size));
    }
    if (guides_.axes) {
        scene_.paintCross(painter, viewport_->camera(), size, hover_);
    }
    if (cameraShown()) {
        frusta_.paintHighlight(painter, projection, hovered_);
    }
    for (const ViewTool* tool : activeTools()) {
        tool->paint(painter, projection);
    }
}

QString ViewController::statusText() const {
    ViewWords words;
    words.look = viewport_->look();
    words.orthographic = viewport_->camera().orthographic;
    words.yaw = navigator_.turntable().yaw;
    words.pitch = navigator_.turntable().pitch;
    const int photo = navigator_.currentPhoto();
    if (navigator_.throughPhoto() && photo >= 0) {
        words.photo = photos_[static_cast<size_t>(photo)].name;
        words.compare = compare_.mode();
    }
    return describeView(words);
}

void ViewController::announce() {
    const QString text = statusText();
    if (text != status_) {
        status_ = text;
        viewport_->setAccessibleDescription(text);
        Q_EMIT statusTextChanged(text);
    }
}

}  // namespace bozzetto::ui
