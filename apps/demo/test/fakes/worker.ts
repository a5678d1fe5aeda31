import { expose } from "comlink"
import { vi } from "vitest"

/** A worker whose code runs in this thread, and which a test can have fail or hang. */
export class FakeWorker {
  readonly #ports = new MessageChannel()
  readonly #onError: ((event: { message: string }) => void)[] = []
  isTerminated = false

  constructor(exposed: object) {
    expose(exposed, this.#ports.port2 as unknown as Parameters<typeof expose>[1])
  }

  postMessage(message: unknown, transferred: Transferable[] = []): void {
    this.#ports.port1.postMessage(message, transferred)
  }

  addEventListener(type: string, listener: (event: never) => void): void {
    if (type === "error") this.#onError.push(listener as (event: { message: string }) => void)
    else this.#ports.port1.addEventListener(type, listener as (event: Event) => void)
    this.#ports.port1.start()
  }

  removeEventListener(): void {}

  terminate(): void {
    this.isTerminated = true
    this.#ports.port1.close()
    this.#ports.port2.close()
  }

  /** Has it die, as a script does that cannot be loaded. */
  die(): void {
    for (const listener of this.#onError) listener({ message: "it was not found" })
  }
}

/**
 * Has workers start with what is given by their kind, a new one each.
 *
 * @returns those that were started, by kind
 */
export function stubWorkers(exposed: { engine: () => object; imageWorker?: () => object }) {
  const started = { engine: [] as FakeWorker[], imageWorker: [] as FakeWorker[] }
  vi.stubGlobal("Worker", function (_: URL, { name }: { name: string }) {
    const kind = name.startsWith("engine") ? "engine" : "imageWorker"
    const worker = new FakeWorker(exposed[kind]?.() ?? {})
    started[kind].push(worker)
    return worker
  })
  return started
}

/** Something that never comes. */
export const never = new Promise<never>(() => undefined)

/** A promise with what settles it. */
export function later<Value = void>() {
  let resolve!: (value: Value) => void
  let reject!: (error: unknown) => void
  const promise = new Promise<Value>((yes, no) => ([resolve, reject] = [yes, no]))
  return { promise, resolve, reject }
}
