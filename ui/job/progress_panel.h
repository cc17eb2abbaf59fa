// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/job/job_queue.h"

#include <QPointer>
#include <QWidget>

class QStackedWidget;

namespace bozzetto::ui {

class EndedPage;
class RunPage;

/// What the active job does, or how the last one ended, with the buttons that go with it: pause,
/// resume, stop, finish now; copy details, resume, try again after a failure.
class ProgressPanel : public QWidget {
    Q_OBJECT

public:
    explicit ProgressPanel(JobQueue* queue, QWidget* parent = nullptr);

    /// The job that is shown; empty while there is nothing to show.
    QString shownJob() const { return shown_; }
    /// Shows how an ended job ended; the active one comes back with its next sign of life.
    void showEnded(const QString& id);

Q_SIGNALS:
    /// The user wants to look at the result of a finished job.
    void showResultRequested(const QString& id, const QString& folder);
    void showLogRequested();

private:
    QWidget* makeIdlePage();
    void connectQueue();
    void connectPages();
    void begin(const QString& id);
    void showActive();
    void forgetRemoved();

    QPointer<JobQueue> queue_;
    QStackedWidget* pages_;
    QWidget* idle_page_;
    RunPage* run_page_;
    EndedPage* ended_page_;
    QString shown_;
    int warnings_ = 0;
};

}  // namespace bozzetto::ui
