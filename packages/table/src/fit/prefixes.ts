/** Characters between the name of a category and one of its values in the name of a one-hot column: `home=RENT`. */
const separators = "_=:.-"

/** A name cut at a separator: `home`, `=`, `RENT`. */
export interface Split {
  readonly prefix: string
  readonly separator: string
  readonly value: string
}

/** Returns the splits of a name at its separators, the longest prefix first. */
export function splitsOf(name: string): readonly Split[] {
  const splits: Split[] = []
  for (let at = name.length - 2; at >= 1; at--)
    if (separators.includes(name[at])) {
      // "home__RENT" has a separator of two characters.
      const end = name[at - 1] === name[at] ? at - 1 : at
      if (end < 1) continue
      const [prefix, value] = [name.slice(0, end).trim(), name.slice(at + 1).trim()]
      splits.push({ prefix, separator: name.slice(end, at + 1), value })
    }
  return splits
}
