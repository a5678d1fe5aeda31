import { fitPicture } from "@pami/image"
import { encodePng } from "@pami/image/browser"
import { expect, test } from "vitest"
import { drawFigure, parseFonts } from "../src/index.ts"
import { plain } from "../test/images.ts"

test("a browser draws a figure with fonts that the page serves", async () => {
  const file = async (style: string) => {
    const answer = await fetch(`/node_modules/@fontsource/dejavu-sans/files/dejavu-sans-latin-${style}.woff`)
    return new Uint8Array(await answer.arrayBuffer())
  }
  const fonts = await parseFonts({
    regular: await file("400-normal"),
    bold: await file("700-normal"),
    italic: await file("400-italic"),
  })
  const image = plain(40, 30, [40, 110, 60])
  const { geometry } = await fitPicture(image, {
    width: 4,
    height: 4,
    fit: "stretch",
    resample: "bilinear",
  })
  const map = Float32Array.from({ length: 16 }, (_, i) => i)
  const svg = await drawFigure(
    { image, geometry, title: "Here", scoreScale: { unit: "value" }, targets: [{ label: "cat", map }] },
    { fonts, encodePng },
  )
  const drawing = new Image()
  drawing.src = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }))
  await drawing.decode()
  expect(drawing.naturalWidth).toBeGreaterThan(900)
})
