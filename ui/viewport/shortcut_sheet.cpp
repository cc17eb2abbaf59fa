// SPDX-License-Identifier: Apache-2.0
#include "ui/viewport/shortcut_sheet.h"

#include "ui/theme/theme.h"

#include <QAction>
#include <QApplication>
#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QPushButton>
#include <QScrollArea>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>

namespace bozzetto::ui {
namespace {

using Rows = std::vector<std::pair<QString, QString>>;

constexpr int kColumns = 3;

QString keysOf(const QAction& action) {
    QStringList keys;
    const QList<QKeySequence> shortcuts = action.shortcuts();
    for (const QKeySequence& shortcut : shortcuts) {
        if (!(shortcut[0].keyboardModifiers() & Qt::KeypadModifier)) {  // the same digit twice
            keys << shortcut.toString(QKeySequence::NativeText);
        }
    }
    return keys.join(QStringLiteral(", "));
}

Rows rowsOf(const QList<QAction*>& actions) {
    Rows rows;
    for (const QAction* action : actions) {
        if (const QString keys = keysOf(*action); !keys.isEmpty()) {
            rows.emplace_back(action->text(), keys);
        }
    }
    return rows;
}

QWidget* makeGroup(const QString& title, const Rows& rows, QWidget* parent) {
    auto* group = new QWidget(parent);
    group->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    auto* grid = new QGridLayout(group);
    grid->setContentsMargins(0, 0, 0, spacing::kUnit);
    grid->setHorizontalSpacing(spacing::kWide);
    grid->setVerticalSpacing(spacing::kTight);
    grid->setColumnStretch(0, 1);
    auto* heading = new QLabel(title, group);
    setRole(heading, Role::Heading);
    grid->addWidget(heading, 0, 0, 1, 2);
    int line = 1;
    for (const auto& [what, how] : rows) {
        grid->addWidget(new QLabel(what, group), line, 0);
        auto* keys = new QLabel(how, group);
        setRole(keys, Role::Muted);
        grid->addWidget(keys, line++, 1, Qt::AlignRight);
    }
    return group;
}

}  // namespace

std::vector<std::pair<QString, QString>> mouseHelp(NavigationStyle style) {
    Rows rows;
    if (style == NavigationStyle::Simple) {
        rows = {{ShortcutSheet::tr("Orbit"), ShortcutSheet::tr("Left button")},
                {ShortcutSheet::tr("Pan"), ShortcutSheet::tr("Middle button, Shift+left")},
                {ShortcutSheet::tr("Zoom"), ShortcutSheet::tr("Wheel, right button, Ctrl+left")},
                {ShortcutSheet::tr("Turn about this point"),
                 ShortcutSheet::tr("Double click, Alt+middle")}};
    } else if (style == NavigationStyle::Blender) {
        rows = {{ShortcutSheet::tr("Orbit"), ShortcutSheet::tr("Middle button, Alt+left")},
                {ShortcutSheet::tr("Pan"), ShortcutSheet::tr("Shift+middle")},
                {ShortcutSheet::tr("Zoom"), ShortcutSheet::tr("Wheel, Ctrl+middle")},
                {ShortcutSheet::tr("Turn about this point"),
                 ShortcutSheet::tr("Double click, Alt+middle")}};
    } else {
        rows = {{ShortcutSheet::tr("Orbit"), ShortcutSheet::tr("Alt+left")},
                {ShortcutSheet::tr("Pan"), ShortcutSheet::tr("Alt+middle")},
                {ShortcutSheet::tr("Zoom"), ShortcutSheet::tr("Wheel, Alt+right")},
                {ShortcutSheet::tr("Turn about this point"), ShortcutSheet::tr("Double click")}};
    }
    rows.insert(rows.end(),
                {{ShortcutSheet::tr("Look through a camera"), ShortcutSheet::tr("Click it")},
                 {ShortcutSheet::tr("Orbit on a trackpad"), ShortcutSheet::tr("Two fingers")},
                 {ShortcutSheet::tr("Pan on a trackpad"), ShortcutSheet::tr("Shift+two fingers")},
                 {ShortcutSheet::tr("Zoom on a trackpad"), ShortcutSheet::tr("Pinch")}});
    return rows;
}

ShortcutSheet::ShortcutSheet(const ViewportActions* actions, QWidget* host)
    : QFrame(host), actions_(actions), sheet_(new QFrame(this)), scroll_(new QScrollArea(sheet_)) {
    setObjectName(QStringLiteral("shortcut_sheet"));
    setAccessibleName(tr("Mouse and keyboard shortcuts"));
    setFocusPolicy(Qt::StrongFocus);
    setAutoFillBackground(false);
    sheet_->setObjectName(QStringLiteral("shortcut_sheet_paper"));
    setRole(sheet_, Role::Panel);
    sheet_->setAutoFillBackground(true);
    auto* title = new QLabel(tr("Mouse and keyboard"), sheet_);
    setRole(title, Role::Title);
    auto* close = new QPushButton(tr("Close"), sheet_);
    close->setObjectName(QStringLiteral("shortcut_sheet_close"));
    connect(close, &QPushButton::clicked, this, &QWidget::hide);
    auto* top = new QHBoxLayout;
    top->addWidget(title, 1);
    top->addWidget(close);
    scroll_->setObjectName(QStringLiteral("shortcut_sheet_list"));
    scroll_->setAccessibleName(tr("List of shortcuts"));
    scroll_->setWidgetResizable(true);
    scroll_->setFrameShape(QFrame::NoFrame);
    auto* layout = new QVBoxLayout(sheet_);
    layout->setContentsMargins(
        spacing::kSection, spacing::kWide, spacing::kSection, spacing::kWide);
    layout->setSpacing(spacing::kPanel);
    layout->addLayout(top);
    layout->addWidget(scroll_, 1);
    host->installEventFilter(this);
    hide();
}

void ShortcutSheet::fill(NavigationStyle style) {
    auto* page = new QWidget;
    auto* columns = new QHBoxLayout(page);
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(spacing::kSection);
    std::vector<QVBoxLayout*> stacks;
    for (int i = 0; i < kColumns; ++i) {
        stacks.push_back(new QVBoxLayout);
        columns->addLayout(stacks.back(), 1);
    }
    const auto add = [&](int column, const QString& heading, const Rows& rows) {
        stacks[static_cast<size_t>(column)]->addWidget(makeGroup(heading, rows, page));
    };
    add(0, tr("Mouse and trackpad"), mouseHelp(style));
    add(1, nameOf(ActionGroup::View), rowsOf(actions_->actions(ActionGroup::View)));
    add(0, nameOf(ActionGroup::Display), rowsOf(actions_->actions(ActionGroup::Display)));
    add(2, nameOf(ActionGroup::Photo), rowsOf(actions_->actions(ActionGroup::Photo)));
    add(2,
        tr("More"),
        rowsOf(actions_->actions(ActionGroup::Guides) + actions_->actions(ActionGroup::Capture) +
               actions_->actions(ActionGroup::Help)));
    for (QVBoxLayout* stack : stacks) {
        stack->addStretch(1);
    }
    scroll_->setWidget(page);
}

QString ShortcutSheet::text() const {
    QStringList words;
    const auto labels = scroll_->findChildren<QLabel*>();
    for (const QLabel* label : labels) {
        words << label->text();
    }
    return words.join(QLatin1Char('\n'));
}

void ShortcutSheet::showFor(NavigationStyle style) {
    focus_before_ = QApplication::focusWidget();
    fill(style);
    fit();
    show();
    raise();
    setFocus();
}

void ShortcutSheet::toggle(NavigationStyle style) {
    if (isVisible()) {
        hide();
    } else {
        showFor(style);
    }
}

void ShortcutSheet::fit() {
    setGeometry(parentWidget()->rect());
    const QSize wanted =
        (scroll_->widget() ? scroll_->widget()->sizeHint() : QSize()) +
        QSize(2 * spacing::kSection + style()->pixelMetric(QStyle::PM_ScrollBarExtent) + 4, 96);
    const QSize room = size() - QSize(2 * spacing::kWide, 2 * spacing::kWide);
    QRect place(QPoint(), wanted.boundedTo(room));
    place.moveCenter(rect().center());
    sheet_->setGeometry(place);
}

bool ShortcutSheet::eventFilter(QObject* watched, QEvent* event) {
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible()) {
        fit();
    }
    return false;
}

void ShortcutSheet::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape || event->key() == Qt::Key_F1) {
        hide();
        if (focus_before_) {
            focus_before_->setFocus();
        }
        return;
    }
    QFrame::keyPressEvent(event);
}

void ShortcutSheet::mousePressEvent(QMouseEvent* event) {
    if (!sheet_->geometry().contains(event->position().toPoint())) {
        hide();
    }
}

}  // namespace bozzetto::ui
