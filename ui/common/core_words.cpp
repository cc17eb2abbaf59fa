// SPDX-License-Identifier: Apache-2.0
#include "ui/common/core_words.h"

#include "ui/common/core_sentences.h"

#include <QCoreApplication>

#include <algorithm>
#include <optional>

namespace bozzetto::ui {
namespace {

constexpr int kDeepest = 3;  // a sentence within a sentence within a sentence

const char* const kSystemErrors[] = {
    QT_TRANSLATE_NOOP("CoreWords", "No space left on device"),
    QT_TRANSLATE_NOOP("CoreWords", "Permission denied"),
    QT_TRANSLATE_NOOP("CoreWords", "Read-only file system"),
    QT_TRANSLATE_NOOP("CoreWords", "No such file or directory"),
    QT_TRANSLATE_NOOP("CoreWords", "Input/output error"),
};

QString translated(const char* sentence) {
    return QCoreApplication::translate("CoreWords", sentence);
}

/// What stands for %1, %2 ... in `text`; nothing when it is another sentence. The places are taken
/// as short as possible.
std::optional<QStringList> match(const QString& sentence, const QString& text) {
    QStringList parts;
    qsizetype from = 0;
    for (int place = 1; place <= 9; ++place) {
        const qsizetype at = sentence.indexOf(QLatin1Char('%') + QString::number(place), from);
        if (at < 0) {
            break;
        }
        parts.append(sentence.mid(from, at - from));
        from = at + 2;
    }
    parts.append(sentence.mid(from));
    if (!text.startsWith(parts.first())) {
        return std::nullopt;
    }
    QStringList found;
    qsizetype position = parts.first().size();
    for (qsizetype i = 1; i < parts.size(); ++i) {
        const bool last = i + 1 == parts.size();
        const qsizetype end =
            last ? text.size() - parts[i].size() : text.indexOf(parts[i], position + 1);
        if (end <= position || (last && !text.endsWith(parts[i]))) {
            return std::nullopt;
        }
        found.append(text.mid(position, end - position));
        position = end + parts[i].size();
    }
    return position == text.size() ? std::optional(found) : std::nullopt;
}

/// Puts the parts in for %1, %2 ... all at once: a part may hold a "%1" of its own.
QString fill(const QString& sentence, const QStringList& parts) {
    QString text;
    for (qsizetype i = 0; i < sentence.size(); ++i) {
        const int place = sentence.at(i) == QLatin1Char('%') && i + 1 < sentence.size()
                              ? sentence.at(i + 1).digitValue()
                              : 0;
        if (place >= 1 && place <= parts.size()) {
            text += parts.at(place - 1);
            ++i;
        } else {
            text += sentence.at(i);
        }
    }
    return text;
}

std::optional<QString> known(const QString& text, int depth);

/// A sentence after "path: ", else one that is not known at all.
QString afterPath(const QString& text, int depth) {
    for (qsizetype at = text.indexOf(QLatin1String(": ")); at >= 0;
         at = text.indexOf(QLatin1String(": "), at + 1)) {
        if (const auto rest = known(text.mid(at + 2), depth)) {
            return text.left(at + 2) + *rest;
        }
    }
    return text;
}

std::optional<QString> known(const QString& text, int depth) {
    if (depth > kDeepest) {
        return std::nullopt;
    }
    for (const char* word : kSystemErrors) {
        if (text == QLatin1String(word)) {
            return translated(word);
        }
    }
    for (const char* sentence : coreSentenceTable()) {
        const auto found = match(QString::fromUtf8(sentence), text);
        if (!found) {
            continue;
        }
        QStringList parts;
        for (const QString& part : *found) {
            parts.append(known(part, depth + 1).value_or(afterPath(part, depth + 1)));
        }
        return fill(translated(sentence), parts);
    }
    return std::nullopt;
}

/// As a sentence begins. A path or another name in front stays as it is.
QString withCapital(QString text) {
    const qsizetype end = std::max<qsizetype>(0, text.indexOf(QLatin1Char(' ')));
    const auto is_letter = [](QChar sign) { return sign.isLetter(); };
    if (end > 0 && std::all_of(text.begin(), text.begin() + end, is_letter)) {
        text[0] = text[0].toUpper();
    }
    return text;
}

}  // namespace

QString coreText(const QString& text) {
    return withCapital(known(text, 0).value_or(afterPath(text, 0)));
}

QStringList coreSentences() {
    QStringList sentences;
    for (const char* sentence : coreSentenceTable()) {
        sentences.append(QString::fromUtf8(sentence));
    }
    return sentences;
}

}  // namespace bozzetto::ui
