// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "support/memory_folder.h"
#include "ui/images/drag.h"
#include "ui/job/job_queue.h"
#include "ui/project/project_document.h"
#include "ui/settings/preferences.h"
#include "ui/theme/theme.h"
#include "ui/viewport/viewport.h"
#include "ui/window/main_window.h"

#include <QAbstractButton>
#include <QAction>
#include <QLabel>
#include <QMessageBox>
#include <QTemporaryDir>
#include <QToolBar>
#include <QUrl>
#include <QtTest>

#include <functional>
#include <memory>

namespace bozzetto::testing {

/// Waits, with the events going on, until `is_true`; false after `timeout_ms`.
inline bool waitUntil(const std::function<bool()>& is_true, int timeout_ms = 5000) {
    return QTest::qWaitFor(is_true, timeout_ms);
}

/// Files as a file manager puts them into a drag.
inline QMimeData* urlsOf(const QStringList& paths) {
    QList<QUrl> urls;
    for (const QString& path : paths) {
        urls.append(QUrl::fromLocalFile(path));
    }
    auto* data = new QMimeData;
    data->setUrls(urls);
    return data;
}

/// The main window as the program makes it, with preferences of its own and the given engines'
/// program, for the tests to use as a person does. Parts are found by their object names.
class TestWindow {
public:
    /// cli: bozzetto-cli or scripted_cli; sample: folder for "Try the sample".
    explicit TestWindow(const QString& cli,
                        const QString& sample = {},
                        ui::Scheme scheme = ui::Scheme::Light) {
        QCoreApplication::setApplicationName(QStringLiteral("bozzetto"));
        QApplication::setApplicationDisplayName(QStringLiteral("Bozzetto"));
        ui::applyTheme(*qApp, scheme);
        preferences_ = std::make_unique<ui::Preferences>(path(QStringLiteral("preferences.ini")));
        options_.cli = cli;
        options_.sample = sample;
        window_ = std::make_unique<ui::MainWindow>(options_, *preferences_);
    }
    ~TestWindow() { window_.reset(); }

    ui::MainWindow* get() const { return window_.get(); }
    ui::MainWindow* operator->() const { return window_.get(); }
    ui::Preferences& preferences() const { return *preferences_; }
    /// In a folder that goes with the fixture.
    QString path(const QString& name) const { return folder_.filePath(name); }

    /// Puts the window on screen and makes it the active one.
    bool show() {
        window_->show();
        window_->activateWindow();
        return QTest::qWaitForWindowExposed(window_.get());
    }
    /// Drags files onto the window and lets them go. Ignored: the window did not want them.
    Qt::DropAction drop(const QStringList& paths, Qt::KeyboardModifiers modifiers = {}) {
        Drag drag(window_.get(), urlsOf(paths));
        return drag.enter(modifiers) ? drag.drop(modifiers) : Qt::IgnoreAction;
    }

    // --- parts
    template <class T>
    T* find(const char* name) const {
        return window_->findChild<T*>(QLatin1String(name));
    }
    QWidget* widget(const char* name) const { return find<QWidget>(name); }
    QString text(const char* label_name) const {
        const auto* label = find<QLabel>(label_name);
        return label != nullptr ? label->text() : QString();
    }
    bool isShown(const char* name) const {
        const QWidget* found = widget(name);
        return found != nullptr && found->isVisible();
    }
    ui::JobQueue* queue() const { return window_->findChild<ui::JobQueue*>(); }
    ui::ProjectDocument* document() const { return window_->findChild<ui::ProjectDocument*>(); }
    /// The first of the two.
    ui::Viewport* viewport() const { return find<ui::Viewport>("viewport1"); }

    // --- doing things
    /// Presses a button with the mouse once it is there, visible and enabled.
    bool press(const char* name, int timeout_ms = 5000) const {
        QAbstractButton* button = nullptr;
        const auto ready = [&] {
            button = find<QAbstractButton>(name);
            return button != nullptr && canPress(button);
        };
        if (!waitUntil(ready, timeout_ms)) {
            return false;
        }
        QTest::mouseClick(button, Qt::LeftButton);
        return true;
    }
    /// Presses a step at the top, 1 to 5, once it is there to be pressed.
    bool pressStep(int step, int timeout_ms = 5000) const {
        auto* bar = find<QToolBar>("stepBar");
        auto* action = window_->findChild<QAction*>(QStringLiteral("step") + QString::number(step));
        if (!waitUntil([=] { return action->isEnabled(); }, timeout_ms)) {
            return false;
        }
        QTest::mouseClick(bar->widgetForAction(action), Qt::LeftButton);
        return true;
    }
    bool isCurrentStep(int step) const {
        return window_->findChild<QAction*>(QStringLiteral("step") + QString::number(step))
            ->isChecked();
    }
    /// The question that is open; null: none.
    QMessageBox* question() const {
        for (auto* box : window_->findChildren<QMessageBox*>()) {
            if (box->isVisible()) {
                return box;
            }
        }
        return nullptr;
    }
    /// Presses the button of the open question with this text (without "&").
    bool answer(const QString& button_text, int timeout_ms = 5000) const {
        if (!waitUntil([this] { return question() != nullptr; }, timeout_ms)) {
            return false;
        }
        for (QAbstractButton* button : question()->buttons()) {
            if (button->text().remove(QLatin1Char('&')) == button_text) {
                QTest::mouseClick(button, Qt::LeftButton);
                return true;
            }
        }
        return false;
    }

    /// A picture of a window (the main one if none is given) where BOZZETTO_SCREENSHOTS says; no
    /// picture without it.
    void takePicture(const QString& name, QWidget* shown = nullptr) const {
        const QString folder = qEnvironmentVariable("BOZZETTO_SCREENSHOTS");
        if (!folder.isEmpty()) {
            (shown != nullptr ? shown : window_.get())
                ->grab()
                .save(folder + QLatin1Char('/') + name + QStringLiteral(".png"));
        }
    }

private:
    static bool canPress(const QAbstractButton* button) {
        return button->isVisible() && button->isEnabled();
    }

    QTemporaryDir folder_{memoryFolderTemplate()};
    ui::LaunchOptions options_;
    std::unique_ptr<ui::Preferences> preferences_;
    std::unique_ptr<ui::MainWindow> window_;
};

}  // namespace bozzetto::testing
