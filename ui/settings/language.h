// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QList>
#include <QString>

class QCoreApplication;

namespace bozzetto::ui {

struct Language {
    QString code;  // "en", "de", "zh_CN"
    QString name;  // in the language itself
};

/// Those that there are texts for, English first.
QList<Language> languages();

/// Installs our texts and Qt's own in a language (empty: the system's, else English) and sets the
/// locale that numbers and dates are shown in. Once, before the first window: a later change takes
/// effect with the next start. Texts come from :/i18n/bozzetto_<code>.qm, else from a folder
/// "translations" beside the program or in ../share/bozzetto. Returns the code in use; "en" when
/// there are no texts for the wish.
QString installLanguage(QCoreApplication& application, const QString& wish);

}  // namespace bozzetto::ui
