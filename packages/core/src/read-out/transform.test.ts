import { expect, test } from "vitest"
import { transformUnits } from "../tensor.ts"

const map = Float64Array.of(1, 2, 3, 4, 5, 6)

test("each unit takes the value of its source, one without a source 0", () => {
  const sources = Int32Array.of(5, -1, 0, 3, 3, -1)
  expect([...transformUnits(map, [2, 3], { sources })]).toEqual([6, 0, 1, 4, 4, 0])
})

test("each axis is transformed alone: rows swapped, columns shifted by one", () => {
  const axes = [{ first: Int32Array.of(1, 0) }, { first: Int32Array.of(-1, 0, 1) }]
  expect([...transformUnits(map, [2, 3], { axes })]).toEqual([0, 4, 5, 0, 1, 2])
})

test("between two sources a unit takes a share of the second; equal values stay exactly equal", () => {
  const between = {
    first: Int32Array.of(0, 1, 2),
    second: Int32Array.of(1, 2, 2),
    share: Float64Array.of(0.25, 0.5, 0.9),
  }
  const rows = { first: Int32Array.of(0, 1) }
  expect([...transformUnits(map, [2, 3], { axes: [rows, between] })]).toEqual([1.25, 2.5, 3, 4.25, 5.5, 6])
  expect([...transformUnits(Float64Array.of(0.1, 0.1, 0.1), [3], { axes: [between] })]).toEqual([
    0.1, 0.1, 0.1,
  ])
})

test("a share of 0 takes nothing of the second source, not even what is unknown", () => {
  const axes = [{ first: Int32Array.of(0), second: Int32Array.of(1), share: Float64Array.of(0) }]
  expect([...transformUnits(Float64Array.of(7), [1], { axes })]).toEqual([7])
})
