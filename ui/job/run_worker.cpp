// SPDX-License-Identifier: Apache-2.0
#include "ui/job/run_worker.h"

#include "ui/job/child_run.h"

#include <utility>

namespace bozzetto::ui {

RunWorker::RunWorker(QString cli, QString log_folder)
    : cli_(std::move(cli)), log_folder_(std::move(log_folder)) {
    qRegisterMetaType<RunRequest>();
    qRegisterMetaType<RunStarted>();
    qRegisterMetaType<RunProgress>();
    qRegisterMetaType<RunOutcome>();
    qRegisterMetaType<PreviewPointer>();
    qRegisterMetaType<LogLevel>();
}

RunWorker::~RunWorker() = default;  // the run goes with it, and stops its child

void RunWorker::start(const RunRequest& request) {
    if (run_ != nullptr) {
        return;
    }
    run_ = new ChildRun(cli_, log_folder_, this);
    connect(run_, &ChildRun::processStarted, this, &RunWorker::processStarted);
    connect(run_, &ChildRun::started, this, &RunWorker::started);
    connect(run_, &ChildRun::stageStarted, this, &RunWorker::stageStarted);
    connect(run_, &ChildRun::progress, this, &RunWorker::progress);
    connect(run_, &ChildRun::metric, this, &RunWorker::metric);
    connect(run_, &ChildRun::previewReady, this, &RunWorker::previewReady);
    connect(run_, &ChildRun::warning, this, &RunWorker::warning);
    connect(run_, &ChildRun::logged, this, &RunWorker::logged);
    connect(run_, &ChildRun::paused, this, &RunWorker::paused);
    connect(run_, &ChildRun::resumed, this, &RunWorker::resumed);
    connect(run_, &ChildRun::finished, this, [this](const RunOutcome& outcome) {
        std::exchange(run_, nullptr)->deleteLater();
        Q_EMIT finished(outcome);
    });
    run_->start(request);
}

void RunWorker::pause() {
    if (run_ != nullptr) {
        run_->send("pause\n");
    }
}

void RunWorker::resume() {
    if (run_ != nullptr) {
        run_->send("resume\n");
    }
}

void RunWorker::stop() {
    if (run_ != nullptr) {
        run_->stop();
    }
}

void RunWorker::finish() {
    if (run_ != nullptr) {
        // A paused engine would only see it after going on.
        run_->send("finish\nresume\n");
    }
}

}  // namespace bozzetto::ui
