// SPDX-License-Identifier: Apache-2.0
// Stands for another program that uses the GPU:   fill_memory MIB
// takes the first GPU's memory but for MIB, says "ready", and holds it until its input ends.
#include <cstdio>
#include <cstdlib>
#include <cuda_runtime_api.h>
#include <vector>

int main(int argc, char** argv) {
    const size_t leave = (argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1024) << 20;
    constexpr size_t kPiece = size_t{16} << 20;
    std::vector<void*> pieces;
    size_t free = 0, total = 0;
    while (cudaMemGetInfo(&free, &total) == cudaSuccess && free > leave + kPiece) {
        void* piece = nullptr;
        if (cudaMalloc(&piece, kPiece) != cudaSuccess) {
            break;
        }
        pieces.push_back(piece);
    }
    std::printf("ready: %zu of %zu MiB are free\n", free >> 20, total >> 20);
    std::fflush(stdout);
    while (std::getchar() != EOF) {
    }
    return pieces.empty() ? 1 : 0;
}
