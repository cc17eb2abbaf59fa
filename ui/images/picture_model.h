// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/import_review.h"
#include "ui/images/thumbnail_cache.h"

#include <QAbstractListModel>
#include <QMultiHash>

namespace bozzetto::ui {

class ImportSession;

/// What is wanted for a picture of the set; side: device pixels.
ThumbnailRequest thumbnailRequest(const PictureReview& picture,
                                  const ImportEdits& edits,
                                  ThumbnailRequest::Look look,
                                  int side);

/// The pictures of a session as rows of a view; thumbnails come by themselves.
class PictureModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role {
        NameRole = Qt::UserRole + 1,  // QString
        SeverityRole,                 // int of Severity
        BadgeRole,                    // QString
        ExcludedRole,                 // bool
        RowRole,                      // int: index into review().pictures
    };
    PictureModel(ImportSession* session, ThumbnailCache* thumbnails, QObject* parent);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

    const PictureReview* picture(int row) const;
    ThumbnailRequest request(int row, int side) const;
    /// Asks for the thumbnail when it is not there yet.
    ThumbnailCache::Thumbnail thumbnail(int row, int side) const;
    void setLook(ThumbnailRequest::Look look);
    ThumbnailRequest::Look look() const { return look_; }
    bool hasMask(int row) const;
    bool isExcluded(int row) const;
    bool isInverted(int row) const;
    bool isReplaced(int row) const;

private:
    void reset();
    void thumbnailReady(const ThumbnailRequest& request);
    QString accessibleText(int row) const;

    ImportSession* session_;
    ThumbnailCache* thumbnails_;
    ThumbnailRequest::Look look_ = ThumbnailRequest::Look::Photo;
    QHash<QString, int> row_of_path_;
};

}  // namespace bozzetto::ui
