// SPDX-License-Identifier: Apache-2.0
// Weights as networks get them: by key and shape, from safetensors and from torch.save's zip.
#include "base/error.h"
#include "base/files.h"
#include "checkpoint/safetensors.h"
#include "checkpoint/torch_zip.h"
#include "checkpoint/weight_scope.h"

#include <QtTest>

#include <caffe2/serialize/inline_container.h>
#include <fstream>
#include <limits>

using namespace bozzetto;
namespace fs = std::filesystem;

namespace {

std::string little(uint64_t value, int bytes) {
    std::string text;
    for (int i = 0; i < bytes; ++i) {
        text.push_back(static_cast<char>(value >> 8 * i & 0xff));
    }
    return text;
}

/// A zip file of stored entries, with what a test wants to spoil.
struct Zip {
    std::vector<std::pair<std::string, std::string>> entries;
    uint16_t method = 0, flags = 0;
    std::string second_name;               // in the local headers; empty: the same
    std::optional<uint32_t> local_offset;  // of the last entry

    std::string bytes() const {
        std::string file, directory;
        for (const auto& [name, data] : entries) {
            const bool last = &data == &entries.back().second;
            const std::string local_name = second_name.empty() ? name : second_name;
            const auto offset =
                last && local_offset ? *local_offset : static_cast<uint32_t>(file.size());
            const std::string sizes =
                little(0, 4) + little(data.size(), 4) + little(data.size(), 4);
            file += "PK\3\4" + little(20, 2) + little(flags, 2) + little(method, 2) + little(0, 4) +
                    sizes + little(local_name.size(), 2) + little(0, 2) + local_name + data;
            directory += "PK\1\2" + little(20, 2) + little(20, 2) + little(flags, 2) +
                         little(method, 2) + little(0, 4) + sizes + little(name.size(), 2) +
                         little(0, 12) + little(offset, 4) + name;
        }
        const std::string end = "PK\5\6" + little(0, 4) + little(entries.size(), 2) +
                                little(entries.size(), 2) + little(directory.size(), 4) +
                                little(file.size(), 4) + little(0, 2);
        return file + directory + end;
    }
};

// Pieces of a pickle, protocol 2.
std::string text(const std::string& s) {
    return "X" + little(s.size(), 4) + s;
}
std::string number(int64_t n) {
    return "\x8a\x08" + little(static_cast<uint64_t>(n), 8);
}
std::string tuple(const std::vector<int64_t>& numbers) {
    std::string items = "(";
    for (const int64_t n : numbers) {
        items += number(n);
    }
    return items + "t";
}
std::string global(const std::string& module, const std::string& name) {
    return "c" + module + "\n" + name + "\n";
}

struct Tensor {
    std::string storage = "FloatStorage", key = "0";
    int64_t elements = 6, offset = 0;
    std::vector<int64_t> size{2, 3}, stride{3, 1};

    std::string pickle() const {
        return global("torch._utils", "_rebuild_tensor_v2") + "((" + text("storage") +
               global("torch", storage) + text(key) + text("cpu") + number(elements) + "tQ" +
               number(offset) + tuple(size) + tuple(stride) + "\x89" +
               global("collections", "OrderedDict") + ")RtR";
    }
};

std::string dictOf(const std::string& items) {
    return "\x80\x02" + global("collections", "OrderedDict") + ")Rq" + std::string(1, '\0') + "(" +
           items + "u.";
}

std::string floats(std::initializer_list<float> values) {
    return {reinterpret_cast<const char*>(std::data(values)), 4 * values.size()};
}

const std::string kSix = floats({0, 1, 2, 3, 4, 5});

Zip zipOf(const std::string& pickle) {
    Zip zip;
    zip.entries = {{"archive/data.pkl", pickle}, {"archive/data/0", kSix}};
    return zip;
}

}  // namespace

class TestWeightFiles : public QObject {
    Q_OBJECT

private slots:
    void tensorsAreViewsOfTheMap() {
        const fs::path path = folder_.path() / "a.safetensors";
        const at::Tensor bools = at::tensor({1, 0, 1}, at::kInt).to(at::kBool);
        writeSafetensors(path, {{"a", at::arange(6, at::kFloat).view({2, 3})}, {"b", bools}});
        TensorMap tensors = openWeights(path);
        fs::remove(path);  // the map stays
        QVERIFY(tensors.at("a").equal(at::arange(6, at::kFloat).view({2, 3})));
        QVERIFY(tensors.at("b").equal(bools));
        tensors.at("a").add_(1);  // its own pages, not the file's: no crash
        QCOMPARE(tensors.at("a")[1][2].item<float>(), 6.0f);
    }

    void unalignedTensorsAreCopied() {
        // The header's length is odd, so every tensor lies at an odd address.
        std::string header = R"({"a":{"dtype":"F32","shape":[6],"data_offsets":[0,24]}})";
        header += header.size() % 2 == 0 ? " " : "";
        const fs::path path = write("odd.safetensors", little(header.size(), 8) + header + kSix);
        QVERIFY(openWeights(path).at("a").equal(at::arange(6, at::kFloat)));
    }

    void scopeGivesWeightsByKeyAndShape() {
        const WeightScope root({{"blocks.0.fc.weight", at::ones({2, 3}, at::kHalf)},
                                {"blocks.1.fc.weight", at::full({1}, 70000.0, at::kFloat)},
                                {"mask_token", at::zeros({4})},
                                {"mask_token_2", at::zeros({4})},
                                {"blocks.0.count", at::zeros({1}, at::kLong)}},
                               "net.safetensors");
        const WeightScope fc = root / "blocks" / 0 / "fc";
        QVERIFY(fc.has("weight") && !fc.has("bias"));
        QCOMPARE(fc.shape("weight"), (std::vector<int64_t>{2, 3}));
        QVERIFY(fc.get("weight", {2, 3}).scalar_type() == at::kFloat);
        QVERIFY(fc.as(at::kBFloat16).get("weight", {2, 3}).scalar_type() == at::kBFloat16);
        refuses([&] { fc.get("bias", {2}); }, "'blocks.0.fc.bias' is missing; it would be [2]");
        refuses(
            [&] {
                fc.get("weight", {3, 2});
            },
            "'blocks.0.fc.weight' is [2, 3] where [3, 2] is wanted");
        refuses([&] { (root / "blocks" / 0).get("count", {1}); }, "holds Long");
        refuses([&] { (root / "blocks" / 1 / "fc").as(at::kHalf).get("weight", {1}); },
                "not finite as Half");
        root.unused("mask_token");
        QCOMPARE(
            root.unread(),
            (std::vector<std::string>{"blocks.0.count", "blocks.1.fc.weight", "mask_token_2"}));
        (root / "blocks").unused("0");
        (root / "blocks" / 1 / "fc").get("weight", {1});
        QCOMPARE(root.unread(), (std::vector<std::string>{"mask_token_2"}));
    }

    void scopeRefusesNumbersThatAreNone() {
        for (const at::ScalarType type : {at::kFloat, at::kHalf, at::kBFloat16}) {
            for (const double bad : {std::numeric_limits<double>::quiet_NaN(),
                                     -std::numeric_limits<double>::infinity()}) {
                at::Tensor weights = at::ones({3, 5}, type);
                weights[1][2].fill_(bad);
                const WeightScope scope({{"w", weights}}, "a");
                refuses([&] { scope.as(type).get("w", {3, 5}); }, "not finite");
            }
        }
    }

    void readsWhatTorchSaves() {
        Tensor row;
        row.offset = 3;
        row.size = {3};
        row.stride = {1};
        Tensor transposed;
        transposed.size = {3, 2};
        transposed.stride = {1, 3};
        const std::string attributes = "}(" + text("_metadata") +
                                       global("collections", "OrderedDict") + ")R(" + text("") +
                                       "}(" + text("version") + "K\x01uuub";
        std::string pickle = dictOf(text("w") + Tensor{}.pickle() + text("row") + row.pickle() +
                                    text("t") + transposed.pickle());
        pickle.insert(pickle.size() - 1, attributes);
        const fs::path path = folder_.path() / "model.pth";
        {
            caffe2::serialize::PyTorchStreamWriter writer(path.string());  // PyTorch's own zip
            writer.writeRecord("data.pkl", pickle.data(), pickle.size());
            writer.writeRecord("data/0", kSix.data(), kSix.size());
        }
        const TensorMap tensors = openWeights(path);
        QCOMPARE(tensors.size(), size_t{3});
        const at::Tensor six = at::arange(6, at::kFloat).view({2, 3});
        QVERIFY(tensors.at("w").equal(six));
        QVERIFY(tensors.at("row").equal(six[1]));
        QVERIFY(tensors.at("t").equal(six.t()));
    }

    void readsAFileOfPyTorch() {
        const TensorMap tensors = openWeights(data("state_dict.pth"));
        QCOMPARE(tensors.size(), size_t{15});
        const at::Tensor weights = at::arange(48, at::kFloat).view({4, 3, 2, 2}) / 8;
        QVERIFY(tensors.at("patch_embed.weight").equal(weights));
        QVERIFY(tensors.at("patch_embed.bias").equal(at::tensor({1.0f, -2.0f, 3.0f, 0.5f})));
        QVERIFY(tensors.at("cls_token").equal(at::arange(4, at::kFloat).view({1, 1, 4})));
        QVERIFY(tensors.at("bn.num_batches_tracked").equal(at::zeros({}, at::kLong)));
        const at::Tensor base = at::arange(12, at::kFloat).view({3, 4});
        QVERIFY(tensors.at("half").equal(base.to(at::kHalf)));
        QVERIFY(tensors.at("brain").equal(base.to(at::kBFloat16)));
        QVERIFY(tensors.at("transposed").equal(base.t()));
        QVERIFY(tensors.at("row").equal(base[1]));
        QVERIFY(tensors.at("ints").equal(at::arange(5, at::kLong)));
    }

    void refusesOtherFilesOfPyTorch_data() {
        QTest::addColumn<QString>("reason");
        QTest::newRow("nested.pth") << "no dict of tensors by name";
        QTest::newRow("module.pth") << "wants to use '__main__ M'";
        QTest::newRow("parameter.pth") << "wants to use 'torch._utils _rebuild_parameter'";
        QTest::newRow("old.pth") << "not a valid safetensors file";
    }

    void refusesOtherFilesOfPyTorch() {
        QFETCH(const QString, reason);
        refuses([] { openWeights(data(QTest::currentDataTag())); }, reason);
    }

    void refusesOtherZips_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("reason");
        const auto row = [](const char* name, const std::string& bytes, const char* reason) {
            QTest::newRow(name) << QByteArray(bytes.data(), static_cast<qsizetype>(bytes.size()))
                                << QString(reason);
        };
        const auto pickled = [&](const char* name, const std::string& pickle, const char* reason) {
            row(name, zipOf(pickle).bytes(), reason);
        };
        const auto spoiled = [&](const char* name, auto change, const char* reason) {
            Zip zip = zipOf(dictOf(text("w") + Tensor{}.pickle()));
            change(zip);
            row(name, zip.bytes(), reason);
        };
        const auto tensor = [&](const char* name, auto change, const char* reason) {
            Tensor t;
            change(t);
            pickled(name, dictOf(text("w") + t.pickle()), reason);
        };
        row("no directory", "PK\3\4" + std::string(100, 'x'), "without a directory");
        spoiled(
            "compressed", [](Zip& z) { z.method = 8; }, "compressed");
        spoiled(
            "encrypted", [](Zip& z) { z.flags = 1; }, "encrypted");
        spoiled(
            "two names", [](Zip& z) { z.second_name = "archive/x"; }, "two names");
        spoiled(
            "twice", [](Zip& z) { z.entries.push_back(z.entries.back()); }, "twice");
        spoiled(
            "outside", [](Zip& z) { z.local_offset = 0xfffffff0; }, "outside of the file");
        spoiled(
            "in the directory", [](Zip& z) { z.local_offset = 200; }, "outside of the file");
        spoiled(
            "no pickle", [](Zip& z) { z.entries[0].first = "archive/x"; }, "no data.pkl");
        spoiled(
            "two pickles",
            [](Zip& z) {
                z.entries.push_back({"other/data.pkl", "x"});
            },
            "two of data.pkl");
        spoiled(
            "big-endian",
            [](Zip& z) {
                z.entries.push_back({"archive/byteorder", "big"});
            },
            "byte order");
        tensor(
            "other data", [](Tensor& t) { t.key = "../../etc/passwd"; }, "has no data");
        tensor(
            "wrong count", [](Tensor& t) { t.elements = 7; }, "another size");
        tensor(
            "count overflows", [](Tensor& t) { t.elements = 1LL << 62; }, "another size");
        tensor(
            "negative count", [](Tensor& t) { t.elements = -6; }, "no storage");
        tensor(
            "beyond the end", [](Tensor& t) { t.offset = 1; }, "larger than its data");
        tensor(
            "before the start", [](Tensor& t) { t.offset = -1; }, "begins before");
        tensor(
            "huge by repetition",
            [](Tensor& t) {
                t.size = {1LL << 40, 1};
                t.stride = {0, 0};
            },
            "larger than its data");
        tensor(
            "shape overflows",
            [](Tensor& t) {
                t.size = {1LL << 40, 1LL << 40};
            },
            "negative or too large");
        tensor(
            "negative extent",
            [](Tensor& t) {
                t.size = {-2, -3};
            },
            "negative");
        tensor(
            "negative stride",
            [](Tensor& t) {
                t.stride = {-3, 1};
            },
            "negative");
        tensor(
            "stride missing", [](Tensor& t) { t.stride = {1}; }, "stride for each");
        tensor(
            "many dimensions",
            [](Tensor& t) { t.size = std::vector<int64_t>(17, 1); },
            "too many dimensions");
        tensor(
            "unknown storage", [](Tensor& t) { t.storage = "load"; }, "wants to use");
        pickled("program",
                "\x80\x02"
                "cos\nsystem\n" +
                    text("id") + "\x85R.",
                "'os system'");
        pickled("builtin",
                "\x80\x02"
                "c__builtin__\neval\n" +
                    text("1") + "\x85R.",
                "eval");
        pickled("calls a storage", global("torch", "FloatStorage") + ")R.", "in a way");
        pickled("calls a tensor", global("torch._utils", "_rebuild_tensor_v2") + ")R.", "in a way");
        pickled("other instructions", "]N\x61.", "instruction 93");
        pickled("class", "(i__main__\nX\n.", "instruction 105");
        pickled("newer protocol", std::string("\x80\x04") + "}.", "newer protocol");
        pickled("not a dict", Tensor{}.pickle() + ".", "no dict");
        pickled("nested", "}" + text("model") + "}s.", "no dict");
        pickled("keys are numbers", "}K\x01" + Tensor{}.pickle() + "s.", "no dict");
        pickled("tensor twice",
                dictOf(text("w") + Tensor{}.pickle() + text("w") + Tensor{}.pickle()),
                "is there twice");
        pickled("empty", "", "cut short");
        pickled("no end", "}", "cut short");
        pickled("nothing on the stack", "R.", "where there is none");
        pickled("no mark", "NNt.", "where there is none");
        pickled("unknown memory", "h\x05.", "remembers");
        pickled("text longer than the file",
                "X\xff\xff\xff\xff"
                "a.",
                "cut short");
        pickled("key alone", "}(Nu.", "without a value");
        pickled("long number", "\x8a\x09" + std::string(9, 'x') + ".", "64 bits");
        // A million calls that share one long list of arguments must not copy it a million times.
        std::string bomb = global("torch._utils", "_rebuild_tensor_v2") + "q\1(";
        bomb += std::string(400'000, 'N') + "tq\2";
        for (int i = 0; i < 1'000'000; ++i) {
            bomb += "h\1h\2R";
        }
        pickled("bomb", bomb + ".", "in a way");
        // A dict within a dict within a dict ...: nothing may recurse.
        std::string deep;
        for (int i = 0; i < 500'000; ++i) {
            deep += "}N";
        }
        pickled("deep", deep + std::string(500'000, 's') + ".", "no dict");
    }

    void refusesOtherZips() {
        QFETCH(const QByteArray, bytes);
        QFETCH(const QString, reason);
        const fs::path path = write("hostile.pth", bytes.toStdString());
        QElapsedTimer timer;
        timer.start();
        refuses([&] { openWeights(path); }, reason);
        QVERIFY(timer.elapsed() < 1000);
    }

    void survivesEveryTruncationAndByteFlip() {
        const std::string good = zipOf(dictOf(text("w") + Tensor{}.pickle())).bytes();
        QVERIFY(openWeights(write("good.pth", good)).at("w").sizes() == at::IntArrayRef({2, 3}));
        for (size_t i = 0; i < good.size(); ++i) {
            refuses([&] { openWeights(write("cut.pth", good.substr(0, i))); }, QString());
            for (const char flip : {'\x01', '\x80'}) {
                std::string bytes = good;
                bytes[i] = static_cast<char>(bytes[i] ^ flip);
                try {
                    const TensorMap tensors = openWeights(write("flipped.pth", bytes));
                    QVERIFY(tensors.empty() || tensors.begin()->second.numel() <= 6);
                } catch (const Error& e) {
                    QVERIFY(e.kind() == Error::Kind::BadWeights);
                }
            }
        }
    }

    void saysWhatIsNoWeightsFile() {
        try {
            openWeights(folder_.path() / "absent.safetensors");
            QFAIL("opened");
        } catch (const Error& e) {
            QVERIFY(e.kind() == Error::Kind::MissingWeights);
            QVERIFY(QString(e.what()).contains("absent.safetensors") && !e.hint().empty());
        }
        refuses([&] { openWeights(folder_.path()); }, "not a regular file");
        refuses([&] { openWeights(write("page.pth", "<!DOCTYPE html><html>")); }, "header length");
        refuses([&] { openWeights(write("old.pth", "\x80\x02\x8a\x0al\xfc\x9c")); },
                "header length");
    }

private:
    static fs::path data(const std::string& name) {
        return fs::path(BOZZETTO_TEST_DATA) / "checkpoint" / name;
    }
    fs::path write(const std::string& name, const std::string& bytes) const {
        const fs::path path = folder_.path() / name;
        std::ofstream(path, std::ios::binary) << bytes;
        return path;
    }

    template <class Action>
    static void refuses(const Action& action, const QString& reason) {
        try {
            action();
            QFAIL("accepted");
        } catch (const Error& e) {
            QVERIFY2(e.kind() == Error::Kind::BadWeights, e.what());
            QVERIFY2(QString(e.what()).contains(reason), e.what());
            QVERIFY(!e.hint().empty());
        }
    }

    const TemporaryFolder folder_{fs::temp_directory_path()};
};

QTEST_GUILESS_MAIN(TestWeightFiles)
#include "test_weight_files.moc"
