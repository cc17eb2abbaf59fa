// SPDX-License-Identifier: Apache-2.0
#include "ui/masks/mask_editor_panel.h"

#include "ui/theme/theme.h"

#include <QAction>
#include <QActionGroup>
#include <QCheckBox>
#include <QColorDialog>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSlider>
#include <QToolButton>
#include <QVBoxLayout>

#include <array>

namespace bozzetto::ui {
namespace {

struct ToolEntry {
    MaskTool tool;
    const char *name, *icon;
    Qt::Key key;
};
constexpr std::array kTools{ToolEntry{MaskTool::Brush, "brushTool", "brush", Qt::Key_B},
                            ToolEntry{MaskTool::Eraser, "eraserTool", "eraser", Qt::Key_E},
                            ToolEntry{MaskTool::Fill, "fillTool", "fill", Qt::Key_F},
                            ToolEntry{MaskTool::Rectangle, "rectangleTool", "rectangle", Qt::Key_R},
                            ToolEntry{MaskTool::Lasso, "lassoTool", "lasso", Qt::Key_L},
                            ToolEntry{MaskTool::Hint, "hintTool", "scribble", Qt::Key_G}};

struct CommandEntry {
    MaskCommand command;
    const char *name, *icon;
    Qt::Key key;
    bool for_all;  // also in the list of what can be done to all
};
constexpr std::array kCommands{
    CommandEntry{MaskCommand::Invert, "invert", "invert", Qt::Key_I, true},
    CommandEntry{MaskCommand::FillHoles, "fillHoles", "fill", Qt::Key_H, true},
    CommandEntry{MaskCommand::Grow, "grow", "add", Qt::Key_unknown, true},
    CommandEntry{MaskCommand::Shrink, "shrink", "remove", Qt::Key_unknown, true},
    CommandEntry{MaskCommand::Smooth, "smooth", "clean", Qt::Key_S, true},
    CommandEntry{MaskCommand::RemoveAtBorder, "removeAtBorder", "frame", Qt::Key_unknown, true},
    CommandEntry{MaskCommand::Clear, "clear", "delete", Qt::Key_unknown, false},
    CommandEntry{MaskCommand::FillAll, "fillAll", "image", Qt::Key_unknown, false}};

constexpr double kBrushStep = 1.15;

}  // namespace

MaskPanel::MaskPanel(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("maskPanel"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, spacing::kUnit, 0);
    column->setSpacing(spacing::kTight);
    makeTools(column);
    makeBrush(column);
    makeCommands(column);
    makeLook(column);
    column->addStretch(1);
    retranslate();
    setTool(MaskTool::Brush);
}

QLabel* MaskPanel::heading(QVBoxLayout* column) {
    auto* label = new QLabel(this);
    setRole(label, Role::Heading);
    if (column->count() > 0) {
        column->addSpacing(spacing::kUnit);
    }
    column->addWidget(label);
    return label;
}

QWidget* MaskPanel::labelled(QVBoxLayout* column, QLabel*& label, QWidget* field) {
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing::kUnit);
    label = new QLabel(row);
    label->setBuddy(field);
    layout->addWidget(label, 1);
    layout->addWidget(field, 1);
    column->addWidget(row);
    return row;
}

void MaskPanel::makeTools(QVBoxLayout* column) {
    tools_heading_ = heading(column);
    auto* grid = new QGridLayout;
    grid->setSpacing(spacing::kTight);
    auto* group = new QActionGroup(this);
    int index = 0;
    for (const ToolEntry& entry : kTools) {
        auto* action = new QAction(icon(QLatin1String(entry.icon)), {}, this);
        action->setObjectName(QLatin1String(entry.name) + QStringLiteral("Action"));
        action->setCheckable(true);
        action->setShortcut(QKeySequence(entry.key));
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        group->addAction(action);
        auto* button = new QToolButton(this);
        button->setObjectName(QLatin1String(entry.name));
        button->setDefaultAction(action);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        grid->addWidget(button, index / 2, index % 2);
        tools_[entry.tool] = action;
        addAction(action);
        connect(action, &QAction::triggered, this, [this, tool = entry.tool] { setTool(tool); });
        ++index;
    }
    column->addLayout(grid);
}

void MaskPanel::makeBrush(QVBoxLayout* column) {
    settings_heading_ = heading(column);
    size_ = new QDoubleSpinBox(this);
    size_->setObjectName(QStringLiteral("brushSize"));
    size_->setRange(2 * MaskCanvas::kLeastRadius, 2 * MaskCanvas::kMostRadius);
    size_->setDecimals(0);
    size_->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    size_row_ = labelled(column, size_label_, size_);
    connect(size_, &QDoubleSpinBox::valueChanged, this, [this](double diameter) {
        Q_EMIT brushRadiusChanged(diameter / 2);
    });
    softness_ = new QSlider(Qt::Horizontal, this);
    softness_->setObjectName(QStringLiteral("brushSoftness"));
    softness_->setRange(0, 100);
    softness_->setValue(10);
    softness_row_ = labelled(column, softness_label_, softness_);
    connect(
        softness_, &QSlider::valueChanged, this, [this] { Q_EMIT softnessChanged(softness()); });
    tolerance_ = new QSpinBox(this);
    tolerance_->setObjectName(QStringLiteral("fillTolerance"));
    tolerance_->setRange(0, 255);
    tolerance_->setValue(24);
    tolerance_row_ = labelled(column, tolerance_label_, tolerance_);
    hint_help_ = new QLabel(this);
    hint_help_->setWordWrap(true);
    setRole(hint_help_, Role::Muted);
    column->addWidget(hint_help_);
    auto* row = new QHBoxLayout;
    refine_ = new QPushButton(this);
    refine_->setObjectName(QStringLiteral("refineMask"));
    clear_hints_ = new QPushButton(this);
    clear_hints_->setObjectName(QStringLiteral("clearHints"));
    row->addWidget(refine_, 1);
    row->addWidget(clear_hints_);
    column->addLayout(row);
    connect(refine_, &QPushButton::clicked, this, &MaskPanel::refineRequested);
    connect(clear_hints_, &QPushButton::clicked, this, &MaskPanel::clearHintsRequested);
    const auto key = [this](Qt::Key pressed, double factor) {
        auto* action = new QAction(this);
        action->setShortcut(QKeySequence(pressed));
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        connect(action, &QAction::triggered, this, [this, factor] {
            Q_EMIT brushRadiusChanged(size_->value() / 2 * factor);
        });
        addAction(action);
        return action;
    };
    larger_ = key(Qt::Key_BracketRight, kBrushStep);
    smaller_ = key(Qt::Key_BracketLeft, 1 / kBrushStep);
}

void MaskPanel::makeCommands(QVBoxLayout* column) {
    commands_heading_ = heading(column);
    auto* grid = new QGridLayout;
    grid->setSpacing(spacing::kTight);
    all_menu_ = new QMenu(this);
    int index = 0;
    for (const CommandEntry& entry : kCommands) {
        auto* action = new QAction(icon(QLatin1String(entry.icon)), {}, this);
        if (entry.key != Qt::Key_unknown) {
            action->setShortcut(QKeySequence(entry.key));
            action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        }
        commands_[entry.command] = action;
        addAction(action);
        auto* button = new QToolButton(this);
        button->setObjectName(QLatin1String(entry.name) + QStringLiteral("Mask"));
        button->setDefaultAction(action);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        command_buttons_.append(button);
        grid->addWidget(button, index / 2, index % 2);
        connect(action, &QAction::triggered, this, [this, command = entry.command] {
            Q_EMIT commandRequested(command);
        });
        ++index;
        if (entry.for_all) {
            auto* all = all_menu_->addAction(icon(QLatin1String(entry.icon)), {});
            all->setObjectName(QLatin1String(entry.name) + QStringLiteral("AllMasks"));
            all_[entry.command] = all;
            connect(all, &QAction::triggered, this, [this, command = entry.command] {
                Q_EMIT allRequested(command);
            });
        }
    }
    column->addLayout(grid);
    amount_ = new QDoubleSpinBox(this);
    amount_->setObjectName(QStringLiteral("maskAmount"));
    amount_->setRange(0.5, 200);
    amount_->setDecimals(1);
    amount_->setValue(2);
    labelled(column, amount_label_, amount_);
    all_button_ = new QToolButton(this);
    all_button_->setObjectName(QStringLiteral("allMasks"));
    all_button_->setIcon(icon(QStringLiteral("images")));
    all_button_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    all_button_->setPopupMode(QToolButton::InstantPopup);
    all_button_->setMenu(all_menu_);
    all_button_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    column->addWidget(all_button_);
}

void MaskPanel::makeLook(QVBoxLayout* column) {
    look_heading_ = heading(column);
    kind_ = new QComboBox(this);
    kind_->setObjectName(QStringLiteral("maskLook"));
    for (int i = 0; i < 4; ++i) {
        kind_->addItem({});
    }
    column->addWidget(kind_);
    opacity_ = new QSlider(Qt::Horizontal, this);
    opacity_->setObjectName(QStringLiteral("maskOpacity"));
    opacity_->setRange(5, 100);
    opacity_->setValue(60);
    labelled(column, opacity_label_, opacity_);
    auto* row = new QHBoxLayout;
    outline_ = new QCheckBox(this);
    outline_->setObjectName(QStringLiteral("maskOutline"));
    outline_->setChecked(true);
    color_ = new QPushButton(this);
    color_->setObjectName(QStringLiteral("maskColor"));
    row->addWidget(outline_, 1);
    row->addWidget(color_);
    column->addLayout(row);
    connect(kind_, &QComboBox::currentIndexChanged, this, &MaskPanel::tellLook);
    connect(opacity_, &QSlider::valueChanged, this, &MaskPanel::tellLook);
    connect(outline_, &QCheckBox::toggled, this, &MaskPanel::tellLook);
    connect(color_, &QPushButton::clicked, this, [this] {
        auto* dialog = new QColorDialog(tint_, this);
        dialog->setObjectName(QStringLiteral("maskColorDialog"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &QColorDialog::currentColorChanged, this, [this](const QColor& color) {
            tint_ = color;
            tellLook();
        });
        dialog->open();
    });
}

void MaskPanel::tellLook() {
    const bool tints = look().kind == MaskLook::Kind::Tint;
    opacity_->setEnabled(tints);
    color_->setEnabled(tints);
    outline_->setEnabled(look().kind != MaskLook::Kind::Mask);
    Q_EMIT lookChanged(look());
}

MaskLook MaskPanel::look() const {
    MaskLook look;
    look.kind = static_cast<MaskLook::Kind>(kind_->currentIndex());
    look.color = tint_;
    look.opacity = opacity_->value() / 100.0;
    look.outline = outline_->isChecked();
    return look;
}

void MaskPanel::setTool(MaskTool tool) {
    tool_ = tool;
    tools_[tool]->setChecked(true);
    showToolSettings();
    Q_EMIT toolChanged(tool);
}

void MaskPanel::showToolSettings() {
    const bool round =
        tool_ == MaskTool::Brush || tool_ == MaskTool::Eraser || tool_ == MaskTool::Hint;
    const bool hint = tool_ == MaskTool::Hint;
    size_row_->setVisible(round);
    softness_row_->setVisible(round && !hint);
    tolerance_row_->setVisible(tool_ == MaskTool::Fill);
    refine_->setVisible(hint);
    clear_hints_->setVisible(hint);
    switch (tool_) {
        case MaskTool::Hint:
            hint_help_->setText(
                tr("Draw over the object, and over the ground with the right button; then refine. "
                   "What is visible is worked on: zoom in for fine detail."));
            break;
        case MaskTool::Fill:
            hint_help_->setText(
                tr("Click on an even part of the object; on one of the ground with "
                   "the right button."));
            break;
        case MaskTool::Rectangle:
        case MaskTool::Lasso:
            hint_help_->setText(
                tr("Draw around the object; the right button takes away what is inside."));
            break;
        default:
            hint_help_->setText(
                tr("The right button does the opposite. The wheel zooms, with Ctrl "
                   "it changes the size; the space bar moves the picture."));
    }
}

void MaskPanel::setBrushRadius(double radius) {
    const QSignalBlocker quiet(size_);
    size_->setValue(2 * radius);
}

double MaskPanel::softness() const {
    return softness_->value() / 100.0;
}

int MaskPanel::tolerance() const {
    return tolerance_->value();
}

double MaskPanel::amount() const {
    return amount_->value();
}

void MaskPanel::setUsable(bool usable, bool can_refine) {
    for (QAction* action : std::as_const(commands_)) {
        action->setEnabled(usable);
    }
    all_button_->setEnabled(usable);
    refine_->setEnabled(usable && can_refine);
    clear_hints_->setEnabled(usable && can_refine);
}

QString MaskPanel::textOf(MaskCommand command) {
    switch (command) {
        case MaskCommand::Invert:
            return tr("Invert");
        case MaskCommand::FillHoles:
            return tr("Fill holes");
        case MaskCommand::Grow:
            return tr("Grow");
        case MaskCommand::Shrink:
            return tr("Shrink");
        case MaskCommand::Smooth:
            return tr("Smooth");
        case MaskCommand::RemoveAtBorder:
            return tr("Cut border parts", "of a mask: remove what touches the picture's border");
        case MaskCommand::Clear:
            return tr("Clear");
        case MaskCommand::FillAll:
            return tr("Fill all");
    }
    return {};
}

void MaskPanel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void MaskPanel::retranslate() {
    setAccessibleName(tr("Mask tools"));
    tools_heading_->setText(tr("Tools"));
    settings_heading_->setText(tr("Tool settings"));
    commands_heading_->setText(tr("Whole mask"));
    look_heading_->setText(tr("View"));
    const auto tool = [this](MaskTool which, const QString& text, const QString& tip) {
        tools_[which]->setText(text);
        tools_[which]->setToolTip(QStringLiteral("%1 (%2)").arg(
            tip, tools_[which]->shortcut().toString(QKeySequence::NativeText)));
    };
    tool(MaskTool::Brush, tr("Brush"), tr("Paints what belongs to the object"));
    tool(MaskTool::Eraser, tr("Eraser"), tr("Takes away what does not belong to the object"));
    tool(MaskTool::Fill, tr("Fill"), tr("Fills what has about the same colour"));
    tool(MaskTool::Rectangle, tr("Rectangle"), tr("Fills a rectangle"));
    tool(MaskTool::Lasso, tr("Lasso"), tr("Fills what is drawn around"));
    tool(MaskTool::Hint, tr("Refine"), tr("Finds the outline from a few strokes"));
    const auto command = [this](MaskCommand which, const QString& tip) {
        const QString keys = commands_[which]->shortcut().toString(QKeySequence::NativeText);
        commands_[which]->setText(textOf(which));
        commands_[which]->setToolTip(keys.isEmpty() ? tip
                                                    : QStringLiteral("%1 (%2)").arg(tip, keys));
        if (all_.contains(which)) {
            all_[which]->setText(textOf(which));
            all_[which]->setToolTip(tip);
        }
    };
    command(MaskCommand::Invert, tr("Object and ground change places"));
    command(MaskCommand::FillHoles, tr("What the object encloses belongs to it"));
    command(MaskCommand::Grow, tr("Moves the outline out by the amount below"));
    command(MaskCommand::Shrink, tr("Moves the outline in by the amount below"));
    command(MaskCommand::Smooth, tr("Rounds the outline by the amount below; hairs go"));
    command(MaskCommand::RemoveAtBorder, tr("Takes away every part that touches the border"));
    command(MaskCommand::Clear, tr("Nothing belongs to the object"));
    command(MaskCommand::FillAll, tr("Everything belongs to the object"));
    size_label_->setText(tr("Size"));
    size_->setSuffix(tr(" px", "pixels"));
    size_->setToolTip(tr("Diameter in pixels of the picture; [ and ] or Ctrl and the wheel"));
    size_->setAccessibleName(tr("Brush size"));
    softness_label_->setText(tr("Softness"));
    softness_->setAccessibleName(tr("Softness of the brush"));
    tolerance_label_->setText(tr("Tolerance"));
    tolerance_->setToolTip(tr("How far a colour may differ, of 255"));
    tolerance_->setAccessibleName(tr("Tolerance of the fill"));
    amount_label_->setText(tr("Amount"));
    amount_->setSuffix(tr(" px", "pixels"));
    amount_->setAccessibleName(tr("Amount for grow, shrink and smooth"));
    refine_->setText(tr("Refine now"));
    clear_hints_->setText(tr("Clear strokes"));
    all_button_->setText(tr("Apply to all pictures"));
    all_button_->setAccessibleName(all_button_->text());
    const QStringList kinds{
        tr("Ground tinted"), tr("Object cut out"), tr("Mask alone"), tr("Picture alone")};
    for (int i = 0; i < kinds.size(); ++i) {
        kind_->setItemText(i, kinds[i]);
    }
    kind_->setAccessibleName(tr("How the mask is shown"));
    opacity_label_->setText(tr("Opacity"));
    opacity_->setAccessibleName(tr("Opacity of the tint"));
    outline_->setText(tr("Outline"));
    color_->setText(tr("Colour…"));
    for (QToolButton* button : findChildren<QToolButton*>()) {
        if (button->defaultAction() != nullptr) {
            button->setAccessibleName(button->defaultAction()->text());
        }
    }
    showToolSettings();
}

}  // namespace bozzetto::ui
