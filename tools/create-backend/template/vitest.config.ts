import { defineConfig } from "vitest/config"

// The checks of memory and of maps make hundreds of runs.
export default defineConfig({ test: { testTimeout: 120_000 } })
