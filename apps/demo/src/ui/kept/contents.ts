import type { Texts } from "@pami/recipe"
import type { KindEntry } from "../kinds/logic/kind-link.ts"
import type { Origin } from "../origin.ts"
import { readHeads, type ReadFile } from "../logic/files.ts"
import type { SiteModelId } from "../logic/settings.ts"
import { fileAt } from "../unpack.ts"

/** An own model and own images. */
export interface Kept {
  /** `null` for a model of the site. */
  readonly origin: Origin | null
  /** Default: the bundled model, if the model is not the visitor’s. */
  readonly site?: SiteModelId | undefined
  /** Of a model of another kind of input: its input. */
  readonly images: readonly File[]
  /** Of a model of another kind of input: the entry of the gallery, and texts that were typed. */
  readonly kinds?: { readonly entry: KindEntry | null; readonly texts: Texts | null } | undefined
}

/** A file, as the index lists it. */
interface Listed {
  readonly key: string
  readonly path: string
  readonly size: number
}

/** The role of each kept file. Written last, and read first: files that it does not list are of no use. */
export interface Index {
  readonly version: 1
  readonly name: string | null
  readonly model: readonly Listed[]
  readonly near: readonly Listed[]
  readonly labels: readonly Listed[]
  readonly preprocessor: readonly Listed[]
  readonly images: readonly Listed[]
  readonly site?: Kept["site"]
  readonly kinds?: Kept["kinds"]
}

const groups = ["model", "near", "labels", "preprocessor", "images"] as const

/** Returns the files of a page by what they are for. */
export function filesOf({ origin, images }: Kept): Record<(typeof groups)[number], readonly File[]> {
  const files = (read: readonly ReadFile[]) => read.map(({ file }) => file)
  const one = (read: ReadFile | null | undefined) => (read == null ? [] : [read.file])
  return {
    model: origin === null || origin.files === "zoo" ? [] : files(origin.files),
    near: files(origin?.near ?? []),
    labels: one(origin?.labels),
    preprocessor: one(origin?.preprocessor),
    images,
  }
}

/** Returns the index of files that were written under keys. */
export function indexOf(kept: Kept, keyOf: (file: File) => string): Index {
  const list = (files: readonly File[]) =>
    files.map((file) => ({ key: keyOf(file), path: file.webkitRelativePath || file.name, size: file.size }))
  const { model, near, labels, preprocessor, images } = filesOf(kept)
  return {
    version: 1,
    name: kept.origin?.name ?? null,
    model: list(model),
    near: list(near),
    labels: list(labels),
    preprocessor: list(preprocessor),
    images: list(images),
    site: kept.site,
    kinds: kept.kinds,
  }
}

/** Returns all entries of an index. */
export function listed(index: Index): Listed[] {
  return groups.flatMap((group) => index[group])
}

/**
 * Returns what an index lists.
 *
 * @param read returns the file of a key
 * @param note called with each file and its key
 * @throws for anything but a whole index, and where a file is not there or has another size
 */
export async function fromIndex(
  text: string,
  read: (key: string) => Promise<Blob>,
  note: (file: File, key: string) => void,
): Promise<Kept> {
  const index = JSON.parse(text) as Index
  if (index.version !== 1) throw new Error("the index is that of another version")
  const files = async (group: readonly Listed[]) =>
    await Promise.all(
      group.map(async ({ key, path, size }) => {
        const blob = await read(key)
        if (blob.size !== size) throw new Error(`${path} was not written to its end`)
        const file = fileAt(path, blob)
        note(file, key)
        return file
      }),
    )
  const heads = async (group: readonly Listed[]) => await readHeads(await files(group))
  const model = await heads(index.model)
  const origin: Origin = {
    name: index.name ?? "",
    files: model,
    near: await heads(index.near),
    labels: (await heads(index.labels)).at(0) ?? null,
    preprocessor: (await heads(index.preprocessor)).at(0) ?? null,
  }
  return {
    origin: model.length === 0 ? null : origin,
    images: await files(index.images),
    site: index.site,
    kinds: index.kinds,
  }
}
