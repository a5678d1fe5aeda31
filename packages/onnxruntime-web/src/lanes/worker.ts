import { serveSessions } from "@pami/onnxruntime-common"
import { type Runtime, startRuntime, versionOf } from "../runtime.ts"
import { type Opening, openSession } from "../session.ts"
import type { FromLane, ToLane } from "./messages.ts"

let runtime: Promise<Runtime>
const serve = serveSessions(async (opening: Opening) => openSession(await runtime, opening))

self.addEventListener("message", async ({ data }: MessageEvent<ToLane>) => {
  const post = (message: FromLane, transfer: ArrayBuffer[] = []) => self.postMessage(message, { transfer })
  if (!("start" in data)) return serve(data, post)
  runtime = startRuntime("wasm", data.start)
  await runtime.then(
    (begun) => post({ version: versionOf(begun) }),
    (error: Error) => post({ unavailable: error.message }),
  )
})
