// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QString>
#include <QStringList>

namespace bozzetto::ui {

/// What the program is started with.
struct LaunchOptions {
    QStringList paths;  // absolute: an image set, pictures, a project, a result's mesh.obj
    bool reset_settings = false;
    QString cli;            // the engines' program
    QString sample;         // folder of the sample set; empty: there is none
    QString sample_photos;  // folder of photographs to try; empty: there are none
    int exit_code = -1;     // not negative: nothing to start, `output` says it all
    QString output;
};

/// Understands `bozzetto [--reset-settings] [FILE ...]`, --help and --version; needs no display.
/// `program`: path of the running program. The engines' program is bozzetto-cli beside it, or what
/// BOZZETTO_CLI names.
LaunchOptions readLaunchOptions(const QStringList& arguments, const QString& program);

}  // namespace bozzetto::ui
