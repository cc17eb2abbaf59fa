// SPDX-License-Identifier: Apache-2.0
#include "ui/job/log_view.h"

#include "ui/theme/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QTextCharFormat>
#include <QTextCursor>
#include <QTime>
#include <QVBoxLayout>

#include <algorithm>

namespace bozzetto::ui {
namespace {

constexpr int kFlushMilliseconds = 150;

QTextCharFormat formatOf(LogLevel level) {
    QTextCharFormat format;
    format.setForeground(level == LogLevel::Error     ? colors().error
                         : level == LogLevel::Warning ? colors().warning
                         : level == LogLevel::Debug   ? colors().text_muted
                                                      : colors().text);
    return format;
}

}  // namespace

LogView::LogView(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("logView"));
    text_ = new QPlainTextEdit(this);
    text_->setObjectName(QStringLiteral("logText"));
    text_->setAccessibleName(tr("Log"));
    text_->setReadOnly(true);
    text_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    text_->setMaximumBlockCount(static_cast<int>(kMaxLines));
    text_->setUndoRedoEnabled(false);
    text_->setPlaceholderText(tr("What the run reports appears here."));
    setRole(text_, Role::Code);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing::kUnit);
    makeBar();
    layout->addWidget(text_, 1);

    flush_.setSingleShot(true);
    flush_.setInterval(kFlushMilliseconds);
    connect(&flush_, &QTimer::timeout, this, &LogView::showPending);
    connect(&ThemeNotifier::instance(), &ThemeNotifier::changed, this, &LogView::showAll);
}

void LogView::makeBar() {
    levels_ = new QComboBox(this);
    levels_->setObjectName(QStringLiteral("logLevel"));
    levels_->setAccessibleName(tr("Lines to show"));
    levels_->addItem(tr("Everything"), static_cast<int>(LogLevel::Debug));
    levels_->addItem(tr("Messages"), static_cast<int>(LogLevel::Info));
    levels_->addItem(tr("Warnings and errors"), static_cast<int>(LogLevel::Warning));
    levels_->addItem(tr("Errors"), static_cast<int>(LogLevel::Error));
    levels_->setCurrentIndex(1);
    connect(levels_, &QComboBox::currentIndexChanged, this, [this] {
        setLevel(static_cast<LogLevel>(levels_->currentData().toInt()));
    });
    auto* label = new QLabel(tr("Sho&w:"), this);
    label->setBuddy(levels_);
    auto* copy = new QPushButton(icon(QStringLiteral("copy")), tr("&Copy"), this);
    copy->setObjectName(QStringLiteral("copyLogButton"));
    copy->setToolTip(tr("Copies the selected lines, or all that are shown."));
    connect(copy, &QPushButton::clicked, this, &LogView::copy);
    auto* clear = new QPushButton(icon(QStringLiteral("clean")), tr("C&lear"), this);
    clear->setObjectName(QStringLiteral("clearLogButton"));
    clear->setToolTip(tr("Empties this view. The log file keeps everything."));
    connect(clear, &QPushButton::clicked, this, &LogView::clear);

    auto* bar = new QHBoxLayout;
    bar->setSpacing(spacing::kUnit);
    bar->addWidget(label);
    bar->addWidget(levels_);
    bar->addStretch(1);
    bar->addWidget(copy);
    bar->addWidget(clear);
    static_cast<QVBoxLayout*>(layout())->addLayout(bar);
}

QString LogView::shownText() const {
    return text_->toPlainText();
}

void LogView::append(LogLevel level, const QString& text) {
    const QString time = QTime::currentTime().toString(QStringLiteral("hh:mm:ss  "));
    lines_.push_back({level, time + text});
    pending_ = std::min(pending_ + 1, kMaxLines);
    if (lines_.size() > kMaxLines) {
        lines_.pop_front();
    }
    if (!flush_.isActive()) {
        flush_.start();
    }
}

void LogView::clear() {
    lines_.clear();
    pending_ = 0;
    text_->clear();
}

void LogView::setLevel(LogLevel level) {
    level_ = level;
    levels_->setCurrentIndex(levels_->findData(static_cast<int>(level)));
    showAll();
}

void LogView::showPending() {
    const size_t first = lines_.size() - std::min(pending_, lines_.size());
    pending_ = 0;
    appendLines(first);
}

void LogView::showAll() {
    pending_ = 0;
    text_->clear();
    appendLines(0);
}

void LogView::appendLines(size_t first) {
    QScrollBar* bar = text_->verticalScrollBar();
    const bool at_end = bar->value() >= bar->maximum() - 1;  // who has scrolled up stays there
    const int place = bar->value();
    QTextCursor cursor(text_->document());
    cursor.movePosition(QTextCursor::End);
    cursor.beginEditBlock();
    for (size_t i = first; i < lines_.size(); ++i) {
        const Line& line = lines_[i];
        if (line.level < level_) {
            continue;
        }
        if (!text_->document()->isEmpty()) {
            cursor.insertBlock();
        }
        cursor.insertText(line.text, formatOf(line.level));
    }
    cursor.endEditBlock();
    bar->setValue(at_end ? bar->maximum() : place);
}

void LogView::copy() {
    const QTextCursor cursor = text_->textCursor();
    if (cursor.hasSelection()) {
        text_->copy();
    } else {
        QApplication::clipboard()->setText(text_->toPlainText());
    }
}

}  // namespace bozzetto::ui
