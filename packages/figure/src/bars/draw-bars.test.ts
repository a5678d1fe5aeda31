import { probabilityScale, valueScale } from "@pami/core"
import { expect, test } from "vitest"
import { fonts } from "../../test/tools.ts"
import { drawBars, drawSummary } from "../index.ts"
import type { Bar, DrawBarsOptions } from "../index.ts"

const bars: readonly Bar[] = [
  { name: "age", value: 44, importance: 0.05 },
  { name: "home", value: "RENT", importance: -0.205 },
  { name: "income", value: 82_000.5, importance: 0.41 },
  { name: "rate <b>", value: null, importance: NaN },
]
const draw = (options: Partial<DrawBarsOptions> = {}) =>
  drawBars({ bars, title: "Why?", scoreScale: probabilityScale, ...options }, { fonts })
const labels = (svg: string) => Array.from(svg.matchAll(/aria-label="([^"]*)"/g), ([, label]) => label)
const rects = (svg: string) =>
  Array.from(
    svg.matchAll(/<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="16" fill="(#\w+)"/g),
    (found) => ({
      x: Number(found[1]),
      y: Number(found[2]),
      width: Number(found[3]),
      fill: found[4],
    }),
  )

test("bars are ordered by importance and name column, value and number", async () => {
  const all = labels(await draw({ predictions: [{ label: "approved", score: 0.82 }] }))
  const rows = [
    "income",
    "82000",
    "+0.41",
    "home",
    "RENT",
    "−0.205",
    "age",
    "44",
    "+0.05",
    "rate &lt;b&gt;",
    "missing",
    "unknown",
  ]
  expect(all.filter((label) => rows.includes(label))).toEqual(rows)
  for (const label of ["Why?", "approved", "82.0 %", "value", "importance"]) expect(all).toContain(label)
})

test("a bar begins at zero, on the right if it raises the score and on the left if it lowers it", async () => {
  const [income, home, age] = rects(await draw())
  expect([income.fill, home.fill, age.fill]).toEqual(["#b2182b", "#2166ac", "#b2182b"])
  expect(home.x + home.width).toBeCloseTo(income.x, 1)
  expect(age.x).toBe(income.x)
  expect(income.width / home.width).toBeCloseTo(2, 2)
  expect(income.width + home.width).toBeCloseTo(360, 1)
  expect(home.y).toBeGreaterThan(income.y)
})

test("bars beyond the number to draw are counted, but one alone is drawn", async () => {
  const svg = await draw({ most: 1 })
  expect(rects(svg)).toHaveLength(1)
  expect(labels(svg)).toContain("3 others, up to ±0.205")
  expect(rects(await draw({ most: 3 }))).toHaveLength(3)
  expect(labels(await draw({ most: 3 })).some((label) => label.includes("other"))).toBe(false)
})

test("bars without importance have no length and no value column is left for values that are not given", async () => {
  const svg = await draw({
    bars: [{ name: "a", importance: 0 }],
    scoreScale: valueScale,
    footer: ["One row"],
  })
  expect(rects(svg)[0].width).toBe(0)
  expect(labels(svg)).not.toContain("value")
  expect(labels(svg)).toContain("One row")
})

test("options out of range are refused", async () => {
  await expect(draw({ bars: [] })).rejects.toThrow(RangeError)
  await expect(draw({ most: 0 })).rejects.toThrow("most is a whole number of bars from 1, not 0")
})

test("a summary draws the mean absolute importance, and the quartiles over it", async () => {
  const svg = await drawSummary(
    {
      title: "300 loans",
      bars: [
        { name: "age", meanAbsolute: 0.1, quartiles: [-0.1, 0, 0.1] },
        { name: "income", meanAbsolute: 0.2, quartiles: [0, 0.1, 0.3] },
      ],
    },
    { fonts },
  )
  const [income, age] = rects(svg)
  expect(income.width / age.width).toBeCloseTo(2, 2)
  // The axis reaches from the lowest quartile to the highest.
  const [, from, to] = /<path d="M([\d.]+) [\d.]+H([\d.]+)" stroke="#3b528b"/.exec(svg)!
  expect(Number(from)).toBeCloseTo(income.x, 1)
  expect(Number(to)).toBeCloseTo(income.x + 270, 1)
  expect(labels(svg).indexOf("income")).toBeLessThan(labels(svg).indexOf("age"))
  expect(labels(svg).join()).toContain("Bar: mean of the absolute importance")
})
