import { isPamiError, PamiError } from "@pami/core"
import type { Check, Manifest, Verification } from "@pami/core"
import { printable } from "@pami/image"
import type { Verdict } from "./contract.ts"
import { isExhaustion } from "./exhaustion.ts"

/**
 * Compares the maps of a manifest, and throws what keeps them from being computed again as an error about the manifest.
 *
 * @throws PamiError `MANIFEST_INVALID` for settings that do not go together, or not with this model
 */
export async function comparing(compare: () => Promise<Verdict>): Promise<Verdict> {
  try {
    return await compare()
  } catch (error) {
    if (error instanceof RangeError && !isExhaustion(error.message))
      throw new PamiError("MANIFEST_INVALID", error.message, { cause: error })
    if (isPamiError(error) && error.code === "FILE_NOT_FOUND")
      throw new PamiError(error.code, `${error.message}: use \`pami verify\` on the command line`, {
        cause: error,
      })
    throw error
  }
}

/**
 * Returns the verdict about maps that were computed again: to the last bit on the runtime of the manifest, otherwise by their
 * numbers.
 *
 * @param recorded the runtime of the manifest
 * @param here the runtime in use
 */
export function verdictOf(
  replayed: Verification,
  manifest: Manifest,
  recorded: string,
  here: string,
): Verdict {
  const isElsewhere = replayed.checks.some(({ what, same }) => !same && runtime.has(what))
  return isElsewhere
    ? compareRuntimes(replayed, manifest, { recorded: oneLine(recorded), here })
    : compareBits(replayed)
}

/** Returns the verdict about a manifest of which one check tells that it is not of what is open. */
export function differs(what: string, advice: string): Verdict {
  return { outcome: "different", checks: [{ what, result: "different" }], runtimes: null, advice }
}

/** The advice about a manifest of another model. */
export const otherModel =
  "It was made with another model, or with this model in another format: open that one first."

// The manifest is untrusted: at most a line of each name in it is shown.
const longestName = 60

/** Returns a name in a manifest as a short line. */
export function oneLine(name: string): string {
  return printable(name, longestName)
}

function compareBits({ same, checks }: Verification): Verdict {
  const results = checks.map(({ what, same }) => ({ what, result: same ? "same" : "different" }) as const)
  const wrong = results.filter(({ result }) => result === "different").map(({ what }) => what)
  return { outcome: same ? "same" : "different", checks: results, runtimes: null, advice: advise(wrong) }
}

// The checks that differ for a manifest of another runtime.
const runtime = new Set(["backend", "model settings"])

/**
 * How far the probabilities of one model may lie apart on two runtimes that compute in 32 bits: `ownScore` in the
 * tolerances of `@pami/conformance`, which says where the number comes from. Another input, class or setting is off
 * by a hundred times that and more.
 */
const tolerance = 2e-5

/** Numbers by the tolerance. A digest tells of the last bits alone, and of equally high places either is the peak. */
function compareRuntimes(
  { checks }: Verification,
  { maps, scale }: Manifest,
  names: { readonly recorded: string; readonly here: string },
): Verdict {
  // Probabilities have a scale of 1, other numbers that of their map.
  const reach = Math.max(
    ...maps.map(({ highest, lowest }) => Math.max(Math.abs(highest ?? 0), Math.abs(lowest ?? 0))),
  )
  const allowed = tolerance * (scale.unit === "probability" ? 1 : reach)
  let largest = 0
  const results = checks.map((check) => {
    const { what, same } = check
    if (same) return { what, result: "same" } as const
    if (runtime.has(what) || /: (digest|peak)$/.test(what)) return { what, result: "skipped" } as const
    const apart = distance(check)
    if (apart !== null) largest = Math.max(largest, apart)
    return { what, result: apart !== null && apart <= allowed ? "close" : "different" } as const
  })
  const wrong = results.filter(({ result }) => result === "different").map(({ what }) => what)
  return {
    outcome: wrong.length === 0 ? "close" : "different",
    checks: results,
    runtimes: { ...names, largest, tolerance: allowed },
    advice: advise(wrong, names),
  }
}

/** Returns the distance of two numbers of a map or score; `null` for other checks. */
function distance({ what, expected, actual }: Check): number | null {
  if (!/^map of target .*: (original|baseline|lowest|highest|mean)$/s.test(what)) return null
  return typeof expected === "number" && typeof actual === "number" ? Math.abs(expected - actual) : null
}

function advise(wrong: readonly string[], elsewhere?: { readonly recorded: string }): string | null {
  if (wrong.length === 0) return null
  if (wrong.includes("version")) return "It was made by another version of PAMI."
  if (elsewhere !== undefined)
    return `It was made on ${elsewhere.recorded}, whose rounding does not explain this difference. To compare every bit, choose that runtime under “Runtime”, if it is listed.`
  return "The manifest was changed after it was written, or PAMI has a bug. If you wrote it, please report this."
}
