import { probabilityScale } from "@pami/core"
import { fitPicture } from "@pami/image"
import { decodePicture } from "@pami/image/node"
import { expect, test } from "vitest"
import { plain } from "../../test/images.ts"
import { convertPng } from "./convert-png.ts"
import { renderFigure, renderSegmentations } from "./render.ts"

const image = plain(60, 40, [40, 110, 60])
const { geometry } = await fitPicture(image, { width: 8, height: 8, fit: "crop", resample: "bilinear" })
const map = Float32Array.from({ length: 64 }, (_, i) => i / 100)
const common = { image, geometry, scoreScale: probabilityScale }

test("a figure names what it shows, as outlines, and its PNG has the same size", async () => {
  const { svg, png } = await renderFigure({
    ...common,
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
  const { width, height, data } = await decodePicture(png)
  expect(svg).toContain(`width="${width}" height="${height}"`)
  expect([...data.subarray(0, 3)]).toEqual([255, 255, 255])
  // Ink of the title, which needs no font of this machine.
  expect(data.some((value) => value < 40)).toBe(true)
})

test("a scale of 2 doubles the pixels of the PNG", async () => {
  const options = { ...common, title: "Why?", targets: [{ label: "cat", map }] }
  const [single, double] = [await renderFigure(options), await renderFigure({ ...options, scale: 2 })]
  const { width } = await decodePicture(single.png)
  expect((await decodePicture(double.png)).width).toBe(2 * width)
  await expect(renderFigure({ ...options, scale: 9 })).rejects.toThrow("scale must be from 0.5 to 8, got 9")
  await expect(
    renderSegmentations({
      image,
      geometry,
      segmentations: [{ name: "x", labels: new Int32Array(64) }],
      scale: 0,
    }),
  ).rejects.toThrow("scale must be from 0.5 to 8, got 0")
})

test("a label in any script, a very long one, and a map with a single value are drawn", async () => {
  const label = "猫 قطة 😀\u0000\uD800 " + "very ".repeat(60)
  const { png } = await renderFigure({
    ...common,
    title: label,
    predictions: [{ label, score: 1 }],
    targets: [{ label, map: new Float32Array(64).fill(0.5) }],
  })
  expect((await decodePicture(png)).width).toBeGreaterThan(900)
})

test("text in other scripts uses fonts of this machine, and a finding lists characters without a font", async () => {
  const render = (label: string) =>
    renderFigure({ ...common, title: `Why ${label}?`, targets: [{ label, score: 0.5, map }] })
  const latin = await render("cat")
  expect(latin.svg).not.toContain("<text")
  expect(latin.findings).toEqual([])
  const { svg, findings } = await render("\uE456 \u{10FFFC} & \uE457")
  expect(svg).toMatch(/<text [^>]*font-weight="bold"[^>]*>\uE456 \u{10FFFC} &amp; \uE457<\/text>/u)
  // The words before and after remain outlines.
  expect(svg).not.toContain("Why \uE456 \u{10FFFC} &amp; \uE457?</text>")
  expect(findings).toMatchObject([
    { code: "LABEL_NOT_DRAWN", message: expect.stringContaining("\uE456 \u{10FFFC} \uE457") },
  ])
})

test("a figure without a target and a map of another size are refused", async () => {
  const options = { ...common, title: "" }
  await expect(renderFigure({ ...options, targets: [] })).rejects.toThrow("at least one target")
  await expect(
    renderFigure({ ...options, targets: [{ label: "a", map: new Float32Array(9) }] }),
  ).rejects.toThrow("64 values")
})

test("a figure converted to WebP has the same pixels", async () => {
  const { png } = await renderFigure({ ...common, title: "Why?", targets: [{ label: "cat", map }] })
  expect(await decodePicture(await convertPng(png, "webp"))).toEqual(await decodePicture(png))
  const { width, height } = await decodePicture(await convertPng(png, "jpeg"))
  expect({ width, height }).toEqual({
    width: (await decodePicture(png)).width,
    height: (await decodePicture(png)).height,
  })
})
