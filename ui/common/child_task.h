// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/common/child_process.h"
#include "ui/common/text.h"

#include <QJsonObject>
#include <QObject>
#include <QString>
#include <QStringList>

namespace bozzetto::ui {

/// How far a command is; see app/reporter.h.
struct TaskProgress {
    QString phase;           // a stable English word
    double fraction = 0;     // of the whole task, 0 to 1
    double phase_share = 0;  // of the phase, 0 to 1
    double elapsed_s = 0;
    double left_s = -1;  // negative while unknown
};

/// A short command of bozzetto-cli with `--events` (cameras, masks): a child process and what it
/// reports. For one run; exactly one of done, failed and cancelled ends it.
class ChildTask : public QObject {
    Q_OBJECT
public:
    explicit ChildTask(const QString& cli, QObject* parent = nullptr);

    void start(const QStringList& arguments);
    /// The child is gone within 2 s.
    void cancel();
    bool isRunning() const { return process_.isRunning(); }

Q_SIGNALS:
    void progress(const bozzetto::ui::TaskProgress& progress);
    void warning(const QString& text);
    /// Any event that is none of the others, by its name ("cameras", "result", ...).
    void event(const QString& name, const QJsonObject& values);
    void done();
    /// code: toString of Error::Kind, or "crashed", "start".
    void failed(const QString& code, const bozzetto::ui::Problem& problem);
    void cancelled();

private:
    void takeLine(const QByteArray& line);
    void takeProgress(const QJsonObject& values);
    void takeErrorLine(const QByteArray& line);
    void takeEnd(int exit_code, int signal);

    ChildProcess process_;
    QString phase_, code_, last_words_;
    Problem problem_;
};

}  // namespace bozzetto::ui

Q_DECLARE_METATYPE(bozzetto::ui::TaskProgress)
