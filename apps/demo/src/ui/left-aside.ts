import { shown } from "./logic/format.ts"
import type { Message } from "./logic/say.ts"
import type { Sorted } from "./logic/tell-apart.ts"
import { show } from "./messages.ts"

/** Why nothing of what was dropped can be opened. */
export function nothingToOpen({ rest }: Sorted): Message {
  const [{ file, role }] = rest
  const advice = {
    "foreign-model":
      "Models are opened as ONNX (.onnx) or TensorFlow.js (model.json with its .bin files). PyTorch, Keras and TensorFlow can all export to ONNX.",
    archive: "Unpack it first, then drop the folder.",
    weights: "These are a model’s weights alone. Drop the model.json (or .onnx) together with them.",
  }
  const what =
    role in advice
      ? advice[role as keyof typeof advice]
      : "Drop a model (.onnx, or model.json with its .bin files), a picture, a labels file, a preprocessor_config.json or a manifest."
  return { title: `${shown(file.name)} cannot be opened here`, text: what, code: "FILE_UNRECOGNIZED" }
}

/** Says what was left aside, where a person might have meant it. */
export function mention({ model, rest }: Sorted): void {
  const others = rest
    .filter(({ role }) => role === "onnx" || role === "tfjs")
    .map(({ file }) => shown(file.name))
  if (model !== null && others.length > 0)
    show({
      title: `${shown(model.name)} was opened`,
      text: `There are ${others.length} more models: ${others.slice(0, 4).join(", ")}. Drop one alone to open it.`,
      code: null,
    })
  const foreign = rest.find(({ role }) => role === "foreign-model" || role === "archive")
  if (foreign !== undefined && model === null) show(nothingToOpen({ rest: [foreign] } as unknown as Sorted))
}
