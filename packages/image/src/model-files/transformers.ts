import type { Finding } from "@pami/core"
import type { Size } from "../picture.ts"
import { shown } from "../shown.ts"
import type { FieldReader, Fields } from "./fields.ts"
import { doubtful, type FilePreprocessing, type ModelForm } from "./file-preprocessing.ts"
import { findProcessorRule, normals, type ProcessorRule } from "./transformers-rules.ts"

// Fields that change pixels in ways that are not followed here.
const unfollowed = [
  "do_pad",
  "do_thumbnail",
  "do_align_long_axis",
  "do_color_quantize",
  "do_crop_margin",
  "do_image_splitting",
  "keep_aspect_ratio",
]

/**
 * Returns the preprocessing of a `preprocessor_config.json` of transformers. A known `image_processor_type` is followed in its
 * rule and its defaults; of an unknown one the fields are read as most processors read them, with a finding.
 */
export function readTransformers(fields: FieldReader, form: ModelForm): FilePreprocessing {
  for (const field of unfollowed)
    if (fields.boolean(field)) fields.refuse(field, "false: what it does to an image is not followed here")
  const findings: Finding[] = []
  const type = fields.text("image_processor_type") ?? fields.text("feature_extractor_type")
  const known = type === undefined ? undefined : findProcessorRule(type)
  if (type !== undefined && known === undefined)
    findings.push(
      doubtful(
        `the image processor ${shown(type)} is not known: its fields are read as most processors read them`,
        "compare the prediction with that of the model's own code",
      ),
    )
  const rule = known ?? {}
  return {
    ...readGeometry(fields, { rule, form, typed: known !== undefined, findings }),
    resample: fields.resample("resample") ?? rule.resample ?? "bilinear",
    ...readNumbers(fields, rule, form),
    findings,
  }
}

type Frame = Pick<FilePreprocessing, "width" | "height" | "fit" | "resizeTo">

interface Context {
  readonly rule: ProcessorRule
  readonly form: ModelForm
  /** Whether the file names a processor that is known. */
  readonly typed: boolean
  readonly findings: Finding[]
}

function readGeometry(fields: FieldReader, context: Context): Frame {
  const { rule, form, findings } = context
  const crop =
    fields.boolean("do_center_crop") ??
    (context.typed ? (rule.crops ?? rule.crop !== undefined) : fields.has("crop_size"))
  if (fields.boolean("do_resize") === false) return unresized(fields, context, crop)
  const size = readSize(fields, context, crop)
  if (rule.special === "convnext" || (!context.typed && fields.has("crop_pct") && !crop))
    return likeConvNext(fields, size, rule.share)
  const input = crop ? readCrop(fields, rule) : undefined
  if (rule.special === "perceiver" && input !== undefined) {
    if ("edge" in size) return fields.refuse("size", "{ height, width }, in pixels")
    return { ...size, fit: "crop-first", resizeTo: input }
  }
  if (input !== undefined && looksLikePerceiver(size, input, context)) {
    findings.push(
      doubtful(
        `the file names no known image processor; its crop of ${input.width} x ${input.height} is larger than its size, which is the model's: it is cut out first, as Perceiver's processor does`,
        "compare the prediction with that of the model's own code",
      ),
    )
    return { ...form.size!, fit: "crop-first", resizeTo: input }
  }
  if (input !== undefined && "edge" in size && typeof fields.all["size"] === "number" && !context.typed)
    findings.push(
      doubtful(
        `"size": ${size.edge} may be the shorter side or both, and the file names no known image processor: the shorter side is resized`,
        'write { "shortest_edge": … } or { "height": …, "width": … }',
      ),
    )
  const resized = enlarge(fields, size, rule, context.typed)
  if (input === undefined) {
    if ("edge" in resized) {
      // Without a crop an image keeps its proportions, and the model has to take any; one of a fixed size cannot.
      if (form.size === undefined)
        return fields.refuse(
          "do_center_crop",
          "true with a size by its shortest edge: else images keep any shape",
        )
      findings.push(
        doubtful(
          `the file keeps the proportions of each image, and the model takes ${form.size.width} x ${form.size.height}: the middle is cut out`,
          "choose another way to fit the image, if the model was trained with one",
        ),
      )
      return { ...form.size, fit: "crop", resizeTo: square(resized.edge) }
    }
    return { ...resized, fit: "stretch", resizeTo: resized }
  }
  const resizeTo = "edge" in resized ? square(resized.edge) : resized
  if (input.width > resizeTo.width || input.height > resizeTo.height)
    findings.push(
      doubtful(
        `the crop of ${input.width} x ${input.height} is larger than the image resized to ${describe(resized)}: it is filled with black, as transformers does` +
          (context.typed ? "" : "; the file names no known image processor, and some crop first"),
        "compare the prediction with that of the model's own code",
      ),
    )
  return { ...input, fit: "edge" in resized ? "crop" : "stretch", resizeTo }
}

/** Only one that crops first ends at the size of the model where the crop is the larger of the two. */
function looksLikePerceiver(size: ReadSize, crop: Size, { typed, form }: Context): boolean {
  if (typed || form.size === undefined) return false
  const { width, height } = "edge" in size ? square(size.edge) : size
  const isModel = width === form.size.width && height === form.size.height
  return isModel && crop.width >= width && crop.height >= height && crop.width * crop.height > width * height
}

/** Images come in any size: what is not resized has to be brought to the model's size all the same. */
function unresized(fields: FieldReader, { rule, form, findings }: Context, crop: boolean): Frame {
  const size = form.size ?? (crop ? readCrop(fields, rule) : undefined)
  if (size === undefined)
    return fields.refuse("do_resize", "true, where nothing else says what size the model takes")
  findings.push(
    doubtful(
      `the file does not resize images: they are stretched to ${size.width} x ${size.height}, which the model takes`,
      "if the model was trained with another way to fit them, choose it",
    ),
  )
  return { ...size, fit: "stretch", resizeTo: size }
}

/** Both sides, or the shorter one. */
type ReadSize = Size | { readonly edge: number }

function readSize(fields: FieldReader, { rule, form, typed }: Context, crop: boolean): ReadSize {
  const value = fields.all["size"]
  if (!fields.has("size")) {
    if (rule.size === undefined && form.size === undefined)
      return fields.refuse("size", "a number or { height, width }, in pixels")
    // With a crop, the size is that before it: the model's own says nothing of that.
    if (rule.size !== undefined && (form.size === undefined || crop || rule.edge))
      return rule.edge ? { edge: rule.size } : square(rule.size)
    return form.size!
  }
  if (typeof value === "number") {
    const side = fields.side(value, "size")
    if (typed) return rule.edge ? { edge: side } : square(side)
    return crop || fields.has("crop_pct") ? { edge: side } : square(side)
  }
  const { shortest_edge: edge, longest_edge: longest } = (value ?? {}) as Fields
  if (edge !== undefined && longest === undefined) return { edge: fields.side(edge, "size") }
  return fields.size("size")
}

function readCrop(fields: FieldReader, rule: ProcessorRule): Size {
  if (!fields.has("crop_size") && rule.crop !== undefined) return square(rule.crop)
  return fields.size("crop_size")
}

/** From 384 pixels on nothing is cropped; below, the share says how much larger the image is before it. */
function likeConvNext(fields: FieldReader, size: ReadSize, usual: number | undefined): Frame {
  if (!("edge" in size)) return fields.refuse("size", "{ shortest_edge }, in pixels")
  const side = square(size.edge)
  if (size.edge >= 384) return { ...side, fit: "stretch", resizeTo: side }
  const share = fields.share("crop_pct") ?? usual!
  return { ...side, fit: "crop", resizeTo: square(Math.floor(size.edge / share)) }
}

/** The size before the crop, where a processor has a rule for it. */
function enlarge(fields: FieldReader, size: ReadSize, rule: ProcessorRule, typed: boolean): ReadSize {
  if (rule.special === "levit" && "edge" in size) return { edge: Math.floor((256 / 224) * size.edge) }
  const share = fields.share("crop_pct") ?? rule.share
  if (share === undefined || (typed && rule.special !== "poolformer")) return size
  if ("edge" in size) return { edge: Math.floor(size.edge / share) }
  const [width, height] = [Math.floor(size.width / share), Math.floor(size.height / share)]
  return width === height ? { edge: width } : { width, height }
}

function readNumbers(
  fields: FieldReader,
  rule: ProcessorRule,
  { grey }: ModelForm,
): Pick<FilePreprocessing, "mean" | "std" | "channels"> {
  const factor = fields.boolean("do_rescale") === false ? 1 : (fields.number("rescale_factor") ?? 1 / 255)
  const scale = 255 * factor
  if (scale === 0) fields.refuse("rescale_factor", "a number other than 0")
  // Two fields of EfficientNet's processor, obeyed in any file: 1 is subtracted after scaling, the deviation divides twice.
  const offset = fields.boolean("rescale_offset") ? 1 : 0
  const twice = fields.boolean("include_top") ?? rule.special === "efficientnet"
  const usual = rule.normal == null ? undefined : normals[rule.normal]
  const normalize = fields.boolean("do_normalize") ?? (usual !== undefined || fields.has("image_mean"))
  const read = (field: string, own: readonly number[] | undefined) =>
    own !== undefined && !fields.has(field) ? own : fields.numbers(field)
  const mean = normalize ? read("image_mean", usual?.mean) : 0
  const std = normalize ? read("image_std", usual?.std) : 1
  const flip = fields.boolean("do_flip_channel_order") ?? rule.bgr ?? false
  const lists = [mean, std].filter((values) => typeof values !== "number")
  const isGrey = lists.length > 0 ? lists.some(({ length }) => length === 1) : grey
  return {
    channels: isGrey ? "grey" : flip ? "bgr" : "rgb",
    mean: map(mean, (value) => (value + offset) / scale),
    std: map(std, (value) => (twice ? value * value : value) / scale),
  }
}

function map(
  values: readonly number[] | number,
  change: (value: number) => number,
): readonly number[] | number {
  return typeof values === "number" ? change(values) : values.map(change)
}

function square(side: number): Size {
  return { width: side, height: side }
}

function describe(size: ReadSize): string {
  return "edge" in size ? `${size.edge} on its shorter side` : `${size.width} x ${size.height}`
}
