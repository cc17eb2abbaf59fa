// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/project/session_store.h"

#include <QFrame>

#include <vector>

class QCheckBox;
class QLabel;
class QVBoxLayout;

namespace bozzetto::ui {

/// A quiet question above the page: sessions that ended without being closed, each with Recover,
/// Open saved (or Discard, if it was never saved) and Skip. Hidden while there is none. Nothing
/// waits for it.
class RecoveryBar : public QFrame {
    Q_OBJECT

public:
    explicit RecoveryBar(QWidget* parent = nullptr);

    /// Shows the sessions (newest first). An answer that the user had remembered is given at once,
    /// without showing anything: Skip for all of them, others for the newest.
    void setSessions(const std::vector<RecoverableSession>& sessions);

Q_SIGNALS:
    /// The answer for one session; it has left the bar. Skip: ask again at the next start.
    void answered(const bozzetto::ui::RecoverableSession& session,
                  bozzetto::ui::RecoveryAnswer answer);

private:
    void addRow(const RecoverableSession& session);
    void giveAnswer(const RecoverableSession& session, RecoveryAnswer answer, QWidget* row);
    void updateVisibility();

    QLabel* title_;
    QVBoxLayout* rows_;
    QCheckBox* remember_;
};

}  // namespace bozzetto::ui
