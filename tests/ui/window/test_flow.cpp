// SPDX-License-Identifier: Apache-2.0
#include "ui/window/window_fixture.h"

using namespace bozzetto;
using namespace bozzetto::testing;

namespace {

class TestFlow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void startPageIsShown() {
        TestWindow window(QStringLiteral(BOZZETTO_SCRIPTED_CLI));
        QVERIFY(window.show());
        QVERIFY(window.isShown("startPage"));
    }
};

}  // namespace

QTEST_MAIN(TestFlow)
#include "test_flow.moc"
