import type { TerminalColors } from "@pami/figure"

/** Returns the colours that a stream shows, as `NO_COLOR` and `FORCE_COLOR` say; none for a file or a pipe. */
export function colorsOf(stream: NodeJS.WriteStream): TerminalColors {
  if (!stream.isTTY || !stream.hasColors()) return "none"
  return stream.getColorDepth() >= 24 ? "truecolor" : "256"
}
