import { expect, test } from "vitest"
import { planLanes } from "./plan.ts"

const mebibyte = 2 ** 20
const room = 256 * mebibyte

test("small models have a lane for each thread, at most four, and use every thread", () => {
  expect(planLanes(1, mebibyte, room)).toEqual([1])
  expect(planLanes(2, mebibyte, room)).toEqual([1, 1])
  expect(planLanes(4, mebibyte, room)).toEqual([1, 1, 1, 1])
  expect(planLanes(6, mebibyte, room)).toEqual([2, 2, 1, 1])
  expect(planLanes(16, mebibyte, room)).toEqual([4, 4, 4, 4])
})

test("the weights of all lanes fit into the room given", () => {
  expect(planLanes(8, 100 * mebibyte, room)).toEqual([4, 4])
  expect(planLanes(8, 200 * mebibyte, room)).toEqual([8])
  expect(planLanes(8, 3000 * mebibyte, room)).toEqual([8])
})
