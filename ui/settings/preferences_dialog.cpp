// SPDX-License-Identifier: Apache-2.0
#include "ui/settings/preferences_dialog.h"

#include "ui/common/background_task.h"
#include "ui/common/state_folder.h"
#include "ui/settings/language.h"
#include "ui/theme/calm_wheel.h"
#include "ui/theme/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QDirIterator>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QThread>
#include <QVBoxLayout>

#include <algorithm>
#include <initializer_list>

namespace bozzetto::ui {
namespace {

constexpr int kMostThreads = 1024;
constexpr int kDialogWidth = 520;

quint64 sizeOfFolder(const QString& folder) {
    quint64 bytes = 0;
    QDirIterator files(folder,
                       QDir::Files | QDir::Hidden | QDir::System | QDir::NoSymLinks,
                       QDirIterator::Subdirectories);
    while (files.hasNext()) {
        files.next();
        bytes += static_cast<quint64>(files.fileInfo().size());
    }
    return bytes;
}

/// Deletes what is in the folder and keeps the folder. True when all of it is gone.
bool emptyFolder(const QString& folder) {
    bool all = true;
    for (const QFileInfo& entry : QDir(folder).entryInfoList(QDir::AllEntries | QDir::Hidden |
                                                             QDir::System | QDir::NoDotAndDotDot)) {
        const bool real_folder = entry.isDir() && !entry.isSymLink();
        all &= real_folder ? QDir(entry.filePath()).removeRecursively()
                           : QFile::remove(entry.filePath());
    }
    return all;
}

template <class Value>
struct Choice {
    Value value;
    QString title;
};

/// Fills a box; the values are found again as numbers.
template <class Value>
void fill(QComboBox* box, std::initializer_list<Choice<Value>> choices) {
    for (const Choice<Value>& choice : choices) {
        box->addItem(choice.title, static_cast<int>(choice.value));
    }
}

template <class Value>
Value valueOf(const QComboBox* box) {
    return static_cast<Value>(box->currentData().toInt());
}

QComboBox* makeBox(const QString& name) {
    auto* box = new QComboBox;
    box->setObjectName(name);
    keepWheelCalm(box);
    return box;
}

QFormLayout* addGroup(QVBoxLayout& column, const QString& title) {
    auto* heading = new QLabel(title);
    setRole(heading, Role::Heading);
    column.addWidget(heading);
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(spacing::kWide);
    form->setVerticalSpacing(spacing::kUnit);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    column.addLayout(form);
    return form;
}

/// The fields of all groups begin in one line.
void alignLabels(const QWidget& dialog) {
    int widest = 0;
    QList<QWidget*> labels;
    for (const QFormLayout* form : dialog.findChildren<QFormLayout*>()) {
        for (int row = 0; row < form->rowCount(); ++row) {
            if (const QLayoutItem* item = form->itemAt(row, QFormLayout::LabelRole)) {
                labels.append(item->widget());
                widest = std::max(widest, item->widget()->sizeHint().width());
            }
        }
    }
    for (QWidget* label : labels) {
        label->setMinimumWidth(widest);
    }
}

void addRow(QFormLayout& form, const QString& title, QWidget* field) {
    field->setAccessibleName(title);
    form.addRow(title, field);
}

}  // namespace

PreferencesDialog::PreferencesDialog(Preferences& preferences, QWidget* parent)
    : QDialog(parent), preferences_(preferences) {
    setObjectName(QStringLiteral("preferences"));
    setWindowTitle(tr("Preferences"));
    setModal(false);
    setMinimumWidth(scaled(kDialogWidth));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(
        spacing::kSection, spacing::kSection, spacing::kSection, spacing::kWide);
    column->setSpacing(spacing::kWide);
    buildLook(*column);
    buildWork(*column);
    buildFiles(*column);
    restart_ = new QLabel(tr("Language and spacing change fully after a restart."));
    restart_->setObjectName(QStringLiteral("restart"));
    restart_->setWordWrap(true);
    setRole(restart_, Role::Warning);
    restart_->hide();
    column->addWidget(restart_);
    column->addStretch();
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    buttons->button(QDialogButtonBox::Close)->setText(tr("Close"));
    buttons->button(QDialogButtonBox::Close)->setObjectName(QStringLiteral("close"));
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    column->addWidget(buttons);
    showPreferences();
    ensurePolished();
    alignLabels(*this);
}

PreferencesDialog::~PreferencesDialog() = default;

void PreferencesDialog::buildLook(QVBoxLayout& column) {
    QFormLayout& form = *addGroup(column, tr("Look"));
    theme_ = makeBox(QStringLiteral("theme"));
    fill<Scheme>(theme_,
                 {{Scheme::System, tr("As the system")},
                  {Scheme::Light, tr("Light")},
                  {Scheme::Dark, tr("Dark")}});
    addRow(form, tr("Theme"), theme_);
    connect(theme_, &QComboBox::currentIndexChanged, this, [this] {
        if (!showing_) {
            preferences_.setTheme(valueOf<Scheme>(theme_));
        }
    });
    language_ = makeBox(QStringLiteral("language"));
    language_->addItem(tr("As the system"), QString());
    for (const Language& language : languages()) {
        language_->addItem(language.name, language.code);
    }
    addRow(form, tr("Language"), language_);
    connect(language_, &QComboBox::currentIndexChanged, this, [this] {
        if (!showing_) {
            preferences_.setLanguage(language_->currentData().toString());
            restart_->show();
        }
    });
    scale_ = new QSpinBox;
    scale_->setObjectName(QStringLiteral("ui_scale"));
    scale_->setRange(100, 300);
    scale_->setSingleStep(25);
    scale_->setSuffix(tr(" %"));
    scale_->setKeyboardTracking(false);
    keepWheelCalm(scale_);
    addRow(form, tr("Size of texts and controls"), scale_);
    connect(scale_, &QSpinBox::valueChanged, this, [this](int percent) {
        if (!showing_) {
            preferences_.setUiScale(percent / 100.0);
            restart_->show();
        }
    });
    units_ = makeBox(QStringLiteral("units"));
    fill<LengthDisplay>(units_,
                        {{LengthDisplay::Millimetre, tr("Millimetres")},
                         {LengthDisplay::Centimetre, tr("Centimetres")},
                         {LengthDisplay::Metre, tr("Metres")},
                         {LengthDisplay::Inch, tr("Inches")}});
    addRow(form, tr("Lengths"), units_);
    connect(units_, &QComboBox::currentIndexChanged, this, [this] {
        if (!showing_) {
            preferences_.setLengthDisplay(valueOf<LengthDisplay>(units_));
        }
    });
    navigation_ = makeBox(QStringLiteral("navigation"));
    fill<NavigationPreset>(navigation_,
                           {{NavigationPreset::Simple, tr("Simple: drag to orbit")},
                            {NavigationPreset::Blender, tr("Blender: middle button orbits")},
                            {NavigationPreset::Maya, tr("Maya: Alt and left button orbit")}});
    addRow(form, tr("Mouse in the viewport"), navigation_);
    connect(navigation_, &QComboBox::currentIndexChanged, this, [this] {
        if (!showing_) {
            preferences_.setNavigation(valueOf<NavigationPreset>(navigation_));
        }
    });
}

void PreferencesDialog::buildWork(QVBoxLayout& column) {
    QFormLayout& form = *addGroup(column, tr("New runs"));
    device_ = makeBox(QStringLiteral("device"));
    addRow(form, tr("Device"), device_);
    connect(device_, &QComboBox::currentIndexChanged, this, [this] {
        if (!showing_) {
            preferences_.setDevice(device_->currentData().toString());
        }
    });
    setReport({});
    threads_ = new QSpinBox;
    threads_->setObjectName(QStringLiteral("threads"));
    threads_->setRange(0, kMostThreads);
    threads_->setSpecialValueText(tr("All (%1)").arg(QThread::idealThreadCount()));
    threads_->setKeyboardTracking(false);
    keepWheelCalm(threads_);
    addRow(form, tr("Threads"), threads_);
    connect(threads_, &QSpinBox::valueChanged, this, [this](int threads) {
        if (!showing_) {
            preferences_.setThreads(threads);
        }
    });
    find_cameras_ = new QCheckBox(tr("Find cameras by itself"));
    find_cameras_->setObjectName(QStringLiteral("find_cameras"));
    find_cameras_->setToolTip(
        tr("Begins as soon as pictures without cameras are opened, in the background"));
    form.addRow(new QLabel, find_cameras_);
    connect(find_cameras_, &QCheckBox::toggled, this, [this](bool on) {
        if (!showing_) {
            preferences_.setFindsCameras(on);
        }
    });
    notifications_ = new QCheckBox(tr("Tell me when a run has ended"));
    notifications_->setObjectName(QStringLiteral("notifications"));
    form.addRow(new QLabel, notifications_);
    connect(notifications_, &QCheckBox::toggled, this, [this](bool on) {
        if (!showing_) {
            preferences_.setNotifications(on);
        }
    });
}

void PreferencesDialog::buildFiles(QVBoxLayout& column) {
    QFormLayout& form = *addGroup(column, tr("Files"));
    cache_ = new QLineEdit;
    cache_->setObjectName(QStringLiteral("cache_folder"));
    cache_->setClearButtonEnabled(true);
    cache_->setPlaceholderText(cacheFolder());
    connect(cache_, &QLineEdit::editingFinished, this, [this] {
        if (!showing_ && cache_->text().trimmed() != preferences_.cacheFolder()) {
            preferences_.setCacheFolder(cache_->text().trimmed());
            measureCache();
        }
    });
    auto* choose = new QPushButton(tr("Choose…"));
    choose->setObjectName(QStringLiteral("choose_cache"));
    choose->setAccessibleName(tr("Choose the folder of the cache"));
    connect(choose, &QPushButton::clicked, this, &PreferencesDialog::chooseCacheFolder);
    auto* line = new QHBoxLayout;
    line->setSpacing(spacing::kUnit);
    line->addWidget(cache_, 1);
    line->addWidget(choose);
    auto* label = new QLabel(tr("Cache"));
    label->setBuddy(cache_);
    cache_->setAccessibleName(tr("Folder of the cache"));
    form.addRow(label, line);
    cache_size_ = new QLabel;
    cache_size_->setObjectName(QStringLiteral("cache_size"));
    cache_size_->setWordWrap(true);
    setRole(cache_size_, Role::Muted);
    clear_ = new QPushButton(tr("Clear"));
    clear_->setObjectName(QStringLiteral("clear_cache"));
    clear_->setAccessibleName(tr("Clear the cache"));
    clear_->setToolTip(tr("Thumbnails are made anew when they are needed"));
    connect(clear_, &QPushButton::clicked, this, &PreferencesDialog::clearCache);
    auto* size_line = new QHBoxLayout;
    size_line->setSpacing(spacing::kUnit);
    size_line->addWidget(cache_size_, 1);
    size_line->addWidget(clear_);
    form.addRow(new QLabel, size_line);
    forget_ = new QPushButton;
    forget_->setObjectName(QStringLiteral("forget_answers"));
    forget_->setToolTip(tr("Ask again what was answered with \"Remember my answer\""));
    connect(forget_, &QPushButton::clicked, &preferences_, &Preferences::forgetAnswers);
    connect(
        &preferences_, &Preferences::answersForgotten, this, &PreferencesDialog::showPreferences);
    form.addRow(tr("Questions"), forget_);
}

void PreferencesDialog::setReport(const DeviceReport& report) {
    QStringList ids{QStringLiteral("auto"), QStringLiteral("cpu")};
    QStringList titles{tr("Automatic"), tr("CPU")};
    for (size_t i = 0; i < report.gpus.size(); ++i) {
        ids.append(QStringLiteral("cuda:%1").arg(i));
        titles.append(toQt(report.gpus[i].name));
    }
    const QString wanted = preferences_.device();
    if (!ids.contains(wanted)) {
        ids.append(wanted);
        titles.append(tr("%1 (not here)").arg(wanted));
    }
    QStringList shown;
    for (int i = 0; i < device_->count(); ++i) {
        shown.append(device_->itemText(i));
    }
    const bool showing_before = showing_;
    showing_ = true;
    if (shown != titles) {
        device_->clear();
        for (qsizetype i = 0; i < ids.size(); ++i) {
            device_->addItem(titles[i], ids[i]);
        }
    }
    device_->setCurrentIndex(device_->findData(wanted));
    showing_ = showing_before;
}

void PreferencesDialog::showPreferences() {
    showing_ = true;
    theme_->setCurrentIndex(theme_->findData(static_cast<int>(preferences_.theme())));
    language_->setCurrentIndex(std::max(0, language_->findData(preferences_.language())));
    scale_->setValue(static_cast<int>(preferences_.uiScale() * 100 + 0.5));
    units_->setCurrentIndex(units_->findData(static_cast<int>(preferences_.lengthDisplay())));
    navigation_->setCurrentIndex(
        navigation_->findData(static_cast<int>(preferences_.navigation())));
    device_->setCurrentIndex(device_->findData(preferences_.device()));
    threads_->setValue(preferences_.threads());
    find_cameras_->setChecked(preferences_.findsCameras());
    notifications_->setChecked(preferences_.notifications());
    cache_->setText(preferences_.cacheFolder());
    const int answers = preferences_.rememberedAnswers();
    forget_->setText(answers == 0   ? tr("No remembered answers")
                     : answers == 1 ? tr("Forget the remembered answer")
                                    : tr("Forget %n remembered answers", nullptr, answers));
    forget_->setEnabled(answers > 0);
    showing_ = false;
}

void PreferencesDialog::showEvent(QShowEvent* event) {
    QDialog::showEvent(event);
    showPreferences();
    measureCache();
}

void PreferencesDialog::measureCache() {
    cache_size_->setText(tr("Measuring…"));
    const int mine = ++measurement_;
    inBackground(
        this,
        [folder = preferences_.cacheInUse()] { return sizeOfFolder(folder); },
        [this, mine](quint64 bytes) {
            if (mine == measurement_) {
                cache_size_->setText(tr("%1 of thumbnails").arg(formatBytes(bytes)));
                clear_->setEnabled(bytes > 0);
            }
        },
        [this](const Problem& problem) { cache_size_->setText(problem.reason); });
}

void PreferencesDialog::clearCache() {
    clear_->setEnabled(false);
    cache_size_->setText(tr("Clearing…"));
    const QString folder = preferences_.cacheInUse();
    inBackground(
        this,
        [folder] { return emptyFolder(folder); },
        [this, folder](bool all) {
            measureCache();
            if (!all) {
                ++measurement_;
                cache_size_->setText(tr("Some files could not be deleted."));
            }
            Q_EMIT cacheCleared(folder);
        },
        [this](const Problem& problem) { cache_size_->setText(problem.reason); });
}

void PreferencesDialog::chooseCacheFolder() {
    auto* dialog = new QFileDialog(this, tr("Folder of the cache"), cache_->text());
    dialog->setObjectName(QStringLiteral("cache_dialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& folder) {
        preferences_.setCacheFolder(folder);
        showPreferences();
        measureCache();
    });
    dialog->open();
}

}  // namespace bozzetto::ui
