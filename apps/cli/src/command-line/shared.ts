import { Option } from "commander"
import type { Command } from "commander"
import { backendNames } from "../backends.ts"
import type { Console } from "../console.ts"
import { whole } from "../option-parsers.ts"

/** Adds a command to the program; `finish` takes the exit status that the command returns. */
export type AddCommand = (
  program: Command,
  console: Console,
  finish: (status: Promise<number>) => Promise<void>,
) => void

export function backendOption(): Option {
  return new Option(
    "--backend <name|module>",
    `runtime for the model, with its device after a colon, as in tfjs:wasm: ${backendNames.join(", ")}, or a module of your own (default: as the model's file needs)`,
  )
}

export function maxPixelsOption(): Option {
  return new Option(
    "--max-pixels <n>",
    "pixels that a picture may declare before it is decoded (default: 100 million)",
  ).argParser(whole(4))
}

// Far more than cores of one machine, far less than a system gives.
const mostThreads = 256

export function threadsOption(): Option {
  return new Option(
    "--threads <n>",
    "threads of the runtime; never changes the map (default: physical cores)",
  ).argParser(whole(1, mostThreads))
}
