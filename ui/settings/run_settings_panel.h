// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "device/gpu_monitor.h"
#include "pipeline/engine.h"
#include "ui/settings/prediction.h"
#include "ui/settings/run_choice.h"
#include "ui/settings/weights_need.h"

#include <QTimer>
#include <QWidget>

#include <map>
#include <optional>
#include <vector>

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QToolButton;
class QVBoxLayout;

namespace bozzetto::ui {

class PresetChooser;
class SettingsForm;

/// Choose how to reconstruct, see what it will need, and start it.
class RunSettingsPanel : public QWidget {
    Q_OBJECT

public:
    /// predictions: outlives the panel.
    explicit RunSettingsPanel(PredictionSource& predictions, QWidget* parent = nullptr);
    ~RunSettingsPanel() override;

    /// What can be chosen from; "Both" is offered when there are two or more. The choice is kept
    /// where it still can be.
    void setEngines(const std::vector<EngineInfo>& engines);
    /// The list of engines could not be had; shown with a button that asks again.
    void setEnginesProblem(const Problem& problem);
    /// Pictures of the run, for the prediction; none: Run waits for them.
    void setInputs(const std::vector<std::filesystem::path>& inputs);
    /// Where results go when the user names no folder; shown as the field's placeholder.
    void setDefaultOutput(const std::filesystem::path& folder);

    RunChoice choice() const { return choice_; }
    /// Emits nothing. A problem when an engine is unknown or refuses its settings: the panel then
    /// stays as it was. Before the engines are known it is kept and judged by setEngines, which
    /// tells by choiceChanged when something else had to be chosen.
    std::optional<Problem> setChoice(const RunChoice& choice);

    /// While a run is on, nothing can be edited, and the panel says why.
    void setRunning(bool running);
    /// A reason of the window's own why there can be no run now; empty: there can.
    void setBlocked(const QString& reason);
    /// Of the last prediction that fits the choice.
    std::optional<Prediction> prediction() const { return prediction_; }
    bool canRun() const;
    QWidget* runButton() const;

public Q_SLOTS:
    /// Memory that is free, and the GPUs to choose from.
    void setReport(const bozzetto::DeviceReport& report);
    /// Looks whether the weights that engines need are there.
    void lookForWeights();

Q_SIGNALS:
    void choiceChanged(const bozzetto::ui::RunChoice& choice);
    void runRequested(const bozzetto::ui::RunChoice& choice);
    void queueRequested(const bozzetto::ui::RunChoice& choice);
    void enginesRequested();
    /// The user wants to get the weights that are missing.
    void weightsRequested();
    /// A prediction came, or the last one no longer fits (has_value false).
    void predictionChanged(const std::optional<bozzetto::ui::Prediction>& prediction);

private:
    void buildChoices(QVBoxLayout& column);
    void buildMachine(QVBoxLayout& column);
    void buildFooter(QVBoxLayout& column);
    void addForm(const EngineInfo& engine);
    const EngineInfo* findEngine(const std::string& id) const;
    void takeEngineChoice();
    void takePreset(const QString& preset);
    void chooseOutput();
    void changed();
    void showChoice();
    void orderTabs();
    void showDevices();
    void showState();
    void askSoon();
    void ask();
    void dropQuestions();
    void takePrediction(int question, const Prediction& prediction);
    void takeProblem(int question, const Problem& problem);
    QString blockReason() const;
    QString weightsSentence() const;
    QString memorySentence() const;
    bool memoryIsShort() const;

    PredictionSource& predictions_;
    std::vector<EngineInfo> engines_;
    RunChoice choice_;
    std::vector<std::filesystem::path> inputs_;
    std::filesystem::path default_output_;
    HostMemory memory_;
    std::vector<std::string> gpu_names_;
    std::map<std::string, WeightsNeed> needs_;  // of engines whose weights are missing
    QString blocked_;
    bool engines_known_ = false, running_ = false, showing_ = false;

    // Questions that are still open, and the sum of the answers so far.
    std::vector<int> open_questions_;
    int last_question_ = 0;
    Prediction gathered_;
    std::optional<Prediction> prediction_;
    QString prediction_problem_;
    QTimer ask_timer_;

    QWidget* editable_ = nullptr;
    QComboBox* engine_ = nullptr;
    QLabel* engine_help_ = nullptr;
    QWidget* weights_box_ = nullptr;
    QLabel* weights_text_ = nullptr;
    QPushButton* get_weights_ = nullptr;
    QWidget* problem_box_ = nullptr;
    QLabel* problem_text_ = nullptr;
    PresetChooser* preset_ = nullptr;
    QComboBox* device_ = nullptr;
    QSpinBox* threads_ = nullptr;
    QDoubleSpinBox* time_limit_ = nullptr;
    QLineEdit* output_ = nullptr;
    QWidget* choose_output_ = nullptr;
    QVBoxLayout* forms_column_ = nullptr;
    std::map<std::string, SettingsForm*> forms_;
    std::map<std::string, QLabel*> form_titles_;
    QLabel *need_ = nullptr, *advice_ = nullptr, *reason_ = nullptr;
    QPushButton *run_ = nullptr, *queue_ = nullptr;
};

}  // namespace bozzetto::ui
