// SPDX-License-Identifier: Apache-2.0
#include "ui/settings/licence_dialog.h"

#include "ui/common/text.h"
#include "ui/settings/weights_words.h"
#include "ui/theme/theme.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace bozzetto::ui {
namespace {

constexpr int kWidth = 520;

QLabel* wrapped(const QString& text, Role role) {
    auto* label = new QLabel(text);
    label->setWordWrap(true);
    setRole(label, role);
    return label;
}

/// A label's link keeps the colour that links had when its text was set.
QLabel* linkTo(const QString& url) {
    const QString text = QStringLiteral("<a href=\"%1\">%1</a>").arg(url.toHtmlEscaped());
    QLabel* link = wrapped(text, Role::Muted);
    link->setTextFormat(Qt::RichText);
    link->setOpenExternalLinks(true);
    QObject::connect(&ThemeNotifier::instance(), &ThemeNotifier::changed, link, [link, text] {
        link->clear();
        link->setText(text);
    });
    return link;
}

}  // namespace

LicenceDialog::LicenceDialog(const std::vector<WeightLicence>& licences, QWidget* parent)
    : QDialog(parent) {
    setObjectName(QStringLiteral("licences"));
    setWindowTitle(tr("Licences of the weights"));
    setMinimumWidth(scaled(kWidth));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(
        spacing::kSection, spacing::kSection, spacing::kSection, spacing::kWide);
    column->setSpacing(spacing::kUnit);
    column->addWidget(
        wrapped(tr("These networks belong to others, who say what may be done with them and with "
                   "what they make. Read their terms; they are fetched if you agree."),
                Role::Normal));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    QPushButton* agree = buttons->addButton(tr("Agree and go on"), QDialogButtonBox::AcceptRole);
    agree->setObjectName(QStringLiteral("agree"));
    agree->setEnabled(false);
    setPrimary(agree);
    for (const WeightLicence& licence : licences) {
        ids_.append(toQt(licence.id));
        column->addSpacing(spacing::kUnit);
        column->addWidget(wrapped(weightWord(licence.title), Role::Heading));
        if (!licence.commercial) {
            column->addWidget(wrapped(tr("Not for commercial use."), Role::Warning));
        }
        column->addWidget(wrapped(weightWord(licence.summary), Role::Normal));
        QLabel* link = linkTo(toQt(licence.url));
        link->setObjectName(QStringLiteral("licence_link_") + toQt(licence.id));
        column->addWidget(link);
        auto* box = new QCheckBox(tr("I have read these terms and agree"));
        box->setObjectName(QStringLiteral("licence_") + toQt(licence.id));
        box->setAccessibleDescription(weightWord(licence.title));
        boxes_.append(box);
        column->addWidget(box);
        connect(box, &QCheckBox::toggled, this, [this, agree] {
            agree->setEnabled(std::all_of(
                boxes_.begin(), boxes_.end(), [](const QCheckBox* b) { return b->isChecked(); }));
        });
    }
    column->addStretch();
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

}  // namespace bozzetto::ui
