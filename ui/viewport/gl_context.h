// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QCoreApplication>
#include <QString>

#include <memory>

class QOffscreenSurface;
class QOpenGLContext;

namespace bozzetto::ui {

/// An OpenGL context of a render thread. Loading a driver takes longer than the UI thread may
/// wait, so the context is made in the render thread; only the surface that it draws to, which Qt
/// wants from the UI thread, comes from there.
class GlContext {
    Q_DECLARE_TR_FUNCTIONS(GlContext)
public:
    /// In the UI thread.
    GlContext();
    ~GlContext();
    GlContext(const GlContext&) = delete;
    GlContext& operator=(const GlContext&) = delete;

    /// In the render thread: makes the context and makes it current. Empty if that worked, else why
    /// not, in plain words. Gives up when cancel() is called.
    QString open();
    /// In the render thread, after open().
    void close();
    /// In the UI thread, before it waits for the render thread.
    void cancel();
    QString rendererName() const { return renderer_; }
    bool isSoftware() const;

private:
    struct Surface;

    std::unique_ptr<QOpenGLContext> context_;
    std::shared_ptr<Surface> surface_;
    QString renderer_;
};

}  // namespace bozzetto::ui
