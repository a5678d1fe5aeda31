import type { Resample } from "../resample.ts"

/** Rules of one of transformers' image processors: its defaults, and its differences from the others. */
export interface ProcessorRule {
  /** Whether a bare number as `size` is the shorter side (else it is both). */
  readonly edge?: boolean
  /** Pixels. */
  readonly size?: number
  /** Pixels; absent where the processor does not crop. */
  readonly crop?: number
  /** Whether it crops by default. Default: where it can. */
  readonly crops?: boolean
  readonly resample?: Resample
  /** `null` where it does not normalise. */
  readonly normal?: keyof typeof normals | null
  readonly bgr?: boolean
  /** Default of `crop_pct`, and which rule it follows. */
  readonly share?: number
  readonly special?: "convnext" | "poolformer" | "levit" | "perceiver" | "efficientnet"
}

/** Means and deviations that transformers' processors have as defaults. */
export const normals = {
  half: { mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] },
  imagenet: { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
  clip: {
    mean: [0.48145466, 0.4578275, 0.40821073],
    std: [0.26862954, 0.26130258, 0.27577711],
  },
} as const

const clip: ProcessorRule = { edge: true, size: 224, crop: 224, resample: "bicubic", normal: "clip" }
const mobileNet: ProcessorRule = { edge: true, size: 256, crop: 224, resample: "bilinear", normal: "half" }

// By the name of the class without "ImageProcessor", "ImageProcessorFast" or "FeatureExtractor".
const rules: Readonly<Record<string, ProcessorRule>> = {
  ViT: { size: 224, resample: "bilinear", normal: "half" },
  DeiT: { size: 256, crop: 224, resample: "bicubic", normal: "half" },
  Beit: { size: 256, crop: 224, resample: "bicubic", normal: "half" },
  Siglip: { size: 224, resample: "bicubic", normal: "half" },
  CLIP: clip,
  ChineseCLIP: clip,
  Bit: clip,
  Flava: { ...clip, edge: false },
  Pvt: { size: 224, resample: "bilinear", normal: "imagenet" },
  Segformer: { size: 512, resample: "bilinear", normal: "imagenet" },
  DINOv3ViT: { size: 224, resample: "bilinear", normal: "imagenet" },
  MobileNetV1: mobileNet,
  MobileNetV2: mobileNet,
  MobileViT: { edge: true, size: 224, crop: 256, resample: "bilinear", normal: null, bgr: true },
  EfficientFormer: { size: 224, crop: 224, resample: "bicubic", normal: "imagenet" },
  ConvNext: {
    edge: true,
    size: 384,
    resample: "bilinear",
    normal: "half",
    share: 224 / 256,
    special: "convnext",
  },
  PoolFormer: {
    edge: true,
    size: 224,
    crop: 224,
    resample: "bicubic",
    normal: "imagenet",
    share: 0.9,
    special: "poolformer",
  },
  Levit: { edge: true, size: 224, crop: 224, resample: "bicubic", normal: "imagenet", special: "levit" },
  Perceiver: { size: 224, crop: 256, resample: "bicubic", normal: "imagenet", special: "perceiver" },
  EfficientNet: {
    size: 346,
    crop: 289,
    crops: false,
    resample: "nearest",
    normal: "half",
    special: "efficientnet",
  },
}

/** Returns the rule of an image processor by the name of its class, or undefined for one that is not known. */
export function findProcessorRule(type: string): ProcessorRule | undefined {
  const name = type.replace(/(?:ImageProcessor(?:Fast|Pil)?|FeatureExtractor)$/, "")
  return Object.hasOwn(rules, name) ? rules[name] : undefined
}
