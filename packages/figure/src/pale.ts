import { lumaAt } from "@pami/image"

/** Returns the pale grey in which figures show a pixel that the model did not see; the pixel starts at `at`. */
export function paleGrey(data: Uint8Array, at: number): number {
  return Math.round(lumaAt(data, at) * 0.3 + 255 * 0.62)
}
