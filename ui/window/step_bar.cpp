// SPDX-License-Identifier: Apache-2.0
#include "ui/window/step_bar.h"

#include "ui/theme/theme.h"

#include <QAction>
#include <QActionGroup>
#include <QEvent>
#include <QToolButton>

namespace bozzetto::ui {

StepBar::StepBar(QWidget* parent) : QToolBar(parent), group_(new QActionGroup(this)) {
    setObjectName(QStringLiteral("stepBar"));
    setMovable(false);
    setFloatable(false);
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setIconSize({spacing::kIcon, spacing::kIcon});
    setContextMenuPolicy(Qt::PreventContextMenu);
    home_ = addAction(icon(QStringLiteral("home")), QString());
    home_->setObjectName(QStringLiteral("homeAction"));
    connect(home_, &QAction::triggered, this, &StepBar::homeRequested);
    addSeparator();
    group_->setExclusionPolicy(QActionGroup::ExclusionPolicy::ExclusiveOptional);
    addStep(Step::Images, QStringLiteral("images"));
    addStep(Step::Cameras, QStringLiteral("camera"));
    addStep(Step::Reconstruct, QStringLiteral("play"));
    addStep(Step::Inspect, QStringLiteral("view-shaded"));
    addStep(Step::Export, QStringLiteral("export"));
    for (QToolButton* button : findChildren<QToolButton*>()) {
        button->setFocusPolicy(Qt::TabFocus);
    }
    retranslate();
}

void StepBar::addStep(Step step, const QString& icon_name) {
    QAction* action = addAction(icon(icon_name), QString());
    action->setObjectName(QStringLiteral("step%1").arg(static_cast<int>(step) + 1));
    // Ctrl and a digit alone turn the viewport.
    action->setShortcut(
        QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key(Qt::Key_1 + static_cast<int>(step))));
    if (step != Step::Export) {  // opens a dialog; nothing to stay on
        action->setCheckable(true);
        group_->addAction(action);
    }
    actions_[static_cast<int>(step)] = action;
    connect(action, &QAction::triggered, this, [this, step] { Q_EMIT stepRequested(step); });
}

void StepBar::setCurrent(Step step) {
    actions_[static_cast<int>(step)]->setChecked(true);
}

void StepBar::clearCurrent() {
    if (QAction* checked = group_->checkedAction()) {
        checked->setChecked(false);
    }
}

void StepBar::setAvailable(Step step, bool available, const QString& reason) {
    actions_[static_cast<int>(step)]->setEnabled(available);
    reasons_[static_cast<int>(step)] = available ? QString() : reason;
    actions_[static_cast<int>(step)]->setToolTip(toolTipOf(step));
}

QString StepBar::toolTipOf(Step step) const {
    const QAction* step_action = action(step);
    const QString& reason = reasons_[static_cast<int>(step)];
    const QString keys = step_action->shortcut().toString(QKeySequence::NativeText);
    return reason.isEmpty() ? tr("%1 (%2)").arg(step_action->text(), keys)
                            : tr("%1: %2").arg(step_action->text(), reason);
}

void StepBar::retranslate() {
    setWindowTitle(tr("Steps"));
    setAccessibleName(tr("Steps"));
    home_->setText(tr("Start page"));
    home_->setToolTip(tr("Back to the start page"));
    actions_[0]->setText(tr("1  Pictures"));
    actions_[1]->setText(tr("2  Cameras"));
    actions_[2]->setText(tr("3  Reconstruct"));
    actions_[3]->setText(tr("4  Inspect"));
    actions_[4]->setText(tr("5  Export"));
    for (const Step step :
         {Step::Images, Step::Cameras, Step::Reconstruct, Step::Inspect, Step::Export}) {
        action(step)->setToolTip(toolTipOf(step));
        widgetForAction(action(step))->setAccessibleName(action(step)->text());
    }
    auto* home_button = qobject_cast<QToolButton*>(widgetForAction(home_));
    home_button->setToolButtonStyle(Qt::ToolButtonIconOnly);
    home_button->setAccessibleName(home_->text());
}

void StepBar::changeEvent(QEvent* event) {
    QToolBar::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

}  // namespace bozzetto::ui
