// SPDX-License-Identifier: Apache-2.0
#include "ui/viewport/frame_renderer.h"

#include "base/error.h"
#include "base/log.h"
#include "ui/common/text.h"

#include <QElapsedTimer>
#include <QPainter>
#include <QThread>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <utility>

namespace bozzetto::ui {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr int kNicer = 2;               // than the UI thread; engines run at 10
constexpr milliseconds kRest{120};      // after the last moving frame
constexpr double kSliceBudgetMs = 120;  // a slice of the full picture
constexpr int kPictureTile = 1024;      // pixels a side, of pictures for files

/// VTK's own tables are shared by all windows of a program: two viewports draw by turns.
std::mutex& vtkMutex() {
    static std::mutex mutex;
    return mutex;
}

void lowerPriority() {
    // On Linux a thread has a nice value of its own, and passes it on to the driver's threads.
    const auto thread = static_cast<id_t>(syscall(SYS_gettid));
    setpriority(PRIO_PROCESS, thread, getpriority(PRIO_PROCESS, thread) + kNicer);
}

double msSince(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

QImage imageOf(const DrawnPart& part) {
    QImage image(part.width, part.height, QImage::Format_ARGB32_Premultiplied);
    for (int y = 0; y < part.height; ++y) {
        std::copy_n(part.argb.data() + static_cast<size_t>(y) * part.width,
                    part.width,
                    reinterpret_cast<uint32_t*>(image.scanLine(y)));
    }
    return image;
}

QImage onBackground(const QImage& image, const QColor& background) {
    if (!background.isValid()) {
        return image.convertToFormat(QImage::Format_ARGB32);
    }
    QImage opaque(image.size(), QImage::Format_RGB32);
    opaque.fill(background);
    QPainter painter(&opaque);
    painter.drawImage(0, 0, image);
    return opaque;
}

/// How a moving view is drawn so that it stays fluid, learned from what the last frames took.
class MovingQuality {
public:
    explicit MovingQuality(bool software)
        : software_(software), scale_(software ? kFirstScale : kFinest) {}
    /// Pixels drawn a side, as a part of the frame's.
    double scale() const { return scale_; }
    /// Without mirrored light.
    bool quick() const { return quick_; }
    /// A large mesh starts quick; a small one gets its chance.
    void newScene(size_t triangles) { quick_ = software_ && triangles > kManyTriangles; }
    void learn(double ms) {
        if (!software_) {
            return;
        }
        if (!quick_ && ms > kTooSlowMs && scale_ <= kFirstScale) {
            quick_ = true;
            return;
        }
        // One slow frame changes little: the machine may have been busy.
        const double step = std::clamp(std::sqrt(kMovingBudgetMs / std::max(ms, 1.0)), 0.8, 1.12);
        if (step < 0.9 || step > 1.1) {
            scale_ = std::clamp(scale_ * step, kCoarsest, kFinest);
        }
    }

private:
    static constexpr double kFirstScale = 0.5, kCoarsest = 0.35, kFinest = 1.0;
    static constexpr size_t kManyTriangles = 60'000;
    static constexpr double kMovingBudgetMs = 45, kTooSlowMs = 60;
    bool software_, quick_ = false;
    double scale_;
};

}  // namespace

/// The render thread's work. Everything of it lives in that thread.
class FrameRenderer::Loop {
public:
    explicit Loop(FrameRenderer& owner)
        : owner_(owner), software_(owner.context_.isSoftware()), moving_(software_) {
        const std::lock_guard lock(vtkMutex());
        scene_ = std::make_unique<VtkScene>();
    }
    ~Loop() {
        const std::lock_guard lock(vtkMutex());
        scene_.reset();
    }

    void run() {
        while (const auto work = next()) {
            switch (*work) {
                case Work::Move:
                    drawMoving();
                    break;
                case Work::Refine:
                    refine();
                    break;
                case Work::Picture:
                    drawPicture();
                    break;
            }
        }
    }

private:
    enum class Work { Move, Refine, Picture };

    /// Waits for something to do; nullopt: stop. A new request goes before everything, a picture
    /// before refinement.
    std::optional<Work> next() {
        std::unique_lock lock(owner_.mutex_);
        for (;;) {
            if (owner_.stop_) {
                return std::nullopt;
            }
            if (owner_.request_) {
                const FrameRequest old = std::exchange(current_, std::move(*owner_.request_));
                owner_.request_.reset();
                settled_ = false;
                // What the old one alone held goes without the UI thread waiting for it.
                lock.unlock();
                full_.reset();
                return Work::Move;
            }
            if (picture_ || !owner_.pictures_.empty()) {
                if (!picture_) {
                    picture_ = std::move(owner_.pictures_.front());
                    owner_.pictures_.pop_front();
                }
                return Work::Picture;
            }
            if (settled_ || current_.view.size.isEmpty()) {
                owner_.changed_.wait(lock);
            } else if (full_ || Clock::now() >= rest_until_) {
                return Work::Refine;
            } else {
                owner_.changed_.wait_until(lock, rest_until_);
            }
        }
    }

    void show(const SceneContent& content) {
        if (content.mesh != shown_.mesh || content.preview != shown_.preview) {
            scene_->setSurface(content.mesh, content.preview);
        }
        if (content.overlays != shown_.overlays || content.mesh != shown_.mesh ||
            content.preview != shown_.preview) {
            scene_->setOverlays(content.overlays);
        }
        shown_ = content;
    }

    void drawMoving() {
        const QSize full = current_.view.size;
        if (full.isEmpty()) {
            return;
        }
        const bool uploads = current_.content.mesh != shown_.mesh ||
                             current_.content.preview != shown_.preview ||
                             current_.view.look.mode != last_mode_;
        last_mode_ = current_.view.look.mode;
        if (current_.content.mesh != shown_.mesh) {
            const ViewMesh* mesh = current_.content.mesh.get();
            moving_.newScene(mesh ? mesh->triangles.size() : 0);
        }
        const auto start = Clock::now();
        const double scale = moving_.scale();
        const ViewProjection projection(current_.view.camera, full);
        DrawJob job;
        job.projection = &projection;
        job.region = QRectF(QPointF(), full);
        job.pixels = QSize(std::max(1, static_cast<int>(std::lround(full.width() * scale))),
                           std::max(1, static_cast<int>(std::lround(full.height() * scale))));
        job.look = current_.view.look;
        job.overlays = current_.view.overlays;
        job.line_scale = std::max(1.0, current_.view.line_scale * scale);
        job.quick = moving_.quick();
        job.depth = true;
        {
            const std::lock_guard lock(vtkMutex());
            show(current_.content);
            scene_->draw(job, part_);
        }
        Frame frame = makeFrame();
        frame.image = imageOf(part_);
        frame.depth = std::make_shared<const FrameDepth>(
            FrameDepth{projection, part_.width, part_.height, part_.depth});
        moving_ms_ = msSince(start);
        if (!uploads) {
            moving_.learn(moving_ms_);
        }
        countFrame();
        frame.moving_ms = moving_ms_;
        frame.frames_a_second = frames_a_second_;
        owner_.deliver(std::move(frame));
        // A scene that has just come is drawn in full at once; a moving view when it rests.
        rest_until_ = Clock::now() + (uploads ? milliseconds(0) : kRest);
    }

    /// One slice of the full picture.
    void refine() {
        const PictureView& view = current_.view;
        if (!full_) {
            full_start_ = Clock::now();
            full_.emplace(view, QSize(view.size.width(), bandHeight()), SlicedPicture::Depth::Read);
        }
        const int before = full_->samples();
        {
            const std::lock_guard lock(vtkMutex());
            const auto start = Clock::now();
            show(current_.content);
            full_->drawSlice(*scene_);
            if (before > 0) {  // the first sample may upload and compile
                row_ms_ = std::max(0.01, msSince(start) / full_->sliceHeight());
            }
        }
        const int samples = full_->samples();
        if (samples == before || (samples > 1 && !full_->done())) {
            return;
        }
        if (samples == 1) {
            full_depth_ = std::make_shared<const FrameDepth>(FrameDepth{
                full_->projection(), view.size.width(), view.size.height(), full_->depth()});
        }
        Frame frame = makeFrame();
        frame.image = full_->image();
        frame.depth = full_depth_;
        frame.settled = full_->done();
        if (frame.settled) {
            full_ms_ = msSince(full_start_);
            frame.full_ms = full_ms_;
            settled_ = true;
            full_.reset();
        }
        owner_.deliver(std::move(frame));
    }

    /// Rows of a slice, so that it takes about its budget, by what the last ones took.
    int bandHeight() const {
        const double rows = software_ ? kSliceBudgetMs / row_ms_ : current_.view.size.height();
        const int bands =
            std::clamp(static_cast<int>(std::ceil(current_.view.size.height() / rows)), 1, 8);
        return (current_.view.size.height() + bands - 1) / bands;
    }

    void drawPicture() {
        if (!picture_drawing_) {
            picture_drawing_.emplace(
                picture_->view, QSize(kPictureTile, kPictureTile), SlicedPicture::Depth::Skip);
        }
        {
            const std::lock_guard lock(vtkMutex());
            show(picture_->content);
            picture_drawing_->drawSlice(*scene_);
        }
        if (picture_drawing_->done()) {
            picture_->done(onBackground(picture_drawing_->image(), picture_->background));
            picture_drawing_.reset();
            picture_.reset();
        }
    }

    Frame makeFrame() const {
        Frame frame;
        frame.revision = current_.revision;
        frame.preview_serial = current_.content.preview_serial;
        frame.moving_ms = moving_ms_;
        frame.full_ms = full_ms_;
        frame.frames_a_second = frames_a_second_;
        return frame;
    }

    void countFrame() {
        const auto now = Clock::now();
        frame_times_.push_back(now);
        while (now - frame_times_.front() > milliseconds(1000)) {
            frame_times_.pop_front();
        }
        frames_a_second_ = static_cast<double>(frame_times_.size());
    }

    FrameRenderer& owner_;
    std::unique_ptr<VtkScene> scene_;
    bool software_;
    MovingQuality moving_;
    SceneContent shown_;
    FrameRequest current_;
    ViewMode last_mode_ = ViewMode::Shaded;
    bool settled_ = true;
    Clock::time_point rest_until_, full_start_;
    std::optional<SlicedPicture> full_, picture_drawing_;
    std::shared_ptr<const FrameDepth> full_depth_;
    std::optional<PictureJob> picture_;
    DrawnPart part_;
    std::deque<Clock::time_point> frame_times_;
    double moving_ms_ = 0, full_ms_ = 0, frames_a_second_ = 0;
    double row_ms_ = 0.4;  // of a slice of the full picture
};

FrameRenderer::FrameRenderer(QObject* parent) : QObject(parent) {}

FrameRenderer::~FrameRenderer() {
    {
        const std::lock_guard lock(mutex_);
        stop_ = true;
    }
    changed_.notify_all();
    context_.cancel();
    if (thread_) {
        thread_->wait();
    }
}

void FrameRenderer::start() {
    if (thread_) {
        return;
    }
    thread_.reset(QThread::create([this] {
        lowerPriority();
        const QString problem = context_.open();
        if (!problem.isEmpty()) {
            Q_EMIT failed(problem);
            return;
        }
        Q_EMIT started(context_.rendererName());
        try {
            Loop(*this).run();
        } catch (const std::exception& exception) {
            Q_EMIT failed(toProblem(exception).reason);
        }
        context_.close();
    }));
    thread_->setObjectName(QStringLiteral("render"));
    thread_->start();
}

void FrameRenderer::request(FrameRequest request) {
    std::optional<FrameRequest> newest = std::move(request);
    {
        const std::lock_guard lock(mutex_);
        std::swap(request_, newest);
    }
    changed_.notify_all();
}

void FrameRenderer::draw(PictureJob job) {
    {
        const std::lock_guard lock(mutex_);
        pictures_.push_back(std::move(job));
    }
    changed_.notify_all();
}

void FrameRenderer::deliver(Frame frame) {
    std::optional<Frame> newest = std::move(frame);
    bool announced;
    {
        const std::lock_guard lock(mutex_);
        announced = frame_.has_value();
        // An older one that was not taken goes after the lock.
        std::swap(frame_, newest);
    }
    if (!announced) {
        QMetaObject::invokeMethod(this, &FrameRenderer::frameReady, Qt::QueuedConnection);
    }
}

std::optional<Frame> FrameRenderer::takeFrame() {
    const std::lock_guard lock(mutex_);
    return std::exchange(frame_, std::nullopt);
}

}  // namespace bozzetto::ui
