import { join } from "node:path"
import type { AnnotatedObject, DataSet, Entry, Label } from "../data-set.ts"
import { dataSetError, failure } from "../data-set-error.ts"
import { type CsvRow, readCsv } from "../files/csv.ts"
import { imageItem } from "../files/image-item.ts"
import { listFolder } from "../files/list.ts"
import { readLines } from "../files/read.ts"
import { readDataSet } from "../read-data-set.ts"

/** Options of {@link imagenet}. Paths are relative to the folder. */
export interface ImagenetOptions {
  /** File of the boxes. Default `LOC_val_solution.csv`. */
  readonly solution?: string
  /** Folder of the images, flat or with a folder for each synset. Default: `ILSVRC/Data/CLS-LOC/val`, `val` or the folder. */
  readonly images?: string
  /** File of the synsets in the order of the classes. Default `LOC_synset_mapping.txt`; if it is missing, classes have no index. */
  readonly synsets?: string
}

/**
 * Returns ImageNet with the boxes of `LOC_val_solution.csv`, as in the pointing game of the paper's authors. Labels are
 * synsets; an id is that of the image.
 *
 * @throws PamiError `FILE_NOT_FOUND`, `FILE_UNREADABLE`, `DATA_SET_INVALID`
 */
export async function imagenet(folder: string, options: ImagenetOptions = {}): Promise<DataSet> {
  const { solution = "LOC_val_solution.csv", synsets: mapping = "LOC_synset_mapping.txt" } = options
  const { files } = await listFolder(folder)
  const synsets =
    files.includes(mapping) || options.synsets !== undefined
      ? await readSynsets(join(folder, mapping))
      : undefined
  const images = options.images ?? (await findImages(folder))
  const rows = () => readCsv(join(folder, solution))
  return readDataSet({
    name: "ImageNet",
    ...(synsets === undefined ? {} : { classes: synsets }),
    window: 4096,
    async *ids() {
      for await (const row of rows()) yield idOf(row, solution)
    },
    async *read(wanted) {
      const seen = new Set<string>()
      for await (const row of rows()) {
        const id = idOf(row, solution)
        if (wanted !== null && !wanted.has(id)) continue
        const place = `${solution} line ${row.line}`
        try {
          if (seen.has(id)) throw dataSetError("ID_REPEATED", `the image ${id} has two rows`, { place })
          seen.add(id)
          const objects = parseSolution(row, place)
          const names = [...new Set(objects.map(({ label }) => label))]
          const labels = names.map((name) => labelOf(name, synsets, place))
          yield await findImage(folder, images, id, { id, labels, objects }, place)
        } catch (error) {
          yield failure(id, error)
        }
      }
    },
  })
}

function idOf({ cells, line }: CsvRow, file: string): string {
  return cells.get("ImageId")?.trim() || `${file} line ${line}`
}

// Objects of one image.
const mostObjects = 10_000

/** Returns the objects of a row: `n01440764 10 20 110 220 `, again and again. */
function parseSolution({ cells, defect }: CsvRow, place: string): AnnotatedObject[] {
  const invalid = (message: string) => dataSetError("ANNOTATION_INVALID", message, { place })
  if (defect !== undefined) throw invalid(defect)
  const words = (cells.get("PredictionString") ?? "").split(/\s+/).filter((word) => word !== "")
  if (!cells.get("ImageId")?.trim() || words.length === 0 || words.length % 5 !== 0)
    throw invalid("a row has an ImageId, and five words for each object: synset, left, top, right, bottom")
  if (words.length > 5 * mostObjects) throw invalid(`an image has at most ${mostObjects} objects`)
  return Array.from({ length: words.length / 5 }, (_, at) => {
    const [label, ...numbers] = words.slice(5 * at, 5 * at + 5)
    const [left, top, right, bottom] = numbers.map(Number)
    if (!numbers.every((number) => /^\d{1,7}$/.test(number)) || right < left || bottom < top)
      throw invalid(`the box ${numbers.join(" ")} is not left, top, right, bottom in pixels`)
    return { label, box: { x: left, y: top, width: right - left, height: bottom - top } }
  })
}

function labelOf(name: string, synsets: readonly string[] | undefined, place: string): Label {
  const index = synsets?.indexOf(name)
  if (index === undefined) return { name }
  if (index >= 0) return { name, index }
  throw dataSetError("CLASS_UNKNOWN", `the synset ${name} is not in the list of classes`, { place })
}

async function findImage(
  folder: string,
  images: string,
  id: string,
  annotations: Parameters<typeof imageItem>[2],
  place: string,
): Promise<Entry> {
  // Flat, as ILSVRC delivers it, or sorted into folders, as PyTorch's script leaves it.
  const names = [`${id}.JPEG`, `${annotations.labels[0].name}/${id}.JPEG`].map((name) => `${images}/${name}`)
  try {
    return await imageItem(folder, names[0], annotations, place)
  } catch (error) {
    if ((error as { code?: string }).code !== "FILE_NOT_FOUND") throw error
    return await imageItem(folder, names[1], annotations, place)
  }
}

async function findImages(folder: string): Promise<string> {
  for (const name of ["ILSVRC/Data/CLS-LOC/val", "val"])
    if (
      await listFolder(join(folder, name)).then(
        () => true,
        () => false,
      )
    )
      return name
  return "."
}

/** Returns the synsets of `LOC_synset_mapping.txt`: the first word of each line. */
async function readSynsets(path: string): Promise<string[]> {
  const synsets: string[] = []
  for await (const { text } of readLines(path)) synsets.push(text.trim().split(/\s/)[0])
  return synsets
}
