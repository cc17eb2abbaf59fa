// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/job/job_queue.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;

namespace bozzetto::ui {

/// A run while it goes on: two bars, times, and the buttons that steer it.
class RunPage : public QWidget {
    Q_OBJECT

public:
    explicit RunPage(QWidget* parent = nullptr);

    /// Forgets the last run.
    void begin(const QString& title);
    void setState(JobState state);
    void setStage(const QString& name, qint64 steps);
    void setProgress(const RunProgress& progress);
    void setWarnings(int count);
    void setWaiting(int jobs);

Q_SIGNALS:
    void pauseRequested();
    void resumeRequested();
    void stopRequested();
    void finishRequested();
    void showLogRequested();

private:
    void makeBars(QWidget* parent);
    void makeButtons();
    QLayout* barRow(QLabel* name, QLabel* value);
    void showTimes();

    QLabel *title_, *state_, *percent_, *stage_, *steps_, *times_, *waiting_;
    QProgressBar *overall_, *phase_;
    QPushButton *pause_, *finish_, *stop_, *warnings_;
    QTimer tick_;  // the times go on between two events
    QElapsedTimer since_progress_;
    RunProgress progress_;
    JobState job_state_ = JobState::Running;
};

}  // namespace bozzetto::ui
