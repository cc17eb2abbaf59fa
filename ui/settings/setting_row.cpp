// SPDX-License-Identifier: Apache-2.0
#include "ui/settings/setting_row.h"

#include "base/text.h"
#include "ui/common/text.h"
#include "ui/settings/engine_words.h"
#include "ui/theme/calm_wheel.h"
#include "ui/theme/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QLabel>
#include <QSpinBox>
#include <QToolButton>

#include <algorithm>
#include <cmath>
#include <limits>

namespace bozzetto::ui {
namespace {

constexpr int kDecimals = 6;       // of numbers that are typed
constexpr int kEditorWidth = 148;  // least, so that all editors of a form end in a line

/// Shows 0.02 and not 0.020000, and steps by a tenth of what is there: rates span decades.
class NumberBox : public QDoubleSpinBox {
public:
    using QDoubleSpinBox::QDoubleSpinBox;
    QString textFromValue(double value) const override {
        QLocale shown = locale();
        shown.setNumberOptions(QLocale::OmitGroupSeparator);
        return shown.toString(value, 'f', QLocale::FloatingPointShortest);
    }
};

QString suffixOf(const SettingField& field) {
    return field.unit.empty() ? QString() : QStringLiteral(" ") + engineWord(field.unit);
}

int toInt(double value) {
    return static_cast<int>(std::clamp(value,
                                       static_cast<double>(std::numeric_limits<int>::min()),
                                       static_cast<double>(std::numeric_limits<int>::max())));
}

QToolButton* smallButton(const QString& icon_name, QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setIcon(icon(icon_name, icon_name == QLatin1String("help") ? Ink::Muted : Ink::Text));
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::StrongFocus);
    return button;
}

}  // namespace

bool sameValue(const SettingField& field, const std::string& a, const std::string& b) {
    if (field.type == SettingField::Type::Integer || field.type == SettingField::Type::Number) {
        const auto first = parseNumber(a), second = parseNumber(b);
        return first && second && *first == *second;
    }
    return a == b;
}

SettingRow::SettingRow(const SettingField& field, QGridLayout& grid, QWidget* parent)
    : QObject(parent), field_(field) {
    const QString name = toQt(field.key), title = engineWord(field.label),
                  help = engineWord(field.help);
    label_ = new QLabel(title, parent);
    label_->setObjectName(QStringLiteral("label_") + name);
    label_->setToolTip(help);
    editor_ = makeEditor(parent);
    editor_->setObjectName(QStringLiteral("setting_") + name);
    editor_->setAccessibleName(title);
    editor_->setAccessibleDescription(help);
    editor_->setToolTip(help);
    editor_->setMinimumWidth(kEditorWidth);
    keepWheelCalm(editor_);
    label_->setBuddy(editor_);

    reset_ = smallButton(QStringLiteral("reset"), parent);
    reset_->setObjectName(QStringLiteral("reset_") + name);
    reset_->setAccessibleName(tr("Reset %1").arg(title));
    QSizePolicy kept = reset_->sizePolicy();
    kept.setRetainSizeWhenHidden(true);
    reset_->setSizePolicy(kept);
    reset_->hide();
    connect(reset_, &QToolButton::clicked, this, &SettingRow::resetWanted);

    explanation_ = new QLabel(help, parent);
    explanation_->setObjectName(QStringLiteral("explanation_") + name);
    explanation_->setWordWrap(true);
    setRole(explanation_, Role::Muted);
    explanation_->hide();
    help_ = smallButton(QStringLiteral("help"), parent);
    help_->setObjectName(QStringLiteral("help_") + name);
    help_->setAccessibleName(tr("Explain %1").arg(title));
    help_->setToolTip(help);
    help_->setCheckable(true);
    help_->setVisible(!help.isEmpty());
    connect(help_, &QToolButton::toggled, explanation_, &QLabel::setVisible);

    const int row = grid.rowCount();
    grid.addWidget(label_, row, 0);
    grid.addWidget(editor_, row, 1);
    grid.addWidget(reset_, row, 2);
    grid.addWidget(help_, row, 3);
    grid.addWidget(explanation_, row + 1, 0, 1, 4);
}

QWidget* SettingRow::makeEditor(QWidget* parent) {
    switch (field_.type) {
        case SettingField::Type::Integer:
            return makeInteger(parent);
        case SettingField::Type::Choice:
            return makeChoice(parent);
        case SettingField::Type::Switch:
            return makeSwitch(parent);
        case SettingField::Type::Number:
            break;
    }
    return makeNumber(parent);
}

QWidget* SettingRow::makeInteger(QWidget* parent) {
    auto* box = new QSpinBox(parent);
    box->setRange(toInt(std::ceil(field_.minimum)), toInt(std::floor(field_.maximum)));
    box->setSuffix(suffixOf(field_));
    box->setKeyboardTracking(false);
    box->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    show_value_ = [box](const std::string& value) {
        box->setValue(toInt(parseNumber(value).value_or(box->minimum())));
    };
    connect(box, &QSpinBox::valueChanged, this, [this](int value) {
        if (!showing_) {
            Q_EMIT edited(std::to_string(value));
        }
    });
    return box;
}

QWidget* SettingRow::makeNumber(QWidget* parent) {
    auto* box = new NumberBox(parent);
    box->setDecimals(kDecimals);
    box->setRange(field_.minimum, field_.maximum);
    box->setSuffix(suffixOf(field_));
    box->setKeyboardTracking(false);
    box->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    show_value_ = [box](const std::string& value) {
        box->setValue(parseNumber(value).value_or(box->minimum()));
    };
    connect(box, &QDoubleSpinBox::valueChanged, this, [this](double value) {
        if (!showing_) {
            Q_EMIT edited(formatNumber(value));
        }
    });
    return box;
}

QWidget* SettingRow::makeChoice(QWidget* parent) {
    auto* box = new QComboBox(parent);
    for (const std::string& choice : field_.choices) {
        box->addItem(engineWord(choice), toQt(choice));
    }
    show_value_ = [box](const std::string& value) {
        box->setCurrentIndex(box->findData(toQt(value)));
    };
    connect(box, &QComboBox::currentIndexChanged, this, [this, box] {
        if (!showing_) {
            Q_EMIT edited(toStd(box->currentData().toString()));
        }
    });
    return box;
}

QWidget* SettingRow::makeSwitch(QWidget* parent) {
    auto* box = new QCheckBox(parent);
    show_value_ = [box](const std::string& value) {
        box->setChecked(value == "on");
        box->setText(value == "on" ? tr("On") : tr("Off"));
    };
    connect(box, &QCheckBox::toggled, this, [this](bool on) {
        if (!showing_) {
            Q_EMIT edited(on ? "on" : "off");
        }
    });
    return box;
}

QString SettingRow::shownValue(const std::string& value) const {
    switch (field_.type) {
        case SettingField::Type::Switch:
            return value == "on" ? tr("On") : tr("Off");
        case SettingField::Type::Choice:
            return engineWord(value);
        default:
            return toQt(value) + suffixOf(field_);
    }
}

void SettingRow::show(const std::string& value, const std::string& preset_value) {
    showing_ = true;
    show_value_(value);
    showing_ = false;
    const bool differs = !sameValue(field_, value, preset_value);
    const QString title = engineWord(field_.label);
    // Weight and a sign, so that colour is not needed to see it.
    label_->setText(differs ? QStringLiteral("• ") + title : title);
    setRole(label_, differs ? Role::Heading : Role::Normal);
    editor_->setAccessibleName(differs ? tr("%1, changed").arg(title) : title);
    reset_->setToolTip(tr("Back to the preset's value: %1").arg(shownValue(preset_value)));
    if (!differs && reset_->hasFocus()) {
        editor_->setFocus(Qt::OtherFocusReason);
    }
    reset_->setVisible(differs);
}

}  // namespace bozzetto::ui
