import type { Picture } from "@pami/image"
import type { Remote } from "comlink"
import { nameWorker, watch, type Thread } from "../../engine/thread.ts"
import type { ImageWorker } from "./contract.ts"

/** The image worker, which may be ended at any time: another one starts with the next question. */
export interface ImageWorkerClient extends Omit<ImageWorker, "setImage"> {
  /** Takes the image that is saved with its map. A worker gets it once, when something is first saved. */
  setImage(image: Picture): void
  /** Ends the worker. Pending questions are rejected with `ENGINE_ENDED`. */
  end(): void
}

/** Returns the image worker. It starts with the first question, after the worker that opens the model. */
export function startImageWorker(): ImageWorkerClient {
  let started: Thread<ImageWorker> | undefined
  let image: Picture | undefined
  // The image that the present worker has.
  let given: Picture | undefined

  async function ask<Value>(question: (remote: Remote<ImageWorker>) => Promise<Value>): Promise<Value> {
    const { remote, broken } = (started ??= startWorker(() => (started = given = undefined)))
    return Promise.race([question(remote), broken])
  }

  /** As {@link ask}, of the worker that has the image. */
  function askOfImage<Value>(question: (remote: Remote<ImageWorker>) => Promise<Value>): Promise<Value> {
    return ask(async (remote) => {
      const now = image
      if (now !== undefined && given !== now) {
        await remote.setImage(now)
        given = now
      }
      return question(remote)
    })
  }

  return {
    decode: (file, name) => ask((remote) => remote.decode(file, name)),
    unzip: (archive, name) => ask((remote) => remote.unzip(archive, name)),
    draw: (sample, side) => ask((remote) => remote.draw(sample, side)),
    setImage: (next) => void (image = next),
    png: (shot) => askOfImage((remote) => remote.png(shot)),
    cut: (pixels, width, height) => ask((remote) => remote.cut(pixels, width, height)),
    svg: (shot, caption) => askOfImage((remote) => remote.svg(shot, caption)),
    prepareSvg: () => ask((remote) => remote.prepareSvg()),
    end: () => started?.end(),
  }
}

function startWorker(onEnd: () => void): Thread<ImageWorker> {
  const name = nameWorker("images")
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name })
  const stopped = (reason: string) => ({
    code: "IMAGE_WORKER_STOPPED",
    message: `The worker that reads and draws images has stopped (${reason}). Try again. If it stops again, use a smaller image or reload the page`,
  })
  return watch<ImageWorker>(worker, name, { stopped, onEnd })
}
