import { type ConversionConfig, toJsonSchema } from "@valibot/to-json-schema"
import { recipeDefaults, recipeDraftSchema } from "../src/complete-recipe.ts"

const config: ConversionConfig = {
  typeMode: "input",
  // Rules between fields cannot be said in JSON Schema: they are checked when the recipe is read.
  errorMode: "ignore",
  // The length of a list is checked before its items, which are its last step.
  overrideSchema({ valibotSchema, jsonSchema }) {
    const steps = "pipe" in valibotSchema ? (valibotSchema.pipe as readonly { type: string }[]) : []
    const last = steps.findLast(({ type }) => type === "array") as { item?: never } | undefined
    return jsonSchema.type === "array" && last?.item !== undefined
      ? { ...jsonSchema, items: withoutDialect(toJsonSchema(last.item, config)) }
      : undefined
  },
}

/** Returns the JSON Schema of a recipe file, as text. */
export function recipeJsonSchema(): string {
  const schema = toJsonSchema(recipeDraftSchema, config)
  const properties = Object.entries(schema.properties ?? {}).map(([name, property]) => [
    name,
    Object.hasOwn(recipeDefaults, name)
      ? { ...(property as object), default: recipeDefaults[name as keyof typeof recipeDefaults] }
      : property,
  ])
  const named = { ...schema, title: "PAMI recipe", properties: Object.fromEntries(properties) as object }
  return `${JSON.stringify(named, null, 2)}\n`
}

function withoutDialect({ $schema: _, ...schema }: ReturnType<typeof toJsonSchema>): object {
  return schema
}
