// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "device/gpu_monitor.h"
#include "ui/settings/preferences.h"

#include <QDialog>

class QComboBox;
class QCheckBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QVBoxLayout;

namespace bozzetto::ui {

/// The preferences, each in force as soon as it is changed. Not modal.
class PreferencesDialog : public QDialog {
    Q_OBJECT

public:
    /// preferences: outlives the dialog.
    explicit PreferencesDialog(Preferences& preferences, QWidget* parent = nullptr);
    ~PreferencesDialog() override;

public Q_SLOTS:
    /// GPUs to choose from.
    void setReport(const bozzetto::DeviceReport& report);

Q_SIGNALS:
    /// The folder's files are gone: thumbnails must be made anew.
    void cacheCleared(const QString& folder);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void buildLook(QVBoxLayout& column);
    void buildWork(QVBoxLayout& column);
    void buildFiles(QVBoxLayout& column);
    void showPreferences();
    void measureCache();
    void clearCache();
    void chooseCacheFolder();

    Preferences& preferences_;
    bool showing_ = false;
    int measurement_ = 0;
    QComboBox *theme_, *language_, *units_, *navigation_, *device_;
    QSpinBox *scale_, *threads_;
    QLineEdit* cache_;
    QLabel *cache_size_, *restart_;
    QPushButton *clear_, *forget_;
    QCheckBox *find_cameras_, *notifications_;
};

}  // namespace bozzetto::ui
