import { PamiError } from "@pami/core"
import type { LabelMap, Picture } from "@pami/image"
import { isMaskFile, isNumber } from "./schema/recipe.ts"
import type { ImageRecipe } from "./schema/recipe.ts"

/** Opens the files that a recipe names: from the disk, or from the files that a page was given. */
export interface RecipeFiles {
  /** Decodes an image to 8 bits, as `decodePicture` of `@pami/image` does. */
  picture(file: string): Promise<Picture>
  /** Decodes a label map, as `decodeLabels` of `@pami/image/node` does. */
  labels(file: string): Promise<LabelMap>
  /** @throws PamiError `FILE_NOT_FOUND`, `FILE_UNREADABLE` */
  bytes(file: string): Promise<Uint8Array>
}

/** A recipe, and the contents of every file that it names. */
export interface ResolvedRecipe {
  readonly recipe: ImageRecipe
  /** The image that masks. Undefined for a masking operator or a colour. */
  readonly mask: Picture | undefined
  readonly labelMaps: readonly LabelMap[]
  /** Bytes of the `.npy` files among the feeds, by the input's name. */
  readonly feeds: Readonly<Record<string, Uint8Array>>
  /** The references of an embedding, by name: images, and the bytes of `.npy` files. Default: none. */
  readonly references?: readonly (readonly [name: string, content: Picture | Uint8Array])[]
  /** The image that marks the region of a segmentation. Default: none. */
  readonly region?: Picture | undefined
}

/**
 * Opens the files that a recipe names, each once: everything that follows reads no file.
 *
 * @param files opens them; by default a recipe that names a file is refused
 * @throws PamiError `FILE_NOT_FOUND` without `files`, and the errors of `files`
 *
 * @example
 * const resolved = await resolveRecipe(completeRecipe({}, decidePreprocessing(model)))
 */
export async function resolveRecipe(
  recipe: ImageRecipe,
  files: RecipeFiles = noFiles,
): Promise<ResolvedRecipe> {
  const labelMaps: LabelMap[] = []
  for (const file of recipe.labelMaps) labelMaps.push(await files.labels(file))
  const feeds: [input: string, bytes: Uint8Array][] = []
  for (const [input, value] of Object.entries(recipe.feeds))
    if (!isNumber(value)) feeds.push([input, await files.bytes(value)])
  const { task } = recipe
  const references: [name: string, content: Picture | Uint8Array][] = []
  if (task?.name === "embedding")
    for (const file of task.references)
      references.push([file, isArrayFile(file) ? await files.bytes(file) : await files.picture(file)])
  return {
    recipe,
    references,
    region:
      task?.name === "segmentation" && typeof task.region === "string" && task.region !== "own"
        ? await files.picture(task.region)
        : undefined,
    mask: isMaskFile(recipe.mask) ? await files.picture(recipe.mask) : undefined,
    labelMaps,
    feeds: Object.fromEntries(feeds),
  }
}

/** Returns whether a file holds an array, by its name. */
function isArrayFile(file: string): boolean {
  return /\.npy$/i.test(file)
}

const noFiles: RecipeFiles = { picture: refuse, labels: refuse, bytes: refuse }

async function refuse(file: string): Promise<never> {
  throw new PamiError("FILE_NOT_FOUND", `the recipe names ${file}, and no files can be opened here`)
}
