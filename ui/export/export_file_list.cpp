// SPDX-License-Identifier: Apache-2.0
#include "ui/export/export_file_list.h"

#include "ui/common/text.h"
#include "ui/theme/theme.h"

#include <QHeaderView>
#include <QLabel>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace bozzetto::ui {

ExportFileList::ExportFileList(QWidget* parent) : QWidget(parent) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(spacing::kUnit);
    auto* label = new QLabel(tr("Files"));
    setRole(label, Role::Heading);
    makeList();
    label->setBuddy(list_);
    total_ = new QLabel;
    total_->setObjectName(QStringLiteral("exportTotal"));
    setRole(total_, Role::Muted);
    column->addWidget(label);
    column->addWidget(list_, 1);
    column->addWidget(total_);
}

void ExportFileList::makeList() {
    list_ = new QTreeWidget;
    list_->setObjectName(QStringLiteral("exportFiles"));
    list_->setAccessibleName(tr("Files that will be written"));
    list_->setColumnCount(2);
    list_->setHeaderLabels({tr("File"), tr("Size")});
    list_->setRootIsDecorated(false);
    list_->setUniformRowHeights(true);
    list_->setSelectionMode(QAbstractItemView::NoSelection);
    list_->header()->setStretchLastSection(false);
    list_->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    list_->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    list_->setFixedWidth(scaled(272));
    list_->setTextElideMode(Qt::ElideMiddle);
}

void ExportFileList::setFiles(const std::vector<ExportFile>& files, bool estimated) {
    list_->clear();
    quint64 bytes = 0;
    for (const ExportFile& file : files) {
        bytes += file.bytes;
        addFile(file, estimated);
    }
    const QString count = tr("%n file(s)", nullptr, static_cast<int>(files.size()));
    total_->setText((estimated ? tr("%1, about %2") : tr("%1, %2")).arg(count, formatBytes(bytes)));
}

void ExportFileList::addFile(const ExportFile& file, bool estimated) {
    const QString size = formatBytes(file.bytes);
    auto* item = new QTreeWidgetItem(
        list_, {toQt(file.path.filename()), estimated ? tr("about %1").arg(size) : size});
    item->setTextAlignment(1, Qt::AlignTrailing | Qt::AlignVCenter);
    if (estimated && file.exists) {
        item->setIcon(0, icon(QStringLiteral("warning"), Ink::Warning));
        item->setToolTip(0, tr("Replaces a file"));
        item->setData(0, Qt::AccessibleDescriptionRole, tr("Replaces a file"));
    }
}

void ExportFileList::clear() {
    list_->clear();
    total_->clear();
}

}  // namespace bozzetto::ui
