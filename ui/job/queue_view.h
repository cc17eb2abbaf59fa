// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/job/job_queue.h"

#include <QPointer>
#include <QWidget>

class QAbstractButton;
class QCheckBox;
class QLabel;
class QListView;
class QToolButton;

namespace bozzetto::ui {

/// The list of jobs with buttons: run, add, remove, up, down, clear, continue on error. Jobs are
/// also reordered by drag or Ctrl+Up and Ctrl+Down, removed by Delete.
class QueueView : public QWidget {
    Q_OBJECT

public:
    explicit QueueView(JobQueue* queue, QWidget* parent = nullptr);

    QString selectedId() const;
    void select(const QString& id);
    /// Whether there is something to add; `reason` is the tooltip while there is not.
    void setCanAdd(bool can, const QString& reason = {});

Q_SIGNALS:
    /// The user wants to add the present settings as a job; who owns them does it.
    void addRequested();
    void jobActivated(const QString& id);  // double click, Enter
    void selectionChanged(const QString& id);

private:
    void makeList();
    QLayout* makeButtons();
    QToolButton* addTool(const char* name,
                         const char* icon,
                         const QString& text,
                         const QString& tip);
    void addShortcut(const QKeySequence& keys, QAbstractButton* button);
    void moveSelected(int offset);
    void removeSelected();
    void updateButtons();

    QPointer<JobQueue> queue_;
    QListView* list_;
    QLabel* empty_;
    QToolButton *run_, *add_, *remove_, *up_, *down_, *clear_;
    QCheckBox* continue_;
};

}  // namespace bozzetto::ui
