// SPDX-License-Identifier: Apache-2.0
#include "ui/settings/settings_form.h"

#include "ui/settings/setting_row.h"
#include "ui/theme/theme.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace bozzetto::ui {

SettingsForm::SettingsForm(QWidget* parent)
    : QWidget(parent), header_(new QToolButton), reset_all_(new QPushButton), body_(new QWidget) {
    setObjectName(QStringLiteral("settings_form"));
    header_->setObjectName(QStringLiteral("advanced"));
    header_->setAutoRaise(true);
    header_->setCheckable(true);
    header_->setProperty("disclosure", true);
    header_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    header_->setFocusPolicy(Qt::StrongFocus);
    connect(header_, &QToolButton::toggled, this, &SettingsForm::setExpanded);
    reset_all_->setObjectName(QStringLiteral("reset_all"));
    reset_all_->setFlat(true);
    reset_all_->setText(tr("Reset all"));
    reset_all_->setToolTip(tr("Put every value back to that of the preset"));
    connect(reset_all_, &QPushButton::clicked, this, &SettingsForm::resetAll);

    auto* top = new QHBoxLayout;
    top->setContentsMargins(0, 0, 0, 0);
    top->addWidget(header_);
    top->addStretch();
    top->addWidget(reset_all_);
    auto* body_column = new QVBoxLayout(body_);
    body_column->setContentsMargins(0, spacing::kTight, 0, 0);
    grid_ = new QGridLayout;
    body_column->addLayout(grid_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(top);
    column->addWidget(body_);
    setExpanded(false);
    showCount();
}

SettingsForm::~SettingsForm() = default;

void SettingsForm::setEngine(const EngineInfo& engine) {
    engine_ = engine;
    // A field without a value for some preset cannot be shown; the engine keeps what it does.
    std::erase_if(engine_.fields, [&](const SettingField& field) {
        return !field.defaults.contains("") &&
               !std::all_of(engine.presets.begin(), engine.presets.end(), [&](const auto& preset) {
                   return field.defaults.contains(preset);
               });
    });
    rows_.clear();
    // A new grid: rows of a QGridLayout cannot be taken away.
    auto* column = static_cast<QVBoxLayout*>(body_->layout());
    QWidget* fields = new QWidget;
    delete column->takeAt(0);
    for (QWidget* old : body_->findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly)) {
        old->hide();
        old->deleteLater();
    }
    column->addWidget(fields);
    grid_ = new QGridLayout(fields);
    grid_->setContentsMargins(0, 0, 0, 0);
    grid_->setHorizontalSpacing(spacing::kTight);
    grid_->setVerticalSpacing(spacing::kTight);
    grid_->setColumnStretch(0, 1);
    for (const SettingField& field : engine_.fields) {
        auto* row = new SettingRow(field, *grid_, fields);
        connect(row, &SettingRow::edited, this, [this, key = field.key](const std::string& value) {
            change(key, value);
        });
        connect(row, &SettingRow::resetWanted, this, [this, key = field.key] {
            settings_.values.erase(key);
            showValues();
            Q_EMIT settingsChanged(settings_);
        });
        rows_.push_back(row);
    }
    const auto& presets = engine_.presets;
    const bool standard = std::find(presets.begin(), presets.end(), "standard") != presets.end();
    settings_ = {};
    settings_.preset = standard || presets.empty() ? "standard" : presets.front();
    showValues();
}

std::optional<Problem> SettingsForm::setSettings(const Settings& settings) {
    try {
        validateSettings(engine_.fields, engine_.presets, settings);
    } catch (const std::exception& exception) {
        return toProblem(exception);
    }
    settings_ = settings;
    // What equals the preset is the preset's: only differences are kept.
    for (const SettingField& field : engine_.fields) {
        const auto given = settings_.values.find(field.key);
        const std::string usual = settingValue(field, {settings.preset, {}});
        if (given != settings_.values.end() && sameValue(field, given->second, usual)) {
            settings_.values.erase(given);
        }
    }
    showValues();
    return std::nullopt;
}

void SettingsForm::setPreset(const QString& preset) {
    Settings wanted = settings_;
    wanted.preset = toStd(preset);
    if (wanted.preset != settings_.preset && !setSettings(wanted)) {
        Q_EMIT settingsChanged(settings_);
    }
}

void SettingsForm::resetAll() {
    if (!settings_.values.empty()) {
        settings_.values.clear();
        showValues();
        Q_EMIT settingsChanged(settings_);
    }
}

void SettingsForm::setExpanded(bool expanded) {
    header_->setChecked(expanded);
    header_->setIcon(
        icon(expanded ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right")));
    body_->setVisible(expanded);
}

void SettingsForm::change(const std::string& key, const std::string& value) {
    Settings wanted = settings_;
    wanted.values[key] = value;
    const Settings before = settings_;
    if (setSettings(wanted)) {
        showValues();  // refused by core: the editor goes back to what is in force
    } else if (settings_ != before) {
        Q_EMIT settingsChanged(settings_);
    }
}

void SettingsForm::showValues() {
    for (SettingRow* row : rows_) {
        row->show(settingValue(row->field(), settings_),
                  settingValue(row->field(), {settings_.preset, {}}));
    }
    showCount();
}

void SettingsForm::showCount() {
    const int changed = static_cast<int>(settings_.values.size());
    header_->setText(changed == 0 ? tr("Advanced") : tr("Advanced (%n changed)", nullptr, changed));
    header_->setAccessibleName(header_->text());
    reset_all_->setVisible(changed > 0);
}

}  // namespace bozzetto::ui
