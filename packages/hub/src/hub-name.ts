import { hubError } from "./codes.ts"

/** A model on the hub. */
export interface HubName {
  /** Owner and name of the repository: `Xenova/resnet-18`; some have no owner. */
  readonly repository: string
  /** A branch, a tag or a commit. Default: the hub's main branch. */
  readonly revision: string | undefined
  /** Path of the model's file in the repository. Default: the one in the usual place. */
  readonly file: string | undefined
}

/** The address that names on the hub stand for, whatever server they are loaded from. */
export const publicHub = "https://huggingface.co"

const part = /^[\w][\w.-]{0,95}$/
const revisionPattern = /^[\w][\w./-]{0,199}$/

/** Returns whether a text names a model on the hub: `hf:OWNER/NAME`, or an address of huggingface.co. */
export function isHubName(text: string): boolean {
  return /^hf:/i.test(text) || text.startsWith(`${publicHub}/`)
}

/**
 * Returns the parts of a name on the hub: `hf:OWNER/NAME`, with `@REVISION` and `/FILE` behind it if they matter, or an address of
 * huggingface.co, of the repository or of a file in it.
 *
 * @throws PamiError `HUB_NAME_INVALID`
 *
 * @example
 * const { repository, revision, file } = parseHubName("hf:Xenova/resnet-18@main/onnx/model_quantized.onnx")
 * console.log(repository, revision, file) // Xenova/resnet-18 main onnx/model_quantized.onnx
 */
export function parseHubName(text: string): HubName {
  const name = text.startsWith(`${publicHub}/`) ? ofAddress(text) : ofName(text)
  const { repository, revision, file } = name
  const parts = repository.split("/")
  // The hub has no name with two points or hyphens in a row; the cache has `--` for the slash.
  const isRepository = parts.length <= 2 && parts.every((one) => part.test(one) && !/\.\.|--/.test(one))
  const isRevision = revision === undefined || (revisionPattern.test(revision) && !revision.includes(".."))
  if (isRepository && isRevision && (file === undefined || isSafePath(file))) return name
  throw hubError(
    "HUB_NAME_INVALID",
    `expected a model on the hub, hf:OWNER/NAME, hf:OWNER/NAME@REVISION or hf:OWNER/NAME@REVISION/FILE; got ${JSON.stringify(text).slice(0, 200)}`,
  )
}

function ofName(text: string): HubName {
  const own = text.replace(/^hf:/i, "")
  const [, repository = "", behind = ""] = /^([^/@]+(?:\/[^/@]+)?)(.*)$/s.exec(own) ?? []
  // A revision may hold a slash, which is then written %2F, as on the hub.
  const [, revision, file] = /^(?:@([^/]+))?(?:\/(.+))?$/s.exec(behind) ?? [undefined, "", undefined]
  return { repository, revision: revision && decoded(revision), file: file || undefined }
}

const pages = ["tree", "blob", "resolve"]

function ofAddress(text: string): HubName {
  const parts = new URL(text).pathname
    .split("/")
    .filter((one) => one !== "")
    .map(decoded)
  // Old models have no owner.
  const named = pages.includes(parts[1]) ? 1 : 2
  const [kind, revision, ...file] = parts.slice(named)
  // Other pages of the hub, and data sets.
  if ((kind !== undefined && !pages.includes(kind)) || ["datasets", "spaces", "api"].includes(parts[0]))
    return { repository: "", revision: undefined, file: undefined }
  return {
    repository: parts.slice(0, named).join("/"),
    revision,
    file: file.length > 0 && kind !== "tree" ? file.join("/") : undefined,
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ""
  }
}

/** Returns a path as a part of an address. */
export function encodedPath(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/")
}

/** Returns whether a path stays inside the folder that it is relative to, on every system. */
export function isSafePath(path: string): boolean {
  const parts = path.split("/")
  return (
    path.length <= 500 &&
    !/[\\:\p{Cc}\p{Cs}]/u.test(path) &&
    // Windows leaves out points and spaces at the end of a name.
    parts.every((one) => one !== "" && !/[. ]$/.test(one) && !one.endsWith(".incomplete"))
  )
}
