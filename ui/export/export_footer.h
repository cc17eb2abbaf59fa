// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "io/export.h"
#include "ui/common/text.h"

#include <QStackedWidget>

class QLabel;
class QProgressBar;
class QPushButton;

namespace bozzetto::ui {

/// The lowest part of the export dialog: its buttons, the question before files are replaced,
/// progress, and how it ended.
class ExportFooter : public QStackedWidget {
    Q_OBJECT

public:
    enum class State { Edit, Confirm, Running, Done, Failed };

    explicit ExportFooter(QWidget* parent = nullptr);
    State state() const { return static_cast<State>(currentIndex()); }

    void showEdit();
    /// Whether Export can be pressed, and in words why not (empty: nothing to say).
    void setReady(bool ready, const QString& reason);
    void showConfirm(int files);
    void showRunning();
    void setProgress(ExportStep step, double fraction);
    void setCancelling();
    void showDone(const ExportResult& result);
    void showFailed(const Problem& problem);

Q_SIGNALS:
    void exportPressed();
    void closePressed();
    void replacePressed();
    void backPressed();  // to the choices: after a question, a failure or an export
    void cancelPressed();
    void showInFolderPressed();

private:
    QWidget* makeEdit();
    QWidget* makeConfirm();
    QWidget* makeRunning();
    QWidget* makeDone();
    QWidget* makeFailed();
    void showPage(State state, QPushButton* focus);

    QPushButton *export_ = nullptr, *replace_ = nullptr, *back_ = nullptr, *cancel_ = nullptr,
                *show_ = nullptr, *retry_ = nullptr;
    QLabel *reason_ = nullptr, *question_ = nullptr, *step_ = nullptr, *done_ = nullptr,
           *notes_ = nullptr, *problem_ = nullptr, *hint_ = nullptr;
    QProgressBar* progress_ = nullptr;
};

}  // namespace bozzetto::ui
