// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/common/text.h"
#include "ui/export/export_dialog.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace bozzetto::ui {

/// What previews need of a subject, made once.
MeshFacts factsOf(const ExportSubject& subject);

/// One export at a time on the thread pool. Cancelled when destroyed; what was written by then is
/// cleaned up on the pool.
class ExportJob : public QObject {
    Q_OBJECT

public:
    explicit ExportJob(QObject* parent = nullptr);
    ~ExportJob() override;

    bool isRunning() const { return shared_ != nullptr; }
    void start(const ExportSubject& subject,
               const ExportOptions& options,
               const QString& folder,
               Existing existing);
    void cancel();

Q_SIGNALS:
    void progressed(bozzetto::ExportStep step, double fraction);
    void done(const bozzetto::ExportResult& result);
    void failed(const bozzetto::ui::Problem& problem);
    void cancelled();

private:
    struct Shared;
    void tick();
    std::shared_ptr<Shared> shared_;  // with the pool's thread
    QTimer timer_;
};

}  // namespace bozzetto::ui
