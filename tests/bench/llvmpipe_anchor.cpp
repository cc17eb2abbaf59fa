// SPDX-License-Identifier: Apache-2.0
#include "bench/llvmpipe_anchor.h"

#include <QApplication>
#include <QOpenGLContext>
#include <QOpenGLFunctions>
#include <QOpenGLWidget>
#include <QSurfaceFormat>
#include <vtkActor.h>
#include <vtkCamera.h>
#include <vtkCellArray.h>
#include <vtkFloatArray.h>
#include <vtkGenericOpenGLRenderWindow.h>
#include <vtkNew.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkPolyDataMapper.h>
#include <vtkProperty.h>
#include <vtkRenderer.h>
#include <vtkUnsignedCharArray.h>

#include <cstdlib>

namespace bozzetto::bench {
namespace {

std::unique_ptr<QApplication> application;

vtkNew<vtkPolyData> polyDataOf(const Scene& scene) {
    vtkNew<vtkPoints> points;
    const float* p = scene.world.data_ptr<float>();
    for (int64_t i = 0; i < scene.world.size(0); ++i) {
        points->InsertNextPoint(p + 3 * i);
    }
    vtkNew<vtkCellArray> cells;
    const int32_t* t = scene.tri.data_ptr<int32_t>();
    for (int64_t i = 0; i < scene.tri.size(0); ++i) {
        const vtkIdType ids[3] = {t[3 * i], t[3 * i + 1], t[3 * i + 2]};
        cells->InsertNextCell(3, ids);
    }
    vtkNew<vtkPolyData> data;
    data->SetPoints(points);
    data->SetPolys(cells);
    return data;
}

}  // namespace

void startLlvmpipe(int& argc, char** argv) {
    if (!std::getenv("DISPLAY")) {
        return;
    }
    setenv("LP_NUM_THREADS", "2", 0);
    setenv("LIBGL_ALWAYS_SOFTWARE", "1", 0);
    setenv("QT_QPA_PLATFORM", "xcb", 0);
    QSurfaceFormat format;
    format.setVersion(3, 2);
    format.setProfile(QSurfaceFormat::CoreProfile);
    format.setDepthBufferSize(24);
    QSurfaceFormat::setDefaultFormat(format);
    static int count = argc;  // QApplication keeps a reference
    application = std::make_unique<QApplication>(count, argv);
}

void stopLlvmpipe() {
    application.reset();  // before the static objects of Qt and Mesa go
}

bool llvmpipeAvailable() {
    return application != nullptr;
}

struct LlvmpipeAnchor::State {
    QOpenGLWidget widget;
    vtkNew<vtkGenericOpenGLRenderWindow> window;
    vtkNew<vtkRenderer> renderer;
    int side;
};

LlvmpipeAnchor::LlvmpipeAnchor(const Scene& scene, int side) : state_(std::make_unique<State>()) {
    State& s = *state_;
    s.side = side;
    s.widget.resize(side, side);
    s.widget.show();
    QApplication::processEvents();
    s.widget.makeCurrent();
    s.window->SetOwnContext(0);
    s.window->SetMultiSamples(0);
    s.window->AddRenderer(s.renderer);
    s.window->SetReadyForRendering(true);
    s.window->InitializeFromCurrentContext();
    s.window->SetFrameBlitModeToNoBlit();
    s.window->SetSize(side, side);
    vtkNew<vtkPolyDataMapper> mapper;
    const auto data = polyDataOf(scene);
    mapper->SetInputData(data);
    mapper->SetStatic(1);
    vtkNew<vtkActor> actor;
    actor->SetMapper(mapper);
    actor->GetProperty()
        ->LightingOff();  // the cheapest drawing it has: visibility and a constant colour
    s.renderer->AddActor(actor);
    s.renderer->SetBackground(0, 0, 0);
    vtkCamera* camera = s.renderer->GetActiveCamera();
    camera->SetPosition(0, 0, 4);
    camera->SetFocalPoint(0, 0, 0);
    camera->SetViewUp(0, 1, 0);
    camera->SetViewAngle(2 * std::atan(1 / 1.93) * 57.29577951308232);
    camera->SetClippingRange(1, 10);
}

LlvmpipeAnchor::~LlvmpipeAnchor() {
    state_->widget.makeCurrent();
    state_->window->Finalize();
}

void LlvmpipeAnchor::draw() {
    State& s = *state_;
    s.widget.makeCurrent();
    s.window->SetReadyForRendering(true);
    s.window->SetIsCurrent(true);
    s.window->Render();
    s.widget.context()->functions()->glFinish();
}

int64_t LlvmpipeAnchor::coveredPixels() {
    State& s = *state_;
    s.widget.makeCurrent();
    s.window->SetIsCurrent(true);
    vtkNew<vtkUnsignedCharArray> pixels;
    s.window->GetRGBACharPixelData(0, 0, s.side - 1, s.side - 1, 0, pixels);
    int64_t covered = 0;
    for (vtkIdType i = 0; i < pixels->GetNumberOfTuples(); ++i) {
        covered += pixels->GetTypedComponent(i, 0) > 0;
    }
    return covered;
}

std::string LlvmpipeAnchor::renderer() {
    state_->widget.makeCurrent();
    return reinterpret_cast<const char*>(
        state_->widget.context()->functions()->glGetString(GL_RENDERER));
}

}  // namespace bozzetto::bench
