// SPDX-License-Identifier: Apache-2.0
#include "ui/job/progress_panel.h"

#include "ui/job/ended_page.h"
#include "ui/job/run_page.h"
#include "ui/theme/theme.h"

#include <QLabel>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace bozzetto::ui {

ProgressPanel::ProgressPanel(JobQueue* queue, QWidget* parent) : QWidget(parent), queue_(queue) {
    setObjectName(QStringLiteral("progressPanel"));
    setAccessibleName(tr("Progress"));
    idle_page_ = makeIdlePage();
    run_page_ = new RunPage(this);
    ended_page_ = new EndedPage(this);
    pages_ = new QStackedWidget(this);
    pages_->addWidget(idle_page_);
    pages_->addWidget(run_page_);
    pages_->addWidget(ended_page_);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(spacing::kPanel, spacing::kPanel, spacing::kPanel, spacing::kPanel);
    layout->addWidget(pages_);
    connectQueue();
    connectPages();
    if (queue_->isRunning()) {
        begin(queue_->currentId());
    }
}

QWidget* ProgressPanel::makeIdlePage() {
    auto* page = new QWidget(this);
    page->setObjectName(QStringLiteral("idlePage"));
    auto* headline = new QLabel(tr("Nothing is running"), page);
    headline->setObjectName(QStringLiteral("idleHeadline"));
    setRole(headline, Role::Heading);
    auto* text = new QLabel(tr("Press Run to start. You can watch the mesh form, pause at any "
                               "time, and stop without losing what is done."),
                            page);
    text->setObjectName(QStringLiteral("idleText"));
    text->setWordWrap(true);
    setRole(text, Role::Muted);
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing::kUnit);
    layout->addWidget(headline);
    layout->addWidget(text);
    layout->addStretch(1);
    return page;
}

void ProgressPanel::connectQueue() {
    JobQueue* queue = queue_;
    connect(queue, &JobQueue::jobStarted, this, &ProgressPanel::begin);
    connect(queue, &JobQueue::jobFinished, this, [this](const QString& id) { showEnded(id); });
    connect(queue, &JobQueue::stateChanged, this, [this](const QString& id, JobState state) {
        if (id == queue_->currentId() && isActive(state)) {
            showActive();
            run_page_->setState(state);
        }
    });
    connect(queue,
            &JobQueue::stageStarted,
            this,
            [this](const QString&, const QString& name, qint64 steps) {
                run_page_->setStage(name, steps);
            });
    connect(queue,
            &JobQueue::progressChanged,
            this,
            [this](const QString&, const RunProgress& progress) {
                showActive();
                run_page_->setProgress(progress);
            });
    connect(queue, &JobQueue::warning, this, [this] { run_page_->setWarnings(++warnings_); });
    const auto count_waiting = [this] { run_page_->setWaiting(queue_->waitingCount()); };
    connect(queue, &JobQueue::rowsInserted, this, count_waiting);
    connect(queue, &JobQueue::rowsRemoved, this, count_waiting);
    connect(queue, &JobQueue::stateChanged, this, count_waiting);
    connect(queue, &JobQueue::rowsRemoved, this, &ProgressPanel::forgetRemoved);
}

void ProgressPanel::connectPages() {
    connect(run_page_, &RunPage::pauseRequested, queue_, &JobQueue::pauseCurrent);
    connect(run_page_, &RunPage::resumeRequested, queue_, &JobQueue::resumeCurrent);
    connect(run_page_, &RunPage::stopRequested, queue_, &JobQueue::stopCurrent);
    connect(run_page_, &RunPage::finishRequested, queue_, &JobQueue::finishCurrent);
    connect(run_page_, &RunPage::showLogRequested, this, &ProgressPanel::showLogRequested);
    connect(ended_page_, &EndedPage::showLogRequested, this, &ProgressPanel::showLogRequested);
    connect(ended_page_, &EndedPage::resumeRequested, this, [this] { queue_->resumeJob(shown_); });
    connect(
        ended_page_, &EndedPage::restartRequested, this, [this] { queue_->restartJob(shown_); });
    connect(ended_page_, &EndedPage::showResultRequested, this, [this] {
        if (const std::optional<RunOutcome> outcome = queue_->outcome(shown_)) {
            Q_EMIT showResultRequested(shown_, outcome->folder);
        }
    });
}

void ProgressPanel::begin(const QString& id) {
    warnings_ = 0;
    run_page_->begin(queue_->job(id).value_or(Job{}).title);
    run_page_->setWaiting(queue_->waitingCount());
    showActive();
}

void ProgressPanel::showActive() {
    shown_ = queue_->currentId();
    pages_->setCurrentWidget(run_page_);
}

void ProgressPanel::showEnded(const QString& id) {
    const std::optional<RunOutcome> outcome = queue_->outcome(id);
    if (!outcome) {
        return;
    }
    shown_ = id;
    ended_page_->show(queue_->job(id)->title, *outcome);
    pages_->setCurrentWidget(ended_page_);
}

void ProgressPanel::forgetRemoved() {
    if (!shown_.isEmpty() && !queue_->job(shown_)) {
        shown_.clear();
        pages_->setCurrentWidget(idle_page_);
    }
}

}  // namespace bozzetto::ui
