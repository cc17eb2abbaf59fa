// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusUnixFileDescriptor>
#include <QDBusVariant>
#include <QDBusVirtualObject>
#include <QObject>
#include <QVariantMap>

#include <fcntl.h>
#include <unistd.h>

namespace bozzetto::testing {

/// A notification server that remembers the last notification.
class FakeNotifications : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")

public:
    QString title, text;
    QStringList actions;
    QVariantMap hints;
    uint replaced = 0, closed = 0;
    int shown = 0;

public slots:
    uint Notify(const QString&,
                uint replaces,
                const QString&,
                const QString& summary,
                const QString& body,
                const QStringList& buttons,
                const QVariantMap& more,
                int) {
        ++shown;
        replaced = replaces;
        title = summary;
        text = body;
        actions = buttons;
        hints = more;
        return 41 + static_cast<uint>(shown);
    }
    void CloseNotification(uint id) { closed = id; }

signals:
    void ActionInvoked(uint id, const QString& action);
    void NotificationClosed(uint id, uint reason);
    void ActivationToken(uint id, const QString& token);
};

/// The two portals that are asked for something, on one object.
class FakeSettingsPortal : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Settings")

public:
    uint scheme = 1;

public slots:
    QDBusVariant Read(const QString& group, const QString& key) {
        const bool known = group == "org.freedesktop.appearance" && key == "color-scheme";
        return QDBusVariant(QVariant::fromValue(QDBusVariant(known ? scheme : 99U)));
    }

signals:
    void SettingChanged(const QString& group, const QString& key, const QDBusVariant& value);
};

class FakeRequest : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Request")

public:
    int closed = 0;

public slots:
    void Close() { ++closed; }
};

class FakeInhibitPortal : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Inhibit")

public:
    QString reason;
    uint flags = 0;
    int asked = 0;

public slots:
    QDBusObjectPath Inhibit(const QString&, uint what, const QVariantMap& options) {
        ++asked;
        flags = what;
        reason = options["reason"].toString();
        return QDBusObjectPath("/org/freedesktop/portal/desktop/request/1");
    }
};

/// A login manager whose lock is one end of a pipe.
class FakeLogin : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.login1.Manager")

public:
    QString what, why, mode;
    int read_end = -1;
    ~FakeLogin() override { ::close(read_end); }
    bool isReleased() const {
        char byte = 0;
        return ::read(read_end, &byte, 1) == 0;  // end of file: nobody holds the other end
    }

public slots:
    QDBusUnixFileDescriptor Inhibit(const QString& things,
                                    const QString&,
                                    const QString& reason,
                                    const QString& how) {
        what = things;
        why = reason;
        mode = how;
        int ends[2] = {-1, -1};
        if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) {
            return {};
        }
        read_end = ends[0];
        const QDBusUnixFileDescriptor lock(ends[1]);  // holds a copy
        ::close(ends[1]);
        return lock;
    }
};

class FakeScreenSaver : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.ScreenSaver")

public:
    QString reason;
    uint released = 0;

public slots:
    uint Inhibit(const QString&, const QString& why) {
        reason = why;
        return 77;
    }
    void UnInhibit(uint cookie) { released = cookie; }
};

/// Takes every call and answers none.
class FakeSilence : public QDBusVirtualObject {
public:
    int calls = 0;
    QString introspect(const QString&) const override { return {}; }
    bool handleMessage(const QDBusMessage&, const QDBusConnection&) override {
        ++calls;
        return true;
    }
};

/// A dock.
class FakeDock : public QObject {
    Q_OBJECT

public:
    QList<double> values;
    QString program;
    bool visible = false;

public slots:
    void onUpdate(const QString& uri, const QVariantMap& properties) {
        program = uri;
        visible = properties["progress-visible"].toBool();
        values.append(properties["progress"].toDouble());
    }
};

}  // namespace bozzetto::testing
