// SPDX-License-Identifier: Apache-2.0
#include "ui/window/view_pane.h"

#include "io/hdr.h"
#include "io/result_licences.h"
#include "io/seen_faces.h"
#include "io/textured_mesh_io.h"
#include "ui/common/background_task.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QLabel>
#include <QVBoxLayout>

#include <cmath>

namespace bozzetto::ui {
namespace {

struct LoadedResult {
    std::shared_ptr<const TexturedMesh> textured;
    std::shared_ptr<const ViewMesh> view;
    ResultLicences licences;
};

LoadedResult loadResult(const std::filesystem::path& obj_path) {
    LoadedResult result;
    auto textured = std::make_shared<TexturedMesh>(readTexturedMesh(obj_path));
    const std::filesystem::path light_path = obj_path.parent_path() / "light.hdr";
    std::error_code ignored;
    Image light = std::filesystem::exists(light_path, ignored) ? readHdr(light_path) : Image();
    result.view = std::make_shared<const ViewMesh>(
        makeViewMesh(*textured,
                     std::move(light),
                     readSeenFaces(obj_path.parent_path(), textured->mesh.triangles.size())));
    result.textured = std::move(textured);
    result.licences = readResultLicences(obj_path.parent_path());
    return result;
}

Box boundsOf(const TriangleMesh& mesh, const Mat4d& turned_from_mesh) {
    Box box;
    for (const Vec3f& position : mesh.positions) {
        box.add(transformPoint(turned_from_mesh, toDouble(position)));
    }
    return box;
}

}  // namespace

ViewPane::ViewPane(QWidget* parent)
    : QWidget(parent),
      caption_(new QLabel(this)),
      viewport_(new Viewport(this)),
      controller_(new ViewController(viewport_, this)) {
    caption_->setObjectName(QStringLiteral("paneCaption"));
    caption_->setTextFormat(Qt::PlainText);
    caption_->setContentsMargins(
        spacing::kPanel, spacing::kTight, spacing::kPanel, spacing::kTight);
    setRole(caption_, Role::Muted);
    caption_->hide();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(caption_);
    column->addWidget(viewport_, 1);
    viewport_->setFocusPolicy(Qt::StrongFocus);
    viewport_->installEventFilter(this);
    const auto use_theme = [this] {
        viewport_->setBackground(colors().view_top, colors().view_bottom);
    };
    connect(&ThemeNotifier::instance(), &ThemeNotifier::changed, this, use_theme);
    use_theme();
}

void ViewPane::setCaption(const QString& text) {
    caption_->setText(text);
    caption_->setVisible(!text.isEmpty());
}

QString ViewPane::caption() const {
    return caption_->text();
}

void ViewPane::showPreview(const std::shared_ptr<const PreviewMesh>& preview) {
    ++load_serial_;
    loading_ = false;
    textured_.reset();
    preview_ = preview;
    viewport_->setPreview(preview);
    controller_->setObject([preview](const Mat4d& turned_from_input) {
        return boundsOf(preview->mesh, turned_from_input);
    });
    if (!std::exchange(framed_, true)) {
        controller_->frameObject();
    }
    Q_EMIT contentChanged();
}

void ViewPane::load(const std::filesystem::path& obj_path) {
    const int serial = ++load_serial_;
    loading_ = true;
    inBackground(
        this,
        [obj_path] { return loadResult(obj_path); },
        [this, serial](LoadedResult result) {
            if (serial != load_serial_) {
                return;
            }
            loading_ = false;
            const bool grown = preview_ && !touched_;  // not as large as the first preview was
            preview_.reset();
            textured_ = std::move(result.textured);
            licences_ = std::move(result.licences);
            viewport_->setMesh(std::move(result.view));
            if (!std::exchange(framed_, true) || grown) {
                controller_->frameObject();
            }
            Q_EMIT contentChanged();
            Q_EMIT loaded();
        },
        [this, serial](const Problem& problem) {
            if (serial == load_serial_) {
                loading_ = false;
                Q_EMIT failed(problem.reason, problem.hint);
            }
        });
}

void ViewPane::clear() {
    ++load_serial_;
    loading_ = framed_ = touched_ = false;
    textured_.reset();
    preview_.reset();
    viewport_->clear();
    setCaption({});
    Q_EMIT contentChanged();
}

bool ViewPane::eventFilter(QObject* watched, QEvent* event) {
    switch (event->type()) {
        case QEvent::FocusIn:
            Q_EMIT activated();
            break;
        case QEvent::MouseButtonPress:
        case QEvent::Wheel:
        case QEvent::KeyPress:
        case QEvent::NativeGesture:
            touched_ = true;  // from now on the view is the user's
            break;
        default:
            break;
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace bozzetto::ui
