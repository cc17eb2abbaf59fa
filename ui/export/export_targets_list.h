// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QListWidget>

namespace bozzetto::ui {

/// The programs that a result can be exported for, a row each: its name and what it gets.
class ExportTargetsList : public QListWidget {
    Q_OBJECT

public:
    explicit ExportTargetsList(QWidget* parent = nullptr);
    QString target() const;
    void setTarget(const QString& id);  // without targetChosen

Q_SIGNALS:
    void targetChosen(const QString& id);
};

}  // namespace bozzetto::ui
