// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "io/export.h"

#include <QWidget>

#include <functional>
#include <vector>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QGroupBox;
class QLabel;
class QLineEdit;
class QSpinBox;
class QVBoxLayout;

namespace bozzetto::ui {

/// The choices of an export as fields. What the format fixes is shown, but cannot be changed.
class ExportForm : public QWidget {
    Q_OBJECT

public:
    /// `folder_row` is shown below the name.
    explicit ExportForm(QWidget* folder_row, QWidget* parent = nullptr);

    const ExportOptions& options() const { return options_; }
    void setOptions(const ExportOptions& options);  // without changed
    void setFacts(const MeshFacts& facts);
    /// The size that results; empty while it is not known.
    void setSize(const QString& text);

Q_SIGNALS:
    void changed();

private:
    /// A combo box of the values of one option, filled from its table.
    /// `field` gives the option of an ExportOptions (constant or not).
    template <class T, size_t N, class Field>
    QComboBox* addChoice(QFormLayout* form,
                         const QString& label,
                         const char* name,
                         const std::array<Choice<T>, N>& choices,
                         Field field,
                         const QString& tip = {});
    QFormLayout* addGroup(const QString& title, const char* name);
    void addFileFields(QWidget* folder_row);
    void addSpaceFields();
    void addTextureFields();
    void addMeshFields();
    void formatChosen();
    void keepAxesApart(Axis& kept, Axis& moved);
    void edited();
    void showDetails(const ExportOptions& shown);
    void refresh();
    void fillSizes();
    bool eventFilter(QObject* watched, QEvent* event) override;

    ExportOptions options_;
    MeshFacts facts_;
    QVBoxLayout* groups_;
    std::vector<std::function<void(const ExportOptions&)>> show_;  // value to field
    QGroupBox* textures_ = nullptr;
    QFormLayout *texture_form_ = nullptr, *file_form_ = nullptr;
    QLineEdit* name_ = nullptr;
    QLabel *size_ = nullptr, *fixed_ = nullptr, *count_ = nullptr;
    QDoubleSpinBox* scale_ = nullptr;
    QFormLayout* space_form_ = nullptr;
    QComboBox *coordinates_ = nullptr, *source_up_ = nullptr, *source_front_ = nullptr;
    QComboBox *map_size_ = nullptr, *map_file_ = nullptr, *packing_ = nullptr, *names_ = nullptr,
              *normal_ = nullptr, *ply_text_ = nullptr, *ply_color_ = nullptr;
    QSpinBox *quality_ = nullptr, *triangles_ = nullptr;
    QCheckBox* reduce_ = nullptr;
    std::vector<QWidget*> space_fields_;
};

}  // namespace bozzetto::ui
