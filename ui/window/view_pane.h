// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "io/result_licences.h"
#include "mesh/mesh.h"
#include "mesh/preview_mesh.h"
#include "ui/viewport/view_controller.h"

#include <QWidget>

#include <filesystem>
#include <functional>
#include <memory>

class QLabel;

namespace bozzetto::ui {

/// A viewport with a line above it that says what it shows, and what that is made of for the
/// export.
class ViewPane : public QWidget {
    Q_OBJECT
public:
    explicit ViewPane(QWidget* parent = nullptr);

    Viewport* viewport() const { return viewport_; }
    ViewController* controller() const { return controller_; }
    void setCaption(const QString& text);
    QString caption() const;

    /// Frames the first thing that is shown after clear(); the view stays when more comes.
    void showPreview(const std::shared_ptr<const PreviewMesh>& preview);
    /// Reads a result (mesh.obj with its maps, and light.hdr beside it if there is one) off the UI
    /// thread; loaded() or failed() follows. A newer call or clear() takes its place.
    void load(const std::filesystem::path& obj_path);
    bool isLoading() const { return loading_; }
    void clear();

    const std::shared_ptr<const TexturedMesh>& textured() const { return textured_; }
    const std::shared_ptr<const PreviewMesh>& preview() const { return preview_; }
    /// Of textured().
    const ResultLicences& licences() const { return licences_; }
    bool hasScene() const { return textured_ || preview_; }

Q_SIGNALS:
    void loaded();
    void failed(const QString& reason, const QString& hint);
    /// The pane has the keyboard now.
    void activated();
    void contentChanged();

private:
    bool eventFilter(QObject* watched, QEvent* event) override;

    QLabel* caption_;
    Viewport* viewport_;
    ViewController* controller_;
    std::shared_ptr<const TexturedMesh> textured_;
    std::shared_ptr<const PreviewMesh> preview_;
    ResultLicences licences_;
    int load_serial_ = 0;
    bool loading_ = false, framed_ = false, touched_ = false;
};

}  // namespace bozzetto::ui
