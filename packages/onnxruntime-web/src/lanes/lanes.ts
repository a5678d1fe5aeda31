import { PamiError } from "@pami/core"
import { createLane, type Lane } from "@pami/onnxruntime-common"
import { absolute, type OnnxruntimeWebOptions } from "../options.ts"
import type { Start } from "../runtime.ts"
import type { Opening } from "../session.ts"
import type { FromLane, ToLane } from "./messages.ts"

/** A lane that is held for a model. */
export interface Held {
  readonly lane: Lane<Opening>
  /** Of the runtime. */
  readonly version: string
  /**
   * Lets go of it: when nobody holds the lane any more, its thread ends, and all its memory is free.
   *
   * @param worn whether its memory may be spoilt, as by a model that did not open: nobody else gets it then
   */
  release(worn?: boolean): void
}

/** Where the runtime's files are, or what they are already. */
export type Files = Pick<OnnxruntimeWebOptions, "wasmPaths" | "compiled">

interface Started {
  readonly lane: Lane<Opening>
  /** Threads of its runtime. */
  readonly threads: number
  /** Where its runtime's files came from. */
  readonly files: string
  /** Version of the runtime, once it runs. */
  readonly version: Promise<string>
  /** The runtime's file as other lanes may start from it. */
  compiled: WebAssembly.Module | undefined
  holders: number
  worn: boolean
  end(): void
}

// Often the next model comes soon after the last one has gone, in ms.
const lingering = 3000

class NoThread extends Error {}

const started = new Set<Started>()
let canStart = globalThis.Worker !== undefined

/**
 * A lane in a worker, with a runtime of its own. Models of a page share lanes.
 *
 * @param threads of the runtime
 * @param others that it must not be
 * @returns `undefined` where there are no workers, as in Node, or none that finds its file, as in pages whose modules
 *   come by an import map, which workers do not have
 * @throws PamiError `BACKEND_UNAVAILABLE` when the runtime does not start in it
 */
export async function takeLane(
  threads: number,
  { wasmPaths, compiled }: Files,
  others: readonly Lane<Opening>[] = [],
): Promise<Held | undefined> {
  if (!canStart) return undefined
  const start = { threads, ...(wasmPaths !== undefined && { wasmPaths: absolute(wasmPaths) }) }
  const isFree = (one: Started) =>
    one.threads === threads && one.files === filesOf(start) && !one.worn && !others.includes(one.lane)
  try {
    const one = [...started].find(isFree) ?? startLane(start, compiled)
    one.holders++
    const release = (worn = false) => letGo(one, worn)
    try {
      return { lane: one.lane, version: await one.version, release }
    } catch (error) {
      release(true)
      throw error
    }
  } catch (error) {
    if (!(error instanceof NoThread)) throw error
    canStart = false
    return undefined
  }
}

function filesOf({ wasmPaths }: Start): string {
  return JSON.stringify(wasmPaths ?? null)
}

function startLane(start: Start & { readonly threads: number }, compiled: Files["compiled"]): Started {
  const worker = createWorker()
  let begun!: (version: string) => void
  let failed!: (error: Error) => void
  const version = new Promise<string>((resolve, reject) => {
    begun = resolve
    failed = reject
  })
  const lane = createLane<Opening>((onReply, onStop) => {
    worker.addEventListener("message", ({ data }: MessageEvent<FromLane>) => {
      if ("version" in data) {
        one.compiled ??= data.compiled
        begun(data.version)
      } else if ("unavailable" in data) failed(new PamiError("BACKEND_UNAVAILABLE", data.unavailable))
      else onReply(data)
    })
    worker.addEventListener("error", (event) => {
      event.preventDefault()
      failed(new NoThread())
      one.worn = true
      onStop(event.message)
    })
    return { post: (message: ToLane, transfer) => worker.postMessage(message, transfer) }
  })
  const end = () => {
    started.delete(one)
    worker.terminate()
  }
  const files = filesOf(start)
  const like = [...started].find((other) => other.files === files && other.compiled !== undefined)
  const { threads } = start
  const one: Started = {
    lane,
    threads,
    files,
    version,
    compiled: undefined,
    holders: 0,
    worn: false,
    end,
  }
  started.add(one)
  const tell = (message: ToLane) => worker.postMessage(message, [])
  tell({ start })
  // Where it was not to be had, the lane fetches the file itself, and says what is amiss with it.
  const known = async () => like?.compiled ?? (await compiled?.())
  void known()
    .catch(() => undefined)
    .then((module) => tell({ compiled: (one.compiled = module) }))
  return one
}

function createWorker(): Worker {
  try {
    // Bundlers look for exactly this expression. From sources, Vite finds the .ts file behind the name.
    return new Worker(new URL("./worker.js", import.meta.url), { type: "module" })
  } catch {
    // Modules of another origin may be imported, but not be workers.
    throw new NoThread()
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
