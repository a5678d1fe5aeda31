import { PamiError } from "@pami/core"
import { createLane, type Lane } from "@pami/onnxruntime-common"
import { absolute, type WasmPaths } from "../options.ts"
import type { Opening } from "../session.ts"
import type { FromLane, ToLane } from "./messages.ts"

/** Lanes that are held for a model. */
export interface Lanes {
  readonly lanes: readonly Lane<Opening>[]
  /** Of the runtime. */
  readonly version: string
  /**
   * Lets go of them: when nobody holds a lane any more, its thread ends, and all its memory is free.
   *
   * @param worn whether their memory may be spoilt, as by a model that did not open: nobody else gets them then
   */
  release(worn?: boolean): void
}

interface Started {
  readonly lane: Lane<Opening>
  /** What lanes must have in common to stand for one another. */
  readonly kind: string
  /** Version of the runtime, once it runs. */
  readonly version: Promise<string>
  holders: number
  worn: boolean
  end(): void
}

// Often the next model comes soon after the last one has gone, in ms.
const lingering = 3000

const noThread = new Error("there is no such thread")
const started = new Set<Started>()
let canStart = globalThis.Worker !== undefined

/**
 * Lanes in workers, each with a runtime of its own that has so many threads. Models of a page share them.
 *
 * @param threads of each lane
 * @returns `undefined` where there are no workers, as in Node, or none that finds its file, as in pages whose modules
 *   come by an import map, which workers do not have
 * @throws PamiError `BACKEND_UNAVAILABLE` when the runtime does not start in them
 */
export async function takeLanes(
  threads: readonly number[],
  wasmPaths: WasmPaths | undefined,
): Promise<Lanes | undefined> {
  if (!canStart) return undefined
  const held: Started[] = []
  const release = (worn = false) => held.forEach((lane) => letGo(lane, worn))
  try {
    for (const count of threads) {
      const start = { threads: count, ...(wasmPaths !== undefined && { wasmPaths: absolute(wasmPaths) }) }
      const kind = JSON.stringify(start)
      const isFree = (one: Started) => one.kind === kind && !one.worn && !held.includes(one)
      const lane = [...started].find(isFree) ?? startLane(kind, { start })
      lane.holders++
      held.push(lane)
    }
    const [version] = await Promise.all(held.map((one) => one.version))
    return { lanes: held.map(({ lane }) => lane), version, release }
  } catch (error) {
    release(true)
    if (error !== noThread) throw error
    canStart = false
    return undefined
  }
}

function startLane(kind: string, first: ToLane): Started {
  const worker = createWorker()
  let begun!: (version: string) => void
  let failed!: (error: Error) => void
  const version = new Promise<string>((resolve, reject) => {
    begun = resolve
    failed = reject
  })
  const lane = createLane<Opening>((onReply, onStop) => {
    worker.addEventListener("message", ({ data }: MessageEvent<FromLane>) => {
      if ("version" in data) begun(data.version)
      else if ("unavailable" in data) failed(new PamiError("BACKEND_UNAVAILABLE", data.unavailable))
      else onReply(data)
    })
    worker.addEventListener("error", (event) => {
      event.preventDefault()
      failed(noThread)
      one.worn = true
      onStop(event.message)
    })
    return { post: (message: ToLane, transfer) => worker.postMessage(message, transfer) }
  })
  const end = () => {
    started.delete(one)
    worker.terminate()
  }
  const one: Started = { lane, kind, version, holders: 0, worn: false, end }
  started.add(one)
  worker.postMessage(first, [])
  return one
}

function createWorker(): Worker {
  try {
    // Bundlers look for exactly this expression. From sources, Vite finds the .ts file behind the name.
    return new Worker(new URL("./worker.js", import.meta.url), { type: "module" })
  } catch {
    // Modules of another origin may be imported, but not be workers.
    throw noThread
  }
}

function letGo(one: Started, worn: boolean): void {
  one.holders--
  one.worn ||= worn
  const endIfFree = () => {
    if (one.holders === 0) one.end()
  }
  if (one.worn) endIfFree()
  else if (one.holders === 0) setTimeout(endIfFree, lingering)
}
