import { mkdir, readFile, rename, writeFile } from "node:fs/promises"
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

// The models about scenes learn from the same scenes, which take minutes to render.
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
  const earlier = await Promise.all(arrays.map(({ file }) => readFile(file).catch(() => undefined)))
  if (arrays.every(({ array }, index) => earlier[index]?.length === array.length)) {
    arrays.forEach(({ array }, index) => array.set(earlier[index]!))
    return pool
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
  for (const { file, array } of arrays) {
    // Under its name only when it is whole: another run may read it, or end this one.
    const unfinished = new URL(`${file.href}.${process.pid}`)
    await writeFile(unfinished, array)
    await rename(unfinished, file)
  }
  return pool
}
