import { checks, runChecks } from "@pami/conformance"
import type { CheckResult } from "@pami/conformance"
import type { Signal } from "@pami/core"
import type { Offer } from "../offers.ts"

/**
 * Runs the suite, backend by backend. One that cannot be made has no results here: the comparison says why.
 *
 * @param options.maps whether the maps of the zoo's models are among what is checked
 * @param options.onResult gets each result as it comes, and how many there will be of the backend
 */
export async function checkOffers(
  offers: readonly Offer[],
  options: {
    maps: boolean
    signal: Signal
    onResult: (backend: string, result: CheckResult, total: number) => void
  },
): Promise<void> {
  const chosen = checks.filter(({ name }) => options.maps || !name.startsWith("maps/"))
  for (const { name, create, fixtures } of offers) {
    try {
      await runChecks(create, {
        ...fixtures,
        checks: chosen,
        signal: options.signal,
        onResult: (result) => options.onResult(name, result, chosen.length),
      })
    } catch {
      // The rows of a backend that cannot be made say so.
    }
  }
}
