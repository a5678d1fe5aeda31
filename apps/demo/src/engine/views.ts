import { countParts, coverage, partOf, scoresOf, standardError } from "@pami/core"
import type { Explanation, Part, Selection } from "@pami/core"
import { readMap, type ImageRecipe } from "@pami/recipe"
import { contrastFor, selectionFor, type Chosen } from "./choice.ts"
import type { LayerName, MapView, PartScore } from "./contract.ts"
import { reachOf } from "./judge/reach.ts"

const layers: Record<LayerName, (explanation: Explanation, selection: Selection) => Float32Array> = {
  standardError,
  coverage: (explanation) => coverage(explanation),
}

/** Returns the map of a class, or of the contrast of two, as the method of the recipe reads it, with some of its layers. */
export function viewOf(
  explanation: Explanation,
  chosen: Chosen,
  recipe: ImageRecipe,
  shown: readonly LayerName[],
): MapView {
  const [height, width] = explanation.grids[0].shape
  const { target, versus } = chosen
  const selection = selectionFor(chosen)
  return {
    target,
    versus,
    width,
    height,
    map: readMap(recipe, explanation, selection),
    reach: reachOf(explanation, contrastFor(chosen), recipe.method === "pami"),
    ...Object.fromEntries(shown.map((name) => [name, layers[name](explanation, selection)])),
  }
}

// More than anyone looks at.
const mostParts = 50

/** Returns the parts of the unaugmented input that cover a unit, highest score first. */
export function partsCovering(explanation: Explanation, unit: number, target: number): PartScore[] {
  const scores = scoresOf(explanation, target)
  const found: PartScore[] = []
  let pass = 0
  for (const partition of explanation.partitions) {
    const size = countParts(partition)
    // Parts of an augmented variant lie elsewhere in the image.
    if ((partition.variant ?? 0) === 0)
      for (let k = 0; k < size && pass + k < explanation.passes; k++) {
        const part = partOf(partition, k)
        if (covers(part, unit))
          found.push({ partition: partition.name, part: part.slice(), score: scores[pass + k] })
      }
    pass += size
  }
  return found.sort((a, b) => b.score - a.score).slice(0, mostParts)
}

function covers(part: Part, unit: number): boolean {
  for (let i = 0; i < part.length && part[i] <= unit; i += 2) if (unit < part[i + 1]) return true
  return false
}
