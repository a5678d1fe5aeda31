import type { Failure, Item } from "../data-set.ts"
import { dataSetError, failure } from "../data-set-error.ts"
import { field } from "../files/json.ts"
import { readListElements } from "./read-values.ts"

/** An image of COCO. */
export interface CocoImage {
  readonly number: number
  /** Name of the file, and id of the item. */
  readonly name: string
  readonly size: NonNullable<Item["size"]>
}

/** The images and classes of an annotation file. */
export interface CocoIndex {
  /** Names of the classes by the numbers of the categories, ascending. */
  readonly categories: ReadonlyMap<number, string>
  readonly byName: ReadonlyMap<string, CocoImage>
  readonly byNumber: ReadonlyMap<number, CocoImage>
  /** Images that cannot be used. */
  readonly failures: readonly Failure[]
}

// Images and categories in memory.
const mostElements = 5_000_000

// Pixels of an image: its masks take one byte each.
const mostPixels = 2 ** 26

/**
 * Reads the images and categories of an annotation file.
 *
 * @param file name of the file in the data set, for messages
 * @throws PamiError `DATA_SET_INVALID`, and as `readListElements`
 */
export async function readIndex(path: string, file: string): Promise<CocoIndex> {
  const categories: [number, string][] = []
  const byName = new Map<string, CocoImage>()
  const byNumber = new Map<number, CocoImage>()
  const failures: Failure[] = []
  let elements = 0
  for await (const { list, value } of readListElements(path)) {
    if (list !== "images" && list !== "categories") continue
    if (++elements > mostElements)
      throw dataSetError("DATA_SET_INVALID", `at most ${mostElements} images and categories are read`, {
        place: file,
      })
    const [number, name] = [field(value, "id"), field(value, "name")]
    if (list === "categories") {
      if (typeof number !== "number" || typeof name !== "string")
        throw dataSetError("DATA_SET_INVALID", "a category has an id and a name", { place: file })
      categories.push([number, name])
      continue
    }
    const place = `${file} image ${JSON.stringify(number ?? `at ${elements}`).slice(0, 40)}`
    try {
      const image = parseImage(value, place)
      if (byName.has(image.name) || byNumber.has(image.number))
        throw dataSetError("ID_REPEATED", "another image has the same id or file name", { place })
      byName.set(image.name, image)
      byNumber.set(image.number, image)
    } catch (error) {
      failures.push(failure(place, error))
    }
  }
  if (categories.length === 0 && byName.size === 0)
    throw dataSetError("DATA_SET_INVALID", "expected an object with images, annotations and categories", {
      place: file,
    })
  return { categories: new Map(categories.sort(([a], [b]) => a - b)), byName, byNumber, failures }
}

function parseImage(value: unknown, place: string): CocoImage {
  const [number, name] = [field(value, "id"), field(value, "file_name")]
  const [width, height] = ["width", "height"].map((side) => field(value, side) as number)
  if (typeof number !== "number" || typeof name !== "string" || name === "")
    throw dataSetError("ANNOTATION_INVALID", "an image has an id, a file_name, a width and a height", {
      place,
    })
  const sound = [width, height].every((side) => Number.isSafeInteger(side) && side > 0)
  if (!sound || width * height > mostPixels)
    throw dataSetError("ANNOTATION_INVALID", `an image has from 1 to ${mostPixels} pixels`, { place })
  return { number, name, size: { width, height } }
}
