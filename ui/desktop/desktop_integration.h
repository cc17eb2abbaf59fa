// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QObject>

namespace bozzetto::ui {

class Notifier;
class SleepInhibitor;
class TaskbarProgress;

/// What the desktop around the window shows of a run: a notification at its end, progress on the
/// taskbar, no sleep meanwhile. All by D-Bus without waiting; without a bus or a service nothing
/// happens, which is a normal state.
class DesktopIntegration : public QObject {
    Q_OBJECT

public:
    explicit DesktopIntegration(QObject* parent = nullptr);
    /// Takes progress and inhibition back.
    ~DesktopIntegration() override;

    /// Progress of a run on the taskbar, 0 to 1; may be called for every step.
    void setProgress(double fraction);
    void clearProgress();

    /// Keeps the computer awake until allowSleep(). `reason` is shown by the desktop.
    void inhibitSleep(const QString& reason);
    void allowSleep();
    /// True once a service has agreed.
    bool isSleepInhibited() const;

    /// Shows a notification with the actions "Show" and, if `folder` is not empty, "Open folder".
    /// The caller decides whether it is wanted (the window is not active).
    void notify(const QString& title, const QString& text, const QString& folder);
    /// Takes the last notification away.
    void withdrawNotification();

    /// What the window's title says: program, document (may hold "[*]" for unsaved changes; may be
    /// empty) and, during a run, percent. fraction: 0 to 1, negative without a run.
    static QString windowTitle(const QString& document, double fraction);

Q_SIGNALS:
    /// Actions of the notification.
    void showRequested();
    void openFolderRequested(const QString& folder);
    void sleepInhibitedChanged(bool inhibited);

private:
    TaskbarProgress* progress_;
    SleepInhibitor* sleep_;
    Notifier* notifier_;
};

}  // namespace bozzetto::ui
