// SPDX-License-Identifier: Apache-2.0
#include "masks/graph_cut.h"

#include "masks/work_view.h"

#include <opencv2/imgproc.hpp>
#include <opencv2/imgproc/detail/gcgraph.hpp>

#include <array>
#include <cmath>

namespace bozzetto {
namespace {

// Pixels whose evidence is stronger than this are not asked.
constexpr float kCertain = 6.0f;

struct Neighbour {
    int dx, dy;
    float weight;
};
constexpr std::array<Neighbour, 4> kNeighbours{
    {{1, 0, 1.0f}, {0, 1, 1.0f}, {1, 1, 0.70710678f}, {-1, 1, 0.70710678f}}};

class Cutter {
public:
    Cutter(const cv::Mat& color, const cv::Mat& evidence, const GraphCutOptions& options)
        : color_(color), evidence_(evidence), options_(options) {
        sharpness_ = 1 / (2 * meanContrast() + 1e-6f);
    }

    cv::Mat cut() {
        cv::Mat object(color_.size(), CV_8UC1, cv::Scalar(0));
        numberPixels(object);
        if (count_ == 0) {
            return object;
        }
        cv::detail::GCGraph<float> graph(static_cast<unsigned>(count_),
                                         static_cast<unsigned>(8 * count_));
        for (int i = 0; i < count_; ++i) {
            graph.addVtx();
        }
        addPixels(graph);
        graph.maxFlow();
        for (int y = 0; y < color_.rows; ++y) {
            for (int x = 0; x < color_.cols; ++x) {
                if (const int id = ids_.at<int>(y, x); id >= 0) {
                    object.at<uchar>(y, x) = graph.inSourceSegment(id) ? 255 : 0;
                }
            }
        }
        return object;
    }

private:
    float contrast(int x0, int y0, int x1, int y1) const {
        const float own = colorDistance(color_.at<cv::Vec3b>(y0, x0), color_.at<cv::Vec3b>(y1, x1));
        if (options_.background.empty()) {
            return own * own;
        }
        const float sure = std::min(options_.background_sure.at<float>(y0, x0),
                                    options_.background_sure.at<float>(y1, x1));
        const float other = colorDistance(options_.background.at<cv::Vec3b>(y0, x0),
                                          options_.background.at<cv::Vec3b>(y1, x1));
        const float left = std::max(0.0f, own - sure * other);
        return left * left;
    }

    float meanContrast() const {
        double sum = 0;
        int64_t n = 0;
        for (int y = 0; y + 1 < color_.rows; y += 2) {
            for (int x = 0; x + 1 < color_.cols; x += 2) {
                sum += contrast(x, y, x + 1, y) + contrast(x, y, x, y + 1);
                n += 2;
            }
        }
        return n > 0 ? static_cast<float>(sum / static_cast<double>(n)) : 1.0f;
    }

    /// Only pixels that are not certain, or that touch a pixel certain of the other kind or
    /// uncertain, become part of the graph.
    void numberPixels(cv::Mat& object) {
        ids_ = cv::Mat(color_.size(), CV_32SC1, cv::Scalar(-1));
        const cv::Mat sure_object = evidence_ >= kCertain, sure_ground = evidence_ <= -kCertain;
        cv::Mat inner_object, inner_ground;
        const cv::Mat kernel = cv::Mat::ones(3, 3, CV_8UC1);
        cv::erode(sure_object, inner_object, kernel);
        cv::erode(sure_ground, inner_ground, kernel);
        for (int y = 0; y < color_.rows; ++y) {
            for (int x = 0; x < color_.cols; ++x) {
                if (inner_object.at<uchar>(y, x)) {
                    object.at<uchar>(y, x) = 255;
                } else if (!inner_ground.at<uchar>(y, x)) {
                    ids_.at<int>(y, x) = count_++;
                }
            }
        }
    }

    void addPixels(cv::detail::GCGraph<float>& graph) const {
        for (int y = 0; y < color_.rows; ++y) {
            for (int x = 0; x < color_.cols; ++x) {
                const int id = ids_.at<int>(y, x);
                if (id < 0) {
                    continue;
                }
                const float e = evidence_.at<float>(y, x);
                graph.addTermWeights(id, std::max(e, 0.0f), std::max(-e, 0.0f));
                for (const Neighbour& n : kNeighbours) {
                    addEdge(graph, id, x, y, n);
                }
            }
        }
    }

    void addEdge(cv::detail::GCGraph<float>& graph, int id, int x, int y, Neighbour n) const {
        const int x1 = x + n.dx, y1 = y + n.dy;
        if (x1 < 0 || x1 >= color_.cols || y1 >= color_.rows) {
            return;
        }
        const int other = ids_.at<int>(y1, x1);
        if (other >= 0) {
            const float w =
                options_.smoothness * n.weight * std::exp(-sharpness_ * contrast(x, y, x1, y1));
            graph.addEdges(id, other, w, w);
        }
    }

    const cv::Mat& color_;
    const cv::Mat& evidence_;
    const GraphCutOptions& options_;
    cv::Mat ids_;
    int count_ = 0;
    float sharpness_ = 1;
};

}  // namespace

cv::Mat cutObject(const cv::Mat& color, const cv::Mat& evidence, const GraphCutOptions& options) {
    return Cutter(color, evidence, options).cut();
}

}  // namespace bozzetto
