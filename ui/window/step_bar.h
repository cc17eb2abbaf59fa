// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QToolBar>

class QAction;
class QActionGroup;

namespace bozzetto::ui {

/// The way from pictures to a file, along the top: 1 Pictures, 2 Cameras, 3 Reconstruct, 4 Inspect,
/// 5 Export.
/// Steps that cannot be taken yet are disabled and say why.
class StepBar : public QToolBar {
    Q_OBJECT
public:
    enum class Step { Images, Cameras, Reconstruct, Inspect, Export };
    static constexpr int kSteps = 5;

    explicit StepBar(QWidget* parent = nullptr);

    QAction* action(Step step) const { return actions_[static_cast<int>(step)]; }
    void setCurrent(Step step);
    /// No step is the current one (start page).
    void clearCurrent();
    /// `reason`: why not, shown as the tool tip of a disabled step.
    void setAvailable(Step step, bool available, const QString& reason = {});

Q_SIGNALS:
    void stepRequested(bozzetto::ui::StepBar::Step step);
    void homeRequested();

private:
    void addStep(Step step, const QString& icon_name);
    void retranslate();
    void changeEvent(QEvent* event) override;
    QString toolTipOf(Step step) const;

    QAction* home_ = nullptr;
    QAction* actions_[kSteps] = {};
    QString reasons_[kSteps];
    QActionGroup* group_;
};

}  // namespace bozzetto::ui
