import type { Raster } from "@pami/image"
import type { Fonts } from "./fonts.ts"

/** The fonts and the PNG encoder that drawing a figure needs. `renderFigure` of @pami/figure/node brings both along. */
export interface FigureTools {
  /** Fonts for the text, see `parseFonts`. */
  readonly fonts: Fonts
  /** Encodes a panel: `encodePng` of @pami/image/node or @pami/image/browser. */
  readonly encodePng: (raster: Raster) => Promise<Uint8Array>
}
