// SPDX-License-Identifier: Apache-2.0
#include "ui/project/session_folder.h"

#include "base/error.h"
#include "base/files.h"
#include "base/log.h"
#include "ui/common/text.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUuid>

namespace bozzetto::ui {
namespace {

constexpr uint64_t kMaxAutosaveBytes = 64 << 20;

QString recordPath(const QString& session_path) {
    return session_path + QStringLiteral("/session.json");
}

}  // namespace

SessionFolder::SessionFolder(const QString& root)
    : path_(root + QLatin1Char('/') + QUuid::createUuid().toString(QUuid::WithoutBraces)) {}

SessionFolder::SessionFolder(QString path, std::shared_ptr<QLockFile> lock)
    : path_(std::move(path)), lock_(std::move(lock)) {}

void SessionFolder::makeOnDisk() {
    if (lock_) {
        return;
    }
    if (!QDir().mkpath(path_)) {
        throw Error(Error::Kind::Output,
                    displayPath(toPath(path_)) + ": cannot be made",
                    "Check that the folder can be written to and that the disk is not full.",
                    toStd(path_));
    }
    FileLock lock = takeFileLock(path_ + QStringLiteral("/lock"));
    if (!lock.held) {
        throw Error(Error::Kind::Output,
                    displayPath(toPath(path_)) + ": cannot be locked",
                    "Check that the disk is not full.",
                    toStd(path_));
    }
    lock_ = std::move(lock.held);
}

void SessionFolder::writeAutosave(const Project& project, const QString& project_path) {
    makeOnDisk();
    if (!is_recorded_ || recorded_project_ != project_path) {
        const QJsonObject record{{QStringLiteral("format"), QStringLiteral("bozzetto-session")},
                                 {QStringLiteral("version"), 1},
                                 {QStringLiteral("project"), project_path}};
        const QByteArray bytes = QJsonDocument(record).toJson();
        writeFileAtomically(toPath(recordPath(path_)), bytes.toStdString());
        recorded_project_ = project_path;
        is_recorded_ = true;
    }
    const auto base = toPath(baseFolderOf(project_path, path_));
    writeFileAtomically(toPath(autosavePath()), encodeProject(project, base));
}

void SessionFolder::removeAutosave() const {
    QFile::remove(autosavePath());
}

void SessionFolder::discard() {
    removeAutosave();
    const bool has_results =
        !QDir(resultsPath()).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
    if (QFileInfo::exists(resultsPath()) && has_results && !moveToTrash(resultsPath())) {
        logWarning("results of a discarded session stay in " + displayPath(toPath(resultsPath())));
        lock_.reset();
        return;
    }
    lock_.reset();
    QDir(path_).removeRecursively();
}

QString baseFolderOf(const QString& project_path, const QString& session_path) {
    return project_path.isEmpty() ? session_path : QFileInfo(project_path).absolutePath();
}

QString readSessionProject(const QString& session_path) {
    const std::string bytes = readFile(toPath(recordPath(session_path)), 1 << 20);
    const QJsonObject record = QJsonDocument::fromJson(QByteArray::fromStdString(bytes)).object();
    if (record.value(QStringLiteral("format")).toString() != QStringLiteral("bozzetto-session") ||
        record.value(QStringLiteral("version")).toInt() != 1) {
        throw Error(Error::Kind::BadInput,
                    displayPath(toPath(session_path)) + ": is not a session of this version",
                    "Update Bozzetto.",
                    toStd(session_path));
    }
    return record.value(QStringLiteral("project")).toString();
}

LoadedProject readAutosave(const QString& session_path, const QString& project_path) {
    const auto path = toPath(session_path + QStringLiteral("/autosave.bozzetto"));
    return decodeProject(
        readFile(path, kMaxAutosaveBytes), toPath(baseFolderOf(project_path, session_path)), path);
}

bool moveToTrash(const QString& folder) {
    return QFile::moveToTrash(folder) || !QFileInfo::exists(folder);
}

}  // namespace bozzetto::ui
