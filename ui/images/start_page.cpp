// SPDX-License-Identifier: Apache-2.0
#include "ui/images/start_page.h"

#include "ui/images/start_widgets.h"
#include "ui/images/thumbnail_cache.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QDir>
#include <QEvent>
#include <QFileInfo>
#include <QLabel>
#include <QListWidget>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QVBoxLayout>

namespace bozzetto::ui {
namespace {

constexpr int kColumn = 760;

QHBoxLayout* plainRow() {
    auto* row = new QHBoxLayout;
    row->setSpacing(spacing::kUnit);
    return row;
}

/// The sample of that name whose folder holds a file.
QString findSample(const QString& program_folder, const QString& name, const QString& file) {
    const QString sample = QStringLiteral("samples/") + name;
    const QStringList places{program_folder + QStringLiteral("/../share/bozzetto/") + sample,
                             // In a build tree the program lies some folders below the sources.
                             program_folder + QStringLiteral("/../resources/") + sample,
                             program_folder + QStringLiteral("/../../resources/") + sample,
                             program_folder + QStringLiteral("/../../../resources/") + sample,
                             program_folder + QStringLiteral("/../../../../resources/") + sample};
    for (const QString& place : places) {
        if (QFileInfo(place + QLatin1Char('/') + file).isFile()) {
            return QDir::cleanPath(place);
        }
    }
    return {};
}

}  // namespace

QString sampleFolder(const QString& program_folder) {
    return findSample(
        program_folder, QStringLiteral("pip7"), QStringLiteral("transforms_train.json"));
}

QString samplePhotosFolder(const QString& program_folder) {
    return findSample(
        program_folder, QStringLiteral("pip7-photos"), QStringLiteral("IMG_0001.jpg"));
}

StartPage::StartPage(ThumbnailCache* thumbnails, QWidget* parent)
    : QWidget(parent), thumbnails_(thumbnails) {
    setObjectName(QStringLiteral("startPage"));
    auto* column = new QWidget(this);
    column->setMaximumWidth(kColumn);
    auto* layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing::kUnit);

    title_ = new QLabel(column);
    title_->setObjectName(QStringLiteral("startTitle"));
    setRole(title_, Role::Title);
    subtitle_ = new QLabel(column);
    subtitle_->setWordWrap(true);
    setRole(subtitle_, Role::Muted);
    zone_ = new DropZone(column);
    connect(zone_, &DropZone::clicked, this, &StartPage::openFolderRequested);
    steps_ = new QLabel(column);
    steps_->setObjectName(QStringLiteral("startSteps"));
    setRole(steps_, Role::Muted);

    layout->addWidget(title_);
    layout->addWidget(subtitle_);
    layout->addSpacing(spacing::kUnit);
    layout->addWidget(zone_);
    layout->addSpacing(spacing::kTight);
    layout->addLayout(makeButtons());
    layout->addSpacing(spacing::kUnit);
    layout->addWidget(steps_);
    layout->addSpacing(spacing::kWide);
    makeRecent(layout);

    auto* page = new QHBoxLayout(this);
    page->setContentsMargins(
        spacing::kSection, 2 * spacing::kSection, spacing::kSection, spacing::kSection);
    page->addStretch(1);
    page->addWidget(column, 100);
    page->addStretch(1);
    retranslate();
}

QLayout* StartPage::makeButtons() {
    QHBoxLayout* row = plainRow();
    const auto make = [&](const char* name, const char* sign) {
        auto* button = new QPushButton(icon(QLatin1String(sign)), {}, this);
        button->setObjectName(QLatin1String(name));
        row->addWidget(button);
        return button;
    };
    folder_ = make("openFolder", "folder");
    pictures_ = make("openPictures", "images");
    project_ = make("openProject", "open");
    row->addStretch(1);
    sample_ = make("trySample", "sample");
    setPrimary(folder_);
    folder_->setIcon(icon(QStringLiteral("folder"), Ink::OnAccent));
    connect(folder_, &QPushButton::clicked, this, &StartPage::openFolderRequested);
    connect(pictures_, &QPushButton::clicked, this, &StartPage::openPicturesRequested);
    connect(project_, &QPushButton::clicked, this, &StartPage::openProjectRequested);
    sample_menu_ = new QMenu(sample_);
    sample_set_ = sample_menu_->addAction(QString());
    sample_photos_ = sample_menu_->addAction(QString());
    sample_set_->setObjectName(QStringLiteral("sampleSet"));
    sample_photos_->setObjectName(QStringLiteral("samplePhotos"));
    const auto request = [this](const QString& folder) {
        if (!folder.isEmpty()) {
            Q_EMIT sampleRequested(folder);
        }
    };
    connect(sample_, &QPushButton::clicked, this, [this, request] {
        request(sample_folder_.isEmpty() ? photos_folder_ : sample_folder_);
    });
    connect(sample_set_, &QAction::triggered, this, [this, request] { request(sample_folder_); });
    connect(
        sample_photos_, &QAction::triggered, this, [this, request] { request(photos_folder_); });
    return row;
}

void StartPage::makeRecent(QVBoxLayout* layout) {
    QHBoxLayout* head = plainRow();
    recent_title_ = new QLabel(this);
    setRole(recent_title_, Role::Heading);
    clear_ = new QPushButton(this);
    clear_->setObjectName(QStringLiteral("clearRecent"));
    clear_->setFlat(true);
    head->addWidget(recent_title_);
    head->addStretch(1);
    head->addWidget(clear_);
    recent_list_ = new QListWidget(this);
    recent_list_->setObjectName(QStringLiteral("recentList"));
    recent_list_->setMouseTracking(true);
    recent_list_->setUniformItemSizes(true);
    recent_list_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    recent_list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    recent_list_->setContextMenuPolicy(Qt::ActionsContextMenu);
    auto* delegate = new RecentDelegate(thumbnails_, this);
    recent_list_->setItemDelegate(delegate);
    remove_ = new QAction(this);
    remove_->setObjectName(QStringLiteral("removeRecent"));
    remove_->setShortcut(QKeySequence(Qt::Key_Delete));
    remove_->setShortcutContext(Qt::WidgetShortcut);
    recent_list_->addAction(remove_);
    recent_empty_ = new QLabel(this);
    recent_empty_->setWordWrap(true);
    setRole(recent_empty_, Role::Muted);
    layout->addLayout(head);
    layout->addWidget(recent_list_, 1);
    layout->addWidget(recent_empty_);
    layout->addStretch(0);

    connect(clear_, &QPushButton::clicked, this, &StartPage::recentCleared);
    connect(remove_, &QAction::triggered, this, &StartPage::removeCurrent);
    connect(delegate, &RecentDelegate::removeClicked, this, [this](const QModelIndex& index) {
        Q_EMIT recentRemoved(index.data(RecentDelegate::PathRole).toString());
    });
    const auto open = [this](const QListWidgetItem* item) {
        if (!item->data(RecentDelegate::MissingRole).toBool()) {
            Q_EMIT recentActivated(item->data(RecentDelegate::PathRole).toString(),
                                   item->data(RecentDelegate::ProjectRole).toBool());
        }
    };
    connect(recent_list_, &QListWidget::itemActivated, this, open);
    connect(thumbnails_, &ThumbnailCache::ready, recent_list_, [this] {
        recent_list_->viewport()->update();
    });
}

void StartPage::removeCurrent() {
    if (const QListWidgetItem* item = recent_list_->currentItem()) {
        Q_EMIT recentRemoved(item->data(RecentDelegate::PathRole).toString());
    }
}

void StartPage::setSample(const QString& folder) {
    sample_folder_ = folder;
    showSamples();
}

void StartPage::setSamplePhotos(const QString& folder) {
    photos_folder_ = folder;
    showSamples();
}

/// With both the button opens a menu.
void StartPage::showSamples() {
    const bool any = !sample_folder_.isEmpty() || !photos_folder_.isEmpty();
    const bool both = !sample_folder_.isEmpty() && !photos_folder_.isEmpty();
    sample_->setMenu(both ? sample_menu_ : nullptr);
    sample_->setEnabled(any);
    sample_->setToolTip(!any    ? tr("The sample is not part of this installation.")
                        : !both ? tr("Opens pictures of a small figure.")
                                : tr("Opens pictures of a small figure: finished ones, or "
                                     "photographs that cameras and masks are found for."));
    sample_set_->setText(tr("24 pictures with masks and cameras"));
    sample_photos_->setText(tr("30 photographs on a table, nothing else"));
}

void StartPage::setRecent(const QList<RecentItem>& items) {
    recent_ = items;
    fillRecent();
}

void StartPage::fillRecent() {
    const int current = recent_list_->currentRow();
    recent_list_->clear();
    for (const RecentItem& item : recent_) {
        const QFileInfo info(item.path);
        auto* line = new QListWidgetItem(
            item.is_project ? info.completeBaseName() : info.fileName(), recent_list_);
        line->setData(RecentDelegate::PathRole, item.path);
        line->setData(RecentDelegate::ProjectRole, item.is_project);
        line->setData(RecentDelegate::MissingRole, item.is_missing);
        line->setData(RecentDelegate::PictureRole, item.picture);
        line->setData(RecentDelegate::WhenRole,
                      item.opened.isValid()
                          ? QLocale().toString(item.opened.toLocalTime(), QLocale::ShortFormat)
                          : QString());
        line->setToolTip(item.path);
        const QString kind = item.is_project ? tr("project") : tr("pictures");
        line->setData(Qt::AccessibleTextRole,
                      item.is_missing ? tr("%1, %2, missing").arg(line->text(), kind)
                                      : tr("%1, %2").arg(line->text(), kind));
    }
    recent_list_->setCurrentRow(std::min<int>(current, recent_list_->count() - 1));
    recent_list_->setVisible(!recent_.isEmpty());
    recent_empty_->setVisible(recent_.isEmpty());
    clear_->setVisible(!recent_.isEmpty());
}

void StartPage::retranslate() {
    setAccessibleName(tr("Start"));
    title_->setText(tr("From pictures to a textured mesh"));
    subtitle_->setText(
        tr("Bring in pictures of one object from all sides, with masks and camera "
           "positions if you have them."));
    zone_->setTexts(tr("Drop pictures, a folder or a project here"),
                    tr("or click to choose a folder; pasting works too"));
    folder_->setText(tr("Open folder…"));
    pictures_->setText(tr("Open pictures…"));
    project_->setText(tr("Open project…"));
    sample_->setText(tr("Try the sample"));
    for (QPushButton* button : {folder_, pictures_, project_, sample_}) {
        button->setAccessibleName(button->text());
    }
    steps_->setText(tr("1  Drop pictures      2  Reconstruct      3  Inspect      4  Export"));
    recent_title_->setText(tr("Recent"));
    recent_list_->setAccessibleName(tr("Recent sets and projects"));
    recent_empty_->setText(tr("Sets and projects that you open appear here."));
    clear_->setText(tr("Clear list"));
    clear_->setAccessibleName(tr("Clear the list of recent sets and projects"));
    remove_->setText(tr("Remove from this list"));
    showSamples();
    fillRecent();
}

void StartPage::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
    QWidget::changeEvent(event);
}

}  // namespace bozzetto::ui
