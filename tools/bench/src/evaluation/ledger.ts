import type { Model } from "@pami/core"
import { timed } from "../under-way.ts"

interface Entry {
  passes: number
  milliseconds: number
  inModel: number
  processor: number
}

/** Time and forward passes of the steps of an evaluation, added up by their names. */
export class Ledger {
  /** Numbers of items of all runs. */
  readonly sizes: number[] = []
  readonly #entries = new Map<string, Entry>()

  /** Returns a function that runs a step with the model, and adds its cost to those of its name. */
  steps(model: Model): <Result>(name: string, step: (model: Model) => Promise<Result>) => Promise<Result> {
    const clock = timed(model)
    const counting: Model = {
      ...clock.model,
      run: async (feeds) => {
        this.sizes.push(Object.values(feeds)[0].shape[0])
        return await clock.model.run(feeds)
      },
    }
    return async (name, step) => {
      const [started, inModel, runs] = [performance.now(), clock.milliseconds, this.sizes.length]
      const processor = process.cpuUsage()
      const result = await step(counting)
      const entry = this.#entries.get(name) ?? { passes: 0, milliseconds: 0, inModel: 0, processor: 0 }
      this.#entries.set(name, entry)
      entry.milliseconds += performance.now() - started
      entry.inModel += clock.milliseconds - inModel
      const { user, system } = process.cpuUsage(processor)
      entry.processor += (user + system) / 1000
      entry.passes += this.sizes.slice(runs).reduce((sum, size) => sum + size, 0)
      return result
    }
  }

  /** Returns a row for each step and one for all, for `table`. Seconds in the model: those in which a run is under way. */
  rows(): Record<string, string | number>[] {
    const all = [...this.#entries.values()]
    const sum = (read: (entry: Entry) => number) => all.reduce((total, entry) => total + read(entry), 0)
    const whole: Entry = {
      passes: sum(({ passes }) => passes),
      milliseconds: sum(({ milliseconds }) => milliseconds),
      inModel: sum(({ inModel }) => inModel),
      processor: sum(({ processor }) => processor),
    }
    return [...this.#entries, ["all", whole] as const].map(
      ([step, { passes, milliseconds, inModel, processor }]) => ({
        step,
        passes,
        "s in the model": (inModel / 1000).toFixed(2),
        "s outside": ((milliseconds - inModel) / 1000).toFixed(2),
        "processor s": (processor / 1000).toFixed(2),
        "% of all time outside": ((100 * (milliseconds - inModel)) / whole.milliseconds).toFixed(1),
      }),
    )
  }
}
