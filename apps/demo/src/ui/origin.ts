import type { BackendName, Beside, ModelRequest } from "../engine/contract.ts"
import type { ReadFile } from "./logic/files.ts"
import type { SiteModel } from "./site-models/site-model.ts"
import { bytes } from "./logic/format.ts"
import { codeOf } from "./logic/error-message.ts"
import { namesClasses, type Sorted } from "./logic/classify-files.ts"

/** Where the model comes from: its files stay files, so that the page never holds their bytes. */
export interface Origin {
  readonly name: string
  readonly files: readonly ReadFile[] | "zoo"
  /** Small files that came with it: what is found in them is a hint. */
  readonly near: readonly ReadFile[]
  /** Labels that the visitor has named. */
  readonly labels: ReadFile | null
  /** As `labels`: preprocessing. */
  readonly preprocessor: ReadFile | null
  /** The model of the site that it is. Default: it is the bundled one, or the visitor's. */
  readonly site?: SiteModel
}

/** The bundled model. */
export const zoo: Origin = { name: "scenes", files: "zoo", near: [], labels: null, preprocessor: null }

// Names that are looked for near a model; files of other names the visitor has to name.
const hints = /^(config|metadata|signature|preprocessor_config|processor_config)\.json$/i

/** Returns where a model comes from that was dropped together with the rest. */
export function originOf(
  { labels, preprocessor, texts, weights }: Sorted<ReadFile>,
  model: ReadFile,
): Origin {
  return {
    name: model.file.name,
    files: [model, ...weights],
    near: texts,
    labels: namedFile(labels),
    preprocessor: namedFile(preprocessor),
  }
}

/** Returns a file that the visitor has named by opening it; `null` for one of a folder, in which it is found by its name. */
export function namedFile(file: ReadFile | null): ReadFile | null {
  return file !== null && !file.name.includes("/") && !hints.test(file.name) ? file : null
}

/** Returns what is said of a model after a later drop: what comes last counts, whatever it is called. */
export function withTexts(
  { labels, preprocessor, texts }: Sorted<ReadFile>,
  before: Origin,
): Pick<Origin, "near" | "labels" | "preprocessor"> {
  // A file for preprocessing, as those of timm and Teachable Machine, may name the classes too.
  const naming = [labels, preprocessor].find((file) => file !== null && namesClasses(file))
  return {
    near: [...before.near, ...texts],
    labels: naming ?? before.labels,
    preprocessor: preprocessor ?? before.preprocessor,
  }
}

// The capacity of an array buffer in every browser; a tab that runs the model needs about as much again.
const largestModel = 2 ** 31 - 1

/** Reads a model for a backend. */
export async function toRequest(origin: Origin, on: BackendName): Promise<ModelRequest> {
  const { name, files, site } = origin
  const source = files === "zoo" ? files : await readModel(files)
  return { name, backend: on, source, beside: besides(origin), isRepeatable: site !== undefined }
}

/** Returns what lies beside a model, as the engine takes it. */
export function besides({ name, files, near, labels, preprocessor }: Origin): Beside {
  const file = files === "zoo" ? name : files[0].name
  const folder = file.split("/").slice(0, -1)
  // Files that are opened later count as files beside the model.
  const pathOf = (path: string) => (path.includes("/") ? path : [...folder, path].join("/"))
  const named = (read: ReadFile) => ({ name: read.name.split("/").at(-1)!, text: read.bytes! })
  return {
    file,
    near: Object.fromEntries(near.map((read) => [pathOf(read.name), read.bytes!])),
    ...(labels === null ? {} : { labels: named(labels) }),
    ...(preprocessor === null ? {} : { preprocessor: named(preprocessor) }),
  }
}

async function readModel(files: readonly ReadFile[]): Promise<Exclude<ModelRequest["source"], "zoo">> {
  checkModelSize(files.reduce((sum, file) => sum + file.size, 0))
  const entries: [string, Uint8Array][] = []
  for (const file of files) entries.push([pathFrom(files[0], file), await read(file)])
  return entries.length === 1 ? entries[0][1] : Object.fromEntries(entries)
}

/**
 * Checks the size of a model, before its files are read.
 *
 * @param size of all of its files, in bytes
 * @throws `MODEL_TOO_LARGE`
 */
export function checkModelSize(size: number): void {
  if (size > largestModel)
    throw {
      code: "MODEL_TOO_LARGE",
      message: `The model has ${bytes(size)}; a browser tab can hold about ${bytes(largestModel)}. Use a smaller or quantized model, or the command line, which has no limit`,
    }
}

/** Returns the path of a file as a model names it: from the model's folder. */
function pathFrom(model: ReadFile, { name }: ReadFile): string {
  return name.slice(model.name.lastIndexOf("/") + 1)
}

async function read({ file, name }: ReadFile): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.arrayBuffer())
  } catch (error) {
    if (codeOf(error) !== "FILE_UNREADABLE") throw error
    throw {
      code: "FILE_UNREADABLE",
      message: `${name} can no longer be read: it was changed, moved or deleted after it was opened. Open the model again`,
    }
  }
}
