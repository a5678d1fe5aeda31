import { captionOf } from "../caption.ts"
import { kinds } from "../kinds/index.ts"
import type { Scene } from "../scene.ts"
import { list, type TextSpan } from "./text.ts"

/** The name of an object in a caption: one word, or two. */
export interface CaptionNoun extends TextSpan {
  /** Index of the object in `objects` of the scene. */
  readonly object: number
}

/** The caption of a scene, with the object that each noun names. */
export interface SceneCaption {
  readonly text: string
  /** The nouns, in order; without one in the caption `"nothing"`. */
  readonly nouns: readonly CaptionNoun[]
}

/** Every word of the captions of scenes, in alphabetical order. */
export const sceneCaptionWords: readonly string[] = [
  ...new Set([...list("a an and nothing"), ...kinds.flatMap((kind) => kind.split(" "))]),
].sort()

/**
 * Returns the caption of a scene, `"a butterfly and a mushroom"`: every object of which a pixel is visible, in the order of `kinds`,
 * which is alphabetical. A scene without objects has the caption `"nothing"`.
 *
 * @example
 * const { text, nouns } = sceneCaption(scene(7, { kinds: ["mushroom", "butterfly"] }))
 * console.log(text) // a butterfly and a mushroom
 * console.log(nouns.map(({ object }) => object).join()) // 1,0
 */
export function sceneCaption({ objects }: Pick<Scene, "objects">): SceneCaption {
  const shown = [...objects.entries()]
    .filter(([, { area }]) => area > 0)
    .sort(([, a], [, b]) => a.kind - b.kind)
  if (shown.length === 0) return { text: "nothing", nouns: [] }
  const nouns: CaptionNoun[] = []
  let text = ""
  for (const [object, { name }] of shown) {
    text += `${text === "" ? "" : " and "}${captionOf(name)}`
    nouns.push({ object, start: text.length - name.length, end: text.length })
  }
  return { text, nouns }
}
