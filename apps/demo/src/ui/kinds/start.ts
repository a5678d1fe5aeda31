import { show } from "../messages.ts"
import type { KindPlace } from "./logic/kind-link.ts"
import type { KeptInput } from "./own-files.ts"
import { linkedPlace } from "./state.ts"

/**
 * Opens what the last visit kept, or an address asks for, of other inputs than images of one class.
 *
 * @returns whether there was any
 */
export async function startKinds(place: KindPlace | null, kept: KeptInput | null = null): Promise<boolean> {
  if (kept?.kinds != null) {
    await (await import("./own-files.ts")).openKept(kept, place)
    return true
  }
  if (place === null) return false
  const { entry, ownInput } = place
  if (entry === null) linkedPlace.value = place
  else await (await import("./bundled.ts")).openBundled(entry, undefined, place)
  if (entry === null || ownInput)
    show({
      title: "The link needs your files",
      text:
        entry === null
          ? "It was made with an own model, which a link does not hold. Open the same folder: settings and class are then those of the link."
          : "It was made with an own input, which a link does not hold. Open the same input.",
      code: null,
    })
  return entry !== null
}
