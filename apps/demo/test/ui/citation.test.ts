import { expect, test } from "vitest"
import { publishedLinks } from "../../src/ui/logic/citation.ts"

test("the footer links to the paper, and to source and npm once the citation names them", () => {
  expect(publishedLinks()).toContainEqual({
    name: "Paper",
    address: "https://doi.org/10.1016/j.patcog.2023.109898",
  })
  const published =
    'repository-code: "https://example.org/pami"\nrepository-artifact: https://example.org/npm\n'
  expect(publishedLinks(published).map(({ name }) => name)).toEqual(["Source", "npm"])
})
