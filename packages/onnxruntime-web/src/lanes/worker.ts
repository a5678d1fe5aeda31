import { serveSessions } from "@pami/onnxruntime-common"
import { type Runtime, startRuntime, versionOf } from "../runtime.ts"
import { type Opening, openSession } from "../session.ts"
import { noteCompiled, useCompiled } from "./compiled.ts"
import type { FromLane, ToLane } from "./messages.ts"

let runtime: Promise<Runtime>
const serve = serveSessions(async (opening: Opening) => openSession(await runtime, opening))

self.addEventListener("message", async ({ data }: MessageEvent<ToLane>) => {
  const post = (message: FromLane, transfer: ArrayBuffer[] = []) => self.postMessage(message, { transfer })
  if (!("start" in data)) return serve(data, post)
  const { start, compiled } = data
  const noted = compiled === undefined ? noteCompiled() : () => compiled
  runtime = startRuntime("wasm", start, (env) => compiled && useCompiled(env, compiled))
  await runtime.then(
    (begun) => post({ version: versionOf(begun), compiled: noted() }),
    (error: Error) => post({ unavailable: error.message }),
  )
})
