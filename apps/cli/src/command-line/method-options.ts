import { methodNames } from "@pami/methods"
import { Option } from "commander"
import type { Command } from "commander"
import { UsageError } from "../exit-status.ts"
import { whole } from "../option-parsers.ts"
import { addModelOptions } from "./model-options.ts"
import { batchOption, maxPixelsOption, threadsOption } from "./shared.ts"

/** A comma-separated list without repetition. */
export function names(text: string): string[] {
  const list = text.split(",").map((name) => name.trim())
  if (list.includes("")) throw new UsageError(`expected names separated by commas; got "${text}"`)
  return [...new Set(list)]
}

// Listed here: the module that makes them is loaded when a command runs.
const baselines = "blur, blur-authors, blur-rise, black, white, mean, noise, #rrggbb"

/** Adds the options of commands that compare methods: the model's, and those that all methods share. Returns the command. */
export function addMethodOptions(command: Command, defaults: { readonly methods: string }): Command {
  return addModelOptions(command)
    .addOption(
      new Option("--methods <names>", `methods, comma-separated: ${methodNames.join(", ")}`)
        .argParser(names)
        .default(names(defaults.methods), defaults.methods),
    )
    .addOption(
      new Option("--passes <n,...>", "maximum number of forward passes of each method; several compare")
        .argParser((text) => names(text).map(whole(1)))
        .default([300], "300"),
    )
    .option("--masking <name>", `masking operator of all methods: ${baselines}`, "blur")
    .addOption(
      new Option("--baselines <names>", `baselines of insertion and deletion, comma-separated: ${baselines}`)
        .argParser(names)
        .default(["blur", "black"], "blur,black"),
    )
    .addOption(
      new Option("--seed <n>", "seed of all random choices").argParser(whole(0, 2 ** 31 - 1)).default(0),
    )
    .addOption(batchOption())
    .addOption(threadsOption())
    .addOption(maxPixelsOption())
}
