import type { AnnotatedObject, Item } from "../data-set.ts"
import { dataSetError } from "../data-set-error.ts"
import { field } from "../files/json.ts"
import { addPolygon } from "./polygons.ts"
import { addRuns, type Runs } from "./rle.ts"
import type { CocoImage } from "./read-index.ts"

/** An object, and its pixels as the file writes them. */
export interface CocoObject extends AnnotatedObject {
  readonly segmentation: unknown
  /** File and number of the annotation. */
  readonly place: string
}

/**
 * Returns the object of an annotation.
 *
 * @throws PamiError `ANNOTATION_INVALID`, `CLASS_UNKNOWN`
 */
export function parseObject(
  value: unknown,
  categories: ReadonlyMap<number, string>,
  place: string,
): CocoObject {
  const label = categories.get(field(value, "category_id") as number)
  if (label === undefined)
    throw dataSetError("CLASS_UNKNOWN", "category_id is not the id of a category", { place })
  const bounds = field(value, "bbox")
  const [x, y, width, height] = numbersOf(bounds, 4) ?? []
  if (!(width >= 0 && height >= 0))
    throw dataSetError("ANNOTATION_INVALID", "bbox is a list of left, top, width and height", { place })
  return {
    label,
    box: { x, y, width, height },
    ...(field(value, "iscrowd") === 1 ? { crowd: true } : {}),
    segmentation: field(value, "segmentation"),
    place,
  }
}

/** Returns the text of a caption. Throws `ANNOTATION_INVALID`. */
export function parseCaption(value: unknown, place: string): string {
  const caption = field(value, "caption")
  if (typeof caption === "string") return caption.trim()
  throw dataSetError("ANNOTATION_INVALID", "a caption is a text", { place })
}

// Polygons of one object, and coordinates of one polygon.
const mostPolygons = 10_000
const mostNumbers = 200_000

/**
 * Returns the pixels of the objects together; `undefined` if none has a segmentation.
 *
 * @throws PamiError `ANNOTATION_INVALID`
 */
export function maskOf(
  objects: readonly CocoObject[],
  { width, height }: NonNullable<Item["size"]> | CocoImage["size"],
): Uint8Array | undefined {
  const annotated = objects.filter(({ segmentation }) => segmentation !== undefined)
  if (annotated.length === 0) return undefined
  const mask = new Uint8Array(width * height)
  for (const { segmentation, place } of annotated) {
    const polygons =
      Array.isArray(segmentation) && segmentation.length <= mostPolygons ? segmentation : undefined
    const runs = runsOf(segmentation)
    if (runs !== undefined && addRuns(runs, mask)) continue
    const points = polygons?.map((polygon: unknown) => numbersOf(polygon))
    if (points?.every((polygon) => polygon !== undefined && polygon.length >= 6 && polygon.length % 2 === 0))
      for (const polygon of points) addPolygon(polygon!, mask, width)
    else
      throw dataSetError(
        "ANNOTATION_INVALID",
        `segmentation is a list of polygons, or runs of ${height} x ${width} pixels`,
        { place },
      )
  }
  return mask
}

function runsOf(segmentation: unknown): Runs | undefined {
  const counts = field(segmentation, "counts")
  const size = numbersOf(field(segmentation, "size"), 2)
  if (size === undefined || !(typeof counts === "string" || Array.isArray(counts))) return undefined
  return { size: [size[0], size[1]], counts: counts as Runs["counts"] }
}

function numbersOf(value: unknown, count?: number): readonly number[] | undefined {
  if (!Array.isArray(value) || value.length > mostNumbers) return undefined
  if (count !== undefined && value.length !== count) return undefined
  return value.every((one) => Number.isFinite(one)) ? (value as number[]) : undefined
}
