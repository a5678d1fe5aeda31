import type { Picture } from "@pami/image"
import type { Remote } from "comlink"
import { nameWorker, watch, type Thread } from "../../engine/thread.ts"
import type { Studio } from "./contract.ts"

/** The worker for images, which may be ended at any time: another one starts with the next question. */
export interface StudioClient extends Omit<Studio, "setImage"> {
  /** Takes the image that is saved with its map. A worker gets it once, when something is first saved. */
  setImage(image: Picture): void
  /** Ends the worker. What was asked of it is answered with `ENGINE_ENDED`. */
  end(): void
}

/** The worker for images. It starts when it is first needed: not before the one that opens the model. */
export function startStudio(): StudioClient {
  let started: Thread<Studio> | undefined
  let image: Picture | undefined
  // The image that the present worker has.
  let given: Picture | undefined

  async function ask<Value>(question: (remote: Remote<Studio>) => Promise<Value>): Promise<Value> {
    const { remote, broken } = (started ??= startWorker(() => (started = given = undefined)))
    return Promise.race([question(remote), broken])
  }

  /** As {@link ask}, of the worker that has the image. */
  function askOfImage<Value>(question: (remote: Remote<Studio>) => Promise<Value>): Promise<Value> {
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
    draw: (sample, side) => ask((remote) => remote.draw(sample, side)),
    setImage: (next) => void (image = next),
    png: (shot) => askOfImage((remote) => remote.png(shot)),
    cut: (pixels, width, height) => ask((remote) => remote.cut(pixels, width, height)),
    svg: (shot, caption) => askOfImage((remote) => remote.svg(shot, caption)),
    prepareSvg: () => ask((remote) => remote.prepareSvg()),
    end: () => started?.end(),
  }
}

function startWorker(onEnd: () => void): Thread<Studio> {
  const name = nameWorker("studio")
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name })
  const stopped = (reason: string) => ({
    code: "STUDIO_STOPPED",
    message: `The part of this page that reads and draws pictures has stopped (${reason}). Try again; if it stops once more, take a smaller picture or load the page again`,
  })
  return watch<Studio>(worker, name, { stopped, onEnd })
}
