// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/job/job_queue.h"

#include <QWidget>

namespace bozzetto::ui {

/// What the active job does, or how the last one ended, with the buttons that go with it: pause,
/// resume, stop, finish now; copy details, resume, try again after a failure.
class ProgressPanel : public QWidget {
    Q_OBJECT

public:
    explicit ProgressPanel(JobQueue* queue, QWidget* parent = nullptr);
    ~ProgressPanel() override;

Q_SIGNALS:
    /// The user wants to look at the result of a finished job.
    void showResultRequested(const QString& id, const QString& folder);
    void showLogRequested();

private:
    class Private;
    std::unique_ptr<Private> d_;
};

}  // namespace bozzetto::ui
