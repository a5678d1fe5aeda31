import { isTextual, mostText } from "./logic/files.ts"
import { bytes, shown } from "./logic/format.ts"
import type { Message } from "./logic/say.ts"
import type { Role, Sorted } from "./logic/tell-apart.ts"
import { show } from "./messages.ts"

const advice: Partial<Record<Role, string>> = {
  "foreign-model":
    "Models are opened as ONNX (.onnx) or TensorFlow.js (model.json with its .bin files). PyTorch, Keras and TensorFlow can all export to ONNX.",
  archive: "Unpack it first, then drop the folder.",
  weights: "These are a model’s weights alone. Drop the model.json (or .onnx) together with them.",
}

/** Says why nothing of what was dropped can be opened. */
export function nothingToOpen({ rest }: Pick<Sorted, "rest">): Message {
  const [{ file, role }] = rest
  const isUnread = file.text === null && isTextual(file)
  const text = isUnread
    ? `It has ${bytes(file.size)}. Texts are read up to ${bytes(mostText)}, and those of one drop as far as there is room: drop it alone, or without what the model does not need.`
    : (advice[role] ??
      "Drop a model (.onnx, or model.json with its .bin files), a picture, a labels file, a preprocessor_config.json or a manifest.")
  return { title: `${shown(file.name)} cannot be opened here`, text, code: "FILE_UNRECOGNIZED" }
}

/** Says what was left aside, where a person might have meant it. */
export function mention({ model, rest }: Sorted): void {
  const others = rest
    .filter(({ role }) => role === "onnx" || role === "tfjs")
    .map(({ file }) => shown(file.name))
  if (model !== null && others.length > 0)
    show({
      title: `${shown(model.name)} was opened`,
      text: othersLeft(others),
      code: null,
    })
  const foreign = rest.find(({ role }) => role === "foreign-model" || role === "archive")
  if (foreign !== undefined && model === null) show(nothingToOpen({ rest: [foreign] }))
}

/** Says which models were left aside. */
export function othersLeft(names: readonly string[]): string {
  if (names.length === 1) return `There is one more model: ${names[0]}. Drop it alone to open it.`
  return `There are ${names.length} more models: ${names.slice(0, 4).join(", ")}. Drop one alone to open it.`
}
