import { mkdir, readFile, writeFile } from "node:fs/promises"
import { Worker } from "node:worker_threads"
import { side } from "./preprocessing.ts"

/** Rendered training scenes in shared memory. */
export interface Pool {
  readonly size: number
  /** RGB bytes, `[size, side, side, 3]`. */
  readonly pixels: Uint8Array
  /** Owner of each pixel, `[size, side, side]`. */
  readonly owners: Uint8Array
  /** Kind of each object, `[size, mostObjects]`, 255 for missing objects. */
  readonly kinds: Uint8Array
}

/** Largest number of objects in a training scene. */
export const mostObjects = 4

/** Work of one thread: the scenes `start`, `start + step`, ... */
export interface RenderJob extends Pool {
  readonly start: number
  readonly step: number
}

// Seven models learn from the same scenes, which take minutes to render.
const kept = new URL("../../.pool/", import.meta.url)

/** Returns the first `size` training scenes: those of an earlier call, or else rendered on `threads` threads. */
export async function renderPool(size: number, threads: number): Promise<Pool> {
  const shared = (length: number) => new Uint8Array(new SharedArrayBuffer(length))
  const pool = {
    size,
    pixels: shared(size * side * side * 3),
    owners: shared(size * side * side),
    kinds: shared(size * mostObjects).fill(255),
  }
  const arrays = (["pixels", "owners", "kinds"] as const).map((name) => ({
    file: new URL(`${name}-${size}.bin`, kept),
    array: pool[name],
  }))
  try {
    for (const { file, array } of arrays) array.set(await readFile(file))
    return pool
  } catch {
    pool.kinds.fill(255)
  }
  const render = (start: number) =>
    new Promise<void>((resolve, reject) => {
      const job: RenderJob = { ...pool, start, step: threads }
      new Worker(new URL("./render-worker.ts", import.meta.url), { workerData: job })
        .once("error", reject)
        .once("exit", () => resolve())
    })
  await Promise.all(Array.from({ length: threads }, (_, thread) => render(thread)))
  await mkdir(kept, { recursive: true })
  for (const { file, array } of arrays) await writeFile(file, array)
  return pool
}
