// SPDX-License-Identifier: Apache-2.0
#include "masks/plane_picture.h"

#include "base/parallel_for.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace bozzetto {
namespace {

constexpr int kMostViews = 36;  // more say nothing new about a point of the plane
constexpr int kLeastViews = 2;  // that must agree about it; two count half

/// Homogeneous picture coordinates of the plane's pixels: column vectors for i, j and 1.
cv::Matx33d viewFromPlane(const WorkView& view, const PlaneFrame& f) {
    const cv::Matx34d p = projectionMatrix(view);
    cv::Matx33d h;
    for (int r = 0; r < 3; ++r) {
        h(r, 0) = f.pixel * (p(r, 0) * f.u.x + p(r, 1) * f.u.y + p(r, 2) * f.u.z);
        h(r, 1) = f.pixel * (p(r, 0) * f.v.x + p(r, 1) * f.v.y + p(r, 2) * f.v.z);
        h(r, 2) = p(r, 0) * f.origin.x + p(r, 1) * f.origin.y + p(r, 2) * f.origin.z + p(r, 3);
    }
    return h;
}

/// Bilinear; x, y have pixel centres at .5 and lie inside by at least a pixel.
cv::Vec3b sample(const cv::Mat& picture, double x, double y) {
    const float fx = static_cast<float>(x - 0.5), fy = static_cast<float>(y - 0.5);
    const int ix = static_cast<int>(fx), iy = static_cast<int>(fy);
    const float ax = fx - static_cast<float>(ix), ay = fy - static_cast<float>(iy);
    const auto* upper = picture.ptr<cv::Vec3b>(iy) + ix;
    const auto* lower = picture.ptr<cv::Vec3b>(iy + 1) + ix;
    cv::Vec3b result;
    for (int c = 0; c < 3; ++c) {
        const float top = upper[0][c] + ax * static_cast<float>(upper[1][c] - upper[0][c]);
        const float low = lower[0][c] + ax * static_cast<float>(lower[1][c] - lower[0][c]);
        result[c] = static_cast<uchar>(top + ay * (low - top) + 0.5f);
    }
    return result;
}

struct Sample {
    cv::Vec3b color;
    float weight;  // steep views show more detail
};

struct Mode {
    cv::Vec3b color;
    float share = 0;  // of the samples' weight
    int agreeing = 0;
};

/// The colour that most samples are near to.
Mode modeOf(const std::vector<Sample>& samples, float tolerance) {
    std::size_t best = 0;
    float most = -1;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        float score = 0;
        for (const Sample& other : samples) {
            const float d = colorDistance(samples[i].color, other.color) / tolerance;
            score += d < 1 ? other.weight * (1 - d * d) : 0;
        }
        if (score > most) {
            most = score;
            best = i;
        }
    }
    Mode mode;
    cv::Vec3f sum(0, 0, 0);
    float near = 0, all = 0;
    for (const Sample& s : samples) {
        all += s.weight;
        if (colorDistance(s.color, samples[best].color) < tolerance) {
            sum += s.weight * cv::Vec3f(s.color);
            near += s.weight;
            ++mode.agreeing;
        }
    }
    mode.color = sum * (1 / near);
    mode.share = near / all;
    return mode;
}

std::vector<std::size_t> spreadOver(std::size_t count) {
    std::vector<std::size_t> chosen;
    const std::size_t n = std::min<std::size_t>(count, kMostViews);
    for (std::size_t i = 0; i < n; ++i) {
        chosen.push_back(i * count / n);
    }
    return chosen;
}

class PlanePainter {
public:
    PlanePainter(std::span<const WorkView> views,
                 std::span<const cv::Mat> hidden,
                 const PlaneFrame& frame)
        : views_(views), hidden_(hidden), frame_(frame), chosen_(spreadOver(views.size())) {
        const Vec3d normal = cross(frame.u, frame.v);
        for (const std::size_t i : chosen_) {
            homographies_.push_back(viewFromPlane(views[i], frame));
            eyes_.push_back(views[i].camera.position());
            up_.push_back(dot(normal, eyes_.back() - frame.origin) > 0);
        }
    }

    void samplesAt(int i, int j, std::vector<Sample>& samples) const {
        samples.clear();
        const Vec3d point = frame_.origin + frame_.u * (frame_.pixel * (i + 0.5)) +
                            frame_.v * (frame_.pixel * (j + 0.5));
        const Vec3d normal = cross(frame_.u, frame_.v);
        for (std::size_t k = 0; k < chosen_.size(); ++k) {
            const WorkView& view = views_[chosen_[k]];
            const cv::Matx33d& h = homographies_[k];
            const double w = h(2, 0) * (i + 0.5) + h(2, 1) * (j + 0.5) + h(2, 2);
            if (!(w > 1e-9) || !up_[k]) {
                continue;
            }
            const double x = (h(0, 0) * (i + 0.5) + h(0, 1) * (j + 0.5) + h(0, 2)) / w;
            const double y = (h(1, 0) * (i + 0.5) + h(1, 1) * (j + 0.5) + h(1, 2)) / w;
            if (!(x >= 1.5 && y >= 1.5 && x < view.color.cols - 1.5 && y < view.color.rows - 1.5)) {
                continue;
            }
            if (!hidden_.empty() &&
                hidden_[chosen_[k]].at<uchar>(static_cast<int>(y), static_cast<int>(x))) {
                continue;
            }
            const double sine = dot(normal, normalize(eyes_[k] - point));
            samples.push_back({sample(view.color, x, y), static_cast<float>(std::max(0.15, sine))});
        }
    }

private:
    std::span<const WorkView> views_;
    std::span<const cv::Mat> hidden_;
    const PlaneFrame& frame_;
    std::vector<std::size_t> chosen_;
    std::vector<cv::Matx33d> homographies_;
    std::vector<Vec3d> eyes_;
    std::vector<bool> up_;
};

/// How much neighbouring pixels differ: where nothing does, every plane agrees.
cv::Mat detailOf(const cv::Mat& color) {
    cv::Mat low, high;
    cv::erode(color, low, cv::Mat::ones(3, 3, CV_8UC1));
    cv::dilate(color, high, cv::Mat::ones(3, 3, CV_8UC1));
    cv::Mat detail(color.size(), CV_32FC1);
    detail.forEach<float>([&](float& value, const int* at) {
        value = colorDistance(low.at<cv::Vec3b>(at[0], at[1]), high.at<cv::Vec3b>(at[0], at[1]));
    });
    return detail;
}

Vec3d anyAcross(Vec3d normal) {
    const Vec3d start = std::abs(normal.x) < 0.9 ? Vec3d{1, 0, 0} : Vec3d{0, 1, 0};
    return normalize(start - normal * dot(start, normal));
}

}  // namespace

PlaneFrame planeFrame(const Plane& plane, Vec3d center, double half_size, double pixel) {
    PlaneFrame frame;
    frame.u = anyAcross(plane.normal);
    frame.v = cross(plane.normal, frame.u);
    frame.pixel = pixel;
    frame.size = std::max(8, static_cast<int>(std::ceil(2 * half_size / pixel)));
    const Vec3d foot = center - plane.normal * (dot(plane.normal, center) - plane.offset);
    frame.origin = foot - (frame.u + frame.v) * (0.5 * frame.size * pixel);
    return frame;
}

PlanePicture picturePlane(std::span<const WorkView> views,
                          std::span<const cv::Mat> hidden,
                          const PlaneFrame& frame,
                          float tolerance,
                          const Task& task) {
    PlanePicture picture;
    picture.frame = frame;
    picture.color = cv::Mat(frame.size, frame.size, CV_8UC3, cv::Scalar::all(128));
    picture.agreement = cv::Mat(frame.size, frame.size, CV_32FC1, cv::Scalar(0));
    const PlanePainter painter(views, hidden, frame);
    parallelTasks(frame.size, [&](int64_t row, int) {
        task.poll();
        const int j = static_cast<int>(row);
        std::vector<Sample> samples;
        for (int i = 0; i < frame.size; ++i) {
            painter.samplesAt(i, j, samples);
            if (static_cast<int>(samples.size()) < kLeastViews) {
                continue;
            }
            const Mode mode = modeOf(samples, tolerance);
            picture.color.at<cv::Vec3b>(j, i) = mode.color;
            if (mode.agreeing >= kLeastViews) {
                picture.agreement.at<float>(j, i) =
                    mode.share * (mode.agreeing == kLeastViews ? 0.5f : 1.0f);
            }
        }
    });
    const cv::Mat detail = detailOf(picture.color);
    const double weight = cv::sum(detail)[0];
    picture.consistency = weight > 0 ? cv::sum(detail.mul(picture.agreement))[0] / weight : 0;
    return picture;
}

PlanePrediction predictView(const PlanePicture& picture, const WorkView& view) {
    const PlaneFrame& f = picture.frame;
    const cv::Matx33d plane_from_view = viewFromPlane(view, f).inv();
    const cv::Matx33d h = viewFromPlane(view, f);
    cv::Mat map(view.color.size(), CV_32FC2);
    map.forEach<cv::Vec2f>([&](cv::Vec2f& to, const int* at) {
        const cv::Vec3d q = plane_from_view * cv::Vec3d(at[1] + 0.5, at[0] + 0.5, 1);
        const double i = q[0] / q[2], j = q[1] / q[2];
        const bool before = h(2, 0) * i + h(2, 1) * j + h(2, 2) > 0;
        const bool known = before && std::isfinite(i) && std::isfinite(j) && i > 0 && j > 0 &&
                           i < f.size && j < f.size;
        to = known ? cv::Vec2f(static_cast<float>(i - 0.5), static_cast<float>(j - 0.5))
                   : cv::Vec2f(-9, -9);
    });
    PlanePrediction prediction;
    cv::remap(picture.color,
              prediction.color,
              map,
              cv::noArray(),
              cv::INTER_LINEAR,
              cv::BORDER_CONSTANT,
              cv::Scalar::all(128));
    cv::remap(picture.agreement,
              prediction.agreement,
              map,
              cv::noArray(),
              cv::INTER_LINEAR,
              cv::BORDER_CONSTANT,
              cv::Scalar(0));
    return prediction;
}

void matchExposure(std::span<WorkView> views, const PlaneFrame& frame) {
    // Every view's values over those of all views at the same places; hidden places are outvoted.
    PlaneFrame coarse = frame;
    coarse.size = 96;
    coarse.pixel = frame.pixel * frame.size / coarse.size;
    const std::size_t places = static_cast<std::size_t>(coarse.size) * coarse.size;
    std::vector<std::vector<cv::Vec3f>> values(views.size(), std::vector<cv::Vec3f>(places));
    parallelTasks(static_cast<int64_t>(views.size()), [&](int64_t k, int) {
        const cv::Matx33d h = viewFromPlane(views[k], coarse);
        cv::Mat smooth;
        cv::GaussianBlur(views[k].display, smooth, {0, 0}, 2.0);
        for (std::size_t p = 0; p < places; ++p) {
            const double i = static_cast<double>(p % coarse.size) + 0.5;
            const double j = static_cast<double>(p / coarse.size) + 0.5;
            const cv::Vec3d q = h * cv::Vec3d(i, j, 1);
            const double x = q[0] / q[2], y = q[1] / q[2];
            if (q[2] > 1e-9 && x >= 1.5 && y >= 1.5 && x < smooth.cols - 1.5 &&
                y < smooth.rows - 1.5) {
                values[static_cast<std::size_t>(k)][p] = sample(smooth, x, y);
            }
        }
    });
    std::vector<std::vector<float>> ratios[3];
    for (auto& channel : ratios) {
        channel.resize(views.size());
    }
    std::vector<float> seen;
    for (std::size_t p = 0; p < places; ++p) {
        for (int c = 0; c < 3; ++c) {
            seen.clear();
            for (const auto& view : values) {
                if (view[p][c] > 8 && view[p][c] < 248) {
                    seen.push_back(view[p][c]);
                }
            }
            if (seen.size() < kLeastViews) {
                continue;
            }
            const auto middle = seen.begin() + static_cast<std::ptrdiff_t>(seen.size() / 2);
            std::nth_element(seen.begin(), middle, seen.end());
            for (std::size_t k = 0; k < views.size(); ++k) {
                if (values[k][p][c] > 8 && values[k][p][c] < 248) {
                    ratios[c][k].push_back(*middle / values[k][p][c]);
                }
            }
        }
    }
    for (std::size_t k = 0; k < views.size(); ++k) {
        cv::Vec3f gain(1, 1, 1);
        for (int c = 0; c < 3; ++c) {
            auto& r = ratios[c][k];
            if (r.size() >= 50) {
                const auto middle = r.begin() + static_cast<std::ptrdiff_t>(r.size() / 2);
                std::nth_element(r.begin(), middle, r.end());
                gain[c] = std::clamp(*middle, 0.4f, 2.5f);
            }
        }
        setGain(views[k], gain);
    }
}

namespace {

/// Small copies of the views for trying many planes.
std::vector<WorkView> smallViews(std::span<const WorkView> views) {
    std::vector<WorkView> result;
    for (const std::size_t i : spreadOver(views.size())) {
        WorkView small = views[i];
        const double factor =
            std::min(1.0, 256.0 / std::max(views[i].color.cols, views[i].color.rows));
        const cv::Size size(std::max(8, static_cast<int>(views[i].color.cols * factor)),
                            std::max(8, static_cast<int>(views[i].color.rows * factor)));
        cv::resize(views[i].color, small.color, size, 0, 0, cv::INTER_AREA);
        small.camera = views[i].camera.scaledTo(size.width, size.height);
        result.push_back(std::move(small));
    }
    return result;
}

Vec3d tilted(Vec3d up, double a, double b) {
    const Vec3d u = anyAcross(up), v = cross(up, u);
    return normalize(up + u * std::tan(a) + v * std::tan(b));
}

}  // namespace

std::optional<Plane> findPlane(
    std::span<const WorkView> views, Vec3d up, Vec3d center, double radius, const Task& task) {
    constexpr float kTolerance = 14;
    constexpr int kHeights = 48;
    constexpr double kSure = 0.04;  // the best height agrees by that much more than the middle one
    const std::vector<WorkView> small = smallViews(views);
    const auto consistencyOf = [&](const Plane& plane) {
        const PlaneFrame frame = planeFrame(plane, center, 1.6 * radius, radius / 40);
        return picturePlane(small, {}, frame, kTolerance, task).consistency;
    };
    // Heights from above the middle down to two radii below it.
    std::vector<std::pair<double, Plane>> tried;
    double best = -1;
    Plane plane;
    for (int i = 0; i < kHeights; ++i) {
        const double height = radius * (0.3 - 2.3 * i / (kHeights - 1));
        const Plane other{up, dot(up, center) + height};
        const double consistency = consistencyOf(other);
        tried.push_back({consistency, other});
        if (consistency > best) {
            best = consistency;
            plane = other;
        }
    }
    std::nth_element(
        tried.begin(), tried.begin() + kHeights / 2, tried.end(), [](const auto& a, const auto& b) {
            return a.first < b.first;
        });
    if (best < tried[kHeights / 2].first + kSure) {
        return std::nullopt;
    }
    // Descent over height and two tilts.
    double step = 0.025, angle = 0.02;
    for (int round = 0; round < 5; ++round) {
        for (int axis = 0; axis < 3; ++axis) {
            for (const int sign : {-1, 1}) {
                const Vec3d foot =
                    center - plane.normal * (dot(plane.normal, center) - plane.offset);
                Plane other = plane;
                if (axis == 0) {
                    other.offset += sign * step * radius;
                } else {
                    other.normal = tilted(
                        plane.normal, axis == 1 ? sign * angle : 0, axis == 2 ? sign * angle : 0);
                    other.offset = dot(other.normal, foot);
                }
                if (const double c = consistencyOf(other); c > best) {
                    best = c;
                    plane = other;
                }
            }
        }
        step /= 2, angle /= 2;
    }
    return plane;
}

}  // namespace bozzetto
