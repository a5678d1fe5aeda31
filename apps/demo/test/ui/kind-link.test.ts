import { expect, test } from "vitest"
import { fromKindLink, toKindLink } from "../../src/ui/kinds/logic/kind-link.ts"

const entries = ["reviews", "loans"]

test("a link restores entry, contrast and options of another input than an image", () => {
  const place = {
    entry: "loans",
    ownInput: true,
    choice: { target: 1, versus: "word 2" },
    options: { background: "sample:20", row: 3, activation: "softmax", feeds: { "a b": "0.5" } },
  } as const
  expect(fromKindLink(toKindLink("explain", place), entries)).toEqual(place)
  const own = { entry: null, ownInput: false, choice: null, options: {} }
  expect(fromKindLink(toKindLink("explain", own), entries)).toEqual(own)
})

test("what is no entry of the gallery is an image, and invalid values are left out", () => {
  expect(fromKindLink("#explain?sample=fish.star.7&class=1", entries)).toBeNull()
  expect(fromKindLink("#explain", entries)).toBeNull()
  expect(fromKindLink("#explain?sample=reviews&row=-1&seed=x&versus=2", entries)).toEqual({
    entry: "reviews",
    ownInput: false,
    choice: null,
    options: {},
  })
})
