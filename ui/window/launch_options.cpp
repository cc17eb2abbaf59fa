// SPDX-License-Identifier: Apache-2.0
#include "ui/window/launch_options.h"

#include "ui/images/start_page.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFileInfo>
#include <QUrl>

namespace bozzetto::ui {
namespace {

/// A web address stays as it is: the window says why it cannot be opened.
QString absolutePath(const QString& argument) {
    const QUrl url(argument);
    if (url.isLocalFile()) {
        return QFileInfo(url.toLocalFile()).absoluteFilePath();
    }
    return argument.contains(QStringLiteral("://")) ? argument
                                                    : QFileInfo(argument).absoluteFilePath();
}

/// Qt takes the program's name from the application object, which is not there yet.
QString helpOf(const QCommandLineParser& parser) {
    return parser.helpText().replace(QStringLiteral("<executable_name>"),
                                     QStringLiteral("bozzetto"));
}

}  // namespace

LaunchOptions readLaunchOptions(const QStringList& arguments, const QString& program) {
    QCommandLineParser parser;
    parser.setApplicationDescription(QCoreApplication::translate(
        "LaunchOptions", "Bozzetto turns pictures of an object into a textured mesh."));
    parser.addPositionalArgument(
        QStringLiteral("files"),
        QCoreApplication::translate(
            "LaunchOptions",
            "A folder of pictures, pictures, a transforms file, a project or a mesh.obj."),
        QStringLiteral("[files...]"));
    const QCommandLineOption reset(
        QStringLiteral("reset-settings"),
        QCoreApplication::translate("LaunchOptions", "Start with all preferences as delivered."));
    const QCommandLineOption help(QStringList{QStringLiteral("h"), QStringLiteral("help")},
                                  QCoreApplication::translate("LaunchOptions", "Show this help."));
    const QCommandLineOption version(
        QStringList{QStringLiteral("v"), QStringLiteral("version")},
        QCoreApplication::translate("LaunchOptions", "Show the version."));
    parser.addOptions({reset, help, version});
    LaunchOptions options;
    if (!parser.parse(arguments)) {
        options.exit_code = 2;
        options.output = parser.errorText() + QLatin1Char('\n');
        return options;
    }
    if (parser.isSet(help)) {
        options.exit_code = 0;
        options.output = helpOf(parser);
        return options;
    }
    if (parser.isSet(version)) {
        options.exit_code = 0;
        options.output = QStringLiteral("bozzetto " BOZZETTO_VERSION "\n");
        return options;
    }
    for (const QString& path : parser.positionalArguments()) {
        options.paths.append(absolutePath(path));
    }
    options.reset_settings = parser.isSet(reset);
    const QString folder = QFileInfo(program).absolutePath();
    options.cli = qEnvironmentVariable("BOZZETTO_CLI", folder + QStringLiteral("/bozzetto-cli"));
    options.sample = sampleFolder(folder);
    options.sample_photos = samplePhotosFolder(folder);
    return options;
}

}  // namespace bozzetto::ui
