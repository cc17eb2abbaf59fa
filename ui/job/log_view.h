// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/log.h"

#include <QString>
#include <QTimer>
#include <QWidget>

#include <deque>

class QComboBox;
class QPlainTextEdit;

namespace bozzetto::ui {

/// The log of the run: filtered by level, copied, bounded to the last few thousand lines. Lines
/// that come in bursts are shown together, a few times a second.
class LogView : public QWidget {
    Q_OBJECT

public:
    explicit LogView(QWidget* parent = nullptr);

    /// What is shown now, one line each.
    QString shownText() const;

    static constexpr size_t kMaxLines = 5000;

public Q_SLOTS:
    void append(bozzetto::LogLevel level, const QString& text);
    void clear();
    /// Lines below `level` are hidden; Info at first.
    void setLevel(bozzetto::LogLevel level);

private:
    struct Line {
        LogLevel level;
        QString text;
    };
    void makeBar();
    void showPending();
    void showAll();
    void appendLines(size_t first);
    void copy();

    QComboBox* levels_;
    QPlainTextEdit* text_;
    QTimer flush_;
    std::deque<Line> lines_;
    size_t pending_ = 0;  // of the last lines: not shown yet
    LogLevel level_ = LogLevel::Info;
};

}  // namespace bozzetto::ui
