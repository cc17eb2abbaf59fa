// SPDX-License-Identifier: Apache-2.0
#include "ui/common/state_folder.h"

#include <QDir>
#include <QStandardPaths>

namespace bozzetto::ui {
namespace {

QString made(const QString& folder) {
    return QDir().mkpath(folder) ? folder : QString();
}

}  // namespace

QString stateFolder() {
    // Qt 6.4 has no StateLocation yet. The standard asks for absolute paths only.
    const QString set = qEnvironmentVariable("XDG_STATE_HOME");
    const QString base =
        QDir::isAbsolutePath(set) ? set : QDir::homePath() + QStringLiteral("/.local/state");
    return made(base + QStringLiteral("/bozzetto"));
}

QString dataFolder() {
    return made(QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) +
                QStringLiteral("/bozzetto"));
}

QString cacheFolder() {
    return made(QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation) +
                QStringLiteral("/bozzetto"));
}

}  // namespace bozzetto::ui
