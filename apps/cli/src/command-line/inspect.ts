import { inspectCommand } from "../inspect.ts"
import type { InspectFlags } from "../inspect.ts"
import { backendOption, threadsOption } from "./shared.ts"
import { unlessStopped } from "../interrupt.ts"
import type { AddCommand } from "./shared.ts"

/** `pami inspect`: its arguments and options. */
export const addInspect: AddCommand = (program, console, finish) => {
  program
    .command("inspect")
    .description(
      "what a model declares, and a guess of what it does not; with a picture, its prediction under each preset",
    )
    .argument("<model>", "ONNX model")
    .argument("[picture]", "a picture of something that the model knows")
    .option("--labels <file>", "class names")
    .option("--model-input <name>", "the model's input for the picture")
    .option("--model-output <name>", "the model's output with the class scores")
    .addOption(backendOption())
    .addOption(threadsOption())
    .option("--json", "print one JSON document on stdout and nothing else there")
    .action((model: string, picture: string | undefined, flags: InspectFlags) =>
      finish(unlessStopped(inspectCommand(model, picture, flags, console), console.signal)),
    )
}
