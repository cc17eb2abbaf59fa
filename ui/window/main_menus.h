// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/window/main_window.h"

#include <QObject>
#include <QPointer>

class QAction;
class QMenu;

namespace bozzetto::ui {

class ExportDialog;

/// The menus: everything that the window can do, reachable by the keyboard.
class MainMenus : public QObject {
    Q_OBJECT
public:
    MainMenus(MainWindow* window, MainWindow::Parts& parts);

    /// Enables what can be done now.
    void update();
    /// Keeps the export dialog's choices in the project.
    void connectExport(ExportDialog* dialog);
    /// Asks for another program's camera file.
    void chooseCameras();

private:
    void makeFileMenu();
    void makeEditMenu();
    void makeRunMenu();
    void makeViewMenu();
    void makeHelpMenu();
    QAction* add(QMenu* menu,
                 const char* name,
                 const QString& icon_name,
                 const QKeySequence& keys,
                 std::function<void()> call);
    void fillRecent();
    void retranslate();
    bool eventFilter(QObject* watched, QEvent* event) override;
    void chooseFolder();
    void choosePictures();
    void showAbout();

    MainWindow* window_;
    MainWindow::Parts& parts_;
    QMenu *file_ = nullptr, *recent_ = nullptr, *edit_ = nullptr, *run_ = nullptr, *view_ = nullptr,
          *panels_ = nullptr, *help_ = nullptr;
    QAction *new_ = nullptr, *open_folder_ = nullptr, *open_pictures_ = nullptr,
            *open_project_ = nullptr, *save_ = nullptr, *save_as_ = nullptr, *export_ = nullptr,
            *close_ = nullptr, *quit_ = nullptr, *paste_ = nullptr, *preferences_ = nullptr,
            *weights_ = nullptr, *start_ = nullptr, *queue_ = nullptr, *pause_ = nullptr,
            *stop_ = nullptr, *finish_ = nullptr, *full_screen_ = nullptr, *logs_ = nullptr,
            *about_ = nullptr;
};

}  // namespace bozzetto::ui
