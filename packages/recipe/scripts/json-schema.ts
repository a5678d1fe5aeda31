import { toJsonSchema } from "@valibot/to-json-schema"
import { recipeDefaults, recipeDraftSchema } from "../src/complete-recipe.ts"

/** Returns the JSON Schema of a recipe file, as text. */
export function recipeJsonSchema(): string {
  // Rules between fields cannot be said in JSON Schema: they are checked when the recipe is read.
  const convert = (typeMode: "input" | "output") =>
    toJsonSchema(recipeDraftSchema, { typeMode, errorMode: "ignore" })
  const schema = withItems(convert("input"), convert("output")) as { properties: Record<string, object> }
  const properties = Object.entries(schema.properties).map(([name, property]) => [
    name,
    Object.hasOwn(recipeDefaults, name)
      ? { ...property, default: recipeDefaults[name as keyof typeof recipeDefaults] }
      : property,
  ])
  return `${JSON.stringify({ title: "PAMI recipe", ...schema, properties: Object.fromEntries(properties) as object })}\n`
}

/** The length of a list is checked before its items: the input's schema has the one, the output's the other. */
function withItems(input: unknown, output: unknown): unknown {
  if (Array.isArray(input)) return input.map((value, index) => withItems(value, (output as unknown[])[index]))
  if (typeof input !== "object" || input === null) return input
  const from = (output ?? {}) as Record<string, unknown>
  const entries = Object.entries(input).map(([key, value]) =>
    key === "items" && JSON.stringify(value) === "{}" ? [key, from[key]] : [key, withItems(value, from[key])],
  )
  return Object.fromEntries(entries)
}
