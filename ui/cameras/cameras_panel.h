// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/cameras/solved_set.h"
#include "ui/common/child_task.h"

#include <QImage>
#include <QWidget>

#include <memory>
#include <optional>

class QLabel;
class QListWidget;
class QProgressBar;
class QPushButton;
class QVBoxLayout;

namespace bozzetto::ui {

/// Where the cameras come from, how far finding them is, what came of it, and how they are read.
/// Values in by setters, wishes out by signals.
class CamerasPanel : public QWidget {
    Q_OBJECT
public:
    explicit CamerasPanel(QWidget* parent = nullptr);

    /// While cameras are being found; unset: they are not.
    void setProgress(const std::optional<TaskProgress>& progress);
    /// Null while a set is being read.
    void setSolved(const std::shared_ptr<const SolvedSet>& solved);
    /// Why there are no cameras; unset: nothing went wrong.
    void setProblem(const std::optional<Problem>& problem);
    /// Of a picture without camera, see thumbnailWanted.
    void setThumbnail(const QString& path, const QImage& image);
    /// The evidence for the convention on a photograph; null: none.
    void setEvidence(const QImage& picture, const QString& caption);

Q_SIGNALS:
    void findRequested();
    void cancelRequested();
    /// Another program's file is to be chosen.
    void fileRequested();
    void fileForgotten();
    /// Undoable by the one who takes it.
    void conventionChosen(const QString& id);
    void thumbnailWanted(const QString& path);

private:
    void buildStatus(QVBoxLayout& column);
    void buildReport(QVBoxLayout& column);
    void buildConvention(QVBoxLayout& column);
    void update();
    void showReport();
    void showConvention();
    QString statusText() const;
    /// The next best after the one in use; empty: there is none.
    std::string nextConvention() const;
    void retranslate();
    void changeEvent(QEvent* event) override;

    std::shared_ptr<const SolvedSet> solved_;
    std::optional<TaskProgress> progress_;
    std::optional<Problem> problem_;

    QLabel *title_ = nullptr, *status_ = nullptr, *phase_ = nullptr, *problem_text_ = nullptr,
           *hint_ = nullptr;
    QProgressBar* bar_ = nullptr;
    QPushButton *find_ = nullptr, *cancel_ = nullptr, *file_ = nullptr, *forget_ = nullptr;
    QLabel* since_ = nullptr;
    QWidget *report_box_ = nullptr, *convention_box_ = nullptr;
    QLabel *report_title_ = nullptr, *report_ = nullptr, *missing_title_ = nullptr;
    QListWidget* missing_ = nullptr;
    QLabel *convention_title_ = nullptr, *convention_ = nullptr, *evidence_ = nullptr,
           *picture_ = nullptr, *caption_ = nullptr;
    QPushButton* flip_ = nullptr;
};

}  // namespace bozzetto::ui
