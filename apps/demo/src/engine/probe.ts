import type { BatchWriter, Input, Model, Part, Preflight } from "@pami/core"
import { countUnits } from "@pami/core"
import type { Contrast } from "@pami/explainer"
import { placeOf } from "./only.ts"

/** An input, and what the checks before its first run have decided. */
export interface Probed {
  readonly input: Input
  readonly checked: Pick<Preflight, "bound" | "batch">
}

/** Scores one part after another. */
export interface Prober {
  readonly input: Input
  /**
   * Returns the score of a part, shown alone; of a contrast, the difference of two.
   *
   * @throws RangeError for an invalid part, or a target that the model does not have
   */
  probe(part: Part, chosen: Contrast): Promise<number>
  close(): void
}

/** Returns a prober with its own batch buffer: a sweep may be paused meanwhile. */
export function createProber({ input, checked: { bound, batch } }: Probed, model: Model): Prober {
  const slots = batch.fixed ? batch.largest : 1
  const units = countUnits(input.grids)
  const scores = new Float64Array(bound.targets.length)
  const writer: BatchWriter = input.open(slots)
  return {
    input,
    async probe(part, { target, versus }) {
      checkPart(part, units)
      const place = placeOf(bound.targets, target)
      const other = versus === undefined ? null : placeOf(bound.targets, versus)
      writer.preserve(0, part)
      bound.score(await model.run(writer.feeds(slots)), 1, scores)
      return scores[place] - (other === null ? 0 : scores[other])
    },
    close: () => writer.close(),
  }
}

function checkPart(part: Part, units: number): void {
  let last = 0
  for (let i = 0; i < part.length; i += 2) {
    if (part[i] >= last && part[i + 1] > part[i] && part[i + 1] <= units) last = part[i + 1]
    else
      throw new RangeError(
        `a part is sorted runs of units from 0 to ${units}; got [${part[i]}, ${part[i + 1]}) at ${i / 2}`,
      )
  }
}
