// SPDX-License-Identifier: Apache-2.0
#include "ui/export/export_form.h"

#include "ui/common/text.h"
#include "ui/export/export_texts.h"
#include "ui/theme/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QEvent>
#include <QFormLayout>
#include <QGroupBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>
#include <limits>

namespace bozzetto::ui {
namespace {

constexpr double kLeastScale = 1e-6, kMostScale = 1e6;
constexpr int kLabelWidth = 120;
constexpr int kMapSizes[] = {8192, 4096, 2048, 1024, 512, 256};

/// Without the zeros that nobody typed.
class ScaleBox : public QDoubleSpinBox {
public:
    using QDoubleSpinBox::QDoubleSpinBox;
    QString textFromValue(double value) const override { return locale().toString(value, 'g', 8); }
};

/// A field that its label names.
void addRow(QFormLayout* form, const QString& text, QWidget* field, const char* name) {
    field->setObjectName(QString::fromLatin1(name));
    auto* label = new QLabel(text);
    label->setMinimumWidth(scaled(kLabelWidth));  // one column through all groups
    label->setBuddy(field);
    field->setAccessibleName(text);
    form->addRow(label, field);
}

}  // namespace

ExportForm::ExportForm(QWidget* folder_row, QWidget* parent)
    : QWidget(parent), groups_(new QVBoxLayout(this)) {
    setObjectName(QStringLiteral("exportForm"));
    groups_->setContentsMargins(0, 0, spacing::kUnit, 0);
    groups_->setSpacing(spacing::kUnit);
    addFileFields(folder_row);
    addSpaceFields();
    addTextureFields();
    addMeshFields();
    groups_->addStretch(1);
    for (QWidget* field : findChildren<QWidget*>()) {
        // The wheel turns the page, not whatever lies under it.
        if (qobject_cast<QComboBox*>(field) != nullptr ||
            qobject_cast<QAbstractSpinBox*>(field) != nullptr) {
            field->setFocusPolicy(Qt::StrongFocus);
            field->installEventFilter(this);
        }
    }
    refresh();
}

bool ExportForm::eventFilter(QObject* watched, QEvent* event) {
    auto* field = qobject_cast<QWidget*>(watched);
    if (event->type() == QEvent::Wheel && field != nullptr && !field->hasFocus()) {
        event->ignore();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

QFormLayout* ExportForm::addGroup(const QString& title, const char* name) {
    auto* group = new QGroupBox(title);
    group->setObjectName(QString::fromLatin1(name));
    auto* form = new QFormLayout(group);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setHorizontalSpacing(spacing::kWide);
    form->setVerticalSpacing(spacing::kUnit);
    groups_->addWidget(group);
    return form;
}

template <class T, size_t N, class Field>
QComboBox* ExportForm::addChoice(QFormLayout* form,
                                 const QString& label,
                                 const char* name,
                                 const std::array<Choice<T>, N>& choices,
                                 Field field,
                                 const QString& tip) {
    auto* box = new QComboBox;
    for (const Choice<T>& choice : choices) {
        box->addItem(ExportTexts::of(choice.value), static_cast<int>(choice.value));
    }
    box->setToolTip(tip);
    box->setMinimumContentsLength(8);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    addRow(form, label, box, name);
    connect(box, &QComboBox::currentIndexChanged, this, [this, box, field] {
        field(options_) = static_cast<T>(box->currentData().toInt());
        edited();
    });
    show_.push_back([box, field](const ExportOptions& shown) {
        box->setCurrentIndex(box->findData(static_cast<int>(field(shown))));
    });
    return box;
}

void ExportForm::addFileFields(QWidget* folder_row) {
    file_form_ = addGroup(tr("File"), "exportFileGroup");
    QComboBox* format = addChoice(
        file_form_, tr("Format"), "exportFormat", kExportFormats, [](auto& o) -> auto& {
            return o.format;
        });
    connect(format, &QComboBox::activated, this, &ExportForm::formatChosen);
    ply_color_ = addChoice(
        file_form_, tr("Colour"), "exportPlyColor", kPlyColors, [](auto& o) -> auto& {
            return o.ply_color;
        });
    ply_text_ = addChoice(
        file_form_, tr("Encoding"), "exportPlyText", kPlyTexts, [](auto& o) -> auto& {
            return o.ply_text;
        });
    name_ = new QLineEdit;
    name_->setMaxLength(100);
    addRow(file_form_, tr("Name"), name_, "exportName");
    connect(name_, &QLineEdit::textEdited, this, [this](const QString& text) {
        options_.name = toStd(text);
        Q_EMIT changed();
    });
    addRow(file_form_, tr("Folder"), folder_row, "exportFolderRow");
}

void ExportForm::addSpaceFields() {
    QFormLayout* form = addGroup(tr("Size and direction"), "exportSpaceGroup");
    space_form_ = form;
    coordinates_ = addChoice(
        form, tr("Position"), "exportCoordinates", kCoordinates, [](auto& o) -> auto& {
            return o.coordinates;
        });
    coordinates_->setToolTip(
        tr("As set in the scene: upright, on the floor, in true size. As the cameras say: fits "
           "the cameras in other programs."));
    scale_ = new ScaleBox;
    scale_->setDecimals(6);
    scale_->setRange(kLeastScale, kMostScale);
    scale_->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    scale_->setSuffix(tr(" m"));
    scale_->setToolTip(tr("How long one unit of the result is. 1 keeps sizes as they are."));
    addRow(form, tr("One unit is"), scale_, "exportScale");
    connect(scale_, &QDoubleSpinBox::valueChanged, this, [this](double value) {
        options_.scale = value;
        edited();
    });
    space_fields_.push_back(addChoice(
        form, tr("Unit of the file"), "exportUnit", kUnits, [](auto& o) -> auto& {
            return o.space.unit;
        }));
    size_ = new QLabel;
    size_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    setRole(size_, Role::Heading);
    addRow(form, tr("Resulting size"), size_, "exportSize");
    QComboBox* up = addChoice(
        form, tr("Up axis"), "exportUp", kAxes, [](auto& o) -> auto& { return o.space.up; });
    connect(up, &QComboBox::activated, this, [this] {
        keepAxesApart(options_.space.up, options_.space.front);
    });
    QComboBox* front = addChoice(
        form, tr("Front faces"), "exportFront", kAxes, [](auto& o) -> auto& {
            return o.space.front;
        });
    connect(front, &QComboBox::activated, this, [this] {
        keepAxesApart(options_.space.front, options_.space.up);
    });
    QComboBox* hand = addChoice(
        form, tr("Coordinates"), "exportHand", kHands, [](auto& o) -> auto& {
            return o.space.hand;
        });
    hand->setToolTip(tr("Left-handed only for programs that take the numbers as they are."));
    space_fields_.insert(space_fields_.end(), {up, front, hand});
    fixed_ =
        new QLabel(tr("GLB is always in metres, Y up, with normal maps green up. Programs "
                      "turn it when they import it."));
    fixed_->setObjectName(QStringLiteral("exportFixed"));
    fixed_->setWordWrap(true);
    setRole(fixed_, Role::Muted);
    form->addRow(fixed_);
    QComboBox* source_up = addChoice(
        form, tr("Up in the result"), "exportSourceUp", kAxes, [](auto& o) -> auto& {
            return o.source_up;
        });
    connect(source_up, &QComboBox::activated, this, [this] {
        keepAxesApart(options_.source_up, options_.source_front);
    });
    source_up->setToolTip(tr("Change it if the object lies on its side in the other program."));
    source_up_ = source_up;
    QComboBox* source_front = addChoice(
        form, tr("Front in the result"), "exportSourceFront", kAxes, [](auto& o) -> auto& {
            return o.source_front;
        });
    connect(source_front, &QComboBox::activated, this, [this] {
        keepAxesApart(options_.source_front, options_.source_up);
    });
    source_front_ = source_front;
}

void ExportForm::addTextureFields() {
    texture_form_ = addGroup(tr("Textures"), "exportTextureGroup");
    textures_ = qobject_cast<QGroupBox*>(texture_form_->parentWidget());
    map_size_ = new QComboBox;
    addRow(texture_form_, tr("Largest size"), map_size_, "exportTextureSize");
    connect(map_size_, &QComboBox::currentIndexChanged, this, [this] {
        options_.map_size = map_size_->currentData().toInt();
        edited();
    });
    map_file_ = addChoice(
        texture_form_, tr("File type"), "exportTextureFile", kMapFiles, [](auto& o) -> auto& {
            return o.map_file;
        });
    quality_ = new QSpinBox;
    quality_->setRange(1, 100);
    addRow(texture_form_, tr("JPEG quality"), quality_, "exportQuality");
    connect(quality_, &QSpinBox::valueChanged, this, [this](int value) {
        options_.jpeg_quality = value;
        edited();
    });
    normal_ = addChoice(
        texture_form_, tr("Normal map"), "exportNormal", kNormalGreens, [](auto& o) -> auto& {
            return o.normal_green;
        });
    packing_ = addChoice(
        texture_form_, tr("Surface maps"), "exportPacking", kPackings, [](auto& o) -> auto& {
            return o.packing;
        });
    packing_->setToolTip(
        tr("Roughness, metallic and occlusion: alone, or as colours of one file."));
    names_ = addChoice(
        texture_form_, tr("File names"), "exportNames", kMapNames, [](auto& o) -> auto& {
            return o.names;
        });
}

void ExportForm::addMeshFields() {
    QFormLayout* form = addGroup(tr("Mesh"), "exportMeshGroup");
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing::kUnit);
    reduce_ = new QCheckBox(tr("Reduce to"));
    reduce_->setObjectName(QStringLiteral("exportReduce"));
    triangles_ = new QSpinBox;
    triangles_->setObjectName(QStringLiteral("exportTriangles"));
    triangles_->setAccessibleName(tr("Triangles to reduce to"));
    triangles_->setRange(4, std::numeric_limits<int>::max());
    triangles_->setGroupSeparatorShown(true);
    triangles_->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    triangles_->setKeyboardTracking(false);
    count_ = new QLabel;
    count_->setObjectName(QStringLiteral("exportTriangleCount"));
    setRole(count_, Role::Muted);
    layout->addWidget(reduce_);
    layout->addWidget(triangles_, 1);
    layout->addWidget(count_);
    row->setFocusProxy(reduce_);
    addRow(form, tr("Triangles"), row, "exportTriangleRow");
    connect(reduce_, &QCheckBox::toggled, this, [this](bool on) {
        options_.triangles = on ? triangles_->value() : 0;
        edited();
    });
    connect(triangles_, &QSpinBox::valueChanged, this, [this](int value) {
        options_.triangles = reduce_->isChecked() ? value : 0;
        edited();
    });
}

/// Each format lies its own way for the same program.
void ExportForm::formatChosen() {
    for (const ExportTarget& target : exportTargets()) {
        if (target.id == options_.target) {
            options_.space = target.spaces[static_cast<size_t>(options_.format)];
        }
    }
    edited();
}

void ExportForm::keepAxesApart(Axis& kept, Axis& moved) {
    const Axis place = apartFrom(kept, moved);
    if (place != moved) {
        moved = place;
        edited();
    }
}

void ExportForm::edited() {
    refresh();
    Q_EMIT changed();
}

void ExportForm::setOptions(const ExportOptions& options) {
    options_ = options;
    refresh();
}

void ExportForm::setFacts(const MeshFacts& facts) {
    facts_ = facts;
    fillSizes();
    refresh();
}

void ExportForm::setSize(const QString& text) {
    size_->setText(text);
}

void ExportForm::fillSizes() {
    const QSignalBlocker blocker(map_size_);
    map_size_->clear();
    const int own = std::max(facts_.map_width, facts_.map_height);
    map_size_->addItem(own > 0 ? tr("As it is (%1)").arg(own) : tr("As it is"), 0);
    for (const int size : kMapSizes) {
        if (own == 0 || size < own) {
            map_size_->addItem(QString::number(size), size);
        }
    }
}

void ExportForm::refresh() {
    std::vector<QSignalBlocker> blockers;
    for (QWidget* field : findChildren<QWidget*>()) {
        blockers.emplace_back(field);
    }
    const ExportOptions shown = withFormatRules(options_);
    for (const auto& show : show_) {
        show(shown);
    }
    showDetails(shown);
}

void ExportForm::showDetails(const ExportOptions& shown) {
    const bool glb = shown.format == ExportFormat::Glb, ply = shown.format == ExportFormat::Ply;
    const bool textured = facts_.has_texture() && (!ply || shown.ply_color == PlyColor::Texture);
    if (toStd(name_->text()) != shown.name) {
        name_->setText(toQt(shown.name));
    }
    scale_->setValue(shown.scale);
    quality_->setValue(shown.jpeg_quality);
    if (map_size_->count() == 0) {
        fillSizes();
    }
    map_size_->setCurrentIndex(std::max(0, map_size_->findData(shown.map_size)));
    for (QWidget* field : space_fields_) {
        field->setEnabled(!glb);
    }
    fixed_->setVisible(glb);
    space_form_->setRowVisible(coordinates_, shown.frame.has_value());
    for (QComboBox* field : {source_up_, source_front_}) {
        space_form_->setRowVisible(field, !standsInScene(shown));
    }
    file_form_->setRowVisible(ply_color_, ply);
    file_form_->setRowVisible(ply_text_, ply);
    ply_color_->setEnabled(facts_.has_texture());
    textures_->setVisible(textured);
    texture_form_->setRowVisible(quality_, shown.map_file == MapFile::Jpeg);
    normal_->setEnabled(!glb);
    packing_->setEnabled(!glb);
    texture_form_->setRowVisible(normal_, !ply);
    texture_form_->setRowVisible(packing_, !ply);
    texture_form_->setRowVisible(names_, !glb);
    const int64_t all = facts_.triangles;
    count_->setText(tr("of %1").arg(QLocale().toString(static_cast<qlonglong>(all))));
    count_->setVisible(all > 0);
    reduce_->setEnabled(facts_.has_texture());
    reduce_->setChecked(shown.triangles > 0);
    triangles_->setEnabled(reduce_->isEnabled() && reduce_->isChecked());
    const int64_t budget = shown.triangles > 0 ? shown.triangles : std::max<int64_t>(4, all / 2);
    triangles_->setValue(
        static_cast<int>(std::min<int64_t>(budget, std::numeric_limits<int>::max())));
}

}  // namespace bozzetto::ui
