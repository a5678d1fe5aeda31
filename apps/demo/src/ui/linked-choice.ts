import type { ClassScore } from "../engine/contract.ts"
import type { Own } from "./logic/settings.ts"
import { show } from "./messages.ts"
import { isOwn } from "./model.ts"
import { image, type Chosen } from "./state.ts"

/** The class or contrast of a link, which waits for the model and the image that the link was made with. */
let waiting: { readonly choice: Chosen | null; readonly own: readonly Own[] } | null = null

/** Takes the choice of a link. */
export function awaitChoice(choice: Chosen | null, own: readonly Own[]): void {
  waiting = choice === null && own.length === 0 ? null : { choice, own }
  isSaid = false
}

let isSaid = false

/** Tells once which files the visitor has to open. */
function mention(missing: readonly Own[]): void {
  if (isSaid) return
  isSaid = true
  show({
    title: "The link needs your files",
    text: `It was made with ${missing.map((what) => `an own ${what}`).join(" and ")}, which a link does not hold. Open the same files: settings and class are then those of the link.`,
    code: null,
  })
}

/** Returns the choice of the link, once, as soon as what it was made with is open; `null` otherwise. */
export function takeLinked(classes: readonly ClassScore[]): Chosen | null {
  if (waiting === null) return null
  const missing = missingOf(waiting.own)
  if (missing.length > 0) {
    mention(missing)
    return null
  }
  const { choice } = waiting
  waiting = null
  if (choice === null) return null
  const lacking = [choice.target, choice.versus].find(
    (wanted) => wanted !== null && !classes.some(({ class: index }) => index === wanted),
  )
  if (lacking == null) return choice
  show({
    title: "Class not in this prediction",
    text: `The link names class ${lacking}, which is not among the ${classes.length} classes that are listed for this image. Choose one from the list.`,
    code: null,
  })
  return null
}

function missingOf(own: readonly Own[]): Own[] {
  const isThere = { model: () => isOwn(), image: () => image.value?.sample === null }
  return own.filter((what) => !isThere[what]())
}
