// SPDX-License-Identifier: Apache-2.0
#include "ui/common/text.h"

#include "base/files.h"
#include "ui/common/core_words.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QLocale>

#include <cmath>

namespace bozzetto::ui {

QString toQt(const std::string& text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

std::string toStd(const QString& text) {
    const QByteArray bytes = text.toUtf8();
    return {bytes.constData(), static_cast<size_t>(bytes.size())};
}

QString toQt(const std::filesystem::path& path) {
    return QFile::decodeName(QByteArray::fromStdString(path.native()));
}

std::filesystem::path toPath(const QString& text) {
    return QFile::encodeName(text).toStdString();
}

Problem toProblem(const std::exception& exception) {
    if (const auto* error = dynamic_cast<const Error*>(&exception)) {
        return {coreText(toQt(std::string(error->what()))), coreText(toQt(error->hint()))};
    }
    if (dynamic_cast<const std::bad_alloc*>(&exception) != nullptr) {
        return {QCoreApplication::translate("bozzetto::ui", "There is not enough memory."),
                QCoreApplication::translate("bozzetto::ui", "Close other programs and try again.")};
    }
    return {toQt(std::string(exception.what())), {}};
}

QString shortPath(const QString& path) {
    const QString home = QDir::homePath() + QLatin1Char('/');
    return home.size() > 2 && path.startsWith(home) ? QStringLiteral("~/") + path.mid(home.size())
                                                    : path;
}

QString formatBytes(quint64 bytes) {
    return QLocale().formattedDataSize(
        static_cast<qint64>(bytes), bytes < (1ULL << 30) ? 0 : 1, QLocale::DataSizeIecFormat);
}

QString formatDuration(double seconds) {
    const auto total = static_cast<qint64>(std::llround(std::max(0.0, seconds)));
    const auto translate = [](const char* text) {
        return QCoreApplication::translate("bozzetto::ui", text);
    };
    if (total < 60) {
        return translate(QT_TRANSLATE_NOOP("bozzetto::ui", "%1 s")).arg(total);
    }
    if (total < 3600) {
        return translate(QT_TRANSLATE_NOOP("bozzetto::ui", "%1 min %2 s"))
            .arg(total / 60)
            .arg(total % 60, 2, 10, QLatin1Char('0'));
    }
    return translate(QT_TRANSLATE_NOOP("bozzetto::ui", "%1 h %2 min"))
        .arg(total / 3600)
        .arg(total / 60 % 60, 2, 10, QLatin1Char('0'));
}

}  // namespace bozzetto::ui
