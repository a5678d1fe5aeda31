import { expect, test } from "vitest"
import { nextTurn, slices } from "./event-loop.ts"

test("of several that wait one goes on in each turn, in their order", async () => {
  const order: string[] = []
  const work = async (name: string) => {
    for (let i = 0; i < 2; i++) {
      await nextTurn()
      order.push(name)
    }
  }
  const turns = async () => {
    for (let i = 0; i < 6; i++) {
      order.push("|")
      await new Promise(setImmediate)
    }
  }
  await Promise.all([work("a"), work("b"), turns()])
  expect(order.join("").replaceAll(/\|+/g, "|")).toBe("|a|b|a|b|")
})

test("work is cut once it has taken a while, and others run in between", async () => {
  const slice = slices()
  expect(slice.due()).toBe(false)
  let turns = 0
  const timer = setInterval(() => turns++, 0)
  let cuts = 0
  while (cuts < 3) {
    if (!slice.due()) continue
    cuts++
    await slice.next()
    expect(slice.due()).toBe(false)
  }
  clearInterval(timer)
  expect(turns).toBeGreaterThan(1)
})

test("a platform without setImmediate takes turns, too", async () => {
  const { setImmediate: kept } = globalThis
  try {
    Object.assign(globalThis, { setImmediate: undefined })
    const order: number[] = []
    await Promise.all([1, 2, 3].map((number) => nextTurn().then(() => order.push(number))))
    expect(order).toEqual([1, 2, 3])
  } finally {
    Object.assign(globalThis, { setImmediate: kept })
  }
})
