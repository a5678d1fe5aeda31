import { mergeConfig } from "vitest/config"
import shared from "../../vitest.shared.ts"

// The tests only read files: they can share one worker, which starts once.
export default mergeConfig(shared, { test: { isolate: false } })
