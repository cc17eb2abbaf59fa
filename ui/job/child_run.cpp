// SPDX-License-Identifier: Apache-2.0
#include "ui/job/child_run.h"

#include "base/files.h"
#include "io/preview_file.h"
#include "pipeline/checkpoint.h"
#include "ui/common/text.h"

#include <QDir>
#include <QFile>

namespace bozzetto::ui {
namespace {

constexpr qsizetype kMaxLastWords = 4000;
constexpr int kMaxStrayLines = 500;

/// How many processes the kernel has ended for memory since it started; 0 where it does not say.
quint64 memoryKills() {
    QFile file(QStringLiteral("/proc/vmstat"));
    if (!file.open(QIODevice::ReadOnly)) {
        return 0;
    }
    const QByteArrayList lines = file.readAll().split('\n');
    for (const QByteArray& line : lines) {
        if (line.startsWith("oom_kill ")) {
            return line.mid(9).trimmed().toULongLong();
        }
    }
    return 0;
}

bool hasCheckpointOf(const JobFile& job) {
    try {
        return hasCheckpoint(job.output / ".bozzetto");
    } catch (const std::exception&) {
        return false;  // a folder that cannot be looked into holds nothing to go on from
    }
}

}  // namespace

ChildRun::ChildRun(const QString& cli, const QString& log_folder, QObject* parent)
    : QObject(parent), process_(cli, ChildProcess::StopBy::Command, this), log_(log_folder) {
    connect(&process_, &ChildProcess::started, this, &ChildRun::processStarted);
    connect(&process_, &ChildProcess::outputLine, this, &ChildRun::takeLine);
    connect(&process_, &ChildProcess::errorLine, this, &ChildRun::takeErrorLine);
    connect(&process_, &ChildProcess::outputRead, this, &ChildRun::showNewestPreview);
    connect(&process_, &ChildProcess::ended, this, &ChildRun::onProcessEnded);
    connect(&process_, &ChildProcess::failedToStart, this, &ChildRun::onFailedToStart);
    connect(&process_, &ChildProcess::killed, this, [this] {
        addLog(LogLevel::Warning, tr("The engine did not stop in time and was ended."));
    });
}

void ChildRun::start(const RunRequest& request) {
    request_ = request;
    memory_kills_before_ = memoryKills();
    try {
        writeJobFile();
    } catch (const std::exception& exception) {
        const Problem problem = toProblem(exception);
        RunOutcome outcome;
        outcome.code = QStringLiteral("output");
        outcome.reason = problem.reason;
        outcome.hint = problem.hint;
        conclude(outcome);
        return;
    }
    const QStringList words = arguments();
    log_.write(LogLevel::Info, request.title);
    log_.write(LogLevel::Info,
               process_.program() + QLatin1Char(' ') + words.join(QLatin1Char(' ')));
    process_.start(words);
}

void ChildRun::writeJobFile() const {
    std::filesystem::create_directories(request_.job_path.parent_path());
    writeFileAtomically(request_.job_path, encodeJobFile(request_.job));
}

QStringList ChildRun::arguments() const {
    QStringList words{QStringLiteral("reconstruct"),
                      QStringLiteral("--job"),
                      toQt(request_.job_path),
                      QStringLiteral("--events"),
                      QStringLiteral("--control"),
                      QStringLiteral("--previews")};
    if (request_.start == RunStart::Resume) {
        words.append(QStringLiteral("--resume"));
    } else if (request_.start == RunStart::Overwrite) {
        words.append(QStringLiteral("--overwrite"));
    }
    return words;
}

void ChildRun::send(const QByteArray& commands) {
    process_.send(commands);
}

void ChildRun::stop() {
    ending_.stop_asked = true;
    process_.stop();
}

void ChildRun::takeLine(const QByteArray& line) {
    if (const std::optional<RunEvent> event = decodeRunEvent(line)) {
        std::visit([this](const auto& known) { take(known); }, *event);
    } else {
        takeStrayLine(line);
    }
}

/// A library that prints: shown, but it cannot flood the window.
void ChildRun::takeStrayLine(const QByteArray& line) {
    ++stray_lines_;
    if (stray_lines_ < kMaxStrayLines) {
        addLog(LogLevel::Debug, QString::fromUtf8(line.left(1000)));
    } else if (stray_lines_ == kMaxStrayLines) {
        addLog(LogLevel::Warning, tr("The engine prints too much; the rest is left out."));
    }
}

void ChildRun::takeErrorLine(const QByteArray& line) {
    last_words_ += QString::fromUtf8(line.left(1000)) + QLatin1Char('\n');
    if (last_words_.size() > kMaxLastWords) {
        last_words_.remove(0, last_words_.size() - kMaxLastWords);
    }
    takeStrayLine(line);
}

void ChildRun::showNewestPreview() {
    if (newest_preview_.isEmpty()) {
        return;
    }
    try {
        auto mesh = std::make_shared<PreviewMesh>(
            readPreview(toPath(std::exchange(newest_preview_, QString()))));
        Q_EMIT previewReady(std::move(mesh));
    } catch (const std::exception& exception) {
        // The child removes old ones, perhaps just before they are read: the next one comes soon.
        addLog(LogLevel::Debug, toProblem(exception).reason);
    }
}

void ChildRun::addLog(LogLevel level, const QString& text) {
    log_.write(level, text);
    Q_EMIT logged(level, text);
}

void ChildRun::take(const RunStarted& event) {
    addLog(LogLevel::Info,
           tr("Engine %1, preset %2; pictures: %3, threads: %4, device: %5")
               .arg(event.engine, event.preset)
               .arg(event.views)
               .arg(event.threads)
               .arg(event.device));
    Q_EMIT started(event);
}

void ChildRun::take(const StageEvent& event) {
    step_ = 0;
    log_.write(LogLevel::Info, QStringLiteral("stage ") + event.name);
    Q_EMIT stageStarted(event.name, event.steps, event.weight);
}

void ChildRun::take(const RunProgress& event) {
    step_ = event.step;
    Q_EMIT progress(event);
}

void ChildRun::take(const MetricEvent& event) {
    Q_EMIT metric(event.name, event.step.value_or(step_), event.value);
}

void ChildRun::take(const PreviewEvent& event) {
    newest_preview_ = event.path;
}

void ChildRun::take(const WarningEvent& event) {
    addLog(LogLevel::Warning, event.reason);
    Q_EMIT warning(event.reason);
}

void ChildRun::take(const LogEvent& event) {
    addLog(event.level, event.text);
}

void ChildRun::take(const PausedEvent&) {
    log_.write(LogLevel::Info, QStringLiteral("paused"));
    Q_EMIT paused();
}

void ChildRun::take(const ResumedEvent&) {
    log_.write(LogLevel::Info, QStringLiteral("resumed"));
    Q_EMIT resumed();
}

void ChildRun::take(const ErrorEvent& event) {
    ending_.error = event;
}

void ChildRun::take(const InterruptedEvent& event) {
    ending_.interrupted = event;
}

void ChildRun::take(const ResultEvent& event) {
    ending_.result = event;
}

void ChildRun::onProcessEnded(int exit_code, int signal) {
    ending_.signal = signal;
    ending_.exit_code = exit_code;
    ending_.ran_out_of_memory = memoryKills() > memory_kills_before_;
    ending_.has_checkpoint = hasCheckpointOf(request_.job);
    conclude(describeEnding(ending_));
}

void ChildRun::onFailedToStart(const QString& reason) {
    RunOutcome outcome = describeStartFailure(process_.program(), reason);
    outcome.resumable = hasCheckpointOf(request_.job);
    conclude(outcome);
}

void ChildRun::logEnd(const RunOutcome& outcome) {
    switch (outcome.state) {
        case RunOutcome::State::Done:
            return addLog(LogLevel::Info, tr("Done: %1").arg(outcome.folder));
        case RunOutcome::State::Incomplete:
            return addLog(LogLevel::Info, tr("Finished early: %1").arg(outcome.folder));
        case RunOutcome::State::Stopped:
            return addLog(LogLevel::Info, tr("Stopped."));
        case RunOutcome::State::Failed:
        case RunOutcome::State::Crashed:
            addLog(LogLevel::Error, outcome.reason);
            if (!outcome.hint.isEmpty()) {
                addLog(LogLevel::Info, outcome.hint);
            }
    }
}

void ChildRun::conclude(RunOutcome outcome) {
    if (std::exchange(concluded_, true)) {
        return;
    }
    outcome.last_words = last_words_.trimmed();
    outcome.log_path = log_.path();
    logEnd(outcome);
    Q_EMIT finished(outcome);
}

}  // namespace bozzetto::ui
