import { existsSync } from "node:fs"
import { rm } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { mebibytes, median, range, table } from "@pami/measure"
import { models, pictures } from "@pami/zoo"
import { askChild } from "./footprint/ask-child.ts"
import { compile } from "./footprint/compile.ts"
import type { Phase } from "./footprint/phases.ts"
import type { Remains } from "./footprint/remains.ts"
import { fromCaller } from "./subject.ts"

const program = fileURLToPath(new URL("../../../apps/cli/dist/main.js", import.meta.url))

/**
 * Memory of whole processes that run the built packages, as users install them:
 *   pnpm bench memory [--model FILE] [--picture FILE] [--threads N] [--rounds N]
 */
export async function footprint(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      model: { type: "string" },
      picture: { type: "string" },
      threads: { type: "string", default: "2" },
      rounds: { type: "string", default: "3" },
    },
  })
  if (!existsSync(program)) throw new Error(`${program} does not exist: npm run setup`)
  const model = values.model === undefined ? fileURLToPath(models.scenes.onnx) : fromCaller(values.model)
  const picture = values.picture === undefined ? fileURLToPath(pictures.scene) : fromCaller(values.picture)
  const { threads } = values
  const folder = await compile("report-peak", "bare", "phases", "remains")
  const part = (name: string) => join(folder, `${name}.mjs`)
  try {
    console.log(`Peak resident set of a process, ${threads} threads`)
    // Every round writes another file: existing ones are kept.
    const explain = (round: number) =>
      [program, "explain", picture, "--model", model, "--threads", threads, "--quiet"].concat(
        "-o",
        join(folder, `${round}.png`),
      )
    const programs = {
      "pami explain": explain,
      "bare inference in batches of 8": () => [part("bare"), model, threads],
    }
    const rows: Record<string, string>[] = []
    for (const [name, command] of Object.entries(programs)) {
      const peaks: number[] = []
      for (let round = 0; round < Number(values.rounds); round++)
        peaks.push(await askChild<number>(["--import", part("report-peak"), ...command(round)]))
      rows.push({
        process: name,
        median: mebibytes(median(peaks)),
        "MiB, range": range(
          peaks.map((bytes) => bytes / 2 ** 20),
          1,
        ),
      })
    }
    console.log(table(rows))

    console.log("An explanation and its figure in one process, without the command line")
    const phases = await askChild<Phase[]>([part("phases"), model, picture, threads])
    console.log(table(phases.map(describePhase)))

    console.log("Explanations of an input of 512 x 512 in batches of 32, garbage collected")
    const remains = await askChild<Remains[]>(["--expose-gc", part("remains")])
    console.log(
      table(
        remains.map(({ when, resident, arrayBuffers }) => ({
          when,
          "resident set": mebibytes(resident),
          "array buffers": mebibytes(arrayBuffers),
        })),
      ),
    )
  } finally {
    await rm(folder, { recursive: true })
  }
}

function describePhase({ phase, resident, peak, seconds }: Phase): Record<string, string | number> {
  return {
    phase,
    "resident after it": mebibytes(resident),
    "peak in it": peak === undefined ? "" : mebibytes(peak),
    seconds: Number(seconds.toFixed(2)),
  }
}
