// SPDX-License-Identifier: Apache-2.0
#include "ui/project/recovery_bar.h"

#include "ui/theme/theme.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

namespace bozzetto::ui {
namespace {

QString whatOf(const RecoverableSession& session) {
    QStringList parts;
    if (session.images > 0) {
        parts.append(RecoveryBar::tr("%n pictures", nullptr, session.images));
    }
    if (session.runs > 0) {
        parts.append(RecoveryBar::tr("%n runs", nullptr, session.runs));
    }
    const QString when = QLocale().toString(session.time, QLocale::ShortFormat);
    parts.append(RecoveryBar::tr("last change %1").arg(when));
    QString text = parts.join(QStringLiteral("  ·  "));
    if (session.run_can_continue) {
        text += QLatin1Char('\n') +
                RecoveryBar::tr("A run was going on; it can go on from its last checkpoint.");
    }
    return text;
}

}  // namespace

RecoveryBar::RecoveryBar(QWidget* parent)
    : QFrame(parent),
      title_(new QLabel(this)),
      rows_(new QVBoxLayout),
      remember_(new QCheckBox(tr("Re&member my answer"), this)) {
    setObjectName(QStringLiteral("recovery_bar"));
    setAccessibleName(tr("Recover sessions"));
    setRole(this, Role::Panel);
    title_->setText(tr("Bozzetto did not close properly. Your work was kept."));
    setRole(title_, Role::Heading);
    remember_->setObjectName(QStringLiteral("recovery_remember"));
    remember_->setToolTip(
        tr("Do the same after the next crash without asking. "
           "You can change this in the preferences."));
    rows_->setSpacing(spacing::kUnit);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(spacing::kWide, spacing::kPanel, spacing::kWide, spacing::kPanel);
    layout->setSpacing(spacing::kPanel);
    layout->addWidget(title_);
    layout->addLayout(rows_);
    layout->addWidget(remember_);
    hide();
}

void RecoveryBar::setSessions(const std::vector<RecoverableSession>& sessions) {
    const RecoveryAnswer remembered = rememberedRecoveryAnswer();
    bool is_newest = true;
    for (const RecoverableSession& session : sessions) {
        // One window recovers one session: the others wait for their turn.
        const bool can_follow =
            remembered == RecoveryAnswer::Skip ||
            (is_newest && (remembered == RecoveryAnswer::Recover ||
                           (remembered == RecoveryAnswer::OpenSaved && session.saved_file_exists)));
        if (can_follow) {
            Q_EMIT answered(session, remembered);
        } else {
            addRow(session);
        }
        is_newest = false;
    }
    updateVisibility();
}

void RecoveryBar::addRow(const RecoverableSession& session) {
    auto* row = new QWidget(this);
    row->setObjectName(QStringLiteral("recovery_row"));
    const QString name = session.name.isEmpty() ? tr("Untitled session") : session.name;
    auto* name_label = new QLabel(name, row);
    name_label->setTextFormat(Qt::PlainText);
    name_label->setToolTip(session.project_path);
    auto* what = new QLabel(whatOf(session), row);
    what->setTextFormat(Qt::PlainText);
    setRole(what, Role::Muted);

    auto* texts = new QVBoxLayout;
    texts->setSpacing(spacing::kHair);
    texts->addWidget(name_label);
    texts->addWidget(what);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing::kUnit);
    layout->addLayout(texts, 1);
    const auto addButton = [&](const QString& text,
                               const QString& tip,
                               const QString& object_name,
                               RecoveryAnswer answer) {
        auto* button = new QPushButton(text, row);
        button->setObjectName(object_name);
        button->setAccessibleName(tr("%1: %2").arg(button->text().remove(QLatin1Char('&')), name));
        button->setToolTip(tip);
        connect(button, &QPushButton::clicked, this, [this, session, answer, row] {
            giveAnswer(session, answer, row);
        });
        layout->addWidget(button, 0, Qt::AlignVCenter);
        return button;
    };
    setPrimary(addButton(tr("Re&cover"),
                         tr("Continue with everything up to the last change"),
                         QStringLiteral("recovery_recover"),
                         RecoveryAnswer::Recover));
    if (session.saved_file_exists) {
        addButton(tr("&Open saved"),
                  tr("Drop what was changed since the project was last saved"),
                  QStringLiteral("recovery_open_saved"),
                  RecoveryAnswer::OpenSaved);
    } else {
        addButton(tr("&Discard"),
                  tr("Forget it; its results go to the trash"),
                  QStringLiteral("recovery_discard"),
                  RecoveryAnswer::Discard);
    }
    addButton(tr("&Skip"),
              tr("Keep it and ask again at the next start"),
              QStringLiteral("recovery_skip"),
              RecoveryAnswer::Skip);
    rows_->addWidget(row);
}

void RecoveryBar::giveAnswer(const RecoverableSession& session,
                             RecoveryAnswer answer,
                             QWidget* row) {
    if (remember_->isChecked() && answer != RecoveryAnswer::Discard) {
        rememberRecoveryAnswer(answer);
    }
    rows_->removeWidget(row);
    row->hide();
    row->deleteLater();  // its button is still on the stack
    updateVisibility();
    Q_EMIT answered(session, answer);
}

void RecoveryBar::updateVisibility() {
    setVisible(rows_->count() > 0);
}

}  // namespace bozzetto::ui
