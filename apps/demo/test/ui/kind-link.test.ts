import { expect, test } from "vitest"
import { fromLink } from "../../src/ui/logic/link.ts"
import { fromKindLink, toKindLink } from "../../src/ui/kinds/logic/kind-link.ts"

test("a link restores entry, contrast and options of another input than an image", () => {
  const place = {
    entry: "loans",
    ownInput: true,
    choice: { target: 1, versus: "word 2" },
    options: { background: "sample:20", row: 3, activation: "softmax", feeds: { "a b": "0.5" } },
  } as const
  expect(fromKindLink(toKindLink("explain", place))).toEqual(place)
  // The page reads colour scale and runtime as those of images.
  const shared = { scale: "score", backend: "onnxruntime-web:wasm" } as const
  const link = toKindLink("explain", place, shared)
  expect(fromKindLink(link)).toEqual(place)
  const { appearance, backend } = fromLink(link)
  expect({ scale: appearance.scale, backend }).toEqual(shared)
  const own = { entry: null, ownInput: false, choice: null, options: {} }
  expect(fromKindLink(toKindLink("explain", own))).toEqual(own)
})

test("an address with another entry is of an image, and invalid values are left out", () => {
  expect(fromKindLink("#explain?sample=fish.star.7&class=1")).toBeNull()
  expect(fromKindLink("#explain")).toBeNull()
  expect(fromKindLink("#explain?sample=reviews&row=-1&seed=x&versus=2")).toEqual({
    entry: "reviews",
    ownInput: false,
    choice: null,
    options: {},
  })
})
