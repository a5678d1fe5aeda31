import { createHash } from "node:crypto"
import { describe, expect, test } from "vitest"
import {
  cake,
  captionOf,
  captionTokens,
  captionWords,
  coloursOf,
  loan,
  loanColumns,
  loanReasons,
  reasonsOf,
  scene,
  signal,
  sound,
  volume,
} from "./index.ts"

const seeds = Array.from({ length: 12 }, (_, index) => 300 + index)

// The models were trained on these inputs: if a digest must change, train them again.
test.each([
  ["sound", (seed: number) => sound(seed).samples, "6cc3a91cd49bae02"],
  ["signal", (seed: number) => signal(seed).values, "6df58b90e7cabff6"],
  ["volume", (seed: number) => volume(seed).values, "af05027b66e999a5"],
  ["cake", (seed: number) => cake(seed).pixels, "cb2e81c1acab3c0d"],
  ["loan", (seed: number) => loan(seed).row, "0cac44be87870301"],
])("a %s has the same bytes for the same seed, in every engine", (_, make, digest) => {
  const hash = createHash("sha256")
  for (const seed of seeds) hash.update(make(seed))
  expect(hash.digest("hex").slice(0, 16)).toBe(digest)
})

describe("a sound", () => {
  test("knows the samples of each word, which are louder than the rest", () => {
    for (const seed of seeds) {
      const { samples, owner, words } = sound(seed, { words: 2, noise: 0 })
      expect(samples).toHaveLength(8000)
      words.forEach(({ start, end }, index) => {
        const own = owner.reduce((count, who) => count + (who === index + 1 ? 1 : 0), 0)
        expect(own).toBe(end - start)
        expect(loudness(samples.subarray(start, end))).toBeGreaterThan(
          2 * loudness(samples.filter((_, k) => owner[k] === 0)),
        )
      })
    }
  })

  test("has the requested number of different words", () => {
    for (const seed of seeds) {
      expect(sound(seed, { words: 0 }).owner.some((who) => who > 0)).toBe(false)
      const names = sound(seed, { words: 2 }).words.map(({ name }) => name)
      expect(new Set(names).size).toBe(2)
    }
  })
})

describe("a signal", () => {
  test("has each pattern in one channel, and nothing of it elsewhere", () => {
    for (const seed of seeds) {
      const { owner, events, channels } = signal(seed, { patterns: 3 })
      events.forEach(({ channel, start, end }, index) => {
        for (let unit = 0; unit < owner.length; unit++) {
          const time = Math.floor(unit / channels)
          const within = unit % channels === channel && time >= start && time < end
          expect(owner[unit] === index + 1).toBe(within)
        }
      })
    }
  })
})

describe("a volume", () => {
  test("is brighter where a solid is", () => {
    for (const seed of seeds) {
      const { values, owner, objects } = volume(seed, { solids: 2 })
      objects.forEach(({ size }, index) => {
        expect(size).toBeGreaterThan(20)
        expect(mean(values, owner, index + 1)).toBeGreaterThan(mean(values, owner, 0) + 0.25)
      })
    }
  })
})

describe("a cake", () => {
  test("has one candle for each year, and knows its pixels", () => {
    for (const seed of seeds) {
      const { age, candles, owner } = cake(seed)
      expect(candles).toHaveLength(age)
      expect(new Set(owner)).toEqual(new Set(Array.from({ length: age + 1 }, (_, k) => k)))
    }
  })
})

describe("a loan", () => {
  test("is refused for one reason at most, which looks at the columns that it owns", () => {
    for (const reason of loanReasons)
      for (const seed of seeds) {
        const { row, answer, owner } = loan(seed, { reason })
        expect(answer).toBe(1)
        expect(reasonsOf(row)).toEqual([reason])
        // With all of these columns from an approved loan, nothing speaks against it.
        const approved = loan(seed + 1000, { reason: null }).row
        expect(reasonsOf(row.map((value, column) => (owner[column] ? approved[column] : value)))).toEqual([])
      }
  })

  test("has exactly one purpose", () => {
    for (const seed of seeds) {
      const { row } = loan(seed)
      const purposes = loanColumns.flatMap((name, column) =>
        name.startsWith("purpose=") ? [row[column]] : [],
      )
      expect(purposes.reduce((sum, value) => sum + value, 0)).toBe(1)
    }
  })
})

describe("a caption", () => {
  test("names the kind, and the colour that most colourful pixels of the object have", () => {
    expect(captionOf("butterfly", "red")).toBe("a red butterfly")
    expect(captionOf("ice cream", "orange")).toBe("an orange ice cream")
    const [red, green] = [255 << 16, 200 << 8]
    const pixels = Uint8Array.from(
      [red, red, green, 0x808080].flatMap((c) => [c >> 16, (c >> 8) & 255, c & 255]),
    )
    expect(coloursOf({ pixels, owner: Uint8Array.of(1, 1, 1, 1), objects: [1] })).toEqual(["red"])
    expect(coloursOf({ pixels, owner: Uint8Array.of(0, 0, 1, 2), objects: [1, 2] })).toEqual([
      "green",
      undefined,
    ])
  })

  test("has a colour for most objects", () => {
    const named = seeds.flatMap((seed) => coloursOf(scene(seed, { objects: 3 })))
    expect(named.filter((name) => name !== undefined).length / named.length).toBeGreaterThan(0.8)
  })

  test("becomes the numbers of its words", () => {
    expect(captionTokens("A red butterfly!").map((word) => captionWords[word])).toEqual([
      "a",
      "red",
      "butterfly",
      "[PAD]",
      "[PAD]",
    ])
    expect(captionWords[captionTokens("dragon")[0]]).toBe("[UNK]")
    expect(() => captionTokens("a red butterfly on a leaf")).toThrow("at most 5 words, got 6")
  })
})

describe("an option out of range throws an error that contains it:", () => {
  test.each([
    [() => sound(1, { words: 3 }), "got 3"],
    [() => sound(1, { noise: -1 }), "got -1"],
    [() => signal(1, { patterns: [2, 1] }), "got [2,1]"],
    [() => signal(1, { noise: 4 }), "got 4"],
    [() => volume(1, { solids: 1.5 }), "got 1.5"],
    [() => volume(1, { noise: 9 }), "got 9"],
    [() => cake(1, { age: 10 }), "got 10"],
    [() => cake(1, { clutter: 21 }), "got 21"],
    [() => loan(1, { reason: "bad luck" as "past defaults" }), '"bad luck"'],
  ])("%s", (make, message) => {
    expect(make).toThrow(RangeError)
    expect(make).toThrow(message)
  })
})

function loudness(samples: Float32Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length)
}

function mean(values: Float32Array, owner: Uint8Array, who: number): number {
  const own = values.filter((_, unit) => owner[unit] === who)
  return own.reduce((sum, value) => sum + value, 0) / own.length
}
