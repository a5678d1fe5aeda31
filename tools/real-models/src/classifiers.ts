import type { ModelFile } from "./models.ts"
import type { Reading } from "./pixels.ts"

/** An image classifier, from its documentation. */
export interface Classifier extends ModelFile {
  readonly reading: Reading
  /** Name of the output. Default: the only one. */
  readonly output?: string
  readonly activation: "softmax" | "none"
}

const square = (side: number) => ({ width: side, height: side })
const half = { mean: [0.5], std: [0.5] }
const unit = { mean: [0], std: [1] }
const rgb = { channels: 3 } as const

/** Nine image classifiers. */
export const classifiers: readonly Classifier[] = [
  {
    name: "SqueezeNet 1.1",
    file: "squeezenet1_1.onnx",
    from: "data",
    reading: {
      ...square(224),
      ...rgb,
      layout: "nchw",
      mean: [0.482353, 0.458824, 0.407843],
      std: [0.00392157, 0.00392157, 0.00392157],
    },
    activation: "softmax",
  },
  {
    name: "ViT-Tiny",
    file: "vit_tiny.onnx",
    from: "data",
    reading: { ...square(224), ...rgb, layout: "nchw", ...half },
    activation: "softmax",
  },
  {
    name: "PP-OCR text direction",
    file: "ocr-models/assets/ch_ppocr_mobile_v2.0_cls_infer.onnx",
    from: "packages",
    reading: { width: 192, height: 48, ...rgb, layout: "nchw", ...half },
    activation: "none",
  },
  {
    name: "Human emotion",
    file: "human/models/emotion.json",
    from: "packages",
    reading: { ...square(64), channels: 1, layout: "nhwc", ...unit },
    activation: "none",
  },
  {
    name: "Human antispoof",
    file: "human/models/antispoof.json",
    from: "packages",
    reading: { ...square(128), ...rgb, layout: "nhwc", ...unit },
    activation: "none",
  },
  {
    name: "Human liveness",
    file: "human/models/liveness.json",
    from: "packages",
    reading: { ...square(32), ...rgb, layout: "nhwc", ...unit },
    activation: "none",
  },
  {
    name: "Human age, of three outputs",
    file: "human/models/faceres.json",
    from: "packages",
    reading: {
      ...square(224),
      ...rgb,
      layout: "nhwc",
      mean: [0],
      std: [1 / 255],
    },
    output: "age_pred/Softmax",
    activation: "none",
  },
  {
    name: "NSFW MobileNetV2 (layers)",
    file: "nsfwjs/dist/models/mobilenet_v2",
    from: "packages",
    reading: { ...square(224), ...rgb, layout: "nhwc", ...unit },
    activation: "none",
  },
  {
    name: "NSFW MobileNetV2 mid (graph)",
    file: "nsfwjs/dist/models/mobilenet_v2_mid",
    from: "packages",
    reading: { ...square(224), ...rgb, layout: "nhwc", ...unit },
    activation: "none",
  },
]
