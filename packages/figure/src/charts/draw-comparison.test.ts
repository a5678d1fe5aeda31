import { fitPicture } from "@pami/image"
import { decodePicture } from "@pami/image/node"
import { expect, test } from "vitest"
import { plain } from "../../test/images.ts"
import { renderComparison } from "../node/render.ts"
import type { ComparisonChart } from "./line-chart.ts"

const image = plain(60, 40, [40, 110, 60])
const { geometry } = await fitPicture(image, { width: 8, height: 8, fit: "stretch", resample: "bilinear" })
const mapOf = (name: string) => ({
  name,
  note: "300 passes",
  map: Float32Array.from({ length: 64 }, (_, i) => i),
})
const chartOf = (title: string, names: readonly string[]): ComparisonChart => ({
  title,
  x: { label: "share inserted", min: 0, max: 1 },
  y: { label: "probability", min: 0, max: 1 },
  lines: names.map((name, index) => ({ name, value: `0.${index}`, x: [0, 1], y: [0, 1 / (index + 1)] })),
})

test("a comparison names each method with its passes, and draws a line for each in every chart", async () => {
  const names = ["pami", "lime", "<rise>"]
  const { svg, png } = await renderComparison({
    image,
    geometry,
    maps: names.map(mapOf),
    charts: ["Insertion", "Deletion"].map((title) => chartOf(title, names)),
    title: "Why fox?",
    subtitle: "fox.jpg",
    footer: ["Masked with blur."],
  })
  for (const words of [
    "Why fox?",
    "fox.jpg",
    "Input",
    "pami  300 passes",
    "Insertion",
    "Deletion",
    "Masked with blur.",
  ])
    expect(svg).toContain(`aria-label="${words}"`)
  expect(svg).toContain('aria-label="&lt;rise&gt;"')
  expect(svg.match(/<image /g)).toHaveLength(4)
  // In a heading and in two legends; each line of a chart has the look of its sample.
  for (const dash of ["7 3", "2 3"])
    expect(svg.split(`stroke-dasharray="${dash}"`).length - 1).toBe(1 + 2 + 2)
  expect(svg).not.toContain("<text")
  const { width, height } = await decodePicture(png)
  expect(svg).toContain(`width="${width}" height="${height}"`)
})

test("a comparison without a map, and a chart that leaves out a method, are refused", async () => {
  const options = { image, geometry, title: "" }
  await expect(renderComparison({ ...options, maps: [] })).rejects.toThrow("at least one map")
  const charts = [chartOf("Insertion", ["pami"])]
  await expect(renderComparison({ ...options, maps: ["pami", "lime"].map(mapOf), charts })).rejects.toThrow(
    "a line for each of 2 maps; got 1",
  )
})
