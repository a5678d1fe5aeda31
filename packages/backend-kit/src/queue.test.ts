import { expect, test } from "vitest"
import { queue } from "./queue.ts"

test("tasks run in order, also after one that failed; another queue does not wait", async () => {
  const [inTurn, another] = [queue(), queue()]
  const order: string[] = []
  let release = (): void => {}
  const first = inTurn(async () => {
    await new Promise<void>((resolve) => (release = resolve))
    order.push("first")
    throw new Error("first failed")
  })
  const second = inTurn(async () => order.push("second"))
  await another(async () => order.push("elsewhere"))
  expect(order).toEqual(["elsewhere"])
  release()
  await expect(first).rejects.toThrow("first failed")
  await second
  expect(order).toEqual(["elsewhere", "first", "second"])
})
