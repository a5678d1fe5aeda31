import { expect, test } from "vitest"
import { layOutChart, seriesStyle } from "../charts.ts"

const size = { width: 200, height: 100 }

test("values are placed on a linear and on a logarithmic axis, those beyond it on its end", () => {
  const { lines, xMarks, yMarks, placeX, placeY } = layOutChart({
    ...size,
    x: { min: 10, max: 1000, scale: "log", marks: [10, 100, 1000] },
    y: { min: 0, max: 1 },
    series: [{ x: [10, 100, 1000], y: [0, 0.5, 2] }],
  })
  expect(lines).toEqual(["M0,100L100,50L200,0"])
  expect(xMarks).toEqual([
    { at: 0, text: "10" },
    { at: 100, text: "100" },
    { at: 200, text: "1,000" },
  ])
  expect(yMarks[0]).toEqual({ at: 100, text: "0" })
  expect([placeX(1), placeY(0.25)]).toEqual([0, 75])
})

test("an axis without length and a series of unequal lengths are refused", () => {
  const axis = { min: 0, max: 1 }
  const draw = (x: object, series = { x: [0], y: [0] }) =>
    layOutChart({ ...size, x: { ...axis, ...x }, y: axis, series: [series] })
  expect(() => draw({ max: 0 })).toThrow(RangeError)
  expect(() => draw({ scale: "log" })).toThrow(RangeError)
  expect(() => draw({}, { x: [0], y: [] })).toThrow("got 1 and 0")
})

test("36 series differ in colour or dashes, and neighbours in both", () => {
  const styles = Array.from({ length: 36 }, (_, index) => seriesStyle(index))
  expect(new Set(styles.map(({ color, dash }) => color + dash)).size).toBe(36)
  for (const [index, { color, dash }] of styles.slice(1).entries()) {
    expect(color).not.toBe(styles[index].color)
    expect(dash).not.toBe(styles[index].dash)
  }
})
