// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QFrame>

class QLabel;
class QToolButton;

namespace bozzetto::ui {

/// What went wrong and what to do about it, in a line above the page. Nothing waits for it; a newer
/// one takes its place.
class NoticeBar : public QFrame {
    Q_OBJECT
public:
    explicit NoticeBar(QWidget* parent = nullptr);

    void showProblem(const QString& reason, const QString& hint);
    QString text() const;

public Q_SLOTS:
    void dismiss();

private:
    void retranslate();
    void changeEvent(QEvent* event) override;

    QLabel *icon_, *reason_, *hint_;
    QToolButton *copy_, *close_;
};

}  // namespace bozzetto::ui
