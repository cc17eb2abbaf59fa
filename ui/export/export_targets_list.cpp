// SPDX-License-Identifier: Apache-2.0
#include "ui/export/export_targets_list.h"

#include "ui/export/export_texts.h"
#include "ui/theme/theme.h"

#include <QPainter>
#include <QSignalBlocker>
#include <QStyledItemDelegate>

namespace bozzetto::ui {
namespace {

constexpr int kIdRole = Qt::UserRole, kDetailRole = Qt::UserRole + 1;

/// A row of two lines: the name, and muted what it gets.
class TargetDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const override {
        return {option.fontMetrics.height() * 8, 2 * option.fontMetrics.height() + 20};
    }

    void paint(QPainter* painter,
               const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        QStyleOptionViewItem ground = option;
        initStyleOption(&ground, index);
        ground.text.clear();
        const QWidget* widget = ground.widget;
        widget->style()->drawControl(QStyle::CE_ItemViewItem, &ground, painter, widget);
        const QRect text =
            option.rect.adjusted(spacing::kPanel, spacing::kUnit, -spacing::kUnit, -spacing::kUnit);
        const int line = option.fontMetrics.height();
        painter->save();
        painter->setPen(colors().text);
        painter->drawText(text, Qt::AlignTop | Qt::AlignLeading, index.data().toString());
        painter->setPen(colors().text_muted);
        painter->drawText(text.adjusted(0, line + 2, 0, 2),
                          Qt::AlignTop | Qt::AlignLeading,
                          option.fontMetrics.elidedText(
                              index.data(kDetailRole).toString(), Qt::ElideRight, text.width()));
        painter->restore();
    }
};

QString detailOf(const ExportTarget& target) {
    const LengthUnit unit = target.spaces[static_cast<size_t>(target.format)].unit;
    return QString::fromLatin1(idOf(kExportFormats, target.format)).toUpper() +
           QStringLiteral(" · ") + ExportTexts::of(unit);
}

}  // namespace

ExportTargetsList::ExportTargetsList(QWidget* parent) : QListWidget(parent) {
    setItemDelegate(new TargetDelegate(this));
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setUniformItemSizes(true);
    for (const ExportTarget& target : exportTargets()) {
        auto* item = new QListWidgetItem(ExportTexts::targetName(target), this);
        item->setData(kIdRole, QString::fromLatin1(target.id));
        item->setData(kDetailRole, detailOf(target));
        item->setData(Qt::AccessibleDescriptionRole, detailOf(target));
    }
    connect(this, &QListWidget::currentRowChanged, this, [this] {
        if (currentItem() != nullptr) {
            Q_EMIT targetChosen(target());
        }
    });
}

QString ExportTargetsList::target() const {
    return currentItem() != nullptr ? currentItem()->data(kIdRole).toString() : QString();
}

void ExportTargetsList::setTarget(const QString& id) {
    const QSignalBlocker blocker(this);
    for (int row = 0; row < count(); ++row) {
        if (item(row)->data(kIdRole).toString() == id) {
            setCurrentRow(row);
        }
    }
}

}  // namespace bozzetto::ui
