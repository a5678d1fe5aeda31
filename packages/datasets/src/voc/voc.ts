import { join } from "node:path"
import { decodePicture } from "@pami/image/node"
import type { DataSet, Item } from "../data-set.ts"
import { dataSetError, failure } from "../data-set-error.ts"
import { imageItem } from "../files/image-item.ts"
import { pathInside } from "../files/inside.ts"
import { readLines, readText } from "../files/read.ts"
import { readDataSet } from "../read-data-set.ts"
import { vocClasses, vocColor } from "./classes.ts"
import { parseAnnotation } from "./parse-annotation.ts"

/** Options of {@link voc}. */
export interface VocOptions {
  /** Name of the list of images. Default `test`. */
  readonly split?: string
  /**
   * Whether items have masks, from `SegmentationClass`; the list of images is then that of the segmentation task. Default:
   * boxes only, as in TorchRay.
   */
  readonly masks?: boolean
}

// Bytes of an annotation of one image.
const mostBytes = 4 * 2 ** 20

/**
 * Returns Pascal VOC: the folder with `Annotations`, `ImageSets` and `JPEGImages`, such as `VOCdevkit/VOC2007`. An id is that
 * of the image. Masks need sharp.
 *
 * @throws PamiError `FILE_NOT_FOUND`, `FILE_UNREADABLE`, `PATH_OUTSIDE`, `DATA_SET_INVALID`
 */
export async function voc(folder: string, options: VocOptions = {}): Promise<DataSet> {
  const { split = "test", masks = false } = options
  const list = await pathInside(folder, `ImageSets/${masks ? "Segmentation" : "Main"}/${split}.txt`)
  async function* ids() {
    for await (const { text } of readLines(list)) yield text.trim().split(/\s/)[0]
  }
  return readDataSet({
    name: `VOC ${split}`,
    classes: vocClasses,
    ids,
    async *read(wanted) {
      for await (const id of wanted ?? ids())
        try {
          yield await readItem(folder, id, masks)
        } catch (error) {
          yield failure(id, error)
        }
    },
  })
}

async function readItem(folder: string, id: string, masks: boolean): Promise<Item> {
  const place = `Annotations/${id}.xml`
  const xml = await readText(await pathInside(folder, place), mostBytes)
  const { size, objects } = parseAnnotation(xml, place)
  const labels = [...new Set(objects.map(({ label }) => label))].map((name) => {
    const index = vocClasses.indexOf(name as (typeof vocClasses)[number])
    if (index < 0)
      throw dataSetError("CLASS_UNKNOWN", `"${name}" is not one of the 20 classes of VOC`, { place })
    return { name, index }
  })
  const mask = (label: string) => readMask(folder, id, size, label)
  return await imageItem(
    folder,
    join("JPEGImages", `${id}.jpg`),
    { id, size, labels, objects, ...(masks ? { mask } : {}) },
    place,
  )
}

/** Returns the pixels in the colour of a class. */
async function readMask(
  folder: string,
  id: string,
  size: Required<Item>["size"],
  label: string,
): Promise<Uint8Array | undefined> {
  const number = vocClasses.indexOf(label as (typeof vocClasses)[number]) + 1
  if (number === 0) return undefined
  const place = `SegmentationClass/${id}.png`
  const { width, height, data } = await decodePicture(await pathInside(folder, place))
  if (width !== size.width || height !== size.height)
    throw dataSetError(
      "ANNOTATION_INVALID",
      `the mask is ${width} x ${height}, the image ${size.width} x ${size.height}`,
      { place },
    )
  const [red, green, blue] = vocColor(number)
  return Uint8Array.from({ length: width * height }, (_, pixel) =>
    data[3 * pixel] === red && data[3 * pixel + 1] === green && data[3 * pixel + 2] === blue ? 1 : 0,
  )
}
