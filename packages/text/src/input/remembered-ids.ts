import type { Kept, MaskedText } from "./masked-text.ts"
import type { Stretch, TurnStretch } from "./stretches.ts"

/** The ids of the groups of a masked text, each turned into ids once. */
export interface RememberedIds {
  /** Returns the ids of a masked text; `undefined` if those of a group depend on the text before it. */
  join(kept: Kept): readonly number[] | undefined
  /** Writes the ids of {@link join} from the start of `into`, as far as it has room, and returns their number. */
  write(kept: Kept, into: Int32Array): number | undefined
  /** Returns the sum of the largest numbers of ids of all groups. */
  most(units: number): number
}

// Groups of up to so many pieces have a table of their states.
const mostInTable = 8
// All states of a group are tried for its largest number of ids up to so many units.
const mostTried = 4

/** Returns the remembered ids of a masked text. Two groups that follow one another are joined if one `follows` the other. */
export function rememberedIds(masked: MaskedText, turn: TurnStretch): RememberedIds {
  const { groups, bodyOf } = masked
  const tables: (Stretch | undefined)[][] = [...groups.map(() => []), []]
  /** Hands over the ids of each group; returns whether all could be joined. */
  const each = (kept: Kept, put: (ids: Int32Array) => void): boolean => {
    let last: Stretch | undefined
    let [isFirst, isJoined] = [true, true]
    masked.visit(kept, (group, gap, isUsual) => {
      if (!isJoined) return
      const state = isUsual ? masked.stateOf(group, kept, mostInTable) : -1
      const isBehindMask = masked.isBehindMask(group, kept)
      const place = 2 * state + Number(isBehindMask)
      let stretch = state < 0 ? undefined : tables[group][place]
      if (stretch === undefined) {
        stretch = turn(gap + bodyOf(group, kept), isFirst ? "nothing" : isBehindMask ? "mask" : "text")
        if (state >= 0) tables[group][place] = stretch
      }
      isFirst = false
      isJoined = stretch !== undefined && (last === undefined || stretch.follows(last))
      if (isJoined) put(stretch!.ids)
      last = stretch
    })
    return isJoined
  }
  return {
    join(kept) {
      const ids: number[] = []
      const isJoined = each(kept, (run) => {
        for (const id of run) ids.push(id)
      })
      return isJoined ? ids : undefined
    },
    write(kept, into) {
      let count = 0
      const isJoined = each(kept, (run) => {
        for (let i = 0; i < run.length && count < into.length; i++) into[count++] = run[i]
      })
      return isJoined ? count : undefined
    },
    most(units) {
      const kept = { units: new Uint8Array(units), offset: 0 }
      let sum = 0
      for (let group = 0; group <= groups.length; group++) {
        const own = masked.unitsOf(group)
        let most = 0
        for (const state of statesOf(own.length)) {
          for (const [i, unit] of own.entries()) kept.units[unit] = (state >> i) & 1
          const text = masked.gapBefore(group) + bodyOf(group, kept)
          for (const before of group === 0 ? ["nothing" as const] : ["text" as const, "mask" as const])
            most = Math.max(most, turn(text, before)?.ids.length ?? 0)
        }
        for (const unit of own) kept.units[unit] = 0
        sum += own.length > mostTried ? most + own.length : most
      }
      return sum
    },
  }
}

/** Returns the states of a group to try: all, or none and all of a group of many units. */
function statesOf(units: number): readonly number[] {
  return units > mostTried ? [0, -1] : Array.from({ length: 2 ** units }, (_, state) => state)
}
