// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/common/line_buffer.h"

#include <QObject>
#include <QProcess>
#include <QStringList>
#include <QTimer>

namespace bozzetto::ui {

/// A program that works for the window: it gives way to the window for processor and memory, its
/// output comes line by line, and after a stop it is gone within 2 s whatever it does. For one
/// start.
class ChildProcess : public QObject {
    Q_OBJECT
public:
    /// How a stop is asked for. Command: the line "stop" on the child's standard input, for a child
    /// that was told to listen (--control). Signal: SIGTERM.
    enum class StopBy { Command, Signal };

    explicit ChildProcess(const QString& program, StopBy stop_by, QObject* parent = nullptr);
    /// Ends a running child, kindly if it is quick enough; returns within 2 s.
    ~ChildProcess() override;

    QString program() const { return process_.program(); }
    void start(const QStringList& arguments);
    /// Lines for the child's standard input.
    void send(const QByteArray& lines);
    void stop();
    bool isRunning() const { return process_.state() != QProcess::NotRunning; }
    bool stopWasAsked() const { return stop_asked_; }

Q_SIGNALS:
    void started(qint64 pid);
    void outputLine(const QByteArray& line);
    void errorLine(const QByteArray& line);
    /// All lines that came together were told.
    void outputRead();
    /// It did not stop in time and is being killed.
    void killed();
    /// All its lines were told. signal: that ended it; 0: it left by itself with `exit_code`.
    void ended(int exit_code, int signal);
    void failedToStart(const QString& reason);

private:
    void readOutput();
    void readErrors();
    void takeEnd(int exit_code, QProcess::ExitStatus status);
    void ask();

    QProcess process_;
    QTimer last_resort_;
    LineBuffer output_lines_, error_lines_;
    StopBy stop_by_;
    bool stop_asked_ = false;
};

}  // namespace bozzetto::ui
