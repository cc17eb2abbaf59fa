// SPDX-License-Identifier: Apache-2.0
// The way of an artist, with the real engine and the sample: drop, review, run, watch, inspect,
// export; then the same engine stopped and killed. 30 s, most of it the one draft run.
#include "io/textured_mesh_io.h"
#include "ui/common/text.h"
#include "ui/job/loss_plot.h"
#include "ui/window/export_helper.h"
#include "ui/window/session_support.h"
#include "ui/window/window_fixture.h"

#include <QAbstractItemView>
#include <QCryptographicHash>
#include <QProgressBar>
#include <QSet>

#include <csignal>
#include <tiny_gltf.h>

using namespace bozzetto;
using namespace bozzetto::testing;
using namespace bozzetto::ui;

namespace {

constexpr int kPaintMs = 3000;  // three times what is wanted of a preview
constexpr int kRunMs = 200000;

/// Notes when previews were handed to the window and when they were on screen.
class PreviewWatch {
public:
    explicit PreviewWatch(const TestWindow& window) {
        clock_.start();
        Viewport* viewport = window.viewport();
        QObject::connect(window.queue(), &JobQueue::stageStarted, &here_, [this](auto, auto name) {
            stages_.append(name);
            last_phase_ = name == QStringLiteral("finish");
        });
        QObject::connect(window.queue(), &JobQueue::previewReady, &here_, [this] {
            if (!last_phase_) {
                ready_.append(clock_.elapsed());
            }
        });
        QObject::connect(viewport, &Viewport::previewPainted, &here_, [this, viewport](int serial) {
            while (painted_.size() < std::min<qsizetype>(serial, ready_.size())) {
                painted_.append(clock_.elapsed());
            }
            if (!last_phase_) {
                frames_.insert(hashOf(viewport->frame()));
            }
        });
    }

    const QStringList& stages() const { return stages_; }
    /// Different pictures of previews before the last phase.
    qsizetype frames() const { return frames_.size(); }
    /// Milliseconds from the signal to the screen, of each preview before the last phase; -1: never
    /// seen.
    QList<qint64> waits() const {
        QList<qint64> waits;
        for (qsizetype i = 0; i < ready_.size(); ++i) {
            waits.append(i < painted_.size() ? painted_[i] - ready_[i] : -1);
        }
        return waits;
    }

private:
    static QByteArray hashOf(const QImage& frame) {
        QCryptographicHash hash(QCryptographicHash::Sha1);
        hash.addData({reinterpret_cast<const char*>(frame.constBits()), frame.sizeInBytes()});
        return hash.result();
    }

    QObject here_;  // ends the connections
    QElapsedTimer clock_;
    QStringList stages_;
    QList<qint64> ready_, painted_;
    QSet<QByteArray> frames_;
    bool last_phase_ = false;
};

/// Looks at title, bars and panels with every sign of progress.
class StateWatch {
public:
    explicit StateWatch(const TestWindow& window) : window_(window) {
        QObject::connect(window.queue(),
                         &JobQueue::progressChanged,
                         &here_,
                         [this](const QString&, const RunProgress& now) { look(now); });
        QObject::connect(
            window.queue(), &JobQueue::metric, &here_, [this](const QString&, const QString& name) {
                ++metrics_[name];
            });
    }

    int looks() const { return looks_; }
    /// What was not as it should be; empty when all was well.
    QStringList problems() const { return problems_.values(); }
    const QMap<QString, int>& metrics() const { return metrics_; }

private:
    void look(const RunProgress& now) {
        ++looks_;
        const auto* overall = window_.find<QProgressBar>("overallBar");
        const auto* phase = window_.find<QProgressBar>("phaseBar");
        expect(window_->windowTitle().startsWith(
                   QString::number(static_cast<int>(now.fraction * 100)) + QStringLiteral(" %")),
               QStringLiteral("title says ") + window_->windowTitle());
        expect(overall->isVisible() && overall->value() >= last_value_,
               QStringLiteral("the bar of the whole run goes back"));
        expect(std::abs(double(overall->value()) / overall->maximum() - now.fraction) < 0.02,
               QStringLiteral("the bar of the whole run is wrong"));
        expect(now.steps <= 0 || phase->maximum() == 0 ||
                   std::abs(double(phase->value()) / phase->maximum() -
                            double(now.step) / double(now.steps)) < 0.02,
               QStringLiteral("the bar of the phase is wrong"));
        expect(window_.isCurrentStep(3), QStringLiteral("another step is current"));
        expect(!window_.widget("run")->isEnabled(), QStringLiteral("Run can be pressed"));
        expect(window_.isShown("stopButton") && window_.widget("stopButton")->isEnabled(),
               QStringLiteral("Stop cannot be pressed"));
        last_value_ = overall->value();
    }
    void expect(bool right, const QString& otherwise) {
        if (!right) {
            problems_.insert(otherwise);
        }
    }

    QObject here_;
    const TestWindow& window_;
    int looks_ = 0, last_value_ = 0;
    QSet<QString> problems_;
    QMap<QString, int> metrics_;
};

/// Colours of a picture, a few bits a channel, that fill more than a few pixels.
int coloursOf(const QImage& picture) {
    QHash<QRgb, int> counts;
    for (int y = 0; y < picture.height(); ++y) {
        for (int x = 0; x < picture.width(); ++x) {
            ++counts[picture.pixel(x, y) & 0xf0f0f0];
        }
    }
    return static_cast<int>(
        std::count_if(counts.begin(), counts.end(), [](int count) { return count >= 20; }));
}

class TestFlow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fromTheDropToTheFiles();
    void exportChoicesAreOfTheProject();

private:
    void dropAndReview();
    void chooseDraftAndRun();
    void checkPreviews();
    void checkStates();
    void lookAtResult();
    void exportGlb();
    void exportObj();
    void stopAndKill();
    bool runUntilPreview(const char* button);

    std::unique_ptr<TestWindow> window_;
    std::unique_ptr<PreviewWatch> previews_;
    std::unique_ptr<StateWatch> states_;
    QString title_;
};

void TestFlow::fromTheDropToTheFiles() {
    window_ = std::make_unique<TestWindow>(QStringLiteral(BOZZETTO_CLI));
    for (const auto step : {&TestFlow::dropAndReview,
                            &TestFlow::chooseDraftAndRun,
                            &TestFlow::checkPreviews,
                            &TestFlow::checkStates,
                            &TestFlow::lookAtResult,
                            &TestFlow::exportGlb,
                            &TestFlow::exportObj,
                            &TestFlow::stopAndKill}) {
        (this->*step)();
        if (QTest::currentTestFailed()) {
            window_->takePicture(QStringLiteral("flow_failed"));
            if (window_->isShown("exportDialog")) {
                window_->takePicture(QStringLiteral("flow_failed_dialog"),
                                     window_->widget("exportDialog"));
            }
            break;
        }
    }
    states_.reset();
    previews_.reset();
    window_.reset();
}

void TestFlow::dropAndReview() {
    QVERIFY(window_->show());
    QVERIFY(window_->isShown("startPage"));
    const QString sample = QStringLiteral(BOZZETTO_SOURCE_DIR "/resources/samples/pip7");
    QVERIFY(window_->drop({sample}) != Qt::IgnoreAction);
    QTRY_VERIFY(window_->isShown("importReview"));
    const auto* grid = window_->find<QAbstractItemView>("pictureGrid");
    QTRY_COMPARE(grid->model()->rowCount(), 24);
    QVERIFY(window_->isCurrentStep(1));
    QVERIFY2(window_->text("reviewSummary").contains(QStringLiteral("24")),
             qPrintable(window_->text("reviewSummary")));
    window_->takePicture(QStringLiteral("flow_review"));
    QVERIFY(window_->press("reviewContinue"));
    QTRY_VERIFY(window_->isCurrentStep(3));
    QVERIFY(!window_->find<QAction>("step4")->isEnabled());
    QVERIFY(!window_->find<QAction>("step5")->isEnabled());
}

void TestFlow::chooseDraftAndRun() {
    QVERIFY(window_->press("preset_draft", 10000));
    title_ = window_->get()->windowTitle();
    previews_ = std::make_unique<PreviewWatch>(*window_);
    states_ = std::make_unique<StateWatch>(*window_);
    QSignalSpy idle(window_->queue(), &JobQueue::idle);
    QSignalSpy painted(window_->viewport(), &Viewport::previewPainted);
    QVERIFY(window_->press("run", 20000));
    QTRY_VERIFY_WITH_TIMEOUT(painted.size() >= 3, kRunMs);
    QVERIFY(window_->find<QAction>("step4")->isEnabled());
    window_->takePicture(QStringLiteral("flow_running"));
    window_->drop({QDir::homePath()});  // nothing can be opened meanwhile, and the window says why
    QTRY_VERIFY(window_->text("noticeHint").contains(QStringLiteral("A run is going on")));
    QVERIFY(window_->press("noticeClose"));
    QTRY_VERIFY_WITH_TIMEOUT(!idle.isEmpty(), kRunMs);
    QVERIFY2(window_->isShown("showResultButton"), qPrintable(window_->text("endedText")));
}

void TestFlow::checkPreviews() {
    const QList<qint64> waits = previews_->waits();
    qInfo() << "milliseconds from preview to screen:" << waits << "different pictures"
            << previews_->frames();
    QVERIFY(previews_->frames() >= 3);
    QVERIFY(waits.size() >= 3);
    for (const qint64 wait : waits) {
        QVERIFY(wait >= 0 && wait <= kPaintMs);
    }
    QCOMPARE(previews_->stages(), QStringList({"hull", "shape", "unwrap", "texture", "finish"}));
}

void TestFlow::checkStates() {
    QVERIFY(states_->looks() > 10);
    QCOMPARE(states_->problems(), QStringList());
    QVERIFY(!states_->metrics().isEmpty());
    const auto* plot = window_->find<LossPlot>("lossPlot");
    const QMap<QString, int>& metrics = states_->metrics();
    for (auto metric = metrics.begin(); metric != metrics.end(); ++metric) {
        const MetricCurve* curve = plot->curve(metric.key());
        QVERIFY2(curve != nullptr && !curve->isEmpty(), qPrintable(metric.key()));
        int points = 0;
        for (const MetricCurve::Bucket& bucket : curve->buckets()) {
            points += bucket.count;
        }
        QCOMPARE(points, metric.value());
    }
    QCOMPARE(window_->get()->windowTitle(), title_);
    QTRY_VERIFY(window_->widget("run")->isEnabled());
}

void TestFlow::lookAtResult() {
    Viewport* viewport = window_->viewport();
    QVERIFY(window_->press("showResultButton"));
    QTRY_VERIFY(window_->isCurrentStep(4));
    QTRY_VERIFY_WITH_TIMEOUT(viewport->mesh() != nullptr && viewport->isSettled(), 30000);
    QVERIFY(viewport->mesh()->base_color.width >= 256 && viewport->mesh()->orm.width >= 256 &&
            viewport->mesh()->normal.width >= 256);
    QVERIFY(viewport->mesh()->light.width > 1);
    window_->takePicture(QStringLiteral("flow_result"));
    viewport->setMode(ViewMode::Albedo);
    QTRY_VERIFY_WITH_TIMEOUT(viewport->isSettled(), 30000);
    const int albedo = coloursOf(viewport->frame());
    viewport->setMode(ViewMode::Metallic);
    QTRY_VERIFY_WITH_TIMEOUT(viewport->isSettled(), 30000);
    qInfo() << "colours of albedo" << albedo << "of metallic" << coloursOf(viewport->frame());
    QVERIFY(albedo > 40 && albedo > coloursOf(viewport->frame()));
    viewport->setMode(ViewMode::Shaded);
}

void TestFlow::exportGlb() {
    ExportHelper helper(*window_);
    QVERIFY(helper.dialog() != nullptr);
    const QString path = helper.exportTo(
        window_->path(QStringLiteral("files")), QStringLiteral("Blender"), QStringLiteral("GLB"));
    window_->takePicture(QStringLiteral("flow_exported"), helper.dialog());
    QVERIFY2(path.endsWith(QStringLiteral(".glb")), qPrintable(path));
    tinygltf::Model model;
    std::string problem, warning;
    QVERIFY2(tinygltf::TinyGLTF().LoadBinaryFromFile(&model, &problem, &warning, toStd(path)),
             problem.c_str());
    QVERIFY2(warning.empty(), warning.c_str());
    const auto& pbr = model.materials.at(0).pbrMetallicRoughness;
    const auto texture = [&](int index) { return model.textures.at(index).source; };
    const tinygltf::Image& color = model.images.at(texture(pbr.baseColorTexture.index));
    QCOMPARE(color.width, window_->viewport()->mesh()->base_color.width);
    QVERIFY(pbr.metallicRoughnessTexture.index >= 0);
    QVERIFY(model.materials[0].normalTexture.index >= 0);
    const tinygltf::Primitive& primitive = model.meshes.at(0).primitives.at(0);
    QCOMPARE(model.accessors.at(primitive.indices).count,
             3 * window_->viewport()->mesh()->triangles.size());
}

void TestFlow::exportObj() {
    ExportHelper helper(*window_);
    const QString path = helper.exportTo(
        window_->path(QStringLiteral("files")), QStringLiteral("Blender"), QStringLiteral("OBJ"));
    QVERIFY2(path.endsWith(QStringLiteral(".obj")), qPrintable(path));
    std::vector<std::string> warnings;
    const TexturedMesh mesh = readTexturedMesh(toPath(path), &warnings);
    QVERIFY2(warnings.empty(), warnings.empty() ? "" : warnings.front().c_str());
    QCOMPARE(mesh.mesh.triangles.size(), window_->viewport()->mesh()->triangles.size());
    QCOMPARE(mesh.material.base_color.width, window_->viewport()->mesh()->base_color.width);
    QVERIFY(!mesh.material.normal.empty());
    helper.dialog()->close();
}

/// Presses a button that starts a run and waits until its step after the first preview is done.
bool TestFlow::runUntilPreview(const char* button) {
    QSignalSpy painted(window_->viewport(), &Viewport::previewPainted);
    QSignalSpy metrics(window_->queue(), &JobQueue::metric);
    return window_->press(button) && waitUntil([&] { return !painted.isEmpty(); }, kRunMs) &&
           waitUntil([&] { return metrics.size() >= 3; }, kRunMs);
}

/// A second run with the real engine: stopped, gone on with, killed, gone on with. (How the window
/// shows it and that a resumed run ends well: test_flow_endings.)
void TestFlow::stopAndKill() {
    states_.reset();
    previews_.reset();
    qint64 pid = 0;
    connect(window_->queue(), &JobQueue::processStarted, this, [&](const QString&, qint64 id) {
        pid = id;
    });
    const auto has_ended = [this] { return !window_->queue()->isRunning(); };
    QVERIFY(window_->pressStep(3));
    QVERIFY(runUntilPreview("run"));
    QElapsedTimer clock;
    clock.start();
    QVERIFY(window_->press("stopButton") && waitUntil(has_ended));
    qInfo() << "stopped after" << clock.elapsed() << "ms";
    QVERIFY(clock.elapsed() <= 2000);
    QVERIFY(window_->viewport()->hasScene() && window_->viewport()->mesh() == nullptr);
    QVERIFY(window_->isShown("resumeButton") && window_->widget("run")->isEnabled());

    QVERIFY(runUntilPreview("resumeButton"));
    ::kill(static_cast<pid_t>(pid), SIGKILL);
    QVERIFY(waitUntil(has_ended));
    QVERIFY(window_->text("noticeReason").contains(QStringLiteral("ended from outside")));
    QVERIFY(window_->viewport()->hasScene());
    QVERIFY(runUntilPreview("resumeButton"));
    QVERIFY(!window_->isShown("noticeBar"));
    QVERIFY(window_->press("stopButton") && waitUntil(has_ended));
    window_->document()->close();
}

/// What a result was exported for is known when its project is opened again.
void TestFlow::exportChoicesAreOfTheProject() {
    SessionWindow window;
    const QString set = makeSet(window.path(QStringLiteral("set")));
    QVERIFY(window.start() && window.openSet(set));
    window.choose({"quick"}, {});
    QVERIFY(window.run() && window.waitForEnd());
    QTRY_VERIFY(window.viewport()->mesh() != nullptr);
    ExportHelper helper(window);
    QVERIFY(helper.dialog() != nullptr);
    const QString files = window.path(QStringLiteral("files"));
    QVERIFY(!helper.exportTo(files, QStringLiteral("Unreal"), QStringLiteral("OBJ")).isEmpty());
    const QString project = window.path(QStringLiteral("ball.bozzetto"));
    QSignalSpy saved(window.document(), &ProjectDocument::saved);
    window.document()->saveAs(project);
    QTRY_COMPARE(saved.size(), 1);

    // A new project begins with the last choices and makes its own.
    window.document()->close();
    window->open({set});
    QTRY_VERIFY(window.document()->isOpen());
    QCOMPARE(helper.dialog()->options().target, std::string("unreal"));
    window.choose({"quick"}, {});
    QVERIFY(window.run() && window.waitForEnd());
    QTRY_VERIFY(window.viewport()->mesh() != nullptr);
    QVERIFY(!helper.exportTo(files, QStringLiteral("Web"), QStringLiteral("GLB")).isEmpty());
    window.document()->close();
    window->open({project});
    QTRY_VERIFY(window.viewport()->mesh() != nullptr);
    QCOMPARE(helper.dialog()->options().target, std::string("unreal"));
    QVERIFY(helper.dialog()->options().format == ExportFormat::Obj);
    QCOMPARE(helper.dialog()->folder(), files);
    window.discard();
}

}  // namespace

QTEST_MAIN(TestFlow)
#include "test_flow.moc"
