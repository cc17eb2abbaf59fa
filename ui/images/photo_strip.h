// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QList>
#include <QString>
#include <QWidget>

class QListView;

namespace bozzetto::ui {

class PhotoStripModel;
class ThumbnailCache;

/// One photograph of the set, for the strip.
struct StripPhoto {
    QString name, path;
    bool upright = true;  // apply the EXIF orientation
    bool operator==(const StripPhoto&) const = default;
};

/// A line of small photographs to choose a view from.
class PhotoStrip : public QWidget {
    Q_OBJECT
public:
    PhotoStrip(ThumbnailCache* thumbnails, Qt::Orientation orientation, QWidget* parent = nullptr);

    void setPhotos(const QList<StripPhoto>& photos);
    /// The view that is looked through; empty: none. Does not emit.
    void setCurrent(const QString& name);
    QString current() const;

Q_SIGNALS:
    /// Clicked, or Enter on it, or reached by the arrow keys.
    void viewActivated(const QString& name);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    PhotoStripModel* model_;
    QListView* list_;
    bool setting_ = false;  // the change comes from us
};

}  // namespace bozzetto::ui
