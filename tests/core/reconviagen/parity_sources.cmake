# SPDX-License-Identifier: Apache-2.0
# Networks against golden tensors, for the Qt Test program and for the one of GPU machines: one file a network.
set(parity_sources
  parity.cpp
  parity_conditions.cpp
  parity_dinov2.cpp
  parity_embeddings.cpp
  parity_features_to_mesh.cpp
  parity_flexicubes.cpp
  parity_pose_encoding.cpp
  parity_preprocess.cpp
  parity_random_numbers.cpp
  parity_sampler_analytic.cpp
  parity_slat_decoders.cpp
  parity_slat_flow.cpp
  parity_sparse_primitives.cpp
  parity_ss_decoder.cpp
  parity_ss_flow.cpp
  parity_vggt_aggregator.cpp
  parity_vggt_camera_head.cpp
  parity_vggt_point_head.cpp
  sampler_parity.cpp)
list(TRANSFORM parity_sources PREPEND "${CMAKE_CURRENT_LIST_DIR}/")
