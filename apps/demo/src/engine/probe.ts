import type { BatchWriter, Model, Part } from "@pami/core"
import type { Chosen } from "./choice.ts"
import type { Predicted } from "./predict.ts"

/** Scores one part after another. */
export interface Prober {
  readonly predicted: Predicted
  /**
   * Returns the score of a part, shown alone; of a contrast, the difference of two.
   *
   * @throws RangeError for an invalid part, or a class that the model does not have
   */
  probe(part: Part, chosen: Chosen): Promise<number>
  close(): void
}

/** Returns a prober with its own batch buffer: a sweep may be paused meanwhile. */
export function createProber(predicted: Predicted, model: Model): Prober {
  const { prepared, checked, prediction } = predicted
  const { bound, batch } = checked
  const slots = batch.fixed ? batch.largest : 1
  const units = prediction.width * prediction.height
  const scores = new Float64Array(bound.targets.length)
  const writer: BatchWriter = prepared.input.open(slots)
  const placeOf = (target: number) => {
    const place = bound.targets.findIndex(({ id }) => id === target)
    if (place < 0) throw new RangeError(`the model has ${bound.targets.length} classes; got ${target}`)
    return place
  }
  return {
    predicted,
    async probe(part, { target, versus }) {
      checkPart(part, units)
      const place = placeOf(target)
      const other = versus === null ? null : placeOf(versus)
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
