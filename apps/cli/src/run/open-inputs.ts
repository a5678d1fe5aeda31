import { stat } from "node:fs/promises"
import { isImageName, pairs } from "@pami/datasets"
import { isDataName } from "@pami/recipe"
import type { InputKind, Recognized } from "@pami/recipe"
import { dataSetInputs, fileInputs, tableInputs } from "@pami/runs"
import type { InputList } from "@pami/runs"
import { dataName, isList, openAnnotated } from "../evaluate/data.ts"
import { UsageError } from "../exit-status.ts"
import type { RunRequest } from "./request.ts"

/**
 * Opens what `pami run` names: a data set, the rows of a list or a table, or files, folders and patterns, of which a folder gives
 * those that the model takes.
 *
 * @param kinds that the model may take, the likeliest first
 * @throws UsageError for several data sets, and for options of another list
 * @throws PamiError the errors of the lists of `@pami/runs`
 */
export async function openInputs(
  { named, split, texts }: Pick<RunRequest, "named" | "split" | "texts">,
  kinds: readonly Recognized<InputKind>[],
): Promise<InputList> {
  const address = named.find((name) => /^[a-z][\w+.-]+:\/\//i.test(name))
  if (address !== undefined)
    throw new UsageError(`${address} is an address: read it in a program, with remoteInputs of @pami/runs`)
  const [first, ...others] = named
  if (first === undefined) throw new UsageError("name files, folders, patterns or a data set to explain")
  const lists = named.filter((name) => isListFor(name, kinds))
  if (others.length > 0 && lists.length > 0)
    throw new UsageError(`${lists[0]} is a list of inputs: it is the only input of a run`)
  if (others.length === 0) {
    const found = lists.length > 0 ? await openList(first, kinds, texts) : await openDataSet(first, split)
    if (found !== undefined) return found
  }
  if (split !== undefined) throw new UsageError("--split goes with Pascal VOC and COCO")
  if (texts !== undefined)
    throw new UsageError(
      "--texts names columns of a list as .csv, .jsonl or .ndjson, for a model of texts or images",
    )
  return await fileInputs(named, { accepts: (path) => isAccepted(path, kinds) })
}

/** Returns whether a file holds many inputs: rows of a table, of texts, or of names of images. A series is one input. */
function isListFor(name: string, [likeliest]: readonly Recognized<InputKind>[]): boolean {
  if (likeliest?.value === "table") return isDataName(name)
  return isList(name) && (likeliest === undefined || ["text", "image"].includes(likeliest.value))
}

async function openList(
  file: string,
  [likeliest]: readonly Recognized<InputKind>[],
  texts: RunRequest["texts"],
): Promise<InputList> {
  if (likeliest?.value === "table") return await tableInputs(file)
  return { ...dataSetInputs(pairs(file), texts === undefined ? {} : { texts }), name: dataName(file) }
}

async function openDataSet(path: string, split: string | undefined): Promise<InputList | undefined> {
  const isFolder = await stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  )
  const dataSet = isFolder ? await openAnnotated(path, split) : undefined
  return (
    dataSet && {
      ...dataSetInputs(dataSet),
      name: split === undefined ? dataName(path) : `${dataName(path)} ${split}`,
    }
  )
}

function isAccepted(path: string, kinds: readonly Recognized<InputKind>[]): boolean {
  const takesImages = kinds.length === 0 || kinds.some(({ value }) => value === "image")
  return (
    (takesImages && isImageName(path)) || (kinds.some(({ value }) => value !== "image") && isDataName(path))
  )
}
