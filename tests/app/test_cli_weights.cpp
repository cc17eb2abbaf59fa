// SPDX-License-Identifier: Apache-2.0
// bozzetto-cli weights as a process, with a web server on loopback.
#include "app/cli_process.h"
#include "support/tiny_set.h"
#include "support/weights_site.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QtTest>

#include <csignal>
#include <fstream>

using namespace bozzetto;
using namespace bozzetto::testing;
namespace fs = std::filesystem;

class TestCliWeights : public QObject {
    Q_OBJECT

private slots:
    void init() {
        place_ = std::make_unique<QTemporaryDir>();
        server_ = std::make_unique<WebServer>();
        site_ = std::make_unique<WeightsSite>(server_->address());
        site_->serveAll(*server_);
        std::ofstream(place_->filePath("list.json").toStdString()) << site_->manifest();
        environment_ = QProcessEnvironment::systemEnvironment();
        environment_.insert("BOZZETTO_WEIGHTS_MANIFEST", place_->filePath("list.json"));
        environment_.insert("XDG_CONFIG_HOME", place_->filePath("config"));
        environment_.insert("XDG_DATA_HOME", place_->filePath("data"));
        for (const char* name : {"http_proxy", "all_proxy", "ALL_PROXY", "HTTP_PROXY"}) {
            environment_.remove(name);
        }
    }

    void listsWhatThereIs() {
        const CliRun text = run({"list"});
        QCOMPARE(text.exit_code, 0);
        QVERIFY2(text.out.contains("missing    300 kB  net/small.safetensors"),
                 qPrintable(text.out));
        QVERIFY(text.out.contains("NC, not for commercial use"));
        const auto json = QJsonDocument::fromJson(run({"list", "--json"}).out.toUtf8()).object();
        QCOMPARE(json["folder"].toString(), place_->filePath("data/bozzetto/weights"));
        QCOMPARE(json["files"].toArray().size(), 3);
        QCOMPARE(json["licences"].toArray()[0].toObject()["accepted"].toBool(), false);
    }

    void fetchesAfterTheLicencesAreAccepted() {
        const CliRun refused = run({"fetch", "--events"});
        QCOMPARE(refused.exit_code, 3);
        QVERIFY(refused.err.contains("Not for commercial use.") &&
                refused.err.contains("--accept-licence NC --accept-licence Free"));
        QCOMPARE(refused.event("error")["code"].toString(), QString("bad_input"));
        QVERIFY(server_->requests().empty());
        const CliRun done = fetch();
        QCOMPARE(done.exit_code, 0);
        QCOMPARE(done.event("result")["files"].toArray().size(), 3);
        QCOMPARE(done.event("file")["name"].toString(), QString("net/small.safetensors"));
        QCOMPARE(bytesOf(file("net/small.safetensors")).toStdString(), site_->small);
        QVERIFY(run({"list"}).out.startsWith("Folder: "));
        QVERIFY(run({"list", "--json"}).out.contains("\"state\": \"present\""));
    }

    void stopsWithinTwoSecondsAndGoesOn() {
        server_->set(
            "/net/small.safetensors",
            {.bytes = site_->small, .etag = "s1", .pause_each = std::chrono::milliseconds(100)});
        QProcess process;
        process.setProcessEnvironment(environment_);
        process.start(
            BOZZETTO_SCRIPTED_CLI,
            {"weights", "fetch", "--events", "--accept-licence", "NC", "--accept-licence", "Free"});
        QByteArray out;
        while (!out.contains("\"step\":\"fetching\"") && process.waitForReadyRead(20000)) {
            out += process.readAllStandardOutput();
        }
        QElapsedTimer since;
        since.start();
        ::kill(static_cast<pid_t>(process.processId()), SIGTERM);
        const CliRun stopped = finishCli(process);
        QVERIFY2(since.elapsed() < 2000, qPrintable(QString::number(since.elapsed())));
        QCOMPARE(stopped.exit_code, 128 + SIGTERM);
        const std::string partial = bytesOf(file("net/small.safetensors.part")).toStdString();
        QVERIFY(!partial.empty() && site_->small.starts_with(partial));
        site_->serveAll(*server_);
        server_->forgetRequests();
        QCOMPARE(fetch().exit_code, 0);
        QCOMPARE(server_->requests().front().range,
                 "bytes=" + std::to_string(partial.size()) + "-");
        QCOMPARE(bytesOf(file("net/small.safetensors")).toStdString(), site_->small);
    }

    void verifyTellsGoodFromBad() {
        QCOMPARE(run({"verify"}).exit_code, 3);  // nothing is there
        QCOMPARE(fetch().exit_code, 0);
        const CliRun good = run({"verify", "--events"});
        QCOMPARE(good.exit_code, 0);
        for (const QJsonValue& finding : good.event("result")["findings"].toArray()) {
            QCOMPARE(finding.toObject()["problem"].toString(), QString());
        }
        std::string bytes = site_->free;
        bytes[1000] ^= 1;
        std::ofstream(file("net/free.safetensors").toStdString(), std::ios::binary) << bytes;
        const CliRun bad = run({"verify", "--events"});
        QCOMPARE(bad.exit_code, 3);
        QCOMPARE(bad.event("error")["code"].toString(), QString("bad_weights"));
        QVERIFY(bad.event("error")["reason"].toString().startsWith("net/free.safetensors: "));
    }

    void verifyBuildsTheNetworks() {
        environment_.insert("BOZZETTO_TEST_NETWORKED", "1");
        QCOMPARE(fetch().exit_code, 0);
        const CliRun good = run({"verify", "--events"});
        QCOMPARE(good.exit_code, 0);
        QVERIFY(good.event("warning")["reason"].toString().endsWith("nobody reads 'w'"));
        QVERIFY(good.out.contains("building the networks"));
        // The bytes are those that were noted, but they are of another network.
        std::string other = site_->free;
        other.replace(other.find("\"w\":"), 4, "\"v\":");
        std::ofstream(file("net/free.safetensors").toStdString(), std::ios::binary) << other;
        std::ofstream(file("net/free.safetensors.sha256").toStdString())
            << sha256(other) << "  free.safetensors\n";
        const CliRun bad = run({"verify", "--events"});
        QCOMPARE(bad.exit_code, 3);
        QCOMPARE(bad.event("error")["reason"].toString(),
                 QString("net/free.safetensors: 'w' is missing"));
    }

    void aRunWithoutWeightsFailsAtOnce() {
        environment_.insert("BOZZETTO_TEST_NETWORKED", "1");
        writeTinySet(place_->filePath("set").toStdString(), 3);
        const QStringList command{"reconstruct",
                                  place_->filePath("set"),
                                  "--engine",
                                  "networked",
                                  "--output",
                                  place_->filePath("out"),
                                  "--events"};
        const CliRun missing = runProgram(BOZZETTO_SCRIPTED_CLI, command, environment_);
        QCOMPARE(missing.exit_code, 3);
        const QJsonObject error = missing.event("error");
        QCOMPARE(error["code"].toString(), QString("missing_weights"));
        QVERIFY(error["reason"].toString().endsWith("net/small.safetensors, net/free.safetensors"));
        QVERIFY(error["hint"].toString().contains("bozzetto-cli weights fetch"));
        QVERIFY(missing.event("start").isEmpty() && server_->requests().empty());
        QVERIFY(!fs::exists(place_->filePath("out").toStdString()));
        QCOMPARE(fetch().exit_code, 0);
        QCOMPARE(runProgram(BOZZETTO_SCRIPTED_CLI, command, environment_).exit_code, 0);
    }

    void importsAndRemoves() {
        const fs::path from = place_->filePath("downloads").toStdString();
        fs::create_directories(from);
        std::ofstream(from / "free.safetensors", std::ios::binary) << site_->free;
        const QString folder = QString::fromStdString(from.string());
        QCOMPARE(run({"import", folder}).exit_code, 3);  // not accepted
        QCOMPARE(run({"import", folder, "--accept-licence", "Free"}).exit_code, 0);
        QCOMPARE(bytesOf(file("net/free.safetensors")).toStdString(), site_->free);
        QCOMPARE(run({"remove", "net/free.safetensors"}).exit_code, 0);
        QVERIFY(!fs::exists(file("net/free.safetensors").toStdString()));
        QVERIFY(server_->requests().empty());
    }

    void refusesMistakes() {
        QCOMPARE(run({}).exit_code, 2);
        QCOMPARE(run({"get"}).exit_code, 2);
        QCOMPARE(run({"remove"}).exit_code, 2);
        QCOMPARE(run({"import"}).exit_code, 2);
        QCOMPARE(run({"fetch", "nothing"}).exit_code, 3);
        const CliRun mistyped = run({"fetch", "net/smal.safetensors"});
        QVERIFY2(mistyped.err.contains("Did you mean \"net/small.safetensors\"?"),
                 qPrintable(mistyped.err));
        QCOMPARE(run({"fetch",
                      "--mirror",
                      "ftp://x",
                      "--accept-licence",
                      "NC",
                      "--accept-licence",
                      "Free"})
                     .exit_code,
                 3);
    }

private:
    CliRun run(const QStringList& arguments) const {
        return runProgram(BOZZETTO_SCRIPTED_CLI, QStringList{"weights"} + arguments, environment_);
    }
    CliRun fetch() const {
        return run({"fetch", "--events", "--accept-licence", "NC", "--accept-licence", "Free"});
    }
    QString file(const QString& name) const {
        return place_->filePath("data/bozzetto/weights/" + name);
    }

    std::unique_ptr<QTemporaryDir> place_;
    std::unique_ptr<WebServer> server_;
    std::unique_ptr<WeightsSite> site_;
    QProcessEnvironment environment_;
};

QTEST_GUILESS_MAIN(TestCliWeights)
#include "test_cli_weights.moc"
