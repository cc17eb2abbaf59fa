#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes tests/data/tiny-reconviagen: a weights folder laid out like the published one, of networks so small that the whole pipeline runs in
seconds on a processor. Deterministic, standard library only:

    tests/support/make_tiny_reconviagen.py tests/data/tiny-reconviagen

Weights are random (scaled by the number of inputs), except for what makes the outcome an object: the structure flow's table of positions holds a
ball that its velocity heads for, the structure decoder hands that channel on and enlarges it without steps, and the last biases of structure and
mesh decoder put the inside inside. Pictures change the outcome through the conditions, as they do in the real networks. Sizes that the published
files do not tell (attention heads, layers that conditions are made from) stand in config.json beside DINOv2 and VGGT; no such file means the
published sizes. Half precision where the published files have it.
"""
import json
import math
import pathlib
import random
import struct
import sys
import zlib

WIDTH = 32          # of DINOv2, VGGT, conditions and flows
HEADS = 2
GRID = 4            # patches a side: pictures of 56 pixels
PATCH = 14
TAPS = 4            # layers of VGGT, all of which are taps
LATENT = 8          # resolution of the structure's latent; its voxels are 4 times as fine
VOXELS = 4 * LATENT
BALL = 1.6          # radius in the latent's cells


class Net:
    """Tensors of one file, in the order in which they are drawn."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.tensors = {}  # name -> (dtype, shape, values)

    def put(self, name, shape, values, dtype="F32"):
        assert len(values) == math.prod(shape), name
        self.tensors[name] = (dtype, list(shape), values)

    def normal(self, name, shape, scale, mean=0.0, dtype="F32"):
        self.put(name, shape, [self.random.gauss(mean, scale) for _ in range(math.prod(shape))], dtype)

    def linear(self, name, inputs, outputs, gain=1.0, bias=0.05, dtype="F16"):
        self.normal(name + ".weight", [outputs, inputs], gain / math.sqrt(inputs), dtype=dtype)
        self.normal(name + ".bias", [outputs], bias, dtype=dtype)

    def norm(self, name, size):
        self.normal(name + ".weight", [size], 0.1, mean=1.0)
        self.normal(name + ".bias", [size], 0.05)

    def convolution(self, name, inputs, outputs, kernel, gain, sparse, dtype="F16"):
        shape = [outputs] + [kernel] * 3 + [inputs] if sparse else [outputs, inputs] + [kernel] * 3
        self.normal(name + ".weight", shape, gain / math.sqrt(inputs * kernel**3), dtype=dtype)
        self.normal(name + ".bias", [outputs], 0.02, dtype=dtype)

    def set(self, name, index, value):
        """One number of a tensor, by its index along each axis."""
        _, shape, values = self.tensors[name]
        flat = 0
        for size, i in zip(shape, index):
            flat = flat * size + i
        values[flat] = value


def pack(dtype, values):
    return struct.pack("<%d%s" % (len(values), "e" if dtype == "F16" else "f"), *values)


def write_safetensors(path, net):
    header, data = {}, []
    offset = 0
    for name in sorted(net.tensors):
        dtype, shape, values = net.tensors[name]
        raw = pack(dtype, values)
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [offset, offset + len(raw)]}
        offset += len(raw)
        data.append(raw)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(data))


def pickle_text(text):
    return b"X" + struct.pack("<I", len(text)) + text.encode()


def pickle_integer(value):
    return b"J" + struct.pack("<i", value)


def pickle_tuple(values):
    return b"(" + b"".join(pickle_integer(v) for v in values) + b"t"


def state_dict_pickle(net):
    """What torch.save writes for a dict of contiguous float tensors, one storage each."""
    out = b"\x80\x02}("
    for number, (name, (_, shape, values)) in enumerate(net.tensors.items()):
        strides = [math.prod(shape[i + 1:]) for i in range(len(shape))]
        storage = (b"(" + pickle_text("storage") + b"ctorch\nFloatStorage\n" + pickle_text(str(number)) +
                   pickle_text("cpu") + pickle_integer(len(values)) + b"tQ")
        out += (pickle_text(name) + b"ctorch._utils\n_rebuild_tensor_v2\n(" + storage + pickle_integer(0) +
                pickle_tuple(shape) + pickle_tuple(strides) + b"\x89ccollections\nOrderedDict\n)RtR")
    return out + b"u."


def write_torch_zip(path, net):
    """A PyTorch file: a zip of stored entries, numbers at multiples of 64 bytes."""
    entries = [("archive/data.pkl", state_dict_pickle(net))]
    entries += [("archive/data/%d" % i, pack("F32", values)) for i, (_, _, values) in enumerate(net.tensors.values())]
    entries.append(("archive/version", b"3\n"))
    out, directory = b"", b""
    for name, data in entries:
        at = len(out)
        padding = -(at + 30 + len(name) + 4) % 64
        extra = b"FB" + struct.pack("<H", padding) + b"Z" * padding
        fields = struct.pack("<HHHHIII", 0, 0, 0, 0x21, zlib.crc32(data), len(data), len(data))
        out += b"PK\3\4" + struct.pack("<H", 0) + fields + struct.pack("<HH", len(name), len(extra))
        out += name.encode() + extra + data
        directory += b"PK\1\2" + struct.pack("<HH", 0, 0) + fields
        directory += struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, at) + name.encode()
    end = struct.pack("<HHHHIIH", 0, 0, len(entries), len(entries), len(directory), len(out), 0)
    path.write_bytes(out + directory + b"PK\5\6" + end)


def vit_block(net, name, dim, qk_norm=False, scale=0.5):
    """Of DINOv2 and VGGT; f32, as published."""
    net.norm(name + ".norm1", dim)
    net.linear(name + ".attn.qkv", dim, 3 * dim, 2.0, dtype="F32")
    if qk_norm:
        net.norm(name + ".attn.q_norm", dim // HEADS)
        net.norm(name + ".attn.k_norm", dim // HEADS)
    net.linear(name + ".attn.proj", dim, dim, dtype="F32")
    net.normal(name + ".ls1.gamma", [dim], 0.1, mean=scale)
    net.norm(name + ".norm2", dim)
    net.linear(name + ".mlp.fc1", dim, 2 * dim, dtype="F32")
    net.linear(name + ".mlp.fc2", 2 * dim, dim, dtype="F32")
    net.normal(name + ".ls2.gamma", [dim], 0.1, mean=scale)


def dinov2(net, prefix=""):
    net.normal(prefix + "cls_token", [1, 1, WIDTH], 0.5)
    net.normal(prefix + "pos_embed", [1, 1 + GRID * GRID, WIDTH], 0.3)
    net.normal(prefix + "register_tokens", [1, 4, WIDTH], 0.5)
    net.normal(prefix + "mask_token", [1, WIDTH], 0.5)
    net.normal(prefix + "patch_embed.proj.weight", [WIDTH, 3, PATCH, PATCH], 2 / math.sqrt(3 * PATCH * PATCH))
    net.normal(prefix + "patch_embed.proj.bias", [WIDTH], 0.05)
    for i in range(2):
        vit_block(net, "%sblocks.%d" % (prefix, i), WIDTH)
    net.norm(prefix + "norm", WIDTH)


def vggt():
    net = Net("vggt")
    dinov2(net, "aggregator.patch_embed.")
    net.normal("aggregator.camera_token", [1, 2, 1, WIDTH], 0.5)
    net.normal("aggregator.register_token", [1, 2, 4, WIDTH], 0.5)
    for i in range(TAPS):
        vit_block(net, "aggregator.frame_blocks.%d" % i, WIDTH, qk_norm=True)
        vit_block(net, "aggregator.global_blocks.%d" % i, WIDTH, qk_norm=True)
    dim = 2 * WIDTH
    head = "camera_head."
    net.norm(head + "token_norm", dim)
    net.norm(head + "trunk_norm", dim)
    net.normal(head + "empty_pose_tokens", [1, 1, 9], 0.5)
    net.linear(head + "embed_pose", 9, dim, dtype="F32")
    net.linear(head + "poseLN_modulation.1", dim, 3 * dim, 0.5, dtype="F32")
    vit_block(net, head + "trunk.0", dim, scale=0.1)
    net.linear(head + "pose_branch.fc1", dim, dim // 2, dtype="F32")
    net.linear(head + "pose_branch.fc2", dim // 2, 9, 0.05, 0.0, dtype="F32")
    # In front of the object, seen under 40 degrees: a pose that can be drawn.
    net.put(head + "pose_branch.fc2.bias", [9], [0, 0, 0.5, 0, 0, 0, 0.25, 0.175, 0.175])
    # A head that is known and of no use to the engine.
    net.norm("point_head.norm", dim)
    return net


def attention(net, name, dim, context=None):
    if context is None:
        net.linear(name + ".to_qkv", dim, 3 * dim)
        net.normal(name + ".q_rms_norm.gamma", [HEADS, dim // HEADS], 0.1, mean=1.0)
        net.normal(name + ".k_rms_norm.gamma", [HEADS, dim // HEADS], 0.1, mean=1.0)
    else:
        net.linear(name + ".to_q", dim, dim)
        net.linear(name + ".to_kv", context, 2 * dim, 2.0)
    net.linear(name + ".to_out", dim, dim)


def structure_condition():
    net = Net("ss_vggt_cond")
    net.normal("multiview_cond_tokens", [1, 48, WIDTH], 1.0, dtype="F16")
    for i in range(TAPS):
        block = "cond_blocks.%d." % i
        attention(net, block + "self_attn", WIDTH)
        attention(net, block + "cross_attn", WIDTH, 3 * WIDTH)
        net.norm(block + "norm2", WIDTH)
        net.linear(block + "mlp.mlp.0", WIDTH, 2 * WIDTH)
        net.linear(block + "mlp.mlp.2", 2 * WIDTH, WIDTH)
    return net


def latent_condition():
    net = Net("slat_vggt_cond")
    for i in range(TAPS):
        net.linear("linear_blocks.%d.0" % i, 3 * WIDTH, WIDTH)
        net.linear("fuse_blocks.%d.0" % i, 3 * WIDTH, WIDTH)  # as some checkpoints have, of no use
    return net


def transformer(net, dim, context, blocks, out_gain):
    """The torso of both flows; out_gain: how much the condition changes."""
    net.linear("t_embedder.mlp.0", 256, dim, dtype="F32")
    net.linear("t_embedder.mlp.2", dim, dim, dtype="F32")
    for i in range(blocks):
        block = "blocks.%d." % i
        attention(net, block + "self_attn", dim)
        attention(net, block + "cross_attn", dim, context)
        scale = out_gain / math.sqrt(dim)
        net.normal(block + "cross_attn.to_out.weight", [dim, dim], scale, dtype="F16")
        net.norm(block + "norm2", dim)
        net.linear(block + "mlp.mlp.0", dim, 2 * dim)
        net.linear(block + "mlp.mlp.2", 2 * dim, dim, 0.5)
        net.linear(block + "adaLN_modulation.1", dim, 6 * dim, 0.1, 0.1)


def structure_flow():
    net = Net("ss_flow")
    transformer(net, WIDTH, WIDTH, 2, 0.05)
    net.linear("input_layer", 8, WIDTH, 0.2, dtype="F32")
    net.linear("out_layer", WIDTH, 8, 0.5, dtype="F32")
    positions = []
    middle = (LATENT - 1) / 2
    for x in range(LATENT):
        for y in range(LATENT):
            for z in range(LATENT):
                row = [net.random.gauss(0, 0.5) for _ in range(WIDTH)]
                inside = max(-1.0, min(1.0, (BALL - math.dist((x, y, z), (middle,) * 3)) / 1.5))
                row[:5] = 4 * inside, -4 * inside, 0.0, 8.0, -8.0
                positions += row
    net.put("pos_emb", [LATENT**3, WIDTH], positions)
    # What the blocks add leaves the ball's channels alone.
    for block in range(2):
        for layer in ("self_attn.to_out", "cross_attn.to_out", "mlp.mlp.2"):
            name = "blocks.%d.%s" % (block, layer)
            for channel in range(5):
                net.set(name + ".bias", (channel,), 0.0)
                for i in range(net.tensors[name + ".weight"][1][1]):
                    net.set(name + ".weight", (channel, i), 0.0)
    # The ball in channels 0 and 1; 3 and 4 are there so that normalisation hardly feels the rest: guidance would exaggerate it.
    # Channel 2 carries the state of the latent's channel 0, so that its velocity can undo the noise.
    for i in range(8):
        for channel in range(5):
            net.set("input_layer.weight", (channel, i), 1.0 if (channel, i) == (2, 0) else 0.0)
    for channel in range(5):
        net.set("input_layer.bias", (channel,), 0.0)
    for i in range(WIDTH):
        net.set("out_layer.weight", (0, i), {0: -3.0, 1: 3.0, 2: 4.0, 3: 0.0, 4: 0.0}.get(i, 0.03 * net.random.gauss(0, 1)))
    net.set("out_layer.bias", (0,), 0.0)
    return net


def structure_decoder():
    net = Net("ss_dec")
    channels = [16, 8, 4]

    def residual(name, size):
        net.norm(name + ".norm1", size)
        net.convolution(name + ".conv1", size, size, 3, 1.0, sparse=False)
        net.norm(name + ".norm2", size)
        net.convolution(name + ".conv2", size, size, 3, 0.05, sparse=False)

    def only(name, output, taps):
        """An output that reads the given inputs alone: {(input, i, j, k): weight}."""
        inputs = net.tensors[name + ".weight"][1][1]
        for i in range(inputs):
            for tap in range(27):
                place = (i, tap // 9, tap // 3 % 3, tap % 3)
                net.set(name + ".weight", (output,) + place, taps.get(place, 0.0))
        net.set(name + ".bias", (output,), 0.0)

    net.convolution("input_layer", 8, channels[0], 3, 0.3, sparse=False, dtype="F32")
    only("input_layer", 0, {(0, 1, 1, 1): 1.0})
    only("input_layer", 1, {(0, 1, 1, 1): -1.0})
    for i in range(2):
        residual("middle_block.%d" % i, channels[0])
    block = 0
    for level, size in enumerate(channels):
        for _ in range(2):
            residual("blocks.%d" % block, size)
            block += 1
        if level + 1 < len(channels):
            name = "blocks.%d.conv" % block
            net.convolution(name, size, 8 * channels[level + 1], 3, 0.3, sparse=False)
            # Linear interpolation between cells for the channels that carry the ball.
            weights = [[0.25, 0.75, 0.0], [0.0, 0.75, 0.25]]
            for channel in range(2):
                for child in range(8):
                    x, y, z = weights[child // 4], weights[child // 2 % 2], weights[child % 2]
                    only(name, 8 * channel + child, {(channel, i, j, k): x[i] * y[j] * z[k]
                                                     for i in range(3) for j in range(3) for k in range(3)})
            block += 1
    net.norm("out_layer.0", channels[-1])
    net.convolution("out_layer.2", channels[-1], 1, 3, 0.0, sparse=False, dtype="F32")
    net.set("out_layer.2.weight", (0, 0, 1, 1, 1), 4.0)
    net.set("out_layer.2.weight", (0, 1, 1, 1, 1), -4.0)
    net.set("out_layer.2.bias", (0,), -0.2)
    return net


def latent_flow():
    net = Net("slat_flow")
    fine = 16
    transformer(net, WIDTH, WIDTH, 2, 1.5)

    def residual(name, inputs, outputs):
        net.norm(name + ".norm1", inputs)
        net.convolution(name + ".conv1.conv", inputs, outputs, 3, 1.0, sparse=True)
        net.convolution(name + ".conv2.conv", outputs, outputs, 3, 0.5, sparse=True)
        net.linear(name + ".emb_layers.1", WIDTH, 2 * outputs, 0.1)
        if inputs != outputs:
            net.linear(name + ".skip_connection", inputs, outputs)

    net.linear("input_layer", 8, fine, dtype="F32")
    residual("input_blocks.0", fine, fine)
    residual("input_blocks.1", fine, WIDTH)
    residual("out_blocks.0", 2 * WIDTH, fine)
    residual("out_blocks.1", 2 * fine, fine)
    net.linear("out_layer", fine, 8, dtype="F32")
    return net


def swin_trunk(net, dim, blocks):
    net.linear("input_layer", 8, dim, dtype="F32")
    for i in range(blocks):
        block = "blocks.%d." % i
        net.linear(block + "attn.to_qkv", dim, 3 * dim)
        net.linear(block + "attn.to_out", dim, dim)
        net.linear(block + "mlp.mlp.0", dim, dim)
        net.linear(block + "mlp.mlp.2", dim, dim)


def mesh_decoder():
    net = Net("slat_dec_mesh")
    dim, attributes = 256, 101
    swin_trunk(net, dim, 1)
    for i, (inputs, outputs) in enumerate([(dim, dim // 4), (dim // 4, dim // 8)]):
        name = "upsample.%d" % i
        net.norm(name + ".act_layers.0", inputs)
        net.convolution(name + ".out_layers.0.conv", inputs, outputs, 3, 1.0, sparse=True)
        net.norm(name + ".out_layers.1", outputs)
        net.convolution(name + ".out_layers.3.conv", outputs, outputs, 3, 0.5, sparse=True)
        net.convolution(name + ".skip_connection.conv", inputs, outputs, 1, 1.0, sparse=True)
    last = dim // 8
    net.normal("out_layer.weight", [attributes, last], 0.0)
    net.normal("out_layer.bias", [attributes], 0.0)
    for row in range(attributes):
        # Distances and their points move a little, colours much.
        gain = 0.04 if row < 8 else 0.2 if row < 32 else 0.1 if row < 53 else 1.0
        for column in range(last):
            net.set("out_layer.weight", (row, column), net.random.gauss(0, gain / math.sqrt(last)))
    for corner in range(8):
        net.set("out_layer.bias", (corner,), -0.7)  # the ball's cubes are inside
    return net


def splat_decoder():
    net = Net("slat_dec_gs")
    dim, count = 64, 4
    swin_trunk(net, dim, 1)
    net.linear("out_layer", dim, 14 * count, dtype="F32")
    net.normal("offset_perturbation", [count, 3], 0.5)
    return net


COMMON = {"in_channels": 8, "out_channels": 8, "model_channels": WIDTH, "cond_channels": WIDTH, "num_blocks": 2,
          "num_heads": HEADS, "mlp_ratio": 2, "pe_mode": "ape", "qk_rms_norm": True, "qk_rms_norm_cross": False,
          "use_fp16": True}
SWIN = {"resolution": VOXELS, "latent_channels": 8, "num_blocks": 1, "mlp_ratio": 1, "attn_mode": "swin",
        "window_size": 8, "pe_mode": "ape", "use_fp16": True, "qk_rms_norm": False}
MODELS = {  # key in pipeline.json -> file, class, network, arguments
    "sparse_structure_decoder": ("ss_dec_conv3d_16l8_fp16", "SparseStructureDecoder", structure_decoder,
                                 {"out_channels": 1, "latent_channels": 8, "num_res_blocks": 2,
                                  "num_res_blocks_middle": 2, "channels": [16, 8, 4], "norm_type": "layer",
                                  "use_fp16": True}),
    "sparse_structure_flow_model": ("ss_flow_img_dit_L_16l8_fp16", "SparseStructureFlowModel", structure_flow,
                                    dict(COMMON, resolution=LATENT, patch_size=1)),
    "slat_decoder_gs": ("slat_dec_gs_swin8_B_64l8gs32_fp16", "SLatGaussianDecoder", splat_decoder,
                        dict(SWIN, model_channels=64, num_heads=HEADS, representation_config={
                            "lr": {"_xyz": 1.0, "_features_dc": 1.0, "_opacity": 1.0, "_scaling": 1.0,
                                   "_rotation": 0.1},
                            "perturb_offset": True, "voxel_size": 1.5, "num_gaussians": 4,
                            "2d_filter_kernel_size": 0.1, "3d_filter_kernel_size": 0.0009, "scaling_bias": 0.004,
                            "opacity_bias": 0.1, "scaling_activation": "softplus"})),
    "slat_decoder_mesh": ("slat_dec_mesh_swin8_B_64l8m256c_fp16", "SLatMeshDecoder", mesh_decoder,
                          dict(SWIN, model_channels=256, num_heads=4, representation_config={"use_color": True})),
    "slat_flow_model": ("slat_flow_img_dit_L_64l8p2_fp16", "SLatFlowModel", latent_flow,
                        dict(COMMON, resolution=VOXELS, patch_size=2, num_io_res_blocks=2, io_block_channels=[16],
                             use_skip_connection=True)),
    "sparse_structure_vggt_cond": ("ss_vggt_cond", "ModulatedMultiViewCond", structure_condition,
                                   {"channels": WIDTH, "ctx_channels": 3 * WIDTH, "num_heads": HEADS, "mlp_ratio": 2,
                                    "qk_rms_norm": True, "use_fp16": True}),
    "slat_vggt_cond": ("slat_vggt_cond", "ModulatedSLATMultiViewCond", latent_condition,
                       {"channels": WIDTH, "ctx_channels": 3 * WIDTH, "use_fp16": True}),
}


def write_json(path, value):
    path.write_text(json.dumps(value, indent=1) + "\n")


def main():
    root = pathlib.Path(sys.argv[1])
    trellis = root / "trellis-vggt-v0-2"
    for folder in (trellis / "ckpts", root / "vggt-object-v0-1", root / "dinov2"):
        folder.mkdir(parents=True, exist_ok=True)
    for name, class_name, make, args in MODELS.values():
        write_json(trellis / "ckpts" / (name + ".json"), {"name": class_name, "args": args})
        write_safetensors(trellis / "ckpts" / (name + ".safetensors"), make())
    sampler = {"name": "FlowEulerGuidanceIntervalSampler", "args": {"sigma_min": 1e-05}}
    write_json(trellis / "pipeline.json", {
        "name": "TrellisVGGTTo3DPipeline",
        "args": {"models": {key: "ckpts/" + entry[0] for key, entry in MODELS.items()},
                 "sparse_structure_sampler": dict(sampler, params={"steps": 25, "cfg_strength": 5.0,
                                                                   "cfg_interval": [0.5, 1.0], "rescale_t": 3.0}),
                 "slat_sampler": dict(sampler, params={"steps": 25, "cfg_strength": 5.0,
                                                       "cfg_interval": [0.5, 1.0], "rescale_t": 3.0}),
                 "slat_normalization": {"mean": [-0.1, 0.0, 0.1, 0.0, -0.2, 0.2, 0.0, 0.1], "std": [1.5] * 8},
                 "image_cond_model": "dinov2_vitl14_reg"}})
    write_safetensors(root / "vggt-object-v0-1" / "model.safetensors", vggt())
    write_json(root / "vggt-object-v0-1" / "config.json",
               {"img_size": GRID * PATCH, "patch_size": PATCH, "embed_dim": WIDTH, "num_heads": HEADS,
                "taps": list(range(TAPS)), "patch_embed": {"num_heads": HEADS}})
    dino = Net("dinov2")
    dinov2(dino)
    write_torch_zip(root / "dinov2" / "dinov2_vitl14_reg4_pretrain.pth", dino)
    write_json(root / "dinov2" / "config.json", {"num_heads": HEADS})


main()
