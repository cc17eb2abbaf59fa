// SPDX-License-Identifier: Apache-2.0
#include "ui/masks/mask_import_dialog.h"

#include "ui/common/background_task.h"
#include "ui/common/core_words.h"
#include "ui/masks/mask_canvas.h"
#include "ui/theme/theme.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QListWidget>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace bozzetto::ui {
namespace {

struct Preview {
    QList<QImage> photo;
    QImage mask;
};

}  // namespace

MaskImportDialog::MaskImportDialog(const MaskImport& import,
                                   const std::vector<MaskSubject>& subjects,
                                   QWidget* parent)
    : QDialog(parent),
      import_(import),
      subjects_(subjects),
      polarity_(new QComboBox(this)),
      list_(new QListWidget(this)),
      canvas_(new MaskCanvas(this)) {
    setObjectName(QStringLiteral("maskImport"));
    setWindowTitle(tr("Import masks"));
    setAttribute(Qt::WA_DeleteOnClose);
    resize(900, 560);
    auto* column = new QVBoxLayout(this);
    auto* summary = new QLabel(this);
    summary->setWordWrap(true);
    summary->setObjectName(QStringLiteral("maskImportSummary"));
    const auto count = static_cast<int>(import_.matches.size());
    summary->setText(tr("Masks for %1 of %n pictures, named like %2.",
                        "",
                        count + static_cast<int>(import_.views_without_mask.size()))
                         .arg(QLocale().toString(count), toQt(import_.naming)));
    column->addWidget(summary);
    auto* row = new QHBoxLayout;
    auto* label = new QLabel(tr("In these masks"), this);
    polarity_->setObjectName(QStringLiteral("maskImportPolarity"));
    polarity_->addItem(tr("white is the object"));
    polarity_->addItem(tr("black is the object"));
    polarity_->setCurrentIndex(import_.white_is_object.value_or(true) ? 0 : 1);
    label->setBuddy(polarity_);
    auto* evidence = new QLabel(evidenceText(), this);
    evidence->setWordWrap(true);
    setRole(evidence, import_.white_is_object ? Role::Muted : Role::Warning);
    row->addWidget(label);
    row->addWidget(polarity_);
    row->addWidget(evidence, 1);
    column->addLayout(row);
    auto* middle = new QHBoxLayout;
    list_->setObjectName(QStringLiteral("maskImportList"));
    list_->setAccessibleName(tr("Pictures and their masks"));
    list_->setFixedWidth(320);
    canvas_->setLocked(true);
    canvas_->setAccessibleName(tr("Picture with its mask"));
    middle->addWidget(list_);
    middle->addWidget(canvas_, 1);
    column->addLayout(middle, 1);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    auto* take = buttons->addButton(tr("Import"), QDialogButtonBox::AcceptRole);
    take->setObjectName(QStringLiteral("maskImportTake"));
    setPrimary(take);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        Q_EMIT taken(import_, whiteIsObject());
        accept();
    });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    column->addWidget(buttons);
    connect(polarity_, &QComboBox::currentIndexChanged, this, &MaskImportDialog::showPolarity);
    connect(list_, &QListWidget::currentRowChanged, this, &MaskImportDialog::showMatch);
    fillList();
    list_->setCurrentRow(0);
}

bool MaskImportDialog::whiteIsObject() const {
    return polarity_->currentIndex() == 0;
}

QString MaskImportDialog::evidenceText() const {
    if (!import_.white_is_object) {
        return tr("The masks do not say which: look at the picture.");
    }
    return tr("%1 % of the masks looked at say so.")
        .arg(QLocale().toString(std::lround(100 * import_.evidence)));
}

void MaskImportDialog::fillList() {
    for (const MaskImport::Match& match : import_.matches) {
        list_->addItem(
            tr("%1: %2", "picture, its mask").arg(toQt(match.view), toQt(match.mask.filename())));
    }
    const auto addOther = [this](const QString& text, const char* sign) {
        auto* item = new QListWidgetItem(icon(QLatin1String(sign), Ink::Warning), text, list_);
        item->setFlags(Qt::ItemIsEnabled);
    };
    for (const std::string& name : import_.views_without_mask) {
        addOther(tr("%1: no mask").arg(toQt(name)), "warning");
    }
    for (const auto& file : import_.unused) {
        addOther(tr("%1: belongs to no picture").arg(toQt(file.filename())), "info");
    }
    for (const InputProblem& problem : import_.problems) {
        addOther(tr("%1: %2", "file, what is wrong")
                     .arg(toQt(problem.path.filename()), coreText(toQt(problem.reason))),
                 "error");
    }
}

void MaskImportDialog::showMatch(int row) {
    if (row < 0 || row >= static_cast<int>(import_.matches.size())) {
        return;
    }
    const MaskImport::Match& match = import_.matches[static_cast<std::size_t>(row)];
    const auto found = std::find_if(subjects_.begin(), subjects_.end(), [&](const auto& subject) {
        return subject.view.name == match.view;
    });
    if (found == subjects_.end()) {
        return;
    }
    MaskSubject subject = *found;
    subject.view.mask = match.mask;
    subject.view.mask_polarity = ViewSource::MaskPolarity::WhiteIsObject;
    subject.view.invert_mask = false;
    inBackground(
        this,
        [subject] {
            Preview preview;
            preview.photo = loadPhoto(subject);
            preview.mask = loadMask(subject, preview.photo.front().size()).mask;
            return preview;
        },
        [this, wanted = ++wanted_](const Preview& preview) {
            if (wanted == wanted_) {
                white_mask_ = preview.mask;
                canvas_->setPicture(preview.photo, preview.mask, MaskCanvas::View::Fit);
                showPolarity();
            }
        },
        [this, wanted = wanted_](const Problem& problem) {
            if (wanted == wanted_) {
                canvas_->clear(problem.reason);
            }
        });
}

void MaskImportDialog::showPolarity() {
    if (canvas_->hasPicture()) {
        QImage mask = white_mask_;
        if (!whiteIsObject()) {
            mask.invertPixels();
        }
        canvas_->setMask(mask);
    }
}

}  // namespace bozzetto::ui
