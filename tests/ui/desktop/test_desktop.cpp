// SPDX-License-Identifier: Apache-2.0
// Notifications, taskbar, sleep and colour scheme against fake services on a bus of the test's own.
#include "ui/desktop/color_scheme.h"
#include "ui/desktop/desktop_integration.h"
#include "ui/desktop/fake_desktop.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QtTest>

using namespace bozzetto::testing;
using namespace bozzetto::ui;

namespace {

constexpr auto kAll = QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllSignals;
const QString kPortalService = "org.freedesktop.portal.Desktop";
const QString kPortalPath = "/org/freedesktop/portal/desktop";

/// A service on a connection of its own: for the program it is another process.
class Service {
public:
    Service(const QString& name, const QString& path, QObject* object)
        : name_(name),
          bus_(QDBusConnection::connectToBus(QDBusConnection::SessionBus, "fake " + name)) {
        ok = bus_.registerObject(path, object, kAll) && bus_.registerService(name);
    }
    ~Service() {
        bus_.unregisterService(name_);
        QDBusConnection::disconnectFromBus("fake " + name_);
    }
    Service(const Service&) = delete;
    Service& operator=(const Service&) = delete;
    QDBusConnection& bus() { return bus_; }
    bool ok = false;

private:
    QString name_;
    QDBusConnection bus_;
};

}  // namespace

class TestDesktop : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void notificationWithItsActions();
    void progressReachesTheDock();
    void portalKeepsAwake();
    void loginManagerIsAskedWithoutAPortal();
    void screenSaverIsTheLastResort();
    void answerAfterTheRunIsGivenBack();
    void colorSchemeIsReadAndFollowed();
    void silentServiceStallsNothing();
};

void TestDesktop::initTestCase() {
    const QByteArray address = qgetenv("DBUS_SESSION_BUS_ADDRESS");
    QVERIFY2(!address.isEmpty(), "run this test through dbus-run-session");
    qputenv("DBUS_SYSTEM_BUS_ADDRESS", address);
}

void TestDesktop::notificationWithItsActions() {
    FakeNotifications server;
    Service service("org.freedesktop.Notifications", "/org/freedesktop/Notifications", &server);
    QVERIFY(service.ok);
    DesktopIntegration desktop;
    QSignalSpy show(&desktop, &DesktopIntegration::showRequested);
    QSignalSpy folder(&desktop, &DesktopIntegration::openFolderRequested);
    desktop.notify("Teapot is done", "21 < 30 dB", "/tmp/ä out");
    QTRY_COMPARE(server.shown, 1);
    QCOMPARE(server.title, "Teapot is done");
    QCOMPARE(server.text, "21 &lt; 30 dB");
    QCOMPARE(server.hints["desktop-entry"].toString(), "io.github.bozzetto.Bozzetto");
    QVERIFY(server.actions.contains("Show") && server.actions.contains("Open folder"));
    QTest::qWait(50);  // for the answer with the id
    emit server.ActionInvoked(999, "show");
    emit server.ActivationToken(42, "token-1");
    emit server.ActionInvoked(42, "folder");
    QTRY_COMPARE(folder.size(), 1);
    QCOMPARE(folder[0][0].toString(), "/tmp/ä out");
    QCOMPARE(qgetenv("XDG_ACTIVATION_TOKEN"), QByteArray("token-1"));
    QVERIFY2(show.isEmpty(), "the notification of another program is none of ours");
    emit server.ActionInvoked(42, "default");
    QTRY_COMPARE(show.size(), 1);

    desktop.notify("Again", "text", {});
    QTRY_COMPARE(server.shown, 2);
    QCOMPARE(server.replaced, 42U);
    QVERIFY(!server.actions.contains("Open folder"));
    QTest::qWait(50);
    desktop.withdrawNotification();
    QTRY_COMPARE(server.closed, 43U);
}

void TestDesktop::progressReachesTheDock() {
    FakeDock dock;
    QDBusConnection bus = QDBusConnection::connectToBus(QDBusConnection::SessionBus, "dock");
    QVERIFY(bus.connect({},
                        {},
                        "com.canonical.Unity.LauncherEntry",
                        "Update",
                        &dock,
                        SLOT(onUpdate(QString, QVariantMap))));
    {
        DesktopIntegration desktop;
        desktop.setProgress(0.25);
        QTRY_COMPARE(dock.values.size(), 1);
        QCOMPARE(dock.program, "application://io.github.bozzetto.Bozzetto.desktop");
        QVERIFY(dock.visible);
        QCOMPARE(dock.values.last(), 0.25);
        for (int i = 0; i < 1000; ++i) {
            desktop.setProgress(0.25 + i * 1e-4);
        }
        QTest::qWait(300);
        QVERIFY2(dock.values.size() <= 2, "a thousand steps are not a thousand messages");
        desktop.setProgress(0.75);
        QTRY_COMPARE(dock.values.last(), 0.75);
        desktop.clearProgress();
        QTRY_VERIFY(!dock.visible);
        desktop.setProgress(0.1);
        QTRY_VERIFY(dock.visible);
    }
    QTRY_VERIFY2(!dock.visible, "nothing stays when the window is gone");
    QDBusConnection::disconnectFromBus("dock");
}

void TestDesktop::portalKeepsAwake() {
    FakeInhibitPortal portal;
    FakeRequest request;
    Service service(kPortalService, kPortalPath, &portal);
    QVERIFY(service.ok && service.bus().registerObject(kPortalPath + "/request/1", &request, kAll));
    DesktopIntegration desktop;
    QSignalSpy changed(&desktop, &DesktopIntegration::sleepInhibitedChanged);
    desktop.inhibitSleep("Reconstructing Teapot");
    QVERIFY(changed.wait());
    QVERIFY(desktop.isSleepInhibited());
    QCOMPARE(portal.reason, "Reconstructing Teapot");
    QCOMPARE(portal.flags, 4U);
    desktop.inhibitSleep("the next job");
    QTest::qWait(50);
    QCOMPARE(portal.asked, 1);
    desktop.allowSleep();
    QTRY_COMPARE(request.closed, 1);
    QVERIFY(!desktop.isSleepInhibited());
    QCOMPARE(changed.size(), 2);
}

void TestDesktop::loginManagerIsAskedWithoutAPortal() {
    FakeLogin login;
    Service service("org.freedesktop.login1", "/org/freedesktop/login1", &login);
    QVERIFY(service.ok);
    DesktopIntegration desktop;
    QSignalSpy changed(&desktop, &DesktopIntegration::sleepInhibitedChanged);
    desktop.inhibitSleep("a run");
    QVERIFY(changed.wait());
    QVERIFY(login.what.contains("sleep"));
    QCOMPARE(login.mode, "block");
    QTest::qWait(50);
    QVERIFY(!login.isReleased());
    desktop.allowSleep();
    QTRY_VERIFY(login.isReleased());
}

void TestDesktop::screenSaverIsTheLastResort() {
    FakeScreenSaver saver;
    Service service("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver", &saver);
    QVERIFY(service.ok);
    {
        DesktopIntegration desktop;
        desktop.inhibitSleep("a run");
        QTRY_VERIFY(desktop.isSleepInhibited());
        QCOMPARE(saver.reason, "a run");
    }
    QTRY_COMPARE(saver.released, 77U);
}

void TestDesktop::answerAfterTheRunIsGivenBack() {
    FakeScreenSaver saver;
    Service service("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver", &saver);
    DesktopIntegration desktop;
    QSignalSpy changed(&desktop, &DesktopIntegration::sleepInhibitedChanged);
    desktop.inhibitSleep("a short run");
    // Over while a question is under way; then at most one is answered, and given back.
    QTRY_VERIFY_WITH_TIMEOUT(!saver.reason.isEmpty() || desktop.isSleepInhibited(), 5000);
    desktop.allowSleep();
    QTRY_COMPARE(saver.released, 77U);
    QVERIFY(!desktop.isSleepInhibited());
}

void TestDesktop::colorSchemeIsReadAndFollowed() {
    using Scheme = ColorSchemeReader::Scheme;
    FakeSettingsPortal portal;
    Service service(kPortalService, kPortalPath, &portal);
    QVERIFY(service.ok);
    ColorSchemeReader reader;
    QCOMPARE(reader.scheme(), Scheme::None);
    QTRY_COMPARE(reader.scheme(), Scheme::Dark);
    QSignalSpy changed(&reader, &ColorSchemeReader::schemeChanged);
    emit portal.SettingChanged("org.freedesktop.appearance", "color-scheme", QDBusVariant(2U));
    QTRY_COMPARE(reader.scheme(), Scheme::Light);
    emit portal.SettingChanged("org.gnome.other", "color-scheme", QDBusVariant(1U));
    emit portal.SettingChanged("org.freedesktop.appearance", "contrast", QDBusVariant(1U));
    QTest::qWait(100);
    QCOMPARE(reader.scheme(), Scheme::Light);
    emit portal.SettingChanged("org.freedesktop.appearance", "color-scheme", QDBusVariant(0U));
    QTRY_COMPARE(reader.scheme(), Scheme::None);
    QCOMPARE(changed.size(), 2);
}

void TestDesktop::silentServiceStallsNothing() {
    // Takes every call and never answers: the worst that a service can do.
    FakeSilence silence;
    const QString name = "silent";
    QDBusConnection bus = QDBusConnection::connectToBus(QDBusConnection::SessionBus, name);
    QVERIFY(bus.registerVirtualObject("/", &silence, QDBusConnection::SubPath));
    QVERIFY(bus.registerService(kPortalService));
    QVERIFY(bus.registerService("org.freedesktop.Notifications"));
    QElapsedTimer clock;
    clock.start();
    auto desktop = std::make_unique<DesktopIntegration>();
    ColorSchemeReader reader;
    desktop->inhibitSleep("a run");
    desktop->notify("a", "b", "c");
    desktop->setProgress(0.1);
    QVERIFY2(clock.elapsed() < 50, qPrintable(QString::number(clock.elapsed())));
    QTRY_VERIFY(silence.calls >= 3);
    QVERIFY(!desktop->isSleepInhibited());
    clock.restart();
    desktop->allowSleep();
    desktop.reset();
    QVERIFY2(clock.elapsed() < 50, qPrintable(QString::number(clock.elapsed())));
    QDBusConnection::disconnectFromBus(name);
}

QTEST_MAIN(TestDesktop)
#include "test_desktop.moc"
