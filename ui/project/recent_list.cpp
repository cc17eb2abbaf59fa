// SPDX-License-Identifier: Apache-2.0
#include "ui/project/recent_list.h"

#include "base/files.h"
#include "base/log.h"
#include "ui/common/file_queue.h"
#include "ui/common/state_folder.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLockFile>

#include <algorithm>

namespace bozzetto::ui {
namespace {

constexpr int kMaxOfKind = 20;
constexpr uint64_t kMaxBytes = 1 << 20;
constexpr int kLockWaitMs = 2000;

using Entries = std::vector<RecentEntry>;

/// A list that cannot be read is an empty one: it is a convenience, nothing depends on it.
Entries readEntries(const QString& file) {
    Entries entries;
    if (!QFileInfo(file).isFile()) {
        return entries;
    }
    const std::string bytes = readFile(toPath(file), kMaxBytes);
    const QJsonArray array = QJsonDocument::fromJson(QByteArray::fromStdString(bytes)).array();
    for (const QJsonValue& value : array) {
        const QJsonObject object = value.toObject();
        RecentEntry entry;
        entry.path = object.value(QStringLiteral("path")).toString();
        entry.is_project = object.value(QStringLiteral("project")).toBool();
        entry.time =
            QDateTime::fromString(object.value(QStringLiteral("time")).toString(), Qt::ISODate);
        if (!entry.path.isEmpty() && entry.time.isValid()) {
            entries.push_back(entry);
        }
    }
    return entries;
}

void writeEntries(const QString& file, const Entries& entries) {
    QJsonArray array;
    for (const RecentEntry& entry : entries) {
        array.append(QJsonObject{{QStringLiteral("path"), entry.path},
                                 {QStringLiteral("project"), entry.is_project},
                                 {QStringLiteral("time"), entry.time.toString(Qt::ISODate)}});
    }
    writeFileAtomically(toPath(file), QJsonDocument(array).toJson().toStdString());
}

/// Newest first, so many of each kind.
void bound(Entries& entries) {
    std::stable_sort(entries.begin(),
                     entries.end(),
                     [](const RecentEntry& a, const RecentEntry& b) { return a.time > b.time; });
    int projects = 0, sets = 0;
    std::erase_if(entries, [&](const RecentEntry& entry) {
        return ++(entry.is_project ? projects : sets) > kMaxOfKind;
    });
}

}  // namespace

RecentList::RecentList(QObject* parent, const QString& file)
    : QObject(parent),
      file_(file.isEmpty() ? stateFolder() + QStringLiteral("/recent.json") : file),
      files_(std::make_unique<FileQueue>()) {}

RecentList::~RecentList() = default;

/// Reads the list, lets `change` work on it, and writes it back: another window may have written
/// meanwhile.
void RecentList::apply(std::function<bool(Entries&)> change) {
    files_->run(
        this,
        [file = file_, change = std::move(change)] {
            QLockFile lock(file + QStringLiteral(".lock"));
            lock.tryLock(kLockWaitMs);
            Entries entries = readEntries(file);
            if (change(entries)) {
                bound(entries);
                writeEntries(file, entries);
            }
            for (RecentEntry& entry : entries) {
                entry.missing = !QFileInfo::exists(entry.path);
            }
            return entries;
        },
        [this](Entries entries) {
            entries_ = std::move(entries);
            Q_EMIT changed();
        },
        [](const Problem& problem) { logWarning(toStd(problem.reason)); });
}

void RecentList::add(const QString& path, bool is_project) {
    const QString absolute = QFileInfo(path).absoluteFilePath();
    const RecentEntry added{absolute, is_project, QDateTime::currentDateTimeUtc(), false};
    apply([added](Entries& entries) {
        std::erase_if(entries, [&](const RecentEntry& entry) { return entry.path == added.path; });
        entries.insert(entries.begin(), added);
        return true;
    });
}

void RecentList::remove(const QString& path) {
    apply([path](Entries& entries) {
        return std::erase_if(entries, [&](const RecentEntry& e) { return e.path == path; }) > 0;
    });
}

void RecentList::clear() {
    apply([](Entries& entries) {
        entries.clear();
        return true;
    });
}

void RecentList::refresh() {
    apply([](Entries&) { return false; });
}

}  // namespace bozzetto::ui
