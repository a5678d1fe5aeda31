import { PamiError } from "@pami/core"
import type { Input } from "@pami/core"
import type { Picture } from "@pami/image"
import type { Texts } from "@pami/recipe"
import type { ImageFile } from "./platform/platform.ts"

/**
 * An input to explain: a file (an image, a text, a sound, a table, a series, a volume or an array), a decoded image, or an
 * input of the caller's. A string is a path; of a model that takes texts, it is the text itself, and `{ file }` is a path.
 * Several texts that belong together are an object of strings: `{ premise, hypothesis }`.
 */
export type Explainable = FileInput | Picture | Input | Texts

/** A file: its path or address, or its bytes. */
export type FileInput = ImageFile | NamedFile

/** A file by its path. */
export interface NamedFile {
  readonly file: string
}

/** Returns whether the caller made the input. */
export function isInput(input: Explainable): input is Input {
  return typeof input === "object" && input !== null && "grids" in input && "open" in input
}

/** Returns whether the input is a decoded image. */
export function isPicture(input: Explainable): input is Picture {
  return typeof input === "object" && input !== null && "data" in input && "width" in input
}

/** Returns whether the input is the path of a file, and not a text. */
export function isNamedFile(input: FileInput | Texts): input is NamedFile {
  return isPlain(input) && Object.keys(input).join() === "file"
}

/**
 * Returns the texts of an input that is not a file.
 *
 * @param takesText whether the model takes texts, so that a string is one
 */
export function textsOf(input: FileInput | Texts, takesText: boolean): Texts | undefined {
  if (typeof input === "string") return takesText ? { text: input } : undefined
  if (!isPlain(input) || isNamedFile(input)) return undefined
  const texts = Object.values(input)
  return texts.length > 0 && texts.every((text) => typeof text === "string") ? (input as Texts) : undefined
}

/**
 * Refuses what is not a file: a list of inputs, or an input that is missing.
 *
 * @throws PamiError `INPUT_UNSUITABLE`
 */
export function expectFile(source: ImageFile): void {
  const isObject = typeof source === "object" && source !== null
  const isFile = isObject && ("byteLength" in source || "arrayBuffer" in source || "href" in source)
  if (typeof source === "string" || isFile) return
  const came = Array.isArray(source) ? "a list: explain its inputs one by one" : `${source && typeof source}`
  throw new PamiError(
    "INPUT_UNSUITABLE",
    `expected one input: a file (its path, address or bytes), a decoded image, or a text; got ${came}`,
  )
}

/** Returns the name of an image: its path or address, the name of a `File`. */
export function nameOf(input: Explainable): string {
  if (typeof input === "string") return input
  if (input instanceof URL) return input.href
  return "name" in input && typeof input.name === "string" ? input.name : "the image"
}

function isPlain(input: FileInput | Texts): boolean {
  return typeof input === "object" && input !== null && Object.getPrototypeOf(input) === Object.prototype
}
