// SPDX-License-Identifier: Apache-2.0
#include "ui/viewport/inspect_panel.h"

#include "ui/common/background_task.h"
#include "ui/theme/theme.h"

#include <QAbstractButton>
#include <QButtonGroup>
#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QFormLayout>
#include <QIconEngine>
#include <QLabel>
#include <QListWidget>
#include <QLocale>
#include <QPainter>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QSlider>
#include <QToolButton>
#include <QVBoxLayout>

#include <cmath>
#include <numbers>

namespace bozzetto::ui {
namespace {

constexpr double kExposureSteps = 10;  // of the slider, a stop

/// Scales the thumbnail when a row comes into sight, not for hundreds of rows at once; every row is
/// as high as the others, whatever the photograph's shape, and a chosen one is not tinted.
class ThumbnailEngine : public QIconEngine {
public:
    explicit ThumbnailEngine(QImage image) : image_(std::move(image)) {}
    void paint(QPainter* painter, const QRect& rect, QIcon::Mode, QIcon::State) override {
        const QSize size = image_.size().scaled(rect.size(), Qt::KeepAspectRatio);
        QRect place(QPoint(), size);
        place.moveCenter(rect.center());
        painter->setRenderHint(QPainter::SmoothPixmapTransform);
        painter->drawImage(place, image_);
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        QPixmap result(size);
        result.fill(Qt::transparent);
        QPainter painter(&result);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return result;
    }
    QIconEngine* clone() const override { return new ThumbnailEngine(image_); }

private:
    QImage image_;
};

QIcon thumbnailIcon(const QImage& image) {
    return image.isNull() ? icon(QStringLiteral("image")) : QIcon(new ThumbnailEngine(image));
}

}  // namespace

InspectPanel::InspectPanel(QWidget* parent) : QScrollArea(parent) {
    setObjectName(QStringLiteral("inspect_panel"));
    setAccessibleName(tr("Inspection"));
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* page = new QWidget(this);
    page->setObjectName(QStringLiteral("inspect_page"));
    setRole(page, Role::Panel);
    sections_ = new QVBoxLayout(page);
    sections_->setContentsMargins(
        spacing::kPanel, spacing::kPanel, spacing::kPanel, spacing::kPanel);
    sections_->setSpacing(spacing::kWide);
    buildDisplay();
    buildLight();
    buildGuides();
    buildCameras();
    buildMesh();
    buildScores();
    sections_->addStretch(1);
    setWidget(page);
    setLook({});
    setGuides({});
    setPhotos({});
    clearStatistics(tr("No mesh yet."));
}

/// As wide as the widest row in the language and size of text in use, scroll bar included.
void InspectPanel::fitWidth() {
    if (minimumWidth() == maximumWidth()) {
        return;  // somebody fixed it
    }
    constexpr int kFocusLines = 2;  // the style sheet's, which no size hint knows of
    setMinimumWidth(kFocusLines + widget()->minimumSizeHint().width() +
                    verticalScrollBar()->sizeHint().width());
}

bool InspectPanel::eventFilter(QObject* watched, QEvent* event) {
    if (watched == widget() && event->type() == QEvent::LayoutRequest) {
        fitWidth();
    }
    return QScrollArea::eventFilter(watched, event);
}

void InspectPanel::showEvent(QShowEvent* event) {
    fitWidth();
    QScrollArea::showEvent(event);
}

// --- Values in

void InspectPanel::setLook(const ViewLook& look) {
    look_ = look;
    showing_ = true;
    modes_->button(static_cast<int>(look.mode))->setChecked(true);
    wireframe_->setChecked(look.wireframe);
    // What is shown, which without a recovered light is not what was asked for.
    const ViewLight shown = has_recovered_light_ ? look.light : ViewLight::Studio;
    light_->setCurrentIndex(light_->findData(static_cast<int>(shown)));
    light_background_->setChecked(look.light_as_background);
    const double degrees = look.light_rotation * 180 / std::numbers::pi;
    rotation_->setValue(static_cast<int>(std::lround(degrees - 360 * std::floor(degrees / 360))));
    rotation_value_->setText(tr("%1°").arg(rotation_->value()));
    exposure_->setValue(static_cast<int>(std::lround(look.exposure * kExposureSteps)));
    exposure_value_->setText((look.exposure > 0 ? QStringLiteral("+") : QString()) +
                             QLocale().toString(look.exposure, 'f', 1));
    showing_ = false;
}

void InspectPanel::chooseLook() {
    if (showing_) {
        return;
    }
    ViewLook look = look_;
    look.mode = static_cast<ViewMode>(modes_->checkedId());
    look.wireframe = wireframe_->isChecked();
    if (has_recovered_light_) {
        look.light = static_cast<ViewLight>(light_->currentData().toInt());
    }
    look.light_as_background = light_background_->isChecked();
    look.light_rotation = rotation_->value() * std::numbers::pi / 180;
    look.exposure = exposure_->value() / kExposureSteps;
    setLook(look);
    Q_EMIT lookChosen(look);
}

void InspectPanel::setHasRecoveredLight(bool has) {
    has_recovered_light_ = has;
    light_->setEnabled(has);
    setLook(look_);
    light_->setToolTip(
        has ? tr("The light found in the pictures, or an even studio light")
            : tr("This result has no recovered light; the studio light is shown instead."));
}

void InspectPanel::setGuides(const ViewGuides& guides) {
    guides_ = guides;
    showing_ = true;
    for (const auto& [box, guide] : guide_boxes_) {
        box->setChecked(guides.*guide);
    }
    showing_ = false;
}

void InspectPanel::setPhotos(const std::vector<PhotoView>& photos) {
    const QSignalBlocker quiet(photo_list_);
    photo_list_->clear();
    for (const PhotoView& photo : photos) {
        auto* item = new QListWidgetItem(thumbnailIcon(photo.thumbnail), photo.name, photo_list_);
        item->setToolTip(tr("%1: %2 × %3 pixels")
                             .arg(photo.name)
                             .arg(photo.camera.width)
                             .arg(photo.camera.height));
    }
    const bool any = !photos.empty();
    no_photos_->setVisible(!any);
    photo_list_->setVisible(any);
    camera_controls_->setVisible(any);
    setMeanError(std::nullopt);
}

void InspectPanel::setThumbnail(int photo, const QImage& thumbnail) {
    if (QListWidgetItem* item = photo_list_->item(photo)) {
        item->setIcon(thumbnailIcon(thumbnail));
    }
}

void InspectPanel::setCurrentPhoto(int photo, bool looking_through) {
    const QSignalBlocker quiet(photo_list_);
    photo_list_->setCurrentRow(photo);
    if (QListWidgetItem* item = photo_list_->item(photo)) {
        photo_list_->scrollToItem(item);
    }
    through_->setChecked(looking_through);
    if (!looking_through) {
        setMeanError(std::nullopt);
    }
}

void InspectPanel::setCompareMode(CompareMode mode) {
    compares_->button(static_cast<int>(mode))->setChecked(true);
    setMeanError(std::nullopt);
}

void InspectPanel::setMeanError(std::optional<double> mean_error) {
    compare_note_->setText(
        mean_error ? tr("Mean difference %1 %").arg(QLocale().toString(100 * *mean_error, 'f', 1))
                   : QString());
    compare_note_->setVisible(mean_error.has_value());
}

void InspectPanel::setMesh(std::shared_ptr<const ViewMesh> mesh) {
    const int serial = ++mesh_serial_;
    modes_->button(static_cast<int>(ViewMode::Seen))->setVisible(mesh && !mesh->seen.empty());
    if (!mesh) {
        clearStatistics(tr("No mesh yet."));
        return;
    }
    setHasRecoveredLight(!mesh->light.empty());
    clearStatistics(tr("Counting…"));
    inBackground(
        this,
        [mesh] {
            MeshStatistics statistics = measureMesh(TriangleMesh{mesh->positions, mesh->triangles});
            statistics.texture_width = mesh->base_color.width;
            statistics.texture_height = mesh->base_color.height;
            return statistics;
        },
        [this, serial](const MeshStatistics& statistics) {
            if (serial == mesh_serial_) {
                showStatistics(statistics);
                Q_EMIT statisticsReady(statistics);
            }
        },
        [this, serial](const Problem& problem) {
            if (serial == mesh_serial_) {
                clearStatistics(problem.reason);
            }
        });
}

void InspectPanel::clearStatistics(const QString& reason) {
    setRole(mesh_note_, Role::Muted);
    mesh_note_->setText(reason);
    for (const auto& [name, value] : facts_) {
        name->hide();
        value->hide();
    }
}

void InspectPanel::showStatistics(const MeshStatistics& s) {
    const QLocale locale;
    const auto number = [&](int64_t n) { return locale.toString(static_cast<qlonglong>(n)); };
    const bool sound = s.closed() && s.manifold();
    const QStringList values{
        number(s.triangles),
        number(s.vertices),
        number(s.components),
        number(s.holes),
        number(s.non_manifold_edges),
        s.closed() ? tr("Yes") : tr("No"),
        s.texture_width > 0 ? tr("%1 × %2").arg(s.texture_width).arg(s.texture_height) : tr("None"),
        size_->text().isEmpty() ? tr("Not known") : size_->text()};
    for (int i = 0; i < values.size(); ++i) {
        facts_[static_cast<size_t>(i)].first->show();
        facts_[static_cast<size_t>(i)].second->setText(values[i]);
        facts_[static_cast<size_t>(i)].second->show();
    }
    setRole(mesh_note_, sound ? Role::Ok : Role::Warning);
    mesh_note_->setText(sound ? tr("The surface is closed and sound.")
                        : s.closed()
                            ? tr("Some edges or points are shared by too many triangles.")
                            : tr("The surface is open: fill its holes before printing it."));
}

void InspectPanel::setSizeText(const QString& text) {
    size_->setText(text);
}

void InspectPanel::setScores(const std::vector<ScoreLine>& scores) {
    while (score_form_->rowCount() > 0) {
        score_form_->removeRow(0);
    }
    for (const ScoreLine& score : scores) {
        auto* name = new QLabel(score.label, score_section_);
        auto* value = new QLabel(score.value, score_section_);
        setRole(name, Role::Muted);
        value->setAlignment(Qt::AlignRight);
        name->setToolTip(score.help);
        value->setToolTip(score.help);
        value->setTextInteractionFlags(Qt::TextSelectableByMouse);
        score_form_->addRow(name, value);
    }
    score_section_->setVisible(!scores.empty());
}

// --- Joined with a viewport

void InspectPanel::bindTo(ViewController* controller) {
    binding_.reset();
    controller_ = controller;
    if (controller) {
        binding_ = std::make_shared<QObject>();
        connectTo(*controller);
        setLook(controller->viewport()->look());
        setGuides(controller->guides());
        setPhotos(controller->photos());
        setCurrentPhoto(controller->navigator().currentPhoto(),
                        controller->navigator().throughPhoto());
        setCompareMode(controller->compare()->mode());
        setSizeText(controller->sizeText());
        setMesh(controller->viewport()->mesh());
    }
}

void InspectPanel::connectTo(ViewController& c) {
    QObject* life = binding_.get();
    Viewport* viewport = c.viewport();
    connect(
        viewport, &Viewport::lookChanged, life, [this](const ViewLook& look) { setLook(look); });
    connect(
        viewport, &Viewport::meshChanged, life, [this, viewport] { setMesh(viewport->mesh()); });
    connect(
        &c, &ViewController::guidesChanged, life, [this](const ViewGuides& g) { setGuides(g); });
    connect(&c, &ViewController::photosChanged, life, [this, &c] { setPhotos(c.photos()); });
    connect(&c, &ViewController::thumbnailChanged, life, [this, &c](int photo) {
        setThumbnail(photo, c.photos()[static_cast<size_t>(photo)].thumbnail);
    });
    connect(&c, &ViewController::photoChanged, life, [this](int photo, bool through) {
        setCurrentPhoto(photo, through);
    });
    connect(
        &c, &ViewController::sizeTextChanged, life, [this](const QString& t) { setSizeText(t); });
    connect(c.compare(), &PhotoCompare::modeChanged, life, [this](CompareMode mode) {
        setCompareMode(mode);
    });
    connect(c.compare(), &PhotoCompare::differenceMeasured, life, [this](double error) {
        setMeanError(error);
    });
    connect(this, &InspectPanel::lookChosen, life, [viewport](const ViewLook& look) {
        viewport->setLook(look);
    });
    connect(this, &InspectPanel::guidesChosen, life, [&c](const ViewGuides& g) { c.setGuides(g); });
    connect(this, &InspectPanel::photoChosen, life, [&c](int photo) { c.lookThrough(photo); });
    connect(this, &InspectPanel::throughPhotoChosen, life, [this, &c] {
        c.togglePhoto();
        through_->setChecked(c.navigator().destination().photo.has_value());
    });
    connect(this, &InspectPanel::photoStepChosen, life, [&c](int step) { c.stepPhoto(step); });
    connect(this, &InspectPanel::compareModeChosen, life, [&c](CompareMode mode) {
        c.setCompareMode(mode);
    });
}

}  // namespace bozzetto::ui
