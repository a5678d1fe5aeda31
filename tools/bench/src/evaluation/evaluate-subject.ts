import { classProbability, explain } from "@pami/core"
import type { MaskingOperator, Method } from "@pami/core"
import { evaluator } from "@pami/evaluation"
import type { Metric, NamedMap } from "@pami/evaluation"
import { black, blur, mean } from "@pami/image"
import type { Pixels } from "@pami/image"
import { pictureInputOf } from "../quality/subject.ts"
import type { Subject } from "../quality/subject.ts"
import type { Ledger } from "./ledger.ts"

const operators: Readonly<Record<string, () => MaskingOperator<Pixels>>> = { blur: () => blur(), black, mean }

/**
 * Explains one subject by all methods and judges the maps by all metrics, as `pami evaluate` does.
 *
 * @returns the numbers of items of all runs
 */
export async function evaluateSubject(
  subject: Subject,
  methods: readonly Method[],
  metrics: readonly Metric[],
  ledger: Ledger,
): Promise<number[]> {
  const first = ledger.sizes.length
  const step = ledger.steps(subject.model)
  const [{ target: id, object }] = subject.goals
  const { width, height } = subject.preprocessing
  const target = classProbability({ activation: "softmax", classes: [id] })
  const { input, baselines } = await step("inputs", async () => {
    const prepared = await pictureInputOf(subject, blur())
    const names = new Set(metrics.flatMap((metric) => metric.baselines))
    const over = [...names].map(async (name) => [
      name,
      name === "blur" ? prepared.input : (await prepared.maskedBy(operators[name]())).input,
    ])
    return { input: prepared.input, baselines: Object.fromEntries(await Promise.all(over)) }
  })
  const truth = object && { width, height, mask: object }
  const maps: NamedMap[] = []
  for (const { name, partitioner, read } of methods) {
    const explanation = await step(
      name,
      async (model) => await explain({ model, input, target, partitioner, batch: "auto" }),
    )
    const map = await step(`${name}, map`, async () => read(explanation, id))
    maps.push({ name, map, target: id, ...(truth && { truth }) })
  }
  await step("metrics", async (model) => {
    const judge = await evaluator({ model, baselines, target })
    await judge.evaluate(maps, metrics)
    judge.close()
  })
  return ledger.sizes.slice(first)
}
