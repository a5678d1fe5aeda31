import { probabilityScale } from "@pami/core"
import { expect, test } from "vitest"
import { textHtml, type TextHtmlOptions } from "../../index.ts"

const text = "A <fine> film"
const options: TextHtmlOptions = {
  texts: [
    {
      text,
      units: [
        { start: 0, end: 1 },
        { start: 3, end: 7 },
        { start: 9, end: 13 },
      ],
    },
  ],
  targets: [{ label: "good & well", score: 0.9, map: Float32Array.of(0.125, 0.875, 0.5) }],
  title: "Why <good>?",
  subtitle: "a.txt",
  predictions: [{ label: "good & well", score: 0.9, explained: true }],
  scoreScale: probabilityScale,
  footer: ["Seed 1."],
}

test("a unit has its colour, its importance as title and label, and its place", () => {
  const html = textHtml(options)
  expect(html).toContain(
    'A</span> &#60;<span class="pami-red-255" role="group" data-start="3" data-end="7" title="0.875" aria-label="fine: 0.875">fine</span>&#62; ',
  )
  expect(html).toContain(".pami-red-255{background:#67001f;color:#ffffff}")
  expect(html).toContain("Why &#60;good&#62;?")
  for (const words of [
    "good &#38; well",
    "90.0 %",
    "a.txt",
    "Seed 1.",
    "probability of good &#38; well",
    '<td class="pami-number">3–7</td><td class="pami-number">0.875</td>',
  ])
    expect(html).toContain(words)
})

test("a page has a policy that lets nothing be fetched or run; a fragment is one element", () => {
  const page = textHtml(options)
  expect(page).toContain("default-src 'none'")
  expect(page).not.toMatch(/<script|\son\w+=|https?:|url\(/)
  const fragment = textHtml({ ...options, as: "fragment" })
  expect(fragment).toMatch(/^<section class="pami-text">[^]*<\/section>\n$/)
  expect(fragment).not.toMatch(/<html|<body|<meta/)
})

test("both themes have every colour in use", () => {
  const html = textHtml(options)
  const [light, dark] = html.split("@media screen")
  const used = new Set(Array.from(html.matchAll(/<span class="(pami-red-\d+)"/g), ([, name]) => name))
  expect(used.size).toBe(3)
  for (const name of used) {
    expect(light).toContain(`.${name}{`)
    expect(dark).toContain(`.${name}{`)
  }
})

test("the table lists the strongest units first, as many as asked for", () => {
  const rows = (html: string) =>
    Array.from(
      html.matchAll(/<tr><td dir="auto">([^<]*)<\/td>.*?<td class="pami-number">([^<]*)<\/td><\/tr>/g),
      ([, word, value]) => [word, value],
    )
  expect(rows(textHtml(options))).toEqual([
    ["fine", "0.875"],
    ["film", "0.5"],
    ["A", "0.125"],
  ])
  expect(rows(textHtml({ ...options, most: 1 }))).toHaveLength(1)
  expect(textHtml({ ...options, most: 0 })).not.toContain("strongest units")
  const [target] = options.targets
  const contrast = { ...target, versus: "bad", map: Float32Array.of(0.25, -0.75, NaN) }
  expect(rows(textHtml({ ...options, targets: [contrast] }))).toEqual([
    ["fine", "−0.75"],
    ["A", "+0.25"],
  ])
  expect(() => textHtml({ ...options, most: -1 })).toThrow(RangeError)
})

test("what the model did not see is said, and has no colour", () => {
  const [one] = options.texts
  const html = textHtml({ ...options, texts: [{ ...one, shown: { start: 0, end: 2 } }] })
  expect(html).toContain(
    '<span class="pami-unseen" role="group" data-start="3" data-end="7" title="not seen by the model"',
  )
  expect(html).toContain("Grey: cut off, not seen by the model.")
  expect(html).toContain('<span class="pami-unseen">&#60;</span>')
})

test("marks that turn the direction of text do not leave the text", () => {
  const html = textHtml({
    ...options,
    title: "a\u202Eb",
    texts: [{ text: "\u202Ec", units: [] }],
    targets: [{ label: "x\u2066", map: new Float32Array(0) }],
  })
  expect(html.match(/[\u202E\u2066]/g)).toHaveLength(1)
})
