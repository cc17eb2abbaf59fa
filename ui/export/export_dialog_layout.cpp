// SPDX-License-Identifier: Apache-2.0
// What stands where in the dialog; what it does is in export_dialog.cpp.
#include "ui/export/export_dialog_private.h"
#include "ui/theme/theme.h"

#include <QCompleter>
#include <QFileSystemModel>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QVBoxLayout>

namespace bozzetto::ui {
namespace {

constexpr int kPreviewDelayMs = 60;  // after the last key, so that typing is not looked up

/// Ground that takes part in no drawing of its own.
QScrollArea* scrolled(QWidget* content) {
    auto* area = new QScrollArea;
    area->setObjectName(QStringLiteral("exportScroll"));
    area->setWidget(content);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);
    return area;
}

}  // namespace

void ExportDialog::Private::build() {
    auto* page = new QVBoxLayout(q);
    page->setContentsMargins(spacing::kWide, spacing::kWide, spacing::kWide, spacing::kWide);
    page->setSpacing(spacing::kPanel);
    title = new QLabel;
    title->setObjectName(QStringLiteral("exportTitle"));
    title->setTextFormat(Qt::PlainText);
    setRole(title, Role::Title);
    page->addWidget(title);
    licence = new QLabel;
    licence->setObjectName(QStringLiteral("exportLicence"));
    licence->setTextFormat(Qt::PlainText);
    licence->setWordWrap(true);
    setRole(licence, Role::Warning);
    licence->hide();
    page->addWidget(licence);
    auto* columns = new QHBoxLayout;
    columns->setSpacing(spacing::kWide);
    choices = new QWidget;
    auto* editable = new QHBoxLayout(choices);
    editable->setContentsMargins(0, 0, 0, 0);
    editable->setSpacing(spacing::kWide);
    editable->addLayout(makeTargetColumn());
    form = new ExportForm(makeFolderRow());
    editable->addWidget(scrolled(form), 1);
    columns->addWidget(choices, 1);
    files = new ExportFileList;
    columns->addWidget(files);
    page->addLayout(columns, 1);
    footer = new ExportFooter;
    page->addWidget(footer);
    preview_timer.setSingleShot(true);
    preview_timer.setInterval(kPreviewDelayMs);
}

QLayout* ExportDialog::Private::makeTargetColumn() {
    auto* column = new QVBoxLayout;
    column->setSpacing(spacing::kUnit);
    auto* label = new QLabel(ExportDialog::tr("Export for"));
    setRole(label, Role::Heading);
    targets = new ExportTargetsList;
    targets->setObjectName(QStringLiteral("exportTargets"));
    targets->setAccessibleName(label->text());
    targets->setFixedWidth(scaled(176));
    label->setBuddy(targets);
    reset = new QPushButton(ExportDialog::tr("Reset"));
    reset->setObjectName(QStringLiteral("exportReset"));
    reset->setToolTip(ExportDialog::tr("Back to the usual choices for this program"));
    reset->setIcon(icon(QStringLiteral("reset")));
    reset->setAutoDefault(false);
    column->addWidget(label);
    column->addWidget(targets, 1);
    column->addWidget(reset);
    return column;
}

QWidget* ExportDialog::Private::makeFolderRow() {
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing::kUnit);
    folder = new QLineEdit;
    folder->setObjectName(QStringLiteral("exportFolder"));
    folder->setAccessibleName(ExportDialog::tr("Folder"));
    row->setFocusProxy(folder);
    auto* completer = new QCompleter(folder);
    auto* folders = new QFileSystemModel(completer);  // lists folders on a thread of its own
    folders->setFilter(QDir::Dirs | QDir::NoDotAndDotDot);
    folders->setRootPath(QString());
    completer->setModel(folders);
    folder->setCompleter(completer);
    auto* choose = new QPushButton(ExportDialog::tr("Choose\u2026"));
    choose->setObjectName(QStringLiteral("exportChooseFolder"));
    choose->setAccessibleName(ExportDialog::tr("Choose the folder"));
    choose->setAutoDefault(false);
    QObject::connect(choose, &QPushButton::clicked, q, [this] { browse(); });
    layout->addWidget(folder, 1);
    layout->addWidget(choose);
    return row;
}

}  // namespace bozzetto::ui
