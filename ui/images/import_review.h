// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/import_review.h"

#include <QStringList>
#include <QWidget>

class QAction;
class QComboBox;
class QLabel;
class QLineEdit;
class QListView;
class QMenu;
class QProgressBar;
class QPushButton;
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
    /// Gives the keyboard to the grid of pictures.
    void focusGrid();

public Q_SLOTS:
    void select(const QStringList& names);

Q_SIGNALS:
    void excludeRequested(const QStringList& names, bool excluded);
    void invertRequested(const QStringList& names, bool inverted);
    /// An empty path takes the replacement back.
    void replaceRequested(const QString& name, const QString& path);
    void accepted();
    void backRequested();
    /// A line for the status bar.
    void message(const QString& text);

private:
    void makeHeader();
    void makeTools();
    void makeGrid();
    void makeActions();
    void makeFooter();
    void retranslate();
    void update();
    void updateSelection();
    void updateProgress(int measured, int all);
    void toggleExcluded();
    void toggleInverted();
    void invertAll();
    void replacePicture();
    void fillSelectMenu();
    void showMenu(const QPoint& at);
    QString summary() const;
    QString countText() const;
    void changeEvent(QEvent* event) override;

    ImportSession* session_;
    ThumbnailCache* thumbnails_;
    PictureModel* model_ = nullptr;
    PictureFilter* filter_ = nullptr;
    QLabel *title_ = nullptr, *summary_ = nullptr, *missing_ = nullptr, *count_ = nullptr;
    QProgressBar* progress_ = nullptr;
    QComboBox* filter_box_ = nullptr;
    QLineEdit* search_ = nullptr;
    QToolButton *mask_button_ = nullptr, *select_button_ = nullptr, *more_button_ = nullptr;
    QMenu *select_menu_ = nullptr, *more_menu_ = nullptr;
    QListView* grid_ = nullptr;
    PictureDetails* details_ = nullptr;
    QPushButton *continue_ = nullptr, *back_ = nullptr;
    QAction *exclude_ = nullptr, *invert_ = nullptr, *replace_ = nullptr, *restore_ = nullptr,
            *invert_all_ = nullptr, *show_masks_ = nullptr;
};

}  // namespace bozzetto::ui
