#!/usr/bin/env node
import { run } from "./program.ts"

// The first Ctrl-C ends the sweep after the run in progress and keeps what there is; the second ends the program.
const stop = new AbortController()
process.once("SIGINT", () => stop.abort("interrupted"))

process.exitCode = await run(process.argv.slice(2), {
  stdout: (text) => process.stdout.write(text),
  stderr: (text) => process.stderr.write(text),
  terminal: process.stderr.isTTY === true,
  signal: stop.signal,
})
