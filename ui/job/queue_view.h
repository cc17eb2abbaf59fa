// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/job/job_queue.h"

#include <QWidget>

namespace bozzetto::ui {

/// The list of jobs with buttons: add, remove, up, down, run, continue on error.
class QueueView : public QWidget {
    Q_OBJECT

public:
    explicit QueueView(JobQueue* queue, QWidget* parent = nullptr);

    QString selectedId() const;
    void select(const QString& id);

Q_SIGNALS:
    /// The user wants to add the present settings as a job; who owns them does it.
    void addRequested();
    void jobActivated(const QString& id);  // double click, Enter
};

}  // namespace bozzetto::ui
