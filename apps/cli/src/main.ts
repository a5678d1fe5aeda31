#!/usr/bin/env node
import { exitStatus } from "./exit-status.ts"
import { run } from "./program.ts"

// The first Ctrl-C ends the sweep after the run in progress and keeps what there is; the second ends the program.
const stop = new AbortController()
// A listener that stays: the progress bar's exit hook takes over where it finds itself alone.
process.on("SIGINT", () => {
  if (stop.signal.aborted) process.exit(exitStatus.interrupted)
  stop.abort("interrupted")
})

process.exitCode = await run(process.argv.slice(2), {
  stdout: (text) => process.stdout.write(text),
  stderr: (text) => process.stderr.write(text),
  // A terminal that does not know its width (0 columns) cannot have a line drawn again.
  terminal: process.stderr.isTTY === true && process.stderr.columns > 0,
  signal: stop.signal,
})
