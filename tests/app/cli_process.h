// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/files.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

namespace bozzetto::testing {

/// How a command line ended.
struct CliRun {
    int exit_code = -1;
    QString out, err;
    /// Objects of --events, in order; empty objects for lines that are not JSON.
    QList<QJsonObject> events() const {
        QList<QJsonObject> list;
        for (const QString& line : out.split('\n', Qt::SkipEmptyParts)) {
            list.append(QJsonDocument::fromJson(line.toUtf8()).object());
        }
        return list;
    }
    QJsonObject event(const QString& name) const {
        for (const QJsonObject& object : events()) {
            if (object["event"].toString() == name) {
                return object;
            }
        }
        return {};
    }
};

inline CliRun finishCli(QProcess& process, int timeout_ms = 60'000) {
    if (!process.waitForFinished(timeout_ms)) {
        process.kill();
        process.waitForFinished();
        return {};
    }
    const int code = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    return {code,
            QString::fromUtf8(process.readAllStandardOutput()),
            QString::fromUtf8(process.readAllStandardError())};
}

inline CliRun runProgram(
    const QString& program,
    const QStringList& arguments,
    const QProcessEnvironment& environment = QProcessEnvironment::systemEnvironment(),
    int timeout_ms = 60'000) {
    QProcess process;
    process.setProcessEnvironment(environment);
    process.start(program, arguments);
    return finishCli(process, timeout_ms);
}

inline QByteArray bytesOf(const QString& path) {
    return QByteArray::fromStdString(readFile(path.toStdString()));
}

}  // namespace bozzetto::testing
