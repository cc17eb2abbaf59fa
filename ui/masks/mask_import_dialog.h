// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/mask_import.h"
#include "ui/masks/mask_loader.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QListWidget;
class QPushButton;

namespace bozzetto::ui {

class MaskCanvas;

/// What a folder of masks has for a set: which mask belongs to which picture, what is left over,
/// and what white means, shown on a picture before anything is taken.
class MaskImportDialog : public QDialog {
    Q_OBJECT
public:
    /// subjects: the pictures of the set that `import` was matched to.
    MaskImportDialog(const MaskImport& import,
                     const std::vector<MaskSubject>& subjects,
                     QWidget* parent = nullptr);

    bool whiteIsObject() const;

Q_SIGNALS:
    void taken(const bozzetto::MaskImport& import, bool white_is_object);

private:
    void fillList();
    void showMatch(int row);
    void showPolarity();
    QString evidenceText() const;

    MaskImport import_;
    std::vector<MaskSubject> subjects_;
    QComboBox* polarity_;
    QListWidget* list_;
    MaskCanvas* canvas_;
    QImage white_mask_;  // of the shown picture, as if white were the object
    quint64 wanted_ = 0;
};

}  // namespace bozzetto::ui
