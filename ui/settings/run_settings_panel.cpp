// SPDX-License-Identifier: Apache-2.0
#include "ui/settings/run_settings_panel.h"

#include "ui/settings/engine_words.h"
#include "ui/settings/preset_chooser.h"
#include "ui/settings/settings_form.h"
#include "ui/theme/theme.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace bozzetto::ui {
namespace {

constexpr int kAskDelay = 300;         // ms without a change before a prediction is asked for
constexpr double kNearlyFull = 0.9;    // of what is free
constexpr double kRoundedSeconds = 5;  // a rough guess is not told to the second

double roundedDuration(double seconds) {
    const double step = seconds < 60 ? kRoundedSeconds : seconds < 600 ? 10 : 60;
    return std::max(kRoundedSeconds, std::round(seconds / step) * step);
}

}  // namespace

RunSettingsPanel::RunSettingsPanel(PredictionSource& predictions, QWidget* parent)
    : QWidget(parent), predictions_(predictions) {
    setObjectName(QStringLiteral("run_settings"));
    setAccessibleName(tr("Settings of the run"));
    editable_ = new QWidget;
    auto* column = new QVBoxLayout(editable_);
    column->setContentsMargins(spacing::kPanel, spacing::kPanel, spacing::kPanel, spacing::kPanel);
    column->setSpacing(spacing::kPanel);
    buildChoices(*column);
    buildMachine(*column);
    forms_column_ = new QVBoxLayout;
    forms_column_->setSpacing(spacing::kTight);
    column->addLayout(forms_column_);
    column->addStretch();
    auto* scroll = new QScrollArea;
    scroll->setObjectName(QStringLiteral("settings_scroll"));
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(editable_);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addWidget(scroll, 1);
    buildFooter(*all);

    ask_timer_.setSingleShot(true);
    ask_timer_.setInterval(kAskDelay);
    connect(&ask_timer_, &QTimer::timeout, this, &RunSettingsPanel::ask);
    connect(&predictions_, &PredictionSource::predicted, this, &RunSettingsPanel::takePrediction);
    connect(&predictions_, &PredictionSource::failed, this, &RunSettingsPanel::takeProblem);
    showChoice();
    showState();
}

RunSettingsPanel::~RunSettingsPanel() {
    dropQuestions();
}

const EngineInfo* RunSettingsPanel::findEngine(const std::string& id) const {
    const auto found = std::find_if(engines_.begin(),
                                    engines_.end(),
                                    [&](const EngineInfo& engine) { return engine.id == id; });
    return found == engines_.end() ? nullptr : &*found;
}

void RunSettingsPanel::setEngines(const std::vector<EngineInfo>& engines) {
    const RunChoice before = choice_;
    engines_ = engines;
    engines_known_ = true;
    for (const auto& [id, form] : forms_) {
        delete form_titles_.at(id);
        delete form;
    }
    forms_.clear();
    form_titles_.clear();
    showing_ = true;
    engine_->clear();
    for (const EngineInfo& engine : engines_) {
        engine_->addItem(engineWord(engine.title), toQt(engine.id));
        addForm(engine);
    }
    if (engines_.size() >= 2) {
        engine_->addItem(tr("Both"), toQt(engines_[0].id + "+" + engines_[1].id));
    }
    showing_ = false;
    problem_box_->hide();
    if (!engines_.empty()) {
        choice_.engines = {engines_.front().id};
        choice_.settings.clear();
        for (const auto& [id, form] : forms_) {
            choice_.settings[id] = form->settings();
        }
        setChoice(before);  // where it still can be
    }
    showChoice();
    orderTabs();
    askSoon();
    lookForWeights();
    if (!(choice_ == before)) {
        Q_EMIT choiceChanged(choice_);
    }
}

void RunSettingsPanel::setEnginesProblem(const Problem& problem) {
    setEngines({});
    problem_text_->setText(problem.hint.isEmpty()
                               ? problem.reason
                               : problem.reason + QLatin1Char('\n') + problem.hint);
    problem_box_->show();
}

void RunSettingsPanel::setInputs(const std::vector<std::filesystem::path>& inputs) {
    if (inputs_ != inputs) {
        inputs_ = inputs;
        askSoon();
        showState();
    }
}

void RunSettingsPanel::setDefaultOutput(const std::filesystem::path& folder) {
    default_output_ = folder;
    output_->setPlaceholderText(shortPath(toQt(folder)));
    output_->setToolTip(choice_.output.empty() ? toQt(folder) : toQt(choice_.output));
}

std::optional<Problem> RunSettingsPanel::setChoice(const RunChoice& choice) {
    RunChoice wanted = choice;
    if (engines_.empty()) {  // judged when they are known
        choice_ = wanted;
        showChoice();
        showState();
        return std::nullopt;
    }
    for (const std::string& id : wanted.engines) {
        const EngineInfo* engine = findEngine(id);
        if (engine == nullptr) {
            return Problem{tr("The engine \"%1\" is not installed.").arg(toQt(id)),
                           tr("Choose another engine.")};
        }
        try {
            validateSettings(engine->fields, engine->presets, wanted.settings[id]);
        } catch (const std::exception& exception) {
            return toProblem(exception);
        }
    }
    if (wanted.engines.empty()) {
        return Problem{tr("No engine is chosen."), tr("Choose an engine.")};
    }
    for (const auto& [id, form] : forms_) {
        const auto given = wanted.settings.find(id);
        if (given != wanted.settings.end()) {
            form->setSettings(given->second);  // of an engine not chosen: kept if it still fits
        }
        wanted.settings[id] = form->settings();
    }
    const bool different = !(wanted == choice_);
    choice_ = wanted;
    showChoice();
    if (different) {
        askSoon();
    }
    showState();
    return std::nullopt;
}

void RunSettingsPanel::setRunning(bool running) {
    running_ = running;
    showState();
}

void RunSettingsPanel::setBlocked(const QString& reason) {
    blocked_ = reason;
    showState();
}

void RunSettingsPanel::setReport(const DeviceReport& report) {
    memory_ = report.host;
    std::vector<std::string> names;
    for (const GpuSample& gpu : report.gpus) {
        names.push_back(gpu.name);
    }
    if (names != gpu_names_) {
        gpu_names_ = names;
        showDevices();
    }
    showState();
}

QWidget* RunSettingsPanel::runButton() const {
    return run_;
}

void RunSettingsPanel::takeEngineChoice() {
    if (showing_ || engine_->currentIndex() < 0) {
        return;
    }
    const std::string preset =
        choice_.engines.empty() ? "standard" : choice_.settings[choice_.engines.front()].preset;
    choice_.engines.clear();
    for (const QString& id : engine_->currentData().toString().split(QLatin1Char('+'))) {
        choice_.engines.push_back(toStd(id));
    }
    takePreset(toQt(preset));  // one preset for all
    showChoice();
    changed();
}

void RunSettingsPanel::takePreset(const QString& preset) {
    for (const std::string& id : choice_.engines) {
        SettingsForm* form = forms_.at(id);
        const QSignalBlocker quiet(form);
        form->setPreset(preset);
        choice_.settings[id] = form->settings();
    }
    if (!showing_) {
        changed();
    }
}

void RunSettingsPanel::changed() {
    askSoon();
    showState();
    Q_EMIT choiceChanged(choice_);
}

void RunSettingsPanel::dropQuestions() {
    for (const int question : open_questions_) {
        predictions_.drop(question);
    }
    open_questions_.clear();
}

void RunSettingsPanel::askSoon() {
    dropQuestions();
    prediction_problem_.clear();
    if (prediction_) {
        prediction_.reset();
        Q_EMIT predictionChanged(std::nullopt);
    }
    if (!inputs_.empty() && !choice_.engines.empty() && !engines_.empty()) {
        ask_timer_.start();
    } else {
        ask_timer_.stop();
    }
}

void RunSettingsPanel::ask() {
    gathered_ = {};
    // All numbers first: a source may answer at once.
    std::vector<std::pair<int, JobFile>> questions;
    for (const std::string& id : choice_.engines) {
        JobFile job;
        job.inputs = inputs_;
        job.output = choice_.output.empty() ? default_output_ : choice_.output;
        job.engine = id;
        job.settings = choice_.settings[id];
        job.seed = choice_.seed;
        job.device = choice_.device;
        job.threads = choice_.threads;
        job.time_limit_min = choice_.time_limit_min;
        questions.emplace_back(++last_question_, std::move(job));
        open_questions_.push_back(last_question_);
    }
    showState();
    for (const auto& [question, job] : questions) {
        predictions_.ask(question, job);
    }
}

void RunSettingsPanel::takePrediction(int question, const Prediction& prediction) {
    const auto found = std::find(open_questions_.begin(), open_questions_.end(), question);
    if (found == open_questions_.end()) {
        return;  // of an earlier choice
    }
    open_questions_.erase(found);
    // One engine runs after the other, and gives its memory back in between.
    gathered_.peak_bytes = std::max(gathered_.peak_bytes, prediction.peak_bytes);
    gathered_.seconds += prediction.seconds;
    if (open_questions_.empty() && prediction_problem_.isEmpty()) {
        prediction_ = gathered_;
        Q_EMIT predictionChanged(prediction_);
    }
    showState();
}

void RunSettingsPanel::takeProblem(int question, const Problem& problem) {
    const auto found = std::find(open_questions_.begin(), open_questions_.end(), question);
    if (found != open_questions_.end()) {
        open_questions_.erase(found);
        prediction_problem_ = problem.reason;
        showState();
    }
}

bool RunSettingsPanel::memoryIsShort() const {
    return prediction_ && memory_.total > 0 &&
           static_cast<double>(prediction_->peak_bytes) >
               kNearlyFull * static_cast<double>(memory_.available);
}

QString RunSettingsPanel::memorySentence() const {
    if (!prediction_) {
        if (!prediction_problem_.isEmpty()) {
            return tr("What it will need cannot be predicted: %1").arg(prediction_problem_);
        }
        return open_questions_.empty() && !ask_timer_.isActive()
                   ? QString()
                   : tr("Working out what it will need…");
    }
    const QString need = formatBytes(prediction_->peak_bytes);
    const QString memory =
        memory_.total > 0 ? tr("About %1 of memory of %2").arg(need, formatBytes(memory_.total))
                          : tr("About %1 of memory").arg(need);
    if (prediction_->seconds <= 0) {
        return memory;
    }
    double seconds = prediction_->seconds;
    if (choice_.time_limit_min) {
        seconds = std::min(
            seconds, *choice_.time_limit_min * 60 * static_cast<double>(choice_.engines.size()));
    }
    return tr("%1; about %2").arg(memory, formatDuration(roundedDuration(seconds)));
}

QString RunSettingsPanel::blockReason() const {
    if (running_) {
        return tr("A run is going on: its settings cannot be changed until it ends.");
    }
    if (engines_.empty()) {
        return engines_known_ ? tr("There is no engine to run.") : tr("Looking for the engines…");
    }
    if (!blocked_.isEmpty()) {
        return blocked_;
    }
    if (inputs_.empty()) {
        return tr("Add pictures first.");
    }
    if (!weightsSentence().isEmpty()) {
        return tr("Get the weights first.");
    }
    return {};
}

void RunSettingsPanel::lookForWeights() {
    needs_.clear();
    for (const EngineInfo& engine : engines_) {
        const WeightsNeed need = weightsNeedOf(engine);
        if (need.files > 0) {
            needs_[engine.id] = need;
        }
    }
    showState();
}

/// Of the chosen engines, the first whose weights are missing.
QString RunSettingsPanel::weightsSentence() const {
    for (const std::string& id : choice_.engines) {
        const auto need = needs_.find(id);
        const EngineInfo* engine = findEngine(id);
        if (need != needs_.end() && engine != nullptr) {
            const QString title = engineWord(engine->title);
            return need->second.bytes > 0
                       ? tr("%1 needs weights that are not on this computer: %2 to fetch.")
                             .arg(title, formatBytes(need->second.bytes))
                       : tr("%1 needs weights that are not on this computer.").arg(title);
        }
    }
    return {};
}

bool RunSettingsPanel::canRun() const {
    return blockReason().isEmpty() && !memoryIsShort();
}

void RunSettingsPanel::showState() {
    const QString reason = blockReason();
    reason_->setText(reason);
    reason_->setVisible(!reason.isEmpty());
    const QString weights = weightsSentence();
    weights_text_->setText(weights);
    weights_box_->setVisible(!weights.isEmpty());
    const QString need = memorySentence();
    need_->setText(need);
    need_->setVisible(!need.isEmpty());
    const bool too_much = !running_ && memoryIsShort();
    if (too_much) {
        advice_->setText(
            tr("Not enough memory: %1 are free, and a run may take 90 % of that. Close "
               "other programs, choose the Draft preset, or lower the picture, texture "
               "or grid resolution under Advanced.")
                .arg(formatBytes(memory_.available)));
    }
    advice_->setVisible(too_much);
    editable_->setEnabled(!running_);
    editable_->setToolTip(running_ ? reason : QString());
    const bool can = canRun();
    run_->setEnabled(can);
    queue_->setEnabled(can);
    const QString why = too_much ? advice_->text() : reason;
    run_->setToolTip(can ? tr("Start the reconstruction") : why);
    run_->setAccessibleDescription(run_->toolTip());
}

}  // namespace bozzetto::ui
