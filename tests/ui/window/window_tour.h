// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/window/fluid_window.h"

#include <QAction>

#include <utility>
#include <vector>

namespace bozzetto::testing {

/// Something that a person does, and for how long the window did not answer because of it.
struct TourStop {
    QString what;
    bool done = false;
    bool restyles = false;  // gives all widgets another look
    double longest_ms = 0, longest_own_ms = 0;
};

/// Goes through the parts of a window that shows a result: each is made or shown for the first
/// time, which is when it is slowest.
class WindowTour {
public:
    explicit WindowTour(const TestWindow& window) : window_(window) {}

    std::vector<TourStop> go() {
        visit("pictures", [this] { return window_.pressStep(1); });
        visit("reconstruct", [this] { return window_.pressStep(3); });
        visit("inspect", [this] { return window_.pressStep(4); });
        visit("wireframe", [this] { return trigger("view_wireframe"); });
        visit("compare with a picture", [this] { return trigger("view_compare_wipe"); });
        visit("next picture", [this] { return trigger("view_next_photo"); });
        visit("difference", [this] { return trigger("view_compare_difference"); });
        visit("leave the picture", [this] { return trigger("view_through_photo"); });
        visit("shortcuts", [this] { return trigger("view_shortcuts"); });
        visit("shortcuts away", [this] { return trigger("view_shortcuts"); });
        visit("preferences", [this] { return open("preferencesAction", "preferences"); });
        visit("weights", [this] { return open("weightsAction", "weights"); });
        visit("export", [this] { return open("exportAction", "exportDialog"); });
        visit("small window", [this] { return resize(1100, 700); });
        visit("large window", [this] { return resize(1900, 1150); });
        visit("dark theme", [this] { return applyTheme(ui::Scheme::Dark, 1); });
        visit("light theme at 150 %", [this] { return applyTheme(ui::Scheme::Light, 1.5); });
        visit("as before", [this] { return applyTheme(ui::Scheme::Light, 1); });
        return std::move(stops_);
    }

private:
    template <class Action>
    void visit(const char* what, Action action) {
        constexpr int kWatchMs = 400;
        TourStop stop;
        stop.what = QLatin1String(what);
        const LoopWatch watch;
        stop.done = action();
        stop.restyles = std::exchange(restyled_, false);
        QTest::qWait(kWatchMs);
        stop.longest_ms = watch.longestMs();
        stop.longest_own_ms = watch.longestOwnMs();
        stops_.push_back(stop);
    }

    bool trigger(const char* name) {
        auto* action = window_.find<QAction>(name);
        if (action == nullptr || !action->isEnabled()) {
            return false;
        }
        action->trigger();
        return true;
    }
    bool open(const char* action, const char* dialog) {
        if (!trigger(action) || !waitUntil([&] { return window_.isShown(dialog); })) {
            return false;
        }
        QTest::qWait(300);
        return window_.widget(dialog)->close();
    }
    bool resize(int width, int height) {
        window_->resize(width, height);
        return true;
    }
    bool applyTheme(ui::Scheme scheme, double scale) {
        ui::applyTheme(*qApp, scheme, scale);
        return restyled_ = true;
    }

    const TestWindow& window_;
    std::vector<TourStop> stops_;
    bool restyled_ = false;
};

}  // namespace bozzetto::testing
