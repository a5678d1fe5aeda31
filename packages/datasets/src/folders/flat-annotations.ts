import { join } from "node:path"
import type { AnnotatedObject, Item, Label } from "../data-set.ts"
import { dataSetError } from "../data-set-error.ts"
import { readCsv } from "../files/csv.ts"
import { field, readJsonObject } from "../files/json.ts"

/** Annotations by file name. A corrupt one throws `ANNOTATION_INVALID` when it is read. */
type ByFile<Annotation> = ReadonlyMap<string, Annotation>

/** Returns the classes in `classes.json` or `classes.csv`, if there is one of these files. */
export async function readClasses(
  folder: string,
  files: readonly string[],
): Promise<ByFile<() => readonly Label[]> | undefined> {
  if (files.includes("classes.json")) {
    const classes = await readJsonObject(join(folder, "classes.json"))
    return new Map(Object.entries(classes).map(([file, value]) => [file, () => [labelOf(value, file)]]))
  }
  if (!files.includes("classes.csv")) return undefined
  const found = new Map<string, () => readonly Label[]>()
  for await (const { line, cells, defect } of readCsv(join(folder, "classes.csv"))) {
    const file = cells.get("file") ?? ""
    found.set(file === "" ? `classes.csv line ${line}` : file, () => {
      const place = `classes.csv line ${line}`
      if (defect !== undefined) throw dataSetError("ANNOTATION_INVALID", defect, { place })
      const value = cells.get("class")?.trim() ?? ""
      if (file === "" || value === "")
        throw dataSetError("ANNOTATION_INVALID", "a row has a file and a class", { place })
      return [/^\d{1,9}$/.test(value) ? { name: value, index: Number(value) } : { name: value }]
    })
  }
  return found
}

function labelOf(value: unknown, file: string): Label {
  if (typeof value === "string" && value !== "") return { name: value }
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0)
    return { name: String(value), index: value }
  throw dataSetError(
    "ANNOTATION_INVALID",
    `a class is a name or a number from 0; got ${JSON.stringify(value)}`,
    {
      place: `classes.json "${file}"`,
    },
  )
}

/** Returns the boxes in `boxes.json`, if there is this file, as those of the given classes. */
export async function readObjects(
  folder: string,
  files: readonly string[],
): Promise<ByFile<(labels: readonly Label[]) => Pick<Item, "objects" | "size">> | undefined> {
  if (!files.includes("boxes.json")) return undefined
  const boxes = await readJsonObject(join(folder, "boxes.json"))
  return new Map(
    Object.entries(boxes).map(([file, value]) => [file, (labels) => objectsOf(value, labels, file)]),
  )
}

// Boxes of one image.
const mostBoxes = 10_000

function objectsOf(value: unknown, labels: readonly Label[], file: string): Pick<Item, "objects" | "size"> {
  const boxes = field(value, "boxes") ?? []
  const invalid = (message: string) =>
    dataSetError("ANNOTATION_INVALID", message, { place: `boxes.json "${file}"` })
  if (!Array.isArray(boxes) || boxes.length > mostBoxes)
    throw invalid(`boxes are a list of at most ${mostBoxes}`)
  const objects = boxes.map((box: unknown): AnnotatedObject => {
    const [left, top, right, bottom] =
      Array.isArray(box) && box.length === 4 ? (box as unknown[]).map(Number) : []
    if (!(right > left && bottom > top && Number.isFinite(right - left + bottom - top)))
      throw invalid(`a box is [left, top, right, bottom]; got ${JSON.stringify(box)?.slice(0, 100)}`)
    return {
      label: labels[0]?.name ?? "",
      box: { x: left, y: top, width: right - left, height: bottom - top },
    }
  })
  const [width, height] = [field(value, "width"), field(value, "height")]
  const sized = [width, height].every((side) => Number.isSafeInteger(side) && (side as number) > 0)
  return { objects, ...(sized ? { size: { width: width as number, height: height as number } } : {}) }
}
