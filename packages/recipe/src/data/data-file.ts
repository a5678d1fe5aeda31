import { PamiError } from "@pami/core"
import { isImage } from "@pami/image"
import type { InputKind, Recognized } from "../discovery/recognize-input.ts"
import { nameInput } from "../discovery/describe-input.ts"
import type { DataKindName } from "../schema/data-recipe.ts"

/** Formats of files that hold inputs. */
export type DataFormat = "image" | "sound" | "nifti" | "npy" | "rows"

/** A file with an input. */
export interface DataFile {
  readonly bytes: Uint8Array
  /** For messages, and for the format where the bytes do not tell. */
  readonly name: string
  readonly format: DataFormat
}

const formatNames: Readonly<Record<DataFormat, string>> = {
  image: "an image",
  sound: "a sound",
  nifti: "a NIfTI volume",
  npy: "an array (.npy)",
  rows: "text, or rows of text or JSON",
}

// The likeliest first, for models whose declared inputs allow several.
const kindsOf: Readonly<Record<DataFormat, readonly InputKind[]>> = {
  image: ["image"],
  sound: ["series"],
  nifti: ["volume"],
  npy: ["series", "table", "volume", "image"],
  rows: ["text", "table", "series"],
}

/** Returns whether a file of that name may hold another input than an image. */
export function isDataName(name: string): boolean {
  return /\.(?:wav|wave|flac|mp3|ogg|csv|tsv|txt|md|html|json|jsonl|ndjson|npy|nii|nii\.gz)$/i.test(name)
}

/**
 * Returns the format of a file, by its first bytes; that of text by its name.
 *
 * @throws PamiError `INPUT_UNRECOGNIZED`
 */
export function formatOf(bytes: Uint8Array, name: string): DataFormat {
  const starts = (text: string, at = 0) =>
    [...text].every((character, index) => bytes[at + index] === character.charCodeAt(0))
  if (starts("\x93NUMPY")) return "npy"
  if (starts("RIFF") && starts("WAVE", 8)) return "sound"
  if (starts("RIFX") || starts("RF64") || starts("fLaC") || starts("ID3") || starts("OggS")) return "sound"
  if (starts("n+1", 344) || starts("ni1", 344) || starts("n+2", 4)) return "nifti"
  if (isImage(bytes)) return "image"
  // UTF-16 text has a mark; as a frame of MPEG it would be of layer I, which no MP3 file is.
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) return "rows"
  if (bytes[0] === 0xff && (bytes[1] & 0xe0) === 0xe0) return "sound"
  if (/\.nii(?:\.gz)?$/i.test(name)) return "nifti"
  if (/\.(?:wav|flac|mp3)$/i.test(name)) return "sound"
  if (bytes.length > 0 && !bytes.subarray(0, 4096).includes(0)) return "rows"
  throw new PamiError(
    "INPUT_UNRECOGNIZED",
    `${name} ${bytes.length === 0 ? "is empty" : "has an unknown format"}: give an image, a text, a sound (WAV, FLAC, MP3), rows (CSV, JSON), a volume (NIfTI) or an array (.npy)`,
  )
}

/**
 * Returns the kind of input that a file holds for a model.
 *
 * @param possible kinds that the model may take, the likeliest first
 * @throws PamiError `INPUT_UNSUITABLE` for a file that the model cannot take
 */
export function kindOfFile(
  { format, name }: Pick<DataFile, "format" | "name">,
  possible: readonly Recognized<InputKind>[],
): "image" | DataKindName {
  // Text in a file that is named as an image is refused as an image, in the words of images.
  if (format === "rows" && possible[0]?.value === "image" && !isDataName(name)) return "image"
  // A row of few numbers holds no sound.
  const [likeliest] = possible
  const isRow = format === "sound" && likeliest?.value === "table"
  const fitting = isRow ? undefined : possible.find(({ value }) => kindsOf[format].includes(value))?.value
  // An array of the shape of an image is not a file of an image.
  if (fitting === "image") return format === "npy" ? "array" : "image"
  if (fitting === "series" || fitting === "table" || fitting === "volume" || fitting === "text")
    return fitting
  if (format === "npy") return "array"
  throw new PamiError(
    "INPUT_UNSUITABLE",
    likeliest === undefined
      ? `${name} is ${formatNames[format]}, and nothing tells what the model takes`
      : `${name} is ${formatNames[format]}; the model takes ${nameInput(likeliest.value)}: ${likeliest.why}`,
  )
}
