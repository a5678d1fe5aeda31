import type { DataSet, Failure, Item } from "../data-set.ts"
import { dataSetError, failure } from "../data-set-error.ts"
import { imageItem } from "../files/image-item.ts"
import { pathInside } from "../files/inside.ts"
import { field } from "../files/json.ts"
import { readDataSet, windows } from "../read-data-set.ts"
import { type CocoObject, maskOf, parseCaption, parseObject } from "./parse-object.ts"
import { type CocoImage, type CocoIndex, readIndex } from "./read-index.ts"
import { readListElements } from "./read-values.ts"

/** Options of {@link coco}. Paths are relative to the folder. */
export interface CocoOptions {
  /** Name of the part: `val2014`. Default `val2017`. */
  readonly split?: string
  /** File of the objects. Default `annotations/instances_SPLIT.json`. */
  readonly instances?: string
  /** File of the captions: its name, or `true` for `annotations/captions_SPLIT.json`. Default: captions are not read. */
  readonly captions?: string | boolean
  /** Folder of the images. Default: the split. */
  readonly images?: string
}

// Images whose annotations are in memory at once: the file is read again for each window.
const window = 2048

// Annotations of unknown images that are reported.
const mostStrays = 1000

/**
 * Returns MS COCO: objects with boxes and masks, and captions on demand. The large annotation files are streamed, and masks
 * decoded when they are asked for. An id is the name of the image file; classes are in the order of the category ids.
 *
 * @throws PamiError `FILE_NOT_FOUND`, `FILE_UNREADABLE`, `PATH_OUTSIDE`, `DATA_SET_INVALID`
 */
export async function coco(folder: string, options: CocoOptions = {}): Promise<DataSet> {
  const { split = "val2017", captions = false } = options
  const { instances = `annotations/instances_${split}.json`, images = split } = options
  const captionFile = captions === true ? `annotations/captions_${split}.json` : captions
  const files = captionFile === false ? [instances] : [instances, captionFile]
  const paths = await Promise.all(files.map((file) => pathInside(folder, file)))
  const index = await readIndex(paths[0], instances)
  const { byName } = index
  const classes = [...index.categories.values()]
  const itemOf = ({ image, objects, captions, errors }: Collected): Promise<Item> => {
    if (errors.length > 0) throw errors[0]
    const names = [...new Set(objects.map(({ label }) => label))]
    const annotations = {
      id: image.name,
      size: image.size,
      labels: names.map((name) => ({ name, index: classes.indexOf(name) })),
      objects,
      ...(captionFile === false ? {} : { captions }),
      mask: async (label: string) =>
        maskOf(
          objects.filter((object) => object.label === label),
          image.size,
        ),
    }
    return imageItem(folder, `${images}/${image.name}`, annotations, `${instances} image ${image.number}`)
  }
  return readDataSet({
    name: `COCO ${split}`,
    classes,
    window,
    async *ids() {
      yield* byName.keys()
    },
    async *read(wanted) {
      yield* index.failures
      let strays: Failure[] | null = []
      for (const names of wanted === null ? windows(byName.keys(), window) : [wanted]) {
        const collected = new Map<number, Collected>()
        for (const name of names) {
          const image = byName.get(name)
          if (image !== undefined)
            collected.set(image.number, { image, objects: [], captions: [], errors: [] })
        }
        for (const [at, path] of paths.entries())
          await collectAnnotations(path, files[at], { index, collected, strays })
        // Those of later windows are the same.
        yield* strays ?? []
        strays = null
        for (const one of collected.values())
          try {
            yield await itemOf(one)
          } catch (error) {
            yield failure(one.image.name, error)
          }
      }
    },
  })
}

/** The annotations of an image. */
interface Collected {
  readonly image: CocoImage
  readonly objects: CocoObject[]
  readonly captions: string[]
  readonly errors: unknown[]
}

/** Adds the annotations of a file to the images that are collected, and those of unknown images to `strays`. */
async function collectAnnotations(
  path: string,
  file: string,
  {
    index: { byNumber, categories },
    collected,
    strays,
  }: {
    readonly index: CocoIndex
    readonly collected: ReadonlyMap<number, Collected>
    readonly strays: Failure[] | null
  },
): Promise<void> {
  let position = 0
  for await (const { list, value } of readListElements(path)) {
    if (list !== "annotations") continue
    position++
    const number = field(value, "image_id") as number
    const place = `${file} annotation ${JSON.stringify(field(value, "id") ?? `at ${position}`).slice(0, 40)}`
    const image = collected.get(number)
    if (image === undefined) {
      if (strays === null || byNumber.has(number) || strays.length >= mostStrays) continue
      const error = dataSetError("ANNOTATION_INVALID", "image_id is not the id of an image", { place })
      strays.push(failure(place, error))
      continue
    }
    try {
      if (field(value, "caption") === undefined) image.objects.push(parseObject(value, categories, place))
      else image.captions.push(parseCaption(value, place))
    } catch (error) {
      image.errors.push(error)
    }
  }
}
