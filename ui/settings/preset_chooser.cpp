// SPDX-License-Identifier: Apache-2.0
#include "ui/settings/preset_chooser.h"

#include "ui/common/text.h"
#include "ui/settings/engine_words.h"
#include "ui/theme/theme.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace bozzetto::ui {
namespace {

const char* segmentOf(size_t index, size_t count) {
    if (count == 1) {
        return "";
    }
    return index == 0 ? "first" : index + 1 == count ? "last" : "middle";
}

}  // namespace

PresetChooser::PresetChooser(QWidget* parent)
    : QWidget(parent), group_(new QButtonGroup(this)), row_(new QHBoxLayout), effect_(new QLabel) {
    setObjectName(QStringLiteral("preset"));
    setAccessibleName(tr("Preset"));
    row_->setSpacing(0);
    effect_->setObjectName(QStringLiteral("preset_effect"));
    effect_->setWordWrap(true);
    setRole(effect_, Role::Muted);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(spacing::kTight);
    column->addLayout(row_);
    column->addWidget(effect_);
    connect(group_, &QButtonGroup::idToggled, this, [this](int id, bool on) {
        if (on) {
            const std::string& preset = presets_.at(static_cast<size_t>(id));
            effect_->setText(presetEffect(preset));
            Q_EMIT chosen(toQt(preset));
        }
    });
}

void PresetChooser::setPresets(const std::vector<std::string>& presets) {
    for (QAbstractButton* old : group_->buttons()) {
        group_->removeButton(old);
        delete old;
    }
    presets_ = presets;
    effect_->clear();
    for (size_t i = 0; i < presets_.size(); ++i) {
        auto* button = new QPushButton(presetTitle(presets_[i]));
        button->setObjectName(QStringLiteral("preset_") + toQt(presets_[i]));
        button->setCheckable(true);
        button->setAutoExclusive(true);
        button->setToolTip(presetEffect(presets_[i]));
        button->setAccessibleDescription(presetEffect(presets_[i]));
        button->setProperty("segment", QString::fromLatin1(segmentOf(i, presets_.size())));
        group_->addButton(button, static_cast<int>(i));
        row_->addWidget(button, 1);
    }
}

QList<QWidget*> PresetChooser::buttons() const {
    QList<QWidget*> buttons;
    for (int id = 0; id < static_cast<int>(presets_.size()); ++id) {
        buttons.append(group_->button(id));
    }
    return buttons;
}

void PresetChooser::choose(const std::string& preset) {
    for (size_t i = 0; i < presets_.size(); ++i) {
        if (presets_[i] == preset) {
            const QSignalBlocker quiet(this);
            group_->button(static_cast<int>(i))->setChecked(true);
            effect_->setText(presetEffect(preset));
        }
    }
}

}  // namespace bozzetto::ui
