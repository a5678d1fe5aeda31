import { expect, test } from "vitest"
import { parsePreprocessing } from "./hugging-face.ts"

const half = { image_mean: [0.5, 0.5, 0.5], image_std: [0.5, 0.5, 0.5] }
const parse = (config: object) => parsePreprocessing(JSON.stringify(config))
const square = (side: number) => ({ width: side, height: side })

test("ViT: a size of height and width stretches", () => {
  const config = {
    ...half,
    do_normalize: true,
    do_resize: true,
    resample: 2,
    size: { height: 224, width: 224 },
  }
  expect(parse(config)).toEqual({
    name: "preprocessor_config.json",
    ...square(224),
    fit: "stretch",
    resizeTo: square(224),
    padColor: [0, 0, 0],
    resample: "bilinear",
    channels: "rgb",
    layout: "nchw",
    mean: [0.5, 0.5, 0.5],
    std: [0.5, 0.5, 0.5],
  })
})

test("CLIP: shortest edge, then a centre crop; also in its old spelling with numbers", () => {
  const expected = { fit: "crop", ...square(224), resizeTo: square(256), resample: "bicubic" }
  const common = { ...half, do_center_crop: true, resample: 3 }
  expect(
    parse({ ...common, size: { shortest_edge: 256 }, crop_size: { height: 224, width: 224 } }),
  ).toMatchObject(expected)
  expect(parse({ ...common, size: 256, crop_size: 224 })).toMatchObject(expected)
})

test("a size of height and width with a centre crop stretches first", () => {
  const config = { ...half, do_center_crop: true, size: { height: 256, width: 256 }, crop_size: 224 }
  expect(parse(config)).toMatchObject({ fit: "stretch", ...square(224), resizeTo: square(256) })
})

test("ConvNeXt: crop_pct enlarges below 384 and stretches from there on", () => {
  const small = { ...half, crop_pct: 0.875, size: { shortest_edge: 224 } }
  expect(parse(small)).toMatchObject({ fit: "crop", ...square(224), resizeTo: square(256) })
  expect(parse({ ...small, size: { shortest_edge: 384 } })).toMatchObject({ fit: "stretch", ...square(384) })
})

test("timm: input_size, interpolation and crop_pct", () => {
  const pretrained_cfg = {
    input_size: [3, 288, 288],
    interpolation: "bicubic",
    crop_pct: 0.9,
    mean: [0.485, 0.456, 0.406],
    std: [0.229, 0.224, 0.225],
  }
  const expected = {
    fit: "crop",
    ...square(288),
    resizeTo: square(320),
    resample: "bicubic",
    mean: pretrained_cfg.mean,
  }
  expect(parse({ architecture: "resnet50", pretrained_cfg })).toMatchObject(expected)
  expect(parse(pretrained_cfg)).toMatchObject(expected)
})

test("scale: unscaled bytes, a factor of 1/127.5, EfficientNet's oddities", () => {
  const size = 32
  const numbers = (config: object) => {
    const { mean, std } = parse({ size, ...config })
    return [mean[0], std[0]]
  }
  expect(numbers({ do_rescale: false, image_mean: [128, 128, 128], image_std: [1, 1, 1] })).toEqual([
    128 / 255,
    1 / 255,
  ])
  expect(numbers({ do_normalize: false })).toEqual([0, 1])
  expect(numbers({ do_normalize: false, do_rescale: false })).toEqual([0, 1 / 255])
  const offset = numbers({ do_normalize: false, rescale_factor: 1 / 127.5, rescale_offset: true })
  expect(offset[0]).toBeCloseTo(0.5, 12)
  expect(offset[1]).toBeCloseTo(0.5, 12)
  expect(numbers({ ...half, include_top: true })).toEqual([0.5, 0.25])
  expect(parse({ size, do_normalize: false, do_flip_channel_order: true }).channels).toBe("bgr")
})

test.each([
  [{ ...half }, '"size"'],
  [{ ...half, size: "big" }, '"size"'],
  [{ ...half, size: { shortest_edge: 224 } }, '"do_center_crop"'],
  [{ ...half, size: { longest_edge: 800 } }, '"size"'],
  [{ ...half, size: 224, do_resize: false }, '"do_resize"'],
  [{ ...half, size: 224, do_pad: true }, '"do_pad"'],
  [{ ...half, size: 224, resample: 9 }, '"resample"'],
  [{ ...half, size: 224, do_rescale: "yes" }, '"do_rescale"'],
  [{ size: 224, do_normalize: true }, '"image_mean"'],
  [{ size: 224, image_mean: [0.5, "a", 1], image_std: [1, 1, 1] }, '"image_mean"'],
  [{ ...half, size: 200, do_center_crop: true, crop_size: 224 }, '"crop_size"'],
  [{ size: 224, image_mean: [0, 0, 0], image_std: [1, 0, 1] }, "std"],
])("%j names the field that is wrong", (config, field) => {
  expect(() => parse(config)).toThrow(
    expect.objectContaining({ code: "PRESET_INVALID", message: expect.stringContaining(field) }),
  )
})

test("what is no JSON object is refused", () => {
  for (const text of ["", "[]", "3", "{"])
    expect(() => parsePreprocessing(text, { name: "p.json" })).toThrow("p.json")
})
