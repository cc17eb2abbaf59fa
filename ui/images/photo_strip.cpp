// SPDX-License-Identifier: Apache-2.0
#include "ui/images/photo_strip.h"

#include "ui/images/photo_strip_model.h"
#include "ui/images/picture_delegate.h"
#include "ui/images/thumbnail_cache.h"
#include "ui/theme/theme.h"

#include <QBoxLayout>
#include <QEvent>
#include <QGuiApplication>
#include <QListView>
#include <QPainter>
#include <QStyledItemDelegate>

#include <cmath>

namespace bozzetto::ui {
namespace {

constexpr int kSide = 72;

class StripDelegate : public QStyledItemDelegate {
public:
    StripDelegate(PhotoStripModel* model, QObject* parent)
        : QStyledItemDelegate(parent), model_(model) {}

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const override {
        return {kSide + spacing::kUnit,
                kSide + spacing::kUnit + spacing::kTight + QFontMetrics(option.font).height()};
    }

    void paint(QPainter* painter,
               const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setRenderHint(QPainter::SmoothPixmapTransform);
        const bool current = option.state.testFlag(QStyle::State_Selected);
        const bool hovered = option.state.testFlag(QStyle::State_MouseOver);
        painter->setPen(current ? QPen(colors().accent, 2) : QPen(Qt::NoPen));
        painter->setBrush(current   ? QBrush(colors().selection)
                          : hovered ? QBrush(colors().hover)
                                    : QBrush(Qt::NoBrush));
        painter->drawRoundedRect(QRectF(option.rect).adjusted(1, 1, -1, -1), 4, 4);
        const double ratio = painter->device()->devicePixelRatioF();
        const QRect box(option.rect.left() + spacing::kTight,
                        option.rect.top() + spacing::kTight,
                        kSide,
                        kSide);
        const ThumbnailCache::Thumbnail thumbnail =
            model_->thumbnail(index.row(), static_cast<int>(std::lround(kSide * ratio)));
        if (thumbnail.state == ThumbnailCache::State::Ready) {
            paintPicture(painter, box, thumbnail.image);
        } else {
            const bool failed = thumbnail.state == ThumbnailCache::State::Failed;
            painter->drawPixmap(
                box.center() - QPoint(12, 12),
                iconPixmap(failed ? QStringLiteral("error") : QStringLiteral("image"),
                           24,
                           ratio,
                           failed ? colors().error : colors().text_disabled));
        }
        painter->setPen(current ? colors().text : colors().text_muted);
        const QRect text(box.left(),
                         box.bottom() + spacing::kHair,
                         kSide,
                         option.rect.bottom() - box.bottom() - spacing::kHair);
        painter->drawText(
            text,
            Qt::AlignHCenter | Qt::AlignTop,
            option.fontMetrics.elidedText(index.data().toString(), Qt::ElideMiddle, text.width()));
        painter->restore();
    }

private:
    PhotoStripModel* model_;
};

}  // namespace

PhotoStrip::PhotoStrip(ThumbnailCache* thumbnails, Qt::Orientation orientation, QWidget* parent)
    : QWidget(parent), model_(new PhotoStripModel(thumbnails, this)), list_(new QListView(this)) {
    setObjectName(QStringLiteral("photoStrip"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(list_);
    list_->setObjectName(QStringLiteral("photoStripList"));
    list_->setAccessibleName(tr("Pictures"));
    list_->setToolTip(tr("Choose a picture to look from its camera"));
    list_->setModel(model_);
    auto* delegate = new StripDelegate(model_, this);
    list_->setItemDelegate(delegate);
    const bool horizontal = orientation == Qt::Horizontal;
    list_->setFlow(horizontal ? QListView::LeftToRight : QListView::TopToBottom);
    list_->setWrapping(false);
    list_->setUniformItemSizes(true);
    list_->setMouseTracking(true);
    list_->setSelectionMode(QAbstractItemView::SingleSelection);
    list_->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    list_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    constexpr int kScrollBar = 16;
    QStyleOptionViewItem option;
    option.font = font();
    const QSize cell = delegate->sizeHint(option, {});
    if (horizontal) {
        list_->setFixedHeight(cell.height() + kScrollBar);
        list_->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    } else {
        list_->setFixedWidth(cell.width() + kScrollBar);
        list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    }
    // The list makes its first row the current one when it gets the keyboard; that is no choice
    // yet.
    list_->installEventFilter(this);
    connect(list_->selectionModel(),
            &QItemSelectionModel::currentChanged,
            this,
            [this](const QModelIndex& index) {
                const bool by_mouse = QGuiApplication::mouseButtons() != Qt::NoButton;
                if (index.isValid() && !setting_ && !by_mouse) {  // a click comes as clicked()
                    Q_EMIT viewActivated(index.data().toString());
                }
            });
    connect(list_, &QListView::clicked, this, [this](const QModelIndex& index) {
        Q_EMIT viewActivated(index.data().toString());
    });
    connect(list_, &QListView::activated, this, [this](const QModelIndex& index) {
        Q_EMIT viewActivated(index.data().toString());
    });
    connect(&ThemeNotifier::instance(), &ThemeNotifier::changed, this, [this] {
        list_->viewport()->update();
    });
}

void PhotoStrip::setPhotos(const QList<StripPhoto>& photos) {
    setting_ = true;
    model_->setPhotos(photos);
    setting_ = false;
}

void PhotoStrip::setCurrent(const QString& name) {
    setting_ = true;
    const QModelIndex index = model_->index(model_->rowOf(name));
    if (index.isValid()) {
        list_->setCurrentIndex(index);
        list_->scrollTo(index);
    } else {
        list_->setCurrentIndex({});
        list_->clearSelection();
    }
    setting_ = false;
}

QString PhotoStrip::current() const {
    return list_->currentIndex().data().toString();
}

bool PhotoStrip::eventFilter(QObject* watched, QEvent* event) {
    if (watched == list_ && event->type() == QEvent::FocusIn) {
        setting_ = true;
        static_cast<QObject*>(list_)->event(event);
        setting_ = false;
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void PhotoStrip::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        list_->setAccessibleName(tr("Pictures"));
        list_->setToolTip(tr("Choose a picture to look from its camera"));
    }
    QWidget::changeEvent(event);
}

}  // namespace bozzetto::ui
