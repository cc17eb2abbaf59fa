// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "weights_store/manifest.h"

#include <QDialog>
#include <QStringList>

#include <vector>

class QCheckBox;

namespace bozzetto::ui {

/// Shows licences and lets the user agree to each of them: accepted() only when all are.
class LicenceDialog : public QDialog {
    Q_OBJECT

public:
    explicit LicenceDialog(const std::vector<WeightLicence>& licences, QWidget* parent = nullptr);
    QStringList ids() const { return ids_; }

private:
    QStringList ids_;
    QList<QCheckBox*> boxes_;
};

}  // namespace bozzetto::ui
