// SPDX-License-Identifier: Apache-2.0
#include "ui/job/run_log.h"

#include "ui/common/log_files.h"

#include <QDateTime>
#include <QDir>

namespace bozzetto::ui {
namespace {

const char* nameOf(LogLevel level) {
    static const char* const kNames[] = {"debug", "info", "warning", "error"};
    return kNames[static_cast<int>(level)];
}

/// Names hold the time, so the oldest comes first by name; the clock's own zone would not sort.
QString newName() {
    return QDateTime::currentDateTimeUtc().toString(QStringLiteral("'run-'yyyyMMdd-hhmmss-zzz")) +
           QStringLiteral(".log");
}

}  // namespace

RunLog::RunLog(const QString& folder) {
    if (folder.isEmpty() || !QDir().mkpath(folder)) {
        return;
    }
    removeOldestFiles(folder, QStringLiteral("run-*.log"), kMaxFiles - 1);
    file_.setFileName(QDir(folder).filePath(newName()));
    file_.open(QIODevice::WriteOnly | QIODevice::NewOnly | QIODevice::Text);
}

void RunLog::write(LogLevel level, const QString& text) {
    if (!file_.isOpen() || file_.size() > kMaxBytes) {
        return;
    }
    const QString time = QDateTime::currentDateTime().toString(Qt::ISODateWithMs);
    file_.write((time + QLatin1Char(' ') + QLatin1String(nameOf(level)) + QLatin1String(": ") +
                 text + QLatin1Char('\n'))
                    .toUtf8());
    file_.flush();
}

}  // namespace bozzetto::ui
