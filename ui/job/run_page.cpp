// SPDX-License-Identifier: Apache-2.0
#include "ui/job/run_page.h"

#include "ui/common/text.h"
#include "ui/job/run_words.h"
#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace bozzetto::ui {
namespace {

constexpr int kBarSteps = 1000;
constexpr int kTickMilliseconds = 1000;

QLabel* makeLabel(QWidget* parent, const char* name, Role role) {
    auto* label = new QLabel(parent);
    label->setObjectName(QLatin1String(name));
    setRole(label, role);
    return label;
}

QProgressBar* makeBar(QWidget* parent, const char* name, const QString& accessible) {
    auto* bar = new QProgressBar(parent);
    bar->setObjectName(QLatin1String(name));
    bar->setAccessibleName(accessible);
    bar->setTextVisible(false);
    bar->setRange(0, kBarSteps);
    bar->setFixedHeight(spacing::kUnit);
    return bar;
}

QPushButton* makeButton(QWidget* parent, const char* name, const QString& tip) {
    auto* button = new QPushButton(parent);
    button->setObjectName(QLatin1String(name));
    button->setToolTip(tip);
    return button;
}

}  // namespace

RunPage::RunPage(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("runPage"));
    makeBars(this);
    makeButtons();

    auto* top = new QHBoxLayout;
    top->addWidget(title_, 1);
    top->addWidget(state_);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(spacing::kUnit);
    buttons->addWidget(pause_);
    buttons->addWidget(finish_);
    buttons->addWidget(stop_);
    auto* below = new QHBoxLayout;
    below->addWidget(warnings_);
    below->addStretch(1);
    below->addWidget(waiting_);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing::kTight);
    layout->addLayout(top);
    layout->addSpacing(spacing::kUnit);
    layout->addLayout(barRow(percent_, times_));
    layout->addWidget(overall_);
    layout->addSpacing(spacing::kUnit);
    layout->addLayout(barRow(stage_, steps_));
    layout->addWidget(phase_);
    layout->addSpacing(spacing::kPanel);
    layout->addLayout(buttons);
    layout->addLayout(below);
    layout->addStretch(1);

    tick_.setInterval(kTickMilliseconds);
    connect(&tick_, &QTimer::timeout, this, &RunPage::showTimes);
}

void RunPage::makeBars(QWidget* parent) {
    title_ = makeLabel(parent, "runTitle", Role::Heading);
    title_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    title_->setFocusPolicy(Qt::NoFocus);
    title_->setMinimumWidth(0);
    title_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    state_ = makeLabel(parent, "runState", Role::Muted);
    percent_ = makeLabel(parent, "runPercent", Role::Normal);
    times_ = makeLabel(parent, "runTimes", Role::Muted);
    stage_ = makeLabel(parent, "runStage", Role::Normal);
    steps_ = makeLabel(parent, "runSteps", Role::Muted);
    waiting_ = makeLabel(parent, "runWaiting", Role::Muted);
    overall_ = makeBar(parent, "overallBar", tr("Progress of the whole run"));
    phase_ = makeBar(parent, "phaseBar", tr("Progress of the phase"));
}

void RunPage::makeButtons() {
    pause_ = makeButton(this, "pauseButton", {});
    connect(pause_, &QPushButton::clicked, this, [this] {
        const bool on_hold = job_state_ == JobState::Paused || job_state_ == JobState::Pausing;
        on_hold ? Q_EMIT resumeRequested() : Q_EMIT pauseRequested();
    });

    finish_ = makeButton(this,
                         "finishButton",
                         tr("Ends the improving now and makes a finished mesh of what is there. "
                            "It can be improved further later."));
    finish_->setText(tr("Finish &now"));
    finish_->setIcon(icon(QStringLiteral("finish")));
    connect(finish_, &QPushButton::clicked, this, &RunPage::finishRequested);

    stop_ =
        makeButton(this,
                   "stopButton",
                   tr("Stopping is safe: what is done is kept, and Resume goes on from there."));
    stop_->setText(tr("S&top"));
    stop_->setIcon(icon(QStringLiteral("stop")));
    connect(stop_, &QPushButton::clicked, this, &RunPage::stopRequested);

    warnings_ = makeButton(this, "warningsButton", tr("Shows the log."));
    warnings_->setFlat(true);
    warnings_->setIcon(icon(QStringLiteral("warning")));
    connect(warnings_, &QPushButton::clicked, this, &RunPage::showLogRequested);
}

QLayout* RunPage::barRow(QLabel* name, QLabel* value) {
    auto* row = new QHBoxLayout;
    row->addWidget(name, 1);
    row->addWidget(value);
    return row;
}

void RunPage::begin(const QString& title) {
    progress_ = {};
    since_progress_.start();
    title_->setText(title);
    title_->setToolTip(title);
    stage_->setText(tr("Reading the pictures"));
    steps_->clear();
    percent_->setText(tr("Starting"));
    overall_->setValue(0);
    phase_->setRange(0, 0);  // moving: nothing is known yet
    setWarnings(0);
    setState(JobState::Running);
    showTimes();
}

void RunPage::setState(JobState state) {
    job_state_ = state;
    state_->setText(state == JobState::Running ? QString() : jobStateText(state));
    const bool on_hold = state == JobState::Paused || state == JobState::Pausing;
    const bool ending = state == JobState::Stopping || state == JobState::Finishing;
    pause_->setText(on_hold ? tr("Resu&me") : tr("&Pause"));
    pause_->setIcon(icon(on_hold ? QStringLiteral("play") : QStringLiteral("pause")));
    pause_->setToolTip(on_hold ? tr("Goes on where it was paused.")
                               : tr("Waits after the running step and leaves the processor free. "
                                    "The result does not change."));
    pause_->setEnabled(!ending);
    finish_->setEnabled(!ending);
    stop_->setEnabled(state != JobState::Stopping);
    if (state == JobState::Running || state == JobState::Finishing) {
        since_progress_.start();
        tick_.start();
    } else {
        tick_.stop();
    }
}

void RunPage::setStage(const QString& name, qint64 steps) {
    stage_->setText(stageTitle(name));
    steps_->clear();
    // A stage of one step has no parts to count: the bar moves to say that it works.
    phase_->setRange(0, steps > 1 ? kBarSteps : 0);
    phase_->setValue(0);
}

void RunPage::setProgress(const RunProgress& progress) {
    progress_ = progress;
    since_progress_.start();
    const QLocale locale;
    overall_->setValue(static_cast<int>(std::lround(progress.fraction * kBarSteps)));
    percent_->setText(tr("%1 %").arg(locale.toString(static_cast<int>(progress.fraction * 100))));
    if (progress.steps > 1) {
        phase_->setRange(0, kBarSteps);
        phase_->setValue(static_cast<int>(progress.step * kBarSteps / progress.steps));
        steps_->setText(tr("Step %1 of %2")
                            .arg(locale.toString(progress.step), locale.toString(progress.steps)));
    }
    showTimes();
}

void RunPage::setWarnings(int count) {
    warnings_->setText(tr("%n warning(s)", nullptr, count));
    warnings_->setVisible(count > 0);
}

void RunPage::setWaiting(int jobs) {
    waiting_->setText(tr("%n more waiting", nullptr, jobs));
    waiting_->setVisible(jobs > 0);
}

void RunPage::showTimes() {
    const bool goes_on = job_state_ == JobState::Running || job_state_ == JobState::Finishing;
    const double since = goes_on ? since_progress_.elapsed() / 1000.0 : 0;
    const QString elapsed = formatDuration(progress_.elapsed_s + since);
    // Between two events the estimate runs down, but it never promises an end that is not there.
    const double left = std::max(1.0, progress_.left_s - since);
    times_->setText(progress_.left_s < 0 || !goes_on
                        ? elapsed
                        : tr("%1, about %2 left").arg(elapsed, formatDuration(left)));
}

}  // namespace bozzetto::ui
