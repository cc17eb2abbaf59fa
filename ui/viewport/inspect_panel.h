// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "mesh/statistics.h"
#include "ui/viewport/compare.h"
#include "ui/viewport/photo_view.h"
#include "ui/viewport/view_controller.h"
#include "ui/viewport/view_look.h"
#include "ui/viewport/view_mesh.h"

#include <QScrollArea>

#include <memory>
#include <optional>
#include <vector>

class QButtonGroup;
class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QListWidget;
class QPushButton;
class QSlider;
class QToolButton;
class QVBoxLayout;

namespace bozzetto::ui {

/// One line of a run's scores.
struct ScoreLine {
    QString label, value, help;
};

/// The panel beside a viewport: how the surface is shown, light, guides, cameras and comparison,
/// facts about the mesh, scores of the run. Values in by setters, wishes out by signals;
/// bindTo() joins it with a ViewController.
class InspectPanel : public QScrollArea {
    Q_OBJECT
public:
    explicit InspectPanel(QWidget* parent = nullptr);

    /// Shows and steers this viewport from now on (null: none).
    void bindTo(ViewController* controller);

    void setLook(const ViewLook& look);
    void setGuides(const ViewGuides& guides);
    void setPhotos(const std::vector<PhotoView>& photos);
    void setThumbnail(int photo, const QImage& thumbnail);
    void setCurrentPhoto(int photo, bool looking_through);
    void setCompareMode(CompareMode mode);
    /// Mean difference of photo and render, 0 to 1.
    void setMeanError(std::optional<double> mean_error);
    /// Counts in the background; null clears.
    void setMesh(std::shared_ptr<const ViewMesh> mesh);
    void setSizeText(const QString& text);
    /// Empty hides the section.
    void setScores(const std::vector<ScoreLine>& scores);
    /// Without a recovered light only the studio light can be chosen.
    void setHasRecoveredLight(bool has);

Q_SIGNALS:
    void lookChosen(const bozzetto::ui::ViewLook& look);
    void guidesChosen(const bozzetto::ui::ViewGuides& guides);
    void photoChosen(int photo);
    void throughPhotoChosen();  // look through the current one, or no longer
    void photoStepChosen(int step);
    void compareModeChosen(bozzetto::ui::CompareMode mode);
    void statisticsReady(const bozzetto::MeshStatistics& statistics);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void fitWidth();
    /// The body of a section that its heading opens and closes.
    QVBoxLayout* addSection(const char* name, const QString& title);
    void buildDisplay();
    void buildLight();
    void buildGuides();
    void buildCameras();
    void buildCompare(QVBoxLayout* section);
    void buildMesh();
    void buildScores();
    QCheckBox* addGuide(QVBoxLayout* section,
                        const char* name,
                        const QString& text,
                        bool ViewGuides::*guide);
    void chooseLook();
    void showStatistics(const MeshStatistics& statistics);
    void clearStatistics(const QString& reason);
    void connectTo(ViewController& controller);

    ViewLook look_;
    ViewGuides guides_;
    bool has_recovered_light_ = true;
    bool showing_ = false;  // values come in: nothing goes out
    int mesh_serial_ = 0;
    QPointer<ViewController> controller_;
    std::shared_ptr<QObject> binding_;  // what the connections of bindTo() live as long as

    QVBoxLayout* sections_;
    QButtonGroup *modes_, *compares_;
    QCheckBox *wireframe_, *light_background_;
    QComboBox* light_;
    QSlider *rotation_, *exposure_;
    QLabel *rotation_value_, *exposure_value_;
    std::vector<std::pair<QCheckBox*, bool ViewGuides::*>> guide_boxes_;
    QListWidget* photo_list_;
    QToolButton *through_, *previous_, *next_;
    QLabel *no_photos_, *compare_note_;
    QWidget* camera_controls_;
    std::vector<std::pair<QLabel*, QLabel*>> facts_;
    QLabel *mesh_note_, *size_;
    QWidget* score_section_;
    QFormLayout* score_form_;
};

}  // namespace bozzetto::ui
