// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "pipeline/engine.h"
#include "ui/common/text.h"

#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

class QGridLayout;
class QLabel;
class QPushButton;
class QToolButton;

namespace bozzetto::ui {

class SettingRow;

/// The settings of one engine, made from its own description: a row a field, folded away under
/// "Advanced". Values that differ from the preset are marked and can be put back one by one.
class SettingsForm : public QWidget {
    Q_OBJECT

public:
    explicit SettingsForm(QWidget* parent = nullptr);
    ~SettingsForm() override;

    /// Builds the rows; all values are those of the preset "standard" (else the first preset).
    void setEngine(const EngineInfo& engine);
    /// Emits nothing. A problem (in core's words) when the engine would refuse them: the form then
    /// stays as it was.
    std::optional<Problem> setSettings(const Settings& settings);
    /// Only what differs from the preset.
    Settings settings() const { return settings_; }

public Q_SLOTS:
    /// Values that the user changed stay; all others become the preset's.
    void setPreset(const QString& preset);
    void resetAll();
    void setExpanded(bool expanded);

Q_SIGNALS:
    void settingsChanged(const bozzetto::Settings& settings);

private:
    void change(const std::string& key, const std::string& value);
    void showValues();
    void showCount();

    EngineInfo engine_;
    Settings settings_;
    std::vector<SettingRow*> rows_;
    QToolButton* header_;
    QPushButton* reset_all_;
    QWidget* body_;
    QGridLayout* grid_;
};

}  // namespace bozzetto::ui
