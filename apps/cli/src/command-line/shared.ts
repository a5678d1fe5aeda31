import { Option } from "commander"
import type { Command } from "commander"
import { backendNames } from "../backends.ts"
import type { Console } from "../console.ts"
import { whole } from "../option-parsers.ts"

/** Adds a command to the program; `finish` takes the exit status that the command returns. A command is loaded when it runs. */
export type AddCommand = (
  program: Command,
  console: Console,
  finish: (status: Promise<number>) => Promise<void>,
) => void

export function backendOption(): Option {
  return new Option(
    "--backend <name|module>",
    `runtime of the model, with an optional device, as in onnxruntime-node:cuda: ${backendNames.join(", ")}, or your own module (default: by the model's file)`,
  )
}

export function maxPixelsOption(): Option {
  return new Option(
    "--max-pixels <n>",
    "maximum number of pixels of an image (default: 100 million)",
  ).argParser(whole(4))
}

// Items of one run. Their bytes are known once the model is loaded.
const mostItems = 65_536

export function batchOption(): Option {
  return new Option("--batch <n>", 'items of one run, or "auto"; never changes the map')
    .argParser((text) => (text === "auto" ? text : whole(1, mostItems)(text)))
    .default("auto")
}

// More than any machine has cores, fewer than a system allows.
const mostThreads = 256

export function threadsOption(): Option {
  return new Option(
    "--threads <n>",
    "threads of the runtime; never changes the map (default: physical cores)",
  ).argParser(whole(1, mostThreads))
}

export function queueNameOption(): Option {
  return new Option(
    "--queue-name <name>",
    "keeps the runs of a store apart: letters, digits, dots, - and _ (default: pami)",
  )
}
