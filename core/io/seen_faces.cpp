// SPDX-License-Identifier: Apache-2.0
#include "io/seen_faces.h"

#include <fstream>
#include <system_error>

namespace bozzetto {

std::vector<uint8_t> readSeenFaces(const std::filesystem::path& folder, size_t triangles) {
    const std::filesystem::path path = folder / kSeenFacesFile;
    std::error_code error;
    if (std::filesystem::file_size(path, error) != triangles || error) {
        return {};
    }
    std::vector<uint8_t> seen(triangles);
    std::ifstream file(path, std::ios::binary);
    file.read(reinterpret_cast<char*>(seen.data()), static_cast<std::streamsize>(triangles));
    return file ? seen : std::vector<uint8_t>{};
}

}  // namespace bozzetto
