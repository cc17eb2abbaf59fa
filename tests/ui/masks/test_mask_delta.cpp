// SPDX-License-Identifier: Apache-2.0
#include "ui/masks/mask_delta.h"
#include "ui/masks/mask_history.h"
#include "ui/masks/mask_levels.h"

#include <QRandomGenerator>
#include <QtTest>

using namespace bozzetto::ui;

namespace {

QImage noise(QSize size, quint32 seed) {
    QImage mask(size, QImage::Format_Grayscale8);
    QRandomGenerator random(seed);
    for (int y = 0; y < size.height(); ++y) {
        for (int x = 0; x < size.width(); ++x) {
            mask.scanLine(y)[x] = static_cast<uchar>(random.bounded(256));
        }
    }
    return mask;
}

QImage with(QImage mask, const QRect& where, uchar value) {
    for (int y = where.top(); y <= where.bottom(); ++y) {
        std::fill_n(mask.scanLine(y) + where.left(), where.width(), value);
    }
    return mask;
}

MaskFiles::Deltas one(const QString& name, MaskDelta delta) {
    auto deltas = std::make_shared<std::map<QString, MaskDelta>>();
    deltas->emplace(name, std::move(delta));
    return deltas;
}

}  // namespace

class TestMaskDelta : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void goesForthAndBack() {
        const QImage before = noise({301, 277}, 1);
        const QImage after = with(before, {120, 100, 60, 90}, 255);
        const MaskDelta delta(before, after, after.rect());
        QImage mask = before;
        const QRect changed = delta.apply(mask);
        QCOMPARE(mask, after);
        QVERIFY(changed.contains(QRect(120, 100, 60, 90)));
        delta.apply(mask);
        QCOMPARE(mask, before);
    }

    void fitsAnInvertedMask() {
        const QImage before = noise({90, 80}, 2), after = noise({90, 80}, 3);
        const MaskDelta delta(before, after, after.rect());
        QImage mask = before;
        mask.invertPixels();
        delta.apply(mask);
        mask.invertPixels();
        QCOMPARE(mask, after);
    }

    void keepsOnlyWhatChanged() {
        QImage before(4000, 3000, QImage::Format_Grayscale8);
        before.fill(0);
        const QImage after = with(before, {1000, 1000, 300, 4}, 255);
        const MaskDelta delta(before, after, QRect(990, 990, 330, 30));
        QVERIFY2(delta.bytes() < 4096, qPrintable(QString::number(delta.bytes())));
        QVERIFY(MaskDelta(before, before, before.rect()).isEmpty());
        QImage other(10, 10, QImage::Format_Grayscale8);
        other.fill(7);
        const QImage kept = other;
        QVERIFY(delta.apply(other).isEmpty());  // of another size
        QCOMPARE(other, kept);
    }

    void historyIsBounded() {
        const QImage before = noise({256, 256}, 4);
        int applied = 0;
        MaskHistory history([&](const MaskFiles::Deltas&) { ++applied; }, 200'000);
        for (quint32 i = 0; i < 10; ++i) {  // each keeps 64 KiB that cannot be packed
            const QImage after = noise({256, 256}, 10 + i);
            history.add(QStringLiteral("step"),
                        one(QStringLiteral("a"), MaskDelta(before, after, after.rect())));
            QVERIFY(history.bytes() <= 200'000);
        }
        QCOMPARE(applied, 0);  // they had been made
        while (history.stack()->canUndo()) {
            history.stack()->undo();
        }
        QVERIFY(applied >= 2 && applied <= 3);
        history.clear();
        QCOMPARE(history.bytes(), 0);
    }

    void halvedMasksFollowAChange() {
        const QImage first = noise({1203, 777}, 5);
        MaskLevels levels(first);
        const QRect where(501, 333, 77, 45);
        levels.full() = with(first, where, 255);
        levels.update(where);
        const MaskLevels anew(levels.full());
        QVERIFY(levels.count() > 1);
        QCOMPARE(levels.count(), anew.count());
        for (int i = 0; i < levels.count(); ++i) {
            QCOMPARE(levels.level(i), anew.level(i));
        }
    }

    void partsArePutTogetherAsTheWhole_data() {
        QTest::addColumn<double>("scale");
        QTest::addColumn<int>("kind");
        for (const double scale : {0.13, 0.5, 1.0, 3.7}) {
            for (int kind = 0; kind < 4; ++kind) {
                QTest::addRow("%g %d", scale, kind) << scale << kind;
            }
        }
    }
    void partsArePutTogetherAsTheWhole() {
        QFETCH(double, scale);
        QFETCH(int, kind);
        QImage photo(400, 300, QImage::Format_RGB32);
        photo.fill(qRgb(90, 120, 60));
        QImage mask(800, 700, QImage::Format_Grayscale8);
        mask.fill(0);
        const MaskLevels levels(with(mask, {100, 120, 333, 250}, 255));
        const PicturePlace place{{20, 10}, scale};
        MaskLook look;
        look.kind = static_cast<MaskLook::Kind>(kind);
        QImage whole(photo.size(), QImage::Format_RGB32), parts = whole;
        composeMask(whole, whole.rect(), photo, levels, {}, place, look, 1);
        for (int y = 0; y < 300; y += 70) {
            for (int x = 0; x < 400; x += 90) {
                composeMask(parts, QRect(x, y, 90, 70), photo, levels, {}, place, look, 1);
            }
        }
        QCOMPARE(parts, whole);
        const auto at = [&](QPointF picture) {
            const QPointF screen = place.toScreen(picture);
            return whole.rect().contains(screen.toPoint()) ? whole.pixel(screen.toPoint())
                                                           : qRgb(0, 0, 0);
        };
        if (scale <= 0.5) {
            const QRgb object = at({250, 240}), ground = at({600, 500});
            QCOMPARE(object == ground, look.kind == MaskLook::Kind::Picture);
            QCOMPARE(object,
                     look.kind == MaskLook::Kind::Mask ? qRgb(255, 255, 255) : qRgb(90, 120, 60));
        }
    }
};

QTEST_MAIN(TestMaskDelta)
#include "test_mask_delta.moc"
