// SPDX-License-Identifier: Apache-2.0
#include "ui/settings/language.h"

#include <QCoreApplication>
#include <QDir>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

namespace bozzetto::ui {
namespace {

QStringList folders() {
    const QString program = QCoreApplication::applicationDirPath();
    return {QStringLiteral(":/i18n"),
            program + QStringLiteral("/translations"),
            program + QStringLiteral("/../share/bozzetto/translations")};
}

/// Loads NAME_CODE.qm from the first folder that has it.
bool install(QCoreApplication& application, const QString& name, const QStringList& places) {
    auto* translator = new QTranslator(&application);
    for (const QString& folder : places) {
        if (translator->load(name, folder)) {
            return application.installTranslator(translator);
        }
    }
    delete translator;
    return false;
}

/// The language among ours that the system wants most.
QString languageOfTheSystem() {
    for (const QString& wanted : QLocale::system().uiLanguages()) {
        const QLocale locale(wanted);
        for (const Language& language : languages()) {
            if (QLocale(language.code).language() == locale.language()) {
                // Traditional Chinese readers are better served in English than in Simplified.
                const bool traditional = locale.script() == QLocale::TraditionalChineseScript;
                return traditional ? QStringLiteral("en") : language.code;
            }
        }
    }
    return QStringLiteral("en");
}

}  // namespace

QList<Language> languages() {
    return {{QStringLiteral("en"), QStringLiteral("English")},
            {QStringLiteral("de"), QStringLiteral("Deutsch")},
            {QStringLiteral("zh_CN"), QStringLiteral("简体中文")}};
}

QString installLanguage(QCoreApplication& application, const QString& wish) {
    const QString code = wish.isEmpty() ? languageOfTheSystem() : wish;
    // English too has texts of its own: the plural forms.
    const bool there = install(application, QStringLiteral("bozzetto_") + code, folders());
    if (!there && code != QLatin1String("en")) {
        return installLanguage(application, QStringLiteral("en"));
    }
    if (code != QLatin1String("en")) {
        install(application,
                QStringLiteral("qtbase_") + code,
                folders() + QStringList{QLibraryInfo::path(QLibraryInfo::TranslationsPath)});
    }
    // A wish for the system's language keeps the system's own way to write numbers.
    const QLocale locale(code);
    QLocale::setDefault(locale.language() == QLocale::system().language() ? QLocale::system()
                                                                          : locale);
    return code;
}

}  // namespace bozzetto::ui
