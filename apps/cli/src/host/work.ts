import { parentPort, workerData } from "node:worker_threads"
import { run } from "../program.ts"
import type { StopMessage, WorkData, WorkMessage } from "./messages.ts"

// The thread that works: it may be busy for long, while the main thread hears signals and draws on the terminal.
const { args, terminal, colors } = workerData as WorkData
const port = parentPort!
const post = (message: WorkMessage) => port.postMessage(message)
const stop = new AbortController()
port.on("message", (message: StopMessage) => stop.abort(message.stop))

const status = await run(args, {
  stdout: (text) => post({ kind: "stdout", text }),
  stderr: (text) => post({ kind: "stderr", text }),
  terminal,
  colors,
  drawLine: (text) => post({ kind: "line", text }),
  signal: stop.signal,
  setUnsaved: (unsaved) => post({ kind: "unsaved", unsaved }),
})
post({ kind: "done", status })
port.close()
