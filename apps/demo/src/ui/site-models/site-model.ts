import { signal } from "@preact/signals"
import type { Settings } from "../../engine/contract.ts"
import type { SiteModelId } from "../logic/settings.ts"

/** A model of a file or more that the site fetches from itself when it is first needed. */
export interface SiteModel {
  readonly id: SiteModelId
  /** Name, as the page shows it. */
  readonly name: string
  /** Addresses by name of file, the model first. */
  readonly files: Readonly<Record<string, string>>
  /** Size of all files, in bytes. */
  readonly size: number
  /** Names of the classes. */
  readonly labels: readonly string[]
  /** Preprocessing, as a `preprocessor_config.json`. */
  readonly preprocessing: Readonly<Record<string, unknown>>
  /** The quality of its first map: a pass of a large model takes about half a second on a processor. */
  readonly quality: Settings["quality"]
  /** Kind of its classes, in the plural: "everyday objects". */
  readonly knows: string
  /** Author, package and licence. */
  readonly origin: string
}

/** Bytes of a site's model that have come, and their total; `null` while none is fetched. */
export const download = signal<{ readonly received: number; readonly total: number } | null>(null)
