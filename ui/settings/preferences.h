// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/theme/colors.h"

#include <QObject>
#include <QSettings>
#include <QString>

namespace bozzetto::ui {

enum class LengthDisplay { Millimetre, Centimetre, Metre, Inch };
enum class NavigationPreset { Simple, Blender, Maya };

/// What the user prefers on this computer, whatever the project. Kept in an INI file, written soon
/// after a change; what is not understood there (a newer version's keys, damaged values) reads as
/// the default and is left alone.
class Preferences : public QObject {
    Q_OBJECT

public:
    /// file: empty for the usual one.
    explicit Preferences(const QString& file = {}, QObject* parent = nullptr);

    /// preferences.ini in the application's folder for settings.
    static QString usualFile();
    /// For --reset-settings: everything back to the defaults, remembered answers too.
    void reset();

    Scheme theme() const;
    void setTheme(Scheme theme);
    QString language() const;  // empty: the system's; else "en", "de", "zh_CN"
    void setLanguage(const QString& language);
    double uiScale() const;  // 1 to 3
    void setUiScale(double scale);
    LengthDisplay lengthDisplay() const;
    void setLengthDisplay(LengthDisplay display);
    NavigationPreset navigation() const;
    void setNavigation(NavigationPreset navigation);
    int threads() const;  // of new runs; 0: as many as the computer has
    void setThreads(int threads);
    QString device() const;  // of new runs: "auto", "cpu", "cuda[:N]"
    void setDevice(const QString& device);
    QString cacheFolder() const;  // that the user chose; empty: none
    void setCacheFolder(const QString& folder);
    /// Where the cache is: the usual place, or "bozzetto-cache" in the chosen folder, so that
    /// clearing it never touches what the user keeps there.
    QString cacheInUse() const;
    /// Cameras are looked for as soon as pictures without any are opened.
    bool findsCameras() const;
    void setFindsCameras(bool on);
    bool notifications() const;
    void setNotifications(bool on);

    /// The answer to a question that the user asked to remember; empty: ask.
    QString rememberedAnswer(const QString& question) const;
    void rememberAnswer(const QString& question, const QString& answer);
    int rememberedAnswers() const;
    void forgetAnswers();

Q_SIGNALS:
    void themeChanged(bozzetto::ui::Scheme theme);
    void languageChanged(const QString& language);
    void uiScaleChanged(double scale);
    void lengthDisplayChanged(bozzetto::ui::LengthDisplay display);
    void navigationChanged(bozzetto::ui::NavigationPreset navigation);
    void threadsChanged(int threads);
    void deviceChanged(const QString& device);
    void cacheFolderChanged(const QString& folder);
    void findsCamerasChanged(bool on);
    void notificationsChanged(bool on);
    void answersForgotten();

private:
    bool put(const QString& key, const QVariant& value);
    mutable QSettings store_;
};

}  // namespace bozzetto::ui
