import { pami } from "./command-line.ts"
import {
  describeFailure,
  describeInspection,
  type Explained,
  failureOf,
  type Inspected,
} from "./documents.ts"
import type { ModelFile } from "./models.ts"
import type { Row, Tools } from "./row.ts"

/** Returns the row of a model that the command line does not explain: its error. */
export async function describeUnexplained(_: ModelFile, file: string, { data }: Tools): Promise<Row> {
  const image = data("photos/chelsea.png")
  const refused = failureOf(await pami<Explained>(["explain", image, "--model", file, "--no-figure"]))
  return {
    isRight: refused !== undefined,
    lines: [
      refused === undefined ? "not refused: a map" : `refused: ${describeFailure(refused)}`,
      `inspect: ${describeInspection(await pami<Inspected>(["inspect", file]))}`,
    ],
  }
}
