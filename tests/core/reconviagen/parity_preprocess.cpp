// SPDX-License-Identifier: Apache-2.0
#include "base/files.h"
#include "core/reconviagen/parity_cases.h"
#include "reconviagen/models/dinov2.h"
#include "reconviagen/preprocess.h"

#include <cmath>
#include <cstring>

namespace bozzetto::parity {
namespace {

/// [H, W] or [H, W, C] bytes.
ByteImage imageOf(const at::Tensor& stored) {
    const at::Tensor bytes = stored.cpu().contiguous();
    ByteImage image(static_cast<int>(bytes.size(1)),
                    static_cast<int>(bytes.size(0)),
                    bytes.dim() == 3 ? static_cast<int>(bytes.size(2)) : 1);
    std::memcpy(image.pixels.data(), bytes.data_ptr<uint8_t>(), image.pixels.size());
    return image;
}

/// [H, W, C] int32.
at::Tensor tensorOf(const ByteImage& image) {
    return at::from_blob(const_cast<uint8_t*>(image.pixels.data()),
                         {image.height, image.width, image.channels},
                         at::kByte)
        .to(at::kInt);
}

/// At most one level off: float rounding before the cut to bytes.
void withinOneLevel(Fixture& fixture,
                    const std::string& what,
                    const at::Tensor& got,
                    const at::Tensor& want) {
    const at::Tensor bytes = want.cpu().to(at::kInt);
    fixture.holds(what + ": size", got.sizes() == bytes.sizes());
    if (got.sizes() == bytes.sizes()) {
        const at::Tensor off = (got - bytes).abs();
        fixture.holds(what + ": at most one level off", off.max().item<int>() <= 1);
        fixture.holds(what + ": at most one byte in 20 off",
                      off.to(at::kDouble).mean().item<double>() <= 0.05);
    }
}

/// The config's picture by formula.
ByteImage bigPicture(const nlohmann::json& big) {
    ByteImage image(big.at("width").get<int>(), big.at("height").get<int>(), 3);
    for (int y = 0; y < image.height; ++y) {
        for (int x = 0; x < image.width; ++x) {
            uint8_t* p = image.at(x, y);
            p[0] = static_cast<uint8_t>((3 * x + 5 * y) / 7 % 256);
            p[1] = static_cast<uint8_t>((x * x / 50 + y) % 256);
            p[2] = static_cast<uint8_t>(x / 9 % 2 * 200 + y / 13 % 2 * 40);
        }
    }
    return image;
}

ByteImage bigMask(int width, int height) {
    ByteImage mask(width, height, 1);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const double distance = std::hypot(y - 0.45 * height, x - 0.55 * width);
            *mask.at(x, y) = distance < 0.3 * std::min(width, height) ? 1 : 0;
        }
    }
    return mask;
}

void checkBig(Fixture& fixture, int tiny) {
    const nlohmann::json& big = fixture.config.at("big");
    const ByteImage scaled = scaledForMatting(bigPicture(big));
    const auto size = big.at("lanczos_size").get<std::vector<int64_t>>();
    fixture.holds("big: size", tensorOf(scaled).sizes().vec() == size);
    const std::string_view bytes(reinterpret_cast<const char*>(scaled.pixels.data()),
                                 scaled.pixels.size());
    fixture.holds("big: LANCZOS bytes",
                  sha256(bytes) == big.at("lanczos_sha256").get<std::string>());
    const ByteImage cut = withMask(scaled, bigMask(scaled.width, scaled.height));
    withinOneLevel(fixture, "big", tensorOf(centredObject(cut, tiny)), fixture.out("big.rgba56"));
}

void checkCutOuts(Fixture& fixture, int tiny) {
    for (const std::string& name : fixture.between("in.", ".rgba")) {
        ByteImage image = imageOf(fixture.in(name + ".rgba"));
        if (!hasCutOut(image)) {
            image = withMask(scaledForMatting(image), imageOf(fixture.in(name + ".mask")));
        }
        const bool faint = fixture.has("out." + name + ".rgb56");
        withinOneLevel(fixture,
                       name,
                       tensorOf(centredObject(image, tiny)),
                       fixture.out(name + (faint ? ".rgb56" : ".rgba56")));
        if (fixture.has("out." + name + ".rgba518_crop")) {
            const at::Tensor full =
                tensorOf(centredObject(image, fixture.config.at("shipped_resolution").get<int>()));
            withinOneLevel(fixture,
                           name + " full size",
                           full.narrow(0, 240, 40).narrow(1, 230, 40),
                           fixture.out(name + ".rgba518_crop"));
        }
    }
}

void checkEncoderInputs(Fixture& fixture) {
    const int side = fixture.config.at("tiny_encoder_resolution").get<int>();
    std::vector<ByteImage> images;
    for (const auto& name : fixture.config.at("encoder_inputs_from")) {
        images.push_back(imageOf(fixture.out(name.get<std::string>() + ".rgba56")));
    }
    const at::Tensor unit = encoderInput(images, side);
    const at::Tensor direct = encoderInput({imageOf(fixture.in("rgb_direct"))}, side);
    const std::string number = std::to_string(side);
    // Bytes are exact; dividing them by 255 leaves one rounding.
    fixture.close("VGGT's input", unit.unsqueeze(0), fixture.out("vggt_input" + number), 1e-7);
    fixture.close(
        "DINOv2's input", imageNetNormalised(unit), fixture.out("dino_input" + number), 1e-6);
    fixture.close("VGGT's input from RGB",
                  direct.unsqueeze(0),
                  fixture.out("rgb_direct.vggt_input" + number),
                  1e-7);
    fixture.close("DINOv2's input from RGB",
                  imageNetNormalised(direct),
                  fixture.out("rgb_direct.dino_input" + number),
                  1e-6);
}

void checkMatting(Fixture& fixture) {
    const ByteImage rgb = imageOf(fixture.in("matting.rgb"));
    const at::Tensor crop = fixture.mid("matting.input_crop").cpu();
    const at::Tensor input = mattingInput(rgb)[0];
    fixture.close("matting: input",
                  input.narrow(1, 500, crop.size(1)).narrow(2, 496, crop.size(2)),
                  crop,
                  1e-6);
    const at::Tensor mask =
        tensorOf(maskFromLogits(fixture.in("matting.logits"), rgb.width, rgb.height));
    const at::Tensor want = fixture.out("matting.mask").cpu().to(at::kInt);
    fixture.equal("matting: mask", mask.squeeze(2).gt(0), want.gt(0));
}

}  // namespace

void checkPreprocess(Fixture& fixture) {
    const int tiny = fixture.config.at("tiny_resolution").get<int>();
    checkCutOuts(fixture, tiny);
    checkBig(fixture, tiny);
    checkEncoderInputs(fixture);
    checkMatting(fixture);
}

}  // namespace bozzetto::parity
