import { probabilityScale } from "@pami/core"
import sharp from "sharp"
import { beforeAll, expect, test } from "vitest"
import { pattern } from "../../test/pictures.ts"
import { fitPicture } from "../fit.ts"
import { dejavuSans, renderSheet } from "../node/render-sheet.ts"
import type { Fonts } from "./fonts.ts"
import { line, lineWidth } from "./text.ts"
import { ticks } from "./ticks.ts"

const picture = pattern(60, 40)
const grid = { width: 8, height: 8 }
const { geometry } = await fitPicture(picture, { ...grid, fit: "crop", resample: "bilinear" })
const map = Float32Array.from({ length: 64 }, (_, i) => i / 100)

let fonts: Fonts
beforeAll(async () => void (fonts = await dejavuSans()))

test("a sheet says what it shows, as outlines, and renders", async () => {
  const { svg, png } = await renderSheet({
    picture,
    geometry,
    scoreScale: probabilityScale,
    title: "Why “tabby”?",
    subtitle: "model.onnx · cat.png",
    predictions: [
      { label: "tabby", score: 0.623, explained: true },
      { label: "tiger <cat> & co", score: 0.2 },
    ],
    targets: [
      { label: "tabby", score: 0.623, map },
      { label: "tabby", versus: "tiger cat", map: map.map((value) => value - 0.3) },
    ],
    footer: ["Sliding window, 1,444 forward passes, masked with blur"],
  })
  for (const words of [
    "Why “tabby”?",
    "model.onnx · cat.png",
    "tabby   62.3 %",
    "62.3 %",
    "tiger &lt;cat&gt; &amp; co",
    "tabby versus tiger cat",
    "probability of tabby",
    "probability of tabby − tiger cat",
    "outside what the model was shown",
    "Sliding window, 1,444 forward passes, masked with blur",
  ])
    expect(svg).toContain(`aria-label="${words}"`)
  expect(svg).not.toContain("<text")
  expect(svg.match(/<image /g)).toHaveLength(5)
  const { width, height, data } = await sharp(png)
    .raw()
    .toBuffer({ resolveWithObject: true })
    .then(({ data, info }) => ({ ...info, data }))
  expect(svg).toContain(`width="${width}" height="${height}"`)
  expect([...data.subarray(0, 3)]).toEqual([255, 255, 255])
  // Ink of the title: text has come out without any font of the machine.
  expect(data.some((value) => value < 40)).toBe(true)
})

test("any script, a very long label and a map of one value do not stop it", async () => {
  const label = "猫 قطة 😀\u0000\uD800 " + "very ".repeat(60)
  const { png } = await renderSheet({
    picture,
    geometry,
    scoreScale: probabilityScale,
    title: label,
    predictions: [{ label, score: 1 }],
    targets: [{ label, map: new Float32Array(64).fill(0.5) }],
    scale: 2,
  })
  expect((await sharp(png).metadata()).format).toBe("png")
})

test("labels of other scripts are text for the machine's fonts, and what none of those has is named", async () => {
  const render = (label: string) =>
    renderSheet({
      picture,
      geometry,
      scoreScale: probabilityScale,
      title: `Why ${label}?`,
      targets: [{ label, score: 0.5, map }],
    })
  const plain = await render("cat")
  expect(plain.svg).not.toContain("<text")
  expect(plain.findings).toEqual([])
  const { svg, findings } = await render("\uE456 \u{10FFFC} & \uE457")
  expect(svg).toMatch(/<text [^>]*font-weight="bold"[^>]*>\uE456 \u{10FFFC} &amp; \uE457<\/text>/u)
  // What stands before and behind is drawn as ever.
  expect(svg).not.toContain("Why \uE456 \u{10FFFC} &amp; \uE457?</text>")
  expect(findings).toMatchObject([
    { code: "LABEL_NOT_DRAWN", message: expect.stringContaining("\uE456 \u{10FFFC} \uE457") },
  ])
})

test("scripts that are written from right to left, or joined, are never drawn letter by letter", () => {
  for (const text of ["قطة سوداء", "חתול", "बिल्ली", "แมว"]) {
    const drawn = line(fonts, [{ text: `a ${text}!` }], { x: 0, y: 0, size: 12, fill: "#000" })
    expect(drawn).toContain(`>${text}</text>`)
  }
  for (const text of ["Größe", "γάτα", "кошка", "Ångström – “x” ≤ 3 − 2 …"])
    expect(line(fonts, [{ text }], { x: 0, y: 0, size: 12, fill: "#000" })).not.toContain("<text")
})

test("a label of many thousand characters is cut as soon as one of a few hundred", () => {
  const options = { x: 0, y: 0, size: 12, fill: "#000", width: 300 }
  const drawn = (count: number) =>
    line(fonts, [{ text: "m".repeat(count) }], options).replace(/aria-label="m+"/, "")
  expect(drawn(400_000)).toBe(drawn(400))
})

test("a map of another size and an empty sheet are refused", async () => {
  const options = { picture, geometry, scoreScale: probabilityScale, title: "" }
  await expect(renderSheet({ ...options, targets: [] })).rejects.toThrow(RangeError)
  await expect(
    renderSheet({ ...options, targets: [{ label: "a", map: new Float32Array(9) }] }),
  ).rejects.toThrow("64 values")
})

test("a line that is too long ends in an ellipsis", () => {
  const spans = [
    { text: "probability of " },
    { text: "a label that takes more room", cut: "italic" as const },
  ]
  const whole = lineWidth(fonts, spans, 12)
  const drawn = (width: number) => line(fonts, spans, { x: 0, y: 0, size: 12, fill: "#000", width })
  expect(drawn(whole + 1)).toBe(line(fonts, spans, { x: 0, y: 0, size: 12, fill: "#000" }))
  expect(drawn(120).length).toBeLessThan(drawn(whole + 1).length)
  expect(drawn(0)).toContain("aria-label")
})

test("ticks are round and have the digits of their step", () => {
  const texts = (min: number, max: number) => ticks(min, max).map(({ text }) => text)
  expect(texts(0, 1)).toEqual(["0", "0.2", "0.4", "0.6", "0.8", "1.0"])
  expect(texts(-0.3, 0.3)).toEqual(["−0.2", "0", "0.2"])
  expect(texts(0.0031, 0.0049)).toEqual(["0.0035", "0.0040", "0.0045"])
  expect(texts(0, 3e-6)).toEqual(["0", "1e−6", "2e−6", "3e−6"])
  expect(texts(0, 250)).toEqual(["0", "50", "100", "150", "200", "250"])
  expect(texts(1, 1)).toEqual([])
})
