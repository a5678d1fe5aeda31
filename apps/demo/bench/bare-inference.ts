import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { pathToFileURL } from "node:url"
import { serve } from "@pami/browser-tests/serve"
import type { Site } from "../test/e2e/site.ts"

const onnxruntime = dirname(createRequire(import.meta.url).resolve("onnxruntime-web/wasm"))
const page = '<!doctype html><title>Bare inference</title><script type="module" src="/bare/page.ts"></script>'

/** A page with the runtime alone, in the site's browser. */
export interface BareInference {
  /** Time of so many passes of the model, in ms: batches of 8, with all threads that there are. */
  run(passes: number): Promise<number>
  close(): Promise<void>
}

/**
 * Opens it.
 *
 * @param model path of an ONNX model
 */
export async function openBare(site: Site, model: string): Promise<BareInference> {
  const place = (path: string) => {
    if (path === "/index.html") return page
    if (path === "/model") return pathToFileURL(model)
    const [, file] = /^\/onnxruntime\/(.*)$/.exec(path) ?? []
    return file === undefined ? new URL(`.${path}`, import.meta.url) : pathToFileURL(join(onnxruntime, file))
  }
  const served = await serve(place, true)
  const visit = await site.visit(served.origin)
  return {
    run: (passes) => visit.page.evaluate((count) => (globalThis as unknown as Bare).bare(count), passes),
    async close() {
      await visit.close()
      served.close()
    },
  }
}

interface Bare {
  bare(passes: number): Promise<number>
}
