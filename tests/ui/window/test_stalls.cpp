// SPDX-License-Identifier: Apache-2.0
// The window comes up, goes and answers quickly. 20 s on an idle machine, a third of it half a
// draft run. The limits are three times what is wanted, as other programs run beside;
// tests/bench/bench_window has the exact figures.
#include "support/program_window.h"
#include "support/review_set.h"
#include "ui/window/window_tour.h"

using namespace bozzetto;
using namespace bozzetto::testing;

namespace {

constexpr double kSlack = 3;
constexpr double kStallMs = 100, kOwnStallMs = 50, kStartMs = 1500, kCloseMs = 1000;
// For another theme Qt polishes all 1400 widgets, most of them hidden, in one go.
constexpr double kRestyleMs = 100;
constexpr int kStarts = 3, kPictures = 500;

WatchedApplication& application() {
    return *static_cast<WatchedApplication*>(qApp);
}

void report(const char* what, const Fluidity& seen) {
    qInfo("%s: %.0f s, longest stall %.0f ms (%.0f ms of our own), %d frames, %d previews",
          what,
          seen.seconds,
          seen.longest_ms,
          seen.longest_own_ms,
          seen.frames,
          seen.previews);
    for (const QString& event : application().takeSlowEvents()) {
        qInfo("  slow: %s", qPrintable(event));
    }
}

class TestStalls : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void comesUpAndGoes();
    void manyPictures();
    void draftRun();

private:
    void tour(const TestWindow& window);
};

void TestStalls::comesUpAndGoes() {
    std::vector<double> painted, closed;
    for (int i = 0; i < kStarts; ++i) {
        const auto times = timeStart(QStringLiteral(BOZZETTO_PROGRAM), {}, 1000);
        QVERIFY2(times, "no window");
        QCOMPARE(times->exit_code, 0);
        painted.push_back(times->painted_ms);
        closed.push_back(times->closed_ms);
    }
    std::sort(painted.begin(), painted.end());
    std::sort(closed.begin(), closed.end());
    qInfo("on screen after %.0f ms, closed in %.0f ms (medians of %d)",
          painted[kStarts / 2],
          closed[kStarts / 2],
          kStarts);
    QVERIFY(painted[kStarts / 2] < kSlack * kStartMs);
    QVERIFY(closed[kStarts / 2] < kSlack * kCloseMs);
}

void TestStalls::manyPictures() {
    TestWindow window(QStringLiteral(BOZZETTO_CLI));
    const QString set = window.path(QStringLiteral("set"));
    writeReviewSet(set.toStdString(), kPictures);
    QVERIFY(window.show());
    application().takeSlowEvents();
    const Fluidity seen = watchManyPictures(window, set, kPictures);
    report("500 pictures", seen);
    QVERIFY(seen.ended);
    QVERIFY(seen.longest_ms < kSlack * kStallMs);
    QVERIFY(seen.longest_own_ms < kSlack * kOwnStallMs);
}

void TestStalls::draftRun() {
    TestWindow window(QStringLiteral(BOZZETTO_CLI));
    QVERIFY(window.show());
    QVERIFY(prepareDraft(window, QStringLiteral(BOZZETTO_SOURCE_DIR "/resources/samples/pip7")));
    Settings half;
    half.preset = "draft";
    half.values = {{"shape_iterations", "60"}, {"texture_iterations", "30"}, {"field_steps", "0"}};
    window.document()->setSettings(QStringLiteral("nvdiffrec"), half);
    QVERIFY(waitUntil([&] { return window.widget("run")->isEnabled(); }, 20000));
    application().takeSlowEvents();
    const Fluidity seen = watchDraftRuns(window, 1);
    report("draft run", seen);
    QVERIFY(seen.ended);
    QVERIFY(seen.previews >= 3 && seen.frames > 20);
    QVERIFY(seen.longest_ms < kSlack * kStallMs);
    QVERIFY(seen.longest_own_ms < kSlack * kOwnStallMs);
    tour(window);
}

/// Every part is shown for the first time beside the result that a run left.
void TestStalls::tour(const TestWindow& window) {
    for (const TourStop& stop : WindowTour(window).go()) {
        qInfo("%s: longest stall %.0f ms (%.0f ms of our own)",
              qPrintable(stop.what),
              stop.longest_ms,
              stop.longest_own_ms);
        QVERIFY2(stop.done, qPrintable(stop.what));
        const double wanted = stop.restyles ? kRestyleMs : kOwnStallMs;
        QVERIFY2(stop.longest_own_ms < kSlack * wanted, qPrintable(stop.what));
    }
    for (const QString& event : application().takeSlowEvents()) {
        qInfo("  slow: %s", qPrintable(event));
    }
}

}  // namespace

int main(int argc, char** argv) {
    WatchedApplication app(argc, argv);
    TestStalls test;
    return QTest::qExec(&test, argc, argv);
}

#include "test_stalls.moc"
