import { isTextual, mostText } from "./logic/files.ts"
import { bytes, shown } from "./logic/format.ts"
import type { Message } from "./logic/error-message.ts"
import type { Role, Sorted } from "./logic/classify-files.ts"
import { show } from "./messages.ts"

const advice: Partial<Record<Role, string>> = {
  "foreign-model":
    "This page opens ONNX models (.onnx) and TensorFlow.js models (model.json with its .bin files). Models of PyTorch, Keras and TensorFlow can be exported to ONNX.",
  archive: "Of archives this page opens .zip files. Unpack this one and drop the folder.",
  weights: "This file holds only weights. Drop it together with the model.json or .onnx file.",
}

/** Returns a message that says why none of the dropped files can be opened. */
export function nothingToOpen({ rest }: Pick<Sorted, "rest">): Message {
  const [{ file, role }] = rest
  const isUnread = file.text === null && isTextual(file)
  const text = isUnread
    ? `It has ${bytes(file.size)}. Text files are read up to ${bytes(mostText)}, with a limit for each drop. Drop it alone, or leave out files that the model does not need.`
    : (advice[role] ??
      "Drop an image, a text (.txt), a sound (.wav), a table (.csv), a saved explanation (.npz) or a manifest; or a model (.onnx, or model.json with its .bin files) with its labels and its preprocessor_config.json.")
  return { title: `Cannot open ${shown(file.name)}`, text, code: "FILE_UNRECOGNIZED" }
}

/** Shows a message about unused files that the visitor may have wanted to open. */
export function mention({ model, rest }: Sorted): void {
  const others = rest
    .filter(({ role }) => role === "onnx" || role === "tfjs")
    .map(({ file }) => shown(file.name))
  if (model !== null && others.length > 0)
    show({
      title: `Opened ${shown(model.name)}`,
      text: otherModels(others),
      code: null,
    })
  const foreign = rest.find(({ role }) => role === "foreign-model" || role === "archive")
  if (foreign !== undefined && model === null) show(nothingToOpen({ rest: [foreign] }))
}

/** Returns a text that lists the unused models. */
export function otherModels(names: readonly string[]): string {
  if (names.length === 1) return `Another model was not opened: ${names[0]}. Drop it alone to open it.`
  return `${names.length} other models were not opened: ${names.slice(0, 4).join(", ")}. Drop one alone to open it.`
}
