import { transfer } from "comlink"
import { nameWorker, watch, type Thread } from "../thread.ts"
import type { SavedReader } from "./contract.ts"

/** A reader of saved explanations in a worker. It ends with what it shows. */
export interface SavedClient extends SavedReader {
  end(): void
}

/** Returns a reader of saved explanations, in a new worker. */
export function startSavedReader(): SavedClient {
  const name = nameWorker("saved")
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name })
  const thread: Thread<SavedReader> = watch<SavedReader>(worker, name, {
    stopped: (reason) => ({
      code: "ENGINE_STOPPED",
      message: `The worker that reads the saved explanation has stopped (${reason}). Open the file again`,
    }),
    onEnd: () => undefined,
  })
  const ask = <Value>(answer: Promise<Value>) => Promise.race([answer, thread.broken])
  const { remote } = thread
  return {
    open: (bytes, file) => ask(remote.open(transfer(bytes, [bytes.buffer as ArrayBuffer]), file)),
    read: (choice) => ask(remote.read(choice)),
    takeImage: (image) => ask(remote.takeImage(image)),
    figure: (choice) => ask(remote.figure(choice)),
    takeText: (bytes, file) => ask(remote.takeText(bytes, file)),
    end: () => thread.end(),
  }
}
