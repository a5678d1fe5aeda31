import type { Finding } from "@pami/core"
import { decodeText } from "@pami/image"
import { hintUnusable } from "./hint-findings.ts"

/**
 * Reads a file near the model: `name` in its folder, `../name` in the one above; no other is asked for.
 *
 * @param largest number of bytes that the file may have; a reader that knows the size refuses more before it reads
 * @param first number of bytes to read. Default: all
 * @returns undefined where no file has that name; rejects where one cannot be read
 */
export type ReadNeighbour = (name: string, largest: number, first?: number) => Promise<Uint8Array | undefined>

/** A file near the model that could be read. */
export interface Neighbour {
  /** As it was asked for: `../config.json`. */
  readonly name: string
  readonly text: string
  /** The content of a `.json`. Undefined for another file, and for one that cannot be parsed, which is then a finding. */
  readonly json: unknown
  /** `json`, where that is an object. */
  readonly fields: Readonly<Record<string, unknown>> | undefined
}

// Files near a model are small; labels of a million classes are named by a person.
export const largestNeighbour = 4 * 2 ** 20

// Folders that hold a model's file alone, while what belongs to it lies one folder up: transformers.js and Optimum,
// exporters to TensorFlow.js and OpenVINO, Ultralytics.
const insideFolders = /^(?:onnx|tfjs|openvino)\w*$|_(?:onnx|tfjs|openvino|web)_?model$|^web_model$|^weights$/i

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (cause) {
    throw new Error(`it is not JSON: ${(cause as Error).message.slice(0, 200)}`, { cause })
  }
}

/**
 * Returns the folders that are searched for what belongs to a model, relative to its own: `""`, and `"../"` where its
 * own is known to hold a model's file alone.
 *
 * @param file path of the model's file, as far as it is known
 */
export function foldersNear(file: string): readonly string[] {
  const folder = file.split(/[\\/]/).at(-2)
  return folder !== undefined && insideFolders.test(folder) ? ["", "../"] : [""]
}

/** Opens files near a model. One that cannot be used is a finding: nobody has named it. */
export class Neighbours {
  readonly #read: ReadNeighbour
  readonly #folders: readonly string[]
  readonly #seen = new Map<string, Neighbour | undefined>()
  readonly findings: Finding[] = []

  /**
   * @param file path of the model's file, as far as it is known
   */
  constructor(file: string, read: ReadNeighbour) {
    this.#read = read
    this.#folders = foldersNear(file)
  }

  /**
   * Returns what `use` makes of the first of these files that it can use, in the model's folder or the one above.
   *
   * @param what is looked for, for findings
   */
  async first<Result>(
    what: string,
    names: readonly string[],
    use: (file: Neighbour) => Result | undefined | Promise<Result | undefined>,
  ): Promise<Result | undefined> {
    for (const folder of this.#folders)
      for (const name of names) {
        const file = await this.#open(folder + name)
        const result = file && (await this.attempt(file.name, () => use(file), what))
        if (result !== undefined) return result
      }
    return undefined
  }

  async #open(name: string): Promise<Neighbour | undefined> {
    if (this.#seen.has(name)) return this.#seen.get(name)
    let file: Neighbour | undefined
    try {
      const bytes = await this.#read(name, largestNeighbour)
      if (bytes !== undefined) {
        const text = decodeText(bytes, { name, code: "FILE_UNREADABLE", largest: largestNeighbour })
        file = this.#parseLazily(name, text)
      }
    } catch (error) {
      this.findings.push(hintUnusable(name, error))
    }
    this.#seen.set(name, file)
    return file
  }

  /** Labels may stand in a `.json` as Python prints them, which `parseLabels` reads: only what is asked for is parsed. */
  #parseLazily(name: string, text: string): Neighbour {
    const attempt = () => {
      try {
        return parseJson(text)
      } catch (error) {
        this.findings.push(hintUnusable(name, error))
        return undefined
      }
    }
    let parsed: { readonly value: unknown } | undefined
    const json = () => (name.endsWith(".json") ? (parsed ??= { value: attempt() }).value : undefined)
    return {
      name,
      text,
      get json() {
        return json()
      },
      get fields() {
        const value = json()
        return typeof value === "object" && value !== null && !Array.isArray(value)
          ? (value as Record<string, unknown>)
          : undefined
      },
    }
  }

  /** Returns what `use` returns; where it throws, undefined, and the reason is a finding about `what` in the file. */
  async attempt<Result>(
    name: string,
    use: () => Result | Promise<Result>,
    what?: string,
  ): Promise<Result | undefined> {
    try {
      return await use()
    } catch (error) {
      this.findings.push(hintUnusable(name, error, what))
      return undefined
    }
  }
}
