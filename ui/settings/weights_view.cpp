// SPDX-License-Identifier: Apache-2.0
// What WeightsDialog looks like: its controls, and what they show of the folder.
#include "ui/settings/weights_dialog.h"
#include "ui/settings/weights_words.h"
#include "ui/theme/theme.h"

#include <QFormLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace bozzetto::ui {
namespace {

constexpr int kWidth = 900, kHeight = 560;
enum Column { kName, kSize, kVram, kLicence, kState, kColumns };

/// The small files that describe others come and go with them.
bool hasRow(const WeightFile& file) {
    return !file.engines.empty() && !file.name.ends_with(".json");
}

}  // namespace

WeightsDialog::WeightsDialog(QString cli, QWidget* parent) : QDialog(parent), cli_(std::move(cli)) {
    setObjectName(QStringLiteral("weights"));
    setWindowTitle(tr("Weights of the networks"));
    setModal(false);
    resize(scaled(kWidth), scaled(kHeight));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(
        spacing::kSection, spacing::kSection, spacing::kSection, spacing::kWide);
    column->setSpacing(spacing::kWide);
    auto* intro = new QLabel(
        tr("Engines that learned from many objects need the numbers that they learned. Those are "
           "large, belong to others and are fetched once, only when you ask for them."));
    intro->setWordWrap(true);
    setRole(intro, Role::Muted);
    column->addWidget(intro);
    buildPlace(*column);
    buildTable(*column);
    status_ = new QLabel;
    status_->setObjectName(QStringLiteral("weights_status"));
    status_->setWordWrap(true);
    status_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    column->addWidget(status_);
    bar_ = new QProgressBar;
    bar_->setObjectName(QStringLiteral("weights_progress"));
    bar_->setAccessibleName(tr("Progress"));
    bar_->setTextVisible(false);
    column->addWidget(bar_);
    buildButtons(*column);
    say({});
    refresh();
}

void WeightsDialog::buildPlace(QVBoxLayout& column) {
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(spacing::kWide);
    form->setVerticalSpacing(spacing::kUnit);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    place_ = new QLineEdit;
    place_->setObjectName(QStringLiteral("weights_folder"));
    place_->setAccessibleName(tr("Folder"));
    place_->setClearButtonEnabled(true);
    connect(place_, &QLineEdit::editingFinished, this, &WeightsDialog::saveSettings);
    auto* choose = new QPushButton(tr("Choose…"));
    choose->setObjectName(QStringLiteral("choose_weights_folder"));
    choose->setAccessibleName(tr("Choose the folder of the weights"));
    choose->setAutoDefault(false);
    connect(choose, &QPushButton::clicked, this, &WeightsDialog::chooseFolder);
    auto* line = new QHBoxLayout;
    line->setSpacing(spacing::kUnit);
    line->addWidget(place_, 1);
    line->addWidget(choose);
    auto* label = new QLabel(tr("Folder"));
    label->setBuddy(place_);
    form->addRow(label, line);
    mirror_ = new QLineEdit;
    mirror_->setObjectName(QStringLiteral("weights_mirror"));
    mirror_->setAccessibleName(tr("Mirror"));
    mirror_->setClearButtonEnabled(true);
    mirror_->setPlaceholderText(tr("None: the files' own servers"));
    mirror_->setToolTip(
        tr("A server that has copies, where the files' own cannot be reached: "
           "https://…"));
    connect(mirror_, &QLineEdit::editingFinished, this, &WeightsDialog::saveSettings);
    form->addRow(tr("Mirror"), mirror_);
    column.addLayout(form);
}

void WeightsDialog::buildTable(QVBoxLayout& column) {
    table_ = new QTreeWidget;
    table_->setObjectName(QStringLiteral("weights_table"));
    table_->setAccessibleName(tr("Weights"));
    table_->setColumnCount(kColumns);
    table_->setHeaderLabels(
        {tr("Network"), tr("Size"), tr("GPU memory"), tr("Licence"), tr("State")});
    table_->setRootIsDecorated(false);
    table_->setUniformRowHeights(true);
    table_->setSelectionMode(QAbstractItemView::ExtendedSelection);
    table_->header()->setStretchLastSection(false);
    table_->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table_->header()->setSectionResizeMode(kName, QHeaderView::Stretch);
    connect(table_, &QTreeWidget::itemSelectionChanged, this, [this] { showButtons(); });
    column.addWidget(table_, 1);
}

void WeightsDialog::buildButtons(QVBoxLayout& column) {
    const auto button = [this](const char* name, const QString& sign, const QString& text) {
        auto* made = new QPushButton(icon(sign), text);
        made->setObjectName(QLatin1String(name));
        made->setAutoDefault(false);
        return made;
    };
    get_ = button("get_weights", QStringLiteral("import"), {});
    setPrimary(get_);
    get_->setIcon(icon(QStringLiteral("import"), Ink::OnAccent));
    pause_ = button("pause_weights", QStringLiteral("pause"), tr("Pause"));
    import_ = button("import_weights", QStringLiteral("folder"), tr("Use files that I have…"));
    check_ = button("check_weights", QStringLiteral("ok"), tr("Check"));
    check_->setToolTip(tr("Read every byte, compare checksums and build each network"));
    delete_ = button("remove_weights", QStringLiteral("delete"), tr("Delete"));
    auto* close = button("close_weights", {}, tr("Close"));
    connect(get_, &QPushButton::clicked, this, &WeightsDialog::fetch);
    connect(pause_, &QPushButton::clicked, this, [this] {
        if (task_ != nullptr) {
            task_->cancel();
        }
    });
    connect(import_, &QPushButton::clicked, this, &WeightsDialog::chooseImport);
    connect(check_, &QPushButton::clicked, this, &WeightsDialog::verify);
    connect(delete_, &QPushButton::clicked, this, &WeightsDialog::remove);
    connect(close, &QPushButton::clicked, this, &QDialog::close);
    auto* row = new QHBoxLayout;
    row->setSpacing(spacing::kUnit);
    for (QPushButton* shown : {get_, pause_, import_, check_, delete_}) {
        row->addWidget(shown);
    }
    row->addStretch();
    row->addWidget(close);
    column.addLayout(row);
}

void WeightsDialog::showEvent(QShowEvent* event) {
    QDialog::showEvent(event);
    refresh();
}

void WeightsDialog::refresh() {
    showing_ = true;
    try {
        manifest_ = loadManifest();
        folder_ = weightsFolder();
        const WeightSettings settings = readWeightSettings();
        if (!place_->hasFocus()) {
            place_->setText(toQt(settings.folder));
        }
        if (!mirror_->hasFocus()) {
            mirror_->setText(toQt(settings.mirror));
        }
        place_->setPlaceholderText(toQt(folder_));
    } catch (const std::exception& exception) {
        const Problem problem = toProblem(exception);
        say(problem.reason, problem.hint, true);
    }
    states_.clear();
    int rows = 0;
    for (const WeightFile& file : manifest_.files) {
        if (!file.engines.empty() && !file.optional) {
            states_.insert(statusOf(file, folder_).state);
        }
        if (hasRow(file)) {
            QTreeWidgetItem* row = table_->topLevelItem(rows);
            if (row == nullptr) {
                row = new QTreeWidgetItem(table_);
            }
            showRow(row, file);
            ++rows;
        }
    }
    while (table_->topLevelItemCount() > rows) {
        delete table_->takeTopLevelItem(rows);
    }
    showing_ = false;
    showButtons();
}

void WeightsDialog::showRow(QTreeWidgetItem* row, const WeightFile& file) {
    const WeightStatus status = statusOf(file, folder_);
    const WeightLicence& licence = manifest_.licenceOf(file);
    const quint64 bytes = status.state == WeightState::Present ? status.bytes : file.bytes;
    row->setData(0, Qt::UserRole, toQt(file.name));
    row->setText(
        kName,
        file.optional ? tr("%1 (optional)").arg(weightWord(file.title)) : weightWord(file.title));
    row->setToolTip(kName, toQt(file.name) + QLatin1Char('\n') + toQt(file.url));
    row->setText(kSize, bytes > 0 ? formatBytes(bytes) : QString());
    row->setTextAlignment(kSize, Qt::AlignRight | Qt::AlignVCenter);
    row->setText(kVram, file.vram > 0 ? formatBytes(file.vram) : QString());
    row->setTextAlignment(kVram, Qt::AlignRight | Qt::AlignVCenter);
    row->setText(kLicence, licence.commercial ? toQt(licence.id) : tr("Not for commercial use"));
    row->setIcon(kLicence,
                 licence.commercial ? QIcon() : icon(QStringLiteral("warning"), Ink::Warning));
    row->setToolTip(kLicence,
                    weightWord(licence.title) + QLatin1Char('\n') + weightWord(licence.summary));
    row->setText(kState, stateText(file, status));
    row->setIcon(kState,
                 status.state == WeightState::Present   ? icon(QStringLiteral("ok"), Ink::Ok)
                 : status.state == WeightState::Damaged ? icon(QStringLiteral("error"), Ink::Error)
                                                        : QIcon());
}

QString WeightsDialog::stateText(const WeightFile& file, const WeightStatus& status) const {
    const QString name = toQt(file.name);
    if (on_its_way_.contains(name)) {
        return on_its_way_.value(name);
    }
    if (findings_.contains(name)) {
        return findings_.value(name);
    }
    switch (status.state) {
        case WeightState::Present:
            return tr("Here");
        case WeightState::Damaged:
            return tr("Damaged");
        case WeightState::Partial:
            return tr("Paused: %1 are here").arg(formatBytes(status.bytes));
        case WeightState::Missing:
            break;
    }
    return tr("Not here");
}

void WeightsDialog::showButtons() {
    const bool busy = task_ != nullptr, chosen = !table_->selectedItems().isEmpty();
    const bool partial = states_.count(WeightState::Partial) > 0;
    const bool complete = states_.size() == 1 && states_.count(WeightState::Present) > 0;
    bool something = false;
    for (const WeightFile& file : manifest_.files) {
        something = something || statusOf(file, folder_).state != WeightState::Missing;
    }
    get_->setText(chosen ? tr("Get selected") : partial ? tr("Go on") : tr("Get all"));
    get_->setEnabled(!busy && (chosen || !complete));
    pause_->setEnabled(busy);
    import_->setEnabled(!busy);
    check_->setEnabled(!busy && something);
    delete_->setEnabled(!busy && chosen);
    delete_->setToolTip(chosen ? QString() : tr("Select what is to be deleted"));
    place_->setEnabled(!busy);
    mirror_->setEnabled(!busy);
    bar_->setVisible(busy);
}

}  // namespace bozzetto::ui
