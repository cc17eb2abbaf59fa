// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/masks/mask_canvas.h"

#include <QMap>
#include <QWidget>

class QAction;
class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QMenu;
class QPushButton;
class QSlider;
class QSpinBox;
class QToolButton;
class QVBoxLayout;

namespace bozzetto::ui {

/// What can be done to a mask as a whole.
enum class MaskCommand { Invert, FillHoles, Grow, Shrink, Smooth, RemoveAtBorder, Clear, FillAll };

/// The tools of the mask editor with what can be set about them. Its actions have keys for the
/// widget that they are added to.
class MaskPanel : public QWidget {
    Q_OBJECT
public:
    explicit MaskPanel(QWidget* parent = nullptr);

    MaskTool tool() const { return tool_; }
    void setTool(MaskTool tool);
    void setBrushRadius(double radius);
    double softness() const;  // [0, 1]
    int tolerance() const;    // [0, 255]
    double amount() const;    // pixels for grow, shrink and smooth
    MaskLook look() const;
    void setUsable(bool usable, bool can_refine);
    /// "Invert", as a step of the undo list.
    static QString textOf(MaskCommand command);

Q_SIGNALS:
    void toolChanged(bozzetto::ui::MaskTool tool);
    void brushRadiusChanged(double radius);
    void softnessChanged(double softness);
    void lookChanged(const bozzetto::ui::MaskLook& look);
    void commandRequested(bozzetto::ui::MaskCommand command);
    void allRequested(bozzetto::ui::MaskCommand command);
    void refineRequested();
    void clearHintsRequested();

protected:
    void changeEvent(QEvent* event) override;

private:
    void makeTools(QVBoxLayout* column);
    void makeBrush(QVBoxLayout* column);
    void makeCommands(QVBoxLayout* column);
    void makeLook(QVBoxLayout* column);
    QLabel* heading(QVBoxLayout* column);
    QWidget* labelled(QVBoxLayout* column, QLabel*& label, QWidget* field);
    void retranslate();
    void showToolSettings();
    void tellLook();

    MaskTool tool_ = MaskTool::Brush;
    QMap<MaskTool, QAction*> tools_;
    QMap<MaskCommand, QAction*> commands_, all_;
    QList<QToolButton*> command_buttons_;
    QLabel *tools_heading_ = nullptr, *settings_heading_ = nullptr, *commands_heading_ = nullptr,
           *look_heading_ = nullptr, *size_label_ = nullptr, *softness_label_ = nullptr,
           *tolerance_label_ = nullptr, *amount_label_ = nullptr, *opacity_label_ = nullptr,
           *hint_help_ = nullptr;
    QWidget *size_row_ = nullptr, *softness_row_ = nullptr, *tolerance_row_ = nullptr;
    QDoubleSpinBox *size_ = nullptr, *amount_ = nullptr;
    QSlider *softness_ = nullptr, *opacity_ = nullptr;
    QSpinBox* tolerance_ = nullptr;
    QComboBox* kind_ = nullptr;
    QCheckBox* outline_ = nullptr;
    QPushButton *color_ = nullptr, *refine_ = nullptr, *clear_hints_ = nullptr;
    QToolButton* all_button_ = nullptr;
    QMenu* all_menu_ = nullptr;
    QAction *larger_ = nullptr, *smaller_ = nullptr;
    QColor tint_ = MaskLook().color;
};

}  // namespace bozzetto::ui
