// SPDX-License-Identifier: Apache-2.0
#include "ui/common/child_task.h"

#include "ui/common/core_words.h"

#include <QJsonDocument>

#include <algorithm>

namespace bozzetto::ui {
namespace {

constexpr qsizetype kMaxLastWords = 2000;
constexpr double kMaxSeconds = 1e9;

double number(const QJsonObject& values, const char* key, double fallback) {
    return values.value(QLatin1String(key)).toDouble(fallback);
}

QString text(const QJsonObject& values, const char* key) {
    return values.value(QLatin1String(key)).toString();
}

}  // namespace

ChildTask::ChildTask(const QString& cli, QObject* parent)
    : QObject(parent), process_(cli, ChildProcess::StopBy::Signal, this) {
    connect(&process_, &ChildProcess::outputLine, this, &ChildTask::takeLine);
    connect(&process_, &ChildProcess::errorLine, this, &ChildTask::takeErrorLine);
    connect(&process_, &ChildProcess::ended, this, &ChildTask::takeEnd);
    connect(&process_, &ChildProcess::failedToStart, this, [this](const QString& reason) {
        Q_EMIT failed(
            QStringLiteral("start"),
            {tr("%1 does not start: %2", "program, reason").arg(process_.program(), reason),
             tr("Install Bozzetto again: a part of it is missing.")});
    });
}

void ChildTask::start(const QStringList& arguments) {
    process_.start(arguments);
}

void ChildTask::cancel() {
    process_.stop();
}

void ChildTask::takeLine(const QByteArray& line) {
    const QJsonObject values = QJsonDocument::fromJson(line).object();
    const QString name = text(values, "event");
    if (name.isEmpty()) {
        return;  // a library that prints
    }
    if (name == QLatin1String("stage")) {
        phase_ = text(values, "name");
    }
    if (name == QLatin1String("progress")) {
        takeProgress(values);
    } else if (name == QLatin1String("warning")) {
        Q_EMIT warning(coreText(text(values, "reason")));
    } else if (name == QLatin1String("error")) {
        code_ = text(values, "code");
        problem_ = {coreText(text(values, "reason")), coreText(text(values, "hint"))};
    } else {
        Q_EMIT event(name, values);
    }
}

void ChildTask::takeProgress(const QJsonObject& values) {
    TaskProgress now;
    now.phase = text(values, "stage");
    if (now.phase.isEmpty()) {
        now.phase = phase_;
    }
    const double steps = number(values, "steps", 0);
    now.phase_share = steps > 0 ? std::clamp(number(values, "step", 0) / steps, 0.0, 1.0) : 0;
    now.fraction = std::clamp(number(values, "fraction", 0), 0.0, 1.0);
    now.elapsed_s = std::clamp(number(values, "elapsed_s", 0), 0.0, kMaxSeconds);
    now.left_s = std::clamp(number(values, "left_s", -1), -1.0, kMaxSeconds);
    Q_EMIT progress(now);
}

void ChildTask::takeErrorLine(const QByteArray& line) {
    last_words_ += QString::fromUtf8(line.left(1000)) + QLatin1Char('\n');
    if (last_words_.size() > kMaxLastWords) {
        last_words_.remove(0, last_words_.size() - kMaxLastWords);
    }
}

void ChildTask::takeEnd(int exit_code, int signal) {
    if (process_.stopWasAsked()) {
        Q_EMIT cancelled();
    } else if (exit_code == 0 && signal == 0) {
        Q_EMIT done();
    } else if (!problem_.reason.isEmpty()) {
        Q_EMIT failed(code_, problem_);
    } else {
        Q_EMIT failed(QStringLiteral("crashed"),
                      {signal != 0 ? tr("The program was ended by signal %1.").arg(signal)
                                   : tr("The program ended with code %1.").arg(exit_code),
                       last_words_.trimmed()});
    }
}

}  // namespace bozzetto::ui
