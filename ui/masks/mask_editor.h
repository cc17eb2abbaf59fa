// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/task.h"
#include "ui/masks/mask_canvas.h"
#include "ui/masks/mask_files.h"
#include "ui/masks/mask_history.h"

#include <QWidget>

#include <atomic>
#include <functional>
#include <memory>

class QAction;
class QLabel;
class QProgressBar;
class QPushButton;
class QToolButton;

namespace bozzetto::ui {

class MaskPanel;

/// The page on which masks are painted: one picture at a time, tools beside it, commands for this
/// picture or for all. Every change is written by itself a moment later, and can be taken back
/// through undoStack(), which shows the picture that it was in.
class MaskEditor : public QWidget {
    Q_OBJECT
public:
    explicit MaskEditor(QWidget* parent = nullptr);
    ~MaskEditor() override;

    /// Where masks go; asked at every write.
    void setPlaceSource(std::function<MaskPlace()> source);
    /// The pictures of the set, with the masks in use.
    void setSubjects(std::vector<MaskSubject> subjects);
    /// Shows a picture; an unknown name: the first one.
    void open(const QString& name);
    QString currentName() const { return current_; }

    QUndoStack* undoStack() { return history_.stack(); }
    /// Writes what is not written yet, and returns when it is.
    void flush() { files_.flush(); }
    void moveFolder(const QString& from, const QString& to) { files_.moveFolder(from, to); }

Q_SIGNALS:
    /// Masks were written into a folder.
    void saved(const QString& folder, const QStringList& names);
    void closeRequested();
    void failed(const bozzetto::ui::Problem& problem);
    /// A line for the status bar.
    void message(const QString& text);

protected:
    void changeEvent(QEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    /// Works on a mask, off the UI thread; picture and hints are given for those who need them.
    struct Work {
        QImage mask, photo, hints;
        QRect visible;
    };
    using Operation = std::function<void(Work& work, const Task& task)>;

    QWidget* makeHeader();
    QWidget* makeFooter();
    void connectParts();
    void retranslate();
    void update();
    void updateFacts();
    void step(int direction);
    void showPicture(const MaskFiles::Loaded& picture);
    void takePainting(const MaskDelta& delta, MaskTool tool);
    void fill(QPoint pixel, bool erase);
    void refine();
    /// On this picture's mask.
    void operate(const QString& text, const Operation& operation);
    void takeResult(const QString& text, const QImage& mask);
    /// On those of all pictures in use.
    void operateOnAll(const QString& text, const MaskFiles::Operation& operation);
    void takeBatch(const MaskFiles::Deltas& changed);
    void applyDeltas(const MaskFiles::Deltas& deltas);
    void remember(const QString& text, MaskDelta delta);
    void cancelWork();
    bool isBusy() const { return work_ != nullptr || files_.isBusy(); }
    /// The canvas shows the current picture, and nobody else is at its mask.
    bool canEdit() const { return !isBusy() && !loading_ && canvas_->hasPicture(); }
    void load(const QString& name);
    QString textOf(MaskTool tool) const;

    MaskFiles files_;
    MaskHistory history_;
    MaskCanvas* canvas_;
    MaskPanel* panel_;
    QPushButton *back_ = nullptr, *cancel_ = nullptr;
    QToolButton *previous_button_ = nullptr, *next_button_ = nullptr, *undo_button_ = nullptr,
                *redo_button_ = nullptr;
    QAction *previous_ = nullptr, *next_ = nullptr;
    QLabel *title_ = nullptr, *facts_ = nullptr, *busy_text_ = nullptr;
    QProgressBar* progress_ = nullptr;
    QString current_;  // its picture may still be on its way
    bool loading_ = false;
    bool has_mask_ = false;
    bool unsaved_problem_ = false;  // told, and not over yet
    struct Running {
        std::atomic<bool> cancelled = false;
    };
    std::shared_ptr<Running> work_;
    QString batch_text_;  // of the step that changeAll makes; empty: a step is taken back
    bool batch_is_new_ = false;
    QTimer facts_timer_;
};

}  // namespace bozzetto::ui
