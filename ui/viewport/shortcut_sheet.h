// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/viewport/navigator.h"
#include "ui/viewport/viewport_actions.h"

#include <QFrame>

#include <utility>
#include <vector>

class QGridLayout;
class QScrollArea;

namespace bozzetto::ui {

/// What the mouse and the trackpad do in a style: {what is done, how}.
std::vector<std::pair<QString, QString>> mouseHelp(NavigationStyle style);

/// Mouse and keys of the viewport on one sheet over it; Escape, F1 or a click beside it closes it.
class ShortcutSheet : public QFrame {
    Q_OBJECT
public:
    /// Lies over `host`, hidden at first.
    ShortcutSheet(const ViewportActions* actions, QWidget* host);
    void showFor(NavigationStyle style);
    void toggle(NavigationStyle style);
    /// The whole sheet as lines of text.
    QString text() const;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;

private:
    void fill(NavigationStyle style);
    void fit();

    const ViewportActions* actions_;
    QFrame* sheet_;
    QScrollArea* scroll_;
    QPointer<QWidget> focus_before_;
};

}  // namespace bozzetto::ui
