import { isPamiError, PamiError } from "@pami/core"
import type { Candidate } from "@pami/conformance"
import { backendNames, createBackend, findBackend, isOurs } from "./backends.ts"
import type { BackendChoice } from "./backends.ts"
import { UsageError } from "./exit-status.ts"

/** A backend on one of its devices, and whether it works here. */
export interface Offer extends Candidate {
  /** Name of its package. */
  readonly backend: string
  /** `undefined` for the backend's own choice. */
  readonly device: string | undefined
  /** Formats that it loads; empty if it does not work here. */
  readonly formats: readonly string[]
  /** `null` where it does not work here. */
  readonly version: string | null
  /** Why it does not work here. */
  readonly reason: string | null
  /** Whether it is a module of the user's own. */
  readonly foreign: boolean
}

// A device of this name is a choice among the others, which would be measured twice.
const choosing = "auto"

/** All that this program knows, on every device. */
export async function offersHere(threads: number | undefined): Promise<Offer[]> {
  const offers: Offer[] = []
  for (const name of backendNames) {
    const all = await offersOf(name, threads)
    offers.push(...all.filter(({ device }) => device !== choosing))
  }
  return offers
}

/**
 * Returns a backend on every one of its devices, or on the one that it is named with.
 *
 * @throws UsageError for a backend or a device that does not exist
 */
export async function offersOf(name: string, threads?: number): Promise<Offer[]> {
  const choice = await findOrFault(name)
  if ("fault" in choice) return [absent({ backend: name, device: undefined }, choice.fault, !isOurs(name))]
  const offers: Offer[] = []
  for (const device of choice.device === undefined ? choice.package.devices : [choice.device])
    offers.push(await offerOf({ ...choice, device }, threads))
  return offers
}

/**
 * Those that were named. They are called by their packages' names, as a module's path says more of the machine than of
 * the backend; two of one name are called as they were named.
 *
 * @throws UsageError for a backend or a device that does not exist
 */
export async function offersNamed(named: readonly string[], threads: number | undefined): Promise<Offer[]> {
  const offers: Offer[] = []
  for (const name of named) {
    const choice = await findOrFault(name)
    offers.push(
      "fault" in choice
        ? absent({ backend: name, device: undefined }, choice.fault, !isOurs(name))
        : await offerOf(choice, threads),
    )
  }
  return offers.map((offer, index) =>
    offers.some((other, place) => place !== index && other.name === offer.name)
      ? { ...offer, name: named[index] }
      : offer,
  )
}

async function findOrFault(name: string): Promise<BackendChoice | { fault: unknown }> {
  try {
    return await findBackend(name)
  } catch (fault) {
    if (fault instanceof UsageError) throw fault
    return { fault }
  }
}

/** Any error of a module of the user's own is a reason, too. */
async function offerOf(choice: BackendChoice, threads: number | undefined): Promise<Offer> {
  const { device, module, package: found } = choice
  const foreign = !isOurs(module)
  const about = { backend: found.name ?? module, device }
  try {
    const available = await found.available(device)
    if (!available.usable) return absent(about, available.reason, foreign)
    const { formats } = createBackend(choice, threads)
    const create = () => createBackend(choice, threads)
    const fixtures = found.fixtures === undefined ? {} : { fixtures: found.fixtures }
    const { version } = available
    return { ...about, name: nameOf(about), create, formats, version, reason: null, foreign, ...fixtures }
  } catch (fault) {
    return absent(about, fault, foreign)
  }
}

function nameOf({ backend, device }: Pick<Offer, "backend" | "device">): string {
  return device === undefined ? backend : `${backend}:${device}`
}

function absent(about: Pick<Offer, "backend" | "device">, fault: unknown, foreign: boolean): Offer {
  const reason = fault instanceof Error ? fault.message : String(fault)
  const create = () => {
    throw isPamiError(fault) ? fault : new PamiError("BACKEND_UNAVAILABLE", reason, { cause: fault })
  }
  return { ...about, name: nameOf(about), create, formats: [], version: null, reason, foreign }
}
