import { backendNames } from "./backends.ts"
import type { Console } from "./console.ts"
import { exitStatus } from "./exit-status.ts"
import { offersOf } from "./offers.ts"
import type { Offer } from "./offers.ts"
import { oneLine } from "./printable.ts"

/** `pami backends`: which run here, on which devices, and what is missing for the others. */
export async function backendsCommand(
  named: readonly string[],
  flags: { json: boolean | undefined },
  console: Console,
): Promise<number> {
  const offers: Offer[] = []
  for (const name of named.length > 0 ? named : backendNames) offers.push(...(await offersOf(name)))
  if (flags.json) console.stdout(`${JSON.stringify({ backends: offers.map(recordOf) }, null, 2)}\n`)
  else {
    const width = Math.max(...offers.map((offer) => nameOf(offer).length))
    for (const offer of offers) {
      const { formats, version, reason } = offer
      const verdict = reason === null ? ["ready", version, ...formats].join(", ") : `not available: ${reason}`
      console.stdout(`${oneLine(`${nameOf(offer).padEnd(width)}  ${verdict}`)}\n`)
    }
  }
  return exitStatus.done
}

function nameOf({ backend, device = "any" }: Offer): string {
  return `${backend}:${device}`
}

function recordOf({ backend, device = "any", formats, version, reason }: Offer): unknown {
  const usable = reason === null
  return { backend, device, formats, usable, ...(usable ? { version } : { reason }) }
}
