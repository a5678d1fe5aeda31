import { expect, test } from "vitest"
import { openedPage } from "./page.ts"

test("of answers far below zero, too, one is the best", async () => {
  const scores = [-5, -3, -4]
  await openedPage({
    engines: [{ probe: async () => scores.shift() ?? -9 }],
  })
  const { begin, moveTo } = await import("../../src/ui/learn/actions.ts")
  const { best, tried } = await import("../../src/ui/learn/state.ts")
  begin("move")
  await expect.poll(() => best.value?.score).toBe(-5)
  moveTo({ x: 0, y: 0 })
  await expect.poll(() => best.value?.score).toBe(-3)
  moveTo({ x: 1, y: 1 })
  await expect.poll(() => tried.value).toBe(3)
  expect(best.value?.score).toBe(-3)
})
