// SPDX-License-Identifier: Apache-2.0
#include "ui/common/log_files.h"

#include <QDir>

namespace bozzetto::ui {

void removeOldestFiles(const QString& folder, const QString& pattern, int keep) {
    QDir dir(folder);
    const QStringList names = dir.entryList({pattern}, QDir::Files, QDir::Name);
    for (qsizetype i = 0; i + keep < names.size(); ++i) {
        dir.remove(names[i]);
    }
}

}  // namespace bozzetto::ui
