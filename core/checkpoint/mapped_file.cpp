// SPDX-License-Identifier: Apache-2.0
#include "checkpoint/mapped_file.h"

#include "base/error.h"
#include "base/files.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace bozzetto {
namespace {

[[noreturn]] void fail(const std::string& path, Error::Kind kind, const std::string& reason) {
    throw Error(kind,
                path + ": " + reason,
                kind == Error::Kind::MissingWeights ? "Fetch it with: bozzetto-cli weights fetch"
                                                    : "Check the file, or fetch it again.",
                path);
}

}  // namespace

MappedFile::MappedFile(const std::filesystem::path& path) : path_(displayPath(path)) {
    // O_NONBLOCK: opening a FIFO must not wait for a writer.
    const int fd = ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) {
        fail(path_,
             errno == ENOENT ? Error::Kind::MissingWeights : Error::Kind::BadWeights,
             std::strerror(errno));
    }
    struct stat info {};
    const bool regular = ::fstat(fd, &info) == 0 && S_ISREG(info.st_mode);
    size_ = regular ? static_cast<size_t>(info.st_size) : 0;
    void* data = nullptr;
    if (size_ > 0) {
        data = ::mmap(nullptr, size_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_NORESERVE, fd, 0);
    }
    const int error = errno;
    ::close(fd);
    if (!regular) {
        fail(path_, Error::Kind::BadWeights, "is not a regular file");
    }
    if (data == MAP_FAILED) {
        fail(path_,
             Error::Kind::BadWeights,
             std::string("cannot be mapped: ") + std::strerror(error));
    }
    data_ = static_cast<char*>(data);
}

MappedFile::~MappedFile() {
    if (data_ != nullptr) {
        ::munmap(data_, size_);
    }
}

at::Tensor tensorOfBytes(const std::shared_ptr<MappedFile>& file,
                         uint64_t begin,
                         uint64_t end,
                         at::ScalarType dtype) {
    const std::string_view bytes = file->bytes().substr(begin, end - begin);
    const size_t element = c10::elementSize(dtype);
    require(bytes.size() % element == 0, "tensorOfBytes: not a whole number of elements");
    const auto count = static_cast<int64_t>(bytes.size() / element);
    const auto options = at::TensorOptions().dtype(dtype);
    auto* data = const_cast<char*>(bytes.data());
    if (count == 0) {
        return at::empty({0}, options);
    }
    if (dtype == at::kBool) {  // any other value than 0 and 1 in a bool is undefined behaviour
        return at::from_blob(data, {count}, at::TensorOptions().dtype(at::kByte)).ne(0);
    }
    if (reinterpret_cast<uintptr_t>(data) % element != 0) {
        at::Tensor copy = at::empty({count}, options);
        std::memcpy(copy.data_ptr(), data, bytes.size());
        return copy;
    }
    return at::from_blob(
        data, {count}, [file](void*) {}, options);
}

}  // namespace bozzetto
