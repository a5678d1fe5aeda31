import { basename } from "node:path"
import type { AnnotatedObject, Item, Label } from "../data-set.ts"
import { dataSetError } from "../data-set-error.ts"
import { pathInside } from "./inside.ts"
import { mostImageBytes, readBytes } from "./read.ts"

/** The annotations of an image, for {@link imageItem}. */
export interface ImageAnnotations extends Omit<Item, "open" | "file" | "objects"> {
  readonly labels: readonly Label[]
  readonly objects?: readonly AnnotatedObject[]
}

/** Extensions of image files, in lower case. */
const extensions = ["jpg", "jpeg", "png", "webp", "gif", "bmp", "tif", "tiff", "avif"]

/** Returns whether a name is that of an image file. Hidden files are not. */
export function isImageName(name: string): boolean {
  const file = basename(name)
  return !file.startsWith(".") && extensions.includes(file.slice(file.lastIndexOf(".") + 1).toLowerCase())
}

/**
 * Returns the item of an image inside the folder of its data set.
 *
 * @param place of the annotation, for messages
 * @throws PamiError `PATH_OUTSIDE`, `FILE_NOT_FOUND`, `FILE_UNREADABLE`
 */
export async function imageItem(
  folder: string,
  name: string,
  annotations: ImageAnnotations,
  place?: string,
): Promise<Item> {
  const file = await pathInside(folder, name, place)
  return { objects: [], ...annotations, file, open: () => readBytes(file, mostImageBytes) }
}

/** Returns an item without an image. */
export function textItem(annotations: Omit<Item, "open" | "file" | "objects">): Item {
  return {
    objects: [],
    ...annotations,
    async open() {
      throw dataSetError("IMAGE_NOT_GIVEN", `the item "${annotations.id}" has no image`)
    },
  }
}
