import { serveSessions } from "@pami/backend-kit"
import { plainWords } from "@pami/onnxruntime-common"
import { type Runtime, startRuntime, versionOf } from "../runtime.ts"
import { type Opening, openSession } from "../session.ts"
import { noteCompiled, useCompiled } from "./compiled.ts"
import type { FromLane, ToLane } from "./messages.ts"

let runtime: Promise<Runtime>
const serve = serveSessions(async (opening: Opening) => openSession(await runtime, opening), plainWords)

let come!: (compiled: WebAssembly.Module | undefined) => void
const given = new Promise<WebAssembly.Module | undefined>((resolve) => (come = resolve))

self.addEventListener("message", async ({ data }: MessageEvent<ToLane>) => {
  const post = (message: FromLane, transfer: ArrayBuffer[] = []) => self.postMessage(message, { transfer })
  if ("compiled" in data) return come(data.compiled)
  if (!("start" in data)) return serve(data, post)
  let compiled = (): WebAssembly.Module | undefined => undefined
  // Fetches the runtime's script while its file is compiled elsewhere.
  runtime = startRuntime("wasm", data.start, async (env) => {
    const module = await given
    if (module === undefined) compiled = noteCompiled()
    else useCompiled(env, module)
  })
  await runtime.then(
    (begun) => post({ version: versionOf(begun), compiled: compiled() }),
    (error: Error) => post({ unavailable: error.message }),
  )
})
