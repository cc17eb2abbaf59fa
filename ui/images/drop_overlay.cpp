// SPDX-License-Identifier: Apache-2.0
#include "ui/images/drop_overlay.h"

#include "ui/theme/theme.h"

#include <QPainter>

namespace bozzetto::ui {

DropOverlay::DropOverlay(QWidget* window) : QWidget(window) {
    setObjectName(QStringLiteral("dropOverlay"));
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
    hide();
}

void DropOverlay::setContent(Kind kind, const QString& headline, const QString& detail) {
    kind_ = kind;
    headline_ = headline;
    detail_ = detail;
    setAccessibleName(detail.isEmpty() ? headline : headline + QLatin1Char(' ') + detail);
    update();
}

void DropOverlay::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Colors& c = colors();
    QColor veil = c.background;
    veil.setAlphaF(0.82f);
    painter.fillRect(rect(), veil);

    const QColor tint = kind_ == Kind::Refuse ? c.error : c.accent;
    QPen frame(tint, 2, Qt::DashLine);
    painter.setPen(frame);
    const QRectF inner = QRectF(rect()).adjusted(
        spacing::kSection, spacing::kSection, -spacing::kSection, -spacing::kSection);
    painter.drawRoundedRect(inner, spacing::kUnit, spacing::kUnit);

    QFont big = font();
    big.setPointSizeF(font().pointSizeF() * 1.6);
    big.setWeight(QFont::DemiBold);
    const QFontMetrics big_metrics(big), small_metrics(font());
    const int width = qMin(int(inner.width()) - 2 * spacing::kSection, 720);
    const QRect headline_size = big_metrics.boundingRect(
        QRect(0, 0, width, 400), Qt::AlignHCenter | Qt::TextWordWrap, headline_);
    const QRect detail_size = small_metrics.boundingRect(
        QRect(0, 0, width, 400), Qt::AlignHCenter | Qt::TextWordWrap, detail_);
    constexpr int kSign = 48;
    const int height =
        kSign + spacing::kWide + headline_size.height() + spacing::kUnit + detail_size.height();
    const int left = int(inner.center().x()) - width / 2;
    int top = int(inner.center().y()) - height / 2;

    const QString sign = kind_ == Kind::Refuse ? QStringLiteral("error") : QStringLiteral("import");
    painter.drawPixmap(int(inner.center().x()) - kSign / 2,
                       top,
                       iconPixmap(sign, kSign, devicePixelRatioF(), tint));
    top += kSign + spacing::kWide;
    painter.setFont(big);
    painter.setPen(c.text);
    painter.drawText(QRect(left, top, width, headline_size.height()),
                     Qt::AlignHCenter | Qt::TextWordWrap,
                     headline_);
    top += headline_size.height() + spacing::kUnit;
    painter.setFont(font());
    painter.setPen(c.text_muted);
    painter.drawText(QRect(left, top, width, detail_size.height()),
                     Qt::AlignHCenter | Qt::TextWordWrap,
                     detail_);
}

}  // namespace bozzetto::ui
