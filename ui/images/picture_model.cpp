// SPDX-License-Identifier: Apache-2.0
#include "ui/images/picture_model.h"

#include "ui/common/text.h"
#include "ui/images/import_session.h"
#include "ui/images/problem_text.h"

namespace bozzetto::ui {

ThumbnailRequest thumbnailRequest(const PictureReview& picture,
                                  const ImportEdits& edits,
                                  ThumbnailRequest::Look look,
                                  int side) {
    ThumbnailRequest request;
    request.path = toQt(picture.path);
    request.mask_is_depth = picture.mask_from == View::MaskFrom::Depth;
    if (picture.mask_from == View::MaskFrom::File) {
        request.mask_path = toQt(picture.mask_path);
    } else if (request.mask_is_depth) {
        request.mask_path = toQt(picture.depth_path);
    }
    request.mask_polarity = picture.mask_polarity;
    request.inverted = edits.inverted.contains(picture.name);
    request.upright = !picture.has_camera;  // cameras refer to the stored pixels
    request.look = look;
    request.side = side;
    return request;
}

PictureModel::PictureModel(ImportSession* session, ThumbnailCache* thumbnails, QObject* parent)
    : QAbstractListModel(parent), session_(session), thumbnails_(thumbnails) {
    connect(session, &ImportSession::started, this, &PictureModel::reset);
    connect(session, &ImportSession::listed, this, &PictureModel::reset);
    connect(session, &ImportSession::changed, this, [this] {
        if (rowCount() > 0) {
            Q_EMIT dataChanged(index(0), index(rowCount() - 1));
        }
    });
    connect(thumbnails, &ThumbnailCache::ready, this, &PictureModel::thumbnailReady);
    reset();
}

void PictureModel::reset() {
    beginResetModel();
    row_of_path_.clear();
    for (int row = 0; row < rowCount(); ++row) {
        row_of_path_[toQt(picture(row)->path)] = row;
    }
    endResetModel();
}

int PictureModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() || !session_->isListed()
               ? 0
               : static_cast<int>(session_->review().pictures.size());
}

const PictureReview* PictureModel::picture(int row) const {
    return row >= 0 && row < rowCount()
               ? &session_->review().pictures[static_cast<std::size_t>(row)]
               : nullptr;
}

bool PictureModel::hasMask(int row) const {
    return picture(row)->mask_from != View::MaskFrom::Nothing;
}

bool PictureModel::isExcluded(int row) const {
    return session_->edits().excluded.contains(picture(row)->name);
}

bool PictureModel::isInverted(int row) const {
    return session_->edits().inverted.contains(picture(row)->name);
}

bool PictureModel::isReplaced(int row) const {
    return session_->edits().replaced.contains(picture(row)->name);
}

QVariant PictureModel::data(const QModelIndex& index, int role) const {
    const PictureReview* found = index.isValid() ? picture(index.row()) : nullptr;
    if (found == nullptr) {
        return {};
    }
    switch (role) {
        case Qt::DisplayRole:
        case NameRole:
            return toQt(found->name);
        case Qt::ToolTipRole:
            return toQt(found->path);
        case Qt::AccessibleTextRole:
            return accessibleText(index.row());
        case SeverityRole:
            return static_cast<int>(found->severity());
        case BadgeRole:
            return badgeOf(*found);
        case ExcludedRole:
            return isExcluded(index.row());
        case RowRole:
            return index.row();
        default:
            return {};
    }
}

QString PictureModel::accessibleText(int row) const {
    const PictureReview& found = *picture(row);
    QStringList parts{toQt(found.name), badgeOf(found)};
    if (isExcluded(row)) {
        parts << tr("excluded");
    }
    if (isInverted(row)) {
        parts << tr("mask inverted by you");
    }
    return parts.join(QStringLiteral(", "));
}

ThumbnailRequest PictureModel::request(int row, int side) const {
    return thumbnailRequest(*picture(row), session_->edits(), look_, side);
}

ThumbnailCache::Thumbnail PictureModel::thumbnail(int row, int side) const {
    return thumbnails_->thumbnail(request(row, side));
}

void PictureModel::thumbnailReady(const ThumbnailRequest& request) {
    int row = row_of_path_.value(request.path, -1);
    for (int r = 0; row < 0 && r < rowCount(); ++r) {  // a replaced picture
        row = isReplaced(r) && toQt(picture(r)->path) == request.path ? r : -1;
    }
    if (row >= 0 && row < rowCount()) {
        Q_EMIT dataChanged(index(row), index(row), {Qt::DecorationRole});
    }
}

void PictureModel::setLook(ThumbnailRequest::Look look) {
    look_ = look;
    thumbnails_->cancelWaiting();
    if (rowCount() > 0) {
        Q_EMIT dataChanged(index(0), index(rowCount() - 1), {Qt::DecorationRole});
    }
}

}  // namespace bozzetto::ui
