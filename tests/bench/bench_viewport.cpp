// SPDX-License-Identifier: Apache-2.0
// The viewport under load: 200 k textured triangles at 1280 x 800, beside two busy threads at nice
// 10 that stand for an engine. Prints time to the first frame and to the full picture, frames a
// second of an orbit, how long the UI thread was held up, and the time to show a preview.
#include "support/material_torus.h"
#include "ui/viewport/viewport.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QTimer>
#include <QtTest>

#include <atomic>
#include <cstdio>
#include <ctime>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <thread>
#include <unistd.h>

using namespace bozzetto;
using namespace bozzetto::ui;

namespace {

/// Threads that do nothing but work, as an engine at nice 10 does.
class BusyThreads {
public:
    explicit BusyThreads(int count) {
        for (int i = 0; i < count; ++i) {
            threads_.emplace_back([this] {
                const auto thread = static_cast<id_t>(syscall(SYS_gettid));
                setpriority(PRIO_PROCESS, thread, getpriority(PRIO_PROCESS, thread) + 10);
                volatile double sum = 0;
                while (!stop_) {
                    sum = sum + 1;
                }
            });
        }
    }
    ~BusyThreads() {
        stop_ = true;
        for (std::thread& thread : threads_) {
            thread.join();
        }
    }

private:
    std::atomic<bool> stop_{false};
    std::vector<std::thread> threads_;
};

/// Longest time between two turns of the event loop.
class StallWatch : public QObject {
public:
    StallWatch() {
        connect(&timer_, &QTimer::timeout, this, [this] {
            worst_ = std::max(worst_, static_cast<double>(since_.nsecsElapsed()) / 1e6);
            since_.restart();
        });
        since_.start();
        timer_.start(1);
    }
    void restart() { worst_ = 0, since_.restart(); }
    double worst() const { return worst_; }

private:
    QTimer timer_;
    QElapsedTimer since_;
    double worst_ = 0;
};

void waitFor(const std::function<bool()>& reached) {
    if (!QTest::qWaitFor(reached, 60000)) {
        std::printf("not reached within a minute:\n");
    }
}

std::shared_ptr<const PreviewMesh> previewOf(const TexturedMesh& mesh) {
    auto preview = std::make_shared<PreviewMesh>();
    preview->mesh = mesh.mesh;
    preview->normals = mesh.normals;
    preview->colors.assign(3 * mesh.mesh.positions.size(), 170);
    return preview;
}

}  // namespace

int main(int argc, char** argv) {
    QApplication app(argc, argv);
    const int busy = argc > 1 ? std::atoi(argv[1]) : 2;
    const TexturedMesh torus = testing::makeMaterialTorus(400, 250, 2048);
    const auto mesh =
        std::make_shared<const ViewMesh>(makeViewMesh(torus, testing::makeTwoLampLight()));
    const BusyThreads engine(busy);
    StallWatch stall;
    QElapsedTimer clock;

    Viewport viewport;
    viewport.resize(1280, 800);
    viewport.setMesh(mesh);
    viewport.frameAll();
    int frames = 0;
    double first_ms = 0;
    QObject::connect(&viewport, &Viewport::framePainted, [&] {
        if (++frames == 1) {
            first_ms = static_cast<double>(clock.nsecsElapsed()) / 1e6;
        }
    });
    clock.start();
    stall.restart();
    viewport.show();
    waitFor([&] { return viewport.isSettled(); });
    std::printf("%d busy threads, %zu triangles, %s\n",
                busy,
                mesh->triangles.size(),
                qPrintable(viewport.statistics().renderer));
    std::printf(
        "window shown to first frame %.0f ms, to full picture %lld ms; longest stall %.0f "
        "ms\n",
        first_ms,
        static_cast<long long>(clock.elapsed()),
        stall.worst());

    frames = 0;
    stall.restart();
    clock.restart();
    const std::clock_t cpu = std::clock();
    double angle = 0;
    const ViewCamera start = viewport.camera();
    QTimer orbit;
    QObject::connect(&orbit, &QTimer::timeout, [&] {
        angle += 0.02;
        ViewCamera camera = start;
        const Vec3f d = start.position - start.focal_point;
        const auto c = static_cast<float>(std::cos(angle)), s = static_cast<float>(std::sin(angle));
        camera.position = start.focal_point + Vec3f{c * d.x - s * d.y, s * d.x + c * d.y, d.z};
        viewport.setCamera(camera);
    });
    orbit.start(16);
    QTest::qWait(8000);
    orbit.stop();
    if (busy == 0) {
        std::printf("CPU time of all threads: %.0f ms a frame\n",
                    static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC * 1000 / frames);
    }
    std::printf("orbit: %.1f frames a second, last frame %.0f ms; longest stall %.0f ms\n",
                frames * 1000.0 / static_cast<double>(clock.elapsed()),
                viewport.statistics().moving_ms,
                stall.worst());
    clock.restart();
    waitFor([&] { return viewport.isSettled(); });
    std::printf("at rest: full picture after %lld ms\n", static_cast<long long>(clock.elapsed()));

    const auto preview = previewOf(torus);
    stall.restart();
    clock.restart();
    int painted = 0;
    QObject::connect(&viewport, &Viewport::previewPainted, [&](int serial) { painted = serial; });
    const int serial = viewport.setPreview(preview);
    waitFor([&] { return painted == serial; });
    std::printf("preview on screen after %lld ms; longest stall %.0f ms\n",
                static_cast<long long>(clock.elapsed()),
                stall.worst());
    return 0;
}
