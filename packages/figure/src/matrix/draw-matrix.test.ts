import { probabilityScale } from "@pami/core"
import { expect, test } from "vitest"
import { fonts } from "../../test/tools.ts"
import { drawMatrix, type DrawMatrixOptions } from "../index.ts"

const options: DrawMatrixOptions = {
  inputs: ["le", "chat"],
  targets: [
    { label: "the", score: 0.9, map: Float32Array.of(1, 0) },
    { label: "of", map: Float32Array.of(9, 9), depends: false },
    { label: "cat", map: Float32Array.of(0.5, NaN) },
  ],
  title: "Why “the cat”?",
  scoreScale: probabilityScale,
}
const draw = (more: Partial<DrawMatrixOptions> = {}) => drawMatrix({ ...options, ...more }, { fonts })
const labels = (svg: string) => Array.from(svg.matchAll(/aria-label="([^"]*)"/g), ([, label]) => label)
const cells = (svg: string) =>
  Array.from(
    svg.matchAll(
      /<rect x="([\d.]+)" y="([\d.]+)" width="[\d.]+" height="[\d.]+" fill="(#\w+)"><title>([^<]*)/g,
    ),
    ([, x, y, fill, title]) => ({ x: Number(x), y: Number(y), fill, title }),
  )

test("rows are words of the answer and columns those of the input", async () => {
  const svg = await draw({ footer: ["Seed 1."] })
  const [first, second, grey, , half, unknown] = cells(svg)
  expect(cells(svg).map(({ title }) => title)).toEqual([
    "le → the: 1.00",
    "chat → the: .00",
    "le → of: does not depend on the input",
    "chat → of: does not depend on the input",
    "le → cat: .50",
    "chat → cat: not known",
  ])
  expect([first.fill, second.fill, grey.fill, unknown.fill]).toEqual([
    "#fde725",
    "#440154",
    "#ececf0",
    "#ececf0",
  ])
  expect([second.x > first.x, second.y === first.y, half.y > grey.y]).toEqual([true, true, true])
  for (const label of ["le", "chat", "the", "of", "cat", "90.0 %", "probability", "1.00", ".50", "Seed 1."])
    expect(labels(svg)).toContain(label)
  expect(labels(svg).join(" ")).toContain("Grey: the word does not depend on the input.")
})

test("a contrast has diverging colours around zero", async () => {
  const svg = await draw({ targets: [{ label: "a", versus: "b", map: Float32Array.of(-0.2, 0.1) }] })
  expect(cells(svg)[0]).toMatchObject({ fill: "#053061", title: "le → a: −.20" })
})

test("beyond the most, words of the highest importance stay in their order, and the figure says so", async () => {
  const inputs = Array.from({ length: 90 }, (_, i) => `in${i}`)
  const targets = Array.from({ length: 70 }, (_, row) => ({
    label: `out${row}`,
    map: Float32Array.from(inputs, (_, column) => (column === row ? 0.1 + row / 100 : 0)),
  }))
  const svg = await draw({ inputs, targets })
  expect(cells(svg)).toHaveLength(3600)
  const columns = labels(svg).filter((label) => label.startsWith("in"))
  expect([columns[0], columns.at(-1)]).toEqual(["in10", "in69"])
  expect(labels(svg)).toContain("60 of 90 words of the input, those of the highest importance.")
  expect(labels(svg)).toContain("60 of 70 words of the answer, those of the highest importance.")
  // Numbers have no room.
  expect(labels(svg)).not.toContain(".00")
})

test("words are escaped, and what does not fit is refused", async () => {
  expect(await draw({ inputs: ["<b>", "&"] })).toContain("&lt;b&gt; → the")
  for (const wrong of [{ inputs: [] }, { targets: [] }, { most: 0 }, { inputs: ["a"] }])
    await expect(draw(wrong)).rejects.toThrow(RangeError)
})
