// SPDX-License-Identifier: Apache-2.0
#include "ui/settings/prediction.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

#include <memory>

namespace bozzetto::ui {
namespace {

/// The child's last words without our own name before them.
QString lastLine(const QByteArray& text) {
    const QList<QByteArray> lines = text.trimmed().split('\n');
    QString line = QString::fromUtf8(lines.first()).trimmed();
    const QString prefix = QStringLiteral("bozzetto-cli: ");
    return line.startsWith(prefix) ? line.mid(prefix.size()) : line;
}

}  // namespace

CliPredictionSource::CliPredictionSource(QString cli, QObject* parent)
    : PredictionSource(parent), cli_(std::move(cli)) {}

CliPredictionSource::~CliPredictionSource() {
    for (QProcess* process : findChildren<QProcess*>()) {  // dropped ones too
        process->disconnect(this);
        process->kill();
        process->waitForFinished(1000);
    }
}

void CliPredictionSource::ask(int question, const JobFile& job) {
    auto* process = new QProcess(this);
    open_[question] = process;
    connect(process, &QProcess::finished, this, [this, question, process] {
        take(question, *process);
    });
    connect(process,
            &QProcess::errorOccurred,
            this,
            [this, question, process](QProcess::ProcessError error) {
                if (error == QProcess::FailedToStart) {
                    open_.erase(question);
                    process->deleteLater();
                    Q_EMIT failed(question,
                                  {tr("The part of Bozzetto that computes could not be started."),
                                   tr("Install Bozzetto again.")});
                }
            });
    // A small file that only the child reads: not worth waiting for the disk.
    auto folder = std::make_shared<QTemporaryDir>();
    const QString path = folder->filePath(QStringLiteral("job.json"));
    QFile file(path);
    const bool written = file.open(QIODevice::WriteOnly) &&
                         file.write(QByteArray::fromStdString(encodeJobFile(job))) > 0 &&
                         file.flush();
    const QString problem = written ? QString() : file.errorString();
    file.close();
    connect(process, &QObject::destroyed, this, [folder] { folder->remove(); });
    if (!problem.isEmpty()) {
        open_.erase(question);
        process->deleteLater();
        QMetaObject::invokeMethod(
            this,
            [this, question, problem] {
                Q_EMIT failed(question, {problem, {}});
            },
            Qt::QueuedConnection);
        return;
    }
    process->start(
        cli_,
        {QStringLiteral("predict"), QStringLiteral("--job"), path, QStringLiteral("--json")},
        QIODevice::ReadOnly);
}

void CliPredictionSource::drop(int question) {
    const auto found = open_.find(question);
    if (found == open_.end()) {
        return;
    }
    QProcess* process = found->second;
    open_.erase(found);
    process->disconnect(this);
    connect(process, &QProcess::finished, process, &QObject::deleteLater);
    process->kill();
    if (process->state() == QProcess::NotRunning) {
        process->deleteLater();
    }
}

void CliPredictionSource::take(int question, QProcess& process) {
    open_.erase(question);
    process.deleteLater();
    const QJsonObject answer = QJsonDocument::fromJson(process.readAllStandardOutput()).object();
    const double peak = answer.value(QLatin1String("peak_memory_bytes")).toDouble(-1);
    const double seconds = answer.value(QLatin1String("seconds")).toDouble(-1);
    if (process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0 && peak >= 0) {
        Q_EMIT predicted(question, {static_cast<quint64>(peak), seconds});
        return;
    }
    const QString words = lastLine(process.readAllStandardError());
    Q_EMIT failed(question, {words.isEmpty() ? tr("It cannot be predicted.") : words, {}});
}

}  // namespace bozzetto::ui
