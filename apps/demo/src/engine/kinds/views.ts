import type { TargetId } from "@pami/core"
import { explainedContrasts } from "@pami/explainer"
import type { Contrast, DrawnInput, MapChoice, Result } from "@pami/explainer"
import { reachOf } from "../judge/reach.ts"
import { checksOf } from "./checks.ts"
import type { Content, KindMap, Seen } from "./contract.ts"

/** Returns what is known of an input once the model has seen it. */
export function seenOf(result: Result): Seen {
  const { prediction, explanation, findings, recipe, size = "", axes } = result
  return {
    prediction,
    explained: explainedContrasts(recipe, explanation).map(({ target }) => target),
    ...(result.words && explanation.passes > 0 ? { independent: independentOf(result.words()) } : {}),
    scale: explanation.scale,
    findings,
    recipe,
    size,
    axes,
    content: contentOf(result.shown!, explanation.grids[0].shape),
    checks: checksOf(result),
  }
}

function independentOf(words: ReturnType<NonNullable<Result["words"]>>): TargetId[] {
  return words.filter(({ depends }) => !depends).map(({ id }) => id)
}

function contentOf(shown: DrawnInput, shape: readonly number[]): Content {
  if (shown.kind === "image") {
    const { picture, geometry } = shown
    return { kind: "image", width: picture.width, height: picture.height, geometry }
  }
  const { content } = shown.prepared
  switch (content.kind) {
    case "text":
      return { kind: "text" }
    case "table":
      return { kind: "table", rows: content.rows }
    case "series": {
      const { data, channels, names, rate = null, kind } = content.series
      return {
        kind: "series",
        // A copy: it is transferred.
        values: data.slice(),
        channels: names ?? Array.from({ length: channels }, (_, index) => `channel ${index + 1}`),
        rate,
        isSound: kind === "sound",
        hop: content.hop,
      }
    }
    case "volume": {
      const { data, channels, spacing = null, axes = null } = content.volume
      // A copy: it is transferred.
      const values = data.slice(0, data.length / channels)
      return { kind: "volume", shape, values, spacing, directions: axes }
    }
    default:
      return { kind: content.kind, shape }
  }
}

/** Returns the map of a target. */
export function mapOf(result: Result, choice: MapChoice): KindMap {
  const values = result.map(choice)
  return {
    choice,
    values,
    reach: reachOf(result.explanation, contrastOf(choice, result), result.recipe.method === "pami"),
    ...(result.texts && { texts: result.texts(values) }),
    ...(result.features && { features: result.features(values) }),
  }
}

/** Returns the ids of a choice, which may name targets by their labels. */
export function contrastOf(choice: MapChoice, { explanation: { targets } }: Result): Contrast {
  const idOf = (name: TargetId) => targets.find(({ id, label }) => id === name || label === name)?.id ?? name
  return typeof choice === "object"
    ? { target: idOf(choice.target), versus: idOf(choice.versus) }
    : { target: idOf(choice) }
}

/** Returns the targets that the recipe explains. */
export function explainedChoices({ recipe, explanation }: Result): MapChoice[] {
  return explainedContrasts(recipe, explanation).map(({ target, versus }) =>
    versus === undefined ? target : { target, versus },
  )
}
