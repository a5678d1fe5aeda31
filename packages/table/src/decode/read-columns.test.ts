import { expect, test } from "vitest"
import { columnsInMetadata, readColumns } from "../index.ts"

const read = (text: string) => readColumns(new TextEncoder().encode(text))

test.each([
  ["a name a line", "age\r\n home \n\n"],
  ["a list", '["age", "home"]'],
  ["columns", '{ "columns": ["age", "home"] }'],
  ["feature_names", '{ "rows": [], "feature_names": ["age", "home"] }'],
])("a columns file of %s is read", (_, text) => {
  expect(read(text)).toEqual({ columns: ["age", "home"] })
})

test("a columns file may hold the texts of categories, and groups", () => {
  const file = { columns: ["age"], categories: { home: ["OWN", "RENT"] }, groups: { all: ["age"] } }
  expect(read(JSON.stringify(file))).toEqual(file)
})

test.each([
  ['{ "names": ["age"] }', /has no names of columns/],
  ['["age", "age"]', /different names/],
  ['["age", 3]', /different names/],
  ['{ "columns": "age" }', /different names/],
  ['{ "columns": ["age"], "groups": { "a": "age" } }', /groups that are not lists/],
  ['{ "columns": ["age"], "categories": [["a"]] }', /categories that are not lists/],
  ['["age"', /is not JSON/],
  ["\n", /different names/],
])("the columns file %s is refused", (text, message) => {
  expect(() => read(text)).toThrow(
    expect.objectContaining({ code: "COLUMNS_INVALID", message: expect.stringMatching(message) }),
  )
})

test("metadata names columns as JSON or with commas; other metadata does not", () => {
  expect(columnsInMetadata({ columns: "age, home" })).toEqual(["age", "home"])
  expect(columnsInMetadata({ feature_names: '["age"]' })).toEqual(["age"])
  for (const metadata of [
    undefined,
    {},
    { columns: "3" },
    { columns: "{}" },
    { columns: "age,age" },
    { columns: "" },
  ])
    expect(columnsInMetadata(metadata)).toBeUndefined()
})
