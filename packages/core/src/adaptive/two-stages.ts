import type { Input } from "../contracts/input.ts"
import type { Partitioner, Scored } from "../contracts/partitioner.ts"
import type { Settings } from "../contracts/settings.ts"
import type { Explanation } from "../contracts/explanation.ts"
import { ofStage } from "../read-out/stage.ts"
import { relay } from "./relay.ts"

/** Options of {@link twoStages}. */
export interface TwoStagesOptions {
  /** Cuts the input. */
  readonly first: Partitioner
  /** Cuts what `look` returns. */
  readonly second: Partitioner
  /** Returns the input as the second partitioner sees it, after a look at the scores of the first stage. */
  look(first: Explanation, input: Input): Input | Promise<Input>
  /** How `look` works, for the manifest. */
  readonly settings?: Settings
}

/**
 * Returns a partitioner that cuts the input a second time, guided by the scores of the first (paper, pre-segmentation: the
 * second stage segments the first map). Both stages are one sweep: {@link ofStage} reads one of them out.
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
