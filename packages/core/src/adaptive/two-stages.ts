import type { Input } from "../contracts/input.ts"
import type { Partitioner, Scored } from "../contracts/partitioner.ts"
import type { Settings } from "../contracts/settings.ts"
import type { Explanation } from "../contracts/explanation.ts"
import { ofStage } from "../read-out/stage.ts"
import { relay } from "./relay.ts"

/** Options of {@link twoStages}. */
export interface TwoStagesOptions {
  /** Cuts the input first. */
  readonly first: Partitioner
  /** Cuts the input that `look` returns. */
  readonly second: Partitioner
  /** Returns the input for the second partitioner, from the scores of the first stage: its map as an image, for instance. */
  look(first: Explanation, input: Input): Input | Promise<Input>
  /** Settings of `look`, for the manifest. */
  readonly settings?: Settings
}

/**
 * Returns a partitioner that cuts the input a second time, guided by the scores of the first (paper, pre-segmentation: the
 * second stage segments the first map). Both stages are one sweep: {@link ofStage} returns one of them.
 *
 * @example
 * const partitioner = twoStages({
 *   first: slidingWindow(),
 *   second: grid({ size: 2 }),
 *   look(first, input) {
 *     const map = average(first)
 *     return { ...input, values: () => ({ shape: [16, 16], channels: 1, data: map }) }
 *   },
 * })
 * const explanation = await explain({ model, input, partitioner })
 * const map = average(ofStage(explanation, 2))
 */
export function twoStages({ first, second, look, settings = {} }: TwoStagesOptions): Partitioner {
  return {
    name: "two-stages",
    settings: {
      ...settings,
      first: { name: first.name, settings: first.settings },
      second: { name: second.name, settings: second.settings },
    },
    total: (input) => {
      const [one, two] = [first.total(input), second.total(input)]
      return one === null || two === null ? null : one + two
    },
    ...(first.planned !== undefined && second.planned !== undefined
      ? { planned: (input: Input) => [first.planned!(input)[0], second.planned!(input)[0]] }
      : {}),
    async *partitions(input, signal) {
      const stage = (number: number) => (scored: Scored) => async () => ofStage(await scored(), number)
      const scored = yield* relay(first.partitions(input, signal), { view: stage(1) })
      if (scored === undefined) return
      const guide = await look(await scored(), input)
      yield* relay(second.partitions(guide, signal), {
        change: (partition) => ({ ...partition, stage: 2 }),
        view: stage(2),
      })
    },
  }
}
