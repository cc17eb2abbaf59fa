// SPDX-License-Identifier: Apache-2.0
#include "layering/include_rules.h"

#include <regex>
#include <utility>

namespace bozzetto::layering {
namespace {

const std::vector<std::pair<std::regex, std::string>>& families() {
    static const std::vector<std::pair<std::regex, std::string>> table{
        {std::regex(R"(^(torch|ATen|c10|caffe2)/.*)"), "LibTorch"},
        {std::regex(R"(^Q[A-Z].*|^Qt.*)"), "Qt"},
        {std::regex(R"(^vtk.*)"), "VTK"},
        {std::regex(R"(^opencv2?/.*)"), "OpenCV"},
        {std::regex(
             R"(^(cuda|cublas|cusparse|curand|nvml|nvrtc|device_launch).*|^(thrust|cub)/.*)"),
         "CUDA"},
        {std::regex(R"(^(unsupported/)?Eigen/.*)"), "Eigen"},
        {std::regex(R"(^nlohmann/.*)"), "nlohmann"},
        {std::regex(R"(^libexif/.*)"), "libexif"},
        {std::regex(R"(^lcms2.*)"), "lcms2"},
        {std::regex(R"(^libheif/.*)"), "libheif"},
        {std::regex(R"(^libraw/.*)"), "LibRaw"},
        {std::regex(R"(^openssl/.*)"), "OpenSSL"},
        {std::regex(R"(^zlib\.h$)"), "zlib"},
        {std::regex(R"(^minizip/.*)"), "minizip"},
        {std::regex(R"(^curl/.*)"), "libcurl"},
        {std::regex(R"(^pugixml\.hpp$)"), "pugixml"},
        {std::regex(R"(^sqlite3\.h$)"), "SQLite"},
        {std::regex(R"(^CLI/.*)"), "CLI11"},
        {std::regex(R"(^meshoptimizer\.h$)"), "meshoptimizer"},
        {std::regex(R"(^(tinygltf/)?tiny_gltf\.h$)"), "tinygltf"},
        {std::regex(R"(^benchmark/.*)"), "GoogleBenchmark"},
        {std::regex(R"(^assimp/.*)"), "assimp"},
        {std::regex(R"(^(GL|EGL)/.*)"), "OpenGL"},
        {std::regex(R"(^(X11|xcb)/.*)"), "X11"},
        {std::regex(
             R"(^(unistd|fcntl|signal|pthread|dlfcn|poll|termios|malloc|immintrin|x86intrin|spawn|sched)\.h$|^(sys|linux|arpa|netinet)/.*)"),
         "std"},
        {std::regex(R"(^[a-z][a-z0-9_]*$)"), "std"},
    };
    return table;
}

}  // namespace

std::string libraryOf(const std::string& include) {
    for (const auto& [pattern, name] : families()) {
        if (std::regex_match(include, pattern)) {
            return name;
        }
    }
    return "";
}

std::set<std::string> libraryNames() {
    std::set<std::string> names;
    for (const auto& [pattern, name] : families()) {
        names.insert(name);
    }
    names.erase("std");
    return names;
}

}  // namespace bozzetto::layering
