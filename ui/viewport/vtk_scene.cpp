// SPDX-License-Identifier: Apache-2.0
#include "ui/viewport/vtk_scene.h"

#include "base/error.h"
#include "ui/viewport/box.h"
#include "ui/viewport/light_lookups.h"
#include "ui/viewport/surface_shaders.h"
#include "ui/viewport/vtk_geometry.h"

#include <QOpenGLContext>
#include <QOpenGLExtraFunctions>
#include <vtkActor.h>
#include <vtkCamera.h>
#include <vtkCullerCollection.h>
#include <vtkGenericOpenGLRenderWindow.h>
#include <vtkMatrix4x4.h>
#include <vtkNew.h>
#include <vtkOpenGLFramebufferObject.h>
#include <vtkOpenGLPolyDataMapper.h>
#include <vtkOpenGLVertexBufferObject.h>
#include <vtkPointData.h>
#include <vtkPolyData.h>
#include <vtkProperty.h>
#include <vtkRenderer.h>
#include <vtkShaderProperty.h>
#include <vtkTexture.h>
#include <vtkUniforms.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>

namespace bozzetto::ui {
namespace {

/// An actor with a shader of ours.
struct Prop {
    vtkSmartPointer<vtkActor> actor;
    vtkSmartPointer<vtkOpenGLPolyDataMapper> mapper;

    explicit operator bool() const { return actor != nullptr; }
    vtkUniforms* uniforms() const {
        return actor->GetShaderProperty()->GetFragmentCustomUniforms();
    }
    void setShader(const ShaderSource& source) const {
        actor->GetShaderProperty()->SetVertexShaderCode(source.vertex.c_str());
        actor->GetShaderProperty()->SetFragmentShaderCode(source.fragment.c_str());
    }
};

Prop makeProp(vtkPolyData* data) {
    Prop prop{vtkSmartPointer<vtkActor>::New(), vtkSmartPointer<vtkOpenGLPolyDataMapper>::New()};
    prop.mapper->SetInputDataObject(data);
    prop.mapper->ScalarVisibilityOff();
    // Positions are near the origin already; a shift of VTK's would reach our shaders unseen.
    prop.mapper->SetVBOShiftScaleMethod(vtkOpenGLVertexBufferObject::DISABLE_SHIFT_SCALE);
    prop.mapper->SetStatic(1);
    for (const char* name : {"tangent4", "color4", "here4"}) {
        if (data->GetPointData()->HasArray(name)) {
            prop.mapper->MapDataArrayToVertexAttribute(
                name, name, vtkDataObject::FIELD_ASSOCIATION_POINTS, -1);
        }
    }
    prop.actor->SetMapper(prop.mapper);
    prop.actor->ForceOpaqueOn();
    return prop;
}

void setVec3(vtkUniforms* uniforms, const char* name, Vec3d v) {
    const float values[3] = {
        static_cast<float>(v.x), static_cast<float>(v.y), static_cast<float>(v.z)};
    uniforms->SetUniform3f(name, values);
}

/// Nearest and farthest distance along the optical axis of a ball around the scene.
struct DepthRange {
    double z_near, z_far;
};

DepthRange depthRange(const ViewProjection& projection, Vec3d middle, double radius) {
    const double depth = projection.depthOf(middle);
    const double z_far = std::max(depth + radius, 1e-3 * radius);
    if (projection.orthographic()) {
        return {depth - radius, z_far};
    }
    return {std::max(depth - radius, 5e-4 * z_far), z_far};
}

}  // namespace

/// Rows of the rotation that takes world directions to the light's own axes.
std::array<Vec3d, 3> lightFromWorld(const ViewLook& look, bool studio) {
    Vec3d up = normalize(toDouble(look.up));
    if (length(up) == 0) {
        up = {0, 0, 1};
    }
    // The world as it was before the light turned.
    const double c = std::cos(-look.light_rotation), s = std::sin(-look.light_rotation);
    const auto unturned = [&](Vec3d v) {
        return v * c + cross(up, v) * s + up * (dot(up, v) * (1 - c));
    };
    // Its columns are the images of the axes; a studio stands on the set's floor.
    const Vec3d z = studio ? up : Vec3d{0, 0, 1};
    const Vec3d x = std::abs(z.x) < 0.9 ? normalize(Vec3d{1, 0, 0} - z * z.x)
                                        : normalize(Vec3d{0, 1, 0} - z * z.y);
    const std::array<Vec3d, 3> axes{x, cross(z, x), z};
    std::array<Vec3d, 3> rows;
    for (int column = 0; column < 3; ++column) {
        Vec3d axis;
        axis[column] = 1;
        const Vec3d v = unturned(axis);
        for (int row = 0; row < 3; ++row) {
            rows[row][column] = dot(axes[row], v);
        }
    }
    return rows;
}

struct VtkScene::Data {
    vtkNew<vtkGenericOpenGLRenderWindow> window;
    vtkNew<vtkRenderer> renderer;
    std::shared_ptr<const ViewMesh> mesh;
    std::shared_ptr<const PreviewMesh> preview;
    std::vector<std::shared_ptr<const SceneOverlay>> overlays;
    Prop surface, quick_surface, wireframe, backdrop;
    std::vector<Prop> overlay_props;
    std::vector<double> overlay_widths;  // by prop
    std::optional<ViewMode> shader_mode, quick_mode;
    vtkSmartPointer<vtkTexture> recovered_light, studio_light;
    std::optional<std::array<Vec3f, 9>> recovered_harmonics, studio_harmonics;
    Vec3f origin;       // of scene coordinates, in the world
    Vec3d middle;       // of everything drawn, in the world
    double radius = 1;  // likewise
    bool measured = false;

    Data();
    void forgetSurface();
    void makeSurface();
    void makeOverlays();
    void measure();
    bool isStudio(ViewLight light) const {
        return light == ViewLight::Studio || !mesh || mesh->light.empty();
    }
    void applyLook(const DrawJob& job);
    void applyQuickLook(const DrawJob& job);
    void applyLight(const Prop& prop, const DrawJob& job);
    void applyBackdrop(const DrawJob& job);
    vtkTexture* lightTexture(ViewLight light);
    void applyCamera(const DrawJob& job);
    void read(const DrawJob& job, DrawnPart& out) const;
};

VtkScene::Data::Data() {
    window->SetOwnContext(0);
    window->SetMultiSamples(0);
    window->SetAlphaBitPlanes(1);
    window->SetReadyForRendering(true);
    window->SetIsCurrent(true);
    window->InitializeFromCurrentContext();
    window->SetFrameBlitModeToNoBlit();
    window->AddRenderer(renderer);
    renderer->SetBackground(0, 0, 0);
    renderer->SetBackgroundAlpha(0);
    renderer->GetCullers()->RemoveAllItems();
    renderer->SetAutomaticLightCreation(0);
    renderer->GetActiveCamera()->UseExplicitProjectionTransformMatrixOn();
}

void VtkScene::Data::forgetSurface() {
    for (Prop* prop : {&surface, &quick_surface, &wireframe}) {
        if (*prop) {
            renderer->RemoveActor(prop->actor);
            prop->actor->ReleaseGraphicsResources(window);
            *prop = {};
        }
    }
    recovered_light = nullptr;
    recovered_harmonics.reset();
    shader_mode.reset();
    quick_mode.reset();
    measured = false;
}

void VtkScene::Data::makeSurface() {
    if (mesh) {
        surface = makeProp(surfaceData(*mesh, origin));
        vtkProperty* property = surface.actor->GetProperty();
        property->SetTexture("base_color_map", mapTexture(mesh->base_color, MapColors::Srgb));
        property->SetTexture("orm_map", mapTexture(mesh->orm, MapColors::Linear));
        property->SetTexture("normal_map", mapTexture(mesh->normal, MapColors::Linear));
        property->SetTexture("brdf_map", tableTexture(brdfTable()));
        property->SetBackfaceCulling(mesh->closed);
        quick_surface = makeProp(static_cast<vtkPolyData*>(surface.mapper->GetInput()));
        quick_surface.actor->GetProperty()->SetTexture("base_color_map",
                                                       property->GetTexture("base_color_map"));
        quick_surface.actor->GetProperty()->SetBackfaceCulling(mesh->closed);
        quick_surface.actor->VisibilityOff();
        renderer->AddActor(quick_surface.actor);
    } else if (preview && !preview->mesh.triangles.empty()) {
        surface = makeProp(surfaceData(*preview, origin));
    }
    if (surface) {
        renderer->AddActor(surface.actor);
    }
}

void VtkScene::Data::makeOverlays() {
    for (const Prop& prop : overlay_props) {
        renderer->RemoveActor(prop.actor);
        prop.actor->ReleaseGraphicsResources(window);
    }
    overlay_props.clear();
    overlay_widths.clear();
    for (const auto& overlay : overlays) {
        if (!overlay->lines.empty()) {
            Prop prop = makeProp(lineData(overlay->lines, origin));
            prop.setShader(lineShader());
            overlay_props.push_back(prop);
            overlay_widths.push_back(overlay->line_width);
        }
        if (!overlay->dots.empty()) {
            Prop prop = makeProp(dotData(overlay->dots, origin));
            prop.setShader(dotShader());
            overlay_props.push_back(prop);
            overlay_widths.push_back(overlay->dot_size);
        }
        for (const ScenePicture& picture : overlay->pictures) {
            if (picture.picture.isNull()) {
                continue;
            }
            Prop prop = makeProp(pictureData(picture, origin));
            prop.setShader(pictureShader());
            prop.actor->GetProperty()->SetTexture("picture_map", pictureTexture(picture.picture));
            overlay_props.push_back(prop);
            overlay_widths.push_back(1);
        }
    }
    for (const Prop& prop : overlay_props) {
        renderer->AddActor(prop.actor);
    }
}

/// Origin from the surface; the ball around everything.
void VtkScene::Data::measure() {
    Box box;
    if (mesh) {
        box.add(toDouble(mesh->lowest));
        box.add(toDouble(mesh->highest));
    } else if (preview) {
        for (const Vec3f& p : preview->mesh.positions) {
            box.add(toDouble(p));
        }
    }
    origin = box.empty() ? Vec3f{} : toFloat(box.center());
    for (const auto& overlay : overlays) {
        for (const SceneLine& line : overlay->lines) {
            box.add(toDouble(line.from));
            box.add(toDouble(line.to));
        }
        for (const SceneDot& dot : overlay->dots) {
            box.add(toDouble(dot.at));
        }
        for (const ScenePicture& picture : overlay->pictures) {
            for (const Vec3f& corner : picture.corners) {
                box.add(toDouble(corner));
            }
        }
    }
    middle = box.empty() ? Vec3d{} : box.center();
    radius = box.empty() ? 1 : std::max(0.5 * box.diagonal(), 1e-9) * 1.01;
    measured = true;
}

vtkTexture* VtkScene::Data::lightTexture(ViewLight light) {
    const bool recovered = !isStudio(light);
    vtkSmartPointer<vtkTexture>& texture = recovered ? recovered_light : studio_light;
    if (!texture) {
        texture = tableTexture(lightAtlas(recovered ? mesh->light : studioLight()));
    }
    return texture;
}

void VtkScene::Data::applyLight(const Prop& prop, const DrawJob& job) {
    const auto rows = lightFromWorld(job.look, isStudio(job.look.light));
    setVec3(prop.uniforms(), "light_x", rows[0]);
    setVec3(prop.uniforms(), "light_y", rows[1]);
    setVec3(prop.uniforms(), "light_z", rows[2]);
    prop.uniforms()->SetUniformf("exposure", static_cast<float>(std::exp2(job.look.exposure)));
    vtkTexture* light = lightTexture(job.look.light);
    if (prop.actor->GetProperty()->GetTexture("light_map") != light) {
        prop.actor->GetProperty()->RemoveTexture("light_map");  // VTK warns of a replacement
        prop.actor->GetProperty()->SetTexture("light_map", light);
    }
}

void VtkScene::Data::applyQuickLook(const DrawJob& job) {
    if (quick_mode != job.look.mode) {
        quick_surface.setShader(quickSurfaceShader(job.look.mode));
        quick_mode = job.look.mode;
    }
    const bool studio = isStudio(job.look.light);
    auto& harmonics = studio ? studio_harmonics : recovered_harmonics;
    if (!harmonics) {
        harmonics = irradianceHarmonics(studio ? studioLight() : mesh->light);
    }
    vtkUniforms* uniforms = quick_surface.actor->GetShaderProperty()->GetVertexCustomUniforms();
    for (int k = 0; k < 9; ++k) {
        setVec3(uniforms, ("harmonic" + std::to_string(k)).c_str(), toDouble((*harmonics)[k]));
    }
    const auto rows = lightFromWorld(job.look, studio);
    setVec3(uniforms, "light_x", rows[0]);
    setVec3(uniforms, "light_y", rows[1]);
    setVec3(uniforms, "light_z", rows[2]);
    quick_surface.uniforms()->SetUniformf("exposure",
                                          static_cast<float>(std::exp2(job.look.exposure)));
}

void VtkScene::Data::applyLook(const DrawJob& job) {
    const bool quick =
        quick_surface && job.quick &&
        (job.look.mode == ViewMode::Shaded || job.look.mode == ViewMode::AmbientOnly);
    if (quick) {
        applyQuickLook(job);
    }
    if (quick_surface) {
        quick_surface.actor->SetVisibility(quick);
        surface.actor->SetVisibility(!quick);
    }
    if (surface && !quick) {
        if (shader_mode != job.look.mode) {
            surface.setShader(mesh ? surfaceShader(job.look.mode) : previewShader(job.look.mode));
            shader_mode = job.look.mode;
        }
        applyLight(surface, job);
        const ViewProjection& projection = *job.projection;
        const Vec3d eye = projection.orthographic() ? -projection.viewDirection()
                                                    : projection.eye() - toDouble(origin);
        const float values[4] = {static_cast<float>(eye.x),
                                 static_cast<float>(eye.y),
                                 static_cast<float>(eye.z),
                                 projection.orthographic() ? 0.0f : 1.0f};
        surface.uniforms()->SetUniform4f("eye", values);
        surface.uniforms()->SetUniformf("lod_bias", static_cast<float>(job.lod_bias));
    }
    if (job.look.wireframe && surface && !wireframe) {
        wireframe = makeProp(mesh ? wireframeData(*mesh, origin) : wireframeData(*preview, origin));
        wireframe.setShader(wireShader());
        wireframe.actor->GetShaderProperty()->GetVertexCustomUniforms()->SetUniformf("nearer",
                                                                                     2e-4f);
        renderer->AddActor(wireframe.actor);
    }
    if (wireframe) {
        wireframe.actor->SetVisibility(job.look.wireframe);
    }
    const float half_size[2] = {0.5f * static_cast<float>(job.pixels.width()),
                                0.5f * static_cast<float>(job.pixels.height())};
    for (size_t i = 0; i < overlay_props.size(); ++i) {
        overlay_props[i].actor->SetVisibility(job.overlays);
        vtkUniforms* uniforms =
            overlay_props[i].actor->GetShaderProperty()->GetVertexCustomUniforms();
        uniforms->SetUniform2f("half_size", half_size);
        uniforms->SetUniformf(
            "width", static_cast<float>(std::max(1.0, overlay_widths[i] * job.line_scale)));
    }
}

void VtkScene::Data::applyBackdrop(const DrawJob& job) {
    if (backdrop) {
        backdrop.actor->SetVisibility(job.look.light_as_background);
    }
    if (!job.look.light_as_background) {
        return;
    }
    if (!backdrop) {
        backdrop = makeProp(backdropData());
        backdrop.setShader(backdropShader());
        renderer->AddActor(backdrop.actor);
    }
    applyLight(backdrop, job);
    const ViewProjection& projection = *job.projection;
    const auto corner = [&](double x, double y) {
        return projection.rayAt(QPointF(job.region.x() + job.region.width() * (0.5 + 0.5 * x),
                                        job.region.y() + job.region.height() * (0.5 - 0.5 * y)));
    };
    // Rays of one length along the axis depend linearly on the clip coordinates.
    const auto slope = [&](double x, double y) {
        const Vec3d d = corner(x, y).direction;
        return d * (1 / dot(d, projection.viewDirection()));
    };
    const Vec3d center = slope(0, 0);
    setVec3(backdrop.uniforms(), "ray_origin", center);
    setVec3(backdrop.uniforms(), "ray_x", slope(1, 0) - center);
    setVec3(backdrop.uniforms(), "ray_y", slope(0, 1) - center);
}

void VtkScene::Data::applyCamera(const DrawJob& job) {
    const ViewProjection& projection = *job.projection;
    const Mat4d& m = projection.worldFromCamera();
    const Vec3d eye = projection.eye() - toDouble(origin);
    const Vec3d target = eye + projection.viewDirection();
    vtkCamera* camera = renderer->GetActiveCamera();
    camera->SetPosition(eye.x, eye.y, eye.z);
    camera->SetFocalPoint(target.x, target.y, target.z);
    camera->SetViewUp(m.m[0][1], m.m[1][1], m.m[2][1]);
    camera->SetParallelProjection(projection.orthographic());
    const DepthRange range = depthRange(projection, middle, radius);
    const Mat4d clip = projection.clipFromCamera(job.region, range.z_near, range.z_far);
    vtkNew<vtkMatrix4x4> matrix;
    matrix->DeepCopy(&clip.m[0][0]);
    camera->SetExplicitProjectionTransformMatrix(matrix);
}

void VtkScene::Data::read(const DrawJob& job, DrawnPart& out) const {
    const int width = job.pixels.width(), height = job.pixels.height();
    const size_t count = static_cast<size_t>(width) * height;
    out.width = width, out.height = height;
    out.argb.resize(count);
    window->GetRenderFramebuffer()->Bind(GL_READ_FRAMEBUFFER);
    auto* gl = QOpenGLContext::currentContext()->extraFunctions();
    gl->glPixelStorei(GL_PACK_ALIGNMENT, 4);
    gl->glReadPixels(0, 0, width, height, GL_BGRA, GL_UNSIGNED_INT_8_8_8_8_REV, out.argb.data());
    for (int y = 0; y < height / 2; ++y) {
        std::swap_ranges(out.argb.begin() + int64_t{y} * width,
                         out.argb.begin() + int64_t{y + 1} * width,
                         out.argb.begin() + int64_t{height - 1 - y} * width);
    }
    out.depth.clear();
    if (!job.depth) {
        return;
    }
    std::vector<float> z(count);
    gl->glReadPixels(0, 0, width, height, GL_DEPTH_COMPONENT, GL_FLOAT, z.data());
    out.depth.resize(count);
    const DepthRange range = depthRange(*job.projection, middle, radius);
    const double n = range.z_near, f = range.z_far;
    for (int y = 0; y < height; ++y) {
        const float* from = z.data() + int64_t{height - 1 - y} * width;
        float* to = out.depth.data() + int64_t{y} * width;
        for (int x = 0; x < width; ++x) {
            // Nothing is drawn beyond the backdrop, which lies just before the far plane.
            to[x] = from[x] > 0.99999f ? std::numeric_limits<float>::infinity()
                    : job.projection->orthographic()
                        ? static_cast<float>(n + (f - n) * from[x])
                        : static_cast<float>(n * f / (f - (f - n) * from[x]));
        }
    }
}

VtkScene::VtkScene() : data_(std::make_unique<Data>()) {}

VtkScene::~VtkScene() {
    data_->renderer->RemoveAllViewProps();
    data_->window->Finalize();
}

void VtkScene::setSurface(std::shared_ptr<const ViewMesh> mesh,
                          std::shared_ptr<const PreviewMesh> preview) {
    data_->forgetSurface();
    data_->mesh = std::move(mesh);
    data_->preview = std::move(preview);
}

void VtkScene::setOverlays(std::vector<std::shared_ptr<const SceneOverlay>> overlays) {
    data_->overlays = std::move(overlays);
    data_->measured = false;
}

void VtkScene::draw(const DrawJob& job, DrawnPart& out) {
    Data& d = *data_;
    if (!d.measured) {
        const Vec3f before = d.origin;
        d.measure();
        if (!d.surface || before.x != d.origin.x || before.y != d.origin.y ||
            before.z != d.origin.z) {
            d.forgetSurface();
            d.measured = true;
            d.makeSurface();
        }
        d.makeOverlays();
    }
    d.window->SetReadyForRendering(true);
    d.window->SetIsCurrent(true);
    d.window->SetSize(job.pixels.width(), job.pixels.height());
    d.applyLook(job);
    d.applyBackdrop(job);
    d.applyCamera(job);
    d.window->Render();
    d.read(job, out);
}

}  // namespace bozzetto::ui
