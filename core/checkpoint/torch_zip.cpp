// SPDX-License-Identifier: Apache-2.0
#include "checkpoint/torch_zip.h"

#include "base/error.h"
#include "checkpoint/pickle_reader.h"

#include <algorithm>
#include <stdexcept>

namespace bozzetto {
namespace {

constexpr uint64_t kMaxPickleBytes = 16'000'000;  // DINOv2's is 40 kB
constexpr const char* kPickleName = "/data.pkl";

class ZipReader {
public:
    explicit ZipReader(const std::shared_ptr<MappedFile>& file)
        : file_(file), entries_(readZipDirectory(*file)) {}

    TensorMap read() {
        const std::string_view pickle = findPickle();
        checkByteOrder();
        std::vector<PickledTensor> found;
        try {
            found = readStateDict(pickle);
        } catch (const std::runtime_error& e) {
            fail(std::string("its pickle ") + e.what());
        }
        TensorMap tensors;
        for (const PickledTensor& tensor : found) {
            if (!tensors.emplace(tensor.name, open(tensor)).second) {
                fail(tensor, "is there twice");
            }
        }
        return tensors;
    }

private:
    [[noreturn]] void fail(const std::string& what) const {
        throw Error(Error::Kind::BadWeights,
                    file_->path() + ": not a file of tensors alone by torch.save: " + what,
                    "The file is damaged or of another format; fetch it again.",
                    file_->path());
    }
    [[noreturn]] void fail(const PickledTensor& tensor, const std::string& what) const {
        fail("tensor '" + tensor.name.substr(0, 200) + "' " + what);
    }

    std::string_view bytesOf(const ZipEntry& entry) const {
        return file_->bytes().substr(entry.begin, entry.end - entry.begin);
    }

    /// Everything else lies in the folder of data.pkl.
    std::string_view findPickle() {
        for (const auto& [name, entry] : entries_) {
            if (name.ends_with(kPickleName) &&
                name.find('/') == name.size() - std::string_view(kPickleName).size()) {
                if (!folder_.empty()) {
                    fail("it has two of data.pkl");
                }
                folder_ = name.substr(0, name.find('/') + 1);
            }
        }
        if (folder_.empty()) {
            fail("it has no data.pkl");
        }
        const std::string_view pickle = bytesOf(entries_.at(folder_ + "data.pkl"));
        if (pickle.size() > kMaxPickleBytes) {
            fail("its data.pkl is too large");
        }
        return pickle;
    }

    void checkByteOrder() const {
        const auto order = entries_.find(folder_ + "byteorder");
        if (order != entries_.end() && bytesOf(order->second) != "little") {
            fail("its numbers are of another byte order");
        }
    }

    at::Tensor open(const PickledTensor& tensor) const {
        const auto entry = entries_.find(folder_ + "data/" + tensor.storage);
        if (entry == entries_.end()) {
            fail(tensor, "has no data");
        }
        const ZipEntry& range = entry->second;
        uint64_t bytes = 0;
        if (__builtin_mul_overflow(tensor.storage_size, c10::elementSize(tensor.dtype), &bytes) ||
            bytes != range.end - range.begin) {
            fail(tensor, "has data of another size than it says");
        }
        checkWindow(tensor);
        const at::Tensor storage = tensorOfBytes(file_, range.begin, range.end, tensor.dtype);
        return storage.as_strided(tensor.size, tensor.stride, static_cast<int64_t>(tensor.offset));
    }

    /// The tensor's elements lie in its storage, each once.
    void checkWindow(const PickledTensor& tensor) const {
        if (tensor.size.size() != tensor.stride.size()) {
            fail(tensor, "has not a stride for each dimension");
        }
        uint64_t last = tensor.offset, count = 1;
        for (size_t i = 0; i < tensor.size.size(); ++i) {
            uint64_t reach = 0;
            const auto size = static_cast<uint64_t>(tensor.size[i]),
                       stride = static_cast<uint64_t>(tensor.stride[i]);
            if (tensor.size[i] < 0 || tensor.stride[i] < 0 ||
                __builtin_mul_overflow(count, size, &count) ||
                __builtin_mul_overflow(size > 0 ? size - 1 : 0, stride, &reach) ||
                __builtin_add_overflow(last, reach, &last)) {
                fail(tensor, "has a shape that is negative or too large");
            }
        }
        const bool fits = count == 0 ? tensor.offset <= tensor.storage_size
                                     : last < tensor.storage_size && count <= tensor.storage_size;
        if (!fits) {
            fail(tensor, "is larger than its data");
        }
    }

    const std::shared_ptr<MappedFile>& file_;
    const std::map<std::string, ZipEntry> entries_;
    std::string folder_;
};

}  // namespace

TensorMap readTorchZip(const std::shared_ptr<MappedFile>& file) {
    return ZipReader(file).read();
}

}  // namespace bozzetto
