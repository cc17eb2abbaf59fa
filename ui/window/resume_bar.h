// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QFrame>

class QLabel;
class QPushButton;

namespace bozzetto::ui {

/// Offers to go on with a run that an earlier session left unfinished, in a line above the page.
/// Nothing waits for it.
class ResumeBar : public QFrame {
    Q_OBJECT
public:
    explicit ResumeBar(QWidget* parent = nullptr);

    /// The run with this id; `text` says which and why it ended.
    void offer(const QString& id, const QString& text);
    /// There is nothing to offer (now).
    void withdraw();
    /// Of the run that is offered; empty: none.
    QString runId() const { return id_; }

Q_SIGNALS:
    void resumeRequested(const QString& id);
    /// The user does not want this run to be offered any more.
    void dismissed(const QString& id);

private:
    void retranslate();
    void changeEvent(QEvent* event) override;

    QString id_;
    QLabel *headline_, *text_;
    QPushButton *resume_, *dismiss_;
};

}  // namespace bozzetto::ui
