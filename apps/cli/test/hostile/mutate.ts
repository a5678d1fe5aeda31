import { random } from "@pami/core/tensor"

type Tree = unknown[] | { [key: string]: unknown }

/**
 * Returns the texts of `count` manifests, each a real one with one to three things changed: types, numbers at their
 * extremes, fields gone, added or nested, texts that are names of files, addresses and modules. The same for a seed.
 *
 * @param manifest text of a real one
 * @param bait names that a stranger would like to see opened
 */
export function mutated(manifest: string, bait: readonly string[], seed: number, count: number): string[] {
  const next = random(seed)
  const pick = <Value>(values: readonly Value[]): Value => values[Math.floor(next() * values.length)]
  const numbers = [
    0,
    -0,
    1,
    -1,
    0.5,
    2,
    3,
    255,
    256,
    1e-9,
    1e6,
    1e7,
    1e9,
    -1e9,
    1e12,
    1e300,
    2 ** 31,
    2 ** 32,
    2 ** 53,
    5e-324,
  ]
  const texts = [
    ...bait,
    "",
    " ",
    "__proto__",
    "constructor",
    "none",
    "shifts:60",
    "#ff0000",
    "x".repeat(1e4),
    "\0",
  ]
  const others = (): unknown[] => [
    null,
    true,
    [],
    {},
    [1, 2, 3],
    { a: 1 },
    { length: 1e9 },
    Array.from({ length: 500 }, () => pick(numbers)),
    nested(100),
  ]
  const value = () => pick<() => unknown>([() => pick(numbers), () => pick(texts), () => pick(others())])()

  function change(root: Tree): void {
    const places = placesOf(root)
    if (places.length === 0) return
    const inRecord = places.filter(({ path }) => path.startsWith(".extra"))
    const { holder, key } = pick(next() < 0.6 && inRecord.length > 0 ? inRecord : places)
    const { set, remove } = access(holder, key)
    const before = (holder as Record<string, unknown>)[key]
    const how = next()
    if (how < 0.15) remove()
    else if (how < 0.25 && typeof before === "object" && before !== null)
      access(before as Tree, pick(["__proto__", "toString", "more", "0"])).set(value())
    else if (how < 0.5 && typeof before === "number") set(pick(numbers))
    else if (how < 0.7 && typeof before === "string") set(pick(texts))
    else if (how < 0.75 && Array.isArray(before) && typeof before[0] !== "object")
      set(Array.from({ length: 3000 }, () => before[0]))
    else set(value())
  }

  return Array.from({ length: count }, () => {
    const root = JSON.parse(manifest) as Tree
    for (let changes = 1 + Math.floor(next() * 3); changes > 0; changes--) change(root)
    const text = JSON.stringify(root)
    if (next() > 0.03) return text
    // Now and then the file itself is broken.
    const at = Math.floor(next() * text.length)
    return pick([
      text.slice(0, at),
      `${text.slice(0, at)}\u0001${text.slice(at)}`,
      `${"[".repeat(1e4)}${text}`,
    ])
  })
}

function nested(depth: number): unknown {
  return depth === 0 ? 1 : [nested(depth - 1)]
}

function placesOf(tree: Tree, path = ""): { holder: Tree; key: string; path: string }[] {
  return Object.entries(tree).flatMap(([key, value]) => {
    const here = { holder: tree, key, path: `${path}.${key}` }
    return typeof value === "object" && value !== null
      ? [here, ...placesOf(value as Tree, here.path)]
      : [here]
  })
}

/** Sets as JSON.parse would: `__proto__` as a field like any other. */
function access(holder: Tree, key: string): { set(value: unknown): void; remove(): void } {
  return {
    set: (value) =>
      Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true }),
    remove: () =>
      Array.isArray(holder) ? holder.splice(Number(key), 1) : Reflect.deleteProperty(holder, key),
  }
}
