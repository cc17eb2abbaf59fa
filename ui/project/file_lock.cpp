// SPDX-License-Identifier: Apache-2.0
#include "ui/project/file_lock.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QSysInfo>

namespace bozzetto::ui {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("bozzetto::ui::FileLock", text);
}

QString holderOf(const QLockFile& lock) {
    qint64 pid = 0;
    QString host, program;
    if (!lock.getLockInfo(&pid, &host, &program)) {
        return tr(QT_TRANSLATE_NOOP("bozzetto::ui::FileLock", "another program"));
    }
    if (program.isEmpty()) {
        program = tr(QT_TRANSLATE_NOOP("bozzetto::ui::FileLock", "another program"));
    }
    const bool here = host.isEmpty() || host == QSysInfo::machineHostName();
    return here ? tr(QT_TRANSLATE_NOOP("bozzetto::ui::FileLock", "%1 (process %2)"))
                      .arg(program)
                      .arg(pid)
                : tr(QT_TRANSLATE_NOOP("bozzetto::ui::FileLock", "%1 on %2 (process %3)"))
                      .arg(program, host)
                      .arg(pid);
}

}  // namespace

FileLock takeFileLock(const QString& path) {
    auto lock = std::make_shared<QLockFile>(path);
    lock->setStaleLockTime(0);  // only a dead holder's lock is stale, never an old one
    if (lock->tryLock(0)) {
        return {std::move(lock), {}};
    }
    if (lock->error() == QLockFile::LockFailedError) {
        return {nullptr,
                tr(QT_TRANSLATE_NOOP("bozzetto::ui::FileLock", "It is open in %1."))
                    .arg(holderOf(*lock))};
    }
    return {nullptr,
            tr(QT_TRANSLATE_NOOP("bozzetto::ui::FileLock", "Its folder cannot be written to."))};
}

QString lockPathOf(const QString& project_path) {
    const QFileInfo info(project_path);
    const QFileInfo real(info.exists() ? info.canonicalFilePath() : project_path);
    return real.absolutePath() + QStringLiteral("/.") + real.fileName() + QStringLiteral(".lock");
}

}  // namespace bozzetto::ui
