import type { FieldReader } from "./fields.ts"
import type { FilePreprocessing } from "./file-preprocessing.ts"

/** Returns the preprocessing of a `config.json` of timm: resize by `crop_pct`, then crop to `input_size`. */
export function readTimm(fields: FieldReader): FilePreprocessing {
  const shape = fields.numbers("input_size")
  if (typeof shape === "number" || shape.length !== 3 || (shape[0] !== 3 && shape[0] !== 1))
    return fields.refuse("input_size", "[3, height, width]")
  const height = fields.side(shape[1], "input_size")
  const width = fields.side(shape[2], "input_size")
  const share = fields.share("crop_pct") ?? 0.875
  const mode = fields.text("crop_mode") ?? "center"
  if (mode !== "center" && mode !== "squash") fields.refuse("crop_mode", "center or squash")
  return {
    width,
    height,
    fit: mode === "center" ? "crop" : "stretch",
    resizeTo: { width: Math.floor(width / share), height: Math.floor(height / share) },
    resample: fields.resample("interpolation") ?? "bilinear",
    channels: shape[0] === 1 ? "grey" : "rgb",
    mean: fields.numbers("mean"),
    std: fields.numbers("std"),
  }
}
