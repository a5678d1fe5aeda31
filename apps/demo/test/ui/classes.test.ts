import { expect, test, vi } from "vitest"
import type { EngineWorker } from "../../src/engine/contract.ts"
import { findClasses, withChosen } from "../../src/ui/logic/classes.ts"
import { prediction, stepOf } from "../fakes/engine.ts"
import { openedPage } from "./page.ts"

const names = ["tabby, tabby cat", "catamaran", "tiger cat", "Vacation", "dog"]
const scores = Float64Array.of(0.1, 0.2, 0.5, 0.05, 0.15)
const find = (text: string, most = 10) =>
  findClasses(text, scores, (index) => names[index], most).map((index) => names[index])

test("a class is found by any part of its name, words that begin with it first, then by score", () => {
  expect(find("CAT")).toEqual(["tiger cat", "catamaran", "tabby, tabby cat", "Vacation"])
  expect(find("unicorn")).toEqual([])
  expect(find("", 2)).toEqual(["tiger cat", "catamaran"])
})

test("a chosen class is listed however improbable, once, and only if the model has it", () => {
  const many = { classes: [{ class: 2, score: 0.5 }], scores }
  const listed = (target: number, versus: number | null) =>
    withChosen(many, { target, versus }).map((entry) => entry.class)
  expect(listed(3, 1)).toEqual([2, 1, 3])
  expect(listed(2, 99)).toEqual([2])
})

/** A model of three classes, whose sweeps keep the two most probable ones and the one that they are for. */
const limited = { ...prediction, scores: Float64Array.of(0.7, 0.2, 0.1) }

test("a class that the sweep has not kept is explained by another sweep, after the visitor agrees", async () => {
  const explain = vi.fn(async () => {})
  const page = await openedPage({ engines: [{ predict: async () => limited, explain }] })
  const { showClass, sweepFor, unkept } = await import("../../src/ui/new-sweep.ts")
  showClass(2)
  expect(unkept.value).toBe(2)
  expect(explain).toHaveBeenCalledTimes(1)
  await sweepFor(2)
  expect(explain).toHaveBeenCalledTimes(2)
  expect(explain).toHaveBeenLastCalledWith(expect.anything(), { target: 2, versus: null }, expect.anything())
  expect(page.state.prediction.value!.classes.map((entry) => entry.class)).toEqual([0, 1, 2])
  showClass(2)
  expect(unkept.value).toBe(null)
})

test("classes side by side have a map each of one sweep, and the last one left is not side by side", async () => {
  const explain = vi.fn<EngineWorker["explain"]>(async (_, chosen, tell) => void (await tell(stepOf(chosen))))
  await openedPage({ engines: [{ explain }] })
  const { followRows, rows, rowViews, toggleRow } = await import("../../src/ui/side-by-side.ts")
  followRows()
  toggleRow(1)
  expect(rows.value).toEqual([0, 1])
  await expect.poll(() => rowViews.value.map(({ target }) => target)).toEqual([0, 1])
  expect(explain).toHaveBeenCalledTimes(1)
  toggleRow(0)
  expect(rows.value).toEqual([])
})
