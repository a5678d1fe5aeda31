import italic from "@fontsource/dejavu-sans/files/dejavu-sans-latin-400-italic.woff?url"
import regular from "@fontsource/dejavu-sans/files/dejavu-sans-latin-400-normal.woff?url"
import bold from "@fontsource/dejavu-sans/files/dejavu-sans-latin-700-normal.woff?url"
import { fitPicture } from "@pami/image"
import { encodePng } from "@pami/image/browser"
import { expect, test } from "vitest"
import { drawFigure, parseFonts } from "../src/index.ts"
import { plain } from "../test/images.ts"

test("a browser draws a figure with fonts that the page serves", async () => {
  const fetched = async (address: string) => new Uint8Array(await (await fetch(address)).arrayBuffer())
  const fonts = await parseFonts({
    regular: await fetched(regular),
    bold: await fetched(bold),
    italic: await fetched(italic),
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
