// SPDX-License-Identifier: Apache-2.0
#include "ui/window/resume_bar.h"

#include "ui/theme/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <utility>

namespace bozzetto::ui {

ResumeBar::ResumeBar(QWidget* parent)
    : QFrame(parent),
      headline_(new QLabel(this)),
      text_(new QLabel(this)),
      resume_(new QPushButton(this)),
      dismiss_(new QPushButton(this)) {
    setObjectName(QStringLiteral("resumeBar"));
    setRole(this, Role::Panel);
    setRole(headline_, Role::Heading);
    setRole(text_, Role::Muted);
    text_->setObjectName(QStringLiteral("resumeBarText"));
    text_->setTextFormat(Qt::PlainText);
    text_->setWordWrap(true);
    resume_->setObjectName(QStringLiteral("resumeBarResume"));
    dismiss_->setObjectName(QStringLiteral("resumeBarDismiss"));
    setPrimary(resume_);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(spacing::kHair);
    texts->addWidget(headline_);
    texts->addWidget(text_);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(spacing::kWide, spacing::kPanel, spacing::kWide, spacing::kPanel);
    row->setSpacing(spacing::kUnit);
    row->addLayout(texts, 1);
    row->addWidget(resume_, 0, Qt::AlignVCenter);
    row->addWidget(dismiss_, 0, Qt::AlignVCenter);
    connect(resume_, &QPushButton::clicked, this, [this] {
        const QString id = id_;
        withdraw();
        Q_EMIT resumeRequested(id);
    });
    connect(dismiss_, &QPushButton::clicked, this, [this] {
        const QString id = id_;
        withdraw();
        Q_EMIT dismissed(id);
    });
    retranslate();
    hide();
}

void ResumeBar::offer(const QString& id, const QString& text) {
    id_ = id;
    text_->setText(text);
    show();
}

void ResumeBar::withdraw() {
    id_.clear();
    hide();
}

void ResumeBar::retranslate() {
    setAccessibleName(tr("Unfinished run"));
    headline_->setText(tr("A run can go on from where it stopped"));
    text_->setAccessibleName(tr("Which run"));
    resume_->setText(tr("Resu&me"));
    resume_->setToolTip(tr("Goes on from the last checkpoint"));
    dismiss_->setText(tr("&Not now"));
    dismiss_->setToolTip(tr("What was done is kept"));
}

void ResumeBar::changeEvent(QEvent* event) {
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

}  // namespace bozzetto::ui
