// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/log.h"

#include <QWidget>

namespace bozzetto::ui {

/// The log of the run: filtered by level, copied, bounded to the last few thousand lines.
class LogView : public QWidget {
    Q_OBJECT

public:
    explicit LogView(QWidget* parent = nullptr);

public Q_SLOTS:
    void append(bozzetto::LogLevel level, const QString& text);
    void clear();
};

}  // namespace bozzetto::ui
