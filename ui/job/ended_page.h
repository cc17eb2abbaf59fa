// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/job/run_types.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace bozzetto::ui {

/// How a run ended: its figures, or what went wrong with the remedy, and what can be done next.
class EndedPage : public QWidget {
    Q_OBJECT

public:
    explicit EndedPage(QWidget* parent = nullptr);

    void show(const QString& title, const RunOutcome& outcome);

Q_SIGNALS:
    void showResultRequested();
    void resumeRequested();
    void restartRequested();
    void showLogRequested();

private:
    QPushButton* addButton(const char* name,
                           const char* icon,
                           const QString& text,
                           const QString& tip);
    void showSign(const RunOutcome& outcome);
    void markMain(QPushButton* main);
    void showButtons(const RunOutcome& outcome);
    static QString headline(const RunOutcome& outcome);
    static QString figures(const RunOutcome& outcome);

    RunOutcome outcome_;
    QString title_;
    QLabel *sign_, *headline_, *run_title_, *text_;
    QPushButton *result_, *resume_, *again_, *copy_, *log_;
};

}  // namespace bozzetto::ui
