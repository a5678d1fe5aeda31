/** Draws a whole number from 0 to below `count`. */
type Draw = (count: number) => number

const values: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  2.5,
  1e9,
  1e300,
  "",
  "string",
  "../../etc/passwd",
  "__proto__",
  "constructor",
  [],
  [-1],
  {},
  { a: 1 },
  [[["x", 0, 0, {}]]],
  [1e9, 1e9],
  { class_name: "Model", config: {} },
  "softmax",
  2 ** 31,
  [null, null],
]

/** Returns a copy of a JSON value in which one part is replaced, removed, repeated, renamed or moved. */
export function mutated(json: unknown, draw: Draw): unknown {
  const copy = structuredClone(json)
  const places: { holder: any; key: string | number }[] = []
  const visit = (holder: unknown): void => {
    if (typeof holder !== "object" || holder === null) return
    const keys = Array.isArray(holder) ? holder.keys() : Object.keys(holder)
    for (const key of keys) {
      places.push({ holder, key })
      visit((holder as any)[key])
    }
  }
  visit(copy)
  const { holder, key } = places[draw(places.length)]
  switch (draw(6)) {
    case 0:
    case 1:
    case 2:
      holder[key] = values[draw(values.length)]
      break
    case 3:
      if (Array.isArray(holder)) holder.splice(key as number, 1)
      else delete holder[key]
      break
    case 4:
      if (Array.isArray(holder)) holder.splice(key as number, 0, structuredClone(holder[key as number]))
      else {
        holder[`${key}\u{fffd}`] = holder[key]
        delete holder[key]
      }
      break
    case 5: {
      const other = places[draw(places.length)]
      const value = structuredClone(other.holder[other.key])
      holder[key] = value
    }
  }
  return copy
}
