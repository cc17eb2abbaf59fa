// SPDX-License-Identifier: Apache-2.0
// The joined window as an artist meets it: how soon the program is on screen and gone, for how long
// the window does not answer while draft runs go on with previews and an orbiting view, while 500
// pictures are reviewed and while its parts are shown for the first time, and what a run costs with
// the window and without. README.md holds what was measured.
#include "support/program_window.h"
#include "support/review_set.h"
#include "ui/window/window_tour.h"

#include <cstdio>

using namespace bozzetto;
using namespace bozzetto::testing;

namespace {

constexpr int kStarts = 5, kPictures = 500, kPlainRuns = 3;
constexpr double kWatchSeconds = 60;

double medianOf(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values.empty() ? 0 : values[values.size() / 2];
}

void printSlowEvents() {
    for (const QString& event : static_cast<WatchedApplication*>(qApp)->takeSlowEvents()) {
        std::printf("    slow: %s\n", qPrintable(event));
    }
}

void printFluidity(const char* what, const Fluidity& seen) {
    std::printf("%s: %s after %.0f s; longest stall %.0f ms, %.0f ms of our own\n",
                what,
                seen.ended ? "done" : "NOT DONE",
                seen.seconds,
                seen.longest_ms,
                seen.longest_own_ms);
    printSlowEvents();
}

void measureStarts() {
    std::vector<double> painted, closed;
    for (int i = 0; i < kStarts; ++i) {
        if (const auto times = timeStart(QStringLiteral(BOZZETTO_PROGRAM), {}, 1500)) {
            painted.push_back(times->painted_ms);
            closed.push_back(times->closed_ms);
        }
    }
    std::printf("program on screen after %.0f ms, closed in %.0f ms; medians of %zu starts\n",
                medianOf(painted),
                medianOf(closed),
                painted.size());
}

void measureReview() {
    const TestWindow window(QStringLiteral(BOZZETTO_CLI));
    const QString set = window.path(QStringLiteral("set"));
    writeReviewSet(set.toStdString(), kPictures);
    window.get()->show();
    QTest::qWait(500);
    printFluidity("review of 500 pictures", watchManyPictures(window, set, kPictures));
}

/// Seconds that the command line takes for the same draft, at the niceness that the window gives
/// its engines.
double plainRunSeconds(const QString& set, const QString& output) {
    QProcess process;
    process.setStandardOutputFile(QProcess::nullDevice());
    process.setStandardErrorFile(QProcess::nullDevice());
    QElapsedTimer clock;
    clock.start();
    process.start(QStringLiteral("nice"),
                  {QStringLiteral("-n"),
                   QStringLiteral("10"),
                   QStringLiteral(BOZZETTO_CLI),
                   QStringLiteral("reconstruct"),
                   set,
                   QStringLiteral("--preset"),
                   QStringLiteral("draft"),
                   QStringLiteral("-o"),
                   output,
                   QStringLiteral("--overwrite")});
    const bool ended = process.waitForFinished(600000) && process.exitCode() == 0;
    return ended ? static_cast<double>(clock.elapsed()) / 1000 : 0;
}

void measureRuns() {
    const QString set = QStringLiteral(BOZZETTO_SOURCE_DIR "/resources/samples/pip7");
    const TestWindow window(QStringLiteral(BOZZETTO_CLI));
    window.get()->show();
    QTest::qWait(500);
    if (!prepareDraft(window, set)) {
        std::printf("the sample cannot be run\n");
        return;
    }
    printSlowEvents();
    const Fluidity orbit = watchDraftRuns(window, kWatchSeconds);
    printFluidity("draft runs with previews and an orbiting view", orbit);
    std::printf("    %d runs, median %.1f s; %d previews; %.1f frames a second\n",
                orbit.runs,
                medianOf(orbit.run_seconds),
                orbit.previews,
                orbit.frames / orbit.seconds);
    const Fluidity still = watchDraftRuns(window, 1, ViewMotion::Still);
    std::printf("    with a view at rest: %.1f s a run\n", medianOf(still.run_seconds));
    std::vector<double> plain;
    for (int i = 0; i < kPlainRuns; ++i) {
        plain.push_back(plainRunSeconds(set, window.path(QStringLiteral("plain"))));
    }
    std::printf("    by the command line alone: median %.1f s\n", medianOf(plain));
    for (const TourStop& stop : WindowTour(window).go()) {
        std::printf("    %s%s: longest stall %.0f ms, %.0f ms of our own\n",
                    qPrintable(stop.what),
                    stop.done ? "" : " (NOT DONE)",
                    stop.longest_ms,
                    stop.longest_own_ms);
    }
    printSlowEvents();
}

}  // namespace

int main(int argc, char** argv) {
    const WatchedApplication app(argc, argv);
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    measureStarts();
    measureReview();
    measureRuns();
    return 0;
}
