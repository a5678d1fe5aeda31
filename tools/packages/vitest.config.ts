import { mergeConfig } from "vitest/config"
import shared from "../../vitest.shared.ts"

// A dependency has an export condition "source" too, with files that Node does not read.
export default mergeConfig(shared, { test: { experimental: { viteModuleRunner: true } } })
