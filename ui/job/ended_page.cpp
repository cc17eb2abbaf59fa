// SPDX-License-Identifier: Apache-2.0
#include "ui/job/ended_page.h"

#include "ui/common/text.h"
#include "ui/job/run_words.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>

namespace bozzetto::ui {

EndedPage::EndedPage(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("endedPage"));
    sign_ = new QLabel(this);
    sign_->setObjectName(QStringLiteral("endedSign"));
    headline_ = new QLabel(this);
    headline_->setObjectName(QStringLiteral("endedHeadline"));
    setRole(headline_, Role::Heading);
    run_title_ = new QLabel(this);
    run_title_->setObjectName(QStringLiteral("endedTitle"));
    run_title_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    setRole(run_title_, Role::Muted);
    text_ = new QLabel(this);
    text_->setObjectName(QStringLiteral("endedText"));
    text_->setAccessibleName(tr("What happened"));
    text_->setWordWrap(true);
    text_->setTextFormat(Qt::PlainText);
    text_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);

    result_ = addButton("showResultButton", "mesh", tr("&Show result"), {});
    resume_ =
        addButton("resumeButton", "play", tr("Resu&me"), tr("Goes on from the last checkpoint."));
    again_ = addButton("againButton", "refresh", {}, {});
    copy_ = addButton("copyButton",
                      "copy",
                      tr("&Copy details"),
                      tr("Copies reason, remedy and the end of the log."));
    log_ = addButton("logButton", "log", tr("Show &log"), {});
    connect(result_, &QPushButton::clicked, this, &EndedPage::showResultRequested);
    connect(resume_, &QPushButton::clicked, this, &EndedPage::resumeRequested);
    connect(again_, &QPushButton::clicked, this, &EndedPage::restartRequested);
    connect(log_, &QPushButton::clicked, this, &EndedPage::showLogRequested);
    connect(copy_, &QPushButton::clicked, this, [this] {
        QApplication::clipboard()->setText(detailsText(title_, outcome_));
    });

    auto* layout = new QGridLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setHorizontalSpacing(spacing::kUnit);
    layout->setVerticalSpacing(spacing::kUnit);
    layout->addWidget(sign_, 0, 0, Qt::AlignTop);
    auto* heading = new QHBoxLayout;  // one line: below there is much to say in little height
    heading->setSpacing(spacing::kPanel);
    heading->addWidget(headline_);
    heading->addWidget(run_title_, 1);
    layout->addLayout(heading, 0, 1);
    layout->addWidget(text_, 1, 1);
    auto* first = new QHBoxLayout;
    first->setSpacing(spacing::kUnit);
    for (QPushButton* button : {result_, resume_, again_}) {
        first->addWidget(button);
    }
    first->addStretch(1);
    auto* second = new QHBoxLayout;
    second->setSpacing(spacing::kUnit);
    second->addWidget(copy_);
    second->addWidget(log_);
    second->addStretch(1);
    layout->addLayout(first, 2, 1);
    layout->addLayout(second, 3, 1);
    layout->setColumnStretch(1, 1);
    layout->setRowStretch(4, 1);
    connect(
        &ThemeNotifier::instance(), &ThemeNotifier::changed, this, [this] { showSign(outcome_); });
}

QPushButton* EndedPage::addButton(const char* name,
                                  const char* sign,
                                  const QString& text,
                                  const QString& tip) {
    auto* button = new QPushButton(icon(QLatin1String(sign)), text, this);
    button->setObjectName(QLatin1String(name));
    button->setProperty("sign", QLatin1String(sign));
    button->setToolTip(tip);
    return button;
}

void EndedPage::show(const QString& title, const RunOutcome& outcome) {
    title_ = title;
    outcome_ = outcome;
    headline_->setText(headline(outcome));
    run_title_->setText(title);
    run_title_->setToolTip(title);
    QStringList paragraphs{outcome.reason, outcome.hint, figures(outcome)};
    if (outcome.state == RunOutcome::State::Stopped) {
        paragraphs.append(outcome.resumable
                              ? tr("What was done is kept. Resume goes on from there.")
                              : tr("Nothing had to be kept yet."));
    }
    if (outcome.state == RunOutcome::State::Incomplete && outcome.resumable) {
        paragraphs.append(tr("The mesh is usable. Resume improves it further."));
    }
    paragraphs.removeAll(QString());
    text_->setText(paragraphs.join(QStringLiteral("\n")));
    showSign(outcome);
    showButtons(outcome);
}

QString EndedPage::headline(const RunOutcome& outcome) {
    const QString time = formatDuration(outcome.seconds);
    switch (outcome.state) {
        case RunOutcome::State::Done:
            return tr("Done in %1").arg(time);
        case RunOutcome::State::Incomplete:
            return tr("Finished early after %1").arg(time);
        case RunOutcome::State::Stopped:
            return tr("Stopped");
        case RunOutcome::State::Failed:
            return tr("The run failed");
        case RunOutcome::State::Crashed:
            return tr("The engine ended unexpectedly");
    }
    return {};
}

QString EndedPage::figures(const RunOutcome& outcome) {
    QStringList parts;
    for (const auto& [name, value] : outcome.scores) {
        parts.append(scoreText(name, value));
    }
    if (outcome.peak_memory_bytes > 0) {
        parts.append(tr("memory %1 at most").arg(formatBytes(outcome.peak_memory_bytes)));
    }
    parts.removeAll(QString());
    return parts.join(QStringLiteral(" \u00b7 "));
}

void EndedPage::showSign(const RunOutcome& outcome) {
    const bool bad = outcome.wentWrong();
    const QString name = bad                   ? QStringLiteral("error")
                         : outcome.hasResult() ? QStringLiteral("ok")
                                               : QStringLiteral("stop");
    const QColor color = bad                   ? colors().error
                         : outcome.hasResult() ? colors().ok
                                               : colors().text_muted;
    sign_->setPixmap(iconPixmap(name, spacing::kIcon, devicePixelRatioF(), color));
}

/// The button that most people want now is filled, the others are not.
void EndedPage::markMain(QPushButton* main) {
    for (QPushButton* button : {result_, resume_, again_}) {
        button->setProperty("primary", button == main);
        button->style()->unpolish(button);
        button->style()->polish(button);
        button->setIcon(
            icon(button->property("sign").toString(), button == main ? Ink::OnAccent : Ink::Text));
    }
}

void EndedPage::showButtons(const RunOutcome& outcome) {
    result_->setVisible(outcome.hasResult());
    resume_->setVisible(outcome.resumable);
    again_->setVisible(!outcome.hasResult());
    again_->setText(outcome.resumable ? tr("Start &over") : tr("Try &again"));
    again_->setToolTip(outcome.resumable
                           ? tr("Starts from the beginning and discards what was kept.")
                           : tr("Starts from the beginning and replaces what is there."));
    copy_->setVisible(outcome.wentWrong());
    log_->setVisible(true);
    markMain(outcome.hasResult() ? result_ : outcome.resumable ? resume_ : again_);
}

}  // namespace bozzetto::ui
