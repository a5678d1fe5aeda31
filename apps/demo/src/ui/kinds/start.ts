import type { Kept } from "../kept/contents.ts"
import { show } from "../messages.ts"
import { gallery } from "../panes/kinds/gallery.ts"
import { fromKindLink, type KindPlace } from "./logic/kind-link.ts"
import { linkedPlace } from "./state.ts"

/** Returns what an address says of other inputs than images of one class; `null` for one of an image. */
export function linkedKind(fragment: string): KindPlace | null {
  const [, ...others] = gallery.map(({ id }) => id)
  return fromKindLink(fragment, others)
}

/**
 * Opens what the last visit kept, or an address asks for, of other inputs than images of one class.
 *
 * @returns whether there was any
 */
export async function startKinds(place: KindPlace | null, kept: Kept | null = null): Promise<boolean> {
  if (kept?.kinds != null) {
    await (await import("./own-files.ts")).openKept(kept, place)
    return true
  }
  if (place === null) return false
  if (place.entry === null) linkedPlace.value = place
  else await gallery.find(({ id }) => id === place.entry)!.open(place)
  if (place.entry === null || place.ownInput)
    show({
      title: "The link needs your files",
      text: `It was made with an own ${place.entry === null ? "model" : "input"}, which a link does not hold. Open the same ${place.entry === null ? "folder: settings and class are then those of the link" : "input"}.`,
      code: null,
    })
  return place.entry !== null
}
