// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QString>
#include <QStringList>

/// Which masks of a project's folder (<view name>.png) were made by the program and not touched
/// since: a list in a file of the folder, made.json. All others are somebody's work.
namespace bozzetto::ui {

/// Views with a mask in the folder.
QStringList masksIn(const QString& folder);
/// Views whose masks were made; none where the list is missing or damaged.
QStringList readMade(const QString& folder);
void rememberMade(const QString& folder, const QStringList& names);
/// These were painted on: they are not made ones any more.
void forgetMade(const QString& folder, const QStringList& names);
/// Copies masks of these views to a folder that is made. False when one cannot be.
bool copyMasks(const QString& from, const QString& to, const QStringList& names);

}  // namespace bozzetto::ui
