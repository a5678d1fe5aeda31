import { mergeConfig } from "vitest/config"
import shared from "../../vitest.shared.ts"

// One browser at a time: two, with a model each, would take turns on every core.
export default mergeConfig(shared, { test: { fileParallelism: false } })
