import type { Remote } from "comlink"
import { nameWorker, watch, type Thread } from "../../engine/thread.ts"
import type { Studio } from "./contract.ts"

/** The worker for images, which may be ended at any time: another one starts with the next question. */
export interface StudioClient extends Studio {
  /** Ends the worker. What was asked of it is answered with `ENGINE_ENDED`. */
  end(): void
}

/** The worker for images. It starts when it is first needed: not before the one that opens the model. */
export function startStudio(): StudioClient {
  let started: Thread<Studio> | undefined

  async function ask<Value>(question: (remote: Remote<Studio>) => Promise<Value>): Promise<Value> {
    const { remote, broken } = (started ??= startWorker(() => (started = undefined)))
    return Promise.race([question(remote), broken])
  }

  return {
    decode: (file, name) => ask((remote) => remote.decode(file, name)),
    draw: (sample, side) => ask((remote) => remote.draw(sample, side)),
    png: (shot) => ask((remote) => remote.png(shot)),
    cut: (pixels, width, height) => ask((remote) => remote.cut(pixels, width, height)),
    svg: (shot, caption) => ask((remote) => remote.svg(shot, caption)),
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
