// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/common/text.h"
#include "ui/viewport/eye_turntable.h"
#include "ui/viewport/viewport.h"

#include <QDialog>
#include <QObject>

#include <functional>

class QCheckBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QSpinBox;

namespace bozzetto::ui {

/// Draws one picture: Viewport::renderImage, or a test's own.
using DrawPicture = std::function<void(
    const PictureRequest&, QObject* receiver, std::function<void(const QImage&)> done)>;

struct TurntableJob {
    TurntableAxes axes;
    Turntable start;  // the first picture's view; the eye then goes once round to the right
    bool orthographic = false;
    int pictures = 36;
    QSize size{1280, 720};
    bool transparent = false;
    QString folder;  // a new folder is made in it
};
/// The view of one picture of the round.
ViewCamera turntableCamera(const TurntableJob& job, int picture);

/// Draws and writes the pictures of a turntable one after the other: turntable_0001.png and so on,
/// each whole or not at all, in a folder of their own that did not exist before.
class TurntableRecorder : public QObject {
    Q_OBJECT
public:
    explicit TurntableRecorder(DrawPicture draw, QObject* parent = nullptr);

    bool running() const { return running_; }
    void start(const TurntableJob& job);
    /// Ends after the picture in work; those that are written stay.
    void cancel();

Q_SIGNALS:
    void progress(int written, int of);
    void finished(const QString& folder, int written);
    void cancelled(const QString& folder, int written);
    void failed(const bozzetto::ui::Problem& problem);

private:
    void drawNext();
    void write(const QImage& picture);
    void fail(const Problem& problem);

    DrawPicture draw_;
    TurntableJob job_;
    QString folder_;
    int written_ = 0;
    bool running_ = false, cancel_ = false;
};

/// Asks how many pictures, how large and where, and shows how far it is. Modeless.
class TurntableDialog : public QDialog {
    Q_OBJECT
public:
    explicit TurntableDialog(DrawPicture draw, QWidget* parent = nullptr);
    /// Asked for when the start button is pressed: axes, view, orthographic.
    void setView(std::function<TurntableJob()> view) { view_ = std::move(view); }
    void setFolder(const QString& folder);
    TurntableRecorder* recorder() { return &recorder_; }

Q_SIGNALS:
    /// For the window's message line.
    void written(const QString& folder, int pictures);

protected:
    void closeEvent(QCloseEvent* event) override;

private:
    void buildForm();
    void browse();
    void start();
    void showRunning(bool running);

    std::function<TurntableJob()> view_;
    TurntableRecorder recorder_;
    QSpinBox *pictures_, *width_, *height_;
    QCheckBox* transparent_;
    QLineEdit* folder_;
    QPushButton *browse_, *start_, *cancel_;
    QProgressBar* progress_;
    QLabel* status_;
};

}  // namespace bozzetto::ui
