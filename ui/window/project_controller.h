// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/project/session_store.h"

#include <QObject>
#include <QPointer>
#include <QString>

#include <functional>

class QMessageBox;
class QWidget;

namespace bozzetto::ui {

class ProjectDocument;
class RecentList;
class RecoveryBar;

/// New, open, save, close: the questions that go with them, the list of recent things, recovery
/// after a crash and moved images. Every question is a dialog that leaves the program running; what
/// follows it is handed over as a function.
class ProjectController : public QObject {
    Q_OBJECT
public:
    ProjectController(ProjectDocument* document,
                      RecentList* recent,
                      RecoveryBar* recovery,
                      QWidget* window);

    /// What the user is asked to wait for or stop first; empty when nothing runs.
    void setBusyReason(std::function<QString()> reason) { busy_reason_ = std::move(reason); }
    /// Stops what runs (with a checkpoint) and calls what it is given when nothing runs any more;
    /// called after the user agreed.
    using StopWork = std::function<void(std::function<void()> then)>;
    void setStopWork(StopWork stop) { stop_work_ = std::move(stop); }

    /// Ends the session, after asking about a run that is going on and about unsaved changes;
    /// `then` is called once it has ended, not if the user cancels.
    void closeThen(std::function<void()> then);
    void openProject(const QString& path);
    void lookForCrashedSessions();

public Q_SLOTS:
    void openProjectDialog();
    void save();
    void saveAs();

Q_SIGNALS:
    /// A line for the status bar.
    void message(const QString& text);
    void failed(const QString& reason, const QString& hint);

private:
    void askAboutWork(std::function<void()> then);
    void askAboutChanges(std::function<void()> then);
    void saveThen(std::function<void()> then);
    void offerRelocation();
    void answerRecovery(const RecoverableSession& session, RecoveryAnswer answer);
    void discardThen(const RecoverableSession& session, std::function<void()> then);
    QMessageBox* question(const QString& text, const QString& details);

    ProjectDocument* document_;
    RecentList* recent_;
    RecoveryBar* recovery_;
    QWidget* window_;
    QPointer<QMessageBox> open_question_;
    std::function<QString()> busy_reason_;
    StopWork stop_work_;
    std::function<void()> after_save_;
};

}  // namespace bozzetto::ui
