import { readdir, stat } from "node:fs/promises"
import { basename, extname, join, resolve } from "node:path"
import { PamiError } from "@pami/core"
import { coco, imageFolder, imagenet, pairs, voc } from "@pami/datasets"
import type { DataSet } from "@pami/datasets"
import { UsageError } from "../exit-status.ts"
import { reason } from "../files.ts"

/**
 * Opens a data set, whose format its files tell.
 *
 * @param split part of VOC or COCO: `test`, `val2017`
 * @throws PamiError `FILE_NOT_FOUND`, and the errors of `@pami/datasets`
 * @throws UsageError for a split of a data set without any, and for COCO with several if none is named
 */
export async function openData(path: string, split: string | undefined): Promise<DataSet> {
  const found = await openAnnotated(path, split)
  if (found !== undefined) return found
  if ((await statOf(path)).isDirectory()) return await imageFolder(path)
  if (!isList(path))
    throw new UsageError(`${path}: a data set is a folder, or a list as .csv, .jsonl or .ndjson`)
  return pairs(path)
}

/**
 * Opens Pascal VOC, COCO or ImageNet; undefined for another folder, and for a file.
 *
 * @throws as {@link openData}
 */
export async function openAnnotated(path: string, split: string | undefined): Promise<DataSet | undefined> {
  const names = (await statOf(path)).isDirectory() ? await readdir(path) : []
  if (names.includes("Annotations") && names.includes("ImageSets"))
    return await voc(path, split === undefined ? {} : { split })
  if (names.includes("annotations")) {
    const splits = await cocoSplits(path)
    if (splits.length > 0) return await coco(path, { split: chooseSplit(splits, split) })
  }
  if (split !== undefined) throw new UsageError(`--split goes with Pascal VOC and COCO; ${path} is neither`)
  return names.includes("LOC_val_solution.csv") ? await imagenet(path) : undefined
}

/** Returns whether a file is a list of inputs, by its name. */
export function isList(path: string): boolean {
  return [".csv", ".jsonl", ".ndjson"].includes(extname(path).toLowerCase())
}

async function statOf(path: string) {
  return await stat(path).catch((cause: unknown) => {
    throw new PamiError("FILE_NOT_FOUND", `the data set ${path} cannot be opened: ${reason(cause)}`, {
      cause,
    })
  })
}

async function cocoSplits(folder: string): Promise<string[]> {
  const names = await readdir(join(folder, "annotations")).catch(() => [])
  return names.flatMap((name) => /^instances_(.+)\.json$/.exec(name)?.[1] ?? [])
}

function chooseSplit(splits: readonly string[], asked: string | undefined): string {
  if (asked !== undefined) return asked
  if (splits.length === 1) return splits[0]
  throw new UsageError(`--split: the folder has annotations of ${splits.join(", ")}; name one`)
}

/** Returns the name of a data set in the record of a run, without the folders that it lies in. */
export function dataName(path: string): string {
  return basename(resolve(path))
}
