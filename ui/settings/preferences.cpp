// SPDX-License-Identifier: Apache-2.0
#include "ui/settings/preferences.h"

#include "ui/common/state_folder.h"

#include <QRegularExpression>
#include <QStandardPaths>

#include <algorithm>
#include <array>

namespace bozzetto::ui {
namespace {

constexpr int kVersion = 1;  // of the keys
constexpr int kMostThreads = 1024;
const QString kVersionKey = QStringLiteral("version");
const QString kAnswers = QStringLiteral("answers");

template <class Enum>
struct Name {
    const char* text;
    Enum value;
};
constexpr std::array<Name<Scheme>, 3> kThemes{
    {{"system", Scheme::System}, {"light", Scheme::Light}, {"dark", Scheme::Dark}}};
constexpr std::array<Name<LengthDisplay>, 4> kLengths{{{"mm", LengthDisplay::Millimetre},
                                                       {"cm", LengthDisplay::Centimetre},
                                                       {"m", LengthDisplay::Metre},
                                                       {"in", LengthDisplay::Inch}}};
constexpr std::array<Name<NavigationPreset>, 3> kNavigations{
    {{"simple", NavigationPreset::Simple},
     {"blender", NavigationPreset::Blender},
     {"maya", NavigationPreset::Maya}}};

/// The value that a text names; the first of the table when it names none.
template <class Table>
auto valueOf(const Table& table, const QVariant& text) {
    const QString name = text.toString();
    for (const auto& entry : table) {
        if (name == QLatin1String(entry.text)) {
            return entry.value;
        }
    }
    return table.front().value;
}

template <class Table, class Enum>
QString nameOf(const Table& table, Enum value) {
    for (const auto& entry : table) {
        if (entry.value == value) {
            return QString::fromLatin1(entry.text);
        }
    }
    return QString::fromLatin1(table.front().text);
}

/// Only letters that an INI key holds as they are; two questions never share a key.
QString answerKey(const QString& question) {
    return kAnswers + QLatin1Char('/') +
           QString::fromLatin1(question.toUtf8().toPercentEncoding("", "._", '_'));
}

}  // namespace

Preferences::Preferences(const QString& file, QObject* parent)
    : QObject(parent), store_(file.isEmpty() ? usualFile() : file, QSettings::IniFormat) {
    // A file of a newer version is used as far as it is understood and keeps its version.
    if (store_.value(kVersionKey).toInt() < kVersion) {
        store_.setValue(kVersionKey, kVersion);
    }
}

QString Preferences::usualFile() {
    return QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation) +
           QStringLiteral("/preferences.ini");
}

void Preferences::reset() {
    store_.clear();
    store_.setValue(kVersionKey, kVersion);
    store_.sync();
    Q_EMIT themeChanged(theme());
    Q_EMIT languageChanged(language());
    Q_EMIT uiScaleChanged(uiScale());
    Q_EMIT lengthDisplayChanged(lengthDisplay());
    Q_EMIT navigationChanged(navigation());
    Q_EMIT threadsChanged(threads());
    Q_EMIT deviceChanged(device());
    Q_EMIT cacheFolderChanged(cacheFolder());
    Q_EMIT findsCamerasChanged(findsCameras());
    Q_EMIT notificationsChanged(notifications());
    Q_EMIT answersForgotten();
}

bool Preferences::put(const QString& key, const QVariant& value) {
    if (store_.value(key) == value) {
        return false;
    }
    store_.setValue(key, value);
    return true;
}

Scheme Preferences::theme() const {
    return valueOf(kThemes, store_.value(QStringLiteral("look/theme")));
}

void Preferences::setTheme(Scheme theme) {
    if (put(QStringLiteral("look/theme"), nameOf(kThemes, theme))) {
        Q_EMIT themeChanged(theme);
    }
}

QString Preferences::language() const {
    const QString code = store_.value(QStringLiteral("look/language")).toString();
    static const QRegularExpression kCode(QStringLiteral("^[a-z]{2,3}(_[A-Z]{2})?$"));
    return kCode.match(code).hasMatch() ? code : QString();
}

void Preferences::setLanguage(const QString& language) {
    if (put(QStringLiteral("look/language"), language)) {
        Q_EMIT languageChanged(language);
    }
}

double Preferences::uiScale() const {
    bool number = false;
    const double scale = store_.value(QStringLiteral("look/scale"), 1.0).toDouble(&number);
    return number && scale >= 1 && scale <= 3 ? scale : 1;
}

void Preferences::setUiScale(double scale) {
    if (put(QStringLiteral("look/scale"), std::clamp(scale, 1.0, 3.0))) {
        Q_EMIT uiScaleChanged(uiScale());
    }
}

LengthDisplay Preferences::lengthDisplay() const {
    return valueOf(kLengths, store_.value(QStringLiteral("look/units")));
}

void Preferences::setLengthDisplay(LengthDisplay display) {
    if (put(QStringLiteral("look/units"), nameOf(kLengths, display))) {
        Q_EMIT lengthDisplayChanged(display);
    }
}

NavigationPreset Preferences::navigation() const {
    return valueOf(kNavigations, store_.value(QStringLiteral("viewport/navigation")));
}

void Preferences::setNavigation(NavigationPreset navigation) {
    if (put(QStringLiteral("viewport/navigation"), nameOf(kNavigations, navigation))) {
        Q_EMIT navigationChanged(navigation);
    }
}

int Preferences::threads() const {
    bool number = false;
    const int threads = store_.value(QStringLiteral("runs/threads"), 0).toInt(&number);
    return number && threads >= 0 && threads <= kMostThreads ? threads : 0;
}

void Preferences::setThreads(int threads) {
    if (put(QStringLiteral("runs/threads"), std::clamp(threads, 0, kMostThreads))) {
        Q_EMIT threadsChanged(this->threads());
    }
}

QString Preferences::device() const {
    const QString device = store_.value(QStringLiteral("runs/device")).toString();
    static const QRegularExpression kDevice(QStringLiteral("^(auto|cpu|cuda(:[0-9]+)?)$"));
    return kDevice.match(device).hasMatch() ? device : QStringLiteral("auto");
}

void Preferences::setDevice(const QString& device) {
    if (put(QStringLiteral("runs/device"), device)) {
        Q_EMIT deviceChanged(this->device());
    }
}

QString Preferences::cacheFolder() const {
    return store_.value(QStringLiteral("files/cache")).toString();
}

QString Preferences::cacheInUse() const {
    const QString chosen = cacheFolder();
    return chosen.isEmpty() ? ui::cacheFolder() : chosen + QStringLiteral("/bozzetto-cache");
}

void Preferences::setCacheFolder(const QString& folder) {
    if (put(QStringLiteral("files/cache"), folder)) {
        Q_EMIT cacheFolderChanged(folder);
    }
}

bool Preferences::findsCameras() const {
    return store_.value(QStringLiteral("runs/find_cameras"), true).toBool();
}

void Preferences::setFindsCameras(bool on) {
    if (put(QStringLiteral("runs/find_cameras"), on)) {
        Q_EMIT findsCamerasChanged(on);
    }
}

bool Preferences::notifications() const {
    return store_.value(QStringLiteral("desktop/notifications"), true).toBool();
}

void Preferences::setNotifications(bool on) {
    if (put(QStringLiteral("desktop/notifications"), on)) {
        Q_EMIT notificationsChanged(on);
    }
}

QString Preferences::rememberedAnswer(const QString& question) const {
    return store_.value(answerKey(question)).toString();
}

void Preferences::rememberAnswer(const QString& question, const QString& answer) {
    put(answerKey(question), answer);
}

int Preferences::rememberedAnswers() const {
    store_.beginGroup(kAnswers);
    const auto count = store_.childKeys().size();
    store_.endGroup();
    return static_cast<int>(count);
}

void Preferences::forgetAnswers() {
    if (rememberedAnswers() > 0) {
        store_.remove(kAnswers);
        Q_EMIT answersForgotten();
    }
}

}  // namespace bozzetto::ui
