import { checks, runChecks } from "@pami/conformance"
import type { Signal } from "@pami/core"
import type { Offer } from "./offers.ts"
import type { Report } from "./report.ts"

/**
 * The suite, backend by backend. One that cannot be made has no results here: the comparison says why.
 *
 * @param options.maps whether the maps of the zoo's models are among what is checked
 */
export async function checkOffers(
  offers: readonly Offer[],
  options: {
    maps: boolean
    signal: Signal
    onResult: (backend: string, done: number, total: number) => void
  },
): Promise<Report["checked"]> {
  const chosen = checks.filter(({ name }) => options.maps || !name.startsWith("maps/"))
  const checked: Record<string, Awaited<ReturnType<typeof runChecks>>> = {}
  for (const { name, create, fixtures } of offers) {
    let done = 0
    try {
      checked[name] = await runChecks(create, {
        ...fixtures,
        checks: chosen,
        signal: options.signal,
        onResult: () => options.onResult(name, ++done, chosen.length),
      })
    } catch {
      // The rows of a backend that cannot be made say so.
    }
  }
  return checked
}
