// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "pipeline/job_file.h"
#include "ui/common/text.h"

#include <QMetaType>
#include <QObject>

#include <map>

class QProcess;

namespace bozzetto::ui {

/// What a run will need.
struct Prediction {
    quint64 peak_bytes = 0;  // main memory
    double seconds = 0;      // computing time, a rough guess
};

/// Foretells runs without blocking; several questions may be open at once.
class PredictionSource : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;
    /// Answers by `predicted` or `failed` with the same number, later, unless dropped before. The
    /// numbers are the caller's; a number is used once.
    virtual void ask(int question, const JobFile& job) = 0;
    virtual void drop(int question) = 0;

Q_SIGNALS:
    void predicted(int question, const bozzetto::ui::Prediction& prediction);
    void failed(int question, const bozzetto::ui::Problem& problem);
};

/// Asks the command line: `bozzetto-cli predict --job FILE --json`, a child process a question.
class CliPredictionSource : public PredictionSource {
    Q_OBJECT

public:
    /// cli: path of bozzetto-cli.
    explicit CliPredictionSource(QString cli, QObject* parent = nullptr);
    ~CliPredictionSource() override;
    void ask(int question, const JobFile& job) override;
    void drop(int question) override;

private:
    void take(int question, QProcess& process);

    QString cli_;
    std::map<int, QProcess*> open_;
};

}  // namespace bozzetto::ui

Q_DECLARE_METATYPE(bozzetto::ui::Prediction)
