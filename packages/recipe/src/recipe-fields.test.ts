import { expect, test } from "vitest"
import { parseRecipeDraft, parseSegmentationList } from "./index.ts"
import { hexColor, isMaskFile, isNumber, moveFiles } from "./schema/recipe.ts"

test("a colour is # and six digits; any other mask that names no operator is a file", () => {
  expect(hexColor("#01aBff")).toEqual([1, 171, 255])
  for (const text of ["01abff", "x#01abff", "#01abff0", "#01abf", "#01abfg", "#0gabff", "#g1abff"])
    expect(hexColor(text)).toBeUndefined()
  expect(["blur", "noise", "#01abff", "#01abf", "black.png"].map(isMaskFile)).toEqual([
    false,
    false,
    false,
    true,
    true,
  ])
})

test("a feed is a number or a file", () => {
  expect(["3", "-0.5", "1e3", "size.npy", "Infinity"].map(isNumber)).toEqual([true, true, true, false, false])
})

test("files move with the field that holds them; what a recipe leaves open stays open", () => {
  const fields: string[] = []
  const move = (file: string, field: string) => {
    fields.push(field)
    return `up/${file}`
  }
  const files = { mask: "grey.png", labelMaps: ["a.png", "b.png"], feeds: { size: "3", state: "s.npy" } }
  expect(moveFiles(files, move)).toEqual({
    mask: "up/grey.png",
    labelMaps: ["up/a.png", "up/b.png"],
    feeds: { size: "3", state: "up/s.npy" },
  })
  expect(fields.toSorted()).toEqual(["feeds.state", "labelMaps[0]", "labelMaps[1]", "mask"])
  expect(moveFiles({}, move)).toEqual({})
  expect(moveFiles({ mask: "blur" }, move)).toEqual({ mask: "blur" })
})

test("the file of a recipe is an object of fields", () => {
  expect(parseRecipeDraft('{"strategy":"grid","quality":"fast"}', "a.json")).toEqual({
    strategy: "grid",
    quality: "fast",
  })
  for (const text of ["{", "[]", "null", '{"strategy":"squares"}', '{"colour":"red"}'])
    expect(() => parseRecipeDraft(text, "a.json"), text).toThrow(
      expect.objectContaining({ code: "RECIPE_INVALID" }),
    )
})

test("a list of segmentations is checked", () => {
  const list = [{ algorithm: "slic", segments: 9 }]
  expect(parseSegmentationList(list, "settings")).toEqual(list)
  for (const wrong of [[], [{ algorithm: "slic", segments: 0 }], "slic"])
    expect(() => parseSegmentationList(wrong, "settings")).toThrow(
      expect.objectContaining({ code: "RECIPE_INVALID" }),
    )
})
