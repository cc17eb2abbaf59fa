// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "io/export.h"
#include "io/result_licences.h"

#include <QDialog>
#include <QMap>
#include <QString>

#include <memory>
#include <optional>

namespace bozzetto::ui {

/// What is exported: the mesh, shared because it is written on another thread. One of the two is
/// set.
struct ExportSubject {
    std::shared_ptr<const TexturedMesh> textured;
    std::shared_ptr<const PreviewMesh> preview;
    QString name = {};  // shown, and the first choice of the file name
    /// How the scene stands; unset: as the input's coordinates say.
    std::optional<SceneFrame> frame = {};
    /// The input's coordinates mean nothing (cameras that were estimated): the scene's are the
    /// first choice.
    bool prefers_scene = false;
    ResultLicences licences = {};  // shown, and written where the format can say so
    bool empty() const { return !textured && !preview; }
};

/// Choices that outlive the dialog: the options of each target and where files went last. Values
/// only: the window keeps them in its preferences.
struct ExportMemory {
    QMap<QString, QString> options;  // target id -> JSON of encodeExportOptions
    QString target, folder;
};

/// Exports a result for another program. Modeless: the window stays usable, and a new subject or
/// another export may follow at any time.
class ExportDialog : public QDialog {
    Q_OBJECT

public:
    explicit ExportDialog(QWidget* parent = nullptr);
    ~ExportDialog() override;

    /// Shows another mesh; ends the "done" state of an earlier one. Choices and name stay where
    /// they still fit. While an export is running the new subject waits until it has ended; a newer
    /// preview also while a question or how an export ended is on screen.
    void setSubject(const ExportSubject& subject);
    void setMemory(const ExportMemory& memory);
    ExportMemory memory() const;
    /// Where "Up" of the result points: the set's up axis.
    void setSourceUp(Axis up);

    ExportOptions options() const;
    void setOptions(const ExportOptions& options);
    QString folder() const;
    void setFolder(const QString& folder);
    bool isExporting() const;
    /// What is listed belongs to the choices and can be written: an export starts at once.
    bool isReady() const;

public Q_SLOTS:
    void startExport();   // asks inside the dialog before anything is replaced
    void cancelExport();  // nothing is left behind

Q_SIGNALS:
    void exported(const QString& main_file);  // path of the mesh file
    void failed(const QString& reason, const QString& hint);
    void cancelled();
    void memoryChanged(const bozzetto::ui::ExportMemory& memory);
    void showInFolderRequested(const QString& main_file);

protected:
    void hideEvent(QHideEvent* event) override;

private:
    class Private;
    std::unique_ptr<Private> d_;
};

}  // namespace bozzetto::ui
