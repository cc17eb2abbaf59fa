// SPDX-License-Identifier: Apache-2.0
#include "ui/window/made_masks.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSaveFile>
#include <QSet>

#include <algorithm>

namespace bozzetto::ui {
namespace {

constexpr qint64 kMostBytes = 1 << 22;  // of a list; a longer one is none of ours

QString listOf(const QString& folder) {
    return QDir(folder).filePath(QStringLiteral("made.json"));
}

}  // namespace

QStringList masksIn(const QString& folder) {
    const QString ending = QStringLiteral(".png");
    QStringList names;
    for (const QString& file : QDir(folder).entryList({QLatin1Char('*') + ending}, QDir::Files)) {
        names << file.chopped(ending.size());
    }
    return names;
}

QStringList readMade(const QString& folder) {
    QFile file(listOf(folder));
    QStringList names;
    if (file.open(QIODevice::ReadOnly) && file.size() <= kMostBytes) {
        for (const QJsonValue& name : QJsonDocument::fromJson(file.readAll()).array()) {
            names << name.toString();
        }
    }
    return names;
}

void rememberMade(const QString& folder, const QStringList& names) {
    QSaveFile file(listOf(folder));
    // Without the list all count as edited: the safe side.
    if (file.open(QIODevice::WriteOnly)) {
        file.write(QJsonDocument(QJsonArray::fromStringList(names)).toJson());
        file.commit();
    }
}

void forgetMade(const QString& folder, const QStringList& names) {
    const QSet<QString> edited(names.begin(), names.end());
    const QStringList before = readMade(folder);
    QStringList made;
    std::copy_if(before.begin(), before.end(), std::back_inserter(made), [&](const QString& name) {
        return !edited.contains(name);
    });
    if (made.size() != before.size()) {
        rememberMade(folder, made);
    }
}

bool copyMasks(const QString& from, const QString& to, const QStringList& names) {
    bool all = QDir().mkpath(to);
    for (const QString& name : names) {
        const QString file = name + QStringLiteral(".png");
        all = all && QFile::copy(QDir(from).filePath(file), QDir(to).filePath(file));
    }
    return all;
}

}  // namespace bozzetto::ui
