// SPDX-License-Identifier: Apache-2.0
// The window. It links no engine: those run in child processes (bozzetto-cli).
#include "ui/common/app_id.h"
#include "ui/desktop/color_scheme.h"
#include "ui/settings/language.h"
#include "ui/settings/preferences.h"
#include "ui/theme/icon.h"
#include "ui/theme/theme.h"
#include "ui/window/application_log.h"
#include "ui/window/launch_options.h"
#include "ui/window/main_window.h"

#include <QApplication>
#include <QFileInfo>

#include <cstdio>

using namespace bozzetto;

namespace {

QStringList argumentList(int argc, char** argv) {
    QStringList arguments;
    for (int i = 0; i < argc; ++i) {
        arguments.append(QString::fromLocal8Bit(argv[i]));
    }
    return arguments;
}

/// The theme that the user asked for; "system" is what the desktop says, else the platform's
/// palette.
void followTheme(QApplication& application,
                 const ui::Preferences& preferences,
                 const ui::ColorSchemeReader& desktop) {
    ui::Scheme scheme = preferences.theme();
    if (scheme == ui::Scheme::System) {
        if (desktop.scheme() == ui::ColorSchemeReader::Scheme::Dark) {
            scheme = ui::Scheme::Dark;
        } else if (desktop.scheme() == ui::ColorSchemeReader::Scheme::Light) {
            scheme = ui::Scheme::Light;
        }
    }
    ui::applyTheme(application, scheme, preferences.uiScale());
}

}  // namespace

int main(int argc, char** argv) {
    QCoreApplication::setApplicationName(QStringLiteral("bozzetto"));
    QCoreApplication::setApplicationVersion(QStringLiteral(BOZZETTO_VERSION));
    const ui::LaunchOptions options = ui::readLaunchOptions(
        argumentList(argc, argv), QFileInfo(QStringLiteral("/proc/self/exe")).canonicalFilePath());
    if (options.exit_code >= 0) {
        std::fputs(qUtf8Printable(options.output), options.exit_code == 0 ? stdout : stderr);
        return options.exit_code;
    }
    ui::Preferences preferences;
    if (options.reset_settings) {
        preferences.reset();
    }
    ui::scaleInterfaceAtStart(preferences.uiScale());
    QApplication application(argc, argv);
    QApplication::setApplicationDisplayName(QStringLiteral("Bozzetto"));
    QGuiApplication::setDesktopFileName(QLatin1String(ui::kAppId));
    QApplication::setWindowIcon(ui::applicationIcon());
    ui::startApplicationLog();
    ui::installLanguage(application, preferences.language());

    const ui::ColorSchemeReader desktop;
    const auto follow = [&] { followTheme(application, preferences, desktop); };
    QObject::connect(&desktop, &ui::ColorSchemeReader::schemeChanged, &application, follow);
    QObject::connect(&preferences, &ui::Preferences::themeChanged, &application, follow);
    QObject::connect(&preferences, &ui::Preferences::uiScaleChanged, &application, follow);
    follow();

    ui::MainWindow window(options, preferences);
    window.show();
    window.open(options.paths);
    return QApplication::exec();
}
