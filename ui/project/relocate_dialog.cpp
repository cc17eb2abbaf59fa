// SPDX-License-Identifier: Apache-2.0
#include "ui/project/relocate_dialog.h"

#include "ui/common/background_task.h"
#include "ui/theme/theme.h"

#include <QDialogButtonBox>
#include <QFileDialog>
#include <QHeaderView>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace bozzetto::ui {
namespace {

enum Column { kMissing, kFound, kEvidence };

QString evidenceOf(const Relocation& relocation) {
    if (relocation.known == 0) {
        return RelocateDialog::tr("Same name");
    }
    const QString names = RelocateDialog::tr("%1 of %n files found", nullptr, relocation.known)
                              .arg(relocation.same_name);
    const int changed = relocation.same_name - relocation.same_size;
    return changed == 0 ? names
                        : RelocateDialog::tr("%1, %n of another size", nullptr, changed).arg(names);
}

}  // namespace

RelocateDialog::RelocateDialog(const Project& project, const QString& beside, QWidget* parent)
    : QDialog(parent),
      project_(project),
      list_(new QTreeWidget(this)),
      status_(new QLabel(this)),
      busy_(new QProgressBar(this)),
      look_(new QPushButton(tr("&Look in folder…"), this)),
      use_(new QPushButton(tr("&Use these"), this)) {
    setObjectName(QStringLiteral("relocate_dialog"));
    setWindowTitle(tr("Find missing pictures"));
    setModal(false);
    setAttribute(Qt::WA_DeleteOnClose);

    auto* explanation =
        new QLabel(tr("The project's pictures are not where they were. Name a folder "
                      "to look in, then check what was found."),
                   this);
    explanation->setWordWrap(true);
    list_->setObjectName(QStringLiteral("relocate_list"));
    list_->setAccessibleName(tr("Missing pictures"));
    list_->setHeaderLabels({tr("Missing"), tr("Found at"), tr("Evidence")});
    list_->setRootIsDecorated(false);
    list_->setTextElideMode(Qt::ElideMiddle);
    list_->header()->setSectionResizeMode(QHeaderView::Stretch);
    list_->header()->setSectionResizeMode(kEvidence, QHeaderView::ResizeToContents);
    list_->header()->setStretchLastSection(false);
    connect(list_, &QTreeWidget::itemChanged, this, &RelocateDialog::updateButtons);
    status_->setObjectName(QStringLiteral("relocate_status"));
    setRole(status_, Role::Muted);
    busy_->setObjectName(QStringLiteral("relocate_busy"));
    busy_->setAccessibleName(tr("Looking for pictures"));
    busy_->setRange(0, 0);
    busy_->setTextVisible(false);
    busy_->hide();
    look_->setObjectName(QStringLiteral("relocate_look"));
    connect(look_, &QPushButton::clicked, this, &RelocateDialog::chooseFolder);
    use_->setObjectName(QStringLiteral("relocate_use"));
    setPrimary(use_);
    connect(use_, &QPushButton::clicked, this, [this] {
        Q_EMIT confirmed(checkedOnes());
        accept();
    });

    auto* buttons = new QDialogButtonBox(this);
    buttons->addButton(look_, QDialogButtonBox::ActionRole);
    buttons->addButton(use_, QDialogButtonBox::AcceptRole);
    buttons->addButton(tr("&Not now"), QDialogButtonBox::RejectRole);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(spacing::kWide, spacing::kWide, spacing::kWide, spacing::kWide);
    layout->setSpacing(spacing::kPanel);
    layout->addWidget(explanation);
    layout->addWidget(list_, 1);
    layout->addWidget(busy_);
    layout->addWidget(status_);
    layout->addWidget(buttons);
    resize(scaled(760), scaled(360));
    updateButtons();
    lookIn(beside);
}

void RelocateDialog::chooseFolder() {
    auto* chooser = new QFileDialog(this, tr("Look for pictures in"));
    chooser->setFileMode(QFileDialog::Directory);
    chooser->setOption(QFileDialog::ShowDirsOnly);
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    connect(chooser, &QFileDialog::fileSelected, this, &RelocateDialog::lookIn);
    chooser->open();
}

void RelocateDialog::lookIn(const QString& folder) {
    struct Search {
        std::vector<std::filesystem::path> missing;
        std::vector<Relocation> found;
    };
    busy_->show();
    look_->setEnabled(false);
    status_->setText(folder.isEmpty() ? QString() : tr("Looking in %1").arg(folder));
    inBackground(
        this,
        [project = project_, folder] {
            Search search{missingPaths(project), {}};
            if (!folder.isEmpty()) {
                search.found = findMoved(project, toPath(folder));
            }
            return search;
        },
        [this, folder](const Search& search) {
            busy_->hide();
            look_->setEnabled(true);
            missing_ = search.missing;
            take(search.found);
            status_->setText(
                search.found.empty()
                    ? (folder.isEmpty() ? QString() : tr("Nothing found in %1").arg(folder))
                    : tr("Found %1 of %n", nullptr, static_cast<int>(missing_.size()))
                          .arg(found_.size()));
        },
        [this](const Problem& problem) {
            busy_->hide();
            look_->setEnabled(true);
            status_->setText(problem.reason);
        });
}

/// A later find replaces an earlier one for the same path: the user named its folder.
void RelocateDialog::take(const std::vector<Relocation>& found) {
    for (const Relocation& relocation : found) {
        std::erase_if(found_,
                      [&](const Relocation& old) { return old.missing == relocation.missing; });
        found_.push_back(relocation);
    }
    const QSignalBlocker blocker(list_);
    list_->clear();
    for (const auto& path : missing_) {
        auto* item = new QTreeWidgetItem(list_, {toQt(path)});
        item->setToolTip(kMissing, toQt(path));
        const auto relocation = std::find_if(
            found_.begin(), found_.end(), [&](const Relocation& r) { return r.missing == path; });
        if (relocation == found_.end()) {
            item->setText(kFound, tr("Not found yet"));
            item->setFlags(item->flags() & ~Qt::ItemIsUserCheckable);
            continue;
        }
        item->setText(kFound, toQt(relocation->found));
        item->setToolTip(kFound, toQt(relocation->found));
        item->setText(kEvidence, evidenceOf(*relocation));
        item->setCheckState(kMissing, Qt::Checked);
    }
    updateButtons();
}

std::vector<Relocation> RelocateDialog::checkedOnes() const {
    std::vector<Relocation> checked;
    for (int row = 0; row < list_->topLevelItemCount(); ++row) {
        const QTreeWidgetItem* item = list_->topLevelItem(row);
        const auto found = std::find_if(found_.begin(), found_.end(), [&](const Relocation& r) {
            return r.missing == missing_[static_cast<size_t>(row)];
        });
        if (found != found_.end() && item->checkState(kMissing) == Qt::Checked) {
            checked.push_back(*found);
        }
    }
    return checked;
}

void RelocateDialog::updateButtons() {
    use_->setEnabled(!checkedOnes().empty());
}

}  // namespace bozzetto::ui
