import { expect, test } from "vitest"
import { mayBacktrack, patternOf } from "./pattern.ts"

test.each([
  String.raw`'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`,
  String.raw`(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`,
  String.raw`[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}]*[\p{Ll}\p{Lo}]+(?i:'s|'t|'re)?|\p{N}{1,3}`,
  String.raw` ?[^(\s|[.,!?])]+`,
  String.raw`(ab)+\(+`,
])("the pattern %s of a tokenizer is taken", (source) => {
  expect(mayBacktrack(source)).toBe(false)
})

test.each(["(a+)+$", "(a|a)*$", "((a*)b?)+", "(?:x{2,})+", "([a-z]+)*!", "(a{1,9}){3,}"])(
  "the pattern %s, which may take forever, is refused",
  (source) => {
    expect(() => patternOf({ Regex: source }, "the pattern")).toThrow(
      expect.objectContaining({ code: "TOKENIZER_UNSUPPORTED" }),
    )
  },
)
