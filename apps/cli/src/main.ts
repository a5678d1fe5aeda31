#!/usr/bin/env node
import { SHARE_ENV, Worker } from "node:worker_threads"
import { hearInterruptions, interruptions } from "./host/interruptions.ts"
import type { StopMessage, WorkData, WorkMessage } from "./host/messages.ts"
import { openOutput } from "./host/output.ts"
import { colorsOf } from "./host/colors.ts"
import { terminalLine } from "./host/terminal-line.ts"
import { exitStatus } from "./statuses.ts"

// This thread hears signals and owns the terminal. The work is done in another, so that nothing that is computed, in
// whatever backend, keeps this one from either.

// A terminal that does not know its width (0 columns) cannot have a line drawn again.
const terminal = process.stderr.isTTY && process.stderr.columns > 0 && process.env["TERM"] !== "dumb"
const drawLine = terminal ? terminalLine(process.stderr) : () => {}
const stderr = openOutput(process.stderr, () => {})
let outputError: Error | undefined
const stdout = openOutput(process.stdout, (error) => {
  // A reader that has seen enough, as in `| head -1`, is none of the work's concern.
  if (error.code === "EPIPE") return
  outputError = error
  stderr(`pami: stdout cannot be written: ${error.message}; the files are written all the same\n`)
})

const worker = new Worker(
  new URL(import.meta.url.endsWith(".ts") ? "./host/work.ts" : "./host/work.js", import.meta.url),
  {
    workerData: {
      args: process.argv.slice(2),
      terminal,
      colors: colorsOf(process.stdout),
    } satisfies WorkData,
    // Variables that are set for a runtime have to reach its native code.
    env: SHARE_ENV,
    // By default V8 lets 48 MB of objects gather before it collects them; the work creates few.
    resourceLimits: { maxYoungGenerationSizeMb: 3 },
    stdout: true,
    stderr: true,
  },
)
// Output of libraries: stdout is for results.
worker.stdout.on("data", stderr)
worker.stderr.on("data", stderr)

let unsaved = false
let status: number | undefined
const signals = hearInterruptions({
  stop: (signal) => worker.postMessage({ stop: signal } satisfies StopMessage, []),
  isUnsaved: () => unsaved,
  onWait: () => stderr("pami: waiting for results; press Ctrl-C again to quit now\n"),
  onLeave(lost) {
    drawLine()
    if (lost) stderr("pami: ended before the results so far were written: they are lost\n")
  },
})

worker.on("message", (message: WorkMessage) => {
  switch (message.kind) {
    case "stdout":
      return stdout(message.text)
    case "stderr":
      return stderr(message.text)
    case "line":
      return drawLine(message.text)
    case "unsaved":
      unsaved = message.unsaved
      return
    case "done":
      return end(message.status)
  }
})
worker.on("error", (error) => {
  stderr(`pami: ${error.message} [INTERNAL]\n`)
  end(exitStatus.runtime)
})
worker.on("exit", () => {
  if (status === undefined) end(exitStatus.runtime)
})

function end(result: number): void {
  drawLine()
  unsaved = false
  const heard = signals.heard()
  status = result === exitStatus.interrupted && heard ? interruptions[heard] : result
  // Errors of stdout are known once what was written there has gone.
  process.exitCode = status
  process.once("exit", () => {
    if (outputError && status === exitStatus.done) process.exitCode = exitStatus.runtime
  })
  signals.done()
}
