// SPDX-License-Identifier: Apache-2.0
#include "ui/images/picture_delegate.h"

#include "ui/images/picture_filter.h"
#include "ui/images/picture_model.h"
#include "ui/images/problem_text.h"
#include "ui/theme/theme.h"

#include <QPainter>

#include <cmath>

namespace bozzetto::ui {
namespace {

constexpr int kSide = 144;  // of the thumbnail's box
constexpr int kSign = 14;
constexpr double kExcludedOpacity = 0.3;

int lineHeight(const QFont& font) {
    return std::max(QFontMetrics(font).height(), kSign) + spacing::kHair;
}

QBrush checker() {
    constexpr int kCell = 8;
    QPixmap tile(2 * kCell, 2 * kCell);
    tile.fill(colors().background);
    QPainter painter(&tile);
    painter.fillRect(0, 0, kCell, kCell, colors().panel);
    painter.fillRect(kCell, kCell, kCell, kCell, colors().panel);
    return QBrush(tile);
}

}  // namespace

void paintPicture(QPainter* painter, const QRect& box, const QImage& image) {
    const double ratio = painter->device()->devicePixelRatioF();
    QSizeF size = QSizeF(image.size()) / ratio;
    if (size.width() > box.width() || size.height() > box.height()) {
        size.scale(box.size(), Qt::KeepAspectRatio);
    }
    const QRectF target(QPointF(std::round(box.center().x() + 0.5 - size.width() / 2),
                                std::round(box.center().y() + 0.5 - size.height() / 2)),
                        size);
    if (image.hasAlphaChannel()) {
        painter->fillRect(target, checker());
    }
    painter->drawImage(target, image);
}

PictureDelegate::PictureDelegate(PictureModel* model, PictureFilter* filter, QObject* parent)
    : QStyledItemDelegate(parent), model_(model), filter_(filter) {}

QSize PictureDelegate::cellSize(const QFont& font) {
    return {kSide + 2 * spacing::kUnit,
            kSide + 2 * lineHeight(font) + 2 * spacing::kUnit + spacing::kTight};
}

QSize PictureDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
    return cellSize(option.font);
}

void PictureDelegate::paint(QPainter* painter,
                            const QStyleOptionViewItem& option,
                            const QModelIndex& index) const {
    const int row = filter_->mapToSource(index).row();
    const PictureReview* picture = model_->picture(row);
    if (picture == nullptr) {
        return;
    }
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setRenderHint(QPainter::SmoothPixmapTransform);
    const QRectF cell = QRectF(option.rect).adjusted(1, 1, -1, -1);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const bool focused = option.state.testFlag(QStyle::State_HasFocus);
    if (selected || option.state.testFlag(QStyle::State_MouseOver)) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(selected ? colors().selection : colors().hover);
        painter->drawRoundedRect(cell, 6, 6);
    }
    if (selected || focused) {
        painter->setPen(QPen(colors().accent, focused ? 2 : 1));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(cell, 6, 6);
    }
    const QRect inner =
        option.rect.adjusted(spacing::kUnit, spacing::kUnit, -spacing::kUnit, -spacing::kUnit);
    paintThumbnail(painter, QRect(inner.topLeft(), QSize(inner.width(), kSide)), row);

    const int line = lineHeight(option.font);
    QRect text(inner.left(), inner.top() + kSide + spacing::kTight, inner.width(), line);
    painter->setFont(option.font);
    painter->setPen(model_->isExcluded(row) ? colors().text_muted : colors().text);
    const QString name = index.data(PictureModel::NameRole).toString();
    painter->drawText(text,
                      Qt::AlignVCenter,
                      QFontMetrics(option.font).elidedText(name, Qt::ElideMiddle, text.width()));
    paintBadge(painter, text.translated(0, line), row);
    painter->restore();
}

void PictureDelegate::paintThumbnail(QPainter* painter, const QRect& box, int row) const {
    const double ratio = painter->device()->devicePixelRatioF();
    const ThumbnailCache::Thumbnail thumbnail =
        model_->thumbnail(row, static_cast<int>(std::lround(kSide * ratio)));
    if (thumbnail.state == ThumbnailCache::State::Ready) {
        painter->setOpacity(model_->isExcluded(row) ? kExcludedOpacity : 1);
        paintPicture(painter, box, thumbnail.image);
        painter->setOpacity(1);
        return;
    }
    painter->setPen(Qt::NoPen);
    painter->setBrush(colors().panel);
    painter->drawRoundedRect(box, 4, 4);
    const bool failed = thumbnail.state == ThumbnailCache::State::Failed;
    constexpr int kBigSign = 32;
    painter->drawPixmap(box.center() - QPoint(kBigSign / 2, kBigSign / 2),
                        iconPixmap(failed ? QStringLiteral("error") : QStringLiteral("image"),
                                   kBigSign,
                                   ratio,
                                   failed ? colors().error : colors().text_disabled));
}

void PictureDelegate::paintBadge(QPainter* painter, const QRect& line, int row) const {
    const PictureReview& picture = *model_->picture(row);
    const bool excluded = model_->isExcluded(row);
    const double ratio = painter->device()->devicePixelRatioF();
    const QColor color = excluded ? colors().text_muted : badgeColor(picture);
    const QString text = excluded ? tr("Excluded") : badgeOf(picture);
    const auto paintSign = [&](const QString& name, int left, const QColor& ink) {
        painter->drawPixmap(QPoint(left, line.center().y() - kSign / 2 + 1),
                            iconPixmap(name, kSign, ratio, ink));
    };
    paintSign(excluded ? QStringLiteral("exclude") : badgeIcon(picture), line.left(), color);
    int right = line.right() + 1;
    for (const auto& [shown, sign] : {std::pair{model_->isInverted(row), "invert"},
                                      std::pair{model_->isReplaced(row), "refresh"}}) {
        if (shown) {
            right -= kSign;
            paintSign(QLatin1String(sign), right, colors().accent);
            right -= spacing::kTight;
        }
    }
    const int left = line.left() + kSign + spacing::kTight;
    painter->setPen(color);
    const QRect rest(left, line.top(), right - left, line.height());
    painter->drawText(rest,
                      Qt::AlignVCenter,
                      painter->fontMetrics().elidedText(text, Qt::ElideRight, rest.width()));
}

}  // namespace bozzetto::ui
