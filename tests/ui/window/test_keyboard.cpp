// SPDX-License-Identifier: Apache-2.0
// The whole way from the sample to a file with the keyboard alone, and a walk over every widget of
// every page, panel and dialog: each has a name for a screen reader and is reached by Tab. 20 s.
#include "ui/window/session_support.h"

#include <QAbstractItemView>
#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QAction>
#include <QDockWidget>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QPlainTextEdit>
#include <QRadioButton>
#include <QSet>
#include <QSignalSpy>
#include <QTabBar>
#include <QToolBar>

using namespace bozzetto;
using namespace bozzetto::testing;

namespace {

constexpr int kMostTabs = 250;

/// What the keyboard goes to.
QWidget* focused() {
    return QApplication::focusWidget();
}

void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
    if (QWidget* popup = QApplication::activePopupWidget()) {
        QTest::keyClick(popup, key, modifiers);
    } else if (focused() != nullptr) {
        QTest::keyClick(focused(), key, modifiers);
    } else if (QWidget* active = QApplication::activeWindow()) {
        QTest::keyClick(active, key, modifiers);
    } else {
        qWarning("no window is active");
    }
}

/// "run < runDock < mainWindow": for messages.
QString nameOf(const QWidget* widget) {
    QStringList path;
    for (const QWidget* at = widget; at != nullptr; at = at->parentWidget()) {
        const QString name = at->objectName();
        if (at == widget || !name.isEmpty()) {
            path.append(name.isEmpty() ? QLatin1String(at->metaObject()->className()) : name);
        }
    }
    return path.join(QStringLiteral(" < "));
}

/// Presses Tab until the widget of that name has the keyboard.
bool tabTo(const QString& name) {
    QStringList passed;
    for (int i = 0; i < kMostTabs; ++i) {
        if (focused() != nullptr && focused()->objectName() == name) {
            return true;
        }
        passed.append(focused() != nullptr ? nameOf(focused()) : QStringLiteral("nothing"));
        press(Qt::Key_Tab);
    }
    passed.removeDuplicates();
    qWarning("Tab goes through\n%s", qPrintable(passed.join(QLatin1Char('\n'))));
    return false;
}

bool isEnabledButton(const QWidget* widget) {
    return widget != nullptr && widget->isVisible() && widget->isEnabled();
}

/// Parts of Qt's own widgets are reached through the widget that they belong to.
bool isPartOfAnother(const QWidget* widget) {
    const QWidget* owner = widget->parentWidget();
    const bool is_field = qobject_cast<const QLineEdit*>(widget) != nullptr &&
                          (qobject_cast<const QAbstractSpinBox*>(owner) != nullptr ||
                           qobject_cast<const QComboBox*>(owner) != nullptr);
    if (is_field || widget->objectName().startsWith(QLatin1String("qt_"))) {
        return true;
    }
    for (const char* own : {"QScrollBar", "QTabBar", "QMenuBar", "QHeaderView"}) {
        if (widget->inherits(own)) {
            return true;
        }
    }
    // The arrows of a tab bar, the "more" of a tool bar, the cross in a field.
    return qobject_cast<const QTabBar*>(owner) != nullptr ||
           qobject_cast<const QLineEdit*>(owner) != nullptr ||
           widget->inherits("QToolBarExtension");
}

bool isControl(const QWidget* widget) {
    return qobject_cast<const QAbstractButton*>(widget) != nullptr ||
           qobject_cast<const QLineEdit*>(widget) != nullptr ||
           qobject_cast<const QAbstractSpinBox*>(widget) != nullptr ||
           qobject_cast<const QAbstractItemView*>(widget) != nullptr ||
           qobject_cast<const QAbstractSlider*>(widget) != nullptr ||
           widget->inherits("QComboBox") || (widget->focusPolicy() & Qt::TabFocus) != 0;
}

/// A button without the keyboard is another way to an action with a key or in a menu.
bool hasAnotherWay(const QWidget* widget) {
    const auto* dock = qobject_cast<const QDockWidget*>(widget->parentWidget());
    if (dock != nullptr) {
        return true;  // its close button: View, Panels
    }
    for (const QAction* action : widget->actions()) {
        for (const QObject* object : action->associatedObjects()) {
            if (qobject_cast<const QMenu*>(object) != nullptr) {
                return true;
            }
        }
        if (!action->shortcut().isEmpty()) {
            return true;
        }
    }
    return false;
}

/// One of a group of which Tab stops at the chosen one: arrows go to the others.
bool isInGroup(const QWidget* widget) {
    const auto* button = qobject_cast<const QAbstractButton*>(widget);
    return button != nullptr && (button->group() != nullptr || button->autoExclusive()) &&
           button->isCheckable() && !button->isChecked();
}

/// The key of a text with a "&" in it, as Alt and that letter; empty: it has none.
QString mnemonicOf(const QString& text) {
    return QKeySequence::mnemonic(text).toString();
}

/// Keys that lead to two things at once lead nowhere: the menus' letters, those of the texts on
/// screen, and the shortcuts of actions that are heard now.
QStringList findClashes(QWidget* window) {
    QMap<QString, QStringList> users;
    const auto add = [&](const QString& key, const QString& user) {
        if (!key.isEmpty() && !users[key].contains(user)) {
            users[key].append(user);
        }
    };
    for (const QWidget* widget : window->findChildren<QWidget*>()) {
        if (!widget->isVisible() || !widget->isEnabled() || widget->window() != window) {
            continue;
        }
        if (const auto* button = qobject_cast<const QAbstractButton*>(widget)) {
            add(button->shortcut().toString(), nameOf(widget));
        } else if (const auto* label = qobject_cast<const QLabel*>(widget)) {
            add(label->buddy() != nullptr ? mnemonicOf(label->text()) : QString(), nameOf(widget));
        } else if (const auto* bar = qobject_cast<const QMenuBar*>(widget)) {
            for (const QAction* menu : bar->actions()) {
                add(mnemonicOf(menu->text()), menu->text());
            }
        }
    }
    for (const QAction* action : window->findChildren<QAction*>()) {
        if (action->shortcutContext() == Qt::WindowShortcut && action->parent() != nullptr) {
            for (const QKeySequence& key : action->shortcuts()) {
                add(key.toString(), action->objectName());
            }
        }
    }
    // The viewport's keys are heard beside those of the window.
    if (const auto* viewport = window->findChild<QWidget*>(QStringLiteral("viewport1"))) {
        for (const QAction* action : viewport->actions()) {
            for (const QKeySequence& key : action->shortcuts()) {
                add(key.toString(), action->objectName());
            }
        }
    }
    QStringList clashes;
    for (auto user = users.cbegin(); user != users.cend(); ++user) {
        if (user->size() > 1) {
            clashes.append(user.key() + QStringLiteral(" means ") +
                           user->join(QStringLiteral(" and ")));
        }
    }
    return clashes;
}

/// What is wrong with the widgets on screen in `window`.
QStringList findFaults(QWidget* window) {
    QStringList faults = findClashes(window);
    QSet<const QWidget*> reached;
    window->activateWindow();
    if (!waitUntil([=] { return QApplication::activeWindow() == window; })) {
        return {nameOf(window) + QStringLiteral(": does not become active")};
    }
    for (int i = 0; i < kMostTabs; ++i) {
        press(Qt::Key_Tab);
        reached.insert(focused());
    }
    for (const QWidget* widget : window->findChildren<QWidget*>()) {
        if (!widget->isVisible() || widget->window() != window || !isControl(widget) ||
            isPartOfAnother(widget)) {
            continue;
        }
        QAccessibleInterface* face =
            QAccessible::queryAccessibleInterface(const_cast<QWidget*>(widget));
        if (face == nullptr || face->text(QAccessible::Name).trimmed().isEmpty()) {
            faults.append(nameOf(widget) + QStringLiteral(": has no accessible name"));
        }
        const bool is_reached =
            reached.contains(widget) ||
            (widget->focusProxy() != nullptr && reached.contains(widget->focusProxy()));
        if (widget->isEnabled() && !is_reached && !isInGroup(widget) && !hasAnotherWay(widget)) {
            faults.append(nameOf(widget) + QStringLiteral(": is not reached by Tab"));
        }
    }
    return faults;
}

}  // namespace

class TestKeyboard : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { set_ = makeSet(folder_.path()); }
    void init() {
        forgetSessions();
        faults_.clear();
    }
    void wholeWay();
    void everyWidgetHasANameAndAWay();
    void barsAndQuestionsToo();

private:
    void walk(const char* where, QWidget* widget);
    void verifyNoFaults();

    QStringList faults_;
    QTemporaryDir folder_{memoryFolderTemplate()};
    QString set_;
};

void TestKeyboard::walk(const char* where, QWidget* widget) {
    for (const QString& fault : findFaults(widget)) {
        faults_.append(QLatin1String(where) + QStringLiteral(": ") + fault);
    }
}

void TestKeyboard::verifyNoFaults() {
    for (const QString& fault : faults_) {
        qWarning("%s", qPrintable(fault));
    }
    QVERIFY2(faults_.isEmpty(), "see above");
}

void TestKeyboard::wholeWay() {
    SessionWindow window(set_);
    QVERIFY(window.start());
    QTRY_VERIFY(window->isActiveWindow());

    // Start page: the sample.
    QVERIFY(tabTo(QStringLiteral("trySample")));
    press(Qt::Key_Space);
    QTRY_VERIFY(isEnabledButton(window.widget("reviewContinue")));

    // Review: the grid has the keyboard; the second picture is left out.
    QTRY_COMPARE(focused()->objectName(), QStringLiteral("pictureGrid"));
    press(Qt::Key_Home);
    press(Qt::Key_Right);
    press(Qt::Key_Delete);
    const auto& project = window.document()->project();
    QTRY_VERIFY(project.edits.excluded == std::set<std::string>{"r_1"});
    QVERIFY(tabTo(QStringLiteral("reviewContinue")));
    press(Qt::Key_Space);

    // Reconstruct: engine "quick", draft, Run.
    QTRY_COMPARE(focused()->objectName(), QStringLiteral("run"));
    QVERIFY(tabTo(QStringLiteral("engine")));
    press(Qt::Key_Q);
    QTRY_VERIFY(project.engines == std::vector<std::string>{"quick"});
    press(Qt::Key_Tab);  // the next field: the chosen preset
    QVERIFY(focused()->objectName().startsWith(QLatin1String("preset_")));
    const auto preset = [&] { return project.settings.at("quick").preset; };
    press(Qt::Key_Right);
    press(Qt::Key_Right);
    QTRY_COMPARE(preset(), std::string("high"));
    press(Qt::Key_Left);
    press(Qt::Key_Left);
    QTRY_COMPARE(preset(), std::string("draft"));
    QVERIFY(tabTo(QStringLiteral("run")));
    press(Qt::Key_Space);
    QTRY_VERIFY(window.queue()->count() == 1);
    QVERIFY(window.waitForEnd());
    QVERIFY(window.lastRun().state == ProjectRun::State::Done);

    // Inspect: modes, a photograph's camera, compare.
    ui::Viewport* viewport = window.viewport();
    QTRY_VERIFY(viewport->mesh() != nullptr);
    press(Qt::Key_4, Qt::ControlModifier | Qt::AltModifier);
    QTRY_VERIFY(viewport->hasFocus());
    press(Qt::Key_2, Qt::AltModifier);
    QTRY_VERIFY(viewport->look().mode == ui::ViewMode::Albedo);
    press(Qt::Key_W);
    QTRY_VERIFY(viewport->look().wireframe);
    press(Qt::Key_1, Qt::AltModifier);
    QTRY_VERIFY(viewport->look().mode == ui::ViewMode::Shaded);
    press(Qt::Key_0);
    QTRY_VERIFY(viewport->camera().photo.has_value());
    const Vec3f first = viewport->camera().position;
    press(Qt::Key_Right);
    QTRY_VERIFY(length(viewport->camera().position - first) > 0.1f);
    auto* wipe = window.find<QAction>("view_compare_wipe");
    press(Qt::Key_W, Qt::ShiftModifier);
    QTRY_VERIFY(wipe->isChecked());
    press(Qt::Key_Home);
    QTRY_VERIFY(!viewport->camera().photo.has_value());

    // Export.
    press(Qt::Key_E, Qt::ControlModifier);
    auto* dialog = window.find<QDialog>("exportDialog");
    QVERIFY(dialog != nullptr);
    QTRY_VERIFY(dialog->isActiveWindow());
    QVERIFY(tabTo(QStringLiteral("exportFolder")));
    press(Qt::Key_A, Qt::ControlModifier);
    const QString place = folder_.filePath(QStringLiteral("exported"));
    QVERIFY(QDir().mkpath(place));
    QTest::keyClicks(focused(), place);
    QTRY_VERIFY2(window.widget("exportStart")->isEnabled(),
                 qPrintable(window.text("exportReason")));
    QVERIFY(tabTo(QStringLiteral("exportStart")));
    press(Qt::Key_Space);
    QTRY_VERIFY_WITH_TIMEOUT(!QDir(place).entryList(QDir::Files).isEmpty(), 15000);
    QTRY_VERIFY_WITH_TIMEOUT(window.isShown("exportShow"), 15000);
    press(Qt::Key_Escape);
    QTRY_VERIFY(!dialog->isVisible());
    window->activateWindow();  // a window manager's work
    QTRY_VERIFY(QApplication::activeWindow() == window.get());

    // The menus by their letters.
    press(Qt::Key_F, Qt::AltModifier);
    QTRY_VERIFY(QApplication::activePopupWidget() != nullptr);
    press(Qt::Key_Escape);
    press(Qt::Key_Escape);
    QTRY_VERIFY(QApplication::activePopupWidget() == nullptr);
    window.discard();
}

void TestKeyboard::everyWidgetHasANameAndAWay() {
    SessionWindow window(set_);
    QVERIFY(window.start());
    const auto walkDialog = [&](const char* where, const char* action, const char* name) {
        window.find<QAction>(action)->trigger();
        QTRY_VERIFY2(window.isShown(name), name);
        walk(where, window.widget(name));
        window.widget(name)->close();
        QTRY_VERIFY(window.widget(name) == nullptr || !window.isShown(name));
    };
    walk("start", window.get());
    QVERIFY(window.openSet(set_));
    walk("review", window.get());
    window.choose({"quick"}, {{"seconds", "0.3"}});
    QVERIFY(window.run());
    walk("running", window.get());
    QVERIFY(window.waitForEnd());
    QTRY_VERIFY(window.viewport()->mesh() != nullptr);
    for (const char* dock : {"progressDock", "queueDock", "logDock", "inspectDock", "memoryDock"}) {
        window.widget(dock)->show();
        window.widget(dock)->raise();
        QTest::qWait(50);
        walk(dock, window.get());
    }
    window.choose({"broken"}, {{"seconds", "0.2"}});
    QVERIFY(window.run() && window.waitForEnd());
    QTRY_VERIFY(window.isShown("noticeBar"));
    walk("failed", window.get());
    walkDialog("preferences", "preferencesAction", "preferences");
    walkDialog("export", "exportAction", "exportDialog");
    walkDialog("turntable", "view_turntable", "turntable_dialog");
    walkDialog("about", "aboutAction", "about");
    verifyNoFaults();
    window.discard();
}

void TestKeyboard::barsAndQuestionsToo() {
    {
        SessionWindow window;
        QVERIFY(window.start() && window.openSet(set_));
        window.choose({"slow"}, {{"seconds", "3"}});
        QVERIFY(window.run() && window.waitForStep(5));
        window->close();
        QTRY_VERIFY(window.question() != nullptr);
        walk("question", window.question());
        QVERIFY(window.answer(QStringLiteral("Keep it running")));
        QVERIFY(window.press("pauseButton"));
        QTRY_VERIFY(window.queue()->currentState() == ui::JobState::Paused);
        walk("paused", window.get());
        QVERIFY(window.press("stopButton") && window.waitForEnd());
        walk("stopped", window.get());
        QSignalSpy autosaved(window.document(), &ui::ProjectDocument::autosaved);
        QVERIFY(autosaved.wait(5000));
    }  // gone without a close, as in a crash
    SessionWindow window;
    QVERIFY(window.start());
    QTRY_VERIFY(window.isShown("recovery_bar"));
    walk("recovery", window.get());
    QVERIFY(window.press("recovery_recover"));
    QTRY_VERIFY(window.isShown("resumeBar"));
    QTRY_VERIFY(isEnabledButton(window.widget("reviewContinue")));
    walk("resume", window.get());
    verifyNoFaults();
    window.discard();
}

QTEST_MAIN(TestKeyboard)
#include "test_keyboard.moc"
