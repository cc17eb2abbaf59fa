// SPDX-License-Identifier: Apache-2.0
#include "ui/viewport/gl_context.h"

#include <QMetaObject>
#include <QOffscreenSurface>
#include <QOpenGLContext>
#include <QOpenGLFunctions>
#include <QSurfaceFormat>

#include <condition_variable>
#include <mutex>

namespace bozzetto::ui {
namespace {

QSurfaceFormat coreProfile() {
    QSurfaceFormat format;
    format.setVersion(3, 2);
    format.setProfile(QSurfaceFormat::CoreProfile);
    format.setDepthBufferSize(24);
    format.setAlphaBufferSize(8);
    return format;
}

}  // namespace

/// Made in the UI thread for a render thread that waits; outlives both.
struct GlContext::Surface {
    std::mutex mutex;
    std::condition_variable changed;
    std::unique_ptr<QOffscreenSurface> surface;
    bool made = false, cancelled = false;
};

GlContext::GlContext() : surface_(std::make_shared<Surface>()) {}

GlContext::~GlContext() = default;

QString GlContext::open() {
    context_ = std::make_unique<QOpenGLContext>();
    context_->setFormat(coreProfile());
    if (!context_->create()) {
        context_.reset();
        return tr("OpenGL is not available on this computer.");
    }
    QMetaObject::invokeMethod(
        qApp,
        [shared = surface_, format = context_->format()] {
            const std::lock_guard lock(shared->mutex);
            if (!shared->cancelled) {
                shared->surface = std::make_unique<QOffscreenSurface>();
                shared->surface->setFormat(format);
                shared->surface->create();
            }
            shared->made = true;
            shared->changed.notify_all();
        },
        Qt::QueuedConnection);
    {
        std::unique_lock lock(surface_->mutex);
        surface_->changed.wait(lock, [this] { return surface_->made || surface_->cancelled; });
    }
    if (!surface_->surface || !surface_->surface->isValid() ||
        !context_->makeCurrent(surface_->surface.get())) {
        context_.reset();
        return tr("The graphics driver did not start.");
    }
    const QSurfaceFormat format = context_->format();
    auto* name = context_->functions()->glGetString(GL_RENDERER);
    renderer_ = name ? QString::fromUtf8(reinterpret_cast<const char*>(name)) : QString();
    if (format.version() < qMakePair(3, 2)) {
        close();
        return tr("The 3D view needs OpenGL 3.2; this computer offers %1.%2.")
            .arg(format.majorVersion())
            .arg(format.minorVersion());
    }
    return {};
}

void GlContext::close() {
    if (context_) {
        context_->doneCurrent();
        context_.reset();
    }
}

void GlContext::cancel() {
    const std::lock_guard lock(surface_->mutex);
    surface_->cancelled = true;
    surface_->changed.notify_all();
}

bool GlContext::isSoftware() const {
    return renderer_.contains(QLatin1String("llvmpipe"), Qt::CaseInsensitive) ||
           renderer_.contains(QLatin1String("softpipe"), Qt::CaseInsensitive) ||
           renderer_.contains(QLatin1String("swr"), Qt::CaseInsensitive);
}

}  // namespace bozzetto::ui
