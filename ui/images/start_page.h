// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QDateTime>
#include <QList>
#include <QString>
#include <QWidget>

class QAction;
class QLabel;
class QLayout;
class QListWidget;
class QMenu;
class QPushButton;
class QVBoxLayout;

namespace bozzetto::ui {

class DropZone;
class ThumbnailCache;

/// Something that was opened before.
struct RecentItem {
    QString path;  // folder or transforms file of a set, or project file
    bool is_project = false;
    bool is_missing = false;
    QString picture;  // for the thumbnail; may be empty
    QDateTime opened;
    bool operator==(const RecentItem&) const = default;
};

/// The sample set, with masks and cameras: in the source tree, or under the install prefix; empty
/// if there is none. `program_folder`: where the running program lies.
QString sampleFolder(const QString& program_folder);
/// The same object as photographs on a table, without cameras and masks.
QString samplePhotosFolder(const QString& program_folder);

/// What an artist sees first: where to drop pictures, what was open before, and a sample to try.
class StartPage : public QWidget {
    Q_OBJECT
public:
    explicit StartPage(ThumbnailCache* thumbnails, QWidget* parent = nullptr);

    void setRecent(const QList<RecentItem>& items);
    /// Empty: the button is disabled, its tooltip says why.
    void setSample(const QString& folder);
    /// Photographs to try: the button asks which of the two; empty: there are none.
    void setSamplePhotos(const QString& folder);

Q_SIGNALS:
    void openFolderRequested();
    void openPicturesRequested();
    void openProjectRequested();
    void sampleRequested(const QString& folder);
    void recentActivated(const QString& path, bool is_project);
    void recentRemoved(const QString& path);
    void recentCleared();

protected:
    void changeEvent(QEvent* event) override;

private:
    QLayout* makeButtons();
    void makeRecent(QVBoxLayout* layout);
    void retranslate();
    void fillRecent();
    void removeCurrent();
    void showSamples();

    ThumbnailCache* thumbnails_;
    QLabel *title_ = nullptr, *subtitle_ = nullptr, *steps_ = nullptr, *recent_title_ = nullptr,
           *recent_empty_ = nullptr;
    DropZone* zone_ = nullptr;
    QPushButton *folder_ = nullptr, *pictures_ = nullptr, *project_ = nullptr, *sample_ = nullptr,
                *clear_ = nullptr;
    QListWidget* recent_list_ = nullptr;
    QMenu* sample_menu_ = nullptr;
    QAction *remove_ = nullptr, *sample_set_ = nullptr, *sample_photos_ = nullptr;
    QList<RecentItem> recent_;
    QString sample_folder_, photos_folder_;
};

}  // namespace bozzetto::ui
