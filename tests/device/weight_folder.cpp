// SPDX-License-Identifier: Apache-2.0
#include "tests/device/weight_folder.h"

#include "base/error.h"
#include "checkpoint/safetensors_header.h"
#include "tests/device/torch_zip_writer.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <functional>

namespace bozzetto::device_test {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

class OutputFile {
public:
    explicit OutputFile(const fs::path& path) : path_(path), file_(path, std::ios::binary) {}

    void write(const std::string& bytes) { write(bytes.data(), bytes.size()); }
    void write(const at::Tensor& tensor) {
        const at::Tensor bytes = tensor.cpu().contiguous();
        write(static_cast<const char*>(bytes.data_ptr()), bytes.nbytes());
    }
    /// Prints what was written.
    void close() {
        file_.close();
        check();
        std::printf(
            "%14ju  %s\n", static_cast<uintmax_t>(fs::file_size(path_)), path_.filename().c_str());
        std::fflush(stdout);
    }

private:
    void write(const char* data, size_t bytes) {
        file_.write(data, static_cast<std::streamsize>(bytes));
        check();
    }
    void check() const {
        if (!file_) {
            throw Error(Error::Kind::Output, path_.string() + ": cannot be written");
        }
    }

    fs::path path_;
    std::ofstream file_;
};

/// Layers of the torso are half precision, everything else is not (reconviagen.md, section 10.2).
at::ScalarType publishedType(const std::string& key) {
    constexpr std::array kTorso = {"blocks.",
                                   "input_blocks.",
                                   "out_blocks.",
                                   "middle_block.",
                                   "upsample.",
                                   "cond_blocks.",
                                   "linear_blocks.",
                                   "fuse_blocks."};
    const bool in_torso = std::any_of(
        kTorso.begin(), kTorso.end(), [&](const char* prefix) { return key.starts_with(prefix); });
    // Group norms and layer norms, by the names that they have there.
    constexpr std::array kNorms = {"norm", "act_layers.0.", "out_layers.1."};
    const bool is_norm = std::any_of(kNorms.begin(), kNorms.end(), [&](const char* name) {
        return key.find(name) != std::string::npos;
    });
    return in_torso && !is_norm ? at::kHalf : at::kFloat;
}

enum class Types { Full, Published };

/// Tensor by tensor: the largest file does not fit into main memory twice everywhere.
void writeSafetensorsFile(const fs::path& path, const TensorMap& tensors, Types types) {
    const auto typeOf = [&](const std::string& key) {
        return types == Types::Full ? at::kFloat : publishedType(key);
    };
    Json header = Json::object();
    uint64_t end = 0;
    for (const auto& [key, tensor] : tensors) {
        const at::ScalarType type = typeOf(key);
        const uint64_t begin = end;
        end += static_cast<uint64_t>(tensor.numel()) * c10::elementSize(type);
        header[key] = {{"dtype", safetensorsDtype(type)},
                       {"shape", tensor.sizes().vec()},
                       {"data_offsets", {begin, end}}};
    }
    std::string text = header.dump();
    text.resize((text.size() + 7) / 8 * 8, ' ');
    std::string length;
    for (int i = 0; i < 8; ++i) {
        length.push_back(static_cast<char>(text.size() >> 8 * i & 0xff));
    }
    OutputFile file(path);
    file.write(length + text);
    for (const auto& [key, tensor] : tensors) {
        file.write(tensor.to(typeOf(key)));
    }
    file.close();
}

void writeJson(const fs::path& path, const Json& json) {
    OutputFile file(path);
    file.write(json.dump(1) + "\n");
    file.close();
}

/// One network of the ReconViaGen repository: its key in pipeline.json and its files.
struct Model {
    const char* key;
    const char* stem;
    Json args;
    std::function<void(RandomWeights&)> fill;
};

std::vector<Model> modelsOf(const EngineSizes& s) {
    const StructureSize& structure = s.structure;
    const SlatSizes& slat = s.slat;
    const auto swin = [&](const Json& representation) {
        return Json{{"resolution", slat.resolution},
                    {"model_channels", slat.decoder_channels},
                    {"latent_channels", slat.latent_channels},
                    {"num_blocks", slat.decoder_blocks},
                    {"num_heads", slat.decoder_channels / 64},
                    {"mlp_ratio", slat.mlp_ratio},
                    {"attn_mode", "swin"},
                    {"window_size", 8},
                    {"use_fp16", true},
                    {"representation_config", representation}};
    };
    return {
        {"sparse_structure_vggt_cond",
         "ss_vggt_cond",
         {{"channels", structure.dim}, {"num_heads", structure.heads}, {"qk_rms_norm", true}},
         [&](RandomWeights& w) { addStructureCondition(w, structure); }},
        {"slat_vggt_cond",
         "slat_vggt_cond",
         {{"channels", structure.dim}},
         [&](RandomWeights& w) { addLatentCondition(w, structure); }},
        {"sparse_structure_flow_model",
         "ss_flow_img_dit_L_16l8_fp16",
         {{"resolution", structure.resolution},
          {"model_channels", structure.dim},
          {"num_blocks", structure.blocks},
          {"num_heads", structure.heads},
          {"patch_size", 1},
          {"pe_mode", "ape"},
          {"qk_rms_norm", true}},
         [&](RandomWeights& w) { addStructureFlow(w, structure); }},
        {"sparse_structure_decoder",
         "ss_dec_conv3d_16l8_fp16",
         {{"channels", structure.decoder}, {"norm_type", "layer"}},
         [&](RandomWeights& w) { addStructureDecoder(w, structure); }},
        {"slat_flow_model",
         "slat_flow_img_dit_L_64l8p2_fp16",
         {{"resolution", slat.resolution},
          {"model_channels", slat.flow_channels},
          {"num_blocks", slat.flow_blocks},
          {"num_heads", slat.flow_heads},
          {"pe_mode", "ape"},
          {"qk_rms_norm", true},
          {"num_io_res_blocks", 2},
          {"io_block_channels", Json::array({slat.flow_io_channels})}},
         [&](RandomWeights& w) { addSlatFlow(w, slat); }},
        {"slat_decoder_mesh",
         "slat_dec_mesh_swin8_B_64l8m256c_fp16",
         swin({{"use_color", true}}),
         [&](RandomWeights& w) { addSlatMeshDecoder(w, slat); }},
        {"slat_decoder_gs",
         "slat_dec_gs_swin8_B_64l8gs32_fp16",
         swin({{"num_gaussians", slat.num_gaussians}}),
         [&](RandomWeights& w) { addSlatGaussianDecoder(w, slat); }},
    };
}

void writeTrellis(const fs::path& folder, const EngineSizes& sizes, const at::Device& device) {
    fs::create_directories(folder / "ckpts");
    Json names = Json::object();
    for (const Model& model : modelsOf(sizes)) {
        const fs::path stem = folder / "ckpts" / model.stem;
        names[model.key] = "ckpts/" + std::string(model.stem);
        writeJson(fs::path(stem) += ".json", {{"name", model.stem}, {"args", model.args}});
        RandomWeights weights(device, at::kFloat);
        model.fill(weights);
        writeSafetensorsFile(
            fs::path(stem) += ".safetensors", weights.takeTensors(), Types::Published);
    }
    const std::vector<float> zeros(static_cast<size_t>(sizes.slat.latent_channels), 0.0f);
    const std::vector<float> ones(zeros.size(), 1.0f);
    writeJson(
        folder / "pipeline.json",
        {{"name", "TrellisVGGTTo3DPipeline"},
         {"args", {{"models", names}, {"slat_normalization", {{"mean", zeros}, {"std", ones}}}}}});
}

}  // namespace

EngineSizes EngineSizes::tiny() {
    EngineSizes sizes;
    sizes.vit = kTinyVit;
    sizes.structure = StructureSize::tiny();
    sizes.slat.resolution = 4 * sizes.structure.resolution;
    sizes.slat.voxels = 200;
    sizes.slat.flow_channels = sizes.slat.cond_channels = sizes.structure.dim;
    sizes.slat.flow_io_channels = 32;
    sizes.slat.flow_blocks = sizes.slat.decoder_blocks = 1;
    sizes.slat.decoder_channels = 256;
    sizes.slat.num_gaussians = 4;
    sizes.slat.flow_heads = 4;
    sizes.taps = {0, 1};
    sizes.published = false;
    return sizes;
}

void writeWeightFolder(const fs::path& folder, const EngineSizes& sizes, const at::Device& device) {
    const fs::path vggt = folder / "vggt-object-v0-1", dino = folder / "dinov2";
    fs::create_directories(vggt);
    fs::create_directories(dino);
    writeTrellis(folder / "trellis-vggt-v0-2", sizes, device);
    RandomWeights weights(device, at::kFloat);
    addVggtAggregator(weights, "aggregator.", sizes.vit);
    addCameraHead(weights, "camera_head.", sizes.vit);
    writeSafetensorsFile(vggt / "model.safetensors", weights.takeTensors(), Types::Full);
    addDinoV2(weights, "", sizes.vit);
    writeTorchZip(dino / "dinov2_vitl14_reg4_pretrain.pth", weights.takeTensors());
    if (!sizes.published) {
        const Json heads = {{"num_heads", sizes.vit.heads}};
        writeJson(dino / "config.json", heads);
        writeJson(vggt / "config.json",
                  {{"num_heads", sizes.vit.heads}, {"taps", sizes.taps}, {"patch_embed", heads}});
    }
}

}  // namespace bozzetto::device_test
