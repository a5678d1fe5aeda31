import { PamiError } from "@pami/core"
import { formatOf, isDataName, kindOfFile, nameInput } from "@pami/recipe"
import type { DataFile, DataKindName, InputKind, Recognized, Texts } from "@pami/recipe"
import { platform } from "#platform"
import type { ImageFile } from "./platform/platform.ts"

/** A file that is not an image, and the kind of input that it holds for a model. */
export interface OpenedFile extends DataFile {
  readonly kind: DataKindName
  /** Texts that the caller gives in place of a file. */
  readonly texts?: Texts
}

/**
 * Returns texts that a model takes as they are, without a file.
 *
 * @throws PamiError `INPUT_UNSUITABLE` for a model that takes no texts
 */
export function openTexts(
  texts: Texts,
  name: string,
  possible: readonly Recognized<InputKind>[],
): OpenedFile {
  const [likeliest] = possible
  if (possible.some(({ value }) => value === "text"))
    return { bytes: new Uint8Array(0), name, format: "rows", kind: "text", texts }
  throw new PamiError(
    "INPUT_UNSUITABLE",
    `the input is a text, and the model takes ${likeliest === undefined ? "another input" : `${nameInput(likeliest.value)}: ${likeliest.why}`}`,
  )
}

/**
 * Returns the bytes of a file that a model takes as another input than an image; undefined for an image, which is decoded
 * elsewhere.
 *
 * @param inputs kinds that the model may take, the likeliest first
 * @throws PamiError `INPUT_UNRECOGNIZED`, `INPUT_UNSUITABLE`, `FILE_NOT_FOUND`, `FILE_UNREADABLE`
 */
export async function openFile(
  source: ImageFile,
  name: string,
  inputs: readonly Recognized<InputKind>[],
): Promise<OpenedFile | undefined> {
  // An image is decoded from its address: its bytes need not be in memory twice.
  if (isNamed(source) && isImageInput(name, inputs)) return undefined
  const bytes = await platform.readBytes(source)
  const format = formatOf(bytes, name)
  const kind = kindOfFile({ format, name }, inputs)
  return kind === "image" ? undefined : { bytes, name, format, kind }
}

/** Returns whether a file of that name is an image for a model, as far as the name tells. */
export function isImageInput(name: string, inputs: readonly Recognized<InputKind>[]): boolean {
  const mayBeImage = inputs.length === 0 || inputs.some(({ value }) => value === "image")
  return mayBeImage && !isDataName(name)
}

function isNamed(source: ImageFile): boolean {
  return typeof source === "string" || source instanceof URL
}
