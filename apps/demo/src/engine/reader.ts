import { manifest as manifestOf } from "@pami/core"
import type { TargetInfo } from "@pami/core"
import { saveExplanation } from "@pami/recipe"
import type { Engine, LayerName } from "./contract.ts"
import { explaining } from "@pami/explainer"
import { present } from "./present.ts"
import type { Sweep } from "./sweep.ts"
import { partsCovering, viewOf } from "./views.ts"

/** The parts of the engine that read the present sweep, without another pass of the model. */
export type Reader = Pick<Engine, "read" | "readAll" | "partsAt" | "manifest" | "save">

/**
 * Returns the part of an engine that reads the present sweep.
 *
 * @param sweep returns the present sweep; throws before there is one
 * @param layers returns the layers that the page shows
 */
export function createReader(sweep: () => Sweep, layers: () => readonly LayerName[]): Reader {
  return {
    async read(chosen) {
      const swept = sweep()
      swept.chosen = chosen
      return viewOf(explained(swept), chosen, swept.predicted.resolved.recipe, layers())
    },

    async readAll(targets) {
      const swept = sweep()
      const [explanation, { recipe }] = [explained(swept), swept.predicted.resolved]
      return targets.map((target) => viewOf(explanation, { target, versus: null }, recipe, []))
    },

    async partsAt(unit, target) {
      return partsCovering(explained(sweep()), unit, target)
    },

    async manifest() {
      const swept = sweep()
      const { target, versus } = swept.chosen
      return manifestOf(explained(swept), {
        targets: versus === null ? [target] : [target, versus],
        extra: recordOf(swept),
      })
    },

    async save() {
      const swept = sweep()
      const explanation = explained(swept)
      const { labels } = swept.predicted.opened
      // The page names classes by itself; another reader of the file has its names alone.
      const named = (targets: readonly TargetInfo[]) =>
        targets.map((one) => {
          const label = one.label ?? labels?.[one.id as number]
          return label ? { ...one, label } : one
        })
      const { targets, prediction } = explanation
      return saveExplanation(
        { ...explanation, targets: named(targets), prediction: named(prediction) },
        recordOf(swept),
      )
    },
  }
}

/** Returns the files and options with which a sweep can be made again. */
function recordOf(swept: Sweep) {
  const { predicted, chosen } = swept
  return {
    backend: predicted.opened.backend,
    model: predicted.opened.isBundled ? null : predicted.opened.name,
    picture: predicted.name,
    recipe: explaining(predicted.resolved.recipe, chosen),
    stages: [explained(swept).passes],
  }
}

/** Returns the explanation of a sweep; throws before its first part is scored. */
export function explained(sweep: Sweep) {
  return present(sweep.explanation(), "no part has been scored yet")
}
