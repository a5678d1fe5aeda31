import { type BatchWriter, countUnits, type Feeds, type Input, type Part, PamiError } from "@pami/core"
import { sizeOf } from "@pami/core/tensor"
import { cutPart, withOthers } from "./runs.ts"
import { jointVariants } from "./variants.ts"

/** Returns the writers of several inputs as one. */
export function joinWriters<Fed extends Feeds>(inputs: readonly Input[], slots: number): BatchWriter<Fed> {
  const variants = jointVariants(inputs)
  let all = 0
  const parts = inputs.map((input, index) => {
    const [from, units] = [all, countUnits(input.grids)]
    all += units
    return { index, from, units, writer: input.open(slots), shown: shownParts(slots) }
  })
  const variantOf = (index: number, variant: number) =>
    variants[variant].input === index ? variants[variant].own : 0
  const { writer: first } = parts[0]
  return {
    async load(variant) {
      for (const { writer, index } of parts) await writer.load?.(variantOf(index, variant))
    },
    preserve(slot, part, variant = 0) {
      const { alone } = variants[variant]
      const whole = alone && withOthers(part, alone.start, alone.start + sizeOf(alone.shape), all)
      for (const { writer, index, from, units, shown } of parts) {
        const own = cutPart(whole ?? part, from, units)
        const number = variantOf(index, variant)
        // A question that stays while parts of an image change is not written again.
        if (shown.differs(slot, own, number)) writer.preserve(slot, own, number)
      }
    },
    ...(first.blend && {
      // Soft masks are over the first grid: shares of the others are 1.
      blend(slot: number, shares: Float32Array, variant = 0) {
        for (const { writer, index, from, units, shown } of parts) {
          const own = shares.subarray(from, from + units)
          const number = variantOf(index, variant)
          shown.forget(slot)
          if (writer.blend) writer.blend(slot, own, number)
          else writer.preserve(slot, wholeUnits(own), number)
        }
      },
    }),
    feeds: (count, from) => Object.assign({}, ...parts.map(({ writer }) => writer.feeds(count, from))) as Fed,
    close() {
      for (const { writer } of parts) writer.close()
    },
  }
}

/** Remembers the part that each slot preserves. */
function shownParts(slots: number) {
  const shown = Array.from({ length: slots }, (): { part: Part; variant: number } | undefined => undefined)
  return {
    differs(slot: number, part: Part, variant: number): boolean {
      const before = shown[slot]
      shown[slot] = { part, variant }
      return (
        before?.variant !== variant ||
        before.part.length !== part.length ||
        before.part.some((unit, i) => unit !== part[i])
      )
    },
    forget(slot: number): void {
      shown[slot] = undefined
    },
  }
}

function wholeUnits(shares: Float32Array): Part {
  const runs: number[] = []
  for (let unit = 0; unit < shares.length; unit++) {
    if (shares[unit] === 0) continue
    if (shares[unit] !== 1)
      throw new PamiError(
        "PARTITION_UNSUITABLE",
        `unit ${unit} of an input that cannot mix units with their baseline has the share ${shares[unit]}: expected 0 or 1`,
      )
    if (runs.at(-1) === unit) runs[runs.length - 1] = unit + 1
    else runs.push(unit, unit + 1)
  }
  return Int32Array.from(runs)
}
