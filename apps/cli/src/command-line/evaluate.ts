import { Option } from "commander"
import type { EvaluateFlags } from "../evaluate/request.ts"
import { whole } from "../option-parsers.ts"
import { shardHelp } from "../shard-option.ts"
import { addMethodOptions, names } from "./method-options.ts"
import type { AddCommand } from "./shared.ts"

const usualMetrics = "insertion,deletion,pointing,energy"

/** `pami evaluate`: its arguments and options. */
export const addEvaluate: AddCommand = (program, console, finish) => {
  const command = program
    .command("evaluate")
    .description("judge the maps of several methods on a data set; a later start goes on where this one ends")
    .argument("<data>", "a folder of images, ImageNet, Pascal VOC, COCO, or a list as CSV or JSON lines")
  addMethodOptions(command, { methods: "pami,lime,rise" })
    .addOption(
      new Option(
        "--metrics <names>",
        "metrics, comma-separated, with a variant after a colon: insertion, deletion:black, pointing:torchray, …",
      )
        .argParser(names)
        .default(names(usualMetrics), usualMetrics),
    )
    .addOption(
      new Option("--limit <n>", "number of images, drawn with the seed (default: all)").argParser(whole(1)),
    )
    .option("--split <name>", "part of Pascal VOC or COCO: test, val2017")
    .option("--only-correct", "leave out images that the model predicts wrongly")
    .requiredOption("--out <folder>", "folder of the results")
    .option("--shard <i/n>", shardHelp)
    .option("--retry", "try again what failed at an earlier start")
    .option("--json", "print the summary as JSON")
    .option("--quiet", "print no progress and no findings")
    .action((data: string, flags: EvaluateFlags) =>
      finish(
        Promise.all([import("../evaluate/evaluate.ts"), import("../evaluate/request.ts")]).then(
          ([{ evaluateCommand }, { evaluateRequest }]) =>
            evaluateCommand(data, evaluateRequest(flags), console),
        ),
      ),
    )
}
