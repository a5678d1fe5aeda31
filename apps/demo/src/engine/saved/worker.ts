import { parseFonts } from "@pami/figure"
import { encodePng } from "@pami/image/browser"
import { expose } from "comlink"
import { holdLock } from "../alive.ts"
import { readFonts } from "../fonts.ts"
import { withPlainErrors } from "../errors.ts"
import type { SavedReader } from "./contract.ts"
import { createSavedReader } from "./reader.ts"

const reader = createSavedReader(async () => {
  const [regular, bold, italic] = await readFonts()
  return { fonts: await parseFonts({ regular, bold, italic }), encodePng }
})

const exposed: SavedReader = {
  open: (...asked) => withPlainErrors(() => reader.open(...asked)),
  read: (choice) => withPlainErrors(() => reader.read(choice)),
  takeImage: (image) => withPlainErrors(() => reader.takeImage(image)),
  figure: (choice) => withPlainErrors(() => reader.figure(choice)),
  takeText: (...asked) => withPlainErrors(() => reader.takeText(...asked)),
}

expose(exposed)
holdLock()
