// SPDX-License-Identifier: Apache-2.0
// Instructions: Python's pickletools, protocol 2. What a state dict is made of: torch.save's
// documentation ("Serialization semantics") and its files.
#include "checkpoint/pickle_reader.h"

#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>

namespace bozzetto {
namespace {

constexpr size_t kMaxValues = 1'000'000, kMaxTensors = 50'000, kMaxDimensions = 16;

using Id = size_t;  // of a value

enum class Kind { Mark, None, Integer, Text, Tuple, Dict, Global, Storage, Tensor };

/// Values refer to each other by number: a pickle may make them as deep, or as cyclic, as it likes.
struct Value {
    Kind kind = Kind::None;
    int64_t integer = 0;    // of True and False too; storage: elements
    std::string text;       // text; global: "module name"; storage: key
    std::vector<Id> items;  // tuple; dict: key, value, key, value ...; tensor: arguments
    at::ScalarType dtype = at::kFloat;  // storage
};

struct StorageType {
    const char* global;
    at::ScalarType dtype;
};
constexpr StorageType kStorageTypes[] = {
    {"torch FloatStorage", at::kFloat},
    {"torch HalfStorage", at::kHalf},
    {"torch BFloat16Storage", at::kBFloat16},
    {"torch DoubleStorage", at::kDouble},
    {"torch LongStorage", at::kLong},
    {"torch IntStorage", at::kInt},
    {"torch ShortStorage", at::kShort},
    {"torch CharStorage", at::kChar},
    {"torch ByteStorage", at::kByte},
    {"torch BoolStorage", at::kBool},
};
constexpr const char* kRebuildTensor = "torch._utils _rebuild_tensor_v2";
constexpr const char* kOrderedDict = "collections OrderedDict";

[[noreturn]] void refuse(const std::string& what) {
    throw std::runtime_error(what);
}

bool isKnownGlobal(const std::string& name) {
    return name == kRebuildTensor || name == kOrderedDict ||
           std::any_of(std::begin(kStorageTypes), std::end(kStorageTypes), [&](const auto& type) {
               return name == type.global;
           });
}

class Machine {
public:
    explicit Machine(std::string_view pickle) : pickle_(pickle) {}

    std::vector<PickledTensor> run() {
        while (step()) {
        }
        if (stack_.size() != 1) {
            refuse("does not end with one value");
        }
        return tensorsOf(of(stack_.back(), Kind::Dict));
    }

private:
    // Reading.
    std::string_view take(size_t count) {
        if (pickle_.size() - at_ < count) {
            refuse("is cut short");
        }
        at_ += count;
        return pickle_.substr(at_ - count, count);
    }
    uint64_t takeNumber(int bytes) {
        const std::string_view text = take(static_cast<size_t>(bytes));
        uint64_t value = 0;
        for (int i = bytes - 1; i >= 0; --i) {
            value = value << 8 | static_cast<unsigned char>(text[static_cast<size_t>(i)]);
        }
        return value;
    }
    std::string takeLine() {
        const size_t end = pickle_.find('\n', at_);
        if (end == std::string_view::npos) {
            refuse("is cut short");
        }
        std::string line(take(end - at_));
        take(1);
        return line;
    }
    int64_t takeLong() {
        const auto bytes = static_cast<int>(takeNumber(1));
        if (bytes > 8) {
            refuse("holds a number of more than 64 bits");
        }
        const uint64_t value = takeNumber(bytes);
        const int unused = 64 - 8 * bytes;  // the sign is that of the last byte
        return bytes == 0 ? 0 : static_cast<int64_t>(value << unused) >> unused;
    }

    // Values.
    Id make(Value value) {
        if (values_.size() >= kMaxValues) {
            refuse("holds too many values");
        }
        values_.push_back(std::move(value));
        return values_.size() - 1;
    }
    void push(Value value) { stack_.push_back(make(std::move(value))); }
    void pushInteger(int64_t value) { push({Kind::Integer, value, {}, {}, at::kFloat}); }
    Id pop() {
        if (stack_.empty()) {
            refuse("takes a value where there is none");
        }
        const Id id = stack_.back();
        stack_.pop_back();
        return id;
    }
    Id top() const {
        if (stack_.empty()) {
            refuse("takes a value where there is none");
        }
        return stack_.back();
    }
    const Value& of(Id id, Kind kind) const {
        if (values_[id].kind != kind) {
            refuse("is no dict of tensors by name");
        }
        return values_[id];
    }
    const Value& item(const Value& tuple, size_t i, Kind kind) const {
        if (i >= tuple.items.size()) {
            refuse("is no dict of tensors by name");
        }
        return of(tuple.items[i], kind);
    }
    std::vector<Id> popToMark() {
        size_t mark = stack_.size();
        while (mark > 0 && values_[stack_[mark - 1]].kind != Kind::Mark) {
            --mark;
        }
        if (mark == 0) {
            refuse("takes a value where there is none");
        }
        std::vector<Id> items(stack_.begin() + static_cast<std::ptrdiff_t>(mark), stack_.end());
        stack_.resize(mark - 1);
        return items;
    }
    void pushTuple(std::vector<Id> items) {
        push({Kind::Tuple, 0, {}, std::move(items), at::kFloat});
    }
    void pushTupleOf(size_t count) {
        std::vector<Id> items(count);
        for (size_t i = count; i-- > 0;) {
            items[i] = pop();
        }
        pushTuple(std::move(items));
    }
    void setItems(const std::vector<Id>& items) {
        of(top(), Kind::Dict);
        if (items.size() % 2 != 0) {
            refuse("has a key without a value");
        }
        std::vector<Id>& all = values_[top()].items;
        all.insert(all.end(), items.begin(), items.end());
    }

    /// One instruction; false after the last.
    bool step() {
        const auto code = static_cast<unsigned char>(take(1)[0]);
        switch (code) {
            case 0x80:  // PROTO
                if (takeNumber(1) > 3) {
                    refuse("is of a newer protocol");
                }
                break;
            case '.':
                return false;
            case '(':
                push({Kind::Mark, 0, {}, {}, at::kFloat});
                break;
            case 'N':
                push({});
                break;
            case 0x88:  // NEWTRUE
            case 0x89:  // NEWFALSE
                pushInteger(code == 0x88);
                break;
            case 'J':
                pushInteger(static_cast<int32_t>(takeNumber(4)));
                break;
            case 'K':
                pushInteger(static_cast<int64_t>(takeNumber(1)));
                break;
            case 'M':
                pushInteger(static_cast<int64_t>(takeNumber(2)));
                break;
            case 0x8a:  // LONG1
                pushInteger(takeLong());
                break;
            case 'X':  // BINUNICODE
                push({Kind::Text, 0, std::string(take(takeNumber(4))), {}, at::kFloat});
                break;
            case '}':
                push({Kind::Dict, 0, {}, {}, at::kFloat});
                break;
            case ')':
                pushTuple({});
                break;
            case 0x85:  // TUPLE1 to TUPLE3
            case 0x86:
            case 0x87:
                pushTupleOf(code - 0x84U);
                break;
            case 't':
                pushTuple(popToMark());
                break;
            case 's': {
                const Id value = pop(), key = pop();
                setItems({key, value});
                break;
            }
            case 'u':
                setItems(popToMark());
                break;
            case 'q':
                memo_[takeNumber(1)] = top();
                break;
            case 'r':
                memo_[takeNumber(4)] = top();
                break;
            case 'h':
                recall(takeNumber(1));
                break;
            case 'j':
                recall(takeNumber(4));
                break;
            case 'c':
                pushGlobal();
                break;
            case 'Q':
                pushStorage();
                break;
            case 'R':
                call();
                break;
            case 'b':  // attributes of a dict, such as the versions of its modules
                of(pop(), Kind::Dict);
                of(top(), Kind::Dict);
                break;
            default:
                refuse("holds the instruction " + std::to_string(code) +
                       ", which a dict of tensors does not need");
        }
        return true;
    }

    void recall(uint64_t place) {
        const auto found = memo_.find(place);
        if (found == memo_.end()) {
            refuse("remembers what it never had");
        }
        stack_.push_back(found->second);
    }

    void pushGlobal() {
        std::string name = takeLine();
        name += ' ' + takeLine();
        if (!isKnownGlobal(name)) {
            refuse("wants to use '" + name.substr(0, 100) +
                   "', which a dict of tensors does not need");
        }
        push({Kind::Global, 0, std::move(name), {}, at::kFloat});
    }

    /// ("storage", type, key, location, elements)
    void pushStorage() {
        const Value& tuple = of(pop(), Kind::Tuple);
        if (tuple.items.size() != 5 || item(tuple, 0, Kind::Text).text != "storage") {
            refuse("refers to something that is no storage of a tensor");
        }
        const std::string& type = item(tuple, 1, Kind::Global).text;
        const auto known = std::find_if(std::begin(kStorageTypes),
                                        std::end(kStorageTypes),
                                        [&](const auto& t) { return type == t.global; });
        const int64_t elements = item(tuple, 4, Kind::Integer).integer;
        if (known == std::end(kStorageTypes) || elements < 0) {
            refuse("refers to something that is no storage of a tensor");
        }
        push({Kind::Storage, elements, item(tuple, 2, Kind::Text).text, {}, known->dtype});
    }

    void call() {
        const Value& arguments = of(pop(), Kind::Tuple);
        const std::string& function = of(pop(), Kind::Global).text;
        const size_t count = arguments.items.size();
        if (function == kOrderedDict && count == 0) {
            push({Kind::Dict, 0, {}, {}, at::kFloat});
        } else if (function == kRebuildTensor && count >= 6 && count <= 7) {
            push({Kind::Tensor, 0, {}, arguments.items, at::kFloat});
        } else {
            refuse("calls '" + function + "' in a way that a dict of tensors does not need");
        }
    }

    std::vector<int64_t> integersOf(const Value& tuple) const {
        if (tuple.items.size() > kMaxDimensions) {
            refuse("has a tensor of too many dimensions");
        }
        std::vector<int64_t> integers;
        for (size_t i = 0; i < tuple.items.size(); ++i) {
            integers.push_back(item(tuple, i, Kind::Integer).integer);
        }
        return integers;
    }

    std::vector<PickledTensor> tensorsOf(const Value& dict) const {
        if (dict.items.size() > 2 * kMaxTensors) {
            refuse("holds more than " + std::to_string(kMaxTensors) + " tensors");
        }
        std::vector<PickledTensor> tensors;
        for (size_t i = 0; i < dict.items.size(); i += 2) {
            const Value& tensor = item(dict, i + 1, Kind::Tensor);
            const Value& storage = item(tensor, 0, Kind::Storage);
            const int64_t offset = item(tensor, 1, Kind::Integer).integer;
            if (offset < 0) {
                refuse("has a tensor that begins before its storage");
            }
            tensors.push_back({item(dict, i, Kind::Text).text,
                               storage.dtype,
                               storage.text,
                               static_cast<uint64_t>(storage.integer),
                               static_cast<uint64_t>(offset),
                               integersOf(item(tensor, 2, Kind::Tuple)),
                               integersOf(item(tensor, 3, Kind::Tuple))});
        }
        return tensors;
    }

    const std::string_view pickle_;
    size_t at_ = 0;
    std::vector<Value> values_;
    std::vector<Id> stack_;
    std::map<uint64_t, Id> memo_;
};

}  // namespace

std::vector<PickledTensor> readStateDict(std::string_view pickle) {
    return Machine(pickle).run();
}

}  // namespace bozzetto
