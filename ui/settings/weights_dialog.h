// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/common/child_task.h"
#include "weights_store/weights_folder.h"

#include <QDialog>
#include <QMap>

#include <filesystem>
#include <functional>
#include <set>
#include <vector>

class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;
class QVBoxLayout;

namespace bozzetto::ui {

/// The networks' weights on this computer: what there is, how large it is and under which licence;
/// to fetch, check, import and delete by `bozzetto-cli weights` as a child process. A fetch goes on
/// while the dialog is closed. Not modal.
class WeightsDialog : public QDialog {
    Q_OBJECT

public:
    /// cli: path of bozzetto-cli.
    explicit WeightsDialog(QString cli, QWidget* parent = nullptr);
    ~WeightsDialog() override;

    bool isBusy() const { return task_ != nullptr; }

public Q_SLOTS:
    /// Looks at the folder again.
    void refresh();

Q_SIGNALS:
    /// Other files are in the folder now, or another folder is used.
    void weightsChanged();

protected:
    void showEvent(QShowEvent* event) override;

private:
    void buildPlace(QVBoxLayout& column);
    void buildTable(QVBoxLayout& column);
    void buildButtons(QVBoxLayout& column);
    void saveSettings();
    void chooseFolder();
    void chooseImport();
    void fetch();
    void import(const QString& folder);
    void remove();
    void verify();
    /// Asks for agreement to those licences of the files that nobody agreed to, then `go(options)`.
    void agreeThen(const std::vector<const WeightFile*>& files,
                   std::function<void(const QStringList& options)> go);
    void start(const QStringList& arguments, const QString& done);
    void end();
    void takeEvent(const QString& name, const QJsonObject& values);
    void takeProgress(const TaskProgress& progress);
    void showRow(QTreeWidgetItem* row, const WeightFile& file);
    QString stateText(const WeightFile& file, const WeightStatus& status) const;
    void showButtons();
    void say(const QString& text, const QString& hint = {}, bool is_problem = false);
    QStringList selectedNames() const;
    std::vector<const WeightFile*> filesOf(const QStringList& names) const;

    const QString cli_;
    WeightManifest manifest_;
    std::filesystem::path folder_;
    QMap<QString, QString> on_its_way_, findings_;  // by name: words for the column "State"
    std::set<WeightState> states_;                  // of the needed files
    ChildTask* task_ = nullptr;
    bool showing_ = false;
    QLineEdit *place_ = nullptr, *mirror_ = nullptr;
    QTreeWidget* table_ = nullptr;
    QLabel* status_ = nullptr;
    QProgressBar* bar_ = nullptr;
    QPushButton *get_ = nullptr, *pause_ = nullptr, *import_ = nullptr, *check_ = nullptr,
                *delete_ = nullptr;
};

}  // namespace bozzetto::ui
