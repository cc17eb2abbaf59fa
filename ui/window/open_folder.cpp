// SPDX-License-Identifier: Apache-2.0
#include "ui/window/open_folder.h"

#include <QDesktopServices>
#include <QUrl>

namespace bozzetto::ui {

void openFolder(const QString& folder) {
    QDesktopServices::openUrl(QUrl::fromLocalFile(folder));
}

}  // namespace bozzetto::ui
