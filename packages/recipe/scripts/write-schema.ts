// Writes recipe.schema.json: npm run schema
import { writeFileSync } from "node:fs"
import { recipeJsonSchema } from "./json-schema.ts"

writeFileSync(new URL("../recipe.schema.json", import.meta.url), recipeJsonSchema())
