// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "base/files.h"
#include "base/run_program.h"
#include "video/ffmpeg.h"
#include "video/video.h"

#include <QtTest>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <chrono>
#include <fstream>

using namespace bozzetto;
namespace fs = std::filesystem;

namespace {

constexpr int kWidth = 160, kHeight = 96, kFrames = 40, kRate = 20;

/// Frame i: fine texture, a red bar of which only the top left shows, and a grey that counts
/// frames. Every frame but each seventh (3, 10, 17, ...) is blurred.
cv::Mat frameNumber(int i) {
    cv::Mat frame(kHeight, kWidth, CV_8UC3);
    cv::RNG random(7);
    random.fill(frame, cv::RNG::UNIFORM, 60, 196);
    if (i % 7 != 3) {
        cv::GaussianBlur(frame, frame, {}, 2.0);
    }
    frame(cv::Rect(0, 0, 40, 24)) = cv::Scalar(0, 0, 220);
    frame(cv::Rect(120, 72, 40, 24)) = cv::Scalar::all(4 * i + 40);
    return frame;
}

int countIn(const cv::Mat& picture) {
    const double grey = cv::mean(picture(cv::Rect(130, 78, 20, 12)))[1];
    return static_cast<int>(std::lround((grey - 40) / 4));
}

std::string messageOf(const std::function<void()>& action) {
    try {
        action();
    } catch (const Error& error) {
        return std::string(error.what()) + " | " + error.hint();
    }
    return "no error";
}

}  // namespace

class TestVideo : public QObject {
    Q_OBJECT

    TemporaryFolder folder_{fs::temp_directory_path()};
    fs::path clip_;

    /// Encodes the frames with FFmpeg.
    fs::path encode(const std::string& name, const std::vector<std::string>& options = {}) {
        const fs::path raw = folder_.path() / "frames.raw", clip = folder_.path() / name;
        std::ofstream stream(raw, std::ios::binary);
        for (int i = 0; i < kFrames; ++i) {
            const cv::Mat frame = frameNumber(i);
            stream.write(reinterpret_cast<const char*>(frame.data),
                         static_cast<std::streamsize>(frame.total() * frame.elemSize()));
        }
        stream.close();
        ProgramCall call{.program = "ffmpeg",
                         .arguments = {"-v",
                                       "error",
                                       "-y",
                                       "-f",
                                       "rawvideo",
                                       "-pix_fmt",
                                       "bgr24",
                                       "-s",
                                       "160x96",
                                       "-r",
                                       "20",
                                       "-i",
                                       raw.string()}};
        call.arguments.insert(call.arguments.end(), options.begin(), options.end());
        if (options.empty()) {
            call.arguments.insert(call.arguments.end(), {"-c:v", "mpeg4", "-q:v", "2"});
        }
        call.arguments.push_back(clip.string());
        const ProgramEnd end = runProgram(call);
        if (end.failed()) {
            throw std::runtime_error(end.tail);
        }
        return clip;
    }

private slots:
    void initTestCase() {
        if (findProgram("ffmpeg").empty() || findProgram("ffprobe").empty()) {
            QSKIP("the program ffmpeg is not installed");
        }
        clip_ = encode("clip.mp4");
    }

    void saysWhatTheFileIs() {
        const VideoInfo info = readVideoInfo(clip_);
        QCOMPARE(info.width, kWidth);
        QCOMPARE(info.height, kHeight);
        QCOMPARE(info.frames, int64_t{kFrames});
        QVERIFY(info.frames_are_exact);
        QCOMPARE(info.codec, std::string("mpeg4"));
        QVERIFY(std::abs(info.seconds - 2.0) < 0.01);
        QCOMPARE(defaultFrameCount(3), 40);
        QCOMPARE(defaultFrameCount(40), 50);
        QCOMPARE(defaultFrameCount(900), 60);
    }

    void takesTheSharpestFrameOfEachInterval() {
        const fs::path out = folder_.path() / "five";
        double last = -1;
        Task task;
        task.progress = [&](std::string_view phase, double fraction) {
            QCOMPARE(std::string(phase), std::string("frames"));
            QVERIFY(fraction >= last && fraction <= 1);
            last = fraction;
        };
        const VideoFrames frames = extractFrames(clip_, out, {.count = 5}, task);
        QCOMPARE(last, 1.0);
        QCOMPARE(frames.frames.size(), std::size_t{5});
        const int expected[] = {3, 10, 17, 24, 38};  // of 0..7, 8..15, 16..23, 24..31, 32..39
        for (std::size_t i = 0; i < 5; ++i) {
            QCOMPARE(frames.frames[i].number, int64_t{expected[i]});
            QVERIFY(std::abs(frames.frames[i].seconds - expected[i] / double{kRate}) < 0.01);
            const cv::Mat picture = cv::imread(frames.frames[i].picture.string());
            QCOMPARE(picture.cols, kWidth);
            QCOMPARE(picture.rows, kHeight);
            QCOMPARE(countIn(picture), expected[i]);
            const cv::Scalar bar = cv::mean(picture(cv::Rect(8, 6, 24, 12)));
            QVERIFY2(std::abs(bar[2] - 220) < 8 && bar[1] < 10 && bar[0] < 10, "colours");
        }
        QCOMPARE(readFrameIndex(out).frames.size(), std::size_t{5});
        QCOMPARE(readFrameIndex(out).frames[4].number, int64_t{38});
    }

    void turnsAsTheFileSays() {
        const fs::path turned = folder_.path() / "turned.mp4";
        const ProgramEnd end = runProgram({.program = "ffmpeg",
                                           .arguments = {"-v",
                                                         "error",
                                                         "-y",
                                                         "-i",
                                                         clip_.string(),
                                                         "-c",
                                                         "copy",
                                                         "-metadata:s:v:0",
                                                         "rotate=90",
                                                         turned.string()}});
        QVERIFY2(!end.failed(), end.tail.c_str());
        const VideoFrames frames =
            extractFrames(turned, folder_.path() / "turned", {.count = 2}, {});
        const cv::Mat picture = cv::imread(frames.frames[0].picture.string());
        QCOMPARE(picture.cols, kHeight);
        QCOMPARE(picture.rows, kWidth);
        // The matrix (0 -1; 1 0) that FFmpeg writes turns counterclockwise: what is at the top left
        // goes to the bottom left (ISO/IEC 14496-12, 8.3.2).
        const cv::Scalar bar = cv::mean(picture(cv::Rect(6, kWidth - 32, 12, 24)));
        QVERIFY(bar[2] > 200 && bar[1] < 20);
    }

    void hdColoursThatAreNotToldAreBt709() {
        const fs::path hd = folder_.path() / "hd.mp4";
        // Y' = 63, Cb = 102, Cr = 240: pure red in BT.709, limited range.
        const ProgramEnd end =
            runProgram({.program = "ffmpeg",
                        .arguments = {"-v",
                                      "error",
                                      "-y",
                                      "-f",
                                      "lavfi",
                                      "-i",
                                      "color=c=black:s=1280x720:r=5:d=1,format=yuv420p,"
                                      "geq=lum=63:cb=102:cr=240",
                                      "-c:v",
                                      "mpeg4",
                                      "-q:v",
                                      "1",
                                      hd.string()}});
        QVERIFY2(!end.failed(), end.tail.c_str());
        const VideoFrames frames = extractFrames(hd, folder_.path() / "hd", {.count = 1}, {});
        const cv::Scalar mean = cv::mean(cv::imread(frames.frames[0].picture.string()));
        QVERIFY2(mean[2] > 248 && mean[1] < 8 && mean[0] < 8,
                 qPrintable(QString("%1 %2 %3").arg(mean[2]).arg(mean[1]).arg(mean[0])));
    }

    void shortClipsGiveWhatTheyHave() {
        const VideoFrames frames = extractFrames(clip_, folder_.path() / "all", {.count = 500}, {});
        QCOMPARE(frames.frames.size(), std::size_t{kFrames});
    }

    void readsOtherContainers_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("codec");
        QTest::newRow("mov") << "clip.mov"
                             << "mpeg4";
        QTest::newRow("avi") << "clip.AVI"
                             << "mjpeg";
        QTest::newRow("mkv") << "clip 100%#.mkv"
                             << "mpeg4";
        QTest::newRow("webm") << "-clip.webm"
                              << "libvpx";
    }
    void readsOtherContainers() {
        QFETCH(QString, name);
        QFETCH(QString, codec);
        const fs::path clip =
            encode(name.toStdString(), {"-c:v", codec.toStdString(), "-q:v", "2"});
        QVERIFY(hasVideoEnding(clip));
        const VideoFrames frames =
            extractFrames(clip, folder_.path() / ("out " + name.toStdString()), {.count = 4}, {});
        QCOMPARE(frames.frames.size(), std::size_t{4});
    }

    void cacheIsUsedUntilTheFileChanges() {
        const fs::path cache = folder_.path() / "cache";
        const VideoFrames first = cachedFrames(clip_, cache, {.count = 3}, {});
        int steps = 0;
        Task count_steps;
        count_steps.progress = [&](std::string_view, double) { ++steps; };
        const VideoFrames second = cachedFrames(clip_, cache, {.count = 3}, count_steps);
        QCOMPARE(steps, 0);
        QCOMPARE(second.folder, first.folder);
        QCOMPARE(second.frames.size(), first.frames.size());
        fs::remove(first.frames[1].picture);  // a damaged cache is made anew
        QVERIFY(fs::exists(cachedFrames(clip_, cache, {.count = 3}, {}).frames[1].picture));
        fs::last_write_time(clip_, fs::last_write_time(clip_) + std::chrono::seconds(3));
        QVERIFY(cachedFrames(clip_, cache, {.count = 3}, {}).folder != first.folder);
        QVERIFY(cachedFrames(clip_, cache, {.count = 4}, {}).folder != first.folder);
    }

    void isRefusedWithReason_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("reason");
        const std::string whole = readFile(clip_);
        const auto row = [](const char* title,
                            const std::string& name,
                            const std::string& bytes,
                            const char* reason) {
            QTest::newRow(title) << QByteArray::fromStdString(bytes) << QString::fromStdString(name)
                                 << QString(reason);
        };
        row("empty", "a.mp4", "", "the file is empty");
        row("text", "b.mp4", "this is not a video\n", "is not a video that can be read");
        row("cut, index lost", "c.mp4", whole.substr(0, whole.size() / 2), "not a video");
        row("playlist that names another file",
            "d.mp4",
            "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n",
            "is not a video that can be read");
        row("concat script", "e.mp4", "ffconcat version 1.0\nfile clip.mp4\n", "not a video");
        row("sound only", "f.avi", "RIFF" + std::string(64, '\0'), "");
        std::string garbage = whole;
        for (std::size_t i = garbage.size() / 8; i < garbage.size() * 7 / 8; ++i) {
            garbage[i] = static_cast<char>(i * 7919);
        }
        row("garbage inside", "g.mp4", garbage, "");
    }
    void isRefusedWithReason() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, name);
        QFETCH(QString, reason);
        const fs::path file = folder_.path() / "bad" / name.toStdString();
        fs::create_directories(file.parent_path());
        std::ofstream(file, std::ios::binary) << bytes.toStdString();
        const fs::path out = folder_.path() / "bad out";
        const std::string message = messageOf([&] { extractFrames(file, out, {.count = 3}, {}); });
        if (message == "no error") {  // damaged inside: FFmpeg may conceal it
            QVERIFY(reason.isEmpty());
            fs::remove_all(out);
            return;
        }
        QVERIFY2(message.starts_with(displayPath(file) + ": "), message.c_str());
        QVERIFY2(message.find(reason.toStdString()) != std::string::npos, message.c_str());
        QVERIFY2(message.find(" | ") + 3 < message.size(), "no hint");
        QVERIFY(!fs::exists(out));
    }

    void videoWithoutItsEndIsToldInFrames() {
        const fs::path file = folder_.path() / "cut.mp4";
        const ProgramEnd end = runProgram({.program = "ffmpeg",
                                           .arguments = {"-v",
                                                         "error",
                                                         "-y",
                                                         "-i",
                                                         clip_.string(),
                                                         "-c",
                                                         "copy",
                                                         "-movflags",
                                                         "+faststart",
                                                         file.string()}});
        QVERIFY2(!end.failed(), end.tail.c_str());
        fs::resize_file(file, fs::file_size(file) / 2);
        const std::string message =
            messageOf([&] { extractFrames(file, folder_.path() / "cut", {.count = 3}, {}); });
        QVERIFY2(message.find("of 40 frames can be read") != std::string::npos, message.c_str());
    }

    void cancelLeavesNothing() {
        const fs::path out = folder_.path() / "cancelled";
        Task task;
        const auto start = std::chrono::steady_clock::now();
        task.progress = [](std::string_view, double fraction) {
            if (fraction > 0.3) {
                throw Cancelled();
            }
        };
        QVERIFY_THROWS_EXCEPTION(Cancelled, extractFrames(clip_, out, {}, task));
        QVERIFY(std::chrono::steady_clock::now() - start < std::chrono::seconds(5));
        QVERIFY(!fs::exists(out));
        for (const fs::directory_entry& entry : fs::directory_iterator(folder_.path())) {
            QVERIFY2(!entry.path().filename().string().starts_with(".bozzetto"), "litter");
        }
    }

    void aFolderWithFilesIsNotTouched() {
        const fs::path out = folder_.path() / "taken";
        fs::create_directories(out);
        std::ofstream(out / "mine.txt") << "mine";
        const std::string message = messageOf([&] { extractFrames(clip_, out, {}, {}); });
        QVERIFY2(message.find("exists already") != std::string::npos, message.c_str());
        QVERIFY(fs::exists(out / "mine.txt"));
    }

    void withoutTheProgramThePackageIsNamed() {
        const QByteArray path = qgetenv("PATH");
        qputenv("PATH", "/nowhere");
        const std::string message =
            messageOf([&] { extractFrames(clip_, folder_.path() / "none", {}, {}); });
        qputenv("PATH", path);
        QVERIFY2(message.find("Debian package: ffmpeg") != std::string::npos, message.c_str());
    }

    void picturesAreCutFromAnyPieces() {
        std::string bytes;
        for (int i = 0; i < 3; ++i) {
            bytes += "P6\n2 1\n255\n";
            bytes += std::string{1, 2, 3, '\n', 5, static_cast<char>(i)};
            bytes += "P5\n1 2\n255\n" + std::string{7, static_cast<char>(i)};
        }
        for (const std::size_t piece : {1, 3, 1000}) {
            std::vector<cv::Mat> frames;
            PnmStream stream([&](cv::Mat frame) { frames.push_back(frame); });
            for (std::size_t at = 0; at < bytes.size(); at += piece) {
                stream.add(std::string_view(bytes).substr(at, piece));
            }
            QCOMPARE(frames.size(), std::size_t{6});
            QCOMPARE(frames[2].at<cv::Vec3b>(0, 0), cv::Vec3b(3, 2, 1));
            QCOMPARE(frames[2].at<cv::Vec3b>(0, 1), cv::Vec3b(1, 5, '\n'));
            QCOMPARE(frames[5].at<uchar>(1, 0), uchar{2});
        }
        PnmStream stream([](cv::Mat) {});
        QVERIFY_THROWS_EXCEPTION(Error,
                                 stream.add("P6\n200000 200000\n255\n" + std::string(80, 'x')));
    }
};

QTEST_GUILESS_MAIN(TestVideo)
#include "test_video.moc"
