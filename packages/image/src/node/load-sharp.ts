import { PamiError } from "@pami/core"
import type { ImageErrorCode } from "../error-code.ts"

/**
 * Loads sharp, which decodes, encodes and rasterizes images in Node, when a function first needs it. It is an optional
 * peer dependency: programs that never call this run without its native library.
 *
 * @throws PamiError `SHARP_UNAVAILABLE` when sharp is not installed, or does not load on this platform
 *
 * @example
 * ```ts
 * import type Sharp from "sharp"
 *
 * const sharp = await loadSharp<typeof Sharp>()
 * ```
 */
export async function loadSharp<Sharp>(): Promise<Sharp> {
  try {
    return (await import("sharp")).default as Sharp
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    const reason = code === "ERR_MODULE_NOT_FOUND" ? "it is not installed" : message.split("\n", 1)[0]
    throw new PamiError<ImageErrorCode>(
      "SHARP_UNAVAILABLE",
      `images are decoded and encoded by sharp, which does not load: ${reason}. Install it: npm install sharp`,
      { cause },
    )
  }
}
