import type { PlatformUrl } from "@pami/core/tensor"
import { kinds } from "./kinds/index.ts"

/**
 * The trained models, by name.
 *
 * `scenes` says which kinds of objects a scene shows. One picture in, `[N, 3, 96, 96]` as ONNX and
 * `[N, 96, 96, 3]` as tfjs; logits out, `[N, 13]`, for a softmax. A scene of several kinds shares the probability
 * among them; where none is to be seen, or too little of one, it goes to `nothing`.
 */
export const models = {
  scenes: {
    /** ONNX file. */
    onnx: new URL("../models/scenes/model.onnx", import.meta.url) as PlatformUrl,
    /** The files of the tfjs LayersModel by name, as `load` takes them. The same weights as the ONNX file. */
    tfjs: {
      "model.json": new URL("../models/scenes/model.json", import.meta.url) as PlatformUrl,
      "weights.bin": new URL("../models/scenes/weights.bin", import.meta.url) as PlatformUrl,
    },
    /** Names of the classes: the kinds in their order, then `nothing`. */
    labels: [...kinds, "nothing"] as readonly string[],
    /** The function that turns the logits into probabilities. */
    activation: "softmax",
    /**
     * How a picture becomes the ONNX model's tensor, as @pami/image takes it: stretched to 96 x 96, RGB,
     * `(value / 255 - mean) / std`. For tfjs the layout is `"nhwc"`.
     */
    preprocessing: {
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
    },
  },
} as const

/** Pictures to try things on: `scene`, 512 x 512, shows two kinds of objects. */
export const pictures = {
  scene: new URL("../pictures/scene.png", import.meta.url) as PlatformUrl,
} as const
