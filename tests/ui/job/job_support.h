// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/files.h"
#include "support/memory_folder.h"
#include "support/tiny_set.h"
#include "ui/common/text.h"
#include "ui/job/job_queue.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include <csignal>

namespace bozzetto::testing {

/// A folder with a tiny set of pictures, and jobs on it.
class JobFolder {
public:
    JobFolder() { writeTinySet(path(QStringLiteral("set")).toStdString(), 4); }

    QString path(const QString& name) const { return folder_.filePath(name); }
    QByteArray bytes(const QString& name) const {
        return QByteArray::fromStdString(readFile(path(name).toStdString()));
    }
    JobFile file(const QString& out,
                 const std::string& engine,
                 const std::map<std::string, std::string>& values = {}) const {
        JobFile file;
        file.inputs = {path(QStringLiteral("set")).toStdString()};
        file.output = path(out).toStdString();
        file.engine = engine;
        file.settings.values = values;
        file.threads = 2;
        return file;
    }
    ui::Job job(const QString& out,
                const std::string& engine,
                const std::map<std::string, std::string>& values = {}) const {
        ui::Job job;
        job.id = out;
        job.title = out;
        job.file = file(out, engine, values);
        return job;
    }

private:
    QTemporaryDir folder_{memoryFolderTemplate()};
};

/// Not running: gone, or dead and not waited for yet.
inline bool isGone(qint64 pid) {
    QFile stat(QStringLiteral("/proc/%1/stat").arg(pid));
    if (!stat.open(QIODevice::ReadOnly)) {
        return true;
    }
    const QByteArray text = stat.readAll();
    return text.mid(text.lastIndexOf(')') + 2).startsWith('Z');
}

/// Processor time that a process has used, in clock ticks.
inline qint64 ticksOf(qint64 pid) {
    QFile stat(QStringLiteral("/proc/%1/stat").arg(pid));
    if (!stat.open(QIODevice::ReadOnly)) {
        return -1;
    }
    const QByteArray text = stat.readAll();
    const QByteArrayList fields = text.mid(text.lastIndexOf(')') + 2).split(' ');
    return fields.value(11).toLongLong() + fields.value(12).toLongLong();
}

inline int niceOf(qint64 pid) {
    QFile stat(QStringLiteral("/proc/%1/stat").arg(pid));
    if (!stat.open(QIODevice::ReadOnly)) {
        return -100;
    }
    const QByteArray text = stat.readAll();
    return text.mid(text.lastIndexOf(')') + 2).split(' ').value(16).toInt();
}

}  // namespace bozzetto::testing
