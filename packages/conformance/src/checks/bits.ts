import type { Model } from "@pami/core"
import { fitting } from "../run-fixture.ts"
import type { Check } from "../check.ts"
import { type RandomItem, randomItems, rowDifference, runRows } from "../rows.ts"
import { withModel, type FixtureContext } from "../fixture-context.ts"

// Models of one layer, so that many items cost little.
const small = ["linear", "convolution", "softmax"]
const zooModel = "scenes"

/** Checks of the last bits of outputs for random items: equal in every run and in batches of every size. */
export const bits: readonly Check[] = [
  {
    name: "same-bits-again",
    promise: "equal feeds give equal bits in every run",
    run: (context) => forEach(context, small, (model, name) => expectSameAgain(model, name, 7)),
  },
  {
    name: "bits-in-batches",
    promise:
      "random items give the same bits alone and in batches of 2, 7, preferredBatch, preferredBatch + 1 and 32",
    run: (context) =>
      forEach(context, small, (model, name) => {
        const { preferredBatch } = model.limits
        return expectSameInBatches(model, name, [2, 7, preferredBatch, preferredBatch + 1, 32])
      }),
  },
  {
    name: "partial-batch",
    promise: "after a batch of preferredBatch items, each item of a smaller batch gives its own outputs",
    run: (context) => forEach(context, small, expectPartialBatch),
  },
  {
    name: "own-answers",
    promise:
      "items with the same numbers in another order, and thus the same sum, each give their own outputs",
    run: (context) => forEach(context, ["linear"], expectOwnAnswers),
  },
  {
    name: `bits/${zooModel}`,
    promise:
      "images give the same bits in every run: alone, in a batch of preferredBatch items, and in a smaller batch after it",
    run: (context) =>
      forEach(context, [zooModel], async (model, name) => {
        const { preferredBatch } = model.limits
        await expectSameAgain(model, name, Math.min(2, preferredBatch))
        await expectSameInBatches(model, name, [preferredBatch, Math.ceil(preferredBatch / 2)])
      }),
  },
]

async function forEach(
  context: FixtureContext,
  names: readonly string[],
  check: (model: Model, name: string) => Promise<void>,
): Promise<void> {
  for (const name of names) await withModel(context, name, (model) => check(model, name))
}

async function expectSameAgain(model: Model, name: string, count: number): Promise<void> {
  const items = randomItems(model, fitting(model, count))
  const [first, again] = [await runRows(model, items), await runRows(model, items)]
  for (const [i, row] of first.entries())
    if (rowDifference(row, again[i]) > 0)
      throw new Error(
        `"${name}", run twice on the same ${items.length} items, gives other outputs for item ${i} the second time, by ${show(row, again[i])}: ` +
          "the outputs depend on something other than the feeds",
      )
}

async function expectSameInBatches(model: Model, name: string, counts: readonly number[]): Promise<void> {
  const sizes = [...new Set(counts.map((count) => fitting(model, count)))]
  const items = randomItems(model, Math.max(...sizes))
  const alone = await runAlone(model, items)
  for (const size of sizes) {
    const rows = await runRows(model, items.slice(0, size))
    const wrong = rows.flatMap((row, i) => (rowDifference(row, alone[i]) > 0 ? [i] : []))
    if (wrong.length === 0) continue
    const [first] = wrong
    if (await changes(model, items[first])) return
    const isSuffix = first > 0 && wrong.length === size - first
    const which = isSuffix ? `all rows from ${first} on` : `${wrong.length} of ${size} rows`
    throw new Error(
      `"${name}": in a batch of ${size}, ${which} differ from the outputs of the same items alone, row ${first} by ${show(alone[first], rows[first])}`,
    )
  }
}

async function expectPartialBatch(model: Model, name: string): Promise<void> {
  const full = fitting(model, model.limits.preferredBatch)
  const rest = Math.ceil(full / 2)
  if (rest === full) return
  const items = randomItems(model, full + rest)
  const last = items.slice(full)
  const alone = await runAlone(model, last)
  await runRows(model, items.slice(0, full))
  const rows = await runRows(model, last)
  for (const [i, row] of rows.entries()) {
    if (rowDifference(row, alone[i]) === 0) continue
    if (await changes(model, last[i])) return
    const zeros = row.every((value) => value === 0) ? "is all zeros" : `is off by ${show(alone[i], row)}`
    throw new Error(`"${name}": in a batch of ${rest} after one of ${full}, row ${i} ${zeros}`)
  }
}

async function runAlone(model: Model, items: readonly RandomItem[]): Promise<Float64Array[]> {
  const rows: Float64Array[] = []
  for (const item of items) rows.push(...(await runRows(model, [item])))
  return rows
}

/**
 * Returns whether the outputs of an item change from run to run. Then batches are not the cause, and another check
 * fails.
 */
async function changes(model: Model, item: RandomItem): Promise<boolean> {
  const [first, ...more] = await runAlone(model, [item, item, item, item])
  return more.some((row) => rowDifference(row, first) > 0)
}

// The same numbers, thus exactly the same sum, with the same first and last number.
const alike = [{ x: Float32Array.of(1, 2, 3, 4) }, { x: Float32Array.of(1, 3, 2, 4) }]

async function expectOwnAnswers(model: Model): Promise<void> {
  const say = (how: string) =>
    new Error(
      `for 1, 2, 3, 4 and then 1, 3, 2, 4 ${how}, the model gives the same outputs: it returns earlier outputs again ` +
        "for feeds that have only their sum in common",
    )
  const [a] = await runRows(model, alike.slice(0, 1))
  const [b] = await runRows(model, alike.slice(1))
  if (rowDifference(a, b) === 0) throw say("alone")
  if (fitting(model, 2) < 2) return
  const [there] = await runRows(model, alike)
  const [back] = await runRows(model, alike.toReversed())
  if (rowDifference(there, back) === 0) throw say("as the first of two items")
}

/** Returns the largest difference of two rows as text. */
function show(a: Float64Array, b: Float64Array): string {
  return rowDifference(a, b).toPrecision(2)
}
