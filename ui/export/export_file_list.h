// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "io/export.h"

#include <QCoreApplication>
#include <QWidget>

#include <vector>

class QLabel;
class QTreeWidget;

namespace bozzetto::ui {

/// The export dialog's column of files: names, sizes, and their sum.
class ExportFileList : public QWidget {
    Q_DECLARE_TR_FUNCTIONS(bozzetto::ui::ExportDialog)  // the dialog's texts

public:
    explicit ExportFileList(QWidget* parent = nullptr);

    /// `estimated`: they are not written yet; sizes are guesses, and files that are there already
    /// are marked.
    void setFiles(const std::vector<ExportFile>& files, bool estimated);
    void clear();

private:
    void makeList();
    void addFile(const ExportFile& file, bool estimated);

    QTreeWidget* list_ = nullptr;
    QLabel* total_ = nullptr;
};

}  // namespace bozzetto::ui
