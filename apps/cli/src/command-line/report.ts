import { unlessStopped } from "../interrupt.ts"
import type { ReportFlags } from "../report/report.ts"
import type { AddCommand } from "./shared.ts"

/** `pami report`: its arguments and options. */
export const addReport: AddCommand = (program, console, finish) => {
  program
    .command("report")
    .description("write the results of an evaluation as one HTML page, which makes no request")
    .argument("<folder>", "the folder that `pami evaluate --out` named")
    .option("-o, --output <file.html>", "the page (default: report.html in the folder)")
    .action((folder: string, flags: ReportFlags) =>
      finish(
        unlessStopped(
          import("../report/report.ts").then(({ reportCommand }) => reportCommand(folder, flags, console)),
          console.signal,
        ),
      ),
    )
}
