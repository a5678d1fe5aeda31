import { createLane, type Lane } from "@pami/backend-kit"
import { PamiError } from "@pami/core"
import type { SessionFacts } from "@pami/onnxruntime-common"
import { absolute, type OnnxruntimeWebOptions } from "../options.ts"
import type { Start } from "../runtime.ts"
import type { Opening } from "../session.ts"
import type { FromLane, ToLane } from "./messages.ts"

/** A lane in use by a model. */
export interface Held {
  readonly lane: Lane<Opening, SessionFacts>
  /** Version of the runtime. */
  readonly version: string
  /**
   * Releases the lane: when no model holds it, its thread ends, and its memory is freed.
   *
   * @param worn whether its memory may be damaged, as after a model failed to open: no other model gets it then
   */
  release(worn?: boolean): void
}

/** Addresses of the runtime's files, or the compiled file. */
export type Files = Pick<OnnxruntimeWebOptions, "wasmPaths" | "compiled">

interface Started {
  readonly lane: Lane<Opening, SessionFacts>
  /** Threads of its runtime. */
  readonly threads: number
  /** Addresses of its runtime's files. */
  readonly files: string
  /** Version of the runtime, once it runs. */
  readonly version: Promise<string>
  /** The runtime's file as other lanes may start from it. */
  compiled: WebAssembly.Module | undefined
  holders: number
  worn: boolean
  end(): void
}

// Milliseconds: often the next model is loaded soon after the last one was disposed of.
const lingering = 3000

class NoThread extends Error {}

const started = new Set<Started>()
// Compiled WebAssembly, tfjs's among it, makes Node's threads global under this name: they are not workers of a page.
let canStart = "addEventListener" in (globalThis.Worker?.prototype ?? {})

/**
 * Returns a lane in a worker with its own runtime. Models of a page share lanes.
 *
 * @param threads of the runtime
 * @param others lanes to avoid
 * @returns `undefined` on platforms without workers, such as Node, or when the worker does not find its file: workers do
 *   not have the page's import map
 * @throws PamiError `BACKEND_UNAVAILABLE` when the runtime does not start in the worker
 */
export async function takeLane(
  threads: number,
  { wasmPaths, compiled }: Files,
  others: readonly Lane<Opening, SessionFacts>[] = [],
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
  const lane = createLane<Opening, SessionFacts>((onReply, onStop) => {
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
  // On failure, the lane fetches the file itself, and reports the error.
  const known = async () => like?.compiled ?? (await compiled?.())
  void known()
    .catch(() => undefined)
    .then((module) => tell({ compiled: (one.compiled = module) }))
  return one
}

function createWorker(): Worker {
  try {
    // Bundlers look for exactly this expression. In the sources, Vite finds the .ts file behind the name.
    return new Worker(new URL("./worker.js", import.meta.url), { type: "module" })
  } catch {
    // A module of another origin can be imported, but cannot be a worker.
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
