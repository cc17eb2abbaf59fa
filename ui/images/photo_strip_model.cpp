// SPDX-License-Identifier: Apache-2.0
#include "ui/images/photo_strip_model.h"

namespace bozzetto::ui {

PhotoStripModel::PhotoStripModel(ThumbnailCache* thumbnails, QObject* parent)
    : QAbstractListModel(parent), thumbnails_(thumbnails) {
    connect(thumbnails, &ThumbnailCache::ready, this, [this](const ThumbnailRequest& request) {
        for (int row = 0; row < rowCount(); ++row) {
            if (photos_[row].path == request.path) {
                Q_EMIT dataChanged(index(row), index(row), {Qt::DecorationRole});
            }
        }
    });
}

void PhotoStripModel::setPhotos(const QList<StripPhoto>& photos) {
    if (photos == photos_) {
        return;
    }
    beginResetModel();
    photos_ = photos;
    endResetModel();
}

int PhotoStripModel::rowOf(const QString& name) const {
    for (int row = 0; row < rowCount(); ++row) {
        if (photos_[row].name == name) {
            return row;
        }
    }
    return -1;
}

ThumbnailCache::Thumbnail PhotoStripModel::thumbnail(int row, int side) const {
    ThumbnailRequest request;
    request.path = photos_[row].path;
    request.upright = photos_[row].upright;
    request.side = side;
    return thumbnails_->thumbnail(request);
}

int PhotoStripModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(photos_.size());
}

QVariant PhotoStripModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) {
        return {};
    }
    switch (role) {
        case Qt::DisplayRole:
        case Qt::AccessibleTextRole:
            return photos_[index.row()].name;
        case Qt::ToolTipRole:
            return photos_[index.row()].path;
        default:
            return {};
    }
}

}  // namespace bozzetto::ui
