import { PamiError } from "@pami/core"
import { Option } from "commander"
import { backendNames, isMissing } from "../backends.ts"
import { whole } from "../option-parsers.ts"
import type { ServeFlags } from "../serve.ts"
import { maxPixelsOption, threadsOption } from "./shared.ts"
import type { AddCommand } from "./shared.ts"

/** `pami serve`: its arguments and options. */
export const addServe: AddCommand = (program, console, finish) => {
  program
    .command("serve")
    .description(
      "explain the predictions of the models of a folder over HTTP and in the browser, until Ctrl-C",
    )
    .argument("<folder>", "its .onnx files, and the folders in it that hold a model")
    .addOption(new Option("--port <n>", "port; 0 for any free one").argParser(whole(0, 65_535)).default(8080))
    .option("--host <address>", "address to listen on; any but this machine's needs a token", "127.0.0.1")
    .option("--token-variable <name>", "environment variable that holds the bearer token", "PAMI_TOKEN")
    .addOption(
      new Option(
        "--backend <name|module>",
        `runtime of the models; can be repeated (default: every installed one of ${backendNames.join(", ")})`,
      ).argParser((name, before: string[] = []) => [...before, name]),
    )
    .addOption(new Option("--workers <n>", "explanations at once").argParser(whole(1, 64)).default(1))
    .addOption(
      new Option("--queue <n>", "explanations that wait; others get status 503")
        .argParser(whole(0, 10_000))
        .default(32),
    )
    .addOption(
      new Option("--max-file <mib>", "largest file of a request, in MiB")
        .argParser(whole(1, 1024))
        .default(16),
    )
    .addOption(maxPixelsOption())
    .addOption(
      new Option("--max-passes <n>", "largest number of forward passes of an explanation")
        .argParser(whole(1))
        .default(10_000),
    )
    .addOption(
      new Option("--time-limit <s>", "longest explanation, in seconds")
        .argParser(whole(1, 86_400))
        .default(120),
    )
    .addOption(threadsOption())
    .option("--no-site", "serve neither the site nor the files of the models, which it fetches")
    .option("--quiet", "print nothing but the address")
    .action((folder: string, flags: ServeFlags) =>
      finish(loadServer().then(({ serveCommand }) => serveCommand(folder, flags, console))),
    )
}

/** Loads the server, which only this command needs. */
async function loadServer(): Promise<typeof import("../serve.ts")> {
  try {
    return await import("../serve.ts")
  } catch (cause) {
    if (!isMissing(cause)) throw cause
    throw new PamiError(
      "SERVER_UNAVAILABLE",
      "the server is not installed: npm install @pami/serve, next to this program",
      { cause },
    )
  }
}
