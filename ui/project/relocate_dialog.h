// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "pipeline/relocate.h"

#include <QDialog>

#include <vector>

class QLabel;
class QProgressBar;
class QPushButton;
class QTreeWidget;

namespace bozzetto::ui {

/// Modeless: which images of a project are missing, where they may be now and what speaks for it.
/// Looks beside the project first, then in folders that the user names.
class RelocateDialog : public QDialog {
    Q_OBJECT

public:
    /// `beside`: the project's folder; empty: none.
    RelocateDialog(const Project& project, const QString& beside, QWidget* parent = nullptr);

public Q_SLOTS:
    void lookIn(const QString& folder);

Q_SIGNALS:
    /// The user confirmed these; give them to ProjectDocument::relocate.
    void confirmed(const std::vector<bozzetto::Relocation>& relocations);

private:
    void chooseFolder();
    void take(const std::vector<Relocation>& found);
    void updateButtons();
    std::vector<Relocation> checkedOnes() const;

    Project project_;
    std::vector<std::filesystem::path> missing_;
    std::vector<Relocation> found_;  // one for each missing path at most
    QTreeWidget* list_;
    QLabel* status_;
    QProgressBar* busy_;
    QPushButton *look_, *use_;
};

}  // namespace bozzetto::ui
