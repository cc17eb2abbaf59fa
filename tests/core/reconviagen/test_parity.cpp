// SPDX-License-Identifier: Apache-2.0
// Every network against the published modules, on the CPU in float32. BOZZETTO_FIXTURES names a
// folder with more golden files.
#include "core/reconviagen/parity_cases.h"

#include <QtTest>

#include <deque>

using namespace bozzetto;
using namespace bozzetto::parity;

class TestParity : public QObject {
    Q_OBJECT
private slots:
    void agreesWithThePublishedModule_data() {
        QTest::addColumn<QString>("path");
        for (const auto& path : goldenFiles()) {
            const auto name = path.parent_path().filename() / path.stem();
            QTest::newRow(name.c_str()) << QString::fromStdString(path.string());
        }
    }
    void agreesWithThePublishedModule() {
        QFETCH(QString, path);
        try {
            check(fixtures_.emplace_back(path.toStdString(), ParityRun{}));
        } catch (const std::exception& error) {
            QFAIL(error.what());
        }
    }
    void cleanupTestCase() { printTable({fixtures_.begin(), fixtures_.end()}); }

private:
    static void check(Fixture& fixture) {
        const ParityCase* known = findCase(fixture.network());
        QVERIFY2(known, ("no network is called " + fixture.network()).c_str());
        known->check(fixture);
        QVERIFY2(!fixture.comparisons().empty(), "nothing was compared");
        for (const Comparison& comparison : fixture.comparisons()) {
            if (!comparison.passed()) {
                QWARN(qPrintable(QStringLiteral("%1: error %2, allowed %3")
                                     .arg(QString::fromStdString(comparison.what))
                                     .arg(comparison.error)
                                     .arg(comparison.bar)));
            }
        }
        QVERIFY(fixture.passed());
    }

    std::deque<Fixture> fixtures_;
};

QTEST_GUILESS_MAIN(TestParity)
#include "test_parity.moc"
