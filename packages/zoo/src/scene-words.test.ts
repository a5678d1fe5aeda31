import { createHash } from "node:crypto"
import { describe, expect, test } from "vitest"
import {
  askedIn,
  kinds,
  placesIn,
  scene,
  sceneAnswers,
  sceneCaption,
  sceneCaptionWords,
  scenePlaces,
  sceneQuestion,
  sceneQuestionWords,
  type TextSpan,
} from "./index.ts"

const seeds = Array.from({ length: 40 }, (_, index) => 300 + index)
const small = (seed: number) => scene(seed, { width: 48, objects: [0, 4] })
const drawn = seeds.map(small)
const cut = (text: string, { start, end }: TextSpan) => text.slice(start, end)
const words = (text: string) => text.toLowerCase().match(/[a-z]+/g) ?? []

describe("the caption of a scene", () => {
  test("names every object in alphabetical order, and knows the object of each noun", () => {
    for (const { objects } of drawn) {
      const { text, nouns } = sceneCaption({ objects })
      const named = nouns.map((noun) => cut(text, noun))
      expect(named).toEqual(nouns.map(({ object }) => objects[object].name))
      expect(named).toEqual(
        objects.flatMap(({ name, area }) => (area > 0 ? [name] : [])).sort((a, b) => (a < b ? -1 : 1)),
      )
      for (const word of words(text)) expect(sceneCaptionWords).toContain(word)
    }
  })

  test.each([
    [["mushroom", "butterfly"], "a butterfly and a mushroom"],
    [["star", "ice cream", "ball"], "a ball and an ice cream and a star"],
    [[], "nothing"],
  ] as const)("%j", (names, text) => {
    expect(sceneCaption(scene(7, { kinds: names })).text).toBe(text)
  })
})

describe("a question about a scene", () => {
  // The model was trained on these texts: if the digest must change, train it again.
  test("has the same text for the same seed and scene", () => {
    const hash = createHash("sha256")
    seeds.forEach((seed, index) => hash.update(sceneQuestion(seed, drawn[index]).text))
    expect(hash.digest("hex").slice(0, 16)).toBe("f84ae3390ca45a51")
  })

  test("has the answer that its deciding words and the scene give", () => {
    const answered = new Set<string>()
    for (const [index, seed] of seeds.entries())
      for (const about of ["kind", "place"] as const) {
        const { objects } = drawn[index]
        const { text, answer, object, decisive } = sceneQuestion(seed, drawn[index], { about })
        for (const word of words(text)) expect(sceneQuestionWords).toContain(word)
        const asked = askedIn(text)
        expect(askedIn(decisive.map((word) => cut(text, word)).join(" "))).toEqual(asked)
        answered.add(sceneAnswers[answer])
        if (object !== undefined) expect(objects[object].area).toBeGreaterThan(0)
        if (typeof asked !== "object") expect.fail(text)
        else if ("kind" in asked) {
          const isThere = objects.some(({ kind }) => kind === asked.kind)
          expect(sceneAnswers[answer]).toBe(isThere ? "yes" : "no")
          expect(object === undefined ? undefined : objects[object].kind).toBe(
            isThere ? asked.kind : undefined,
          )
        } else {
          expect(object).toBe(placesIn(drawn[index]).get(asked.place))
          expect(sceneAnswers[answer]).toBe(object === undefined ? "nothing" : objects[object].name)
        }
      }
    for (const answer of ["yes", "no", "nothing"]) expect(answered).toContain(answer)
    expect(answered.size).toBeGreaterThan(9)
  })

  test.each([
    ["Is there a mushroom in the scene?", { kind: kinds.indexOf("mushroom") }],
    ["Is there [MASK] [MASK] cream?", { kind: kinds.indexOf("ice cream") }],
    ["What is on the left of the scene?", { place: "left" }],
    ["[MASK] [MASK] [MASK] [MASK] top?", { place: "top" }],
    ["What is on the [MASK]?", "what"],
    ["Is there a [MASK]?", "whether"],
    ["[MASK] is [MASK] the [MASK]?", undefined],
  ] as const)("%s", (text, asked) => {
    expect(askedIn(text)).toEqual(asked)
  })

  test("about a half is asked where every object is clearly in one", () => {
    const object = (left: number, top: number) => ({
      area: 1,
      box: [left, top, left + 20, top + 20] as const,
    })
    const places = (...objects: ReturnType<typeof object>[]) =>
      Object.fromEntries(placesIn({ width: 96, height: 96, objects }))
    expect(places(object(10, 60))).toEqual({ left: 0, right: undefined, top: undefined, bottom: 0 })
    expect(places(object(10, 60), object(70, 65))).toEqual({ left: 0, right: 1, top: undefined })
    expect(places(object(10, 40))).toEqual({ left: 0, right: undefined })
    expect(places()).toEqual(Object.fromEntries(scenePlaces.map((place) => [place, undefined])))
  })
})
