// SPDX-License-Identifier: Apache-2.0
// The two themes: contrast of every text on every surface, icons that are drawn, sharp and follow
// the theme, a focus ring that is seen. The pictures are there to be looked at.
#include "ui/theme/theme.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QGroupBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QProgressBar>
#include <QPushButton>
#include <QRadioButton>
#include <QSlider>
#include <QSpinBox>
#include <QTabWidget>
#include <QToolButton>
#include <QtTest>

#include <set>

using namespace bozzetto::ui;

class TestTheme : public QObject {
    Q_OBJECT

private slots:
    void cleanup() { applyTheme(*qApp, Scheme::Dark); }
    void textIsReadableOnEverySurface_data() { schemes(); }
    void textIsReadableOnEverySurface();
    void paletteSaysTheSame_data() { schemes(); }
    void paletteSaysTheSame();
    void iconsAreDrawn();
    void iconsFollowTheTheme();
    void iconsAreSharpOnDenseScreens();
    void focusIsSeen_data() { schemes(); }
    void focusIsSeen();
    void scaleGrowsTextAndControls();
    void rolesColourLabels();
    void pictures_data() { schemes(); }
    void pictures();

private:
    static void schemes() {
        QTest::addColumn<int>("scheme");
        QTest::newRow("dark") << static_cast<int>(Scheme::Dark);
        QTest::newRow("light") << static_cast<int>(Scheme::Light);
    }
    static Scheme useScheme() {
        const auto scheme =
            static_cast<Scheme>(*static_cast<int*>(QTest::qData("scheme", QMetaType::Int)));
        applyTheme(*qApp, scheme);
        return scheme;
    }
};

namespace {

void save(QWidget& widget, const QString& name) {
    const QString folder = qEnvironmentVariable("BOZZETTO_SCREENSHOTS");
    if (!folder.isEmpty()) {
        QVERIFY(widget.grab().save(folder + "/" + name + ".png"));
    }
}

/// Mean of the pixels' opacity.
double coverage(const QImage& image) {
    double sum = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            sum += qAlpha(image.pixel(x, y)) / 255.0;
        }
    }
    return sum / (image.width() * image.height());
}

int pixelsNear(const QImage& image, const QColor& color) {
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const QColor pixel = image.pixelColor(x, y);
            count += std::abs(pixel.red() - color.red()) + std::abs(pixel.green() - color.green()) +
                         std::abs(pixel.blue() - color.blue()) <
                     24;
        }
    }
    return count;
}

QLabel* label(const QString& text, Role role) {
    auto* widget = new QLabel(text);
    setRole(widget, role);
    return widget;
}

QWidget* buttons() {
    auto* page = new QWidget;
    auto* row = new QHBoxLayout(page);
    auto* run = new QPushButton(icon("play", Ink::OnAccent), "Run");
    setPrimary(run);
    auto* stop = new QPushButton(icon("stop", Ink::Error), "Stop");
    setDestructive(stop);
    auto* off = new QPushButton(icon("export"), "Export");
    off->setEnabled(false);
    auto* checked = new QToolButton;
    checked->setIcon(icon("wireframe"));
    checked->setCheckable(true);
    checked->setChecked(true);
    auto* focused = new QPushButton("Focused");
    focused->setObjectName("focused");
    for (QWidget* widget : std::initializer_list<QWidget*>{
             run, new QPushButton(icon("open"), "Open"), stop, off, checked, focused}) {
        row->addWidget(widget);
    }
    row->addStretch();
    return page;
}

QWidget* inputs() {
    auto* group = new QGroupBox("Fields");
    auto* grid = new QGridLayout(group);
    auto* combo = new QComboBox;
    combo->addItems({"nvdiffrec", "Both"});
    auto* spin = new QSpinBox;
    spin->setSuffix(" px");
    auto* on = new QCheckBox("Use depth maps");
    on->setChecked(true);
    auto* chosen = new QRadioButton("Metres");
    chosen->setChecked(true);
    auto* slider = new QSlider(Qt::Horizontal);
    slider->setValue(40);
    auto* progress = new QProgressBar;
    progress->setValue(60);
    auto* disabled = new QLineEdit("Not now");
    disabled->setEnabled(false);
    grid->addWidget(new QLineEdit("A text"), 0, 0);
    grid->addWidget(disabled, 0, 1);
    grid->addWidget(combo, 1, 0);
    grid->addWidget(spin, 1, 1);
    grid->addWidget(on, 2, 0);
    grid->addWidget(chosen, 2, 1);
    grid->addWidget(slider, 3, 0);
    grid->addWidget(progress, 3, 1);
    return group;
}

QWidget* icons() {
    auto* group = new QGroupBox("Icons");
    auto* grid = new QGridLayout(group);
    int index = 0;
    for (const QString& name : iconNames()) {
        auto* button = new QToolButton;
        button->setIcon(icon(name));
        button->setAutoRaise(true);
        button->setIconSize(QSize(spacing::kIcon, spacing::kIcon));
        grid->addWidget(button, index / 20, index % 20);
        ++index;
    }
    return group;
}

void fillGallery(QWidget& page) {
    auto* column = new QVBoxLayout(&page);
    column->setContentsMargins(24, 24, 24, 24);
    column->addWidget(label("Title of a page", Role::Title));
    column->addWidget(label("Muted words beside it", Role::Muted));
    column->addWidget(label("Done", Role::Ok));
    column->addWidget(label("The masks are empty", Role::Warning));
    column->addWidget(label("Out of memory", Role::Error));
    column->addWidget(buttons());
    column->addWidget(inputs());
    auto* tabs = new QTabWidget;
    auto* list = new QListWidget;
    list->addItems({"First run", "Second run", "Third run"});
    list->setCurrentRow(1);
    tabs->addTab(list, "Runs");
    tabs->addTab(new QWidget, "Log");
    tabs->setMaximumHeight(160);
    column->addWidget(tabs);
    column->addWidget(icons());
}

}  // namespace

void TestTheme::textIsReadableOnEverySurface() {
    const Colors& c = colorsOf(useScheme());
    for (const QColor& text : c.texts()) {
        for (const QColor& surface : c.surfaces()) {
            QVERIFY2(contrast(text, surface) >= 4.5,
                     qPrintable(QString("%1 on %2: %3")
                                    .arg(text.name(), surface.name())
                                    .arg(contrast(text, surface))));
        }
    }
    QVERIFY(contrast(c.text_on_accent, c.accent_fill) >= 4.5);
    QVERIFY(contrast(c.text_on_accent, c.accent_fill_hover) >= 4.5);
    for (const QColor& line : c.series) {
        QVERIFY2(contrast(line, c.field) >= 3, qPrintable(line.name()));
    }
    QVERIFY(contrast(c.border, c.panel) >= 3);
    QVERIFY(contrast(c.border, c.field) >= 3);
    // Over a white and over a black picture.
    for (const int ground : {0, 255}) {
        const auto mix = [&](int over) {
            return static_cast<int>(ground + (over - ground) * c.overlay.alphaF());
        };
        const QColor seen(mix(c.overlay.red()), mix(c.overlay.green()), mix(c.overlay.blue()));
        QVERIFY(contrast(c.text_on_overlay, seen) >= 4.5);
    }
}

void TestTheme::paletteSaysTheSame() {
    const Colors& c = colorsOf(useScheme());
    const QPalette palette = qApp->palette();
    QCOMPARE(palette.color(QPalette::Window), c.panel);
    QCOMPARE(palette.color(QPalette::WindowText), c.text);
    for (const auto& [text, ground] : {std::pair{QPalette::WindowText, QPalette::Window},
                                       {QPalette::Text, QPalette::Base},
                                       {QPalette::ButtonText, QPalette::Button},
                                       {QPalette::HighlightedText, QPalette::Highlight},
                                       {QPalette::ToolTipText, QPalette::ToolTipBase},
                                       {QPalette::Link, QPalette::Window},
                                       {QPalette::PlaceholderText, QPalette::Base}}) {
        QVERIFY(contrast(palette.color(text), palette.color(ground)) >= 4.5);
    }
}

void TestTheme::iconsAreDrawn() {
    applyTheme(*qApp, Scheme::Dark);
    QVERIFY(iconNames().size() >= 40);
    QVERIFY(icon("no such icon").isNull());
    std::set<QByteArray> drawings;
    for (const QString& name : iconNames()) {
        const QImage image = iconPixmap(name, 24, 1, Qt::black).toImage();
        QVERIFY2(coverage(image) > 0.01 && coverage(image) < 0.7, qPrintable(name));
        drawings.insert(
            QByteArray(reinterpret_cast<const char*>(image.constBits()), image.sizeInBytes()));
    }
    QCOMPARE(static_cast<int>(drawings.size()),
             static_cast<int>(iconNames().size()));  // no two alike
}

void TestTheme::iconsFollowTheTheme() {
    applyTheme(*qApp, Scheme::Dark);
    const QIcon set_once = icon("folder");
    const QSignalSpy changes(&ThemeNotifier::instance(), &ThemeNotifier::changed);
    const auto brightest = [&](QIcon::Mode mode) {
        const QImage image = set_once.pixmap(QSize(24, 24), mode).toImage();
        int best = 0, alpha = 0;
        for (int i = 0; i < 24 * 24; ++i) {
            const QColor pixel = image.pixelColor(i % 24, i / 24);
            if (pixel.alpha() >= alpha) {
                alpha = pixel.alpha();
                best = pixel.lightness();
            }
        }
        return best;
    };
    QVERIFY(brightest(QIcon::Normal) > 180);
    QVERIFY(brightest(QIcon::Disabled) < 160);
    applyTheme(*qApp, Scheme::Light);
    QCOMPARE(changes.size(), 1);
    QCOMPARE(currentScheme(), Scheme::Light);
    QVERIFY(brightest(QIcon::Normal) < 70);
}

void TestTheme::iconsAreSharpOnDenseScreens() {
    const QImage small = iconPixmap("wireframe", 24, 1, Qt::black).toImage();
    const QPixmap dense = iconPixmap("wireframe", 24, 2, Qt::black);
    QCOMPARE(dense.size(), QSize(48, 48));
    QCOMPARE(dense.deviceIndependentSize(), QSizeF(24, 24));
    // A drawing has thinner edges than an enlarged picture: fewer half-covered pixels.
    const auto half_covered = [](const QImage& image) {
        int count = 0;
        for (int i = 0; i < image.width() * image.height(); ++i) {
            const int alpha = qAlpha(image.pixel(i % image.width(), i / image.width()));
            count += alpha > 40 && alpha < 215;
        }
        return count;
    };
    const QImage enlarged = small.scaled(48, 48, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    QVERIFY(half_covered(dense.toImage()) < 0.7 * half_covered(enlarged));
}

void TestTheme::focusIsSeen() {
    const Colors& c = colorsOf(useScheme());
    QWidget page;
    auto* column = new QVBoxLayout(&page);
    QList<QWidget*> controls{new QPushButton("Run"),
                             new QToolButton,
                             new QLineEdit,
                             new QSpinBox,
                             new QComboBox,
                             new QCheckBox("Invert"),
                             new QSlider(Qt::Horizontal)};
    auto* elsewhere = new QRadioButton("Elsewhere");
    for (QWidget* control : controls) {
        control->setFocusPolicy(Qt::StrongFocus);
        column->addWidget(control);
    }
    column->addWidget(elsewhere);
    page.show();
    QVERIFY(QTest::qWaitForWindowExposed(&page));
    page.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&page));
    for (QWidget* control : controls) {
        elsewhere->setFocus(Qt::TabFocusReason);
        QCoreApplication::processEvents();
        const int before = pixelsNear(control->grab().toImage(), c.accent);
        control->setFocus(Qt::TabFocusReason);
        QCoreApplication::processEvents();
        const int after = pixelsNear(control->grab().toImage(), c.accent);
        QVERIFY2(after > before + 24,
                 qPrintable(QString("%1: %2 -> %3")
                                .arg(control->metaObject()->className())
                                .arg(before)
                                .arg(after)));
    }
}

void TestTheme::scaleGrowsTextAndControls() {
    QPushButton button("Run");
    button.show();
    const QSize before = button.sizeHint();
    applyTheme(*qApp, Scheme::Dark, 2);
    QVERIFY(button.sizeHint().height() > 1.7 * before.height());
    QVERIFY(button.sizeHint().width() > 1.5 * before.width());
    QCOMPARE(scaled(8), 16);
    applyTheme(*qApp, Scheme::Dark, 1);
    QCOMPARE(button.sizeHint(), before);
}

void TestTheme::rolesColourLabels() {
    applyTheme(*qApp, Scheme::Dark);
    QLabel words("Out of memory");
    words.show();
    QCOMPARE(pixelsNear(words.grab().toImage(), colors().error), 0);
    setRole(&words, Role::Error);
    QVERIFY(pixelsNear(words.grab().toImage(), colors().error) > 20);
    setRole(&words, Role::Normal);
    QCOMPARE(pixelsNear(words.grab().toImage(), colors().error), 0);
}

void TestTheme::pictures() {
    const Scheme scheme = useScheme();
    QWidget page;
    fillGallery(page);
    page.resize(960, 900);
    page.show();
    QVERIFY(QTest::qWaitForWindowExposed(&page));
    page.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&page));
    page.findChild<QPushButton*>("focused")->setFocus(Qt::TabFocusReason);
    QTest::qWait(50);
    save(page, scheme == Scheme::Dark ? "theme-dark" : "theme-light");
}

QTEST_MAIN(TestTheme)
#include "test_theme.moc"
