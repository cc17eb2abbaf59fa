// SPDX-License-Identifier: Apache-2.0
#pragma once
// The one precompiled header of the tensor half. torch/torch.h and torch/nn.h are banned: they cost
// 18 s a file.
#include <ATen/ATen.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/types.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>
