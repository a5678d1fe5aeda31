import type { Settings } from "../../engine/contract.ts"
import type { SiteModelId } from "../logic/settings.ts"

/** A model of a file or more that the site fetches from itself when it is first needed. */
export interface SiteModel {
  readonly id: SiteModelId
  /** Name, as the page shows it. */
  readonly name: string
  /** Files by name, the model first; sizes in bytes. */
  readonly files: Readonly<Record<string, { readonly address: string; readonly size: number }>>
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
