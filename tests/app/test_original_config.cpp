// SPDX-License-Identifier: Apache-2.0
#include "app/original_config.h"
#include "base/error.h"

#include <QtTest>

#include <fstream>

using namespace bozzetto;
namespace fs = std::filesystem;

namespace {

/// A checkout of the original as its users have it: configs/, data/.
class Checkout {
public:
    Checkout() { fs::create_directories(root() / "data" / "chair"); }
    fs::path root() const { return folder_.path().toStdString(); }
    fs::path config(const std::string& text) const {
        const fs::path path = root() / "configs" / "scene.json";
        fs::create_directories(path.parent_path());
        std::ofstream(path) << text;
        return path;
    }

private:
    QTemporaryDir folder_;
};

std::string setting(const OriginalConfig& config, const std::string& key) {
    const auto found = config.job.settings.values.find(key);
    return found != config.job.settings.values.end() ? found->second : "(none)";
}

bool remarks(const OriginalConfig& config, const std::vector<std::string>& words) {
    return std::any_of(config.remarks.begin(), config.remarks.end(), [&](const auto& remark) {
        return std::all_of(words.begin(), words.end(), [&](const std::string& word) {
            return remark.find(word) != std::string::npos;
        });
    });
}

}  // namespace

class TestOriginalConfig : public QObject {
    Q_OBJECT
private slots:
    void shippedSceneBecomesAJob();
    void whatDiffersIsSaid();
    void badFilesAreRefused_data();
    void badFilesAreRefused();
};

void TestOriginalConfig::shippedSceneBecomesAJob() {
    const Checkout checkout;
    const OriginalConfig config = readOriginalConfig(checkout.config(R"({
        "ref_mesh": "data/chair", "random_textures": true, "iter": 5000, "save_interval": 100,
        "texture_res": [2048, 1024], "train_res": [800, 600], "batch": 8,
        "learning_rate": [0.03, 0.01], "dmtet_grid": 128, "mesh_scale": 2.1,
        "laplace_scale": 3000, "display": [{"latlong": true}], "background": "white",
        "isosurface": "flexicubes", "lock_pos": true, "out_dir": "nerf_chair"})"));
    QCOMPARE(config.job.inputs.size(), size_t{1});
    QVERIFY(fs::equivalent(config.job.inputs[0], checkout.root() / "data" / "chair"));
    QCOMPARE(config.job.output, fs::path("out") / "nerf_chair");
    QCOMPARE(config.job.engine, std::string("nvdiffrec"));
    const std::map<std::string, std::string> expected = {{"batch", "8"},
                                                         {"grid", "128"},
                                                         {"image_side", "800"},
                                                         {"isosurface", "flexicubes"},
                                                         {"lr_vertex", "0"},
                                                         {"shape_iterations", "5000"},
                                                         {"smoothness", "0.3"},
                                                         {"texture_iterations", "5000"},
                                                         {"texture_size", "2048"}};
    QVERIFY(config.job.settings.values == expected);
}

void TestOriginalConfig::whatDiffersIsSaid() {
    const Checkout checkout;
    const OriginalConfig config = readOriginalConfig(checkout.config(R"({
        "ref_mesh": "data/chair", "learn_light": false, "mesh_scale": 2.1, "lerning_rate": 0.01,
        "zzz": 1, "iter": 100})"));
    QVERIFY(config.job.output.empty());
    QCOMPARE(setting(config, "shape_iterations"), std::string("100"));
    QVERIFY(remarks(config, {"\"learn_light\" has no effect", "light is always found"}));
    QVERIFY(remarks(config, {"\"mesh_scale\" has no effect", "from the masks"}));
    QVERIFY(remarks(config, {"\"lerning_rate\" is not known", "\"learning_rate\""}));
    QVERIFY(remarks(config, {"\"zzz\" is not known"}));
    QCOMPARE(config.remarks.size(), size_t{4});
}

void TestOriginalConfig::badFilesAreRefused_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* text, const char* says) {
        QTest::newRow(says) << QString::fromUtf8(text) << QString::fromUtf8(says);
    };
    row("[]", "no JSON object");
    row("{\"iter\": 100}", "\"ref_mesh\" names no data");
    row("{\"ref_mesh\": 3}", "\"ref_mesh\" is not text");
    row("{\"ref_mesh\": \"data/sofa\"}", "not there: data/sofa");
    row("{\"ref_mesh\": \"data/spot.obj\"}", "names a mesh");
    row("{\"ref_mesh\": \"data/chair\", \"base_mesh\": \"a.obj\"}", "cannot start from a mesh");
    row("{\"ref_mesh\": \"data/chair\", \"iter\": 1e9}", "\"iter\" is not a number from 4");
    row("{\"ref_mesh\": \"data/chair\", \"batch\": \"8\"}", "\"batch\" is not a number");
    row("{\"ref_mesh\": \"data/chair\", \"train_res\": 800}", "\"train_res\" is not a pair");
    row("{\"ref_mesh\": \"data/chair\", \"train_res\": [800, null]}", "\"train_res\" is not");
    row("{\"ref_mesh\": \"data/chair\", \"isosurface\": \"mc\"}", "\"dmtet\" or \"flexicubes\"");
    row("{\"ref_mesh\": \"data/chair\", \"lock_pos\": 1}", "\"lock_pos\" is not true or false");
}

void TestOriginalConfig::badFilesAreRefused() {
    QFETCH(QString, text);
    QFETCH(QString, says);
    const Checkout checkout;
    const fs::path path = checkout.config(text.toStdString());
    try {
        readOriginalConfig(path);
        QFAIL("nothing was thrown");
    } catch (const Error& error) {
        const QString what = QString::fromUtf8(error.what());
        QVERIFY2(what.contains(says) && what.contains("scene.json"), qPrintable(what));
        QVERIFY(!error.hint().empty());
    }
}

QTEST_GUILESS_MAIN(TestOriginalConfig)
#include "test_original_config.moc"
