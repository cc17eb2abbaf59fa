// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/images/photo_strip.h"
#include "ui/images/thumbnail_cache.h"

#include <QAbstractListModel>

namespace bozzetto::ui {

/// The photographs of a strip.
class PhotoStripModel : public QAbstractListModel {
    Q_OBJECT
public:
    PhotoStripModel(ThumbnailCache* thumbnails, QObject* parent);

    void setPhotos(const QList<StripPhoto>& photos);
    int rowOf(const QString& name) const;
    /// Asks for the thumbnail when it is not there yet. side: device pixels.
    ThumbnailCache::Thumbnail thumbnail(int row, int side) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    ThumbnailCache* thumbnails_;
    QList<StripPhoto> photos_;
};

}  // namespace bozzetto::ui
