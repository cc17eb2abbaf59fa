// SPDX-License-Identifier: Apache-2.0
#pragma once
// Rows of the tests of bad sets: how a good set is bent, and what must be said about it.
#include "base/error.h"
#include "camera/image_set_reader.h"
#include "core/camera/synthetic_set.h"

#include <QtTest>

#include <functional>

namespace bozzetto::test {

namespace fs = std::filesystem;
using nlohmann::json;

/// What must be said, and what must remain.
struct Expected {
    int views = 6;     // 0: loading throws
    std::string path;  // part of the path that is named
    std::string reason, remedy;
    bool skipped = false;  // the item was left out
};

struct Case {
    const char* id;
    std::function<fs::path(SyntheticSet&)> make;  // bends the set; returns what to load
    Expected expected;
};

inline fs::path saved(SyntheticSet& set) {
    return set.save();
}

/// Changes the matrices of the first `count` frames (-1: all).
inline std::function<fs::path(SyntheticSet&)> withMatrices(
    int count, const std::function<json(const json&)>& change) {
    return [=](SyntheticSet& set) {
        for (int i = 0; i < (count < 0 ? set.count : count); ++i) {
            set.frame(i)["transform_matrix"] = change(set.frame(i)["transform_matrix"]);
        }
        return set.save();
    };
}

inline json scaledColumn(json m, int column, double factor) {
    for (int i = 0; i < 3; ++i) {
        m[i][column] = m[i][column].get<double>() * factor;
    }
    return m;
}

inline std::function<fs::path(SyntheticSet&)> withText(
    const std::function<std::string(std::string)>& change) {
    return [=](SyntheticSet& set) {
        set.put("transforms_train.json", change(set.document.dump(1)));
        return set.root();
    };
}

inline std::function<fs::path(SyntheticSet&)> withDocument(
    const std::function<void(SyntheticSet&)>& change) {
    return [=](SyntheticSet& set) {
        change(set);
        return set.save();
    };
}

/// Opaque pictures with a mask file each.
inline void useMaskFiles(SyntheticSet& set, const std::function<cv::Mat(cv::Mat, int)>& change) {
    for (int i = 0; i < set.count; ++i) {
        const cv::Mat color = set.rendered(i).color;
        set.put(set.imageName(i), encode(".png", withoutAlpha(color)));
        const cv::Mat mask = change(alphaOf(color), i);
        if (!mask.empty()) {
            set.put("masks/r_" + std::to_string(i) + ".png", encode(".png", mask));
        }
    }
}

inline std::function<fs::path(SyntheticSet&)> withMasks(
    const std::function<cv::Mat(cv::Mat, int)>& change) {
    return withDocument([=](SyntheticSet& set) { useMaskFiles(set, change); });
}

inline std::function<fs::path(SyntheticSet&)> withDepth(
    const std::function<cv::Mat(const SyntheticSet&, int)>& change,
    double unit = 0.001,
    bool declared = false) {
    return withDocument([=](SyntheticSet& set) {
        if (declared) {
            set.document["depth_unit_m"] = unit;
        }
        for (int i = 0; i < set.count; ++i) {
            const std::string name = "depth/r_" + std::to_string(i) + ".png";
            set.put(name, depthPng(change(set, i), unit));
            set.frame(i)["depth_file_path"] = name;
        }
    });
}

inline cv::Mat inverted(cv::Mat mask) {
    cv::Mat result;
    cv::bitwise_not(mask, result);
    return result;
}

inline std::string replaced(std::string text, const std::string& from, const std::string& to) {
    return text.replace(text.find(from), from.size(), to);
}

inline bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

inline void checkRefusal(const fs::path& input, const Expected& expected) {
    try {
        loadImageSet(input);
        QFAIL("was not refused");
    } catch (const Error& error) {
        QVERIFY2(contains(error.what(), displayPath(input).substr(0, 20)), error.what());
        QVERIFY2(contains(error.what(), expected.path) && contains(error.what(), expected.reason),
                 error.what());
        QVERIFY2(contains(error.hint(), expected.remedy), error.hint().c_str());
        QCOMPARE(error.kind(), Error::Kind::BadInput);
    }
}
inline void checkProblem(const fs::path& input, const Expected& expected) {
    const ImageSet set = loadImageSet(input);
    std::string all;
    bool found = false;
    for (const InputProblem& p : set.problems) {
        found |= contains(p.path.string(), expected.path) && contains(p.reason, expected.reason) &&
                 contains(p.hint, expected.remedy) && p.skipped == expected.skipped;
        QVERIFY2(!p.path.empty() && !p.reason.empty() && p.hint.size() > 10, p.reason.c_str());
        all += p.path.string() + ": " + p.reason + " | " + p.hint +
               (p.skipped ? " (skipped)\n" : "\n");
    }
    QVERIFY2(found, all.c_str());
    QVERIFY2(static_cast<int>(set.views.size()) == expected.views,
             (std::to_string(set.views.size()) + " views\n" + all).c_str());
}

/// Rows of a data table over cases, and the check of one.
inline void addRows(const std::vector<Case>& cases) {
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < cases.size(); ++i) {
        QTest::newRow(cases[i].id) << static_cast<int>(i);
    }
}
inline void checkRow(const std::vector<Case>& cases, int index) {
    const Case& one = cases[static_cast<std::size_t>(index)];
    SyntheticSet set;
    const fs::path input = one.make(set);
    one.expected.views == 0 ? checkRefusal(input, one.expected) : checkProblem(input, one.expected);
}

}  // namespace bozzetto::test
