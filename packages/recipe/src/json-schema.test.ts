import { readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { recipeJsonSchema } from "../scripts/json-schema.ts"
import { recipeDraftSchema } from "./complete-recipe.ts"

test("recipe.schema.json is that of this version: `npm run schema` writes it", () => {
  const written = readFileSync(new URL("../recipe.schema.json", import.meta.url), "utf8")
  expect(JSON.parse(written)).toEqual(JSON.parse(recipeJsonSchema()))
})

test("the JSON Schema knows every field, its bounds and its default", () => {
  const schema = JSON.parse(recipeJsonSchema()) as {
    properties: Record<string, Record<string, unknown>>
    required?: string[]
    additionalProperties: boolean
  }
  expect(Object.keys(schema.properties).toSorted()).toEqual(Object.keys(recipeDraftSchema.entries).toSorted())
  expect(schema.required ?? []).toEqual([])
  expect(schema.additionalProperties).toBe(false)
  expect(schema.properties["strategy"]).toMatchObject({
    enum: ["pre-segmentation", "sliding-window", "grid"],
    default: "pre-segmentation",
  })
  expect(schema.properties["passes"]).toMatchObject({
    anyOf: [{ minimum: 1, maximum: 1e7 }, { type: "null" }],
  })
  const numbers = { type: "array", minItems: 1, maxItems: 1e6, items: { type: "integer", minimum: 0 } }
  expect(schema.properties["target"]).toMatchObject({ anyOf: [{}, { properties: { classes: numbers } }, {}] })
})
