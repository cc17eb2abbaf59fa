// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "pipeline/engine_description.h"

#include <QtTest>

using namespace bozzetto;

namespace {

EngineInfo makeInfo() {
    EngineInfo info;
    info.id = "one";
    info.title = "One \xC3\xA4";
    info.description = "Says \"it\"\nin two lines";
    info.presets = {"draft", "high"};
    info.weight_files = {"a.safetensors"};
    info.licences = {{"A net", "CC-BY-NC-4.0", false}, {"Another", "MIT", true}};
    info.needs_cameras = info.needs_masks = false;
    info.minimum_views = 4;
    using Type = SettingField::Type;
    info.fields = {
        {"steps",
         "Steps",
         "",
         "How long.",
         Type::Integer,
         1,
         1e6,
         {},
         {{"", "20"}, {"draft", "5"}}},
        {"rate", "Rate", "cells", "How far.", Type::Number, 0.0001, 0.3, {}, {{"", "0.1"}}},
        {"way", "Way", "", "Which.", Type::Choice, 0, 0, {"a", "b"}, {{"", "b"}}},
        {"deep", "Deep", "", "Whether.", Type::Switch, 0, 0, {}, {{"", "off"}, {"high", "on"}}},
    };
    return info;
}

}  // namespace

class TestEngineDescription : public QObject {
    Q_OBJECT

private slots:
    void everythingReadsBack();
    void refusesWhatIsWrong_data();
    void refusesWhatIsWrong();
};

void TestEngineDescription::everythingReadsBack() {
    EngineInfo second;
    second.id = "two";
    const std::vector<EngineInfo> back = decodeEngines(encodeEngines({makeInfo(), second}));
    QCOMPARE(back.size(), size_t{2});
    const EngineInfo info = makeInfo(), &read = back[0];
    QCOMPARE(read.id, info.id);
    QCOMPARE(read.title, info.title);
    QCOMPARE(read.description, info.description);
    QCOMPARE(read.presets, info.presets);
    QCOMPARE(read.weight_files, info.weight_files);
    QVERIFY(read.licences == info.licences);
    QCOMPARE(read.needs_cameras, info.needs_cameras);
    QCOMPARE(read.needs_masks, info.needs_masks);
    QCOMPARE(read.minimum_views, info.minimum_views);
    QCOMPARE(read.fields.size(), info.fields.size());
    for (size_t i = 0; i < info.fields.size(); ++i) {
        const SettingField &wanted = info.fields[i], &found = read.fields[i];
        QCOMPARE(found.key, wanted.key);
        QCOMPARE(found.label, wanted.label);
        QCOMPARE(found.unit, wanted.unit);
        QCOMPARE(found.help, wanted.help);
        QVERIFY(found.type == wanted.type);
        QCOMPARE(found.minimum, wanted.minimum);
        QCOMPARE(found.maximum, wanted.maximum);
        QCOMPARE(found.choices, wanted.choices);
        QVERIFY(found.defaults == wanted.defaults);
    }
    QCOMPARE(back[1].id, std::string("two"));
    QCOMPARE(back[1].needs_cameras, true);
}

void TestEngineDescription::refusesWhatIsWrong_data() {
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<QByteArray>("named");
    QTest::newRow("no JSON") << QByteArray("{") << QByteArray("") << QByteArray("JSON");
    QTest::newRow("version") << QByteArray("\"v\": 1") << QByteArray("\"v\": 2")
                             << QByteArray("version");
    QTest::newRow("missing key") << QByteArray("\"title\"") << QByteArray("\"name\"")
                                 << QByteArray("one: key \"title\"");
    QTest::newRow("wrong type") << QByteArray("\"minimum_views\": 4")
                                << QByteArray("\"minimum_views\": \"4\"")
                                << QByteArray("minimum_views");
    QTest::newRow("unknown type") << QByteArray("\"switch\"") << QByteArray("\"knob\"")
                                  << QByteArray("setting deep");
    QTest::newRow("default out of range")
        << QByteArray("\"draft\": \"5\"") << QByteArray("\"draft\": \"0\"") << QByteArray("steps");
    QTest::newRow("no default") << QByteArray("\"\": \"b\"") << QByteArray("\"low\": \"b\"")
                                << QByteArray("setting way");
}

void TestEngineDescription::refusesWhatIsWrong() {
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    QFETCH(QByteArray, named);
    QByteArray json = QByteArray::fromStdString(encodeEngines({makeInfo()}));
    QVERIFY(json.contains(from));
    json.replace(json.indexOf(from), from.size(), to);
    try {
        decodeEngines(json.toStdString());
        QFAIL("accepted");
    } catch (const Error& error) {
        QVERIFY(error.kind() == Error::Kind::BadInput);
        QVERIFY2(QByteArray(error.what()).contains(named), error.what());
    }
}

QTEST_GUILESS_MAIN(TestEngineDescription)
#include "test_engine_description.moc"
