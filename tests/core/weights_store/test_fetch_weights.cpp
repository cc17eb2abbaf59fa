// SPDX-License-Identifier: Apache-2.0
// Downloads from a server on loopback that cuts, lies and corrupts.
#include "base/error.h"
#include "base/files.h"
#include "support/refusals.h"
#include "support/web_server.h"
#include "support/weights_site.h"
#include "weights_store/fetch.h"
#include "weights_store/file_checks.h"
#include "weights_store/licence_record.h"
#include "weights_store/weights_folder.h"

#include <QtTest>

#include <csignal>
#include <fstream>
#include <sys/resource.h>
#include <thread>

using namespace bozzetto;
namespace fs = std::filesystem;

namespace {

constexpr const char* kSmall = "/net/small.safetensors";

/// A folder, a server and a list, anew for every test.
struct Scene {
    TemporaryFolder place{fs::temp_directory_path()};
    fs::path folder = place.path() / "weights";
    WebServer server;
    WeightsSite site{server.address()};
    FetchOptions options;
    Task task;

    Scene() {
        site.serveAll(server);
        options.first_wait = std::chrono::milliseconds(1);
        acceptLicences(folder, site.parsed(), {"NC", "Free"});
    }

    WeightManifest manifest() const { return site.parsed(); }
    void fetch(const std::vector<std::string>& names = {"net/small.safetensors"}) {
        const WeightManifest list = manifest();
        fetchWeights(list, list.select(names), folder, options, task);
    }
    std::string read(const std::string& name) const { return readFile(folder / name); }
    bool has(const std::string& name) const { return fs::exists(folder / name); }
    WeightStatus status() const {
        const WeightManifest list = manifest();
        return statusOf(*list.find("net/small.safetensors"), folder);
    }
};

}  // namespace

class TestFetchWeights : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        for (const char* name : {"http_proxy", "all_proxy", "ALL_PROXY", "HTTP_PROXY"}) {
            ::unsetenv(name);
        }
    }

    void fetchesChecksAndTells() {
        Scene scene;
        std::vector<uint64_t> told;
        double last = 0;
        scene.options.on_file = [&](const WeightProgress& p) { told.push_back(p.done); };
        scene.task.progress = [&](std::string_view phase, double fraction) {
            QCOMPARE(std::string(phase), std::string("fetching"));
            QVERIFY2(fraction >= last - 1e-9,
                     qPrintable(QString("%1 after %2").arg(fraction).arg(last)));
            last = fraction;
        };
        scene.fetch({});
        QCOMPARE(scene.read("net/small.safetensors"), scene.site.small);
        QCOMPARE(scene.read("net/free.safetensors"), scene.site.free);
        QVERIFY(scene.has("net/sizes.json") && !scene.has("net/small.safetensors.part") &&
                !scene.has("net/small.safetensors.part.json"));
        QCOMPARE(notedSha256(scene.folder / "net/free.safetensors"), sha256(scene.site.free));
        QVERIFY(told.size() > 3 && last > 0.999);
        QVERIFY(scene.status().state == WeightState::Present);
        scene.server.forgetRequests();
        last = 0;
        scene.fetch({});
        QVERIFY(scene.server.requests().empty());  // what is there is not asked for again
    }

    void goesOnAfterACut() {
        Scene scene;
        scene.server.set(
            kSmall, {.bytes = scene.site.small, .etag = "s1", .cut_after = 100'000, .cuts = 2});
        scene.fetch();
        QCOMPARE(scene.read("net/small.safetensors"), scene.site.small);
        const auto requests = scene.server.requests();
        QCOMPARE(requests.size(), size_t{3});
        QCOMPARE(requests[1].range, std::string("bytes=100000-"));
        QCOMPARE(requests[1].if_range, std::string("\"s1\""));
        QCOMPARE(requests[2].range, std::string("bytes=200000-"));
    }

    void goesOnInALaterCall() {
        Scene scene;
        scene.options.attempts = 1;
        scene.server.set(
            kSmall, {.bytes = scene.site.small, .etag = "s1", .cut_after = 100'000, .cuts = 1});
        refuses(Error::Kind::MissingWeights, "remaining", [&] { scene.fetch(); });
        QVERIFY(scene.status().state == WeightState::Partial);
        QCOMPARE(scene.status().bytes, uint64_t{100'000});
        scene.server.forgetRequests();
        scene.fetch();
        QCOMPARE(scene.server.requests().front().range, std::string("bytes=100000-"));
        QCOMPARE(scene.read("net/small.safetensors"), scene.site.small);
    }

    void neverMixesTwoVersions() {
        Scene scene;
        scene.site.sure = false;
        scene.options.attempts = 1;
        const std::string older = safetensorsOf(300'000, 'o');
        scene.server.set(kSmall, {.bytes = older, .etag = "s0", .cut_after = 100'000});
        refuses(Error::Kind::MissingWeights, "remaining", [&] { scene.fetch(); });
        scene.site.serveAll(scene.server);  // another file by another ETag
        scene.fetch();
        QCOMPARE(scene.read("net/small.safetensors"), scene.site.small);
    }

    void startsAfreshWithoutAnEtag() {
        Scene scene;
        scene.site.sure = false;
        scene.options.attempts = 1;
        const std::string older = safetensorsOf(300'000, 'o');
        scene.server.set(kSmall, {.bytes = older, .etag = {}, .cut_after = 100'000});
        refuses(Error::Kind::MissingWeights, "remaining", [&] { scene.fetch(); });
        scene.site.serveAll(scene.server);
        scene.server.forgetRequests();
        scene.fetch();
        QVERIFY(scene.server.requests().front().range.empty());
        QCOMPARE(scene.read("net/small.safetensors"), scene.site.small);
    }

    void livesWithAServerThatIgnoresRange() {
        Scene scene;
        scene.server.set(kSmall,
                         {.bytes = scene.site.small,
                          .etag = "s1",
                          .knows_ranges = false,
                          .cut_after = 100'000,
                          .cuts = 1});
        scene.fetch();
        QCOMPARE(scene.read("net/small.safetensors"), scene.site.small);
    }

    void refusesALieAboutTheLength_data() {
        QTest::addColumn<bool>("sure");
        QTest::addColumn<qint64>("lie");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("reason");
        const int missing = static_cast<int>(Error::Kind::MissingWeights);
        const int bad = static_cast<int>(Error::Kind::BadWeights);
        QTest::newRow("more than the list") << true << qint64{1000} << missing << "where 300";
        QTest::newRow("less than the list") << true << qint64{-1000} << missing << "where 300";
        QTest::newRow("more than comes") << false << qint64{1000} << missing << "remaining";
        QTest::newRow("less than comes") << false << qint64{-1000} << bad << "cut short";
        QTest::newRow("absurd") << false << (qint64{1} << 40) << missing << "the server offers";
    }

    void refusesALieAboutTheLength() {
        QFETCH(const bool, sure);
        QFETCH(const qint64, lie);
        QFETCH(const int, kind);
        QFETCH(const QString, reason);
        Scene scene;
        scene.site.sure = sure;
        scene.options.attempts = 2;
        scene.server.set(kSmall, {.bytes = scene.site.small, .etag = {}, .length_lie = lie});
        refuses(static_cast<Error::Kind>(kind), qPrintable(reason), [&] { scene.fetch(); });
        QVERIFY(!scene.has("net/small.safetensors"));
    }

    void refusesMoreThanTheFileHas() {
        Scene scene;
        scene.server.set(kSmall,
                         {.bytes = scene.site.small + "more", .etag = {}, .tells_length = false});
        refuses(Error::Kind::MissingWeights, "sends more", [&] { scene.fetch(); });
        QVERIFY(!scene.has("net/small.safetensors"));
    }

    void keepsWrongBytesForInspection() {
        Scene scene;
        std::string corrupt = scene.site.small;
        corrupt[200'000] ^= 1;
        scene.server.set(kSmall, {.bytes = corrupt, .etag = "s1"});
        refuses(Error::Kind::BadWeights, "wrong checksum", [&] { scene.fetch(); });
        QVERIFY(!scene.has("net/small.safetensors"));
        QCOMPARE(scene.read("net/small.safetensors.bad"), corrupt);
        scene.site.serveAll(scene.server);
        scene.fetch();  // afresh
        QCOMPARE(scene.read("net/small.safetensors"), scene.site.small);
    }

    void holdsTheServerToItsOwnChecksum() {
        Scene scene;
        scene.site.sure = false;  // the list only predicts
        const std::string other = safetensorsOf(310'000);
        const auto announce = [](const std::string& sum) {
            return std::vector<std::string>{"X-Linked-ETag: \"" + sum + "\""};
        };
        scene.server.set(kSmall,
                         {.bytes = other, .etag = {}, .headers = announce(std::string(64, 'a'))});
        refuses(Error::Kind::BadWeights, "wrong checksum", [&] { scene.fetch(); });
        scene.server.set(kSmall, {.bytes = other, .etag = {}, .headers = announce(sha256(other))});
        scene.fetch();  // of another size and checksum than predicted: no reason to refuse
        QCOMPARE(scene.read("net/small.safetensors"), other);
    }

    void refusesWhatIsNoWeightsFile() {
        Scene scene;
        scene.site.sure = false;
        scene.server.set(kSmall, {.bytes = "<html>log in</html>", .etag = {}, .type = "text/html"});
        refuses(Error::Kind::MissingWeights, "web page", [&] { scene.fetch(); });
        scene.server.set(kSmall, {.bytes = "<!DOCTYPE html><html></html>", .etag = {}});
        refuses(Error::Kind::BadWeights, "no safetensors", [&] { scene.fetch(); });
        scene.server.set("/net/sizes.json", {.bytes = "{\"a\": ", .etag = {}});
        refuses(Error::Kind::BadWeights, "no JSON", [&] { scene.fetch({"net/sizes.json"}); });
    }

    void saysWhyTheServerRefuses() {
        Scene scene;
        scene.options.attempts = 2;
        const auto status = [&](int code, std::vector<std::string> headers = {}) {
            scene.server.set(
                kSmall, {.bytes = "no", .etag = {}, .status = code, .headers = std::move(headers)});
        };
        status(401);
        refuses(Error::Kind::MissingWeights, "wants a login", [&] { scene.fetch(); });
        status(404);
        refuses(Error::Kind::MissingWeights, "answers 404", [&] { scene.fetch(); });
        status(429, {"Retry-After: 3600"});
        refuses(Error::Kind::MissingWeights, "answers 429", [&] { scene.fetch(); });
        status(500);
        refuses(Error::Kind::MissingWeights, "answers 500", [&] { scene.fetch(); });
        scene.server.set(kSmall, {.bytes = scene.site.small, .etag = "s1", .failures = 1});
        scene.fetch();  // 503 once, then the file
        QCOMPARE(scene.read("net/small.safetensors"), scene.site.small);
    }

    void saysThatNobodyAnswers() {
        Scene scene;
        scene.options.attempts = 2;
        scene.options.mirror = "http://127.0.0.1:1";  // nobody listens there
        refuses(Error::Kind::MissingWeights, "connect", [&] { scene.fetch(); });
        scene.options.mirror = "ftp://example.org";
        refuses(Error::Kind::BadInput, "no address", [&] { scene.fetch(); });
    }

    void asksTheMirrorFirst() {
        Scene scene;
        WebServer mirror;
        mirror.set("/copy/net/small.safetensors", {.bytes = scene.site.small, .etag = "m"});
        scene.options.mirror = mirror.address() + "/copy/";
        scene.fetch({"net/small.safetensors", "net/free.safetensors"});
        QCOMPARE(mirror.requests().size(), size_t{2});
        QCOMPARE(scene.server.requests().size(), size_t{1});  // what the mirror does not have
        QCOMPARE(scene.read("net/small.safetensors"), scene.site.small);
        QCOMPARE(scene.read("net/free.safetensors"), scene.site.free);
    }

    void followsARedirect() {
        Scene scene;
        scene.server.set("/cdn", {.bytes = scene.site.small, .etag = "c"});
        scene.server.set(kSmall,
                         {.bytes = "",
                          .etag = {},
                          .status = 302,
                          .headers = {"Location: " + scene.server.address() + "/cdn"}});
        scene.fetch();
        QCOMPARE(scene.read("net/small.safetensors"), scene.site.small);
    }

    void stopsWithinASecondAndKeepsWhatCame() {
        Scene scene;
        scene.server.set(kSmall,
                         {.bytes = scene.site.small,
                          .etag = "s1",
                          .pause_each = std::chrono::milliseconds(200)});
        std::atomic<bool> stop{false};
        scene.task.check = [&] {
            if (stop) {
                throw Cancelled();
            }
        };
        QElapsedTimer since;
        scene.options.on_file = [&](const WeightProgress& p) {
            if (p.done >= 30'000 && !stop) {
                stop = true;
                since.start();
            }
        };
        QVERIFY_EXCEPTION_THROWN(scene.fetch(), Cancelled);
        QVERIFY2(since.elapsed() < 1000, qPrintable(QString::number(since.elapsed())));
        QVERIFY(scene.status().state == WeightState::Partial);
        QVERIFY(scene.status().bytes >= 30'000);
    }

    void stopsWhileTheServerIsSilent() {
        Scene scene;
        scene.server.set(kSmall,
                         {.bytes = scene.site.small,
                          .etag = "s1",
                          .pause_each = std::chrono::milliseconds(2500)});
        const auto start = std::chrono::steady_clock::now();
        scene.task.check = [&] {
            if (std::chrono::steady_clock::now() - start > std::chrono::milliseconds(300)) {
                throw Cancelled();
            }
        };
        QVERIFY_EXCEPTION_THROWN(scene.fetch(), Cancelled);
        QVERIFY(std::chrono::steady_clock::now() - start < std::chrono::seconds(1));
    }

    void asksForTheLicenceFirst() {
        Scene scene;
        fs::remove_all(scene.folder);
        acceptLicences(scene.folder, scene.manifest(), {"Free"});
        refuses(Error::Kind::BadInput, "NOT for commercial use", [&] { scene.fetch(); });
        QVERIFY(scene.server.requests().empty());
        acceptLicences(scene.folder, scene.manifest(), {"NC"});
        QCOMPARE(acceptedLicences(scene.folder), (std::set<std::string>{"Free", "NC"}));
        scene.fetch();
        refuses(Error::Kind::BadInput, "no licence \"GPL\"", [&] {
            acceptLicences(scene.folder, scene.manifest(), {"GPL"});
        });
        std::ofstream(scene.folder / "licences.json") << "damaged";
        QVERIFY(acceptedLicences(scene.folder).empty());
    }

    void twoProcessesShareOneDownload() {
        Scene scene;
        scene.server.set(
            kSmall,
            {.bytes = scene.site.small, .etag = "s1", .pause_each = std::chrono::milliseconds(10)});
        std::thread other([&] { scene.fetch(); });
        FetchOptions options = scene.options;
        const WeightManifest list = scene.manifest();
        fetchWeights(list, list.select({"net/small.safetensors"}), scene.folder, options, {});
        other.join();
        QCOMPARE(scene.server.requests().size(), size_t{1});
        QCOMPARE(scene.read("net/small.safetensors"), scene.site.small);
    }

    void needsRoomOnTheDisk() {
        Scene scene;
        refuses(Error::Kind::Output, "are needed", [&] {
            requireFreeSpace(scene.place.path(), uint64_t{1} << 60);
        });
    }

    void aFullDiskKeepsWhatCame() {
        Scene scene;
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit before{}, small{};
        ::getrlimit(RLIMIT_FSIZE, &before);
        small = {100'000, before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &small);
        refuses(Error::Kind::Output, "cannot be written", [&] { scene.fetch(); });
        ::setrlimit(RLIMIT_FSIZE, &before);
        QCOMPARE(scene.status().bytes, uint64_t{100'000});
        scene.server.forgetRequests();
        scene.fetch();
        QCOMPARE(scene.server.requests().front().range, std::string("bytes=100000-"));
        QCOMPARE(scene.read("net/small.safetensors"), scene.site.small);
    }

    void survivesADamagedNoteOfADownload() {
        for (const char* note : {"", "[", "{\"etag\": 3}", "{\"etag\": \"a\\r\\nX: y\"}"}) {
            Scene scene;
            fs::create_directories(scene.folder / "net");
            std::ofstream(scene.folder / "net/small.safetensors.part") << "half of something else";
            std::ofstream(scene.folder / "net/small.safetensors.part.json") << note;
            try {
                scene.fetch();
            } catch (const Error& e) {
                QVERIFY(e.kind() == Error::Kind::BadWeights);  // put aside, and fetched anew
                scene.fetch();
            }
            QCOMPARE(scene.read("net/small.safetensors"), scene.site.small);
        }
    }
};

QTEST_GUILESS_MAIN(TestFetchWeights)
#include "test_fetch_weights.moc"
