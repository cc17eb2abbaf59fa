// SPDX-License-Identifier: Apache-2.0
#include "ui/cameras/scene_panel.h"

#include "ui/cameras/region_fields.h"
#include "ui/theme/calm_wheel.h"
#include "ui/theme/theme.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

#include <cmath>

namespace bozzetto::ui {
namespace {

constexpr double kLargest = 1e6;  // any length, in the unit that is shown

QDoubleSpinBox* makeField(const QString& name, double low, double high, int digits) {
    auto* field = new QDoubleSpinBox;
    field->setObjectName(name);
    field->setRange(low, high);
    field->setDecimals(digits);
    field->setKeyboardTracking(false);
    field->setButtonSymbols(QAbstractSpinBox::NoButtons);
    field->setMinimumWidth(64);
    keepWheelCalm(field);
    return field;
}

QLabel* makeNote(const char* name) {
    auto* label = new QLabel;
    label->setObjectName(QLatin1String(name));
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    setRole(label, Role::Muted);
    return label;
}

QPushButton* makeButton(const char* name) {
    auto* button = new QPushButton;
    button->setObjectName(QLatin1String(name));
    return button;
}

}  // namespace

ScenePanel::ScenePanel(QWidget* parent) : QWidget(parent), column_(new QVBoxLayout(this)) {
    setObjectName(QStringLiteral("scenePanel"));
    column_->setContentsMargins(0, 0, 0, 0);
    column_->setSpacing(spacing::kWide);
    buildUp();
    buildScale();
    buildRegion();
    column_->addStretch();
    retranslate();
    setRegion(std::nullopt, true);
    setFrame({}, FrameFrom::Input);
}

QVBoxLayout* ScenePanel::addSection(const char* name, QLabel*& title) {
    auto* section = new QVBoxLayout;
    section->setSpacing(spacing::kTight);
    title = new QLabel;
    title->setObjectName(QLatin1String(name));
    setRole(title, Role::Heading);
    section->addWidget(title);
    column_->addLayout(section);
    return section;
}

std::array<QDoubleSpinBox*, 3> ScenePanel::addTriple(QGridLayout& grid, int row, const char* name) {
    std::array<QDoubleSpinBox*, 3> fields{};
    for (int i = 0; i < 3; ++i) {
        const QString field_name = QLatin1String(name) + QChar(u'X' + i);
        fields[static_cast<size_t>(i)] = makeField(field_name, -kLargest, kLargest, 3);
        grid.addWidget(fields[static_cast<size_t>(i)], row, i + 1);
    }
    return fields;
}

void ScenePanel::buildUp() {
    QVBoxLayout* section = addSection("upTitle", up_title_);
    up_note_ = makeNote("upNote");
    section->addWidget(up_note_);
    auto* grid = new QGridLayout;
    up_label_ = new QLabel;
    grid->addWidget(up_label_, 0, 0);
    up_ = addTriple(*grid, 0, "up");
    for (QDoubleSpinBox* field : up_) {
        field->setRange(-1, 1);
        field->setDecimals(4);
        connect(field, &QDoubleSpinBox::valueChanged, this, &ScenePanel::takeUp);
    }
    section->addLayout(grid);
    floor_ = makeButton("pickFloor");
    floor_->setCheckable(true);
    flip_ = makeButton("flipUp");
    up_reset_ = makeButton("resetFrame");
    auto* row = new QGridLayout;
    row->addWidget(floor_, 0, 0, 1, 2);
    row->addWidget(flip_, 1, 0);
    row->addWidget(up_reset_, 1, 1);
    section->addLayout(row);
    pick_note_ = makeNote("pickNote");
    section->addWidget(pick_note_);
    connect(floor_, &QPushButton::clicked, this, [this](bool on) {
        Q_EMIT pickingRequested(on ? Picking::Floor : Picking::None);
    });
    connect(flip_, &QPushButton::clicked, this, [this] { Q_EMIT upChosen(-frame_.up); });
    connect(up_reset_, &QPushButton::clicked, this, &ScenePanel::frameResetRequested);
}

void ScenePanel::buildScale() {
    QVBoxLayout* section = addSection("scaleTitle", scale_title_);
    two_points_ = makeButton("pickLength");
    two_points_->setCheckable(true);
    section->addWidget(two_points_);
    auto* grid = new QGridLayout;
    length_label_ = new QLabel;
    length_ = makeField(QStringLiteral("length"), 0, kLargest, 3);
    grid->addWidget(length_label_, 0, 0);
    grid->addWidget(length_, 0, 1);
    section->addLayout(grid);
    depth_ = makeButton("depthScale");
    section->addWidget(depth_);
    scale_note_ = makeNote("scaleNote");
    section->addWidget(scale_note_);
    connect(two_points_, &QPushButton::clicked, this, [this](bool on) {
        Q_EMIT pickingRequested(on ? Picking::Length : Picking::None);
    });
    connect(length_, &QDoubleSpinBox::valueChanged, this, &ScenePanel::takeLength);
    connect(depth_, &QPushButton::clicked, this, &ScenePanel::depthScaleRequested);
}

void ScenePanel::buildRegion() {
    QVBoxLayout* section = addSection("regionTitle", region_title_);
    region_shown_ = new QCheckBox;
    region_shown_->setObjectName(QStringLiteral("regionShown"));
    section->addWidget(region_shown_);
    auto* grid = new QGridLayout;
    size_label_ = new QLabel;
    centre_label_ = new QLabel;
    angle_label_ = new QLabel;
    grid->addWidget(size_label_, 0, 0);
    size_ = addTriple(*grid, 0, "regionSize");
    grid->addWidget(centre_label_, 1, 0);
    centre_ = addTriple(*grid, 1, "regionCentre");
    grid->addWidget(angle_label_, 2, 0);
    angle_ = makeField(QStringLiteral("regionAngle"), -360, 360, 1);
    angle_->setSuffix(QStringLiteral("°"));
    grid->addWidget(angle_, 2, 1);
    section->addLayout(grid);
    region_reset_ = makeButton("resetRegion");
    section->addWidget(region_reset_);
    for (QDoubleSpinBox* field : size_) {
        field->setMinimum(0.001);
        connect(field, &QDoubleSpinBox::valueChanged, this, &ScenePanel::takeRegion);
    }
    for (QDoubleSpinBox* field : centre_) {
        connect(field, &QDoubleSpinBox::valueChanged, this, &ScenePanel::takeRegion);
    }
    connect(angle_, &QDoubleSpinBox::valueChanged, this, &ScenePanel::takeRegion);
    connect(region_reset_, &QPushButton::clicked, this, &ScenePanel::regionResetRequested);
    connect(region_shown_, &QCheckBox::toggled, this, [this](bool shown) {
        if (!showing_) {
            Q_EMIT regionShownChosen(shown);
        }
    });
}

void ScenePanel::setFrame(const SceneFrame& frame, FrameFrom from) {
    frame_ = frame;
    frame_from_ = from;
    showing_ = true;
    for (int i = 0; i < 3; ++i) {
        up_[static_cast<size_t>(i)]->setValue(frame.up[i]);
    }
    showing_ = false;
    up_reset_->setEnabled(from == FrameFrom::Person);
    up_note_->setText(from == FrameFrom::Guess ? tr("Guessed from the cameras and points.")
                                               : tr("As the cameras' file has it."));
    up_note_->setVisible(from != FrameFrom::Person);
    showRegion();
    showPicking();
}

void ScenePanel::setRegion(const std::optional<RegionBox>& region, bool guessed) {
    region_ = region;
    region_guessed_ = guessed;
    showRegion();
}

void ScenePanel::setRegionShown(bool shown) {
    showing_ = true;
    region_shown_->setChecked(shown);
    showing_ = false;
}

void ScenePanel::setUnit(const QString& suffix, double per_metre) {
    suffix_ = suffix;
    per_metre_ = per_metre;
    const QString shown = suffix.isEmpty() ? QString() : QChar(0x00a0) + suffix;
    for (const auto& triple : {size_, centre_}) {
        for (QDoubleSpinBox* field : triple) {
            field->setSuffix(shown);
        }
    }
    showRegion();
    showPicking();
}

void ScenePanel::setDepthScale(std::optional<double> scale) {
    depth_scale_ = scale;
    showPicking();
}

void ScenePanel::setPicking(Picking picking, int count) {
    picking_ = picking;
    picked_ = count;
    if (picking != Picking::Length || count < 2) {
        measured_.reset();
    }
    showPicking();
}

void ScenePanel::setMeasured(double metres) {
    measured_ = metres;
    showPicking();
}

QString ScenePanel::scaleNote() const {
    if (picking_ == Picking::Length) {
        return measured_ ? tr("How long is it in truth?")
                         : tr("Click %n more point(s) in the view.", nullptr, 2 - picked_);
    }
    return suffix_.isEmpty()
               ? tr("The scene has no size yet.")
               : tr("One unit of the scene is %1 m.").arg(QLocale().toString(frame_.scale, 'g', 4));
}

void ScenePanel::showPicking() {
    floor_->setChecked(picking_ == Picking::Floor);
    two_points_->setChecked(picking_ == Picking::Length);
    pick_note_->setVisible(picking_ == Picking::Floor);
    pick_note_->setText(
        tr("Click %n more point(s) of the floor in the view.", nullptr, 3 - picked_));
    scale_note_->setText(scaleNote());
    const bool can_enter = measured_.has_value();
    length_->setEnabled(can_enter);
    length_label_->setEnabled(can_enter);
    // A length has a unit even where the scene has none yet.
    length_->setSuffix(QChar(0x00a0) + (suffix_.isEmpty() ? QStringLiteral("m") : suffix_));
    showing_ = true;
    length_->setValue(measured_ ? *measured_ * per_metre_ : 0);
    showing_ = false;
    depth_->setVisible(depth_scale_.has_value());
    depth_->setText(tr("From the depth pictures: %1 m")
                        .arg(QLocale().toString(depth_scale_.value_or(1), 'g', 4)));
}

void ScenePanel::showRegion() {
    const bool there = region_.has_value();
    for (const auto& triple : {size_, centre_}) {
        for (QDoubleSpinBox* field : triple) {
            field->setEnabled(there);
        }
    }
    angle_->setEnabled(there);
    region_shown_->setEnabled(there);
    region_reset_->setEnabled(there && !region_guessed_);
    if (!there) {
        return;
    }
    const RegionFields fields = fieldsOf(*region_, frame_);
    showing_ = true;
    for (int i = 0; i < 3; ++i) {
        size_[static_cast<size_t>(i)]->setValue(fields.size[i] * per_metre_);
        centre_[static_cast<size_t>(i)]->setValue(fields.centre[i] * per_metre_);
    }
    angle_->setValue(fields.angle);
    showing_ = false;
}

void ScenePanel::takeUp() {
    const Vec3d up{up_[0]->value(), up_[1]->value(), up_[2]->value()};
    if (!showing_ && length(up) > 1e-6) {
        Q_EMIT upChosen(normalize(up));
    }
}

void ScenePanel::takeLength() {
    if (!showing_ && length_->value() > 0) {
        Q_EMIT lengthChosen(length_->value() / per_metre_);
    }
}

void ScenePanel::takeRegion() {
    if (showing_ || !region_) {
        return;
    }
    // Only what was typed: the other fields show rounded numbers.
    RegionFields fields = fieldsOf(*region_, frame_);
    const QObject* edited = sender();
    for (int i = 0; i < 3; ++i) {
        if (edited == size_[static_cast<size_t>(i)]) {
            fields.size[i] = size_[static_cast<size_t>(i)]->value() / per_metre_;
        } else if (edited == centre_[static_cast<size_t>(i)]) {
            fields.centre[i] = centre_[static_cast<size_t>(i)]->value() / per_metre_;
        }
    }
    if (edited == angle_) {
        fields.angle = angle_->value();
    }
    Q_EMIT regionChosen(withFields(*region_, frame_, fields));
}

void ScenePanel::retranslate() {
    up_title_->setText(tr("Up and floor"));
    up_label_->setText(tr("Up"));
    floor_->setText(tr("Floor by three clicks"));
    floor_->setToolTip(tr("Click three points that lie on the floor, not on one line"));
    flip_->setText(tr("Turn over"));
    flip_->setToolTip(tr("What was up is down"));
    up_reset_->setText(tr("Guess again"));
    scale_title_->setText(tr("Scale"));
    two_points_->setText(tr("Length by two clicks"));
    length_label_->setText(tr("Length"));
    region_title_->setText(tr("Region of the object"));
    region_shown_->setText(tr("Show the region"));
    size_label_->setText(tr("Size"));
    centre_label_->setText(tr("Centre"));
    angle_label_->setText(tr("Turn"));
    region_reset_->setText(tr("As guessed"));
    const auto name = [](const std::array<QDoubleSpinBox*, 3>& fields, const QString& title) {
        for (int i = 0; i < 3; ++i) {
            fields[static_cast<size_t>(i)]->setAccessibleName(title + QLatin1Char(' ') +
                                                              QChar(u'X' + i));
        }
    };
    name(up_, tr("Up"));
    name(size_, tr("Size"));
    name(centre_, tr("Centre"));
    angle_->setAccessibleName(tr("Turn"));
    length_->setAccessibleName(tr("Length"));
    setFrame(frame_, frame_from_);
}

void ScenePanel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

}  // namespace bozzetto::ui
