// SPDX-License-Identifier: Apache-2.0
#include "ui/window/application_log.h"

#include "base/log.h"
#include "ui/common/log_files.h"
#include "ui/common/state_folder.h"
#include "ui/common/text.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QMutex>

#include <cstdio>

namespace bozzetto::ui {
namespace {

constexpr int kKept = 5;
constexpr qint64 kMaxBytes = 16 << 20;  // a message repeated for ever must not fill the disk

QMutex log_mutex;
QFile& logFile() {
    static QFile file;
    return file;
}

void writeLine(const char* level, const QString& text) {
    const QString line = QStringLiteral("%1 %2 %3\n")
                             .arg(QDateTime::currentDateTime().toString(Qt::ISODateWithMs),
                                  QString::fromLatin1(level),
                                  text);
    const QMutexLocker lock(&log_mutex);
    if (logFile().isOpen() && logFile().size() < kMaxBytes) {
        logFile().write(line.toUtf8());
        logFile().flush();
    }
}

void takeQtMessage(QtMsgType type, const QMessageLogContext&, const QString& text) {
    const char* const level = type == QtDebugMsg     ? "debug"
                              : type == QtInfoMsg    ? "info"
                              : type == QtWarningMsg ? "warning"
                                                     : "error";
    writeLine(level, text);
    if (type != QtDebugMsg && type != QtInfoMsg) {
        std::fprintf(stderr, "%s: %s\n", level, qUtf8Printable(text));
    }
}

}  // namespace

void startApplicationLog() {
    const QString state = stateFolder();
    const QString folder = state + QStringLiteral("/logs");
    if (state.isEmpty() || !QDir().mkpath(folder)) {
        return;
    }
    removeOldestFiles(folder, QStringLiteral("bozzetto-*.log"), kKept - 1);
    logFile().setFileName(QDir(folder).filePath(
        QStringLiteral("bozzetto-%1.log")
            .arg(QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd-HHmmss-zzz")))));
    if (!logFile().open(QIODevice::WriteOnly | QIODevice::Append)) {
        return;
    }
    qInstallMessageHandler(takeQtMessage);
    setLogSink([](LogLevel level, const std::string& text) {
        static const char* const kNames[] = {"debug", "info", "warning", "error"};
        writeLine(kNames[static_cast<int>(level)], toQt(text));
    });
    writeLine("info", QStringLiteral("Bozzetto " BOZZETTO_VERSION));
}

QString applicationLogPath() {
    return logFile().fileName();
}

}  // namespace bozzetto::ui
