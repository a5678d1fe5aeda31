import type { PlatformUrl } from "@pami/core/tensor"
import { kinds } from "../kinds/index.ts"

/**
 * Preprocessing of the ONNX models of scenes for @pami/image: stretched to 96 x 96, RGB, `(value / 255 - mean) / std`. For
 * tfjs set the layout to `"nhwc"`.
 */
const preprocessing = {
  name: "scenes",
  width: 96,
  height: 96,
  fit: "stretch",
  resizeTo: { width: 96, height: 96 },
  padColor: [0, 0, 0],
  resample: "bilinear",
  channels: "rgb",
  layout: "nchw",
  mean: [0.5, 0.5, 0.5],
  std: [0.5, 0.5, 0.5],
} as const

const withNothing: readonly string[] = [...kinds, "nothing"]

/** Classifies a scene: `image` to `logits` `[N, 13]`, a convolutional network. */
export const scenes = {
  task: "image-classification",
  /** ONNX file. */
  onnx: new URL("../../models/scenes/model.onnx", import.meta.url) as PlatformUrl,
  /** The files of the tfjs LayersModel by name, as `load` takes them, with the weights of the ONNX file. */
  tfjs: {
    "model.json": new URL("../../models/scenes/model.json", import.meta.url) as PlatformUrl,
    "weights.bin": new URL("../../models/scenes/weights.bin", import.meta.url) as PlatformUrl,
  },
  /** Names of the classes: the kinds in order, then `nothing`. */
  labels: withNothing,
  /** Activation that turns the logits into probabilities. */
  activation: "softmax",
  preprocessing,
} as const

/** Names all kinds in a scene: `image` to `logits` `[N, 12]`, for a sigmoid. */
export const scenesMultilabel = {
  task: "image-classification",
  onnx: new URL("../../models/scenes-multilabel/model.onnx", import.meta.url) as PlatformUrl,
  tfjs: {
    "model.json": new URL("../../models/scenes-multilabel/model.json", import.meta.url) as PlatformUrl,
    "weights.bin": new URL("../../models/scenes-multilabel/weights.bin", import.meta.url) as PlatformUrl,
  },
  /** Names of the classes: the kinds in order. */
  labels: kinds as readonly string[],
  activation: "sigmoid",
  preprocessing: { ...preprocessing, name: "scenes-multilabel" },
} as const

/**
 * Detects the objects of a scene: `image` to `boxes` `[N, 16, 144]`, the layout of YOLOv8. Each of the 12 x 12 cells has the
 * centre x, centre y, width and height of a box in pixels of the 96 x 96 image, then the probabilities of the 12 kinds.
 */
export const scenesDetect = {
  task: "object-detection",
  onnx: new URL("../../models/scenes-detect/model.onnx", import.meta.url) as PlatformUrl,
  tfjs: {
    "model.json": new URL("../../models/scenes-detect/model.json", import.meta.url) as PlatformUrl,
    "weights.bin": new URL("../../models/scenes-detect/weights.bin", import.meta.url) as PlatformUrl,
  },
  labels: kinds as readonly string[],
  /** The scores are probabilities. */
  activation: "none",
  /** Layout of the boxes. */
  format: "yolov8",
  preprocessing: { ...preprocessing, name: "scenes-detect" },
} as const

/** Estimates the age from a birthday cake: `image` `[N, 3, 64, 64]` to `age` `[N, 1]`, one year for each candle. */
export const ages = {
  task: "image-regression",
  onnx: new URL("../../models/ages/model.onnx", import.meta.url) as PlatformUrl,
  tfjs: {
    "model.json": new URL("../../models/ages/model.json", import.meta.url) as PlatformUrl,
    "weights.bin": new URL("../../models/ages/weights.bin", import.meta.url) as PlatformUrl,
  },
  labels: ["age"] as readonly string[],
  activation: "none",
  unit: "years",
  preprocessing: {
    ...preprocessing,
    name: "ages",
    width: 64,
    height: 64,
    resizeTo: { width: 64, height: 64 },
  },
} as const
