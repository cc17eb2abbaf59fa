// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "base/files.h"
#include "checkpoint/safetensors.h"

#include <QtTest>

using namespace bozzetto;

namespace {

std::string fileOf(const std::string& header, size_t data_bytes) {
    std::string bytes;
    for (int i = 0; i < 8; ++i) {
        bytes.push_back(static_cast<char>(header.size() >> 8 * i & 0xff));
    }
    return bytes + header + std::string(data_bytes, '\1');
}

std::string entry(const std::string& name,
                  const std::string& dtype,
                  const std::string& shape,
                  const std::string& range) {
    return "\"" + name + "\":{\"dtype\":\"" + dtype + "\",\"shape\":[" + shape +
           "],\"data_offsets\":[" + range + "]}";
}

}  // namespace

class TestSafetensors : public QObject {
    Q_OBJECT
private slots:
    void readsWhatItWrote() {
        const TemporaryFolder folder(std::filesystem::temp_directory_path());
        const auto path = folder.path() / "a.safetensors";
        std::map<std::string, at::Tensor> tensors;
        for (const at::ScalarType dtype : {at::kDouble,
                                           at::kFloat,
                                           at::kHalf,
                                           at::kBFloat16,
                                           at::kLong,
                                           at::kInt,
                                           at::kShort,
                                           at::kChar,
                                           at::kByte,
                                           at::kBool}) {
            tensors[at::toString(dtype)] = (at::arange(7) % 2).to(dtype).reshape({7, 1});
        }
        tensors["transposed"] = at::arange(6, at::kFloat).reshape({2, 3}).t();
        tensors["empty"] = at::zeros({0, 3});
        tensors["empty_too"] = at::zeros({5, 0}, at::kInt);
        tensors["scalar"] = at::full({}, 2.5);
        writeSafetensors(path, tensors, {{"format", "pt \xc3\xa9"}});
        const Safetensors back = readSafetensors(path);
        QCOMPARE(back.tensors.size(), tensors.size());
        for (const auto& [name, tensor] : tensors) {
            QVERIFY(back.at(name).scalar_type() == tensor.scalar_type());
            QVERIFY2(back.at(name).equal(tensor), name.c_str());
        }
        QCOMPARE(back.metadata.at("format"), std::string("pt \xc3\xa9"));
        QVERIFY_EXCEPTION_THROWN(back.at("missing"), Error);
    }

    void refusesHostileFiles_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("reason");
        const auto row = [](const char* name, const std::string& bytes, const char* reason) {
            QTest::newRow(name) << QByteArray(bytes.data(), static_cast<qsizetype>(bytes.size()))
                                << QString(reason);
        };
        const std::string a = entry("a", "F32", "2", "0,8"), b = entry("b", "F32", "2", "8,16");
        row("empty file", "", "shorter");
        row("header length 0", std::string(16, '\0'), "header length 0");
        row("header length 2^63", std::string(7, '\0') + "\x80{}", "header length");
        row("header longer than the file", fileOf("{" + a + "}", 8).substr(0, 30), "header length");
        row("web page", "<!DOCTYPE html><html>", "header length");
        row("not an object", fileOf("[1,2]", 0), "not a JSON object");
        row("not JSON", fileOf("{\"a\":", 0), "not JSON");
        row("not UTF-8", fileOf("{\"\xff\":1}", 0), "not JSON");
        row("duplicate tensor", fileOf("{" + a + "," + a + "}", 8), "duplicate key 'a'");
        row("duplicate field",
            fileOf(R"({"a":{"dtype":"F32","dtype":"F64","shape":[],"data_offsets":[0,4]}})", 4),
            "duplicate key 'dtype'");
        row("deep nesting", fileOf("{\"a\":" + std::string(1000000, '['), 0), "nested");
        row("overlap",
            fileOf("{" + a + "," + entry("b", "F32", "2", "4,12") + "}", 12),
            "'b' overlaps");
        row("hole",
            fileOf("{" + a + "," + entry("b", "F32", "2", "12,20") + "}", 20),
            "'b' leaves a hole");
        row("bytes left over", fileOf("{" + a + "}", 12), "belong to no tensor");
        row("cut short", fileOf("{" + a + "," + b + "}", 15), "'b' lies outside");
        std::string empties;
        for (int i = 0; i < 65; ++i) {
            empties += entry("e" + std::to_string(i), "F32", "0", "0,0") + ",";
        }
        row("many empty ones share an offset",
            fileOf("{" + empties.substr(0, empties.size() - 1) + "}", 0),
            "shares its offset");
        row("unknown dtype", fileOf("{" + entry("a", "F33", "2", "0,8") + "}", 8), "unknown dtype");
        row("range of the wrong size",
            fileOf("{" + entry("a", "F32", "3", "0,8") + "}", 8),
            "'a' needs 12 bytes");
        row("shape product overflows",
            fileOf("{" + entry("a", "F32", "4294967296,4294967296", "0,0") + "}", 0),
            "too large");
        row("negative extent", fileOf("{" + entry("a", "F32", "-2", "0,8") + "}", 8), "negative");
        row("fractional extent",
            fileOf("{" + entry("a", "F32", "2.0", "0,8") + "}", 8),
            "not whole");
        row("reversed range", fileOf("{" + entry("a", "F32", "2", "8,0") + "}", 8), "lies outside");
        row("field missing", fileOf(R"({"a":{"dtype":"F32","shape":[2]}})", 8), "exactly dtype");
        row("metadata not text", fileOf(R"({"__metadata__":{"a":1}})", 0), "__metadata__");
        row("pickle", fileOf("{" + a + "}", 8).replace(0, 4, "\x80\x02}q"), "header length");
    }

    void refusesHostileFiles() {
        QFETCH(const QByteArray, bytes);
        QFETCH(const QString, reason);
        try {
            parseSafetensors({bytes.data(), static_cast<size_t>(bytes.size())},
                             "weights.safetensors");
            QFAIL("accepted");
        } catch (const Error& e) {
            QVERIFY2(QString(e.what()).contains(reason), e.what());
            QVERIFY(QString(e.what()).contains("weights.safetensors"));
            QVERIFY(!e.hint().empty());
        }
    }

    void refusesAMillionTensorsQuickly() {
        std::string header = "{";
        for (int i = 0; i < 1000000; ++i) {
            header += entry("t" + std::to_string(i), "F32", "0", "0,0") + ",";
        }
        header.back() = '}';
        const std::string bytes = fileOf(header, 0);
        QElapsedTimer timer;
        timer.start();
        QVERIFY_EXCEPTION_THROWN(parseSafetensors(bytes, "a"), Error);
        QVERIFY(timer.elapsed() < 1000);
    }

    void survivesEveryTruncationAndByteFlip() {
        const std::string good = fileOf(
            "{" + entry("a", "F32", "2", "0,8") + "," + entry("b", "BOOL", "2,2", "8,12") + "}",
            12);
        for (size_t i = 0; i < good.size(); ++i) {
            QVERIFY_EXCEPTION_THROWN(parseSafetensors(good.substr(0, i), "a"), Error);
            for (const char flip : {'\x01', '\x20', '\x80'}) {
                std::string bytes = good;
                bytes[i] = static_cast<char>(bytes[i] ^ flip);
                try {
                    parseSafetensors(bytes, "a");
                } catch (const Error&) {
                }
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestSafetensors)
#include "test_safetensors.moc"
