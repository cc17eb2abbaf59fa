// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/log.h"

#include <QFile>
#include <QString>

namespace bozzetto::ui {

/// The log file of one run: what a person sends along with a question. Never fails: where it cannot
/// be written there is none.
class RunLog {
public:
    /// Opens a new file in `folder` (made if needed) and removes the oldest ones, so that kMaxFiles
    /// stay. An empty folder: no log.
    explicit RunLog(const QString& folder);

    void write(LogLevel level, const QString& text);
    /// Empty if nothing is written.
    QString path() const { return file_.isOpen() ? file_.fileName() : QString(); }

    static constexpr int kMaxFiles = 10;
    static constexpr qint64 kMaxBytes = 8 << 20;  // of one file; what comes later is left out

private:
    QFile file_;
};

}  // namespace bozzetto::ui
