import type { Scale } from "@pami/core"
import type { Reach } from "../../engine/judge-contract.ts"
import { percent, score } from "../logic/format.ts"

/** A part that reaches this share of the way from nothing to the score convinces. */
const enough = 0.5

/** A smaller difference of two probabilities is not seen in them as they are written. */
const seen = 0.0005

/** The best part alone, as a judgement of the map. */
export interface BestPart {
  readonly convinces: boolean
  readonly words: string
}

/**
 * Returns how much of the score the best part alone reaches, in words. A probability begins at 0; any other score, and a
 * contrast, at that of the masked input, since neither has a zero that means nothing was seen.
 *
 * @param input noun for the input
 * @returns `null` where the map has no part that was shown alone
 */
export function describeBestPart(
  { whole, masked, best }: Reach,
  scale: Scale,
  isContrast: boolean,
  input = "image",
): BestPart | null {
  if (best === null) return null
  const written = (value: number) => score(value, scale)
  const of = `${percent(best.share)} of the ${input}`
  if (scale.unit === "probability" && !isContrast) {
    const convinces = best.score >= enough * whole
    const reached =
      Math.abs(best.score - whole) < seen
        ? `scores as much as the whole ${input} (${written(whole)})`
        : best.score > whole
          ? `scores ${written(best.score)}, more than the whole ${input} (${written(whole)})`
          : `reaches ${written(best.score)} of ${written(whole)}`
    // No part has reached the score of the mask itself.
    const maskConvinces = masked >= enough * whole
    const warning = maskConvinces
      ? ` But the masked ${input} alone scores ${written(masked)}${input === "image" ? ": try another mask" : ""}.`
      : ""
    return {
      convinces: convinces && !maskConvinces,
      words: convinces
        ? `The best part alone, ${of}, ${reached}.${warning}`
        : `No part alone convinces: the best, ${of}, ${reached}.${warning}`,
    }
  }
  const noun = isContrast ? "difference" : "score"
  const gain = whole - masked
  if (!(gain > 0))
    return {
      convinces: false,
      words: `The whole ${input} does not raise the ${noun}: it is ${signed(whole, scale, isContrast)}, and ${signed(masked, scale, isContrast)} for the masked ${input}.`,
    }
  const share = (best.score - masked) / gain
  const convinces = share >= enough
  const place = `${signed(best.score, scale, isContrast)}; the whole ${input} has ${signed(whole, scale, isContrast)}, the masked one ${signed(masked, scale, isContrast)}`
  return {
    convinces,
    words: convinces
      ? `The best part alone, ${of}, has a ${noun} of ${place}.`
      : `No part alone convinces: the best, ${of}, has a ${noun} of ${place}.`,
  }
}

/** Formats a score, or a difference of two, which is in percentage points for probabilities. */
function signed(value: number, scale: Scale, isContrast: boolean): string {
  if (!isContrast || scale.unit !== "probability") return score(value, scale)
  const points = Math.abs(value * 100).toFixed(1)
  return `${value < 0 && points !== "0.0" ? "−" : ""}${points} points`
}
