import type { Method } from "@pami/core"
import { hsic } from "./hsic.ts"
import { jointRegression } from "./joint-regression/joint-regression.ts"
import { kernelShap } from "./kernel-shap/kernel-shap.ts"
import { lime } from "./lime.ts"
import { occlusion } from "./occlusion.ts"
import { orderedSearch } from "./ordered-search/ordered-search.ts"
import { pami } from "./pami.ts"
import { partitionShap } from "./partition-shap/partition-shap.ts"
import { rise } from "./rise.ts"
import type { SampledOptions, SegmenterOptions } from "./shared/options.ts"
import type { SegmentedOptions } from "./shared/segments.ts"

/** Options that {@link createMethod} passes on to methods that take them. */
export interface MethodOptions extends SampledOptions, SegmentedOptions, SegmenterOptions {}

const factories = {
  pami: ({ passes, segmenter }) => pami({ passes, segmenter }),
  "joint-regression": ({ passes, seed, segmenter }) => jointRegression({ passes, seed, segmenter }),
  occlusion: ({ passes }) => occlusion({ passes }),
  rise: ({ passes, seed }) => rise({ passes, seed }),
  lime: (options) => lime(options),
  "kernel-shap": (options) => kernelShap(options),
  "partition-shap": ({ passes, segments }) => partitionShap({ passes, segments }),
  hsic: ({ passes, seed }) => hsic({ passes, seed }),
  "ordered-search": ({ passes, segments }) => orderedSearch({ passes, segments }),
} as const satisfies Record<string, (options: MethodOptions) => Method>

/** The name of a method: `"kernel-shap"`. */
export type MethodName = keyof typeof factories

/** Names of all methods, PAMI first. */
export const methodNames = Object.keys(factories) as readonly MethodName[]

/**
 * Returns a method by its name.
 *
 * @param options a budget of `passes`, which no method exceeds; a `seed`; `segments` and a `segmenter`; default: those of the method
 * @throws RangeError for an unknown name, and for options out of range
 *
 * @example
 * const method = createMethod("lime", { passes: 300, seed: 1 })
 * console.log(method.settings.passes) // 300
 */
export function createMethod(name: MethodName, options: MethodOptions = {}): Method {
  if (!Object.hasOwn(factories, name))
    throw new RangeError(`a method is ${methodNames.join(", ")}; got ${JSON.stringify(name)}`)
  return factories[name](options)
}

/** Returns whether a method draws at random, so that its seed decides the map. */
export function isSeeded(name: MethodName): boolean {
  return Object.hasOwn(createMethod(name).settings, "seed")
}
