// SPDX-License-Identifier: Apache-2.0
#include "ui/theme/theme.h"
#include "ui/viewport/inspect_panel.h"
#include "ui/viewport/view_words.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QSlider>
#include <QToolButton>
#include <QVBoxLayout>

#include <array>

namespace bozzetto::ui {
namespace {

constexpr int kModeColumns = 2;
constexpr int kListHeight = 188;

QToolButton* makeChoice(QWidget* parent,
                        const QString& object_name,
                        const char* icon_name,
                        const QString& text,
                        Qt::ToolButtonStyle style) {
    auto* button = new QToolButton(parent);
    button->setObjectName(object_name);
    button->setText(text);
    button->setAccessibleName(text);
    button->setIcon(icon(QLatin1String(icon_name)));
    button->setIconSize({spacing::kIcon, spacing::kIcon});
    button->setToolButtonStyle(style);
    button->setCheckable(true);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    button->setFocusPolicy(Qt::StrongFocus);
    return button;
}

QSlider* makeSlider(QWidget* parent, const char* name, int low, int high, const QString& what) {
    auto* slider = new QSlider(Qt::Horizontal, parent);
    slider->setObjectName(QLatin1String(name));
    slider->setAccessibleName(what);
    slider->setRange(low, high);
    slider->setPageStep((high - low) / 8);
    return slider;
}

}  // namespace

QVBoxLayout* InspectPanel::addSection(const char* name, const QString& title) {
    auto* section = new QWidget(this);
    auto* layout = new QVBoxLayout(section);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing::kUnit);
    auto* heading = new QToolButton(section);
    heading->setObjectName(QLatin1String(name));
    heading->setText(title);
    heading->setAccessibleName(title);
    heading->setToolTip(tr("Open or close this section"));
    heading->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    heading->setAutoRaise(true);
    heading->setFocusPolicy(Qt::StrongFocus);
    QFont font = heading->font();
    font.setBold(true);
    heading->setFont(font);
    // A heading, not a button: flush with what stands below it.
    heading->setStyleSheet(
        QStringLiteral("QToolButton { padding: 2px; min-height: 0; margin: 0; }"));
    auto* body = new QWidget(section);
    layout->addWidget(heading, 0, Qt::AlignLeft);
    layout->addWidget(body);
    const auto open = [heading, body](bool on) {
        body->setVisible(on);
        heading->setIcon(
            icon(on ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right")));
        heading->setAccessibleDescription(on ? tr("Expanded") : tr("Collapsed"));
    };
    open(true);
    connect(heading, &QToolButton::clicked, body, [body, open] { open(body->isHidden()); });
    sections_->addWidget(section);
    auto* inside = new QVBoxLayout(body);
    inside->setContentsMargins(0, 0, 0, 0);
    inside->setSpacing(spacing::kUnit);
    return inside;
}

void InspectPanel::buildDisplay() {
    struct Mode {
        ViewMode mode;
        const char* icon;
        QString help;
    };
    const std::array<Mode, 9> modes{{
        {ViewMode::Shaded, "view-shaded", tr("All maps under the light")},
        {ViewMode::Albedo, "view-albedo", tr("The colour of the surface without light")},
        {ViewMode::Roughness, "view-roughness", tr("White is rough, black is glossy")},
        {ViewMode::Metallic, "view-metallic", tr("White is metal")},
        {ViewMode::NormalMap, "view-normal", tr("The normal map's own colours")},
        {ViewMode::GeometryNormals, "axes", tr("Where the mesh's surface faces")},
        {ViewMode::UvChecker, "checker", tr("How the texture lies on the surface")},
        {ViewMode::AmbientOnly, "sun", tr("Shape and hollows under an even light")},
        {ViewMode::Seen, "camera", tr("Striped where no photo showed the surface: guessed")},
    }};
    QVBoxLayout* section = addSection("section_display", tr("Display"));
    modes_ = new QButtonGroup(this);
    auto* grid = new QGridLayout;
    grid->setSpacing(spacing::kTight);
    int place = 0;
    for (const Mode& mode : modes) {
        const int id = static_cast<int>(mode.mode);
        QToolButton* button = makeChoice(this,
                                         QStringLiteral("mode_%1").arg(id),
                                         mode.icon,
                                         nameOf(mode.mode),
                                         Qt::ToolButtonTextBesideIcon);
        button->setToolTip(mode.help);
        if (mode.mode == ViewMode::Seen) {
            button->hide();  // until a mesh comes of which it is known
        }
        modes_->addButton(button, id);
        grid->addWidget(button, place / kModeColumns, place % kModeColumns);
        ++place;
    }
    section->addLayout(grid);
    wireframe_ = new QCheckBox(tr("Wireframe over it"), this);
    wireframe_->setObjectName(QStringLiteral("wireframe"));
    section->addWidget(wireframe_);
    connect(modes_, &QButtonGroup::idClicked, this, [this] { chooseLook(); });
    connect(wireframe_, &QCheckBox::toggled, this, [this] { chooseLook(); });
}

void InspectPanel::buildLight() {
    QVBoxLayout* section = addSection("section_light", tr("Light"));
    light_ = new QComboBox(this);
    light_->setObjectName(QStringLiteral("light"));
    light_->setAccessibleName(tr("Light"));
    for (const ViewLight light : {ViewLight::Recovered, ViewLight::Studio}) {
        light_->addItem(nameOf(light), static_cast<int>(light));
    }
    section->addWidget(light_);
    rotation_ = makeSlider(this, "light_rotation", 0, 360, tr("Rotation of the light in degrees"));
    exposure_ = makeSlider(this, "exposure", -40, 40, tr("Exposure in tenths of a stop"));
    rotation_value_ = new QLabel(this);
    exposure_value_ = new QLabel(this);
    const int wide = fontMetrics().horizontalAdvance(QStringLiteral("+360°0"));
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(spacing::kUnit);
    grid->setVerticalSpacing(spacing::kUnit);
    struct Row {
        QString text;
        QSlider* slider;
        QLabel* value;
    };
    int line = 0;
    for (const Row& row : {Row{tr("Rotation"), rotation_, rotation_value_},
                           Row{tr("Exposure"), exposure_, exposure_value_}}) {
        auto* label = new QLabel(row.text, this);
        label->setBuddy(row.slider);
        row.value->setMinimumWidth(wide);
        row.value->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        grid->addWidget(label, line, 0);
        grid->addWidget(row.slider, line, 1);
        grid->addWidget(row.value, line++, 2);
        connect(row.slider, &QSlider::valueChanged, this, [this] { chooseLook(); });
    }
    section->addLayout(grid);
    light_background_ = new QCheckBox(tr("Show the light behind the object"), this);
    light_background_->setObjectName(QStringLiteral("light_background"));
    section->addWidget(light_background_);
    connect(light_, &QComboBox::activated, this, [this] { chooseLook(); });
    connect(light_background_, &QCheckBox::toggled, this, [this] { chooseLook(); });
}

void InspectPanel::buildGuides() {
    QVBoxLayout* section = addSection("section_guides", tr("Guides"));
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(spacing::kWide);
    grid->setVerticalSpacing(spacing::kTight);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    struct Guide {
        const char* name;
        QString text;
        bool ViewGuides::*guide;
    };
    int place = 0;
    for (const Guide& guide : {Guide{"guide_grid", tr("Grid"), &ViewGuides::grid},
                               Guide{"guide_axes", tr("Axes"), &ViewGuides::axes},
                               Guide{"guide_box", tr("Box with size"), &ViewGuides::box},
                               Guide{"guide_cameras", tr("Cameras"), &ViewGuides::cameras},
                               Guide{"guide_points", tr("Points"), &ViewGuides::points}}) {
        auto* box = new QCheckBox(guide.text, this);
        box->setObjectName(QLatin1String(guide.name));
        guide_boxes_.emplace_back(box, guide.guide);
        grid->addWidget(box, place / 2, place % 2);
        ++place;
        connect(box, &QCheckBox::toggled, this, [this, member = guide.guide](bool on) {
            if (!showing_) {
                guides_.*member = on;
                Q_EMIT guidesChosen(guides_);
            }
        });
    }
    section->addLayout(grid);
}

void InspectPanel::buildCameras() {
    QVBoxLayout* section = addSection("section_photos", tr("Pictures"));
    no_photos_ = new QLabel(tr("No pictures with cameras."), this);
    setRole(no_photos_, Role::Muted);
    section->addWidget(no_photos_);
    photo_list_ = new QListWidget(this);
    photo_list_->setObjectName(QStringLiteral("photo_list"));
    photo_list_->setAccessibleName(tr("Pictures"));
    photo_list_->setIconSize({64, 48});
    photo_list_->setUniformItemSizes(true);
    photo_list_->setFixedHeight(kListHeight);
    photo_list_->setTextElideMode(Qt::ElideMiddle);
    section->addWidget(photo_list_);
    camera_controls_ = new QWidget(this);
    auto* controls = new QVBoxLayout(camera_controls_);
    controls->setContentsMargins(0, 0, 0, 0);
    controls->setSpacing(spacing::kUnit);
    through_ = makeChoice(this,
                          QStringLiteral("through_photo"),
                          "camera",
                          tr("Look through the camera"),
                          Qt::ToolButtonTextBesideIcon);
    previous_ = makeChoice(
        this, QStringLiteral("previous_photo"), "chevron-left", {}, Qt::ToolButtonIconOnly);
    next_ =
        makeChoice(this, QStringLiteral("next_photo"), "chevron-right", {}, Qt::ToolButtonIconOnly);
    struct Step {
        QToolButton* button;
        QString text;
        int step;
    };
    auto* row = new QHBoxLayout;
    row->setSpacing(spacing::kTight);
    row->addWidget(through_, 1);
    for (const Step& step :
         {Step{previous_, tr("Previous picture"), -1}, Step{next_, tr("Next picture"), 1}}) {
        step.button->setCheckable(false);
        step.button->setAccessibleName(step.text);
        step.button->setToolTip(step.text);
        step.button->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
        row->addWidget(step.button);
        connect(step.button, &QToolButton::clicked, this, [this, by = step.step] {
            Q_EMIT photoStepChosen(by);
        });
    }
    controls->addLayout(row);
    buildCompare(controls);
    section->addWidget(camera_controls_);
    connect(photo_list_, &QListWidget::currentRowChanged, this, [this](int photo) {
        if (photo >= 0) {
            Q_EMIT photoChosen(photo);
        }
    });
    connect(photo_list_, &QListWidget::itemActivated, this, [this](QListWidgetItem* item) {
        Q_EMIT photoChosen(photo_list_->row(item));
    });
    connect(through_, &QToolButton::clicked, this, &InspectPanel::throughPhotoChosen);
}

void InspectPanel::buildCompare(QVBoxLayout* section) {
    struct Compare {
        CompareMode mode;
        const char* icon;
        QString help;
    };
    const std::array<Compare, 5> modes{{
        {CompareMode::Render, "view-shaded", tr("The mesh alone")},
        {CompareMode::Photo, "image", tr("The picture alone")},
        {CompareMode::Wipe, "wipe", tr("The picture left of a line that you can drag")},
        {CompareMode::Blink, "blink", tr("Picture and render by turns")},
        {CompareMode::Difference, "difference", tr("How far they are apart, 4 times stronger")},
    }};
    auto* label = new QLabel(tr("Compare with the picture"), this);
    setRole(label, Role::Muted);
    section->addWidget(label);
    compares_ = new QButtonGroup(this);
    auto* row = new QGridLayout;
    row->setSpacing(spacing::kTight);
    int place = 0;
    for (const Compare& compare : modes) {
        const int id = static_cast<int>(compare.mode);
        QToolButton* button = makeChoice(this,
                                         QStringLiteral("compare_%1").arg(id),
                                         compare.icon,
                                         nameOf(compare.mode),
                                         Qt::ToolButtonTextBesideIcon);
        button->setToolTip(compare.help);
        compares_->addButton(button, id);
        const bool last = compare.mode == CompareMode::Difference;  // alone in its row
        row->addWidget(button, place / kModeColumns, place % kModeColumns, 1, last ? 2 : 1);
        ++place;
    }
    section->addLayout(row);
    compare_note_ = new QLabel(this);
    compare_note_->setObjectName(QStringLiteral("compare_note"));
    section->addWidget(compare_note_);
    connect(compares_, &QButtonGroup::idClicked, this, [this](int id) {
        Q_EMIT compareModeChosen(static_cast<CompareMode>(id));
    });
}

void InspectPanel::buildMesh() {
    QVBoxLayout* section = addSection("section_mesh", tr("Mesh"));
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(spacing::kWide);
    form->setVerticalSpacing(spacing::kTight);
    struct Fact {
        const char* name;
        QString text, help;
    };
    for (const Fact& fact :
         {Fact{"fact_triangles", tr("Triangles"), {}},
          Fact{"fact_vertices", tr("Vertices"), {}},
          Fact{"fact_components", tr("Pieces"), tr("Parts that touch nowhere")},
          Fact{"fact_holes", tr("Holes"), tr("Open borders of the surface")},
          Fact{"fact_edges",
               tr("Non-manifold edges"),
               tr("Edges of more than two triangles, or of two that face different ways")},
          Fact{"fact_closed", tr("Closed"), tr("Whether it has no open border")},
          Fact{"fact_texture", tr("Texture"), tr("Size of the maps in pixels")},
          Fact{"fact_size", tr("Size"), tr("Width, depth and height")}}) {
        auto* name = new QLabel(fact.text, this);
        auto* value = new QLabel(this);
        value->setObjectName(QLatin1String(fact.name));
        value->setAlignment(Qt::AlignRight);
        value->setTextInteractionFlags(Qt::TextSelectableByMouse);
        value->setAccessibleName(fact.text);
        setRole(name, Role::Muted);
        name->setToolTip(fact.help);
        value->setToolTip(fact.help);
        form->addRow(name, value);
        facts_.emplace_back(name, value);
    }
    size_ = facts_.back().second;
    mesh_note_ = new QLabel(this);
    mesh_note_->setObjectName(QStringLiteral("mesh_note"));
    mesh_note_->setWordWrap(true);
    setRole(mesh_note_, Role::Muted);
    section->addLayout(form);
    section->addWidget(mesh_note_);
}

void InspectPanel::buildScores() {
    QVBoxLayout* layout = addSection("section_scores", tr("Scores of the run"));
    score_section_ = layout->parentWidget()->parentWidget();
    score_form_ = new QFormLayout;
    score_form_->setHorizontalSpacing(spacing::kWide);
    score_form_->setVerticalSpacing(spacing::kTight);
    layout->addLayout(score_form_);
    score_section_->hide();
}

}  // namespace bozzetto::ui
