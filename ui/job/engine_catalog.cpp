// SPDX-License-Identifier: Apache-2.0
#include "ui/job/engine_catalog.h"

#include "pipeline/engine_description.h"

#include <QProcess>
#include <QTimer>

#include <utility>

namespace bozzetto::ui {
namespace {

constexpr int kPatienceMilliseconds = 30000;

}  // namespace

EngineCatalog::EngineCatalog(QString cli, QObject* parent)
    : QObject(parent), cli_(std::move(cli)) {}

EngineCatalog::~EngineCatalog() {
    if (process_ != nullptr) {
        process_->disconnect(this);
        process_->kill();
        process_->waitForFinished(100);
    }
}

const EngineInfo* EngineCatalog::find(const QString& id) const {
    const std::string wanted = toStd(id);
    for (const EngineInfo& engine : engines_) {
        if (engine.id == wanted) {
            return &engine;
        }
    }
    return nullptr;
}

void EngineCatalog::load() {
    if (state_ == State::Loading) {
        return;
    }
    state_ = State::Loading;
    process_ = new QProcess(this);
    process_->setStandardInputFile(QProcess::nullDevice());
    QProcess* process = process_;
    connect(process, &QProcess::finished, this, [this, process] { take(*process); });
    connect(process, &QProcess::errorOccurred, this, [this, process](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart) {
            fail(tr("The engines cannot be listed: %1 does not start (%2).")
                     .arg(cli_, process->errorString()),
                 tr("Install Bozzetto again: a part of it is missing."));
        }
    });
    QTimer::singleShot(kPatienceMilliseconds, process, [process] { process->kill(); });
    process->start(cli_, {QStringLiteral("engines"), QStringLiteral("--json")});
}

void EngineCatalog::take(QProcess& process) {
    if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0) {
        const QString words = QString::fromUtf8(process.readAllStandardError().right(2000));
        fail(tr("The engines cannot be listed. %1").arg(words.trimmed()),
             tr("Install Bozzetto again, with the packages it needs."));
        return;
    }
    try {
        engines_ = decodeEngines(process.readAllStandardOutput().toStdString());
    } catch (const std::exception& exception) {
        fail(toProblem(exception).reason,
             tr("The window and bozzetto-cli are of different versions: install Bozzetto again."));
        return;
    }
    state_ = State::Ready;
    std::exchange(process_, nullptr)->deleteLater();
    Q_EMIT loaded();
}

void EngineCatalog::fail(const QString& reason, const QString& hint) {
    state_ = State::Failed;
    engines_.clear();
    problem_ = {reason, hint};
    std::exchange(process_, nullptr)->deleteLater();
    Q_EMIT failed(problem_);
}

}  // namespace bozzetto::ui
