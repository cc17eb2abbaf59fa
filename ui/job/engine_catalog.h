// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "pipeline/engine.h"
#include "ui/common/text.h"

#include <QObject>

#include <vector>

class QProcess;

namespace bozzetto::ui {

/// The engines that this installation can run, asked of the command line (`engines --json`) without
/// waiting for it. The window links none of them.
class EngineCatalog : public QObject {
    Q_OBJECT

public:
    /// cli: path of bozzetto-cli.
    explicit EngineCatalog(QString cli, QObject* parent = nullptr);
    ~EngineCatalog() override;

    enum class State { Idle, Loading, Ready, Failed };
    State state() const { return state_; }

    /// Asks (again). Ends with loaded() or failed().
    void load();

    /// In the order in which they are shown; empty until loaded().
    const std::vector<EngineInfo>& engines() const { return engines_; }
    /// nullptr if there is no such engine.
    const EngineInfo* find(const QString& id) const;
    /// Why there are no engines and what to do about it; only in state Failed.
    const Problem& problem() const { return problem_; }

Q_SIGNALS:
    void loaded();
    void failed(const bozzetto::ui::Problem& problem);

private:
    void take(QProcess& process);
    void fail(const QString& reason, const QString& hint);

    QString cli_;
    State state_ = State::Idle;
    std::vector<EngineInfo> engines_;
    Problem problem_;
    QProcess* process_ = nullptr;
};

}  // namespace bozzetto::ui
