import { availableParallelism, cpus } from "node:os"
import { version } from "@pami/core"
import type { Offer } from "../offers.ts"

/** Facts on which the numbers may depend; none names the machine or its user. */
export function factsOf(): Record<string, string> {
  return {
    PAMI: version,
    Node: process.versions.node,
    system: `${process.platform} ${process.arch}`,
    processor: cpus()[0]?.model ?? "unknown",
    cores: String(availableParallelism()),
  }
}

/** The version of each backend, or why there is none. */
export function versionsOf(offers: readonly Offer[]): Record<string, string> {
  return Object.fromEntries(
    offers.map(({ name, version, reason }) => [name, version ?? `not available: ${reason}`]),
  )
}
