// SPDX-License-Identifier: Apache-2.0
// The list of weights, the folder that they are in, and how files come there by hand.
#include "base/error.h"
#include "base/files.h"
#include "support/refusals.h"
#include "support/weights_site.h"
#include "weights_store/file_checks.h"
#include "weights_store/import.h"
#include "weights_store/licence_record.h"
#include "weights_store/verify_files.h"
#include "weights_store/weights_folder.h"

#include <QtTest>

#include <fstream>
#include <set>

using namespace bozzetto;
namespace fs = std::filesystem;

namespace {

void write(const fs::path& path, const std::string& bytes) {
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << bytes;
}

}  // namespace

class TestWeightsFolder : public QObject {
    Q_OBJECT

private slots:
    void init() {
        place_ = std::make_unique<TemporaryFolder>(fs::temp_directory_path());
        folder_ = place_->path() / "weights";
        ::setenv("XDG_CONFIG_HOME", (place_->path() / "config").c_str(), 1);
        ::setenv("XDG_DATA_HOME", (place_->path() / "data").c_str(), 1);
        ::unsetenv("BOZZETTO_WEIGHTS_MANIFEST");
    }

    void theProgramsOwnListIsGood() {
        const WeightManifest own = loadManifest();
        uint64_t needed = 0;
        std::set<std::string> places;
        for (const WeightFile& file : own.files) {
            QVERIFY2(places.insert(file.url).second, file.name.c_str());
            QVERIFY(!own.licenceOf(file).url.empty());
            QVERIFY2(file.url.ends_with("/" + file.path), file.name.c_str());
            // The hub's fixed revisions, in the address too.
            QVERIFY(file.revision.empty() ||
                    file.url.find("/resolve/" + file.revision + "/") != std::string::npos);
            needed += file.isNeededBy("reconviagen") ? file.bytes : 0;
        }
        QVERIFY(needed > 8'000'000'000 && needed < 10'000'000'000);
        const WeightFile* vggt = own.find("vggt-object-v0-1/model.safetensors");
        QVERIFY(vggt != nullptr && !own.licenceOf(*vggt).commercial);
        for (const WeightFile* file : own.select({})) {
            QVERIFY2(!file->engines.empty(), file->name.c_str());
        }
        QCOMPARE(own.select({"reconviagen"}).size(), own.select({}).size());
        QCOMPARE(own.select({"dinov2"}).size(), size_t{1});
        refuses(Error::Kind::BadInput, "no weights named", [&] { own.select({"dinov4"}); });
    }

    void refusesABadList_data() {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<QString>("reason");
        const auto row = [](const char* name, const char* from, const char* to, const char* why) {
            QTest::newRow(name) << from << to << why;
        };
        row("not JSON", "{", "", "no list");
        row("other format", "bozzetto-weights", "x", "no list");
        row("newer", "\"version\": 1", "\"version\": 2", "another version");
        row("leads out", "net/free.safetensors", "../free.safetensors", "not allowed");
        row("leads out inside", "net/free.safetensors", "net/../../x", "not allowed");
        row("absolute", "net/free.safetensors", "/etc/passwd", "not allowed");
        row("the store's own", "net/free.safetensors", ".lock", "not allowed");
        row("control characters", "net/free.safetensors", "net/a\\nb", "not allowed");
        row("twice", "net/free.safetensors", "net/small.safetensors", "not its own");
        row("unknown licence", "\"licence\": \"Free\"", "\"licence\": \"None\"", "licence");
        row("file address", "http://example.org/net/free", "file:///etc", "no address");
        row("bad checksum", "\"sha256\": \"", "\"sha256\": \"X", "checksum");
        row("negative size", "\"bytes\": ", "\"bytes\": -", "\"bytes\"");
        row("list of numbers", "\"reconviagen\"", "3", "\"engines\"");
    }

    void refusesABadList() {
        QFETCH(const QString, from);
        QFETCH(const QString, to);
        QFETCH(const QString, reason);
        WeightsSite site("http://example.org");
        QString text = QString::fromStdString(site.manifest());
        QVERIFY(text.contains(from));
        text.replace(from, to);
        refuses(
            Error::Kind::BadInput, reason, [&] { parseManifest(text.toStdString(), "list.json"); });
    }

    void anotherListMayBeNamed() {
        write(place_->path() / "list.json", WeightsSite("http://example.org").manifest());
        ::setenv("BOZZETTO_WEIGHTS_MANIFEST", (place_->path() / "list.json").c_str(), 1);
        QCOMPARE(loadManifest().files.size(), size_t{3});
    }

    void theFolderIsWhatIsGivenElseSetElseUsual() {
        QCOMPARE(weightsFolder("/given"), fs::path("/given"));
        QCOMPARE(weightsFolder(), place_->path() / "data/bozzetto/weights");
        writeWeightSettings({"/set", "https://mirror.example.org"});
        QCOMPARE(weightsFolder(), fs::path("/set"));
        QCOMPARE(readWeightSettings().mirror, std::string("https://mirror.example.org"));
        write(weightSettingsFile(), "damaged");
        QCOMPARE(weightsFolder(), place_->path() / "data/bozzetto/weights");
    }

    void missingWeightsAreNamedWithTheCommand() {
        write(folder_ / "net/small.safetensors", "x");
        const std::vector<std::string> names{"net/small.safetensors", "net/free.safetensors"};
        try {
            locateWeights(folder_, names);
            QFAIL("found");
        } catch (const Error& e) {
            QVERIFY(e.kind() == Error::Kind::MissingWeights);
            QVERIFY(QString(e.what()).endsWith("missing: net/free.safetensors"));
            QVERIFY(QString::fromStdString(e.hint()).contains("bozzetto-cli weights fetch"));
        }
        write(folder_ / "net/free.safetensors", "x");
        QCOMPARE(locateWeights(folder_, names).at("net/free.safetensors"),
                 folder_ / "net/free.safetensors");
    }

    void tellsTheStateOfAFile() {
        WeightsSite site("http://example.org");
        const WeightManifest list = site.parsed();
        const WeightFile& small = *list.find("net/small.safetensors");
        QVERIFY(statusOf(small, folder_).state == WeightState::Missing);
        write(partialPath(small, folder_), "abc");
        QVERIFY(statusOf(small, folder_).state == WeightState::Partial);
        write(folder_ / small.name, "abc");
        QVERIFY(statusOf(small, folder_).state == WeightState::Damaged);
        write(folder_ / small.name, site.small);
        QVERIFY(statusOf(small, folder_).state == WeightState::Present);
        QCOMPARE(removeWeights(small, folder_), uint64_t{site.small.size() + 3});
        QVERIFY(fs::is_empty(folder_ / "net"));
        write(folder_ / small.name, "abc");
        write(folder_ / "net/config.json", "{}");  // another network of the same kind
        QVERIFY(statusOf(small, folder_).state == WeightState::Present);
        fs::remove(folder_ / "net/config.json");
        site.sure = false;  // a predicted size rejects nothing
        write(folder_ / small.name, "abc");
        const WeightManifest predicted = site.parsed();
        QVERIFY(statusOf(*predicted.find(small.name), folder_).state == WeightState::Present);
    }

    void importsFromAnyLayout_data() {
        QTest::addColumn<QString>("layout");
        QTest::addColumn<bool>("found");
        QTest::newRow("as here") << "net/small.safetensors" << true;
        QTest::newRow("by its name") << "Downloads/small.safetensors" << true;
        QTest::newRow("hub's cache")
            << "models--somebody--net/snapshots/0123/small.safetensors" << true;
        QTest::newRow("another name") << "small-2.safetensors" << false;
    }

    void importsFromAnyLayout() {
        QFETCH(const QString, layout);
        QFETCH(const bool, found);
        const WeightsSite site("http://example.org");
        const fs::path from = place_->path() / "from";
        write(from / layout.toStdString(), site.small);
        write(from / "other.bin", "pickle");
        acceptLicences(folder_, site.parsed(), {"NC"});
        if (!found) {
            refuses(Error::Kind::BadInput, "is a program", [&] { import(site, from); });
            return;
        }
        const ImportResult result = import(site, from);
        QCOMPARE(result.imported, (std::vector<std::string>{"net/small.safetensors"}));
        QVERIFY(QString::fromStdString(result.remarks.at(0)).contains("other.bin"));
        QCOMPARE(readFile(folder_ / "net/small.safetensors"), site.small);
        QCOMPARE(notedSha256(folder_ / "net/small.safetensors"), sha256(site.small));
        QVERIFY(import(site, from).imported.empty());  // there already
    }

    void importsNothingThatIsWrong() {
        const WeightsSite site("http://example.org");
        const fs::path from = place_->path() / "from/small.safetensors";
        write(from, site.small);
        refuses(
            Error::Kind::BadInput, "NOT for commercial", [&] { import(site, from.parent_path()); });
        acceptLicences(folder_, site.parsed(), {"NC"});
        std::string bytes = site.small;
        bytes[1000] ^= 1;
        write(from, bytes);
        refuses(Error::Kind::BadWeights, "checksum", [&] { import(site, from.parent_path()); });
        write(from, site.small.substr(0, 1000));
        refuses(Error::Kind::BadWeights, "1000 bytes", [&] { import(site, from.parent_path()); });
        refuses(Error::Kind::BadInput, "no folder", [&] { import(site, from); });
        QVERIFY(!fs::exists(folder_ / "net/small.safetensors"));
        QVERIFY(!fs::exists(folder_ / "net/small.safetensors.import"));
    }

    void everyRepositoryHasAModelFile() {
        // "model.safetensors" says nothing: only its repository's name beside it does.
        const WeightManifest own = loadManifest();
        const fs::path from = place_->path() / "from";
        write(from / "model.safetensors", "x");
        write(from / "Stable-X/vggt-object-v0-1/model.safetensors", "x");
        const auto found = findImports(own, from);
        QCOMPARE(found.size(), size_t{1});
        QCOMPARE(found[0]->name, std::string("vggt-object-v0-1/model.safetensors"));
    }

    void verifyReadsEveryByte() {
        WeightsSite site("http://example.org");
        const WeightManifest list = site.parsed();
        acceptLicences(folder_, list, {"NC", "Free"});
        const fs::path from = place_->path() / "from";
        write(from / "small.safetensors", site.small);
        write(from / "free.safetensors", site.free);
        import(site, from);
        const auto problem = [&](size_t i) {
            return QString::fromStdString(
                verifyFiles(list.select({}), folder_, {}, {}).at(i).problem);
        };
        QCOMPARE(problem(0), QString());
        QCOMPARE(problem(1), QString());
        QCOMPARE(problem(2), QStringLiteral("is missing"));
        std::string bytes = site.free;  // of which only the note beside it knows the checksum
        bytes[bytes.size() - 1] ^= 1;
        write(folder_ / "net/free.safetensors", bytes);
        QVERIFY(problem(1).contains("checksum"));
        write(folder_ / "net/free.safetensors", site.free.substr(0, 100));
        QVERIFY(problem(1).contains("100 bytes"));
    }

private:
    ImportResult import(const WeightsSite& site, const fs::path& from) const {
        return importWeights(site.parsed(), from, folder_, {}, {});
    }

    std::unique_ptr<TemporaryFolder> place_;
    fs::path folder_;
};

QTEST_GUILESS_MAIN(TestWeightsFolder)
#include "test_weights_folder.moc"
