// SPDX-License-Identifier: Apache-2.0
#include "ui/job/child_run.h"

#include "base/files.h"
#include "io/preview_file.h"
#include "pipeline/checkpoint.h"
#include "ui/common/text.h"

#include <QDir>
#include <QFile>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace bozzetto::ui {
namespace {

constexpr int kNice = 10;
constexpr int kStopMilliseconds = 1800;  // of the 2 s that a stop may take
constexpr qsizetype kMaxLineBytes = 1 << 18;
constexpr qsizetype kMaxLastWords = 4000;
constexpr int kMaxStrayLines = 500;

/// Runs in the child between fork and exec: only what a signal handler may do, too. The run gives
/// way to the window, and if memory runs out the system picks the run, not the window.
void giveWay() {
    ::setpriority(PRIO_PROCESS, 0, kNice);
    const int file = ::open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (file >= 0) {
        [[maybe_unused]] const ssize_t written = ::write(file, "500", 3);
        ::close(file);
    }
}

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
    : QObject(parent),
      process_(this),
      last_resort_(this),
      log_(log_folder),
      output_lines_(kMaxLineBytes),
      error_lines_(kMaxLineBytes) {
    process_.setProgram(cli);
    process_.setChildProcessModifier(giveWay);
    last_resort_.setSingleShot(true);
    connect(&process_, &QProcess::started, this, [this] {
        Q_EMIT processStarted(process_.processId());
    });
    connect(&process_, &QProcess::readyReadStandardOutput, this, &ChildRun::readOutput);
    connect(&process_, &QProcess::readyReadStandardError, this, &ChildRun::readErrors);
    connect(&process_, &QProcess::finished, this, &ChildRun::onProcessEnded);
    connect(&process_, &QProcess::errorOccurred, this, &ChildRun::onProcessError);
    connect(&last_resort_, &QTimer::timeout, this, [this] {
        addLog(LogLevel::Warning, tr("The engine did not stop in time and was ended."));
        process_.kill();
    });
}

ChildRun::~ChildRun() {
    process_.disconnect(this);
    if (process_.state() == QProcess::NotRunning) {
        return;
    }
    process_.closeWriteChannel();  // the child takes it as a stop
    if (!process_.waitForFinished(kStopMilliseconds)) {
        process_.kill();
        process_.waitForFinished(100);
    }
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
    process_.setArguments(words);
    process_.start(QIODevice::ReadWrite);
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
    if (process_.state() == QProcess::Running) {
        process_.write(commands);
    }
}

void ChildRun::stop() {
    if (ending_.stop_asked) {
        return;
    }
    ending_.stop_asked = true;
    last_resort_.start(kStopMilliseconds);
    if (process_.state() == QProcess::Starting) {
        connect(&process_, &QProcess::started, this, [this] { send("stop\n"); });
    }
    send("stop\n");
}

void ChildRun::readOutput() {
    const QByteArrayList lines = output_lines_.append(process_.readAllStandardOutput());
    for (const QByteArray& line : lines) {
        takeLine(line);
    }
    showNewestPreview();
}

void ChildRun::readErrors() {
    const QByteArrayList lines = error_lines_.append(process_.readAllStandardError());
    for (const QByteArray& line : lines) {
        takeErrorLine(line);
    }
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

void ChildRun::onProcessEnded(int exit_code, QProcess::ExitStatus status) {
    last_resort_.stop();
    readOutput();
    readErrors();
    if (const QByteArray rest = output_lines_.takeRest(); !rest.isEmpty()) {
        takeLine(rest);
    }
    if (const QByteArray rest = error_lines_.takeRest(); !rest.isEmpty()) {
        takeErrorLine(rest);
    }
    // Qt gives the signal as the exit code of a process that crashed.
    ending_.signal = status == QProcess::CrashExit ? exit_code : 0;
    ending_.exit_code = exit_code;
    ending_.ran_out_of_memory = memoryKills() > memory_kills_before_;
    ending_.has_checkpoint = hasCheckpointOf(request_.job);
    conclude(describeEnding(ending_));
}

void ChildRun::onProcessError(QProcess::ProcessError error) {
    if (error == QProcess::FailedToStart) {
        RunOutcome outcome = describeStartFailure(process_.program(), process_.errorString());
        outcome.resumable = hasCheckpointOf(request_.job);
        conclude(outcome);
    }
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
