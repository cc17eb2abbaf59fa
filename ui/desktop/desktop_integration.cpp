// SPDX-License-Identifier: Apache-2.0
#include "ui/desktop/desktop_integration.h"

#include "ui/desktop/notifier.h"
#include "ui/desktop/sleep_inhibitor.h"
#include "ui/desktop/taskbar_progress.h"

#include <QLocale>

#include <algorithm>
#include <optional>

namespace bozzetto::ui {

DesktopIntegration::DesktopIntegration(QObject* parent)
    : QObject(parent),
      progress_(new TaskbarProgress(this)),
      sleep_(new SleepInhibitor(this)),
      notifier_(new Notifier(this)) {
    connect(notifier_, &Notifier::showRequested, this, &DesktopIntegration::showRequested);
    connect(
        notifier_, &Notifier::openFolderRequested, this, &DesktopIntegration::openFolderRequested);
    connect(sleep_,
            &SleepInhibitor::inhibitedChanged,
            this,
            &DesktopIntegration::sleepInhibitedChanged);
}

DesktopIntegration::~DesktopIntegration() = default;

void DesktopIntegration::setProgress(double fraction) {
    progress_->set(fraction);
}

void DesktopIntegration::clearProgress() {
    progress_->set(std::nullopt);
}

void DesktopIntegration::inhibitSleep(const QString& reason) {
    sleep_->inhibit(reason);
}

void DesktopIntegration::allowSleep() {
    sleep_->allow();
}

bool DesktopIntegration::isSleepInhibited() const {
    return sleep_->isInhibited();
}

void DesktopIntegration::notify(const QString& title, const QString& text, const QString& folder) {
    notifier_->show(title, text, folder);
}

void DesktopIntegration::withdrawNotification() {
    notifier_->withdraw();
}

QString DesktopIntegration::windowTitle(const QString& document, double fraction) {
    const QString name =
        document.isEmpty() ? QStringLiteral("Bozzetto") : tr("%1 - Bozzetto").arg(document);
    if (fraction < 0) {
        return name;
    }
    const int percent = static_cast<int>(std::min(1.0, fraction) * 100);
    return tr("%1 % - %2").arg(QLocale().toString(percent), name);
}

}  // namespace bozzetto::ui
