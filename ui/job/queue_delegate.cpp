// SPDX-License-Identifier: Apache-2.0
#include "ui/job/queue_delegate.h"

#include "ui/job/job_queue.h"
#include "ui/theme/theme.h"

#include <QPainter>

namespace bozzetto::ui {
namespace {

constexpr int kBarHeight = 4;
constexpr int kGroupLine = 3;

struct Sign {
    const char* name;
    QColor color;
};

Sign signOf(JobState state) {
    const Colors& c = colors();
    switch (state) {
        case JobState::Done:
        case JobState::Incomplete:
            return {"ok", c.ok};
        case JobState::Failed:
        case JobState::Crashed:
            return {"error", c.error};
        case JobState::Stopped:
        case JobState::Stopping:
            return {"stop", c.text_muted};
        case JobState::Paused:
        case JobState::Pausing:
            return {"pause", c.text_muted};
        case JobState::Running:
        case JobState::Finishing:
            return {"play", c.accent};
        case JobState::Waiting:
            return {"clock", c.text_muted};
        case JobState::Skipped:
            return {"exclude", c.text_muted};
    }
    return {"clock", c.text_muted};
}

void drawBar(QPainter& painter, const QRectF& area, double fraction) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors().separator);
    painter.drawRoundedRect(area, 2, 2);
    painter.setBrush(colors().accent_fill);
    painter.drawRoundedRect(
        QRectF(area.topLeft(), QSizeF(area.width() * fraction, area.height())), 2, 2);
}

/// Whether the row above or below belongs to the same group.
bool sameGroup(const QModelIndex& index, int offset) {
    const QModelIndex other = index.siblingAtRow(index.row() + offset);
    const QString group = index.data(JobQueue::GroupRole).toString();
    return other.isValid() && !group.isEmpty() &&
           other.data(JobQueue::GroupRole).toString() == group;
}

}  // namespace

QSize QueueDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
    return {option.fontMetrics.height() * 12,
            2 * option.fontMetrics.height() + kBarHeight + 2 * spacing::kUnit + spacing::kTight};
}

void QueueDelegate::paint(QPainter* painter,
                          const QStyleOptionViewItem& option,
                          const QModelIndex& index) const {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRect row = option.rect;
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    if (selected || option.state.testFlag(QStyle::State_MouseOver)) {
        painter->fillRect(row, selected ? colors().selection : colors().hover);
    }
    if (option.state.testFlag(QStyle::State_HasFocus)) {
        painter->setPen(colors().accent);
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(row.adjusted(0, 0, -1, -1));
    }
    if (sameGroup(index, -1) || sameGroup(index, 1)) {
        painter->fillRect(QRect(row.left(),
                                row.top() + (sameGroup(index, -1) ? 0 : spacing::kTight),
                                kGroupLine,
                                row.height() - (sameGroup(index, 1) ? 0 : spacing::kTight)),
                          colors().accent);
    }

    const auto state = static_cast<JobState>(index.data(JobQueue::StateRole).toInt());
    const Sign sign = signOf(state);
    const QPixmap pixmap = iconPixmap(QLatin1String(sign.name),
                                      spacing::kIcon,
                                      painter->device()->devicePixelRatioF(),
                                      sign.color);
    painter->drawPixmap(row.left() + spacing::kUnit,
                        row.top() + spacing::kUnit,
                        spacing::kIcon,
                        spacing::kIcon,
                        pixmap);

    const QFontMetrics& metrics = option.fontMetrics;
    QRect text = row.adjusted(
        2 * spacing::kUnit + spacing::kIcon, spacing::kUnit, -spacing::kUnit, -spacing::kUnit);
    QRect line(text.left(), text.top(), text.width(), metrics.height());
    const QString what = index.data(JobQueue::EngineRole).toString() + QStringLiteral(" \u00b7 ") +
                         index.data(JobQueue::PresetRole).toString();
    const int what_width =
        std::min(metrics.horizontalAdvance(what) + spacing::kHair, line.width() / 2);
    painter->setFont(option.font);
    painter->setPen(colors().text);
    painter->drawText(
        line,
        Qt::AlignLeft | Qt::AlignVCenter,
        metrics.elidedText(
            index.data().toString(), Qt::ElideMiddle, line.width() - what_width - spacing::kUnit));
    painter->setPen(colors().text_muted);
    painter->drawText(line,
                      Qt::AlignRight | Qt::AlignVCenter,
                      metrics.elidedText(what, Qt::ElideRight, what_width));
    line.translate(0, metrics.height() + spacing::kTight);
    const bool bad = state == JobState::Failed || state == JobState::Crashed;
    painter->setPen(bad ? colors().error : colors().text_muted);
    painter->drawText(
        line,
        Qt::AlignLeft | Qt::AlignVCenter,
        metrics.elidedText(
            index.data(JobQueue::StateTextRole).toString(), Qt::ElideRight, line.width()));
    if (isActive(state)) {
        const QRectF bar(text.left(), text.bottom() - kBarHeight + 2, text.width(), kBarHeight);
        drawBar(*painter, bar, index.data(JobQueue::FractionRole).toDouble());
    }
    painter->restore();
}

}  // namespace bozzetto::ui
