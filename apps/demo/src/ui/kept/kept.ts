import { effect, signal } from "@preact/signals"
import { wrap } from "comlink"
import { bytes } from "../logic/format.ts"
import type { Place } from "../logic/link.ts"
import { announce, showError } from "../messages.ts"
import { isOwn, present, siteModel } from "../model.ts"
import { kindEntries } from "../kinds/logic/kind-link.ts"
import { entry, facts as kindFacts, input, ownInput, ownModel } from "../kinds/state.ts"
import { facts, image, mode } from "../state.ts"
import { strip } from "../strip.ts"
import { filesOf, fromIndex, indexOf, listed, type Kept } from "./contents.ts"
import { folderOfKept, removeKept } from "./folder.ts"
import type { Writer } from "./worker.ts"

const indexName = "index.json"

// Files that were written already, so that a model is not written again for every image.
const keys = new Map<File, string>()

/** Whether the visitor wants own files kept for the next visit. */
export const wish = signal(wishOf())

/** The state of the kept files. */
export const keeping = signal<
  { readonly state: "nothing" | "writing" | "failed" } | { readonly state: "kept"; readonly bytes: number }
>({ state: "nothing" })

/** Returns the own files of the page. */
export function ownFiles(): Kept {
  if (mode.value === "kinds") return ownKinds()
  // The facts change with the model.
  const own = facts.value !== null && isOwn() ? present() : null
  const shown = image.value?.file ?? null
  const several = strip.value.map(({ file }) => file)
  return {
    origin: own,
    site: siteModel.value?.id,
    images: several.length > 0 ? several : shown === null ? [] : [shown],
  }
}

function ownKinds(): Kept {
  const [model, given] = [ownModel.value, ownInput.value ? input.value : null]
  const origin = model && {
    name: kindFacts.value!.name,
    files: model,
    near: [],
    labels: null,
    preprocessor: null,
  }
  return {
    origin,
    images: given !== null && given.kind !== "text" && given.file ? [given.file] : [],
    kinds: {
      entry: kindEntries.find((id) => id === entry.value) ?? null,
      texts: given?.kind === "text" ? given.texts : null,
    },
  }
}

/** Returns whether there is anything to keep. */
export function hasOwnFiles({ origin, images, kinds }: Kept): boolean {
  return origin !== null || images.length > 0 || (kinds?.texts ?? null) !== null
}

/**
 * Returns what the last visit kept; `null` for nothing, or nothing whole, and where the address names other things.
 *
 * @param address what the address says of model and image
 */
export async function readKept({ sample, own }: Pick<Place, "sample" | "own">): Promise<Kept | null> {
  if (!wish.value || (sample !== null && own.length === 0)) return null
  try {
    const folder = await folderOfKept()
    const read = async (key: string) => await (await folder.getFileHandle(key)).getFile()
    const kept = await fromIndex(await (await read(indexName)).text(), read, (file, key) =>
      keys.set(file, key),
    )
    return sample === null || kept.kinds !== undefined ? kept : { ...kept, images: [] }
  } catch {
    // There is none yet, or it is truncated: the next one takes its place.
    return null
  }
}

/** Keeps own files, or no longer: then all are removed. */
export async function keep(yes: boolean): Promise<void> {
  wish.value = yes
  storeWish(yes)
  if (yes) return
  await locked(() => removeKept().catch(() => undefined))
  keys.clear()
  keeping.value = { state: "nothing" }
  announce("Nothing is kept on this device.")
}

// Several images come one after another, in ms.
const rest = 500

/** Writes own files anew whenever others are opened, as long as the visitor wishes it. */
export function followOwnFiles(): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let before = ""
  effect(() => {
    const files = ownFiles()
    // Where the bundled model and a sample are shown, what was kept stays for the next visit.
    const what = wish.value && hasOwnFiles(files) ? listOf(files) : ""
    if (what === before) return
    before = what
    clearTimeout(timer)
    if (what !== "") timer = setTimeout(() => void write(files), rest)
  })
}

const numbers = new WeakMap<File, number>()
let last = 0

/** Returns which files there are, as text. */
function listOf(kept: Kept): string {
  const numberOf = (file: File) => {
    if (!numbers.has(file)) numbers.set(file, ++last)
    return numbers.get(file)
  }
  return JSON.stringify([kept.kinds, ...Object.values(filesOf(kept)).map((files) => files.map(numberOf))])
}

async function write(kept: Kept): Promise<void> {
  keeping.value = { state: "writing" }
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name: "kept files" })
  const { write: put } = wrap<Writer>(worker)
  try {
    const files = Object.values(filesOf(kept)).flat()
    let size = files.reduce((sum, file) => sum + file.size, 0)
    await checkRoom(files.filter((file) => !keys.has(file)))
    await locked(async () => {
      const folder = await folderOfKept({ create: true })
      for (const file of files) {
        const before = keys.get(file)
        // Another tab may have removed it.
        if (before !== undefined && (await has(folder, before))) continue
        const key = crypto.randomUUID()
        await put(key, file)
        keys.set(file, key)
      }
      const index = indexOf(kept, (file) => keys.get(file)!)
      // Typed texts are in the index.
      const list = new Blob([JSON.stringify(index)])
      size += list.size
      await put(indexName, list)
      await removeOthers(folder, new Set([indexName, ...listed(index).map(({ key }) => key)]))
    })
    if (wish.value) keeping.value = { state: "kept", bytes: size }
  } catch (error) {
    keeping.value = { state: "failed" }
    showError(explained(error))
  } finally {
    worker.terminate()
  }
}

/** @throws `STORAGE_FULL` before anything is written */
async function checkRoom(files: readonly File[]): Promise<void> {
  const { quota, usage = 0 } = (await navigator.storage?.estimate?.()) ?? {}
  const needed = files.reduce((sum, { size }) => sum + size, 0)
  if (quota !== undefined && needed > quota - usage)
    throw {
      code: "STORAGE_FULL",
      message: `${bytes(needed)} are needed, and ${bytes(quota - usage)} are free`,
    }
}

function explained(error: unknown): { code: string; message: string } {
  const { code, message } = error as { code?: string; message?: string }
  if (code === "STORAGE_FULL")
    return {
      code,
      message: `The browser has no room for your files (${message}). They stay open, but a reload loses them. Free some space, or open smaller files`,
    }
  return {
    code: "STORAGE_UNAVAILABLE",
    message: `This browser keeps no files here (${message}), as in a private window. They stay open, but a reload loses them`,
  }
}

async function has(folder: FileSystemDirectoryHandle, key: string): Promise<boolean> {
  return await folder.getFileHandle(key).then(
    () => true,
    () => false,
  )
}

async function removeOthers(folder: FileSystemDirectoryHandle, wanted: ReadonlySet<string>): Promise<void> {
  const names: string[] = []
  for await (const name of (folder as unknown as { keys(): AsyncIterable<string> }).keys()) names.push(name)
  for (const name of names) if (!wanted.has(name)) await folder.removeEntry(name).catch(() => undefined)
}

/** Does something that no other tab may do meanwhile. */
async function locked(work: () => Promise<void>): Promise<void> {
  const locks = navigator.locks as LockManager | undefined
  await (locks === undefined ? work() : locks.request("pami-kept", work))
}

// Where storage is forbidden nothing is kept.
function wishOf(): boolean {
  try {
    return localStorage.getItem("keep") === "yes"
  } catch {
    return false
  }
}

function storeWish(yes: boolean): void {
  try {
    if (yes) localStorage.setItem("keep", "yes")
    else localStorage.removeItem("keep")
  } catch {
    return
  }
}
