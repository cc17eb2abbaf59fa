// SPDX-License-Identifier: Apache-2.0
#include "ui/window/project_controller.h"

#include "ui/common/background_task.h"
#include "ui/project/project_document.h"
#include "ui/project/recent_list.h"
#include "ui/project/recovery_bar.h"
#include "ui/project/relocate_dialog.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>
#include <QStandardPaths>

namespace bozzetto::ui {

ProjectController::ProjectController(ProjectDocument* document,
                                     RecentList* recent,
                                     RecoveryBar* recovery,
                                     QWidget* window)
    : QObject(window), document_(document), recent_(recent), recovery_(recovery), window_(window) {
    connect(document, &ProjectDocument::opened, this, [this] {
        if (!document_->path().isEmpty()) {
            recent_->add(document_->path(), true);
        }
    });
    connect(document, &ProjectDocument::saved, this, [this](const QString& path) {
        recent_->add(path, true);
        Q_EMIT message(tr("Saved %1").arg(QFileInfo(path).fileName()));
        if (auto then = std::exchange(after_save_, nullptr)) {
            then();
        }
    });
    const auto fail = [this](const Problem& problem) {
        after_save_ = nullptr;
        Q_EMIT failed(problem.reason, problem.hint);
    };
    connect(document, &ProjectDocument::saveFailed, this, fail);
    connect(document, &ProjectDocument::openFailed, this, fail);
    connect(document, &ProjectDocument::autosaveFailed, this, fail);
    connect(document, &ProjectDocument::notice, this, &ProjectController::message);
    connect(document, &ProjectDocument::inputsMissing, this, &ProjectController::offerRelocation);
    connect(recovery, &RecoveryBar::answered, this, &ProjectController::answerRecovery);
}

void ProjectController::answerRecovery(const RecoverableSession& session, RecoveryAnswer answer) {
    switch (answer) {
        case RecoveryAnswer::Recover:
            closeThen([this, session] { document_->recover(session); });
            break;
        case RecoveryAnswer::OpenSaved:
            closeThen([this, session] {
                discardThen(session, [this, session] { document_->open(session.project_path); });
            });
            break;
        case RecoveryAnswer::Discard:
            discardThen(session, [] {});
            break;
        case RecoveryAnswer::Skip:
        case RecoveryAnswer::Ask:
            break;
    }
}

void ProjectController::discardThen(const RecoverableSession& session, std::function<void()> then) {
    inBackground(
        this,
        [id = session.id] {
            SessionStore().discard(id);
            return true;
        },
        [then = std::move(then)](bool) { then(); },
        [this](const Problem& problem) { Q_EMIT failed(problem.reason, problem.hint); });
}

void ProjectController::lookForCrashedSessions() {
    inBackground(
        this,
        [] { return SessionStore().recoverable(); },
        [this](const std::vector<RecoverableSession>& sessions) {
            recovery_->setSessions(sessions);
        },
        [this](const Problem& problem) { Q_EMIT failed(problem.reason, problem.hint); });
}

QMessageBox* ProjectController::question(const QString& text, const QString& details) {
    if (open_question_) {  // the newest question counts
        open_question_->reject();
    }
    auto* box =
        new QMessageBox(QMessageBox::Question, window_->window()->windowTitle(), text, {}, window_);
    box->setObjectName(QStringLiteral("question"));
    box->setInformativeText(details);
    box->setAttribute(Qt::WA_DeleteOnClose);
    open_question_ = box;
    return box;
}

void ProjectController::closeThen(std::function<void()> then) {
    askAboutWork([this, then = std::move(then)]() mutable {
        askAboutChanges([this, then = std::move(then)] {
            document_->close();
            then();
        });
    });
}

void ProjectController::askAboutWork(std::function<void()> then) {
    const QString busy = busy_reason_ ? busy_reason_() : QString();
    if (busy.isEmpty()) {
        then();
        return;
    }
    QMessageBox* box = question(
        busy, tr("Stopping is safe: the run can be continued later from where it was stopped."));
    QPushButton* stop = box->addButton(tr("&Stop the run"), QMessageBox::AcceptRole);
    QPushButton* keep = box->addButton(tr("&Keep it running"), QMessageBox::RejectRole);
    box->setDefaultButton(keep);
    box->setEscapeButton(keep);
    connect(box, &QMessageBox::finished, this, [this, box, stop, then = std::move(then)]() mutable {
        if (box->clickedButton() == stop) {
            stop_work_(std::move(then));
        }
    });
    box->open();
}

void ProjectController::askAboutChanges(std::function<void()> then) {
    if (!document_->isOpen() || !document_->isModified() || document_->isReadOnly()) {
        then();
        return;
    }
    QMessageBox* box =
        question(tr("Save the changes to \"%1\"?").arg(document_->title()),
                 document_->path().isEmpty()
                     ? tr("Results of a project that was never saved go to the trash.")
                     : tr("Without saving, the changes since the last time are lost."));
    QPushButton* save = box->addButton(tr("&Save"), QMessageBox::AcceptRole);
    QPushButton* discard = box->addButton(tr("&Do not save"), QMessageBox::DestructiveRole);
    QPushButton* cancel = box->addButton(tr("Cancel"), QMessageBox::RejectRole);
    box->setDefaultButton(save);
    box->setEscapeButton(cancel);
    connect(box,
            &QMessageBox::finished,
            this,
            [this, box, save, discard, then = std::move(then)]() mutable {
                if (box->clickedButton() == save) {
                    saveThen(std::move(then));
                } else if (box->clickedButton() == discard) {
                    then();
                }
            });
    box->open();
}

void ProjectController::saveThen(std::function<void()> then) {
    after_save_ = std::move(then);
    save();
}

void ProjectController::save() {
    if (document_->path().isEmpty() || document_->isReadOnly()) {
        saveAs();
    } else {
        document_->save();
    }
}

void ProjectController::saveAs() {
    const QString folder = document_->path().isEmpty()
                               ? QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation)
                               : QFileInfo(document_->path()).absolutePath();
    auto* dialog = new QFileDialog(window_, tr("Save project"), folder);
    dialog->setObjectName(QStringLiteral("saveDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(tr("Bozzetto project (*.bozzetto)"));
    dialog->setDefaultSuffix(QStringLiteral("bozzetto"));
    dialog->selectFile(document_->title());
    connect(dialog, &QFileDialog::fileSelected, document_, &ProjectDocument::saveAs);
    connect(dialog, &QFileDialog::rejected, this, [this] { after_save_ = nullptr; });
    dialog->open();
}

void ProjectController::openProjectDialog() {
    auto* dialog = new QFileDialog(window_, tr("Open project"));
    dialog->setObjectName(QStringLiteral("openDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilter(tr("Bozzetto project (*.bozzetto)"));
    connect(dialog, &QFileDialog::fileSelected, this, &ProjectController::openProject);
    dialog->open();
}

void ProjectController::openProject(const QString& path) {
    closeThen([this, path] { document_->open(path); });
}

void ProjectController::offerRelocation() {
    const QString path = document_->path();
    auto* dialog = new RelocateDialog(
        document_->project(), path.isEmpty() ? QString() : QFileInfo(path).absolutePath(), window_);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &RelocateDialog::confirmed, document_, &ProjectDocument::relocate);
    connect(document_, &ProjectDocument::closed, dialog, &QDialog::reject);
    dialog->show();
}

}  // namespace bozzetto::ui
