// SPDX-License-Identifier: Apache-2.0
// What RunSettingsPanel looks like: its controls, and what they show of the choice.
#include "ui/settings/engine_words.h"
#include "ui/settings/preset_chooser.h"
#include "ui/settings/run_settings_panel.h"
#include "ui/settings/settings_form.h"
#include "ui/theme/calm_wheel.h"
#include "ui/theme/theme.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QThread>
#include <QVBoxLayout>

#include <algorithm>

namespace bozzetto::ui {
namespace {

constexpr int kMostThreads = 1024;
constexpr double kLongestRun = 100000;  // minutes

/// A label above its control.
QLabel* addField(QVBoxLayout& column, const QString& title, QWidget* control) {
    auto* label = new QLabel(title);
    label->setBuddy(control);
    control->setAccessibleName(title);
    auto* pair = new QVBoxLayout;
    pair->setSpacing(spacing::kTight);
    pair->addWidget(label);
    pair->addWidget(control);
    column.addLayout(pair);
    return label;
}

/// Whose licences do not allow commercial use of what these engines make, in words; or empty.
QString nonCommercialParts(const std::vector<const EngineInfo*>& engines) {
    QStringList parts;
    for (const EngineInfo* engine : engines) {
        for (const UsedLicence& used : engine->licences) {
            if (!used.commercial) {
                parts.append(toQt(used.what) + QStringLiteral(" (") + toQt(used.licence) +
                             QLatin1Char(')'));
            }
        }
    }
    return parts.join(QStringLiteral(", "));
}

QLabel* wrapped(const QString& name, Role role) {
    auto* label = new QLabel;
    label->setObjectName(name);
    label->setWordWrap(true);
    setRole(label, role);
    return label;
}

}  // namespace

void RunSettingsPanel::buildChoices(QVBoxLayout& column) {
    problem_box_ = new QWidget;
    auto* problem_column = new QVBoxLayout(problem_box_);
    problem_column->setContentsMargins(0, 0, 0, 0);
    problem_text_ = wrapped(QStringLiteral("engines_problem"), Role::Error);
    auto* again = new QPushButton(icon(QStringLiteral("refresh")), tr("Try again"));
    again->setObjectName(QStringLiteral("engines_again"));
    connect(again, &QPushButton::clicked, this, &RunSettingsPanel::enginesRequested);
    problem_column->addWidget(problem_text_);
    problem_column->addWidget(again, 0, Qt::AlignLeft);
    problem_box_->hide();
    column.addWidget(problem_box_);

    engine_ = new QComboBox;
    engine_->setObjectName(QStringLiteral("engine"));
    keepWheelCalm(engine_);
    addField(column, tr("Engine"), engine_);
    engine_help_ = wrapped(QStringLiteral("engine_help"), Role::Muted);
    column.addWidget(engine_help_);
    weights_box_ = new QWidget;
    auto* weights_column = new QVBoxLayout(weights_box_);
    weights_column->setContentsMargins(0, 0, 0, 0);
    weights_column->setSpacing(spacing::kTight);
    weights_text_ = wrapped(QStringLiteral("weights_missing"), Role::Warning);
    get_weights_ = new QPushButton(icon(QStringLiteral("import")), tr("Get weights…"));
    get_weights_->setObjectName(QStringLiteral("get_missing_weights"));
    connect(get_weights_, &QPushButton::clicked, this, &RunSettingsPanel::weightsRequested);
    weights_column->addWidget(weights_text_);
    weights_column->addWidget(get_weights_, 0, Qt::AlignLeft);
    weights_box_->hide();
    column.addWidget(weights_box_);
    connect(engine_, &QComboBox::currentIndexChanged, this, &RunSettingsPanel::takeEngineChoice);

    preset_ = new PresetChooser;
    addField(column, tr("Preset"), preset_);
    connect(preset_, &PresetChooser::chosen, this, &RunSettingsPanel::takePreset);
}

void RunSettingsPanel::buildMachine(QVBoxLayout& column) {
    device_ = new QComboBox;
    device_->setObjectName(QStringLiteral("device"));
    device_->setToolTip(tr("What computes: Automatic takes the first GPU if there is one"));
    keepWheelCalm(device_);
    addField(column, tr("Device"), device_);
    connect(device_, &QComboBox::currentIndexChanged, this, [this] {
        if (!showing_) {
            choice_.device = toStd(device_->currentData().toString());
            changed();
        }
    });

    threads_ = new QSpinBox;
    threads_->setObjectName(QStringLiteral("threads"));
    threads_->setRange(0, kMostThreads);
    threads_->setSpecialValueText(tr("All (%1)").arg(QThread::idealThreadCount()));
    threads_->setToolTip(tr("Fewer threads leave more of the computer to other programs"));
    keepWheelCalm(threads_);
    connect(threads_, &QSpinBox::valueChanged, this, [this](int threads) {
        if (!showing_) {
            choice_.threads = threads;
            changed();
        }
    });
    time_limit_ = new QDoubleSpinBox;
    time_limit_->setObjectName(QStringLiteral("time_limit"));
    time_limit_->setRange(0, kLongestRun);
    time_limit_->setDecimals(1);
    time_limit_->setSpecialValueText(tr("None"));
    time_limit_->setSuffix(tr(" min"));
    time_limit_->setToolTip(tr("After this time a run ends with the best result so far"));
    keepWheelCalm(time_limit_);
    connect(time_limit_, &QDoubleSpinBox::valueChanged, this, [this](double minutes) {
        if (!showing_) {
            choice_.time_limit_min = minutes > 0 ? std::optional(minutes) : std::nullopt;
            changed();
        }
    });
    auto* pair = new QHBoxLayout;
    pair->setSpacing(spacing::kUnit);
    for (const auto& [title, box] :
         {std::pair<QString, QWidget*>{tr("Threads"), threads_}, {tr("Time limit"), time_limit_}}) {
        auto* half = new QVBoxLayout;
        addField(*half, title, box);
        pair->addLayout(half, 1);
    }
    column.addLayout(pair);

    output_ = new QLineEdit;
    output_->setObjectName(QStringLiteral("output"));
    output_->setClearButtonEnabled(true);
    auto* button = new QPushButton(tr("Choose…"));
    choose_output_ = button;
    button->setObjectName(QStringLiteral("choose_output"));
    button->setAccessibleName(tr("Choose the output folder"));
    connect(button, &QPushButton::clicked, this, &RunSettingsPanel::chooseOutput);
    auto* line = new QWidget;
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(spacing::kUnit);
    row->addWidget(output_, 1);
    row->addWidget(button);
    addField(column, tr("Output folder"), line)->setBuddy(output_);
    output_->setAccessibleName(tr("Output folder"));
    connect(output_, &QLineEdit::editingFinished, this, [this] {
        const std::filesystem::path folder = toPath(output_->text().trimmed());
        if (!showing_ && folder != choice_.output) {
            choice_.output = folder;
            changed();
        }
    });
}

void RunSettingsPanel::buildFooter(QVBoxLayout& column) {
    need_ = wrapped(QStringLiteral("need"), Role::Muted);
    advice_ = wrapped(QStringLiteral("advice"), Role::Warning);
    reason_ = wrapped(QStringLiteral("reason"), Role::Muted);
    run_ = new QPushButton(icon(QStringLiteral("play"), Ink::OnAccent), tr("Run"));
    run_->setObjectName(QStringLiteral("run"));
    run_->setMinimumHeight(spacing::kControl + spacing::kUnit);
    setPrimary(run_);
    queue_ = new QPushButton(icon(QStringLiteral("queue")), tr("Add to queue"));
    queue_->setObjectName(QStringLiteral("add_to_queue"));
    queue_->setMinimumHeight(spacing::kControl + spacing::kUnit);
    queue_->setToolTip(tr("Run it after those that wait already"));
    connect(run_, &QPushButton::clicked, this, [this] {
        if (canRun()) {
            Q_EMIT runRequested(choice_);
        }
    });
    connect(queue_, &QPushButton::clicked, this, [this] {
        if (canRun()) {
            Q_EMIT queueRequested(choice_);
        }
    });
    auto* footer = new QVBoxLayout;
    footer->setContentsMargins(spacing::kPanel, spacing::kUnit, spacing::kPanel, spacing::kPanel);
    footer->setSpacing(spacing::kUnit);
    for (QLabel* label : {need_, advice_, reason_}) {
        footer->addWidget(label);
    }
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(spacing::kUnit);
    buttons->addWidget(run_, 2);
    buttons->addWidget(queue_, 1);
    footer->addLayout(buttons);
    column.addLayout(footer);
}

void RunSettingsPanel::addForm(const EngineInfo& engine) {
    auto* title = new QLabel(engineWord(engine.title));
    setRole(title, Role::Heading);
    auto* form = new SettingsForm;
    form->setObjectName(QStringLiteral("form_") + toQt(engine.id));
    form->setEngine(engine);
    connect(form,
            &SettingsForm::settingsChanged,
            this,
            [this, id = engine.id](const Settings& settings) {
                choice_.settings[id] = settings;
                changed();
            });
    forms_column_->addWidget(title);
    forms_column_->addWidget(form);
    forms_[engine.id] = form;
    form_titles_[engine.id] = title;
}

/// Tab follows the eye: what was made last is not what comes last.
void RunSettingsPanel::orderTabs() {
    QList<QWidget*> order{engine_, get_weights_};
    order += preset_->buttons();
    order += QList<QWidget*>{device_, threads_, time_limit_, output_, choose_output_};
    for (const EngineInfo& engine : engines_) {
        for (QWidget* field : forms_.at(engine.id)->findChildren<QWidget*>()) {
            const bool is_list = field->window() != window();  // what a box opens
            if (field->focusPolicy() != Qt::NoFocus && !field->focusProxy() && !is_list) {
                order.append(field);
            }
        }
    }
    order += QList<QWidget*>{run_, queue_};
    for (qsizetype i = 1; i < order.size(); ++i) {
        setTabOrder(order[i - 1], order[i]);
    }
}

void RunSettingsPanel::chooseOutput() {
    auto* dialog = new QFileDialog(this, tr("Output folder"), output_->text());
    dialog->setObjectName(QStringLiteral("output_dialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& folder) {
        choice_.output = toPath(folder);
        showChoice();
        changed();
    });
    dialog->open();
}

void RunSettingsPanel::showDevices() {
    showing_ = true;
    device_->clear();
    device_->addItem(tr("Automatic"), QStringLiteral("auto"));
    device_->addItem(tr("CPU"), QStringLiteral("cpu"));
    for (size_t i = 0; i < gpu_names_.size(); ++i) {
        device_->addItem(toQt(gpu_names_[i]), QStringLiteral("cuda:%1").arg(i));
    }
    const QString wanted = toQt(choice_.device);
    int index = device_->findData(wanted);
    if (index < 0) {  // chosen on another computer, or the GPU is gone: say so, change nothing
        device_->addItem(tr("%1 (not here)").arg(wanted), wanted);
        index = device_->count() - 1;
    }
    device_->setCurrentIndex(index);
    showing_ = false;
}

void RunSettingsPanel::showChoice() {
    showing_ = true;
    QStringList ids;
    for (const std::string& id : choice_.engines) {
        ids.append(toQt(id));
    }
    engine_->setCurrentIndex(engine_->findData(ids.join(QLatin1Char('+'))));
    QStringList help;
    std::string preset = "standard";
    for (const auto& [id, form] : forms_) {
        const bool chosen =
            std::find(choice_.engines.begin(), choice_.engines.end(), id) != choice_.engines.end();
        form->setVisible(chosen);
        form_titles_.at(id)->setVisible(chosen && choice_.engines.size() > 1);
    }
    for (const std::string& id : choice_.engines) {
        const EngineInfo* engine = findEngine(id);
        if (engine != nullptr) {
            help.append(engineWord(engine->description));
            preset = forms_.at(id)->settings().preset;
        }
    }
    std::vector<const EngineInfo*> chosen;
    for (const std::string& id : choice_.engines) {
        if (const EngineInfo* engine = findEngine(id)) {
            chosen.push_back(engine);
        }
    }
    QString words = choice_.engines.size() > 1
                        ? tr("One after the other, to compare the results side by side.")
                        : help.join(QLatin1Char(' '));
    if (const QString bound = nonCommercialParts(chosen); !bound.isEmpty()) {
        words += QLatin1Char('\n') + tr("Results are not for commercial use: %1.").arg(bound);
    }
    engine_help_->setText(words);
    const EngineInfo* first =
        choice_.engines.empty() ? nullptr : findEngine(choice_.engines.front());
    if (first != nullptr && first->presets != preset_->presets()) {
        preset_->setPresets(first->presets);
        orderTabs();
    }
    preset_->choose(preset);
    threads_->setValue(choice_.threads);
    time_limit_->setValue(choice_.time_limit_min.value_or(0));
    output_->setText(toQt(choice_.output));
    output_->setPlaceholderText(shortPath(toQt(default_output_)));
    output_->setToolTip(choice_.output.empty() ? toQt(default_output_) : toQt(choice_.output));
    showing_ = false;
    showDevices();
}

}  // namespace bozzetto::ui
