// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "base/files.h"
#include "camera/formats/npy.h"
#include "camera/formats/refuse.h"

#include <memory>
#include <minizip/unzip.h>
#include <minizip/zip.h>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

constexpr uint64_t kMaxArrayBytes = 1 << 20;  // a camera's matrix takes 256
constexpr int kMaxEntries = 200'000;

struct CloseUnzip {
    void operator()(void* file) const { unzClose(file); }
};
using Unzip = std::unique_ptr<void, CloseUnzip>;

[[noreturn]] void refuseZip(const fs::path& path, const std::string& reason) {
    refuseFile(path,
               reason,
               "The file is damaged or cut short: copy it again, or write it again with the "
               "program that made it.");
}

std::string readEntry(void* zip, const fs::path& path, const std::string& name, uint64_t size) {
    if (size > kMaxArrayBytes) {
        refuseZip(path,
                  "its entry '" + displayPath(name) + "' claims " + std::to_string(size) +
                      " bytes, too many for a camera's matrix");
    }
    std::string bytes(size, '\0');
    int got = unzOpenCurrentFile(zip);
    if (got == UNZ_OK) {
        got = unzReadCurrentFile(zip, bytes.data(), static_cast<unsigned>(size));
        const int closed = unzCloseCurrentFile(zip);  // checks the checksum after the last byte
        got = closed == UNZ_OK ? got : closed;
    }
    if (got < 0 || static_cast<uint64_t>(got) != size) {
        refuseZip(path, "its entry '" + displayPath(name) + "' cannot be unpacked");
    }
    return bytes;
}

/// "world_mat_12" of "world_mat_12.npy" for the prefix "world_mat_"; empty for another entry.
std::string arrayName(const std::string& entry, const std::string& prefix) {
    const bool wanted = entry.starts_with(prefix) && entry.ends_with(".npy") &&
                        entry.size() > prefix.size() + 4 && entry[prefix.size()] >= '0' &&
                        entry[prefix.size()] <= '9';
    return wanted ? entry.substr(0, entry.size() - 4) : std::string();
}

}  // namespace

std::map<std::string, NumpyArray> readNumpyZip(const fs::path& path, const std::string& prefix) {
    const Unzip zip(unzOpen64(path.c_str()));
    if (!zip) {
        refuseZip(path, "is no complete zip file");
    }
    std::map<std::string, NumpyArray> arrays;
    int status = unzGoToFirstFile(zip.get());
    for (int i = 0; status == UNZ_OK; ++i, status = unzGoToNextFile(zip.get())) {
        unz_file_info64 info{};
        char name[256] = {};
        status = unzGetCurrentFileInfo64(
            zip.get(), &info, name, sizeof name - 1, nullptr, 0, nullptr, 0);
        if (status != UNZ_OK || i >= kMaxEntries) {
            break;
        }
        if (const std::string array = arrayName(name, prefix); !array.empty()) {
            const std::string bytes = readEntry(zip.get(), path, name, info.uncompressed_size);
            arrays[array] = decodeNumpy(bytes, path / name);
        }
    }
    if (status != UNZ_END_OF_LIST_OF_FILE) {
        refuseZip(path, "its list of entries is damaged");
    }
    return arrays;
}

void writeNumpyZip(const std::map<std::string, NumpyArray>& arrays, const fs::path& path) {
    const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
    const TemporaryFolder scratch(folder);
    const fs::path unfinished = scratch.path() / "cameras.npz";
    const zipFile zip = zipOpen64(unfinished.c_str(), APPEND_STATUS_CREATE);
    bool good = zip != nullptr;
    for (const auto& [name, array] : arrays) {
        const std::string bytes = encodeNumpy(array);
        const zip_fileinfo info{};
        good =
            good &&
            zipOpenNewFileInZip(zip,
                                (name + ".npy").c_str(),
                                &info,
                                nullptr,
                                0,
                                nullptr,
                                0,
                                nullptr,
                                Z_DEFLATED,
                                Z_DEFAULT_COMPRESSION) == ZIP_OK &&
            zipWriteInFileInZip(zip, bytes.data(), static_cast<unsigned>(bytes.size())) == ZIP_OK &&
            zipCloseFileInZip(zip) == ZIP_OK;
    }
    good = zip != nullptr && zipClose(zip, nullptr) == ZIP_OK && good;
    if (!good) {
        throw Error(Error::Kind::Output,
                    displayPath(path) + ": cannot be written",
                    "Check the folder and the room on its disk.",
                    path.string());
    }
    writeFileAtomically(path, readFile(unfinished));
}

}  // namespace bozzetto
