import { createHash } from "node:crypto"
import { describe, expect, test } from "vitest"
import { kinds, scene, type Scene } from "./index.ts"

const seeds = Array.from({ length: 40 }, (_, index) => 300 + index)

describe("a scene", () => {
  test("has the same bytes for the same seed", () => {
    for (const seed of seeds.slice(0, 5)) expect(scene(seed)).toEqual(scene(seed))
    // The models were trained on these drawings: if the digest must change, train them again.
    const hash = createHash("sha256")
    for (const seed of seeds) hash.update(scene(seed).pixels).update(scene(seed).owner)
    expect(hash.digest("hex")).toBe("6e18dbe48e460c31ee3de98169721ae9f2a5b270971f28cb027959db80b3e0f2")
  })

  test("differs from the scene of another seed", () => {
    expect(scene(1).pixels).not.toEqual(scene(2).pixels)
  })

  test("has areas and boxes that agree with its owner map", () => {
    for (const seed of seeds) {
      const drawn = scene(seed, { objects: [0, 4], width: 80, height: 60 })
      expect(drawn.owner).toHaveLength(80 * 60)
      expect(Math.max(...drawn.owner)).toBeLessThanOrEqual(drawn.objects.length)
      drawn.objects.forEach(({ area, box }, index) =>
        expect({ area, box }).toEqual(measure(drawn, index + 1)),
      )
    }
  })

  test("has the pixels of an object that no other object covers", () => {
    let covered = 0
    for (const seed of seeds) {
      const both = scene(seed, { kinds: ["fish", "wall"], size: [0.6, 0.7], clutter: 0 })
      const [fish, wall] = both.objects
      expect(wall.visible).toBe(1)
      if (fish.visible < 1) covered++
      expect(fish.visible).toBeGreaterThan(0)
    }
    expect(covered).toBeGreaterThan(seeds.length / 4)
  })

  test("has no owner at pixels of a twig", () => {
    const twigs = seeds.filter((seed) => scene(seed, { objects: 1 }).objects[0].visible < 1)
    expect(twigs.length).toBeGreaterThan(5)
    expect(twigs.length).toBeLessThan(30)
  })

  test("is the same at every resolution", () => {
    for (const seed of seeds.slice(0, 3)) {
      const small = scene(seed)
      const large = scene(seed, { width: 480 })
      expect(large.objects.map(({ name }) => name)).toEqual(small.objects.map(({ name }) => name))
      let apart = 0
      let others = 0
      for (let unit = 0; unit < 96 * 96; unit++) {
        const x = (unit % 96) * 5
        const y = Math.floor(unit / 96) * 5
        let red = 0
        for (let k = 0; k < 25; k++)
          red += large.pixels[((y + Math.floor(k / 5)) * 480 + x + (k % 5)) * 3] / 25
        apart += Math.abs(red - small.pixels[unit * 3]) / (96 * 96)
        if (large.owner[(y + 2) * 480 + x + 2] !== small.owner[unit]) others++
      }
      expect(apart).toBeLessThan(4)
      expect(others).toBe(0)
    }
  })

  test("may have any aspect ratio", () => {
    const wide = scene(7, { width: 160, height: 64, objects: 3 })
    expect(wide.pixels).toHaveLength(160 * 64 * 3)
    for (const { area } of wide.objects) expect(area).toBeGreaterThan(50)
  })
})

describe("the objects", () => {
  test("have the requested kinds, in order", () => {
    const drawn = scene(4, { kinds: ["star", "leaf", "star"] })
    expect(drawn.objects.map(({ name }) => name)).toEqual(["star", "leaf", "star"])
    expect(drawn.objects.map(({ kind }) => kinds[kind])).toEqual(["star", "leaf", "star"])
  })

  test("have the requested number, and different kinds", () => {
    const counts = new Set<number>()
    for (const seed of seeds) {
      const names = scene(seed, { objects: [1, 3] }).objects.map(({ name }) => name)
      expect(new Set(names).size).toBe(names.length)
      counts.add(names.length)
    }
    expect([...counts].sort()).toEqual([1, 2, 3])
    expect(scene(1, { objects: 0 }).objects).toEqual([])
    expect(scene(1, { objects: 12 }).objects).toHaveLength(12)
  })

  test("of all kinds are about equally frequent", () => {
    const counts = new Map<string, number>()
    for (let seed = 0; seed < 1200; seed++) {
      const [{ name }] = scene(seed, { objects: 1, width: 8 }).objects
      counts.set(name, (counts.get(name) ?? 0) + 1)
    }
    expect([...counts.keys()].sort()).toEqual([...kinds].sort())
    for (const count of counts.values()) expect(count).toBeGreaterThan(60)
  })

  test("have the requested size, and fill a large share of their box", () => {
    for (const name of kinds) {
      const { box, area } = scene(11, { kinds: [name], size: [0.5, 0.5], clutter: 0, width: 200 }).objects[0]
      const [width, height] = [box[2] - box[0], box[3] - box[1]]
      expect(Math.max(width, height)).toBeGreaterThan(80)
      expect(Math.max(width, height)).toBeLessThan(130)
      expect(area / (width * height)).toBeGreaterThan(0.3)
    }
  })

  test("have many colours, independent of the kind", () => {
    for (const name of kinds) {
      const hues = new Set(
        seeds.slice(0, 12).map((seed) => strongestChannel(scene(seed, { kinds: [name], clutter: 0 }))),
      )
      expect(hues.size).toBe(3)
    }
  })
})

describe("an option out of range throws an error that contains it:", () => {
  test.each([
    [{ width: 7 }, "got 7"],
    [{ height: 96.5 }, "got 96.5"],
    [{ objects: 13 }, "got 13"],
    [{ objects: [2, 1] as const }, "got [2,1]"],
    [{ kinds: ["dragon" as "star"] }, 'unknown kind "dragon"'],
    [{ size: [0.5, 0.4] as const }, "got [0.5, 0.4]"],
    [{ clutter: -1 }, "got -1"],
  ])("%j", (options, message) => {
    expect(() => scene(1, options)).toThrow(RangeError)
    expect(() => scene(1, options)).toThrow(message)
  })
})

function measure({ width, owner }: Scene, id: number): { area: number; box: number[] } {
  const units = [...owner.keys()].filter((unit) => owner[unit] === id)
  const xs = units.map((unit) => unit % width)
  const ys = units.map((unit) => Math.floor(unit / width))
  const box = [Math.min(...xs), Math.min(...ys), Math.max(...xs) + 1, Math.max(...ys) + 1]
  return { area: units.length, box: units.length ? box : [0, 0, 0, 0] }
}

function strongestChannel({ pixels, owner }: Scene): number {
  const sums = [0, 0, 0]
  for (let i = 0; i < pixels.length; i++) if (owner[Math.floor(i / 3)]) sums[i % 3] += pixels[i]
  return sums.indexOf(Math.max(...sums))
}
