import { basename, join } from "node:path"
import type { DataSet, Entry, Label } from "../data-set.ts"
import { failure } from "../data-set-error.ts"
import { imageItem, isImageName } from "../files/image-item.ts"
import { type Listing, listFolder } from "../files/list.ts"
import { readDataSet } from "../read-data-set.ts"
import { readClasses, readObjects } from "./flat-annotations.ts"

/**
 * Returns the data set of a folder of images.
 *
 * With subfolders, each is a class, in the order of their names (ImageNet, `ImageFolder` of torchvision). Without, classes
 * are read from `classes.json` (`{ "a.jpg": 5, "b.jpg": "cat" }`) or `classes.csv` (columns `file` and `class`), and boxes
 * from `boxes.json` (`{ "a.jpg": { "boxes": [[left, top, right, bottom]], "width": 640, "height": 480 } }`, in pixels),
 * whichever of them there are. An id is the path in the folder, with `/`.
 *
 * @throws PamiError `FILE_NOT_FOUND`, `FILE_UNREADABLE`, `FILE_TOO_LARGE`, `DATA_SET_INVALID`
 *
 * @example
 * const pets = await imageFolder(`${folder}/pets`)
 * for await (const entry of pets.entries())
 *   console.log(entry.id, isItem(entry) && entry.labels[0].name)
 */
export async function imageFolder(folder: string): Promise<DataSet> {
  const listing = await listFolder(folder)
  return listing.folders.length > 0 ? byFolder(folder, listing) : await flat(folder, listing)
}

function byFolder(folder: string, { folders: classes }: Listing): DataSet {
  async function* ids() {
    for (const name of classes)
      for (const file of (await listFolder(join(folder, name))).files)
        if (isImageName(file)) yield `${name}/${file}`
  }
  return readDataSet({
    name: basename(folder),
    classes,
    ids,
    async *read(wanted) {
      for await (const id of wanted ?? ids()) {
        const name = id.slice(0, Math.max(0, id.indexOf("/")))
        const index = classes.indexOf(name)
        if (index >= 0)
          yield await entry(id, async () => imageItem(folder, id, { id, labels: [{ name, index }] }))
      }
    },
  })
}

async function flat(folder: string, { files }: Listing): Promise<DataSet> {
  const labels = await readClasses(folder, files)
  const objects = await readObjects(folder, files)
  // A file that the annotations name and the folder lacks is a failure, not an omission.
  const names = [...new Set([...files.filter(isImageName), ...(labels?.keys() ?? [])])].sort()
  return readDataSet({
    name: basename(folder),
    async *ids() {
      yield* names
    },
    async *read(wanted) {
      for (const id of wanted ?? names)
        yield await entry(id, async () => {
          const own: readonly Label[] = labels?.get(id)?.() ?? []
          return imageItem(folder, id, { id, labels: own, ...objects?.get(id)?.(own) })
        })
    },
  })
}

async function entry(id: string, make: () => Promise<Entry>): Promise<Entry> {
  try {
    return await make()
  } catch (error) {
    return failure(id, error)
  }
}
