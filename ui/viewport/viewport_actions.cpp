// SPDX-License-Identifier: Apache-2.0
#include "ui/viewport/viewport_actions.h"

#include "ui/theme/icon.h"
#include "ui/viewport/view_words.h"

#include <QAction>
#include <QActionGroup>
#include <QEvent>
#include <QMenu>

#include <array>

namespace bozzetto::ui {
namespace {

constexpr double kOrbitDegrees = 15;
constexpr double kPanPixels = 40;
constexpr double kZoomFactor = 1.2;
constexpr double kWipeStep = 0.02;

QList<QKeySequence> keys(std::initializer_list<QKeyCombination> combinations) {
    QList<QKeySequence> result;
    for (const QKeyCombination combination : combinations) {
        result << QKeySequence(combination);
    }
    return result;
}

/// A digit of either block of keys.
QList<QKeySequence> digit(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    return {QKeySequence(QKeyCombination(modifiers, key)),
            QKeySequence(QKeyCombination(modifiers | Qt::KeypadModifier, key))};
}

}  // namespace

QString nameOf(ActionGroup group) {
    switch (group) {
        case ActionGroup::View:
            return ViewportActions::tr("View");
        case ActionGroup::Photo:
            return ViewportActions::tr("Pictures");
        case ActionGroup::Display:
            return ViewportActions::tr("Display");
        case ActionGroup::Guides:
            return ViewportActions::tr("Guides");
        case ActionGroup::Capture:
            return ViewportActions::tr("Screenshots");
        case ActionGroup::Help:
            return ViewportActions::tr("Help");
    }
    return {};
}

ViewportActions::ViewportActions(QObject* parent) : QObject(parent) {
    addViewActions();
    addMoveActions();
    addPhotoActions();
    addDisplayActions();
    addGuideActions();
    addCaptureActions();
    showState();
}

QAction* ViewportActions::add(ActionGroup group,
                              const char* name,
                              const QString& text,
                              const QList<QKeySequence>& shortcuts,
                              Act act) {
    auto* action = new QAction(text, this);
    action->setObjectName(QLatin1String(name));
    action->setShortcuts(shortcuts);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    action->setEnabled(false);
    connect(action, &QAction::triggered, this, [this, act = std::move(act)] {
        if (target_) {
            act(*target_);
            showState();
        }
    });
    entries_.push_back({group, action});
    return action;
}

QAction* ViewportActions::addSwitch(ActionGroup group,
                                    const char* name,
                                    const QString& text,
                                    const QList<QKeySequence>& shortcuts,
                                    Act act) {
    QAction* action = add(group, name, text, shortcuts, std::move(act));
    action->setCheckable(true);
    return action;
}

void ViewportActions::addViewActions() {
    const auto group = ActionGroup::View;
    add(group, "view_frame_object", tr("Frame the object"), keys({Qt::Key_F}), [](auto& c) {
        c.frameObject();
    })->setIcon(icon(QStringLiteral("frame")));
    add(group, "view_frame_all", tr("Frame everything"), keys({Qt::Key_Home}), [](auto& c) {
        c.frameAll();
    })->setIcon(icon(QStringLiteral("home")));
    struct Axis {
        const char* name;
        QString text;
        QList<QKeySequence> shortcuts;
        AxisView view;
    };
    const std::array<Axis, 6> axes{{
        {"view_front", tr("Front"), digit(Qt::Key_1), AxisView::Front},
        {"view_back", tr("Back"), digit(Qt::Key_1, Qt::ControlModifier), AxisView::Back},
        {"view_right", tr("Right"), digit(Qt::Key_3), AxisView::Right},
        {"view_left", tr("Left"), digit(Qt::Key_3, Qt::ControlModifier), AxisView::Left},
        {"view_top", tr("Top"), digit(Qt::Key_7), AxisView::Top},
        {"view_bottom", tr("Bottom"), digit(Qt::Key_7, Qt::ControlModifier), AxisView::Bottom},
    }};
    for (const Axis& axis : axes) {
        add(group, axis.name, axis.text, axis.shortcuts, [view = axis.view](auto& c) {
            c.lookFrom(view);
        });
    }
    orthographic_ =
        addSwitch(group, "view_orthographic", tr("Orthographic"), digit(Qt::Key_5), [](auto& c) {
            c.toggleOrthographic();
        });
    add(group,
        "view_start",
        tr("Start view"),
        keys({Qt::ShiftModifier | Qt::Key_Home}),
        [](auto& c) { c.goToStartView(); });
    add(group,
        "view_save_start",
        tr("Save as start view"),
        keys({Qt::ControlModifier | Qt::Key_Home}),
        [](auto& c) { c.saveStartView(); });
}

void ViewportActions::addMoveActions() {
    struct Move {
        const char* name;
        QString text;
        QList<QKeySequence> shortcuts;
        Act act;
    };
    const auto orbit = [](double yaw, double pitch) {
        return [=](ViewController& c) { c.orbitBy(yaw * kOrbitDegrees, pitch * kOrbitDegrees); };
    };
    const auto pan = [](double x, double y) {
        return [=](ViewController& c) { c.panBy(QPointF(x, y) * kPanPixels); };
    };
    const auto withKey = [](Qt::Key arrow, Qt::Key number) {
        return keys({Qt::ShiftModifier | arrow}) + digit(number);
    };
    const auto withControl = [](Qt::Key arrow) { return keys({Qt::ControlModifier | arrow}); };
    const std::vector<Move> moves{
        {"view_orbit_left", tr("Orbit left"), withKey(Qt::Key_Left, Qt::Key_4), orbit(-1, 0)},
        {"view_orbit_right", tr("Orbit right"), withKey(Qt::Key_Right, Qt::Key_6), orbit(1, 0)},
        {"view_orbit_up", tr("Orbit up"), withKey(Qt::Key_Up, Qt::Key_8), orbit(0, 1)},
        {"view_orbit_down", tr("Orbit down"), withKey(Qt::Key_Down, Qt::Key_2), orbit(0, -1)},
        {"view_pan_left", tr("Move view left"), withControl(Qt::Key_Left), pan(1, 0)},
        {"view_pan_right", tr("Move view right"), withControl(Qt::Key_Right), pan(-1, 0)},
        {"view_pan_up", tr("Move view up"), withControl(Qt::Key_Up), pan(0, 1)},
        {"view_pan_down", tr("Move view down"), withControl(Qt::Key_Down), pan(0, -1)},
        {"view_zoom_in",
         tr("Zoom in"),
         keys({Qt::Key_Plus, Qt::KeypadModifier | Qt::Key_Plus, Qt::Key_Equal}),
         [](ViewController& c) { c.zoomBy(kZoomFactor); }},
        {"view_zoom_out",
         tr("Zoom out"),
         keys({Qt::Key_Minus, Qt::KeypadModifier | Qt::Key_Minus}),
         [](ViewController& c) { c.zoomBy(1 / kZoomFactor); }},
    };
    for (const Move& move : moves) {
        add(ActionGroup::View, move.name, move.text, move.shortcuts, move.act);
    }
}

void ViewportActions::addPhotoActions() {
    const auto group = ActionGroup::Photo;
    through_photo_ = addSwitch(group,
                               "view_through_photo",
                               tr("Through the picture's camera"),
                               digit(Qt::Key_0),
                               [](auto& c) { c.togglePhoto(); });
    through_photo_->setIcon(icon(QStringLiteral("camera")));
    add(group, "view_next_photo", tr("Next picture"), keys({Qt::Key_Right}), [](auto& c) {
        c.stepPhoto(1);
    });
    add(group, "view_previous_photo", tr("Previous picture"), keys({Qt::Key_Left}), [](auto& c) {
        c.stepPhoto(-1);
    });
    add(group, "view_swap_photo", tr("Picture or render"), keys({Qt::Key_C}), [](auto& c) {
        c.swapPhotoAndRender();
    });
    struct Compare {
        const char* name;
        CompareMode mode;
        Qt::Key key;
        const char* icon;
    };
    auto* choices = new QActionGroup(this);
    for (const Compare& compare :
         {Compare{"view_compare_render", CompareMode::Render, Qt::Key_R, "view-shaded"},
          Compare{"view_compare_wipe", CompareMode::Wipe, Qt::Key_W, "wipe"},
          Compare{"view_compare_blink", CompareMode::Blink, Qt::Key_B, "blink"},
          Compare{"view_compare_difference", CompareMode::Difference, Qt::Key_D, "difference"},
          Compare{"view_compare_photo", CompareMode::Photo, Qt::Key_P, "image"}}) {
        QAction* action = addSwitch(group,
                                    compare.name,
                                    tr("Compare: %1").arg(nameOf(compare.mode)),
                                    keys({Qt::ShiftModifier | compare.key}),
                                    [mode = compare.mode](auto& c) { c.setCompareMode(mode); });
        action->setData(static_cast<int>(compare.mode));
        action->setIcon(icon(QLatin1String(compare.icon)));
        choices->addAction(action);
        compare_actions_ << action;
    }
    add(group, "view_wipe_left", tr("Move the wipe left"), keys({Qt::Key_Comma}), [](auto& c) {
        c.moveWipe(-kWipeStep);
    });
    add(group, "view_wipe_right", tr("Move the wipe right"), keys({Qt::Key_Period}), [](auto& c) {
        c.moveWipe(kWipeStep);
    });
}

void ViewportActions::addDisplayActions() {
    constexpr std::array<const char*, 9> kIcons{"view-shaded",
                                                "view-albedo",
                                                "view-roughness",
                                                "view-metallic",
                                                "view-normal",
                                                "axes",
                                                "checker",
                                                "sun",
                                                "camera"};
    auto* choices = new QActionGroup(this);
    for (int i = 0; i < static_cast<int>(kIcons.size()); ++i) {
        const auto mode = static_cast<ViewMode>(i);
        const QByteArray name = "view_mode_" + QByteArray::number(i);
        QAction* action =
            addSwitch(ActionGroup::Display,
                      name.constData(),
                      nameOf(mode),
                      keys({QKeyCombination(Qt::AltModifier, static_cast<Qt::Key>(Qt::Key_1 + i))}),
                      [mode](auto& c) { c.viewport()->setMode(mode); });
        action->setIcon(icon(QLatin1String(kIcons[static_cast<size_t>(i)])));
        action->setData(i);
        choices->addAction(action);
        mode_actions_ << action;
    }
    wireframe_ = addSwitch(
        ActionGroup::Display, "view_wireframe", tr("Wireframe"), keys({Qt::Key_W}), [](auto& c) {
            c.viewport()->setWireframe(!c.viewport()->look().wireframe);
        });
    wireframe_->setIcon(icon(QStringLiteral("wireframe")));
}

void ViewportActions::addGuideActions() {
    addGuideSwitch("view_grid", tr("Grid"), &ViewGuides::grid);
    addGuideSwitch("view_axes", tr("Axes"), &ViewGuides::axes);
    addGuideSwitch("view_box", tr("Box with size"), &ViewGuides::box);
    addGuideSwitch("view_cameras", tr("Cameras"), &ViewGuides::cameras);
    addGuideSwitch("view_points", tr("Points"), &ViewGuides::points);
    action(QStringLiteral("view_grid"))->setShortcut(Qt::Key_G);
    action(QStringLiteral("view_grid"))->setIcon(icon(QStringLiteral("grid")));
    action(QStringLiteral("view_axes"))->setIcon(icon(QStringLiteral("axes")));
    action(QStringLiteral("view_box"))->setIcon(icon(QStringLiteral("measure")));
    action(QStringLiteral("view_cameras"))->setIcon(icon(QStringLiteral("camera")));
}

void ViewportActions::addGuideSwitch(const char* name,
                                     const QString& text,
                                     bool ViewGuides::*guide) {
    guide_switches_.emplace_back(addSwitch(ActionGroup::Guides,
                                           name,
                                           text,
                                           {},
                                           [guide](auto& c) {
                                               ViewGuides guides = c.guides();
                                               guides.*guide = !(guides.*guide);
                                               c.setGuides(guides);
                                           }),
                                 guide);
}

void ViewportActions::addCaptureActions() {
    add(ActionGroup::Capture,
        "view_screenshot",
        tr("Screenshot"),
        keys({Qt::Key_F12}),
        [](auto& c) { c.takeScreenshot(false); })
        ->setIcon(icon(QStringLiteral("screenshot")));
    add(ActionGroup::Capture,
        "view_screenshot_transparent",
        tr("Screenshot without background"),
        keys({Qt::ControlModifier | Qt::Key_F12}),
        [](auto& c) { c.takeScreenshot(true); });
    add(ActionGroup::Capture, "view_turntable", tr("Turntable…"), {}, [this](auto&) {
        Q_EMIT turntableRequested();
    })->setIcon(icon(QStringLiteral("turntable")));
    add(ActionGroup::Help, "view_shortcuts", tr("Shortcuts"), keys({Qt::Key_F1}), [this](auto&) {
        Q_EMIT shortcutsRequested();
    })->setIcon(icon(QStringLiteral("keyboard")));
}

void ViewportActions::attach(ViewController* controller) {
    controllers_.emplace_back(controller);
    for (const Entry& entry : entries_) {
        controller->viewport()->addAction(entry.action);
        entry.action->setEnabled(true);
    }
    controller->viewport()->installEventFilter(this);
    const auto follow = [this] { showState(); };
    connect(controller, &ViewController::statusTextChanged, this, follow);
    connect(controller, &ViewController::guidesChanged, this, follow);
    connect(controller, &ViewController::photosChanged, this, follow);
    connect(controller->viewport(), &Viewport::lookChanged, this, follow);
    if (!target_) {
        target_ = controller;
        Q_EMIT targetChanged(controller);
    }
    showState();
}

bool ViewportActions::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::FocusIn) {
        for (const auto& controller : controllers_) {
            if (controller && controller->viewport() == watched && controller != target_) {
                target_ = controller;
                showState();
                Q_EMIT targetChanged(controller);
            }
        }
    }
    return false;
}

/// Check marks and what can be used now.
void ViewportActions::showState() {
    if (!target_) {
        return;
    }
    const ViewLook look = target_->viewport()->look();
    for (QAction* action : std::as_const(mode_actions_)) {
        action->setChecked(action->data().toInt() == static_cast<int>(look.mode));
    }
    wireframe_->setChecked(look.wireframe);
    orthographic_->setChecked(target_->viewport()->camera().orthographic);
    const ViewGuides guides = target_->guides();
    for (const auto& [action, guide] : guide_switches_) {
        action->setChecked(guides.*guide);
    }
    const bool photos = !target_->photos().empty();
    for (const Entry& entry : entries_) {
        if (entry.group == ActionGroup::Photo) {
            entry.action->setEnabled(photos);
        }
    }
    through_photo_->setChecked(target_->navigator().throughPhoto());
    for (QAction* action : std::as_const(compare_actions_)) {
        action->setChecked(action->data().toInt() == static_cast<int>(target_->compare()->mode()));
    }
}

QList<QAction*> ViewportActions::actions(ActionGroup group) const {
    QList<QAction*> result;
    for (const Entry& entry : entries_) {
        if (entry.group == group) {
            result << entry.action;
        }
    }
    return result;
}

QAction* ViewportActions::action(const QString& name) const {
    for (const Entry& entry : entries_) {
        if (entry.action->objectName() == name) {
            return entry.action;
        }
    }
    return nullptr;
}

void ViewportActions::fillMenu(QMenu* menu) const {
    for (const ActionGroup group :
         {ActionGroup::Display, ActionGroup::View, ActionGroup::Photo, ActionGroup::Guides}) {
        QMenu* part = menu->addMenu(nameOf(group));
        part->setObjectName(QStringLiteral("menu_") + QString::number(static_cast<int>(group)));
        part->addActions(actions(group));
    }
    menu->addSeparator();
    menu->addActions(actions(ActionGroup::Capture));
    menu->addSeparator();
    menu->addActions(actions(ActionGroup::Help));
}

}  // namespace bozzetto::ui
