import type { PlatformUrl } from "@pami/core/tensor"
import { captionColours, captionLength, captionWords } from "../caption.ts"
import { kinds } from "../kinds/index.ts"
import { sceneAnswers } from "../words/scene-question.ts"

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

/** Classifies a scene as `scenes` does: `image` to `logits` `[N, 13]`, a transformer behind a convolutional stem. */
export const scenesVit = {
  task: "image-classification",
  onnx: new URL("../../models/scenes-vit/model.onnx", import.meta.url) as PlatformUrl,
  tfjs: {
    "model.json": new URL("../../models/scenes-vit/model.json", import.meta.url) as PlatformUrl,
    "weights.bin": new URL("../../models/scenes-vit/weights.bin", import.meta.url) as PlatformUrl,
  },
  labels: withNothing,
  activation: "softmax",
  preprocessing: { ...preprocessing, name: "scenes-vit" },
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

/**
 * Classifies pixels: `image` to `logits` `[N, 13, 48, 48]`, `[N, 48, 48, 13]` in tfjs, for a softmax over the classes. An
 * output pixel stands for 2 x 2 of the image.
 */
export const scenesSegment = {
  task: "image-segmentation",
  onnx: new URL("../../models/scenes-segment/model.onnx", import.meta.url) as PlatformUrl,
  tfjs: {
    "model.json": new URL("../../models/scenes-segment/model.json", import.meta.url) as PlatformUrl,
    "weights.bin": new URL("../../models/scenes-segment/weights.bin", import.meta.url) as PlatformUrl,
  },
  labels: withNothing,
  activation: "softmax",
  preprocessing: { ...preprocessing, name: "scenes-segment" },
} as const

/**
 * Matches scenes and captions: the cosine of the embeddings of a scene and of a caption that describes it is high. `image`
 * is an encoder from `image` to `image_embeds` `[N, 48]`; `text` one from `input_ids` `[N, 5]`, as `captionTokens` returns
 * them, to `text_embeds` `[N, 48]`.
 */
export const scenesMatch = {
  task: "zero-shot-image-classification",
  image: {
    onnx: new URL("../../models/scenes-match/image/model.onnx", import.meta.url) as PlatformUrl,
    tfjs: {
      "model.json": new URL("../../models/scenes-match/image/model.json", import.meta.url) as PlatformUrl,
      "weights.bin": new URL("../../models/scenes-match/image/weights.bin", import.meta.url) as PlatformUrl,
    },
  },
  text: {
    onnx: new URL("../../models/scenes-match/text/model.onnx", import.meta.url) as PlatformUrl,
    tfjs: {
      "model.json": new URL("../../models/scenes-match/text/model.json", import.meta.url) as PlatformUrl,
      "weights.bin": new URL("../../models/scenes-match/text/weights.bin", import.meta.url) as PlatformUrl,
    },
  },
  /** The words of captions by number, one on each line. */
  vocabulary: new URL("../../models/scenes-match/text/vocab.txt", import.meta.url) as PlatformUrl,
  words: captionWords,
  colours: captionColours,
  /** Number of words that the text encoder takes. */
  length: captionLength,
  /** Factor of the cosines of captions in a softmax. */
  scale: 16,
  preprocessing: { ...preprocessing, name: "scenes-match" },
} as const

/**
 * Describes a scene, `"a butterfly and a mushroom"`, as `sceneCaption` does. `encoder` turns `image` into `last_hidden_state`
 * `[N, 36, 64]`, 6 x 6 places of the scene; `decoder` turns `input_ids` `[N, T]`, of any length up to `length`, and this as
 * `encoder_hidden_states` into `logits` `[N, T, 26]` of the word after each. The files that both share lie beside the encoder.
 */
export const scenesCaption = {
  task: "image-to-text",
  encoder: {
    onnx: new URL("../../models/scenes-caption/encoder/model.onnx", import.meta.url) as PlatformUrl,
    tfjs: {
      "model.json": new URL("../../models/scenes-caption/encoder/model.json", import.meta.url) as PlatformUrl,
      "weights.bin": new URL(
        "../../models/scenes-caption/encoder/weights.bin",
        import.meta.url,
      ) as PlatformUrl,
    },
  },
  decoder: {
    onnx: new URL("../../models/scenes-caption/decoder/model.onnx", import.meta.url) as PlatformUrl,
    tfjs: {
      "model.json": new URL("../../models/scenes-caption/decoder/model.json", import.meta.url) as PlatformUrl,
      "weights.bin": new URL(
        "../../models/scenes-caption/decoder/weights.bin",
        import.meta.url,
      ) as PlatformUrl,
    },
  },
  /** Configuration and tokenizer, as on Hugging Face. */
  config: new URL("../../models/scenes-caption/encoder/config.json", import.meta.url) as PlatformUrl,
  tokenizer: new URL("../../models/scenes-caption/encoder/tokenizer.json", import.meta.url) as PlatformUrl,
  tokenizerConfig: new URL(
    "../../models/scenes-caption/encoder/tokenizer_config.json",
    import.meta.url,
  ) as PlatformUrl,
  /** Largest number of tokens. */
  length: 16,
  preprocessing: { ...preprocessing, name: "scenes-caption" },
} as const

/**
 * Answers a question about a scene, as `sceneQuestion` does: `image`, and `input_ids` and `attention_mask` `[N, T]`, of any
 * length up to `length`, to `logits` `[N, 15]`.
 */
export const scenesQuestion = {
  task: "visual-question-answering",
  onnx: new URL("../../models/scenes-question/model.onnx", import.meta.url) as PlatformUrl,
  tfjs: {
    "model.json": new URL("../../models/scenes-question/model.json", import.meta.url) as PlatformUrl,
    "weights.bin": new URL("../../models/scenes-question/weights.bin", import.meta.url) as PlatformUrl,
  },
  /** Configuration and tokenizer, as on Hugging Face. */
  config: new URL("../../models/scenes-question/config.json", import.meta.url) as PlatformUrl,
  tokenizer: new URL("../../models/scenes-question/tokenizer.json", import.meta.url) as PlatformUrl,
  tokenizerConfig: new URL(
    "../../models/scenes-question/tokenizer_config.json",
    import.meta.url,
  ) as PlatformUrl,
  /** The answers: the kinds in order, then `yes`, `no`, `nothing`. */
  labels: sceneAnswers,
  activation: "softmax",
  /** Largest number of tokens. */
  length: 16,
  preprocessing: { ...preprocessing, name: "scenes-question" },
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
