import { isTokenizer, type Sorted } from "../logic/classify-files.ts"
import { mode } from "../state.ts"
import { facts } from "./state.ts"

/** Returns whether dropped files are for the engine of every kind of input, as far as their names tell. */
export function isOfKinds({ model, labels, images, inputs, texts, manifest }: Sorted): boolean {
  if (inputs.length > 0) return true
  if (model !== null) return texts.some(isTokenizer)
  if (mode.value !== "kinds" || manifest !== null) return false
  const takes = (kind: string) => facts.value?.kinds.some(({ value }) => value === kind) ?? false
  if (images.length > 0) return takes("image")
  // Names of the classes; a list of a few words may be the text to explain.
  return labels !== null
}
