import type { Input, Part, Settings } from "@pami/core"
import { sha256 } from "@pami/core/tensor"
import type { Context } from "../context/context.ts"

/** Name of the grid of units, and of the tensor with the masked context. */
export const contextName = "context"

/** Returns the input whose units are those of a context. Its tensor has the masked context as a text. */
export function contextInput(
  { sources, documents, show }: Context,
  options: { readonly settings: Settings; readonly seen: readonly unknown[] },
): Input {
  const units = sources.length
  const seen = JSON.stringify([documents, options.settings, options.seen])
  return {
    grids: [{ name: contextName, shape: [units], start: 0, labels: sources.map(({ text }) => text) }],
    digest: sha256([new TextEncoder().encode(seen)]),
    settings: options.settings,
    tensors: [{ name: contextName, dtype: "string", shape: [null] }],
    open(slots) {
      const masked = show(new Uint8Array(units))
      const texts = Array.from({ length: slots }, () => masked)
      return {
        preserve(slot: number, part: Part) {
          texts[slot] = show(keptBy(part, units))
        },
        feeds: (count, first = 0) => ({
          [contextName]: { dtype: "string", shape: [count], data: texts.slice(first, first + count) },
        }),
        close() {},
      }
    },
  }
}

/** Returns 1 for each unit of a part, else 0. */
export function keptBy(part: Part, units: number): Uint8Array {
  const kept = new Uint8Array(units)
  for (let i = 0; i < part.length; i += 2) kept.fill(1, part[i], part[i + 1])
  return kept
}
