// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "pipeline/settings.h"

#include <QObject>

#include <functional>

class QGridLayout;
class QLabel;
class QToolButton;
class QWidget;

namespace bozzetto::ui {

/// One field of a settings form: label, editor after the field's type, a button that explains it
/// and one that puts the preset's value back.
class SettingRow : public QObject {
    Q_OBJECT

public:
    /// Adds itself to the grid's next two rows (the second is the explanation, hidden at first).
    SettingRow(const SettingField& field, QGridLayout& grid, QWidget* parent);

    const SettingField& field() const { return field_; }
    /// Shows a value that is in force; `preset_value` is what the button puts back.
    void show(const std::string& value, const std::string& preset_value);
    QWidget* editor() const { return editor_; }

Q_SIGNALS:
    void edited(const std::string& value);
    void resetWanted();

private:
    QWidget* makeEditor(QWidget* parent);
    QWidget* makeInteger(QWidget* parent);
    QWidget* makeNumber(QWidget* parent);
    QWidget* makeChoice(QWidget* parent);
    QWidget* makeSwitch(QWidget* parent);
    QString shownValue(const std::string& value) const;

    SettingField field_;
    bool showing_ = false;
    std::function<void(const std::string&)> show_value_;
    QLabel* label_;
    QWidget* editor_;
    QToolButton *help_, *reset_;
    QLabel* explanation_;
};

/// Whether two texts mean the same value of a field ("0.10" and "0.1").
bool sameValue(const SettingField& field, const std::string& a, const std::string& b);

}  // namespace bozzetto::ui
