import { random } from "@pami/core/tensor"
import { captionOf } from "../caption.ts"
import { type KindName, kinds } from "../kinds/index.ts"
import type { Scene, SceneObject } from "../scene.ts"
import { capital, fill, moved, pick, type TextSpan, tokens, wordsOf } from "./text.ts"

/** Halves of a scene that questions ask about. */
export const scenePlaces = ["left", "right", "top", "bottom"] as const

/** A half of a scene. */
export type ScenePlace = (typeof scenePlaces)[number]

/** The answers to questions about scenes, in the order of the classes of the model: the kinds, `yes`, `no`, `nothing`. */
export const sceneAnswers: readonly string[] = [...kinds, "yes", "no", "nothing"]

/** A question about a scene, with what decides the answer. */
export interface SceneQuestion {
  readonly text: string
  /** Index in `sceneAnswers`, which is the class of the model. */
  readonly answer: number
  /** Index in `objects` of the scene of the object that decides; undefined if the answer is `no` or `nothing`. */
  readonly object: number | undefined
  /** The words that decide: of a kind, or of a place. */
  readonly decisive: readonly TextSpan[]
}

/** Options of a question. The seed decides everything else. */
export interface SceneQuestionOptions {
  /** Whether a kind is there, or what is in a half. Default: either. A scene of which no half is clear is asked for a kind. */
  readonly about?: "kind" | "place"
}

/** The things that the words of a question ask for, be it a part of a question: a kind, a place, anything, or whether something is there. */
export type Asked =
  | { readonly kind: number }
  | { readonly place: ScenePlace }
  | "what"
  | "whether"
  | undefined

const phrases = {
  kind: [
    "is there {article} {name}?",
    "is there {article} {name} in the scene?",
    "does the scene show {article} {name}?",
  ],
  place: {
    across: [
      "what is on the {name}?",
      "what is on the {name} of the scene?",
      "which thing is on the {name}?",
    ],
    down: ["what is at the {name}?", "what is at the {name} of the scene?", "which thing is at the {name}?"],
  },
}

/** Every word that questions about scenes contain, in lower case. */
export const sceneQuestionWords: readonly string[] = wordsOf(
  phrases.kind,
  phrases.place.across,
  phrases.place.down,
  kinds.map((kind) => captionOf(kind)),
  scenePlaces,
)

// Centres closer to the middle than this share of a side are on neither side of it.
const margin = 1 / 12

/**
 * Returns the number of the object in each half of a scene, undefined for none. Halves with several objects are left out, and so
 * are both halves if an object is near the line between them.
 */
export function placesIn({
  width,
  height,
  objects,
}: Pick<Scene, "width" | "height"> & { readonly objects: readonly Pick<SceneObject, "area" | "box">[] }): Map<
  ScenePlace,
  number | undefined
> {
  const found = new Map<ScenePlace, number | undefined>()
  for (const [before, after, axis, side] of [
    ["left", "right", 0, width],
    ["top", "bottom", 1, height],
  ] as const) {
    const centres = objects.map(({ area, box }) =>
      area === 0 ? undefined : (box[axis] + box[axis + 2]) / 2 / side - 0.5,
    )
    if (centres.some((centre) => centre !== undefined && Math.abs(centre) < margin)) continue
    for (const [place, sign] of [
      [before, -1],
      [after, 1],
    ] as const) {
      const inside = centres.flatMap((centre, object) =>
        centre !== undefined && Math.sign(centre) === sign ? [object] : [],
      )
      if (inside.length < 2) found.set(place, inside[0])
    }
  }
  return found
}

/** Returns what a question asks for, or one of which words are missing. */
export function askedIn(question: string): Asked {
  const words = tokens(question).map(({ word }) => word)
  const kind = kinds.findIndex((name) => name.split(" ").some((word) => words.includes(word)))
  if (kind >= 0) return { kind }
  const place = scenePlaces.find((name) => words.includes(name))
  if (place !== undefined) return { place }
  if (words.some((word) => word === "what" || word === "which")) return "what"
  return words.some((word) => word === "there" || word === "does") ? "whether" : undefined
}

/**
 * Returns a question about a scene: whether a kind is there, "Is there a mushroom?", or what is in a half of it, "What is on the
 * left?". A kind that is there is asked for as often as one that is not. The same seed, scene and options give the same question.
 *
 * @param seed any integer, of which the low 32 bits are used
 * @example
 * const drawn = scene(7, { kinds: ["butterfly", "mushroom"] })
 * const { text, answer, object } = sceneQuestion(1, drawn, { about: "kind" })
 * console.log(text, sceneAnswers[answer], object)
 */
export function sceneQuestion(
  seed: number,
  drawn: Pick<Scene, "width" | "height"> & {
    readonly objects: readonly Pick<SceneObject, "kind" | "area" | "box">[]
  },
  { about }: SceneQuestionOptions = {},
): SceneQuestion {
  const next = random(seed)
  const places = [...placesIn(drawn)]
  if (places.length > 0 && (about ?? (next() < 0.5 ? "place" : "kind")) === "place") {
    const filled = places.filter(([, object]) => object !== undefined)
    const [place, object] = pick(next, filled.length > 0 && next() < 0.7 ? filled : places)
    const across = place === "left" || place === "right"
    const answer = object === undefined ? sceneAnswers.indexOf("nothing") : drawn.objects[object].kind
    return { ...written(next, phrases.place[across ? "across" : "down"], place), answer, object }
  }
  const shown = [...drawn.objects.keys()].filter((object) => drawn.objects[object].area > 0)
  const others = kinds.filter((_, kind) => drawn.objects.every((one) => one.kind !== kind))
  const isThere = shown.length > 0 && (others.length === 0 || next() < 0.5)
  const object = isThere ? pick(next, shown) : undefined
  const kind = object === undefined ? pick(next, others) : kinds[drawn.objects[object].kind]
  const answer = sceneAnswers.indexOf(isThere ? "yes" : "no")
  return { ...written(next, phrases.kind, kind), answer, object }
}

/** Returns one of some phrases about a kind or a place. */
function written(
  next: () => number,
  about: readonly string[],
  name: KindName | ScenePlace,
): Pick<SceneQuestion, "text" | "decisive"> {
  const lists = { article: [captionOf(name as KindName).split(" ")[0]], name: [name] }
  const { text, slots } = fill(next, pick(next, about), lists)
  const decisive = slots.flatMap(({ name: slot, start, end }) =>
    slot === "name" ? tokens(text.slice(start, end)).map((word) => moved(word, start)) : [],
  )
  return { text: capital(text), decisive }
}
