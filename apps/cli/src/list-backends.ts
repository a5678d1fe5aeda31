import { isPamiError } from "@pami/core"
import { backendNames, createBackend, findBackend } from "./backends.ts"
import type { Console } from "./console.ts"
import { exitStatus } from "./exit-status.ts"
import { oneLine } from "./printable.ts"

/** What a backend offers on one of its devices. */
interface Offer {
  readonly backend: string
  readonly device: string
  readonly formats: readonly string[]
  readonly usable: boolean
  readonly version?: string
  readonly reason?: string
}

/** `pami backends`: which run here, on which devices, and what is missing for the others. */
export async function backendsCommand(
  named: readonly string[],
  flags: { json: boolean | undefined },
  console: Console,
): Promise<number> {
  const offers: Offer[] = []
  for (const name of named.length > 0 ? named : backendNames) offers.push(...(await offersOf(name)))
  if (flags.json) console.stdout(`${JSON.stringify({ backends: offers }, null, 2)}\n`)
  else {
    const width = Math.max(...offers.map(({ backend, device }) => `${backend}:${device}`.length))
    for (const { backend, device, formats, version, reason } of offers) {
      const verdict =
        reason === undefined ? `ready, ${version}, ${formats.join(", ")}` : `not here: ${reason}`
      console.stdout(`${oneLine(`${`${backend}:${device}`.padEnd(width)}  ${verdict}`)}\n`)
    }
  }
  return exitStatus.done
}

async function offersOf(name: string): Promise<Offer[]> {
  const choice = await findBackend(name).catch((error: unknown) => {
    if (isPamiError(error)) return error
    throw error
  })
  if (isPamiError(choice))
    return [{ backend: name, device: "any", formats: [], usable: false, reason: choice.message }]
  const offers: Offer[] = []
  for (const device of choice.device === undefined ? choice.package.devices : [choice.device]) {
    const { formats } = createBackend({ ...choice, device })
    offers.push({
      backend: choice.package.name,
      device,
      formats,
      ...(await choice.package.available(device)),
    })
  }
  return offers
}
