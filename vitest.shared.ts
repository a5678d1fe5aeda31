import { fileURLToPath } from "node:url"
import { defineConfig } from "vitest/config"

// Tests import the packages of the workspace from their sources, not from a build.
const conditions = ["source"]

// Programs that tests start, such as the command line, take most of their first second to strip types and compile.
const compiled = fileURLToPath(new URL("node_modules/.cache/node-compile", import.meta.url))

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    testTimeout: 60_000,
    // Test files of one package share a process: to load the sources anew for each takes twice as long as the tests.
    isolate: false,
    env: { NODE_COMPILE_CACHE: compiled },
  },
})
