import type { PlatformUrl } from "@pami/core/tensor"
import { kinds } from "./kinds/index.ts"

/**
 * The trained models, by name.
 *
 * `scenes` classifies the objects in a scene. Input: images, `[N, 3, 96, 96]` for ONNX and `[N, 96, 96, 3]` for tfjs.
 * Output: logits `[N, 13]`, for a softmax. Several kinds in a scene share the probability; if none is visible enough,
 * it belongs to `nothing`.
 */
export const models = {
  scenes: {
    /** ONNX file. */
    onnx: new URL("../models/scenes/model.onnx", import.meta.url) as PlatformUrl,
    /** The files of the tfjs LayersModel by name, as `load` takes them, with the weights of the ONNX file. */
    tfjs: {
      "model.json": new URL("../models/scenes/model.json", import.meta.url) as PlatformUrl,
      "weights.bin": new URL("../models/scenes/weights.bin", import.meta.url) as PlatformUrl,
    },
    /** Names of the classes: the kinds in order, then `nothing`. */
    labels: [...kinds, "nothing"] as readonly string[],
    /** Activation that turns the logits into probabilities. */
    activation: "softmax",
    /**
     * Preprocessing of the ONNX model for @pami/image: stretched to 96 x 96, RGB, `(value / 255 - mean) / std`. For
     * tfjs set the layout to `"nhwc"`.
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

/** Sample images: `scene`, 512 x 512, shows two kinds of objects. */
export const pictures = {
  scene: new URL("../pictures/scene.png", import.meta.url) as PlatformUrl,
} as const
