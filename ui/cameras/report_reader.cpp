// SPDX-License-Identifier: Apache-2.0
#include "ui/cameras/report_reader.h"

#include "ui/common/text.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>

namespace bozzetto::ui {
namespace {

constexpr qint64 kMaxBytes = qint64{1} << 30;
constexpr int kMaxCount = 100'000'000;

double number(const QJsonObject& from, const char* key) {
    return std::clamp(from.value(QLatin1String(key)).toDouble(), 0.0, 1e12);
}

int count(const QJsonObject& from, const char* key) {
    return static_cast<int>(std::min<double>(number(from, key), kMaxCount));
}

std::string text(const QJsonObject& from, const char* key) {
    return toStd(from.value(QLatin1String(key)).toString());
}

EstimatedPicture::Reason reasonOf(const std::string& name) {
    using Reason = EstimatedPicture::Reason;
    constexpr std::array kReasons{Reason::Blurred,
                                  Reason::NoOverlap,
                                  Reason::LittleTexture,
                                  Reason::OtherObject,
                                  Reason::OtherModel,
                                  Reason::Unreadable};
    const auto found = std::find_if(
        kReasons.begin(), kReasons.end(), [&](Reason one) { return name == toString(one); });
    return found == kReasons.end() ? Reason::None : *found;
}

EstimatedPicture::State stateOf(const std::string& name) {
    using State = EstimatedPicture::State;
    return name == "registered"                       ? State::Registered
           : name == "left out" || name == "left_out" ? State::LeftOut
                                                      : State::NotRegistered;
}

EstimatedPicture pictureOf(const QJsonObject& from) {
    EstimatedPicture picture;
    picture.view = text(from, "view");
    picture.path = text(from, "path");
    picture.state = stateOf(text(from, "state"));
    picture.reason = reasonOf(text(from, "reason"));
    picture.features = count(from, "features");
    picture.points = count(from, "points");
    picture.error = number(from, "error");
    picture.relative_sharpness = number(from, "relative_sharpness");
    return picture;
}

}  // namespace

std::optional<CameraReport> readCameraReport(const std::filesystem::path& camera_file) {
    QFile file(toQt(camera_file));
    if (!file.open(QIODevice::ReadOnly) || file.size() > kMaxBytes) {
        return std::nullopt;
    }
    const QJsonObject from = QJsonDocument::fromJson(file.readAll())
                                 .object()
                                 .value(QLatin1String("bozzetto"))
                                 .toObject()
                                 .value(QLatin1String("report"))
                                 .toObject();
    if (from.isEmpty()) {
        return std::nullopt;
    }
    CameraReport report;
    for (const QJsonValue& picture : from.value(QLatin1String("pictures")).toArray()) {
        report.pictures.push_back(pictureOf(picture.toObject()));
    }
    report.registered = count(from, "registered");
    report.points = count(from, "points");
    report.reprojection_error = number(from, "reprojection_error");
    report.focal_length = number(from, "focal_length");
    report.exif_focal_length = number(from, "exif_focal_length");
    report.models = std::max(1, count(from, "models"));
    report.program = text(from, "program");
    report.matching = text(from, "matching");
    report.up_from = text(from, "up_from");
    report.from_cache = from.value(QLatin1String("from_cache")).toBool();
    report.seconds = number(from, "seconds");
    return report;
}

}  // namespace bozzetto::ui
