// SPDX-License-Identifier: Apache-2.0
// queue_host CLI JOB_FILE FOLDER: a program that runs one job as the window does and prints the
// child's process id; a test kills it.
#include "pipeline/job_file.h"
#include "ui/common/text.h"
#include "ui/job/job_queue.h"

#include <QCoreApplication>

#include <cstdio>

using namespace bozzetto;
using namespace bozzetto::ui;

int main(int argc, char** argv) {
    QCoreApplication application(argc, argv);
    const QStringList words = QCoreApplication::arguments();
    JobQueue queue(words.at(1), words.at(3), {}, nullptr);
    QObject::connect(&queue, &JobQueue::processStarted, &queue, [](const QString&, qint64 pid) {
        std::printf("pid %lld\n", static_cast<long long>(pid));
        std::fflush(stdout);
    });
    QObject::connect(
        &queue, &JobQueue::progressChanged, &queue, [](const QString&, const RunProgress& p) {
            std::printf("step %lld\n", static_cast<long long>(p.step));
            std::fflush(stdout);
        });
    QObject::connect(
        &queue, &JobQueue::idle, &application, &QCoreApplication::quit, Qt::QueuedConnection);
    Job job;
    job.title = words.at(2);
    job.file = readJobFile(toPath(words.at(2)));
    queue.add(job);
    queue.start();
    return QCoreApplication::exec();
}
