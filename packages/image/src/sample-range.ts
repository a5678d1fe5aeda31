import type { Finding } from "@pami/core"

/** What the samples of a file are, as it declares them. */
export interface SampleKind {
  readonly kind: "unsigned" | "signed" | "float"
  /** Of one sample. */
  readonly bits: number
  /** What the file declares as the least and the greatest value, where it does. */
  readonly declared?: { readonly least?: number; readonly greatest?: number }
}

/** The values that become black and white, and what a person should know about them. */
export interface SampleRange {
  readonly black: number
  readonly white: number
  readonly finding?: Finding
}

/** The values that a picture has. */
export interface Extremes {
  readonly least: number
  readonly greatest: number
}

/** Bits that cameras and scanners give, in samples that have more. */
const usualBits = [8, 10, 12, 14, 15, 16, 24, 31]

/**
 * Which values of a picture are black and white: what the file declares, else what its type says, else, where that
 * would make it black or clip it, a guess from its values, with a finding.
 */
export function chooseRange(samples: SampleKind, values: Extremes, name: string): SampleRange {
  const { kind, bits, declared = {} } = samples
  if (kind === "unsigned") {
    const full = 2 ** bits - 1
    if (declared.greatest !== undefined && declared.greatest > 0) {
      const white = coveringBits(declared.greatest, bits)
      // Greater ones have been brought to the full range already, as PNG demands.
      if (white < full && values.greatest <= white) return { black: 0, white }
    }
    if (values.greatest === 0 || values.greatest > full / 4) return { black: 0, white: full }
    // A sixteenth of the range is nearly black on any screen; a quarter may be a picture of the night.
    if (values.greatest > full / 16) return guessed(0, full, samples, values, name)
    return guessed(0, coveringBits(values.greatest, bits), samples, values, name)
  }
  const { least, greatest } = declared
  if (least !== undefined && greatest !== undefined && greatest > least && values.greatest > least)
    return { black: least, white: greatest }
  if (kind === "float" && values.least >= 0 && values.greatest <= 1)
    return guessed(0, 1, samples, values, name)
  // Small numbers above 1 are rather such of 0 to 1 that overshoot than bytes.
  const whole = values.least >= 0 && values.greatest <= 65_535 && (kind === "signed" || values.greatest > 16)
  if (whole && values.greatest > 0)
    return guessed(0, coveringBits(values.greatest, kind === "float" ? 16 : bits - 1), samples, values, name)
  if (!(values.greatest > values.least)) return guessed(values.least, values.least + 1, samples, values, name)
  return guessed(Math.min(0, values.least), values.greatest, samples, values, name)
}

/** The greatest number of the fewest usual bits that hold `value`. */
function coveringBits(value: number, most: number): number {
  const bits = usualBits.find((count) => value <= 2 ** count - 1) ?? most
  return 2 ** Math.min(bits, most) - 1
}

function guessed(
  black: number,
  white: number,
  { kind, bits }: SampleKind,
  values: Extremes,
  name: string,
): SampleRange {
  const what = kind === "float" ? `numbers of ${bits} bits` : `${kind} integers of ${bits} bits`
  return {
    black,
    white,
    finding: {
      code: "RANGE_GUESSED",
      level: kind === "float" && black === 0 ? "note" : "warning",
      message:
        `${name} holds ${what} from ${shown(values.least)} to ${shown(values.greatest)} and does not declare ` +
        `which are black and white: ${shown(black)} was taken as black, ${shown(white)} as white`,
      fix:
        "if that is wrong, save the picture with 8 bits a channel, or declare the range in the file " +
        "(SMinSampleValue and SMaxSampleValue of TIFF, sBIT of PNG)",
    },
  }
}

/** The finding for a picture that a decoder has made nearly black, its samples of 16 bits being cut to 8. */
export function describeDark(greatest: number, name: string): Finding {
  return {
    code: "RANGE_GUESSED",
    level: "warning",
    message:
      `${name} is nearly black: of its samples of 16 bits nothing is brighter than ${greatest} of 255. ` +
      "They may be of fewer bits, which is not seen here",
    fix: "save the picture with 8 bits a channel",
  }
}

function shown(value: number): string {
  return String(Number(value.toPrecision(6)))
}
