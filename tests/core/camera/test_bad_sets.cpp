// SPDX-License-Identifier: Apache-2.0
// Groups A and B (pictures in sets) and D01 to D03, D18 to D22 (camera files) of the list of bad
// inputs.
#include "core/camera/bad_set_case.h"

#include <QtTest>

#include <sys/stat.h>

using namespace bozzetto;
using namespace bozzetto::test;

namespace {

std::vector<Case> setCases() {
    return {
        {"B01 empty folder",
         [](SyntheticSet& set) {
             fs::create_directory(set.root() / "empty");
             return set.root() / "empty";
         },
         {0, "empty", "no pictures were found", "PNG, JPEG"}},
        {"B01 folder of text files",
         [](SyntheticSet& set) {
             set.put("texts/a.txt", "x");
             return set.root() / "texts";
         },
         {0, "texts", "no pictures were found", "PNG, JPEG"}},
        {"missing folder",
         [](SyntheticSet& set) { return set.root() / "nowhere"; },
         {0, "nowhere", "no such file or folder", "Give a folder"}},
        {"B11 name too long",
         [](SyntheticSet& set) { return set.root() / std::string(300, 'x'); },
         {0, "xxx", "cannot be opened", "Give a folder"}},
        {"B14 folder and fifo with picture names",
         withDocument([](SyntheticSet& set) {
             fs::remove(set.root() / set.imageName(1));
             fs::create_directory(set.root() / set.imageName(1));
             fs::remove(set.root() / set.imageName(2));
             mkfifo((set.root() / set.imageName(2)).c_str(), 0600);
         }),
         {4,
          "transforms_train.json",
          "r_1.png: is not an ordinary file",
          "Name a picture file",
          true}},
        {"B14 fifo as input",
         [](SyntheticSet& set) {
             mkfifo((set.root() / "pipe.png").c_str(), 0600);
             return set.root() / "pipe.png";
         },
         {0, "pipe.png", "not a regular file", "ordinary file"}},
        {"B17 web address",
         [](SyntheticSet&) { return fs::path("https://example.org/set"); },
         {0, "example.org", "web address", "Download"}},
        {"B23 zip as input",
         [](SyntheticSet& set) { return set.put("set.zip", "PK\x03\x04" + std::string(40, '\0')); },
         {0, "set.zip", "zip archive", "Export it as PNG"}},
        {"A09 icons among pictures",
         withDocument(
             [](SyntheticSet& set) { set.put(set.imageName(0), encode(".png", gradient(1, 1))); }),
         {5, "r_0.png", "too small (1 x 1 pixels)", "at least 64 x 64", true}},
        {"A09 two pixels wide",
         withDocument([](SyntheticSet& set) {
             set.put(set.imageName(0), encode(".png", gradient(2, 3000)));
         }),
         {5, "r_0.png", "too small (2 x 3000 pixels)", "at least 64 x 64", true}},
        {"A02 truncated picture among good ones",
         withDocument([](SyntheticSet& set) {
             set.put("train/r_0.png", encode(".jpg", gradient(64, 64)).substr(0, 700));
         }),
         {5, "r_0.png", "cut short", "Copy it again", true}},
        {"A15 fully transparent",
         withDocument([](SyntheticSet& set) {
             set.put(set.imageName(3),
                     encode(".png", cv::Mat(64, 64, CV_8UC4, cv::Scalar(0, 0, 0, 0))));
         }),
         {5, "r_3.png", "mask is empty", "object in white", true}},
        {"A11 greyscale picture",
         withDocument([](SyntheticSet& set) {
             cv::Mat grey = withoutAlpha(set.rendered(0).color);
             cv::extractChannel(grey, grey, 1);
             set.put(set.imageName(0), encode(".png", grey));
             set.put("masks/r_0.png", encode(".png", alphaOf(set.rendered(0).color)));
         }),
         {6, "r_0.png", "is greyscale; it is used as RGB", "unless the result looks wrong"}},
        {"B24 one stray picture",
         withDocument([](SyntheticSet& set) {
             cv::Mat stranger(64, 64, CV_8UC4, cv::Scalar(0, 0, 0, 0));
             stranger(cv::Rect(2, 40, 22, 20)).setTo(cv::Scalar(40, 90, 200, 255));
             set.put(set.imageName(3), encode(".png", stranger));
         }),
         {6, "r_3.png", "does not fit the other pictures", "Remove it if it shows something else"}},
        {"A14 colour multiplied by alpha",
         withDocument([](SyntheticSet& set) {
             cv::Mat picture(64, 64, CV_8UC4);
             for (int i = 0; i < 64 * 64; ++i) {
                 const double alpha =
                     std::clamp(21.0 - std::hypot(i % 64 - 31.5, i / 64 - 31.5), 0.0, 1.0);
                 picture.at<cv::Vec4b>(i / 64, i % 64) =
                     cv::Vec4b::all(static_cast<uchar>(255 * alpha));
             }
             set.put(set.imageName(0), encode(".png", picture));
         }),
         {6, "r_0.png", "dark fringes", "straight"}},
    };
}

std::vector<Case> fileCases() {
    const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
    return {
        {"D01 trailing comma",
         withText([](std::string text) {
             return replaced(text, "\"file_path\": ", "\"x\": 1,,\n \"file_path\": ");
         }),
         {0, "transforms_train.json", "line 5, column 11", "missing or extra comma"}},
        {"D01 comment",
         withText([](std::string text) { return "// made by me\n" + text; }),
         {0, "transforms_train.json", "line 1, column 1", "comment"}},
        {"D01 truncated",
         withText([](std::string text) { return text.substr(0, text.size() / 2); }),
         {0, "transforms_train.json", "JSON ends too early at line", "cut short"}},
        {"D01 empty",
         withText([](std::string) { return std::string(); }),
         {0, "transforms_train.json", "file is empty", "Write it again"}},
        {"D01 UTF-16",
         withText([](std::string) { return std::string("\xff\xfe{\0}\0", 6); }),
         {0, "transforms_train.json", "UTF-16", "Save it as UTF-8"}},
        {"D01 decimal comma",
         withText([](std::string text) {
             return replaced(text, "\"camera_angle_x\": 0.", "\"camera_angle_x\": 0,");
         }),
         {0, "transforms_train.json", "not valid JSON at line 2", "decimal comma"}},
        {"D01 number out of range",
         withText([](std::string text) {
             return replaced(
                 text, "\"camera_angle_x\": 0.", "\"camera_angle_x\": 1e999, \"x\": 0.");
         }),
         {0, "transforms_train.json", "out of range", "ordinary numbers"}},
        {"D02 nested 100 000 deep",
         withText([=](std::string) { return deep; }),
         {0,
          "transforms_train.json",
          "nested more than 64 levels deep (line 1, column 65)",
          "write it again"}},
        {"D02 a key twice",
         withText([](std::string text) {
             return replaced(text, "\"camera_angle_x\"", "\"frames\": [], \"camera_angle_x\"");
         }),
         {0, "transforms_train.json", "'frames' stands twice", "Remove one"}},
        {"D03 frames missing",
         withDocument([](SyntheticSet& set) { set.document.erase("frames"); }),
         {0, "transforms_train.json", "'frames' is missing", "'file_path' and 'transform_matrix'"}},
        {"D03 frames empty",
         withDocument([](SyntheticSet& set) { set.document["frames"] = json::array(); }),
         {0, "transforms_train.json", "'frames' is empty", "'file_path' and 'transform_matrix'"}},
        {"D03 frames not a list",
         withDocument([](SyntheticSet& set) { set.document["frames"] = "all"; }),
         {0,
          "transforms_train.json",
          "'frames' is not a list",
          "'file_path' and 'transform_matrix'"}},
        {"D03 not an object",
         withText([](std::string) { return std::string("[1, 2]"); }),
         {0, "transforms_train.json", "'frames' is missing", "'file_path' and 'transform_matrix'"}},
        {"D03 frame without a name",
         withDocument([](SyntheticSet& set) { set.frame(2).erase("file_path"); }),
         {5,
          "transforms_train.json",
          "number 3' was left out: it has no 'file_path'",
          "Name the frame's picture",
          true}},
        {"D03 frame is a number",
         withDocument([](SyntheticSet& set) { set.frame(2) = 17; }),
         {5, "transforms_train.json", "number 3' was left out", "Name the frame's picture", true}},
        {"D18 missing picture with a back-slash name",
         withDocument([](SyntheticSet& set) { set.frame(1)["file_path"] = "other\\x"; }),
         {5, "transforms_train.json", "other/x: the file is missing", "Put the file there", true}},
        {"D18 foreign path without such a file",
         withDocument([](SyntheticSet& set) { set.frame(1)["file_path"] = "/data/other/x.png"; }),
         {5,
          "transforms_train.json",
          "outside the set's folder, and no file of that name",
          "Copy the picture",
          true}},
        {"D19 ../../etc/passwd",
         withDocument([](SyntheticSet& set) { set.frame(1)["file_path"] = "../../etc/passwd"; }),
         {5,
          "transforms_train.json",
          "leads out of the set's folder",
          "Move the picture into",
          true}},
        {"D19 /dev/zero",
         withDocument([](SyntheticSet& set) { set.frame(1)["file_path"] = "/dev/zero"; }),
         {5, "transforms_train.json", "/dev/zero is outside", "Copy the picture", true}},
        {"D19 hidden behind back-slashes",
         withDocument(
             [](SyntheticSet& set) { set.frame(1)["file_path"] = "train\\..\\..\\secret.png"; }),
         {5,
          "transforms_train.json",
          "leads out of the set's folder",
          "Move the picture into",
          true}},
        {"B17 web address in file_path",
         withDocument([](SyntheticSet& set) { set.frame(1)["file_path"] = "http://x.org/a.png"; }),
         {5, "transforms_train.json", "is a web address", "Download the picture", true}},
        {"D20 some pictures missing",
         withDocument([](SyntheticSet& set) {
             fs::remove(set.root() / set.imageName(1));
             fs::remove(set.root() / set.imageName(4));
         }),
         {4, "", "2 of 6 pictures were left out; 4 are used", "See the reasons"}},
        {"D20 each missing picture is named",
         withDocument([](SyntheticSet& set) { fs::remove(set.root() / set.imageName(4)); }),
         {5,
          "transforms_train.json",
          "train/r_4: the file is missing",
          "Put the file there",
          true}},
        {"D21 all pictures missing",
         withDocument([](SyntheticSet& set) { fs::remove_all(set.root() / "train"); }),
         {0,
          "transforms_train.json",
          "none of the 6 pictures can be used. The first: ",
          "Put the file there"}},
        {"D22 one picture in two frames",
         withDocument(
             [](SyntheticSet& set) { set.frame(3)["file_path"] = set.frame(2)["file_path"]; }),
         {5, "r_2.png", "listed in two frames; the first one was used", "Remove one", true}},
    };
}

std::vector<Case> allCases() {
    std::vector<Case> all = setCases();
    for (const Case& one : fileCases()) {
        all.push_back(one);
    }
    return all;
}

}  // namespace

class TestBadSets : public QObject {
    Q_OBJECT

private slots:
    void namesFileReasonAndRemedy_data() { addRows(allCases()); }
    void namesFileReasonAndRemedy() {
        QFETCH(int, index);
        checkRow(allCases(), index);
    }

    void goodSetHasNothingToComplainAbout() {
        SyntheticSet set;
        const ImageSet loaded = loadImageSet(set.save());
        QVERIFY2(loaded.problems.empty() && loaded.notes.empty(),
                 loaded.problems.empty() ? "" : loaded.problems[0].reason.c_str());
        QCOMPARE(loaded.views.size(), 6u);
    }

    void refusesWithinASecond() {  // D02: 60 MB of brackets and strings
        SyntheticSet set;
        QElapsedTimer clock;
        clock.start();
        set.put("transforms_train.json", std::string(60'000'000, '['));
        QVERIFY_EXCEPTION_THROWN(loadImageSet(set.root()), Error);
        std::ofstream(set.root() / "transforms_train.json").close();
        fs::resize_file(set.root() / "transforms_train.json", 3'000'000'000);  // sparse
        QVERIFY_EXCEPTION_THROWN(loadImageSet(set.root()), Error);
        QVERIFY2(clock.elapsed() < 1500, "took too long");
    }

    void truncatedCameraFilesNeverCrash() {
        SyntheticSet set(2, 16);
        const std::string text = set.document.dump();
        for (std::size_t length = 0; length < text.size(); length += 3) {
            set.put("transforms_train.json", text.substr(0, length));
            QVERIFY_EXCEPTION_THROWN(loadImageSet(set.root()), Error);
        }
    }

    void unreadablePictureIsLeftOut() {  // B15
        SyntheticSet set;
        fs::permissions(set.root(), fs::perms::all);
        set.save();
        fs::permissions(set.root() / set.imageName(1), fs::perms::none);
        const bool was_root = geteuid() == 0;
        QVERIFY(!was_root ||
                seteuid(65534) == 0);  // root may read everything: be nobody for a moment
        const ImageSet loaded = loadImageSet(set.root());
        QVERIFY(!was_root || seteuid(0) == 0);
        QCOMPARE(loaded.views.size(), 5u);
        QVERIFY(contains(loaded.problems.back().reason, "Permission denied"));
        QVERIFY(contains(loaded.problems.back().hint, "permission"));
    }
};

QTEST_GUILESS_MAIN(TestBadSets)
#include "test_bad_sets.moc"
