import { imageFile } from "./logic/image-file.ts"
import { codeForMap, type DrawnMap, type MapCode } from "./logic/code-for-map.ts"
import { present } from "./model.ts"
import { chosen, facts, image, prediction, settings } from "./state.ts"

/** Returns code that draws the present map, with the names of the visitor's files; `null` without a prediction. */
export function presentCode(): MapCode | null {
  const [seen, model, shown, selection] = [prediction.value, facts.value, image.value, chosen.value]
  if (seen === null || model === null || shown === null || selection === null) return null
  const { target, versus } = selection
  return codeForMap({
    model: filesOfModel(seen.recipe.preprocessing.name),
    backend: model.backend,
    preset: seen.recipe.preprocessing.name,
    image: imageFile(shown),
    settings: settings.value,
    target: nameForCode(target),
    versus: versus === null ? null : nameForCode(versus),
  })
}

const labelNames =
  /(^|\/)(labels\.\w+|classes\.txt|class_names\.txt|class_indices\.json|label_?map\.pbtxt|data\.yaml)$/i

function filesOfModel(preprocessing: string): DrawnMap["model"] {
  const { name, files, near, labels, preprocessor, site } = present()
  if (files === "zoo") return null
  const found = labels ?? near.find((file) => labelNames.test(file.name)) ?? null
  const isFile = preprocessing.includes(".")
  return {
    // Models of the site have names for people.
    file: site === undefined ? name : files[0].name,
    labels: found && { file: found.name, isNamed: labels !== null },
    preprocessing: isFile
      ? { file: preprocessor?.name ?? preprocessing, isNamed: preprocessor !== null }
      : null,
  }
}

/** Returns the whole label of a class where it can be nothing else than that class. */
function nameForCode(index: number): string | number {
  const { labels } = facts.value!
  const label = labels?.[index] ?? ""
  const isAlone = labels?.filter((other) => other === label).length === 1
  return isAlone && /^\p{Letter}[\p{Letter}\p{Number} ,'()_-]*$/u.test(label) && !reserved.includes(label)
    ? label
    : index
}

const reserved = ["positive", "all", "answer", "top", "index", "label"]
