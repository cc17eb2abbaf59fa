// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QString>
#include <QWidget>

namespace bozzetto::ui {

/// Lies over a whole window while something hovers: says what a drop will do. Lets all events
/// through.
class DropOverlay : public QWidget {
    Q_OBJECT
public:
    explicit DropOverlay(QWidget* window);

    enum class Kind { Open, Refuse };
    /// headline: what happens; detail: which keys change it, or what to do instead.
    void setContent(Kind kind, const QString& headline, const QString& detail);
    QString headline() const { return headline_; }
    QString detail() const { return detail_; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Kind kind_ = Kind::Open;
    QString headline_, detail_;
};

}  // namespace bozzetto::ui
