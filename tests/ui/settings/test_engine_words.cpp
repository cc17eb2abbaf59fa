// SPDX-License-Identifier: Apache-2.0
// Every text by which the installed engines describe themselves can be translated.
#include "ui/settings/engine_words.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QtTest>

using namespace bozzetto::ui;

class TestEngineWords : public QObject {
    Q_OBJECT

private slots:
    void everyWordIsKnown();
    void unknownWordStaysAsItIs();
};

void TestEngineWords::everyWordIsKnown() {
    QProcess cli;
    cli.start(BOZZETTO_CLI, {"engines", "--json"});
    QVERIFY(cli.waitForFinished(60000));
    const QJsonDocument document = QJsonDocument::fromJson(cli.readAllStandardOutput());
    const QJsonArray engines =
        document.isArray() ? document.array() : document.object()["engines"].toArray();
    QVERIFY(!engines.isEmpty());
    QStringList words, missing;
    for (const QJsonValue& engine : engines) {
        words.append(engine["description"].toString());
        for (const QJsonValue& field : engine["fields"].toArray()) {
            for (const char* part : {"label", "unit", "help"}) {
                words.append(field[QLatin1String(part)].toString());
            }
            for (const QJsonValue& choice : field["choices"].toArray()) {
                words.append(choice.toString());
            }
        }
    }
    QVERIFY(words.size() > 30);
    for (const QString& word : words) {
        if (!word.isEmpty() && !isEngineWord(word.toStdString())) {
            missing.append(word);
        }
    }
    QVERIFY2(missing.isEmpty(), qPrintable(missing.join('\n')));
}

void TestEngineWords::unknownWordStaysAsItIs() {
    QVERIFY(!isEngineWord("Frobnication"));
    QCOMPARE(engineWord("Frobnication"), QString("Frobnication"));
    QCOMPARE(engineWord(""), QString());
}

QTEST_GUILESS_MAIN(TestEngineWords)
#include "test_engine_words.moc"
