// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/common/text.h"

#include <QImage>
#include <QObject>
#include <QString>

#include <functional>

namespace bozzetto::ui {

/// The user's folder for pictures (the home folder if there is none).
QString picturesFolder();

/// Writes `picture` as PNG into `folder` under a name made of the program's name and the time, with
/// a number behind it if that is taken: nothing is ever replaced. Works on the thread pool; `saved`
/// gets the path.
void saveScreenshot(QObject* receiver,
                    const QImage& picture,
                    const QString& folder,
                    std::function<void(const QString& path)> saved,
                    std::function<void(const Problem&)> failed);

/// PNG bytes. Throws Error(Output) if the picture is null.
QByteArray encodePicture(const QImage& picture);

}  // namespace bozzetto::ui
