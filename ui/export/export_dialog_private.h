// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/export/export_dialog.h"
#include "ui/export/export_file_list.h"
#include "ui/export/export_footer.h"
#include "ui/export/export_form.h"
#include "ui/export/export_job.h"
#include "ui/export/export_targets_list.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTimer>

#include <optional>

namespace bozzetto::ui {

class ExportDialog::Private {
public:
    explicit Private(ExportDialog* dialog) : q(dialog) {}

    void build();
    void connectAll();
    QLayout* makeTargetColumn();
    QWidget* makeFolderRow();

    void chooseTarget(const QString& id);
    void resetTarget();
    void browse();
    void optionsEdited();
    void remember();
    void updatePreview();
    void showPreview(const ExportPreview& preview, const ExportOptions& options);
    void showPreviewProblem(const Problem& problem);
    void run(Existing existing);
    void backToEdit();
    void takeFacts(const MeshFacts& now);
    void takeWaitingSubject();
    void finish(const ExportResult& result);

    ExportDialog* q;
    ExportSubject subject, waiting;
    bool has_waiting = false;
    bool ready = false;             // what is listed belongs to the choices, and can be written
    bool start_when_ready = false;  // Export was pressed before it was known
    MeshFacts facts;
    std::optional<bool> textured;  // whether the choices are for a mesh with textures
    ExportMemory memory;
    int preview_number = 0, facts_number = 0, replaced_files = 0;
    QTimer preview_timer;
    ExportJob job;
    QString done_file;

    QLabel *title = nullptr, *licence = nullptr;
    ExportTargetsList* targets = nullptr;
    QWidget* choices = nullptr;
    ExportForm* form = nullptr;
    QLineEdit* folder = nullptr;
    QPushButton* reset = nullptr;
    ExportFileList* files = nullptr;
    ExportFooter* footer = nullptr;
};

}  // namespace bozzetto::ui
