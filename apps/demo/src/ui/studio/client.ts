import { wrap, type Remote } from "comlink"
import type { Studio } from "./contract.ts"

/** The worker for pictures, which may be ended at any time: another one starts with the next question. */
export interface StudioClient extends Studio {
  /** Ends the worker. What was asked of it is answered with `ENGINE_ENDED`. */
  end(): void
}

interface Running {
  readonly remote: Remote<Studio>
  readonly broken: Promise<never>
  end(): void
}

/** The worker for pictures. It starts when it is first needed: not before the one that opens the model. */
export function startStudio(): StudioClient {
  let started: Running | undefined

  async function ask<Value>(question: (remote: Remote<Studio>) => Promise<Value>): Promise<Value> {
    const { remote, broken } = (started ??= startWorker())
    return Promise.race([question(remote), broken])
  }

  return {
    decode: (file, name) => ask((remote) => remote.decode(file, name)),
    draw: (sample, side) => ask((remote) => remote.draw(sample, side)),
    png: (shot) => ask((remote) => remote.png(shot)),
    cut: (pixels, width, height) => ask((remote) => remote.cut(pixels, width, height)),
    svg: (shot, caption) => ask((remote) => remote.svg(shot, caption)),
    prepareSvg: () => ask((remote) => remote.prepareSvg()),
    end() {
      started?.end()
      started = undefined
    },
  }
}

function startWorker(): Running {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name: "studio" })
  let reject: (error: unknown) => void
  const broken = new Promise<never>((_, refuse) => (reject = refuse))
  // Nobody may be waiting.
  broken.catch(() => undefined)
  const end = () => {
    worker.terminate()
    reject({ code: "ENGINE_ENDED", message: "it was stopped" })
  }
  return { remote: wrap<Studio>(worker), broken, end }
}
