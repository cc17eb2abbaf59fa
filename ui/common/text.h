// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/error.h"

#include <QString>

#include <filesystem>
#include <string>

namespace bozzetto::ui {

/// Text and paths between core (std, UTF-8) and Qt. Paths keep their bytes: a name that is not
/// valid UTF-8 survives the way there and back only as a path of the file system's own encoding,
/// which on Linux is UTF-8.
QString toQt(const std::string& text);
std::string toStd(const QString& text);
QString toQt(const std::filesystem::path& path);
std::filesystem::path toPath(const QString& text);

/// What went wrong and what to do about it, for a person.
struct Problem {
    QString reason, hint;
};
Problem toProblem(const std::exception& exception);

/// "~/Pictures/shoe": a path for a person, short where it lies in the home folder.
QString shortPath(const QString& path);
/// "1.4 GiB", "23 MiB": bytes for a person, in the user's locale.
QString formatBytes(quint64 bytes);
/// "2 h 05 min", "4 min 10 s", "12 s": a length of time for a person.
QString formatDuration(double seconds);

}  // namespace bozzetto::ui
