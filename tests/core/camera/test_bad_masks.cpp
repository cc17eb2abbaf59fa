// SPDX-License-Identifier: Apache-2.0
// Group C (masks and depth) of the list of bad inputs.
#include "core/camera/bad_set_case.h"

#include <QtTest>

using namespace bozzetto;
using namespace bozzetto::test;

namespace {

std::vector<Case> allCases() {
    const auto keep = [](cv::Mat mask, int) { return mask; };
    return {
        {"C01 mask at half the size",
         withMasks([](cv::Mat mask, int i) {
             return i == 0 ? mask(cv::Rect(0, 0, 32, 32)).clone() : mask;
         }),
         {6, "r_0.png", "it was resized", "own size are sharper"}},
        {"C01 mask of another shape",
         withMasks([](cv::Mat mask, int i) {
             return i == 0 ? mask(cv::Rect(0, 0, 64, 32)).clone() : mask;
         }),
         {5, "r_0.png", "64 x 32 pixels, its picture 64 x 64", "picture's size"}},
        {"C02 masks missing for some",
         withMasks([](cv::Mat mask, int i) { return i < 2 ? cv::Mat() : mask; }),
         {4, "r_0.png", "has no mask", "Add a mask", true}},
        {"C02 masks only for few",
         withMasks([](cv::Mat mask, int i) { return i < 4 ? cv::Mat() : mask; }),
         {6, "", "only 2 of 6 pictures have a mask", "for all pictures"}},
        {"C03 mask without picture",
         withDocument([=](SyntheticSet& set) {
             useMaskFiles(set, keep);
             set.put("masks/stranger.png", encode(".png", alphaOf(set.rendered(0).color)));
         }),
         {6, "stranger.png", "belongs to no picture", "Name a mask file like its picture"}},
        {"C04 inverted polarity",
         withMasks([](cv::Mat mask, int) { return inverted(mask); }),
         {6, "r_0.png", "black on white; it was inverted", "black part"}},
        {"C04 one inverted among right ones",
         withMasks([](cv::Mat mask, int i) { return i == 4 ? inverted(mask) : mask; }),
         {6, "r_4.png", "black on white; it was inverted", "black part"}},
        {"C04 inverted alpha",
         withDocument([](SyntheticSet& set) {
             cv::Mat color = set.rendered(0).color;
             for (auto it = color.begin<cv::Vec4b>(); it != color.end<cv::Vec4b>(); ++it) {
                 (*it)[3] = static_cast<uchar>(255 - (*it)[3]);
             }
             set.put(set.imageName(0), encode(".png", color));
         }),
         {6, "r_0.png", "alpha looks inverted", "opaque where the object is"}},
        {"C05 one mask all black",
         withMasks([](cv::Mat mask, int i) {
             return i == 0 ? cv::Mat(64, 64, CV_8UC1, cv::Scalar(0)) : mask;
         }),
         {5, "r_0.png", "mask is empty", "object in white", true}},
        {"C05 one mask all white",
         withMasks([](cv::Mat mask, int i) {
             return i == 0 ? cv::Mat(64, 64, CV_8UC1, cv::Scalar(255)) : mask;
         }),
         {6, "r_0.png", "covers the whole picture", "only the object in white"}},
        {"C05 every mask all black",
         withMasks([](cv::Mat, int) { return cv::Mat(64, 64, CV_8UC1, cv::Scalar(0)); }),
         {0, "r_0.png", "none of the 6 pictures can be used", "object in white"}},
        {"C05 every mask all white",
         withMasks([](cv::Mat, int) { return cv::Mat(64, 64, CV_8UC1, cv::Scalar(255)); }),
         {0, "", "every mask covers its whole picture", "only the object in white"}},
        {"C09 two masks for one picture",
         withDocument([=](SyntheticSet& set) {
             useMaskFiles(set, keep);
             set.put("mask/r_2.png", encode(".png", alphaOf(set.rendered(2).color)));
         }),
         {6, "r_2.png", "more than one mask", "Remove the others"}},
        {"C10 alpha and mask file disagree",
         withDocument([](SyntheticSet& set) {
             cv::Mat half = alphaOf(set.rendered(1).color);
             half(cv::Rect(0, 0, 64, 32)).setTo(0);
             set.put("masks/r_1.png", encode(".png", half));
         }),
         {6, "r_1.png", "disagree; the mask file was used", "Remove the one that is wrong"}},
        {"C11 object cut off by the frame",
         withDocument([](SyntheticSet& set) {
             set.document["camera_angle_x"] = 2 * std::atan(0.5 / 2.4);
             for (int i = 0; i < set.count; ++i) {
                 Camera near = set.cameras[static_cast<std::size_t>(i)];
                 near.fx = near.fy = 2.4 * 64;
                 set.put(set.imageName(i), encode(".png", render(near).color));
             }
         }),
         {6, "", "touches the border in", "whole object"}},
        {"C mask file broken",
         withDocument([=](SyntheticSet& set) {
             useMaskFiles(set, keep);
             set.put("masks/r_1.png", "no picture");
         }),
         {5, "r_1.png", "looks like text", "accepted formats"}},
        {"C mask_path missing",
         withDocument([](SyntheticSet& set) { set.frame(2)["mask_path"] = "masks/none.png"; }),
         {6, "transforms_train.json", "its mask cannot be used", "Put the file there"}},
        {"C13 8-bit depth",
         withDocument([](SyntheticSet& set) {
             set.put("depth/r_0.png", encode(".png", gradient(64, 64, CV_8UC1)));
             set.frame(0)["depth_file_path"] = "depth/r_0.png";
         }),
         {6, "r_0.png", "8-bit picture, which holds no metric depth", "16-bit PNG"}},
        {"C15 inverted depth",
         withDepth([](const SyntheticSet& set, int i) {
             cv::Mat depth = set.rendered(i).depth;
             for (auto it = depth.begin<double>(); it != depth.end<double>(); ++it) {
                 *it = *it > 0 ? 6.0 - *it : 0;
             }
             return depth;
         }),
         {6, "", "depth looks inverted", "small numbers are near"}},
        {"C16 depth in the wrong unit",
         withDepth([](const SyntheticSet& set, int i) { return set.rendered(i).depth; }, 0.0001),
         {6, "", "depth does not fit the poses", "by about 0.1"}},
        {"C18 distance along the ray",
         withDepth(
             [](const SyntheticSet& set, int i) {
                 cv::Mat depth = set.rendered(i).depth;
                 const Camera& camera = set.cameras[static_cast<std::size_t>(i)];
                 for (int y = 0; y < 64; ++y) {
                     for (int x = 0; x < 64; ++x) {
                         depth.at<double>(y, x) *=
                             std::sqrt(1 + std::pow((x + 0.5 - camera.cx) / camera.fx, 2) +
                                       std::pow((y + 0.5 - camera.cy) / camera.fy, 2));
                     }
                 }
                 return depth;
             },
             0.0001,
             true),
         {6, "", "along the rays", "looks wrong"}},
        {"C depth of another shape",
         withDepth([](const SyntheticSet& set, int i) {
             return set.rendered(i).depth(cv::Rect(0, 0, 64, 40)).clone();
         }),
         {6, "r_0.png", "the depth picture is 64 x 40", "depth of the same frame"}},
        {"C depth file broken",
         withDocument([](SyntheticSet& set) {
             set.put("d.png",
                     encode(".png", cv::Mat(64, 64, CV_16UC1, cv::Scalar(3000))).substr(0, 60));
             set.frame(0)["depth_file_path"] = "d.png";
         }),
         {6, "d.png", "the depth was not used", "again"}},
        {"C depth file missing",
         withDocument([](SyntheticSet& set) { set.frame(0)["depth_file_path"] = "d.png"; }),
         {6, "transforms_train.json", "its depth picture cannot be used", "Put the file there"}},
    };
}

}  // namespace

class TestBadMasks : public QObject {
    Q_OBJECT

private slots:
    void namesFileReasonAndRemedy_data() { addRows(allCases()); }
    void namesFileReasonAndRemedy() {
        QFETCH(int, index);
        checkRow(allCases(), index);
    }

    void rayDepthIsConverted() {  // C18
        SyntheticSet set;
        const fs::path input = [&] {
            for (const Case& one : allCases()) {
                if (std::string(one.id).starts_with("C18")) {
                    return one.make(set);
                }
            }
            return fs::path();
        }();
        const ImageSet loaded = loadImageSet(input);
        for (std::size_t i = 0; i < 6; ++i) {
            const cv::Mat truth = set.rendered(static_cast<int>(i)).depth;
            for (int p = 0; p < 64 * 64; ++p) {
                QVERIFY(std::abs(loaded.views[i].depth.pixels[static_cast<std::size_t>(p)] -
                                 truth.at<double>(p / 64, p % 64)) < 0.0002);
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestBadMasks)
#include "test_bad_masks.moc"
