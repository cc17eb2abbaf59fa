// SPDX-License-Identifier: Apache-2.0
#include "image/color.h"
#include "support/simple_meshes.h"
#include "ui/theme/theme.h"
#include "ui/viewport/inspect_panel.h"
#include "ui/viewport/shortcut_sheet.h"
#include "ui/viewport/view_controller.h"
#include "ui/viewport/viewport_actions.h"

#include <QAbstractButton>
#include <QAction>
#include <QButtonGroup>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QMenu>
#include <QPainter>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QWheelEvent>
#include <QtTest>

#include <algorithm>
#include <cmath>
#include <numbers>

using namespace bozzetto;
using namespace bozzetto::ui;

namespace {

constexpr double kPi = std::numbers::pi;

/// A ring with a coloured checker and a spot of everything else.
std::shared_ptr<const ViewMesh> makeRing() {
    TexturedMesh mesh;
    mesh.mesh = testing::makeTorus(96, 48);
    for (int i = 0; i < 96; ++i) {
        for (int j = 0; j < 48; ++j) {
            mesh.uvs.push_back(
                {(static_cast<float>(i) + 0.5f) / 96, (static_cast<float>(j) + 0.5f) / 48});
        }
    }
    mesh.uv_triangles = mesh.mesh.triangles;
    const int size = 128;
    mesh.material.base_color = Image(size, size, 3);
    mesh.material.roughness = Image(size, size, 1, 0.6f);
    mesh.material.metallic = Image(size, size, 1, 0.0f);
    for (int y = 0; y < size; ++y) {
        for (int x = 0; x < size; ++x) {
            const bool light = (x / 16 + y / 16) % 2;
            float* p = mesh.material.base_color.at(x, y);
            p[0] = light ? 0.7f : 0.15f;
            p[1] = light ? 0.5f : 0.25f + 0.2f * static_cast<float>(x) / size;
            p[2] = light ? 0.3f : 0.4f;
        }
    }
    return std::make_shared<ViewMesh>(makeViewMesh(std::move(mesh)));
}

Camera cameraAt(double azimuth, double height) {
    Camera camera;
    camera.width = 960, camera.height = 720;  // as large as the viewport shows it
    camera.fx = camera.fy = 920;
    camera.cx = 500, camera.cy = 340;
    const Vec3d eye{4 * std::cos(azimuth), 4 * std::sin(azimuth), height};
    const Vec3d back = normalize(eye);
    const Vec3d right = normalize(cross(Vec3d{0, 0, 1}, back)), up = cross(back, right);
    for (int i = 0; i < 3; ++i) {
        camera.world_from_camera.m[i][0] = right[i];
        camera.world_from_camera.m[i][1] = up[i];
        camera.world_from_camera.m[i][2] = back[i];
        camera.world_from_camera.m[i][3] = eye[i];
    }
    return camera;
}

Image linearImage(const QImage& picture) {
    const QImage straight = picture.convertToFormat(QImage::Format_ARGB32);
    Image image(straight.width(), straight.height(), 4);
    for (int y = 0; y < image.height; ++y) {
        for (int x = 0; x < image.width; ++x) {
            const QRgb c = straight.pixel(x, y);
            float* p = image.at(x, y);
            p[0] = linearFromSrgb(static_cast<float>(qRed(c)) / 255);
            p[1] = linearFromSrgb(static_cast<float>(qGreen(c)) / 255);
            p[2] = linearFromSrgb(static_cast<float>(qBlue(c)) / 255);
            p[3] = static_cast<float>(qAlpha(c)) / 255;
        }
    }
    return image;
}

}  // namespace

class TestInspectWindow : public QObject {
    Q_OBJECT

    std::unique_ptr<QWidget> window_;
    Viewport* viewport_ = nullptr;
    InspectPanel* panel_ = nullptr;
    std::unique_ptr<ViewController> controller_;
    std::unique_ptr<ViewportActions> actions_;
    QTemporaryDir folder_;
    std::vector<PhotoView> photos_;

    void save(const QString& name) {
        const QString folder = qEnvironmentVariable("BOZZETTO_SCREENSHOTS");
        if (!folder.isEmpty()) {
            window_->grab().save(folder + "/inspect_" + name + ".png");
        }
    }
    void waitForPicture() {
        QTRY_VERIFY_WITH_TIMEOUT(viewport_->isSettled(), 20000);
        QTest::qWait(20);
    }
    QImage drawn(const ViewCamera& camera, QSize size) {
        PictureRequest request;
        request.size = size;
        request.camera = camera;
        request.transparent = true;
        QImage result;
        bool done = false;
        viewport_->renderImage(request, this, [&](const QImage& image) {
            result = image;
            done = true;
        });
        if (!QTest::qWaitFor([&] { return done; }, 20000)) {
            return {};
        }
        return result;
    }

private slots:
    void initTestCase() {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        applyTheme(*qApp, Scheme::Dark);
        window_ = std::make_unique<QWidget>();
        auto* layout = new QHBoxLayout(window_.get());
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(0);
        viewport_ = new Viewport(window_.get());
        panel_ = new InspectPanel(window_.get());
        panel_->setFixedWidth(320);
        layout->addWidget(viewport_, 1);
        layout->addWidget(panel_);
        controller_ = std::make_unique<ViewController>(viewport_);
        controller_->setPicturesFolder(folder_.path());
        actions_ = std::make_unique<ViewportActions>();
        actions_->attach(controller_.get());
        panel_->bindTo(controller_.get());
        controller_->setReducedAnimation(true);
        controller_->setLengthUnit({QStringLiteral("cm"), 10});
        QSignalSpy counted(panel_, &InspectPanel::statisticsReady);
        viewport_->setBackground(colors().background);
        viewport_->setMesh(makeRing());
        controller_->setPhotos({});
        controller_->frameObject();
        window_->resize(1280, 960);
        window_->show();
        QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
        window_->activateWindow();  // keys go to actions of the active window only
        QVERIFY(QTest::qWaitForWindowActive(window_.get()));
        viewport_->setFocus();
        waitForPicture();
        QVERIFY2(viewport_->problem().isEmpty(), qPrintable(viewport_->problem()));
        QTRY_COMPARE(counted.count(), 1);

        for (int i = 0; i < 6; ++i) {
            PhotoView photo;
            photo.name = QStringLiteral("r_%1").arg(i);
            photo.camera = cameraAt(i * kPi / 3 - 0.4, 1.8);
            ViewCamera camera;
            camera.photo = photo.camera;
            const QImage picture = drawn(camera, {photo.camera.width, photo.camera.height});
            QVERIFY(!picture.isNull());
            photo.load = [picture] { return linearImage(picture); };
            QImage thumbnail(picture.size(), QImage::Format_RGB32);
            thumbnail.fill(QColor(70, 74, 82));
            QPainter(&thumbnail).drawImage(0, 0, picture);
            photo.thumbnail = thumbnail;
            photos_.push_back(photo);
        }
        controller_->setPhotos(photos_);
    }

    void factsAboutTheMesh() {
        const auto fact = [&](const char* name) {
            return panel_->findChild<QLabel*>(QLatin1String(name))->text();
        };
        QCOMPARE(fact("fact_triangles"), QStringLiteral("9,216"));
        QCOMPARE(fact("fact_vertices"), QStringLiteral("4,608"));
        QCOMPARE(fact("fact_components"), QStringLiteral("1"));
        QCOMPARE(fact("fact_holes"), QStringLiteral("0"));
        QCOMPARE(fact("fact_closed"), QStringLiteral("Yes"));
        QCOMPARE(fact("fact_texture"), QStringLiteral("128 × 128"));
        QVERIFY(fact("fact_size").contains(QStringLiteral("28")));
        QVERIFY(fact("fact_size").contains(QStringLiteral("cm")));
    }

    void keysMoveTheView() {
        viewport_->setFocus();
        const auto yaw = [&] { return controller_->navigator().turntable().yaw; };
        QTest::keyClick(viewport_, Qt::Key_1);
        QCOMPARE(yaw(), 0.0);
        QTest::keyClick(viewport_, Qt::Key_3);
        QCOMPARE(yaw(), kPi / 2);
        QTest::keyClick(viewport_, Qt::Key_1, Qt::ControlModifier);
        QCOMPARE(yaw(), kPi);
        QTest::keyClick(viewport_, Qt::Key_7, Qt::KeypadModifier);
        QCOMPARE(controller_->navigator().turntable().pitch, kPi / 2);
        QVERIFY(controller_->statusText().contains(QStringLiteral("from the top")));
        QCOMPARE(viewport_->accessibleDescription(), controller_->statusText());
        QTest::keyClick(viewport_, Qt::Key_5);
        QVERIFY(viewport_->camera().orthographic);
        QVERIFY(actions_->action(QStringLiteral("view_orthographic"))->isChecked());
        QTest::keyClick(viewport_, Qt::Key_5);
        QTest::keyClick(viewport_, Qt::Key_Home, Qt::ShiftModifier);
        const double before = yaw();
        QTest::keyClick(viewport_, Qt::Key_Right, Qt::ShiftModifier);
        QVERIFY(std::abs(wrapped(yaw() - before) - 15 * kPi / 180) < 1e-9);
        const double away = controller_->navigator().turntable().distance;
        QTest::keyClick(viewport_, Qt::Key_Plus);
        QVERIFY(controller_->navigator().turntable().distance < away);
        QTest::keyClick(viewport_, Qt::Key_W);
        QVERIFY(viewport_->look().wireframe);
        QTest::keyClick(viewport_, Qt::Key_W);
        QTest::keyClick(viewport_, Qt::Key_3, Qt::AltModifier);
        QCOMPARE(viewport_->look().mode, ViewMode::Roughness);
        QTest::keyClick(viewport_, Qt::Key_1, Qt::AltModifier);
        QMenu menu;
        actions_->fillMenu(&menu);
        QVERIFY(menu.actions().size() >= 8);
        for (const ActionGroup group :
             {ActionGroup::View, ActionGroup::Photo, ActionGroup::Display}) {
            for (const QAction* action : actions_->actions(group)) {
                QVERIFY2(action->isEnabled(), qPrintable(action->objectName()));
                QVERIFY2(!action->shortcuts().isEmpty(), qPrintable(action->objectName()));
            }
        }
    }

    void mouseOnTheViewport() {
        controller_->goToStartView();
        waitForPicture();
        // The surface's point under the cursor, from the frame's depth, stays under it.
        const ViewProjection start = viewport_->projection();
        QPointF at;
        for (int x = 100; x < viewport_->width() - 200 && at.isNull(); x += 5) {
            const QPointF tried(x, viewport_->height() / 2.0);
            at = viewport_->pointAt(tried) ? tried : QPointF();
        }
        QVERIFY(!at.isNull());
        const Vec3d point = *viewport_->pointAt(at);
        QWheelEvent wheel(at,
                          viewport_->mapToGlobal(at),
                          {},
                          {0, 240},
                          Qt::NoButton,
                          Qt::NoModifier,
                          Qt::NoScrollPhase,
                          false);
        QCoreApplication::sendEvent(viewport_, &wheel);
        const QPointF after = viewport_->projection().pixelOf(point).value_or(QPointF());
        QVERIFY(std::hypot(after.x() - at.x(), after.y() - at.y()) < 0.05);
        QVERIFY(viewport_->projection().depthOf(point) < 0.9 * start.depthOf(point));

        const double yaw = controller_->navigator().turntable().yaw;
        QTest::mousePress(viewport_, Qt::LeftButton, {}, {300, 500});
        QTest::mouseMove(viewport_, {340, 510});
        QTest::mouseMove(viewport_, {380, 520});
        QTest::mouseRelease(viewport_, Qt::LeftButton, {}, {380, 520});
        QVERIFY(controller_->navigator().turntable().yaw < yaw);
        // The end of the x axis in the corner: seen from the right.
        controller_->lookFrom(AxisView::Front);
        const QPointF end = SceneGuides::crossArea(viewport_->size()).center() + QPointF(38, 0);
        QTest::mouseClick(viewport_, Qt::LeftButton, {}, end.toPoint());
        QCOMPARE(controller_->navigator().turntable().yaw, kPi / 2);
        // A click on a camera looks through it.
        controller_->frameAll();
        waitForPicture();
        const auto eye = viewport_->projection().pixelOf(photos_[1].camera.position());
        QVERIFY(eye.has_value());
        QSignalSpy changed(controller_.get(), &ViewController::photoChanged);
        QTest::mouseMove(viewport_, eye->toPoint());
        QTest::qWait(50);
        save("cameras");
        QTest::mouseClick(viewport_, Qt::LeftButton, {}, eye->toPoint());
        QVERIFY(controller_->navigator().throughPhoto());
        QVERIFY(!changed.isEmpty());
        QTest::keyClick(viewport_, Qt::Key_0);
        QVERIFY(!controller_->navigator().throughPhoto());
    }

    void photoLiesOnTheRender() {
        viewport_->setFocus();
        QSignalSpy measured(controller_->compare(), &PhotoCompare::differenceMeasured);
        controller_->setCompareMode(CompareMode::Difference);
        QVERIFY(controller_->navigator().throughPhoto());
        controller_->lookThrough(2);
        waitForPicture();
        QTRY_VERIFY_WITH_TIMEOUT(
            controller_->compare()->meanError().has_value() && !controller_->compare()->loading(),
            5000);
        const double same = *controller_->compare()->meanError();
        QCOMPARE(viewport_->projection().frame(), QRectF(0, 120, 960, 720));
        QVERIFY2(same < 0.002, qPrintable(QString::number(same)));
        save("difference");

        // The check has teeth: the photograph of a camera two degrees further is far off.
        std::vector<PhotoView> turned = photos_;
        turned[2].camera = cameraAt(2 * kPi / 3 - 0.4 + 2 * kPi / 180, 1.8);
        controller_->setPhotos(turned);
        controller_->lookThrough(2);
        waitForPicture();
        QTRY_VERIFY_WITH_TIMEOUT(controller_->compare()->meanError().has_value(), 5000);
        const double wrong = *controller_->compare()->meanError();
        QVERIFY2(wrong > 3 * same, qPrintable(QString("%1 %2").arg(wrong).arg(same)));
        controller_->setPhotos(photos_);

        controller_->setCompareMode(CompareMode::Wipe);
        waitForPicture();
        QTRY_VERIFY(controller_->compare()->active());
        QTest::keyClick(viewport_, Qt::Key_Comma);
        QVERIFY(controller_->compare()->wipe() < 0.5);
        viewport_->setMode(ViewMode::Roughness);  // so that the two sides differ in the picture
        waitForPicture();
        save("wipe");
        viewport_->setMode(ViewMode::Shaded);
        QTest::keyClick(viewport_, Qt::Key_Right);
        const int next = controller_->navigator().currentPhoto();
        QTest::keyClick(viewport_, Qt::Key_Left);
        QCOMPARE((controller_->navigator().currentPhoto() + 1) % 6, next);
        QTest::keyClick(viewport_, Qt::Key_C);
        QCOMPARE(controller_->compare()->mode(), CompareMode::Photo);
        controller_->setCompareMode(CompareMode::Render);
        QTest::keyClick(viewport_, Qt::Key_0);
    }

    void panelSteersAndFollows() {
        const auto button = [&](const char* name) {
            return panel_->findChild<QAbstractButton*>(QLatin1String(name));
        };
        QTest::mouseClick(button("mode_1"), Qt::LeftButton);
        QCOMPARE(viewport_->look().mode, ViewMode::Albedo);
        viewport_->setMode(ViewMode::Metallic);
        QVERIFY(button("mode_3")->isChecked());
        viewport_->setMode(ViewMode::Shaded);
        button("guide_box")->click();
        QVERIFY(controller_->guides().box);
        QVERIFY(actions_->action(QStringLiteral("view_box"))->isChecked());
        auto* list = panel_->findChild<QListWidget*>(QStringLiteral("photo_list"));
        QCOMPARE(list->count(), 6);
        list->setCurrentRow(4);
        QCOMPARE(controller_->navigator().currentPhoto(), 4);
        QVERIFY(button("through_photo")->isChecked());
        button("compare_1")->click();
        QCOMPARE(controller_->compare()->mode(), CompareMode::Wipe);
        button("compare_0")->click();
        button("through_photo")->click();
        QVERIFY(!controller_->navigator().throughPhoto());
        panel_->setScores({{tr("PSNR"), QStringLiteral("31.2 dB"), {}},
                           {tr("SSIM"), QStringLiteral("0.962"), {}}});
        controller_->goToStartView();
        waitForPicture();
        save("dark");
        applyTheme(*qApp, Scheme::Light);
        viewport_->setBackground(colors().background);
        QTest::qWait(150);
        waitForPicture();
        save("light");
        applyTheme(*qApp, Scheme::Dark);
        viewport_->setBackground(colors().background);
    }

    void shortcutSheet() {
        ShortcutSheet sheet(actions_.get(), viewport_);
        connect(actions_.get(), &ViewportActions::shortcutsRequested, &sheet, [&] {
            sheet.toggle(controller_->navigator().style());
        });
        viewport_->setFocus();
        QTest::keyClick(viewport_, Qt::Key_F1);
        QVERIFY(sheet.isVisible());
        QVERIFY(sheet.text().contains(QStringLiteral("Frame the object")));
        QVERIFY(sheet.text().contains(QStringLiteral("F12")));
        QTest::qWait(50);
        save("shortcuts");
        QTest::keyClick(&sheet, Qt::Key_Escape);
        QVERIFY(!sheet.isVisible());
        sheet.showFor(NavigationStyle::Maya);
        QVERIFY(sheet.text().contains(QStringLiteral("Alt+left")));
        QTest::mouseClick(&sheet, Qt::LeftButton, {}, {2, 2});
        QVERIFY(!sheet.isVisible());
    }

    void screenshotKeys() {
        viewport_->setFocus();
        waitForPicture();
        QSignalSpy saved(controller_.get(), &ViewController::screenshotSaved);
        QTest::keyClick(viewport_, Qt::Key_F12);
        QTest::keyClick(viewport_, Qt::Key_F12, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(saved.count(), 2, 20000);
        const QImage opaque(saved[0][0].toString()), clear(saved[1][0].toString());
        QCOMPARE(opaque.size(), viewport_->size() * viewport_->devicePixelRatioF());
        QCOMPARE(opaque.pixelColor(2, 2), colors().background);
        QCOMPARE(clear.pixelColor(2, 2).alpha(), 0);
        QVERIFY(clear.pixelColor(clear.width() / 2, clear.height() / 2).isValid());
    }

    void turntableDialog() {
        TurntableDialog dialog(
            [this](const PictureRequest& request,
                   QObject* receiver,
                   std::function<void(const QImage&)> done) {
                viewport_->renderImage(request, receiver, std::move(done));
            },
            window_.get());
        dialog.setView([this] { return controller_->turntableJob(); });
        dialog.setFolder(folder_.path());
        dialog.findChild<QSpinBox*>(QStringLiteral("turntable_pictures"))->setValue(3);
        dialog.findChild<QSpinBox*>(QStringLiteral("turntable_width"))->setValue(160);
        dialog.findChild<QSpinBox*>(QStringLiteral("turntable_height"))->setValue(120);
        dialog.show();
        QVERIFY(QTest::qWaitForWindowExposed(&dialog));
        QVERIFY(!dialog.isModal());
        const QString folder = qEnvironmentVariable("BOZZETTO_SCREENSHOTS");
        if (!folder.isEmpty()) {
            dialog.grab().save(folder + "/inspect_turntable.png");
        }
        QSignalSpy written(&dialog, &TurntableDialog::written);
        QTest::mouseClick(dialog.findChild<QAbstractButton*>(QStringLiteral("turntable_start")),
                          Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(written.count(), 1, 20000);
        const QDir pictures(written[0][0].toString());
        const QStringList files = pictures.entryList(QDir::Files);
        QCOMPARE(files.size(), 3);
        const QImage first(pictures.filePath(files[0])), second(pictures.filePath(files[1]));
        QCOMPARE(first.size(), QSize(160, 120));
        QVERIFY(first != second);
    }

    void everythingHasANameAndAKeyboardPath() {
        int reached = 0;
        const auto widgets = panel_->findChildren<QWidget*>();
        for (const QWidget* widget : widgets) {
            const bool control = qobject_cast<const QAbstractButton*>(widget) ||
                                 widget->inherits("QSlider") || widget->inherits("QComboBox") ||
                                 widget->inherits("QListWidget");
            if (!control) {
                continue;
            }
            const auto* button = qobject_cast<const QAbstractButton*>(widget);
            const bool named =
                !widget->accessibleName().isEmpty() || (button && !button->text().isEmpty());
            QVERIFY2(named, qPrintable(widget->objectName()));
            QVERIFY2(!widget->objectName().isEmpty(), widget->metaObject()->className());
            // Of an exclusive group Tab reaches one, arrows the others.
            const QButtonGroup* group = button ? button->group() : nullptr;
            const auto buttons = group ? group->buttons() : QList<QAbstractButton*>();
            const bool tab =
                widget->focusPolicy() & Qt::TabFocus ||
                std::any_of(buttons.begin(), buttons.end(), [](const QAbstractButton* other) {
                    return other->focusPolicy() & Qt::TabFocus;
                });
            QVERIFY2(tab, qPrintable(widget->objectName()));
            ++reached;
        }
        QVERIFY(reached >= 28);
        auto* heading = panel_->findChild<QAbstractButton*>(QStringLiteral("section_light"));
        auto* slider = panel_->findChild<QWidget*>(QStringLiteral("exposure"));
        QVERIFY(slider->isVisible());
        heading->click();
        QVERIFY(!slider->isVisible());
        heading->click();
        QVERIFY(slider->isVisible());
    }

    void cleanupTestCase() {
        actions_.reset();
        panel_->bindTo(nullptr);
        controller_.reset();
        window_.reset();
    }
};

QTEST_MAIN(TestInspectWindow)
#include "test_inspect_window.moc"
