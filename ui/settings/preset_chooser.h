// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QWidget>

#include <string>
#include <vector>

class QButtonGroup;
class QHBoxLayout;
class QLabel;

namespace bozzetto::ui {

/// Presets side by side, one of them chosen, with its effect in a line below. The arrow keys move
/// the choice.
class PresetChooser : public QWidget {
    Q_OBJECT

public:
    explicit PresetChooser(QWidget* parent = nullptr);
    void setPresets(const std::vector<std::string>& presets);
    const std::vector<std::string>& presets() const { return presets_; }
    /// In their order on screen; new ones after setPresets.
    QList<QWidget*> buttons() const;
    /// Emits nothing.
    void choose(const std::string& preset);

Q_SIGNALS:
    void chosen(const QString& preset);

private:
    std::vector<std::string> presets_;
    QButtonGroup* group_;
    QHBoxLayout* row_;
    QLabel* effect_;
};

}  // namespace bozzetto::ui
