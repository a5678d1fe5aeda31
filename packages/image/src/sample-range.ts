import type { Finding } from "@pami/core"

/** The type of the samples, as a file declares it. */
export interface SampleKind {
  readonly kind: "unsigned" | "signed" | "float"
  /** Of one sample. */
  readonly bits: number
  /** The least and the greatest value, if the file declares them. */
  readonly declared?: DeclaredRange
}

/** The range of the samples, as a file declares it. */
export interface DeclaredRange {
  readonly least?: number
  readonly greatest?: number
  /**
   * How that is meant: `range`, as black and white; `values`, as those that come up, which tell how many bits are used;
   * `bits`, as the number of significant bits, of samples that are scaled to the range of their type all the same.
   */
  readonly as: "range" | "values" | "bits"
}

/** The values that become black and white, and what a person should know about them. */
export interface SampleRange {
  readonly black: number
  readonly white: number
  readonly finding?: Finding
}

/** The values that an image has. */
export interface Extremes {
  readonly least: number
  readonly greatest: number
}

/** Bits that cameras and scanners give, in samples that have more. */
const usualBits = [8, 10, 12, 14, 15, 16, 24, 31]

/**
 * Which values of an image are black and white: what the file declares, else what its type says, else, where that
 * would make it black or clip it, a guess from its values, with a finding.
 */
export function chooseRange(samples: SampleKind, values: Extremes, name: string): SampleRange {
  const { kind, bits, declared } = samples
  const isUnsigned = kind === "unsigned"
  const full = 2 ** bits - 1
  if (!isUnsigned || declared?.as === "range") {
    const least = declared?.least ?? (isUnsigned ? 0 : undefined)
    const greatest = declared?.greatest ?? (isUnsigned ? full : undefined)
    // Not one that is too wide for a number, nor one above every value.
    const isUsable = least !== undefined && greatest !== undefined && Number.isFinite(greatest - least)
    if (isUsable && greatest > least && values.greatest > least) return { black: least, white: greatest }
  }
  if (isUnsigned) {
    if (declared?.as !== "range" && declared?.greatest !== undefined && declared.greatest > 0) {
      const white = coveringBits(declared.greatest, bits)
      // Greater ones have been brought to the full range already, as PNG demands.
      if (white < full && values.greatest <= white)
        return declared.as === "bits"
          ? guessed(
              0,
              white,
              samples,
              values,
              name,
              `declares fewer significant bits, although PNG scales samples to all ${bits}`,
            )
          : { black: 0, white }
    }
    if (values.greatest === 0 || values.greatest > full / 4) return { black: 0, white: full }
    // A sixteenth of the range is nearly black on any screen; a quarter may be an image of the night.
    if (values.greatest > full / 16) return guessed(0, full, samples, values, name)
    return guessed(0, coveringBits(values.greatest, bits), samples, values, name)
  }
  if (kind === "float" && values.least >= 0 && values.greatest <= 1)
    return guessed(0, 1, samples, values, name)
  // Small numbers above 1 are rather numbers from 0 to 1 that overshoot than bytes.
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
  why = "does not declare which are black and white",
): SampleRange {
  const what = kind === "float" ? `numbers of ${bits} bits` : `${kind} integers of ${bits} bits`
  return {
    black,
    white,
    finding: {
      code: "RANGE_GUESSED",
      level: kind === "float" && black === 0 ? "note" : "warning",
      message:
        `${name} holds ${what} from ${shown(values.least)} to ${shown(values.greatest)} and ${why}: ` +
        `${shown(black)} was taken as black, ${shown(white)} as white`,
      fix:
        "if that is wrong, save the image with 8 bits a channel, or declare the range in the file " +
        "(SMinSampleValue and SMaxSampleValue of TIFF, sBIT of PNG)",
    },
  }
}

/** The finding for an image that a decoder has made nearly black, its samples of 16 bits being cut to 8. */
export function describeDark(greatest: number, name: string): Finding {
  return {
    code: "RANGE_GUESSED",
    level: "warning",
    message:
      `${name} is nearly black: of its samples of 16 bits nothing is brighter than ${greatest} of 255. ` +
      "They may be of fewer bits, which is not seen here",
    fix: "save the image with 8 bits a channel",
  }
}

function shown(value: number): string {
  return String(Number(value.toPrecision(6)))
}
