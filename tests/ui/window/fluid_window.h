// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "support/loop_watch.h"
#include "ui/window/window_fixture.h"

#include <QAbstractItemView>
#include <QScrollBar>

#include <cmath>
#include <vector>

namespace bozzetto::testing {

/// Turns the view around its focal point, a little every frame, as a hand would.
class ScriptedOrbit {
public:
    ScriptedOrbit(ui::Viewport* viewport, bool moving) {
        QObject::connect(&timer_, &QTimer::timeout, viewport, [viewport] {
            constexpr double kStep = 0.02;
            const auto c = static_cast<float>(std::cos(kStep));
            const auto s = static_cast<float>(std::sin(kStep));
            ui::ViewCamera camera = viewport->camera();
            const Vec3f d = camera.position - camera.focal_point;
            camera.position = camera.focal_point + Vec3f{c * d.x - s * d.y, s * d.x + c * d.y, d.z};
            viewport->setCamera(camera);
        });
        QObject::connect(viewport, &ui::Viewport::framePainted, &timer_, [this] { ++frames_; });
        if (moving) {
            timer_.start(16);
        }
    }
    int frames() const { return frames_; }

private:
    QTimer timer_;
    int frames_ = 0;
};

/// How a window behaved while something went on.
struct Fluidity {
    bool ended = false;  // as it should
    double seconds = 0, longest_ms = 0, longest_own_ms = 0;
    std::vector<double> run_seconds;  // of each run, from its start to the end of its process
    int frames = 0, previews = 0, runs = 0;
};

enum class ViewMotion { Orbiting, Still };

/// Opens the set and gets ready to run it with the draft preset.
inline bool prepareDraft(const TestWindow& window, const QString& set) {
    window.get()->open({set});
    return window.press("reviewContinue", 20000) && window.press("preset_draft", 20000) &&
           waitUntil([&] { return window.widget("run")->isEnabled(); }, 20000);
}

/// Draft runs of a prepared set, one after another until `at_least_s` have passed, with the growing
/// mesh on screen and, if asked for, the view orbiting all the time; the result is watched a
/// moment, too.
inline Fluidity watchDraftRuns(const TestWindow& window,
                               double at_least_s,
                               ViewMotion motion = ViewMotion::Orbiting) {
    constexpr int kLongestRunMs = 400000, kLookAtResultMs = 3000;
    Fluidity seen;
    QObject here;
    QElapsedTimer run_clock;
    QObject::connect(window.queue(), &ui::JobQueue::jobStarted, &here, [&] { run_clock.start(); });
    QObject::connect(window.queue(), &ui::JobQueue::previewReady, &here, [&] { ++seen.previews; });
    QObject::connect(
        window.queue(),
        &ui::JobQueue::jobFinished,
        &here,
        [&](const QString&, const ui::RunOutcome& outcome) {
            seen.ended = outcome.state == ui::RunOutcome::State::Done;
            seen.run_seconds.push_back(static_cast<double>(run_clock.elapsed()) / 1000);
            ++seen.runs;
        });
    const ScriptedOrbit orbit(window.viewport(), motion == ViewMotion::Orbiting);
    const LoopWatch watch;
    QElapsedTimer clock;
    clock.start();
    do {
        const int before = seen.runs;
        seen.ended = false;
        const bool ran = window.press("run", 20000) &&
                         waitUntil([&] { return seen.runs > before; }, kLongestRunMs);
        if (!ran || !seen.ended) {
            break;
        }
        QTest::qWait(kLookAtResultMs);
    } while (static_cast<double>(clock.elapsed()) < at_least_s * 1000);
    seen.seconds = static_cast<double>(clock.elapsed()) / 1000;
    seen.frames = orbit.frames();
    seen.longest_ms = watch.longestMs();
    seen.longest_own_ms = watch.longestOwnMs();
    return seen;
}

/// Opens a large set and goes through all its pictures while they are being checked.
inline Fluidity watchManyPictures(const TestWindow& window, const QString& set, int pictures) {
    Fluidity seen;
    const LoopWatch watch;
    QElapsedTimer clock;
    clock.start();
    window.get()->open({set});
    auto* grid = window.find<QAbstractItemView>("pictureGrid");
    seen.ended = waitUntil([&] { return grid->model()->rowCount() == pictures; }, 20000) &&
                 waitUntil([&] { return grid->verticalScrollBar()->maximum() > 1000; });
    QScrollBar* bar = grid->verticalScrollBar();
    for (int step = 0; step <= 120; ++step) {
        bar->setValue(bar->maximum() * (step <= 60 ? step : 120 - step) / 60);
        QTest::qWait(16);
    }
    const QWidget* progress = window.widget("reviewProgress");
    seen.ended = seen.ended && waitUntil([&] { return !progress->isVisible(); }, 60000);
    // On to the strip of photographs, whose cameras and thumbnails are read, too.
    seen.ended = seen.ended && window.press("reviewContinue");
    QTest::qWait(3000);
    seen.seconds = static_cast<double>(clock.elapsed()) / 1000;
    seen.longest_ms = watch.longestMs();
    seen.longest_own_ms = watch.longestOwnMs();
    return seen;
}

}  // namespace bozzetto::testing
