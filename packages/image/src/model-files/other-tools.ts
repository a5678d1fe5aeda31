import { PamiError } from "@pami/core"
import type { FieldReader, Fields } from "./fields.ts"
import type { FilePreprocessing, ModelForm } from "./file-preprocessing.ts"

/** Whether an object is the `metadata.json` of a Teachable Machine image model. */
export function isTeachableMachine(fields: Fields): boolean {
  const { packageName, tmVersion, imageSize } = fields
  return imageSize !== undefined && (packageName === "@teachablemachine/image" || tmVersion !== undefined)
}

/** Returns Teachable Machine's preprocessing: the middle square, from -1 to 1. */
export function readTeachableMachine(fields: FieldReader): FilePreprocessing {
  const side = fields.side(fields.all["imageSize"], "imageSize")
  const size = { width: side, height: side }
  return {
    ...size,
    fit: "crop",
    resizeTo: size,
    resample: "bilinear",
    channels: fields.boolean("grayscale") ? "grey" : "rgb",
    mean: 0.5,
    std: 0.5,
  }
}

/** Whether metadata inside a model's file is of a classifier that Ultralytics exported. */
export function isUltralytics(fields: Fields): boolean {
  return fields["task"] === "classify" && typeof fields["imgsz"] === "string"
}

/** Returns Ultralytics's preprocessing for classifiers: the shorter side resized, the middle cut out, from 0 to 1. */
export function readUltralytics(fields: FieldReader): FilePreprocessing {
  const sides = (fields.text("imgsz") ?? "").match(/\d+/g)?.map(Number) ?? []
  const [height, width = height] = sides
  if (sides.length < 1 || sides.length > 2) fields.refuse("imgsz", "[height, width], in pixels")
  const size = { width: fields.side(width, "imgsz"), height: fields.side(height, "imgsz") }
  return { ...size, fit: "crop", resizeTo: size, resample: "bilinear", channels: "rgb", mean: 0, std: 1 }
}

const ranges: Readonly<Record<string, readonly [mean: number, std: number]>> = {
  NominalRange_0_255: [0, 1 / 255],
  Normalized_0_1: [0, 1],
  Normalized_1_1: [0.5, 0.5],
}
const formats: Readonly<Record<string, FilePreprocessing["channels"]>> = {
  Gray8: "grey",
  Rgb8: "rgb",
  Rgba8: "rgb",
  Bgr8: "bgr",
  Bgra8: "bgr",
}

/** Whether metadata inside an ONNX file describes its image, in the words of the ONNX specification. */
export function isImageMetadata(fields: Fields): boolean {
  return Object.hasOwn(ranges, String(fields["Image.NominalPixelRange"]))
}

/** Returns the preprocessing in this metadata: range and order of the channels; the size is the model's. */
export function readImageMetadata(fields: FieldReader, { size }: ModelForm): FilePreprocessing {
  if (size === undefined)
    throw new PamiError("PRESET_INVALID", "the model's metadata gives the range of pixels but no size")
  const [mean, std] = ranges[String(fields.all["Image.NominalPixelRange"])]
  const format = fields.text("Image.BitmapPixelFormat") ?? "Rgb8"
  const channels = Object.hasOwn(formats, format)
    ? formats[format]
    : fields.refuse("Image.BitmapPixelFormat", `one of ${Object.keys(formats).join(", ")}`)
  return { ...size, fit: "stretch", resizeTo: size, resample: "bilinear", channels, mean, std }
}
