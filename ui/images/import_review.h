// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/import_review.h"

#include <QStringList>
#include <QTimer>
#include <QWidget>

class QAction;
class QComboBox;
class QLabel;
class QLineEdit;
class QListView;
class QMenu;
class QProgressBar;
class QPushButton;
class QSpinBox;
class QStackedWidget;
class QToolButton;

namespace bozzetto::ui {

class ImportSession;
class PictureDetails;
class PictureFilter;
class PictureModel;
class ThumbnailCache;

/// The page between dropping pictures and running: what was found, what is wrong, what to leave
/// out. Changes are only requested; the new state comes back through ImportSession::setEdits.
class ImportReviewPage : public QWidget {
    Q_OBJECT
public:
    ImportReviewPage(ImportSession* session, ThumbnailCache* thumbnails, QWidget* parent = nullptr);

    QStringList selectedNames() const;
    /// How far automatic masks are: a sentence and a share of 1 (negative: unknown); empty: none
    /// are being made.
    void showMaskWork(const QString& text, double fraction);
    /// What the switch "The table belongs to the object" says.
    void setKeepTable(bool keep);
    /// Whether masks that were edited, made or imported are in use.
    void setOwnMasks(bool used);
    /// How many of them somebody edited or imported: whether making masks keeps these can be
    /// chosen.
    void setEditedMasks(int count);
    bool keepsEditedMasks() const;
    /// Gives the keyboard to the grid of pictures.
    void focusGrid();

public Q_SLOTS:
    void select(const QStringList& names);

Q_SIGNALS:
    void excludeRequested(const QStringList& names, bool excluded);
    void invertRequested(const QStringList& names, bool inverted);
    /// An empty path takes the replacement back.
    void replaceRequested(const QString& name, const QString& path);
    /// Of a video; 0: by its length.
    void videoFramesRequested(int count);
    void editMaskRequested(const QString& name);
    void makeMasksRequested();
    void cancelMasksRequested();
    void keepTableRequested(bool keep);
    void importMasksRequested();
    void exportMasksRequested();
    /// The set's own masks instead of those that were edited, made or imported.
    void dropMasksRequested();
    void accepted();
    void backRequested();
    /// A line for the status bar.
    void message(const QString& text);

protected:
    void changeEvent(QEvent* event) override;

private:
    QWidget* makeHeader();
    QWidget* makeTools();
    QWidget* makeMaskTools();
    void makeFrameField(QWidget* tools);
    void updateFrameField();
    void makeMaskActions();
    void retranslateMasks();
    void updateMaskActions();
    QWidget* makeGrid();
    QWidget* makeFooter();
    void makeActions();
    void connectSession();
    void retranslate();
    void showMessage(const QString& text, const QString& hint);
    void update();
    void updateHeader();
    void updateRemarks();
    void updateActions();
    void updateFooter();
    void updateProgress(int measured, int all);
    void toggleExcluded();
    void toggleInverted();
    void invertAll();
    void invertRows(const QList<int>& rows);
    /// All of those that have a mask; false if none has.
    bool areInverted(const QList<int>& rows) const;
    void replacePicture();
    void fillProblemMenu();
    void showMenu(const QPoint& at);
    QList<int> selectedRows() const;
    QStringList namesWith(ReviewProblem::Kind kind) const;

    ImportSession* session_;
    PictureModel* model_;
    PictureFilter* filter_;
    QLabel* frames_label_ = nullptr;
    QSpinBox* frames_ = nullptr;
    QTimer frames_timer_;
    QLabel *title_ = nullptr, *summary_ = nullptr, *remarks_ = nullptr, *count_ = nullptr,
           *message_ = nullptr, *progress_text_ = nullptr, *empty_ = nullptr;
    QProgressBar* progress_ = nullptr;
    QComboBox* show_ = nullptr;
    QLineEdit* search_ = nullptr;
    QToolButton *mask_button_ = nullptr, *problem_button_ = nullptr, *more_button_ = nullptr;
    QPushButton *all_remarks_ = nullptr, *continue_ = nullptr, *back_ = nullptr;
    QMenu *problem_menu_ = nullptr, *more_menu_ = nullptr;
    QListView* grid_ = nullptr;
    QStackedWidget* stack_ = nullptr;
    PictureDetails* details_ = nullptr;
    QAction *exclude_ = nullptr, *invert_ = nullptr, *replace_ = nullptr, *restore_ = nullptr,
            *invert_all_ = nullptr, *include_all_ = nullptr, *show_masks_ = nullptr;
    QAction *edit_mask_ = nullptr, *make_masks_ = nullptr, *keep_table_ = nullptr,
            *keep_edited_ = nullptr, *import_masks_ = nullptr, *export_masks_ = nullptr,
            *drop_masks_ = nullptr;
    QToolButton *edit_mask_button_ = nullptr, *make_masks_button_ = nullptr,
                *keep_table_button_ = nullptr, *keep_edited_button_ = nullptr,
                *masks_menu_button_ = nullptr;
    QMenu* masks_menu_ = nullptr;
    QProgressBar* mask_progress_ = nullptr;
    QLabel* mask_text_ = nullptr;
    QPushButton* cancel_masks_ = nullptr;
    bool making_masks_ = false, own_masks_ = false;
    int edited_masks_ = 0;
    bool show_all_remarks_ = false;
};

}  // namespace bozzetto::ui
