import type { BatchWriter, Model, Part } from "@pami/core"
import type { Sight } from "./sight.ts"

/** Shows the model one part after another. */
export interface Prober {
  readonly sight: Sight
  /** @throws RangeError for a part that is none, or a class that the model does not have */
  probe(part: Part, target: number): Promise<{ score: number; masked: Float32Array }>
  close(): void
}

/** A prober with a batch buffer of its own: a sweep may rest meanwhile. */
export function createProber(sight: Sight, model: Model): Prober {
  const { prepared, checked, looked } = sight
  const { bound, batch } = checked
  const slots = batch.fixed ? batch.largest : 1
  const units = looked.width * looked.height
  const scores = new Float64Array(bound.targets.length)
  const writer: BatchWriter = prepared.input.open(slots)
  return {
    sight,
    async probe(part, target) {
      checkPart(part, units)
      const place = bound.targets.findIndex(({ id }) => id === target)
      if (place < 0) throw new RangeError(`the model has ${bound.targets.length} classes; got ${target}`)
      writer.preserve(0, part)
      bound.score(await model.run(writer.feeds(slots)), 1, scores)
      return { score: scores[place], masked: masked(looked, part) }
    },
    close: () => writer.close(),
  }
}

function masked({ fitted, baseline, width, height }: Sight["looked"], part: Part): Float32Array {
  const channels = fitted.length / (width * height)
  const picture = baseline.slice()
  for (let i = 0; i < part.length; i += 2) {
    const [start, end] = [part[i] * channels, part[i + 1] * channels]
    picture.set(fitted.subarray(start, end), start)
  }
  return picture
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
