import { expect, test } from "vitest"
import {
  holdsPreprocessing,
  metadataHoldsPreprocessing,
  parsePreprocessing,
  type ConfigOptions,
} from "./parse-preprocessing.ts"

const half = { image_mean: [0.5, 0.5, 0.5], image_std: [0.5, 0.5, 0.5] }
const read = (config: object, options?: ConfigOptions) => parsePreprocessing(JSON.stringify(config), options)
const parse = (config: object, options?: ConfigOptions) => read(config, options).preprocessing
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
  [{ ...half, size: [224] }, '"size"'],
  [{ ...half, size: 224, do_align_long_axis: true }, '"do_align_long_axis"'],
  [{ ...half, do_resize: false }, '"do_resize"'],
  [{ ...half, do_center_crop: true, size: { shortest_edge: 2e9 }, crop_size: 96 }, "at most 8192"],
  [{ ...half, size: { height: 8000, width: 8000 } }, "at most 16777216"],
  [{ size: 224, image_mean: [0, 0, 0], image_std: [1, 0, 1] }, "std"],
])("%j names the field that is wrong", (config, field) => {
  expect(() => parse(config)).toThrow(
    expect.objectContaining({ code: "PRESET_INVALID", message: expect.stringContaining(field) }),
  )
})

test("LeViT: resized to 256/224 of the shorter side before the crop", () => {
  const config = { image_processor_type: "LevitImageProcessorFast", do_center_crop: true, ...half }
  expect(parse({ ...config, size: { shortest_edge: 192 }, crop_size: 192 })).toMatchObject({
    fit: "crop",
    ...square(192),
    resizeTo: square(219),
    resample: "bicubic",
  })
})

test("Perceiver: the share size / crop_size is cut out first", () => {
  const config = { feature_extractor_type: "PerceiverFeatureExtractor", size: 48, crop_size: 60 }
  expect(parse(config)).toMatchObject({ fit: "crop-first", ...square(48), resizeTo: square(60) })
  expect(parse({ ...config, do_center_crop: false })).toMatchObject({ fit: "stretch", resizeTo: square(48) })
})

test("a known processor's defaults fill what the file leaves out", () => {
  const of = (type: string, more = {}) => parse({ image_processor_type: `${type}ImageProcessor`, ...more })
  expect(of("ViT")).toMatchObject({ ...square(224), fit: "stretch", mean: half.image_mean })
  expect(of("CLIP", { size: 240 })).toMatchObject({ fit: "crop", ...square(224), resizeTo: square(240) })
  expect(of("Beit", { size: 240 })).toMatchObject({ fit: "stretch", ...square(224), resizeTo: square(240) })
  expect(of("ConvNext")).toMatchObject({ ...square(384), fit: "stretch" })
  expect(of("ConvNext", { size: 96 })).toMatchObject({ ...square(96), fit: "crop", resizeTo: square(109) })
  expect(of("PoolFormer")).toMatchObject({ ...square(224), fit: "crop", resizeTo: square(248) })
  expect(of("MobileViT", { size: 288 })).toMatchObject({
    ...square(256),
    resizeTo: square(288),
    channels: "bgr",
    mean: [0, 0, 0],
    std: [1, 1, 1],
  })
  expect(of("EfficientNet", half)).toMatchObject({
    ...square(346),
    resample: "nearest",
    std: [0.25, 0.25, 0.25],
  })
})

test("an unknown processor is named, and so is a size that can mean two things", () => {
  const config = { ...half, size: 96 }
  expect(read(config).findings).toEqual([])
  expect(read({ ...config, image_processor_type: "OwlEyeImageProcessor" }).findings).toMatchObject([
    { code: "PRESET_DOUBTFUL", message: expect.stringContaining('"OwlEyeImageProcessor"') },
  ])
  expect(read({ ...config, do_center_crop: true, crop_size: 80 }).findings).toMatchObject([
    { message: expect.stringContaining("shorter side") },
  ])
})

test("a crop larger than the size is filled with black", () => {
  const config = { ...half, do_center_crop: true, size: { shortest_edge: 40 }, crop_size: 47 }
  expect(read(config)).toMatchObject({
    preprocessing: { fit: "crop", ...square(47), resizeTo: square(40) },
    findings: [{ message: expect.stringMatching(/47 x 47 is larger.*40 on its shorter side.*black/) }],
  })
})

test("a crop larger than a size that is the model's is cut out first, with a note", () => {
  const config = { ...half, do_center_crop: true, size: { height: 40, width: 40 }, crop_size: 47 }
  expect(read(config, { declared: square(40) })).toMatchObject({
    preprocessing: { fit: "crop-first", ...square(40), resizeTo: square(47) },
    findings: [{ message: expect.stringContaining("Perceiver") }],
  })
  expect(parse(config, { declared: square(47) })).toMatchObject({ fit: "stretch", ...square(47) })
})

test("sizes as lists, means as one number", () => {
  const list = parse({ size: [32, 48], image_mean: 0.5, image_std: 0.25 })
  expect(list).toMatchObject({ height: 32, width: 48, mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25] })
  const grey = parse({ size: 28, image_mean: 0.1307, image_std: 0.3081 }, { grey: true })
  expect(grey).toMatchObject({ channels: "grey", mean: [0.1307], std: [0.3081] })
})

test("the size of the model's input: a person's goes first, the model's fills what the file leaves open", () => {
  const crop = { ...half, do_center_crop: true, size: { shortest_edge: 256 }, crop_size: 224 }
  expect(parse(crop, { size: square(112) })).toMatchObject({ ...square(112), resizeTo: square(128) })
  expect(parse(half, { declared: square(80) })).toMatchObject({ ...square(80), fit: "stretch" })
  const unresized = read({ ...half, size: 64, do_resize: false }, { size: square(80) })
  expect(unresized).toMatchObject({ preprocessing: { ...square(80), fit: "stretch" }, findings: [{}] })
})

test("numbers on the scale of bytes are obeyed with bytes, and reported with pixels from 0 to 1", () => {
  const bytes = { size: 32, image_mean: [127.5, 127.5, 127.5], image_std: [51, 51, 51] }
  expect(read({ ...bytes, do_rescale: false })).toMatchObject({
    preprocessing: { mean: [0.5, 0.5, 0.5], std: [0.2, 0.2, 0.2] },
    findings: [],
  })
  expect(read(bytes).findings).toMatchObject([
    { code: "PRESET_DOUBTFUL", message: expect.stringMatching(/127\.5.*mean 0\.5,0\.5,0\.5 and std 0\.2,/) },
  ])
  expect(read({ ...half, size: 32, do_rescale: false }).findings).toMatchObject([
    { message: expect.stringContaining("values up to 509") },
  ])
})

test("processor_config.json, Teachable Machine, Ultralytics, the keys of the ONNX specification", () => {
  const nested = { processor_class: "CLIPProcessor", image_processor: { ...half, size: 72 } }
  expect(parse(nested)).toMatchObject({ ...square(72) })
  const teachable = { packageName: "@teachablemachine/image", labels: ["a"], imageSize: 96 }
  expect(parse(teachable, { layout: "nhwc" })).toMatchObject({
    ...square(96),
    fit: "crop",
    layout: "nhwc",
    mean: half.image_mean,
    std: half.image_std,
  })
  const yolo = { task: "classify", imgsz: "[48, 64]", names: "{0: 'a'}" }
  expect(parse(yolo)).toMatchObject({ height: 48, width: 64, fit: "crop", mean: [0, 0, 0], std: [1, 1, 1] })
  const windows = { "Image.BitmapPixelFormat": "Bgr8", "Image.NominalPixelRange": "NominalRange_0_255" }
  expect(parse(windows, { declared: square(50) })).toMatchObject({
    ...square(50),
    channels: "bgr",
    std: [1 / 255, 1 / 255, 1 / 255],
  })
  for (const fields of [nested, teachable]) expect(holdsPreprocessing(fields)).toBe(true)
  for (const metadata of [yolo, windows]) expect(metadataHoldsPreprocessing(metadata)).toBe(true)
  expect(metadataHoldsPreprocessing({ image_mean: "[0.5, 0.5, 0.5]" })).toBe(false)
  for (const fields of [{}, { labels: ["a"] }, { task: "detect", imgsz: "[64, 64]" }, { mean: 1 }])
    expect(holdsPreprocessing(fields)).toBe(false)
})

test("anything but a JSON object is refused", () => {
  for (const text of ["", "[]", "3", "{"])
    expect(() => parsePreprocessing(text, { name: "p.json" })).toThrow("p.json")
})
