// SPDX-License-Identifier: Apache-2.0
#include "ui/window/notice_bar.h"

#include "ui/theme/theme.h"

#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

namespace bozzetto::ui {

NoticeBar::NoticeBar(QWidget* parent)
    : QFrame(parent),
      icon_(new QLabel(this)),
      reason_(new QLabel(this)),
      hint_(new QLabel(this)),
      copy_(new QToolButton(this)),
      close_(new QToolButton(this)) {
    setObjectName(QStringLiteral("noticeBar"));
    setRole(this, Role::Panel);
    setRole(reason_, Role::Error);
    for (QLabel* label : {reason_, hint_}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    }
    reason_->setObjectName(QStringLiteral("noticeReason"));
    hint_->setObjectName(QStringLiteral("noticeHint"));
    copy_->setObjectName(QStringLiteral("noticeCopy"));
    close_->setObjectName(QStringLiteral("noticeClose"));
    icon_->setPixmap(icon(QStringLiteral("error"), Ink::Error).pixmap(spacing::kIcon));
    copy_->setIcon(icon(QStringLiteral("copy")));
    close_->setIcon(icon(QStringLiteral("close")));
    auto* texts = new QVBoxLayout;
    texts->setSpacing(spacing::kHair);
    texts->addWidget(reason_);
    texts->addWidget(hint_);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(spacing::kWide, spacing::kUnit, spacing::kUnit, spacing::kUnit);
    row->addWidget(icon_, 0, Qt::AlignTop);
    row->addLayout(texts, 1);
    row->addWidget(copy_);
    row->addWidget(close_);
    connect(copy_, &QToolButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(text());
    });
    connect(close_, &QToolButton::clicked, this, &NoticeBar::dismiss);
    retranslate();
    hide();
}

void NoticeBar::showProblem(const QString& reason, const QString& hint) {
    reason_->setText(reason);
    hint_->setText(hint);
    hint_->setVisible(!hint.isEmpty());
    show();
}

QString NoticeBar::text() const {
    return isHidden() ? QString() : (reason_->text() + QLatin1Char('\n') + hint_->text()).trimmed();
}

void NoticeBar::dismiss() {
    hide();
}

void NoticeBar::retranslate() {
    setAccessibleName(tr("Problem"));
    icon_->setAccessibleName(tr("Problem"));
    reason_->setAccessibleName(tr("What went wrong"));
    hint_->setAccessibleName(tr("What to do"));
    copy_->setToolTip(tr("Copy the text"));
    copy_->setAccessibleName(tr("Copy the text"));
    close_->setToolTip(tr("Close"));
    close_->setAccessibleName(tr("Close"));
}

void NoticeBar::changeEvent(QEvent* event) {
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

}  // namespace bozzetto::ui
