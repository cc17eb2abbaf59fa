// SPDX-License-Identifier: Apache-2.0
// A desktop without any bus is a normal state: nothing waits, nothing fails.
#include "ui/desktop/color_scheme.h"
#include "ui/desktop/desktop_integration.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QtTest>

using namespace bozzetto::ui;

class TestNoBus : public QObject {
    Q_OBJECT

private slots:
    void nothingWaits();
    void titleShowsProgress();
};

void TestNoBus::nothingWaits() {
    QElapsedTimer clock;
    clock.start();
    DesktopIntegration desktop;
    ColorSchemeReader reader;
    QSignalSpy inhibited(&desktop, &DesktopIntegration::sleepInhibitedChanged);
    desktop.inhibitSleep(QStringLiteral("a run"));
    desktop.setProgress(0.5);
    desktop.notify(QStringLiteral("Done"), QStringLiteral("text"), QStringLiteral("/tmp"));
    QVERIFY2(clock.elapsed() < 50, qPrintable(QString::number(clock.elapsed())));
    QTest::qWait(300);
    QVERIFY(!desktop.isSleepInhibited() && inhibited.isEmpty());
    QCOMPARE(reader.scheme(), ColorSchemeReader::Scheme::None);
    clock.restart();
    desktop.allowSleep();
    desktop.clearProgress();
    desktop.withdrawNotification();
    QVERIFY2(clock.elapsed() < 50, qPrintable(QString::number(clock.elapsed())));
}

void TestNoBus::titleShowsProgress() {
    QCOMPARE(DesktopIntegration::windowTitle({}, -1), QStringLiteral("Bozzetto"));
    const QString title = DesktopIntegration::windowTitle(QStringLiteral("Teapot[*]"), 0.427);
    QVERIFY(title.startsWith(QStringLiteral("42 %")) &&
            title.contains(QStringLiteral("Teapot[*]")));
    QVERIFY(DesktopIntegration::windowTitle({}, 1.0).startsWith(QStringLiteral("100 %")));
}

QTEST_MAIN(TestNoBus)
#include "test_no_bus.moc"
