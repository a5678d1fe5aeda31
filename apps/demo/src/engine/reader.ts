import { manifest as manifestOf } from "@pami/core"
import type { Engine, LayerName } from "./contract.ts"
import { explaining } from "./recipe.ts"
import { present } from "./present.ts"
import type { Sweep } from "./sweep.ts"
import { partsCovering, viewOf } from "./views.ts"

/** The parts of the engine that read the present sweep, without another pass of the model. */
export type Reader = Pick<Engine, "read" | "readAll" | "partsAt" | "manifest">

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
      const explanation = explained(swept)
      const { predicted, chosen } = swept
      const { target, versus } = chosen
      return manifestOf(explanation, {
        targets: versus === null ? [target] : [target, versus],
        extra: {
          backend: predicted.opened.backend,
          model: predicted.opened.isBundled ? null : predicted.opened.name,
          picture: predicted.name,
          recipe: explaining(predicted.resolved.recipe, chosen),
          stages: [explanation.passes],
        },
      })
    },
  }
}

/** Returns the explanation of a sweep; throws before its first part is scored. */
export function explained(sweep: Sweep) {
  return present(sweep.explanation(), "no part has been scored yet")
}
