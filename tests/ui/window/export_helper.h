// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/export/export_dialog.h"
#include "ui/window/window_fixture.h"

#include <QComboBox>
#include <QLineEdit>
#include <QListWidget>
#include <QSignalSpy>

namespace bozzetto::testing {

/// Uses the export dialog of a window as a person does.
class ExportHelper {
public:
    /// Opens the dialog by the step at the top.
    explicit ExportHelper(const TestWindow& window) {
        if (window.pressStep(5)) {
            waitUntil([&] { return window.isShown("exportDialog"); });
            dialog_ = window.find<ui::ExportDialog>("exportDialog");
        }
    }
    ui::ExportDialog* dialog() const { return dialog_; }

    /// For a program of the list, in a format: the path of the mesh file; empty: it failed.
    QString exportTo(const QString& folder, const QString& target, const QString& format) {
        leaveLastExport();
        auto* targets = dialog_->findChild<QListWidget*>(QStringLiteral("exportTargets"));
        targets->setCurrentItem(targets->findItems(target, Qt::MatchExactly).value(0));
        if (!choose("exportFormat", format)) {
            return {};
        }
        auto* edit = dialog_->findChild<QLineEdit*>(QStringLiteral("exportFolder"));
        edit->selectAll();
        QTest::keyClicks(edit, folder);
        QSignalSpy exported(dialog_, &ui::ExportDialog::exported);
        QTest::qWait(80);  // the preview starts when typing has paused
        if (!press("exportStart") || !waitUntil([&] { return !exported.isEmpty(); }, 30000)) {
            return {};
        }
        return exported.front().front().toString();
    }

private:
    /// Back to the choices after an export.
    void leaveLastExport() {
        auto* again = dialog_->findChild<QAbstractButton*>(QStringLiteral("exportAgain"));
        if (again->isVisible()) {
            QTest::mouseClick(again, Qt::LeftButton);
        }
    }
    bool press(const char* name) {
        auto* button = dialog_->findChild<QAbstractButton*>(QLatin1String(name));
        if (!waitUntil([=] { return button->isVisible() && button->isEnabled(); }, 20000)) {
            return false;
        }
        QTest::mouseClick(button, Qt::LeftButton);
        return true;
    }
    bool choose(const char* name, const QString& text) {
        auto* box = dialog_->findChild<QComboBox*>(QLatin1String(name));
        for (int i = 0; i < box->count(); ++i) {
            if (box->itemText(i).startsWith(text)) {
                box->setCurrentIndex(i);
                Q_EMIT box->activated(i);
                return true;
            }
        }
        return false;
    }

    ui::ExportDialog* dialog_ = nullptr;
};

}  // namespace bozzetto::testing
