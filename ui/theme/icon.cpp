// SPDX-License-Identifier: Apache-2.0
#include "ui/theme/icon.h"

#include "ui/theme/theme.h"

#include <QDir>
#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

namespace bozzetto::ui {
namespace {

QString pathOf(const QString& name) {
    return QStringLiteral(":/icons/%1.svg").arg(name);
}

/// The drawings say currentColor, which QSvgRenderer would take for black.
QByteArray coloredDrawing(const QString& name, const QColor& color) {
    QFile file(pathOf(name));
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    return file.readAll().replace("currentColor", color.name(QColor::HexRgb).toLatin1());
}

QPixmap drawn(const QString& name, const QSize& pixels, const QColor& color) {
    if (pixels.isEmpty()) {
        return {};  // a button may be squeezed to nothing for a moment
    }
    const QString key = QStringLiteral("bozzetto-icon/%1/%2x%3/%4")
                            .arg(name)
                            .arg(pixels.width())
                            .arg(pixels.height())
                            .arg(color.name(QColor::HexArgb));
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap)) {
        return pixmap;
    }
    QImage image(pixels, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.setOpacity(color.alphaF());
    const double side = std::min(pixels.width(), pixels.height());
    QSvgRenderer(coloredDrawing(name, color))
        .render(&painter,
                QRectF((pixels.width() - side) / 2, (pixels.height() - side) / 2, side, side));
    painter.end();
    pixmap = QPixmap::fromImage(image);
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

QColor colorOf(Ink ink) {
    const Colors& c = colors();
    switch (ink) {
        case Ink::Muted:
            return c.text_muted;
        case Ink::OnAccent:
            return c.text_on_accent;
        case Ink::Accent:
            return c.accent;
        case Ink::Ok:
            return c.ok;
        case Ink::Warning:
            return c.warning;
        case Ink::Error:
            return c.error;
        case Ink::Text:
            break;
    }
    return c.text;
}

/// Asks for the theme's colours whenever it draws, so that icons set once follow the theme.
class ThemedIconEngine : public QIconEngine {
public:
    ThemedIconEngine(const QString& name, Ink ink) : name_(name), ink_(ink) {}

    void paint(QPainter* painter,
               const QRect& rect,
               QIcon::Mode mode,
               QIcon::State state) override {
        const double ratio =
            painter->device() != nullptr ? painter->device()->devicePixelRatioF() : 1;
        QPixmap drawing = drawn(name_, rect.size() * ratio, colorFor(mode, state));
        drawing.setDevicePixelRatio(ratio);
        painter->drawPixmap(rect, drawing);
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        return drawn(name_, size, colorFor(mode, state));
    }
    QPixmap scaledPixmap(const QSize& size,
                         QIcon::Mode mode,
                         QIcon::State state,
                         qreal scale) override {
        Q_UNUSED(scale);  // `size` is in device pixels already
        return pixmap(size, mode, state);
    }
    QIconEngine* clone() const override { return new ThemedIconEngine(name_, ink_); }
    QString iconName() override { return name_; }
    bool isNull() override { return false; }

private:
    QColor colorFor(QIcon::Mode mode, QIcon::State state) const {
        if (mode == QIcon::Disabled) {
            return colors().text_disabled;
        }
        return colorOf(ink_ == Ink::Text && state == QIcon::On ? Ink::Accent : ink_);
    }
    QString name_;
    Ink ink_;
};

}  // namespace

QIcon icon(const QString& name, Ink ink) {
    return QFile::exists(pathOf(name)) ? QIcon(new ThemedIconEngine(name, ink)) : QIcon();
}

QPixmap iconPixmap(const QString& name, int size, double device_pixel_ratio, const QColor& color) {
    if (!QFile::exists(pathOf(name))) {
        return {};
    }
    QPixmap pixmap = drawn(name, QSize(size, size) * device_pixel_ratio, color);
    pixmap.setDevicePixelRatio(device_pixel_ratio);
    return pixmap;
}

QIcon applicationIcon() {
    QSvgRenderer drawing(QStringLiteral(":/app/io.github.bozzetto.Bozzetto.svg"));
    QIcon result;
    for (const int side : {16, 24, 32, 48, 64, 128}) {
        QPixmap pixmap(side, side);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        drawing.render(&painter, QRectF(0, 0, side, side));
        painter.end();
        result.addPixmap(pixmap);
    }
    return result;
}

QStringList iconNames() {
    QStringList names;
    for (const QString& file : QDir(QStringLiteral(":/icons"))
                                   .entryList({QStringLiteral("*.svg")}, QDir::Files, QDir::Name)) {
        names.append(file.chopped(4));
    }
    return names;
}

}  // namespace bozzetto::ui
