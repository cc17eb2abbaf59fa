// SPDX-License-Identifier: Apache-2.0
// What the mask editor shows around the picture.
#include "ui/masks/mask_editor.h"
#include "ui/masks/mask_editor_panel.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QToolButton>

#include <algorithm>

namespace bozzetto::ui {
namespace {

/// Share of the pixels that belong to the object.
double coverage(const QImage& mask) {
    qint64 object = 0;
    for (int y = 0; y < mask.height(); ++y) {
        const uchar* row = mask.constScanLine(y);
        for (int x = 0; x < mask.width(); ++x) {
            object += row[x] >> 7;
        }
    }
    return static_cast<double>(object) /
           static_cast<double>(qint64{mask.width()} * std::max(1, mask.height()));
}

}  // namespace

QWidget* MaskEditor::makeHeader() {
    auto* header = new QWidget(this);
    auto* row = new QHBoxLayout(header);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(spacing::kUnit);
    back_ = new QPushButton(icon(QStringLiteral("chevron-left")), {}, header);
    back_->setObjectName(QStringLiteral("maskBack"));
    connect(back_, &QPushButton::clicked, this, &MaskEditor::closeRequested);
    title_ = new QLabel(header);
    title_->setObjectName(QStringLiteral("maskTitle"));
    title_->setTextFormat(Qt::PlainText);
    setRole(title_, Role::Heading);
    const auto make = [&](const char* name,
                          const char* sign,
                          const QList<QKeySequence>& keys,
                          QToolButton*& button) {
        auto* action = new QAction(icon(QLatin1String(sign)), {}, this);
        action->setObjectName(QLatin1String(name));
        action->setShortcuts(keys);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        addAction(action);
        button = new QToolButton(header);
        button->setObjectName(QLatin1String(name) + QStringLiteral("Button"));
        button->setDefaultAction(action);
        return action;
    };
    previous_ = make("previousMask",
                     "chevron-left",
                     {QKeySequence(Qt::Key_PageUp), QKeySequence(Qt::Key_A)},
                     previous_button_);
    next_ = make("nextMask",
                 "chevron-right",
                 {QKeySequence(Qt::Key_PageDown), QKeySequence(Qt::Key_D)},
                 next_button_);
    connect(previous_, &QAction::triggered, this, [this] { step(-1); });
    connect(next_, &QAction::triggered, this, [this] { step(1); });
    undo_button_ = new QToolButton(header);
    undo_button_->setObjectName(QStringLiteral("maskUndo"));
    undo_button_->setIcon(icon(QStringLiteral("undo")));
    redo_button_ = new QToolButton(header);
    redo_button_->setObjectName(QStringLiteral("maskRedo"));
    redo_button_->setIcon(icon(QStringLiteral("redo")));
    QUndoStack* stack = history_.stack();
    connect(undo_button_, &QToolButton::clicked, stack, &QUndoStack::undo);
    connect(redo_button_, &QToolButton::clicked, stack, &QUndoStack::redo);
    connect(stack, &QUndoStack::indexChanged, this, &MaskEditor::update);
    row->addWidget(back_);
    row->addWidget(title_, 1);
    row->addWidget(undo_button_);
    row->addWidget(redo_button_);
    row->addSpacing(spacing::kWide);
    row->addWidget(previous_button_);
    row->addWidget(next_button_);
    return header;
}

QWidget* MaskEditor::makeFooter() {
    auto* footer = new QWidget(this);
    auto* row = new QHBoxLayout(footer);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(spacing::kUnit);
    facts_ = new QLabel(footer);
    facts_->setObjectName(QStringLiteral("maskFacts"));
    setRole(facts_, Role::Muted);
    busy_text_ = new QLabel(footer);
    busy_text_->setObjectName(QStringLiteral("maskBusy"));
    progress_ = new QProgressBar(footer);
    progress_->setObjectName(QStringLiteral("maskProgress"));
    progress_->setTextVisible(false);
    progress_->setFixedSize(160, spacing::kUnit);
    cancel_ = new QPushButton(footer);
    cancel_->setObjectName(QStringLiteral("maskCancel"));
    connect(cancel_, &QPushButton::clicked, this, &MaskEditor::cancelWork);
    footer->setMinimumHeight(spacing::kControl);
    row->addWidget(facts_, 1);
    row->addWidget(busy_text_);
    row->addWidget(progress_);
    row->addWidget(cancel_);
    return footer;
}

void MaskEditor::update() {
    const int index = files_.indexOf(current_);
    const auto all = static_cast<int>(files_.subjects().size());
    const bool busy = isBusy();
    title_->setText(index < 0 ? tr("Masks")
                              : tr("Mask of %1 (%2 of %3)", "name, number, count")
                                    .arg(current_)
                                    .arg(index + 1)
                                    .arg(all));
    title_->setAccessibleName(title_->text());
    previous_->setEnabled(!busy && index > 0);
    next_->setEnabled(!busy && index >= 0 && index + 1 < all);
    panel_->setUsable(canEdit(), !canvas_->hints().isNull());
    busy_text_->setVisible(busy);
    progress_->setVisible(busy);
    cancel_->setVisible(busy);
    QUndoStack* stack = history_.stack();
    undo_button_->setEnabled(stack->canUndo() && !busy);
    redo_button_->setEnabled(stack->canRedo() && !busy);
    undo_button_->setToolTip(tr("Undo %1").arg(stack->undoText()).trimmed());
    redo_button_->setToolTip(tr("Redo %1").arg(stack->redoText()).trimmed());
}

void MaskEditor::updateFacts() {
    if (!canvas_->hasPicture()) {
        facts_->clear();
        return;
    }
    const QSize size = canvas_->mask().size();
    QStringList parts{
        tr("%1 × %2", "width and height in pixels").arg(size.width()).arg(size.height())};
    parts
        << (has_mask_
                ? tr("object %1 %").arg(QLocale().toString(100 * coverage(canvas_->mask()), 'f', 1))
                : tr("no mask yet: paint the object"));
    if (has_mask_) {
        parts << (unsaved_problem_   ? tr("not saved")
                  : files_.isSaved() ? tr("saved")
                                     : tr("saving…"));
    }
    facts_->setText(parts.join(QStringLiteral("  ·  ")));
    facts_->setAccessibleName(facts_->text());
}

void MaskEditor::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void MaskEditor::retranslate() {
    setAccessibleName(tr("Mask editor"));
    canvas_->setAccessibleName(tr("Picture with its mask"));
    back_->setText(tr("Pictures"));
    back_->setToolTip(tr("Back to the pictures; masks are saved as they are painted"));
    previous_->setText(tr("Previous picture"));
    previous_button_->setAccessibleName(previous_->text());
    previous_->setToolTip(tr("Previous picture (Page up or A)"));
    next_->setText(tr("Next picture"));
    next_button_->setAccessibleName(next_->text());
    next_->setToolTip(tr("Next picture (Page down or D)"));
    undo_button_->setAccessibleName(tr("Undo"));
    redo_button_->setAccessibleName(tr("Redo"));
    cancel_->setText(tr("Cancel"));
    progress_->setAccessibleName(tr("Progress"));
    update();
    updateFacts();
}

}  // namespace bozzetto::ui
