// SPDX-License-Identifier: Apache-2.0
#include "ui/common/child_process.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace bozzetto::ui {
namespace {

constexpr int kNice = 10;
constexpr int kStopMilliseconds = 1800;  // of the 2 s that a stop may take
constexpr qsizetype kMaxLineBytes = 1 << 18;

/// Runs in the child between fork and exec: only what a signal handler may do, too. The child gives
/// way to the window, and if memory runs out the system picks the child, not the window.
void giveWay() {
    ::setpriority(PRIO_PROCESS, 0, kNice);
    const int file = ::open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (file >= 0) {
        [[maybe_unused]] const ssize_t written = ::write(file, "500", 3);
        ::close(file);
    }
}

}  // namespace

ChildProcess::ChildProcess(const QString& program, StopBy stop_by, QObject* parent)
    : QObject(parent),
      process_(this),
      last_resort_(this),
      output_lines_(kMaxLineBytes),
      error_lines_(kMaxLineBytes),
      stop_by_(stop_by) {
    process_.setProgram(program);
    process_.setChildProcessModifier(giveWay);
    last_resort_.setSingleShot(true);
    connect(&process_, &QProcess::started, this, [this] {
        Q_EMIT started(process_.processId());
        if (stop_asked_) {
            ask();
        }
    });
    connect(&process_, &QProcess::readyReadStandardOutput, this, &ChildProcess::readOutput);
    connect(&process_, &QProcess::readyReadStandardError, this, &ChildProcess::readErrors);
    connect(&process_, &QProcess::finished, this, &ChildProcess::takeEnd);
    connect(&process_, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart) {
            Q_EMIT failedToStart(process_.errorString());
        }
    });
    connect(&last_resort_, &QTimer::timeout, this, [this] {
        Q_EMIT killed();
        process_.kill();
    });
}

ChildProcess::~ChildProcess() {
    process_.disconnect(this);
    if (process_.state() == QProcess::NotRunning) {
        return;
    }
    if (stop_by_ == StopBy::Signal) {
        process_.terminate();
    }
    process_.closeWriteChannel();  // a child that listens takes it as a stop
    if (!process_.waitForFinished(kStopMilliseconds)) {
        process_.kill();
        process_.waitForFinished(100);
    }
}

void ChildProcess::start(const QStringList& arguments) {
    process_.setArguments(arguments);
    process_.start(QIODevice::ReadWrite);
}

void ChildProcess::send(const QByteArray& lines) {
    if (process_.state() == QProcess::Running) {
        process_.write(lines);
    }
}

void ChildProcess::stop() {
    if (stop_asked_ || process_.state() == QProcess::NotRunning) {
        return;
    }
    stop_asked_ = true;
    last_resort_.start(kStopMilliseconds);
    if (process_.state() == QProcess::Running) {
        ask();
    }
}

void ChildProcess::ask() {
    if (stop_by_ == StopBy::Command) {
        send("stop\n");
    } else {
        process_.terminate();
    }
}

void ChildProcess::readOutput() {
    const QByteArrayList lines = output_lines_.append(process_.readAllStandardOutput());
    for (const QByteArray& line : lines) {
        Q_EMIT outputLine(line);
    }
    Q_EMIT outputRead();
}

void ChildProcess::readErrors() {
    const QByteArrayList lines = error_lines_.append(process_.readAllStandardError());
    for (const QByteArray& line : lines) {
        Q_EMIT errorLine(line);
    }
}

void ChildProcess::takeEnd(int exit_code, QProcess::ExitStatus status) {
    last_resort_.stop();
    readOutput();
    readErrors();
    if (const QByteArray rest = output_lines_.takeRest(); !rest.isEmpty()) {
        Q_EMIT outputLine(rest);
    }
    if (const QByteArray rest = error_lines_.takeRest(); !rest.isEmpty()) {
        Q_EMIT errorLine(rest);
    }
    // Qt gives the signal as the exit code of a process that crashed.
    Q_EMIT ended(exit_code, status == QProcess::CrashExit ? exit_code : 0);
}

}  // namespace bozzetto::ui
