// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/scene_edits.h"

#include <QString>
#include <QWidget>

#include <array>
#include <optional>

class QCheckBox;
class QDoubleSpinBox;
class QGridLayout;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace bozzetto::ui {

/// How the scene stands, how large it is and where the object is, in numbers; and which of the
/// viewport's tools is in the hand. Values in by setters, wishes out by signals.
class ScenePanel : public QWidget {
    Q_OBJECT
public:
    enum class Picking { None, Floor, Length };
    /// Who says how the scene stands.
    enum class FrameFrom { Input, Guess, Person };

    explicit ScenePanel(QWidget* parent = nullptr);

    void setFrame(const SceneFrame& frame, FrameFrom from);
    /// Unset: there is none to start from.
    /// guessed: nobody has decided it yet.
    void setRegion(const std::optional<RegionBox>& region, bool guessed);
    void setRegionShown(bool shown);
    /// "mm" and how many of them are a metre; no suffix: lengths mean nothing yet.
    void setUnit(const QString& suffix, double per_metre);
    /// Metres of one unit as the depth pictures tell; unset: there are none.
    void setDepthScale(std::optional<double> scale);
    /// Which clicks are waited for, and how many came.
    void setPicking(Picking picking, int count = 0);
    /// Between the two chosen points, metres in the current scale.
    void setMeasured(double metres);

Q_SIGNALS:
    void upChosen(const bozzetto::Vec3d& up);
    void frameResetRequested();
    void pickingRequested(bozzetto::ui::ScenePanel::Picking picking);
    /// The two points are this far apart in truth.
    void lengthChosen(double metres);
    void depthScaleRequested();
    /// `region` with other numbers.
    void regionChosen(const bozzetto::RegionBox& region);
    void regionResetRequested();
    void regionShownChosen(bool shown);

private:
    QVBoxLayout* addSection(const char* name, QLabel*& title);
    void buildUp();
    void buildScale();
    void buildRegion();
    std::array<QDoubleSpinBox*, 3> addTriple(QGridLayout& grid, int row, const char* name);
    void takeUp();
    void takeLength();
    void takeRegion();
    void showRegion();
    void showPicking();
    QString scaleNote() const;
    void retranslate();
    void changeEvent(QEvent* event) override;

    SceneFrame frame_;
    std::optional<RegionBox> region_;
    FrameFrom frame_from_ = FrameFrom::Input;
    bool region_guessed_ = true, showing_ = false;
    QString suffix_;
    double per_metre_ = 1;
    std::optional<double> depth_scale_;
    Picking picking_ = Picking::None;
    int picked_ = 0;
    std::optional<double> measured_;

    QVBoxLayout* column_;
    QLabel *up_title_ = nullptr, *scale_title_ = nullptr, *region_title_ = nullptr;
    QLabel *up_label_ = nullptr, *up_note_ = nullptr, *pick_note_ = nullptr, *scale_note_ = nullptr,
           *length_label_ = nullptr, *size_label_ = nullptr, *centre_label_ = nullptr,
           *angle_label_ = nullptr;
    std::array<QDoubleSpinBox*, 3> up_{}, size_{}, centre_{};
    QDoubleSpinBox *length_ = nullptr, *angle_ = nullptr;
    QPushButton *flip_ = nullptr, *floor_ = nullptr, *up_reset_ = nullptr, *two_points_ = nullptr,
                *depth_ = nullptr, *region_reset_ = nullptr;
    QCheckBox* region_shown_ = nullptr;
};

}  // namespace bozzetto::ui
