import { wrap } from "comlink"
import type { Studio } from "./contract.ts"

/** Starts the worker for pictures. */
export function startStudio(): Studio {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name: "studio" })
  return wrap<Studio>(worker) as unknown as Studio
}
