// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/viewport/view_controller.h"

#include <QList>
#include <QObject>
#include <QPointer>

#include <functional>
#include <vector>

class QAction;
class QActionGroup;
class QMenu;

namespace bozzetto::ui {

/// Where an action stands in menu and shortcut sheet.
enum class ActionGroup { View, Photo, Display, Guides, Capture, Help };
QString nameOf(ActionGroup group);

/// Everything that can be done in a viewport as actions for menu and keyboard. Their keys work
/// while one of the attached viewports has the focus; they act on the one that had it last.
class ViewportActions : public QObject {
    Q_OBJECT
public:
    explicit ViewportActions(QObject* parent = nullptr);

    /// The first one attached is the target until another gets the focus.
    void attach(ViewController* controller);
    ViewController* target() const { return target_; }

    QList<QAction*> actions(ActionGroup group) const;
    /// Appends all of them, a submenu where there are many of a kind.
    void fillMenu(QMenu* menu) const;
    /// By object name, "view_frame_all"; null if there is none.
    QAction* action(const QString& name) const;

Q_SIGNALS:
    void shortcutsRequested();
    void turntableRequested();
    void targetChanged(bozzetto::ui::ViewController* controller);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    using Act = std::function<void(ViewController&)>;
    QAction* add(ActionGroup group,
                 const char* name,
                 const QString& text,
                 const QList<QKeySequence>& keys,
                 Act act);
    QAction* addSwitch(ActionGroup group,
                       const char* name,
                       const QString& text,
                       const QList<QKeySequence>& keys,
                       Act act);
    void addViewActions();
    void addMoveActions();
    void addPhotoActions();
    void addDisplayActions();
    void addGuideActions();
    void addCaptureActions();
    void addGuideSwitch(const char* name, const QString& text, bool ViewGuides::*guide);
    void showState();

    struct Entry {
        ActionGroup group;
        QAction* action;
    };
    std::vector<Entry> entries_;
    std::vector<QPointer<ViewController>> controllers_;
    QPointer<ViewController> target_;
    std::vector<std::pair<QAction*, bool ViewGuides::*>> guide_switches_;
    QList<QAction*> mode_actions_, compare_actions_;
    QAction *wireframe_, *orthographic_, *through_photo_;
};

}  // namespace bozzetto::ui
