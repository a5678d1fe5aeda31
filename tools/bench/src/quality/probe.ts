import { classProbability, countUnits, preflight } from "@pami/core"
import type { Input, Model, Part } from "@pami/core"

/** Asks a model about any choice of preserved units of one input. */
export interface Probe {
  /** Number of units of the input. */
  readonly units: number
  /** Softmax probability of class `target`, 0 to 1, for each of the parts preserved alone. */
  probabilities(target: number, parts: Iterable<Part>): Promise<Float64Array>
}

/**
 * Opens one batch for all that is asked of an input; the model's batch axis has to be free. Questions follow one
 * another: the batch is shared.
 *
 * @param targets classes that will be asked about
 */
export async function probe(model: Model, input: Input, targets: readonly number[]): Promise<Probe> {
  const slots = model.limits.preferredBatch
  const writer = input.open(Math.max(2, slots))
  const target = classProbability({ activation: "softmax", classes: targets })
  const { bound } = await preflight(model, input, target, { writer })
  const rows = new Float64Array(slots * targets.length)
  return {
    units: countUnits(input.grids),
    async probabilities(wanted, parts) {
      const column = targets.indexOf(wanted)
      if (column < 0) throw new RangeError(`the probe was opened for ${targets.join(", ")}, not ${wanted}`)
      const found: number[] = []
      let waiting = 0
      const run = async () => {
        bound.score(await model.run(writer.feeds(waiting)), waiting, rows)
        for (let item = 0; item < waiting; item++) found.push(rows[item * targets.length + column])
        waiting = 0
      }
      for (const part of parts) {
        writer.preserve(waiting++, part)
        if (waiting === slots) await run()
      }
      if (waiting > 0) await run()
      return Float64Array.from(found)
    },
  }
}
