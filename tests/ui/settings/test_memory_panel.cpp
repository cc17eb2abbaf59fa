// SPDX-License-Identifier: Apache-2.0
// Memory panel and chip in a window, fed by the real monitor from a driver library of our own
// (tests/support/fake_nvml.cpp): every state of a driver, as words and in a picture.
#include "ui/settings/device_watch.h"
#include "ui/settings/memory_graph.h"
#include "ui/settings/memory_panel.h"
#include "ui/settings/settings_cases.h"

#include <QLabel>
#include <QVBoxLayout>

#include <cstdlib>
#include <unistd.h>

using namespace bozzetto;
using namespace bozzetto::ui;
using namespace bozzetto::testing;
using namespace std::chrono_literals;

class TestMemoryPanel : public QObject {
    Q_OBJECT

private slots:
    void states_data();
    void states();
    void shareOfThisJob();
    void linesAreDrawn();
    void nearlyFullIsSaidInWords();
    void lastFiguresStayWhileTheDriverHangs();
    void uiThreadNeverWaits();
};

namespace {

constexpr uint64_t kGiB = uint64_t{1} << 30;

/// Panel and chip fed by a watch with short times.
class Window : public QWidget {
public:
    Window(const char* scenario, const char* library = "libnvidia-ml.so.1") {
        ::setenv("BOZZETTO_FAKE_NVML", scenario, 1);
        ::setenv("BOZZETTO_FAKE_NVML_ANEW", "1", 1);
        watch = std::make_unique<DeviceWatch>(GpuMonitor::Options{20ms, 150ms, 100ms, library});
        connect(watch.get(), &DeviceWatch::reported, &panel, &MemoryPanel::setReport);
        connect(watch.get(), &DeviceWatch::reported, &chip, &MemoryChip::setReport);
        auto* column = new QVBoxLayout(this);
        column->setContentsMargins(0, 0, 0, 0);
        column->addWidget(&panel, 1);
        column->addWidget(&chip, 0, Qt::AlignRight);
        resize(340, 620);
    }
    bool waitFor(GpuState state) {
        return QTest::qWaitFor([&] { return watch->report().state == state; }, 4000);
    }
    QString text(const char* name) { return panel.findChild<QLabel*>(name)->text(); }

    MemoryPanel panel;
    MemoryChip chip;
    std::unique_ptr<DeviceWatch> watch;
};

int pixelsOf(const QImage& image, const QColor& color) {
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const QColor pixel = image.pixelColor(x, y);
            count += std::abs(pixel.red() - color.red()) + std::abs(pixel.green() - color.green()) +
                         std::abs(pixel.blue() - color.blue()) <
                     30;
        }
    }
    return count;
}

}  // namespace

void TestMemoryPanel::states_data() {
    QTest::addColumn<QByteArray>("scenario");
    QTest::addColumn<QByteArray>("library");
    QTest::addColumn<int>("state");
    QTest::addColumn<QString>("words");
    QTest::addColumn<int>("gpus");
    const QByteArray usual("libnvidia-ml.so.1");
    const auto row = [&](const char* scenario, GpuState state, const char* words, int gpus) {
        QTest::newRow(scenario) << QByteArray(scenario) << usual << static_cast<int>(state)
                                << QString(words) << gpus;
    };
    QTest::newRow("no-library") << QByteArray("two") << QByteArray("libno-such-driver.so.1")
                                << static_cast<int>(GpuState::NoDriver)
                                << "No CUDA GPU: running on the CPU" << 0;
    row("none", GpuState::NoGpu, "No CUDA GPU: running on the CPU", 0);
    row("two", GpuState::Ok, "2 GPU", 2);
    row("error", GpuState::Error, "Unknown Error (code 999)", 0);
    row("half", GpuState::Ok, "2 GPU", 2);
    row("hang", GpuState::Unresponsive, "does not answer", 2);
    row("vanish", GpuState::Vanished, "GPU is lost (code 15)", 0);
}

void TestMemoryPanel::states() {
    QFETCH(QByteArray, scenario);
    QFETCH(QByteArray, library);
    QFETCH(int, state);
    QFETCH(QString, words);
    QFETCH(int, gpus);
    applyTheme(*qApp, Scheme::Dark);
    Window window(scenario.constData(), library.constData());
    window.panel.setPredictedHost(2 * kGiB);
    window.panel.setPredictedGpu(14 * kGiB);
    activate(window);
    QVERIFY(window.waitFor(static_cast<GpuState>(state)));
    QTest::qWait(400);
    QVERIFY2(window.text("gpu_state").contains(words), qPrintable(window.text("gpu_state")));
    QCOMPARE(window.panel.findChildren<MemoryGraph*>().size(), gpus + 1);  // and main memory
    QVERIFY(window.panel.findChild<QWidget*>("memory_host") != nullptr);
    QVERIFY(!window.chip.text().isEmpty());
    QVERIFY(window.chip.toolTip().contains(words));
    QVERIFY(!window.panel.findChild<QLabel*>("gpu_state_icon")->pixmap().isNull());
    QCOMPARE(namelessControls(window), QStringList());
    takePictures(window, "memory-" + QString(QTest::currentDataTag()));
}

void TestMemoryPanel::shareOfThisJob() {
    ::setenv("BOZZETTO_FAKE_NVML_PID", std::to_string(::getpid()).c_str(), 1);
    Window window("two");
    window.watch->watchProcess(::getpid());
    window.show();
    const auto share = [&](const char* gpu) {
        const auto* section = window.panel.findChild<QWidget*>(gpu);
        return section == nullptr ? QString() : section->findChild<QLabel*>("share")->text();
    };
    QTRY_COMPARE(share("memory_GPU-example-0"), QString("This job: 1.5 GiB"));
    QCOMPARE(share("memory_GPU-example-1"), QString("This job: not available"));
    QVERIFY(share("memory_host").startsWith("This job: "));
    QTest::qWait(600);
    const auto* graph =
        window.panel.findChild<QWidget*>("memory_GPU-example-0")->findChild<MemoryGraph*>();
    QVERIFY(pixelsOf(const_cast<MemoryGraph*>(graph)->grab().toImage(), colors().series[1]) > 10);
    takePictures(window, "memory-share");
    ::unsetenv("BOZZETTO_FAKE_NVML_PID");
}

void TestMemoryPanel::linesAreDrawn() {
    applyTheme(*qApp, Scheme::Dark);
    MemoryGraph graph;
    graph.resize(300, 100);
    QCOMPARE(pixelsOf(graph.grab().toImage(), colors().warning), 0);
    for (int i = 0; i < 120; ++i) {
        graph.add(static_cast<quint64>(i) * kGiB / 10, {}, 24 * kGiB);
    }
    const QImage image = graph.grab().toImage();
    QVERIFY(pixelsOf(image, colors().warning) > 50);  // 90 %
    // The curve rises from left to right: more of it in the right half.
    const auto half = [&](int left) {
        return pixelsOf(image.copy(left, 50, 150, 49), colors().field);
    };
    QVERIFY(half(0) > half(150) + 500);
    const int before = pixelsOf(image, colors().text);
    graph.setPredicted(30 * kGiB);  // more than there is: still inside the picture
    QVERIFY(pixelsOf(graph.grab().toImage(), colors().text) > before + 30);
}

void TestMemoryPanel::nearlyFullIsSaidInWords() {
    applyTheme(*qApp, Scheme::Dark);
    Window window("two");
    window.show();
    QTRY_VERIFY(window.panel.findChild<QWidget*>("memory_GPU-example-1") != nullptr);
    const auto full = [&](const char* gpu) {
        return window.panel.findChild<QWidget*>(gpu)
            ->findChild<QLabel*>("nearly_full")
            ->isVisible();
    };
    QTRY_VERIFY(full("memory_GPU-example-1"));  // 95 %
    QVERIFY(!full("memory_GPU-example-0"));
    DeviceReport report;
    report.host = {8 * kGiB, kGiB / 2, false};
    MemoryChip chip;
    chip.setReport(report);
    QVERIFY(chip.toolTip().contains("Nearly full"));
    QCOMPARE(chip.text(), QString("Memory 7.5 GiB of 8.0 GiB"));
}

void TestMemoryPanel::lastFiguresStayWhileTheDriverHangs() {
    Window window("hang");
    window.show();
    QVERIFY(window.waitFor(GpuState::Unresponsive));
    const auto* gpu = window.panel.findChild<QWidget*>("memory_GPU-example-0");
    QVERIFY(gpu != nullptr);
    QVERIFY(gpu->findChild<QLabel*>("figures")->text().contains("24.0 GiB"));
    QVERIFY(window.text("gpu_hint").contains("last ones known"));
}

void TestMemoryPanel::uiThreadNeverWaits() {
    // The driver hangs for ever; the event loop must not notice, nor the end of the watch.
    Window window("hang");
    window.show();
    QElapsedTimer beat;
    beat.start();
    qint64 longest = 0;
    QTimer timer;
    connect(&timer, &QTimer::timeout, this, [&] { longest = std::max(longest, beat.restart()); });
    timer.start(5);
    QTest::qWait(800);
    QVERIFY2(longest < 150, qPrintable(QString::number(longest)));
    beat.restart();
    window.watch.reset();
    QVERIFY(beat.elapsed() < 1000);
}

QTEST_MAIN(TestMemoryPanel)
#include "test_memory_panel.moc"
