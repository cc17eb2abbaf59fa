// SPDX-License-Identifier: Apache-2.0
#include "ui/viewport/viewport.h"

#include "ui/viewport/box.h"
#include "ui/viewport/frame_renderer.h"

#include <QEvent>
#include <QMap>
#include <QPaintEvent>
#include <QPainter>
#include <QPointer>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace bozzetto::ui {
namespace {

constexpr int kLongestSide = 16384;

struct Layer {
    QPointer<QObject> owner;
    std::function<void(QPainter&)> paint;
};

struct NamedOverlay {
    std::shared_ptr<const SceneOverlay> overlay;
    bool visible = true;
};

bool same(Vec3f a, Vec3f b) {
    return a.x == b.x && a.y == b.y && a.z == b.z;
}

bool samePhoto(const std::optional<Camera>& a, const std::optional<Camera>& b) {
    if (!a || !b) {
        return a.has_value() == b.has_value();
    }
    return a->width == b->width && a->height == b->height && a->fx == b->fx && a->fy == b->fy &&
           a->cx == b->cx && a->cy == b->cy &&
           std::equal(&a->world_from_camera.m[0][0],
                      &a->world_from_camera.m[0][0] + 16,
                      &b->world_from_camera.m[0][0]);
}

/// Viewports that follow each other stop here.
bool sameView(const ViewCamera& a, const ViewCamera& b) {
    return same(a.position, b.position) && same(a.focal_point, b.focal_point) && same(a.up, b.up) &&
           a.vertical_fov == b.vertical_fov && a.orthographic == b.orthographic &&
           a.orthographic_height == b.orthographic_height && samePhoto(a.photo, b.photo);
}

struct PendingPicture {
    QPointer<QObject> receiver;
    std::function<void(const QImage&)> done;
};

}  // namespace

struct Viewport::Data {
    Viewport* self;
    std::unique_ptr<FrameRenderer> renderer;
    SceneContent content;
    QMap<QString, NamedOverlay> overlays;
    ViewCamera camera;
    ViewLook look;
    QColor background, background_top, background_bottom;
    QString problem, renderer_name;
    uint64_t revision = 0;
    int last_serial = 0;     // of the previews given
    int painted_serial = 0;  // of the previews on screen
    std::optional<Frame> frame;
    bool frame_is_new = false;  // not painted yet
    std::vector<Layer> layers;
    std::map<int, PendingPicture> pictures;
    int next_picture = 0;

    QSize pixels() const {
        const double ratio = self->devicePixelRatioF();
        return {qRound(self->width() * ratio), qRound(self->height() * ratio)};
    }
    /// Asks for a frame of how things are now.
    void ask() {
        if (!renderer || pixels().isEmpty()) {
            return;
        }
        FrameRequest request;
        request.content = content;
        for (const NamedOverlay& named : std::as_const(overlays)) {
            if (named.visible && named.overlay) {
                request.content.overlays.push_back(named.overlay);
            }
        }
        request.view = {camera, pixels(), look, true, self->devicePixelRatioF()};
        request.revision = ++revision;
        renderer->request(std::move(request));
    }
    void start();
    void takeFrame();
    void fail(const QString& reason);
    void finishPicture(int number, const QImage& image);
    void paintBackground(QPainter& painter) const;
    void paintProblem(QPainter& painter) const;
};

void Viewport::Data::start() {
    if (renderer || !problem.isEmpty()) {
        return;
    }
    renderer = std::make_unique<FrameRenderer>();
    connect(renderer.get(), &FrameRenderer::frameReady, self, [this] { takeFrame(); });
    connect(renderer.get(), &FrameRenderer::started, self, [this](const QString& name) {
        renderer_name = name;
    });
    connect(renderer.get(), &FrameRenderer::failed, self, [this](const QString& reason) {
        fail(reason);
    });
    renderer->start();
    ask();
}

void Viewport::Data::takeFrame() {
    if (auto newest = renderer->takeFrame()) {
        frame = std::move(newest);
        frame_is_new = true;
        self->update();
    }
}

void Viewport::Data::fail(const QString& reason) {
    problem = reason;
    frame.reset();
    const auto waiting = std::move(pictures);
    pictures.clear();
    for (const auto& [number, picture] : waiting) {
        if (picture.receiver) {
            picture.done({});
        }
    }
    self->update();
    Q_EMIT self->problemChanged(problem);
}

void Viewport::Data::finishPicture(int number, const QImage& image) {
    const auto found = pictures.find(number);
    if (found == pictures.end()) {
        return;
    }
    const PendingPicture picture = std::move(found->second);
    pictures.erase(found);
    if (picture.receiver) {
        picture.done(image);
    }
}

void Viewport::Data::paintBackground(QPainter& painter) const {
    if (background_top == background_bottom) {
        painter.fillRect(self->rect(), background);
        return;
    }
    QLinearGradient gradient(0, 0, 0, self->height());
    gradient.setColorAt(0, background_top);
    gradient.setColorAt(1, background_bottom);
    painter.fillRect(self->rect(), gradient);
}

void Viewport::Data::paintProblem(QPainter& painter) const {
    const bool dark = background.lightness() < 128;
    painter.setPen(dark ? QColor(0xd0, 0xd0, 0xd0) : QColor(0x30, 0x30, 0x30));
    const QString text = problem + QLatin1Char('\n') +
                         Viewport::tr("Everything else works: pictures, runs and export.");
    painter.drawText(
        self->rect().adjusted(32, 32, -32, -32), Qt::AlignCenter | Qt::TextWordWrap, text);
}

Viewport::Viewport(QWidget* parent) : QWidget(parent), data_(std::make_unique<Data>()) {
    data_->self = this;
    setBackground(palette().color(QPalette::Window));
    setObjectName(QStringLiteral("viewport"));
    setAccessibleName(tr("3D view"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setMinimumSize(64, 64);
}

Viewport::~Viewport() {
    if (data_->renderer) {
        data_->renderer->disconnect(this);
    }
}

void Viewport::setMesh(std::shared_ptr<const ViewMesh> mesh) {
    data_->content.mesh = std::move(mesh);
    data_->content.preview = nullptr;
    data_->ask();
    Q_EMIT meshChanged();
}

std::shared_ptr<const ViewMesh> Viewport::mesh() const {
    return data_->content.mesh;
}

int Viewport::setPreview(std::shared_ptr<const PreviewMesh> preview) {
    const bool had_mesh = data_->content.mesh != nullptr;
    data_->content.mesh = nullptr;
    data_->content.preview = std::move(preview);
    data_->content.preview_serial = ++data_->last_serial;
    data_->ask();
    if (had_mesh) {
        Q_EMIT meshChanged();
    }
    return data_->last_serial;
}

void Viewport::clear() {
    setMesh(nullptr);
}

bool Viewport::hasScene() const {
    return data_->content.mesh || data_->content.preview;
}

ViewLook Viewport::look() const {
    return data_->look;
}

void Viewport::setLook(const ViewLook& look) {
    if (look == data_->look) {
        return;
    }
    data_->look = look;
    data_->ask();
    Q_EMIT lookChanged(look);
}

void Viewport::setMode(ViewMode mode) {
    ViewLook look = data_->look;
    look.mode = mode;
    setLook(look);
}

void Viewport::setWireframe(bool on) {
    ViewLook look = data_->look;
    look.wireframe = on;
    setLook(look);
}

void Viewport::setLight(ViewLight light) {
    ViewLook look = data_->look;
    look.light = light;
    setLook(look);
}

void Viewport::setLightRotation(double radians) {
    ViewLook look = data_->look;
    look.light_rotation = radians;
    setLook(look);
}

void Viewport::setExposure(double stops) {
    ViewLook look = data_->look;
    look.exposure = stops;
    setLook(look);
}

ViewCamera Viewport::camera() const {
    return data_->camera;
}

void Viewport::setCamera(const ViewCamera& camera) {
    if (sameView(camera, data_->camera)) {
        return;
    }
    data_->camera = camera;
    data_->ask();
    Q_EMIT cameraChanged(camera);
}

ViewProjection Viewport::projection() const {
    return {data_->camera, QSizeF(size())};
}

void Viewport::frameAll() {
    Box box;
    if (const ViewMesh* mesh = data_->content.mesh.get()) {
        box.add(toDouble(mesh->lowest));
        box.add(toDouble(mesh->highest));
    } else if (const PreviewMesh* preview = data_->content.preview.get()) {
        for (const Vec3f& p : preview->mesh.positions) {
            box.add(toDouble(p));
        }
    }
    if (!box.empty()) {
        setCamera(framing(data_->camera, toFloat(box.low), toFloat(box.high), QSizeF(size())));
    }
}

void Viewport::setOverlay(const QString& name, std::shared_ptr<const SceneOverlay> overlay) {
    if (overlay) {
        data_->overlays[name].overlay = std::move(overlay);
    } else if (data_->overlays.remove(name) == 0) {
        return;
    }
    data_->ask();
}

void Viewport::setOverlayVisible(const QString& name, bool visible) {
    NamedOverlay& named = data_->overlays[name];
    if (named.visible != visible) {
        named.visible = visible;
        data_->ask();
    }
}

void Viewport::addLayer(QObject* owner, std::function<void(QPainter&)> paint) {
    data_->layers.push_back({owner, std::move(paint)});
    update();
}

void Viewport::setBackground(const QColor& top, const QColor& bottom) {
    data_->background_top = top;
    data_->background_bottom = bottom;
    data_->background = QColor((top.red() + bottom.red()) / 2,
                               (top.green() + bottom.green()) / 2,
                               (top.blue() + bottom.blue()) / 2);
    update();
}

QColor Viewport::background() const {
    return data_->background;
}

std::optional<double> Viewport::depthAt(QPointF position) const {
    if (!data_->frame || !data_->frame->depth || width() < 1 || height() < 1) {
        return std::nullopt;
    }
    const FrameDepth& depth = *data_->frame->depth;
    const int x = static_cast<int>(std::floor(position.x() / width() * depth.width));
    const int y = static_cast<int>(std::floor(position.y() / height() * depth.height));
    if (x < 0 || y < 0 || x >= depth.width || y >= depth.height) {
        return std::nullopt;
    }
    const float value = depth.values[static_cast<size_t>(y) * depth.width + x];
    return std::isfinite(value) ? std::optional<double>(value) : std::nullopt;
}

std::optional<Vec3d> Viewport::pointAt(QPointF position) const {
    const auto depth = depthAt(position);
    if (!depth) {
        return std::nullopt;
    }
    // The frame may be of a camera a moment ago: its own projection is the one that fits.
    const ViewProjection& projection = data_->frame->depth->projection;
    const QPointF pixel(position.x() / width() * projection.size().width(),
                        position.y() / height() * projection.size().height());
    return projection.pointAt(pixel, *depth);
}

void Viewport::renderImage(const PictureRequest& request,
                           QObject* receiver,
                           std::function<void(const QImage&)> done) {
    const int number = data_->next_picture++;
    data_->pictures[number] = {receiver, std::move(done)};
    const QSize size = request.size.boundedTo(QSize(kLongestSide, kLongestSide));
    data_->start();
    if (size.isEmpty() || !data_->renderer || !data_->problem.isEmpty()) {
        QMetaObject::invokeMethod(
            this, [this, number] { data_->finishPicture(number, {}); }, Qt::QueuedConnection);
        return;
    }
    PictureJob job;
    job.content = data_->content;
    for (const NamedOverlay& named : std::as_const(data_->overlays)) {
        if (request.overlays && named.visible && named.overlay) {
            job.content.overlays.push_back(named.overlay);
        }
    }
    job.view = {request.camera, size, data_->look, request.overlays, 1};
    // Lines as thick in the picture as they look on screen.
    job.view.line_scale = std::max(1.0, static_cast<double>(size.height()) / std::max(1, height()));
    if (request.transparent) {
        job.view.look.light_as_background = false;
    } else {
        job.background = data_->background;
    }
    job.done = [this, number](const QImage& image) {
        // The renderer is waited for by the destructor, so this is still there.
        QMetaObject::invokeMethod(this,
                                  [this, number, image] { data_->finishPicture(number, image); });
    };
    data_->renderer->draw(std::move(job));
}

QImage Viewport::frame() const {
    QImage image(data_->pixels(), QImage::Format_RGB32);
    image.fill(data_->background);
    if (data_->frame) {
        QPainter painter(&image);
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        painter.drawImage(image.rect(), data_->frame->image);
    }
    return image;
}

bool Viewport::isSettled() const {
    return data_->frame && data_->frame->settled && data_->frame->revision == data_->revision;
}

FrameStatistics Viewport::statistics() const {
    FrameStatistics statistics;
    if (data_->frame) {
        statistics.moving_ms = data_->frame->moving_ms;
        statistics.full_ms = data_->frame->full_ms;
        statistics.frames_a_second = data_->frame->frames_a_second;
    }
    statistics.renderer = data_->renderer_name;
    return statistics;
}

QString Viewport::problem() const {
    return data_->problem;
}

void Viewport::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    data_->paintBackground(painter);
    if (!data_->problem.isEmpty()) {
        data_->paintProblem(painter);
    } else if (data_->frame) {
        // A frame of another size (moving, or before a resize) is stretched until the next.
        const QImage& image = data_->frame->image;
        painter.setRenderHint(QPainter::SmoothPixmapTransform, image.size() != data_->pixels());
        painter.drawImage(QRectF(rect()), image);
    }
    painter.setRenderHint(QPainter::Antialiasing);
    std::erase_if(data_->layers, [](const Layer& layer) { return layer.owner.isNull(); });
    for (const Layer& layer : data_->layers) {
        painter.save();
        layer.paint(painter);
        painter.restore();
    }
    if (!data_->frame || !std::exchange(data_->frame_is_new, false)) {
        return;
    }
    // Signals after the painter has ended: what they call may paint or grab.
    QMetaObject::invokeMethod(
        this, [this] { announceFrame(); }, Qt::QueuedConnection);
}

void Viewport::announceFrame() {
    Q_EMIT framePainted();
    if (data_->frame && data_->frame->preview_serial > data_->painted_serial) {
        data_->painted_serial = data_->frame->preview_serial;
        Q_EMIT previewPainted(data_->painted_serial);
    }
    if (isSettled()) {
        Q_EMIT settled();
    }
}

void Viewport::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    data_->ask();
}

void Viewport::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    // Not before the window is there: the driver's threads would compete with its first painting.
    QMetaObject::invokeMethod(
        this, [this] { data_->start(); }, Qt::QueuedConnection);
}

bool Viewport::event(QEvent* event) {
    // Another screen may have another scale.
    if (event->type() == QEvent::ScreenChangeInternal) {
        data_->ask();
    }
    return QWidget::event(event);
}

}  // namespace bozzetto::ui
