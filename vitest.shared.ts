import { fileURLToPath } from "node:url"
import { defineConfig } from "vitest/config"

// Tests import the packages of the workspace from their sources, not from a build.
const conditions = ["source"]

// Programs and worker threads that tests start take most of their first second to strip types and compile. Set before
// the processes of the tests start: a process hands its cache to its worker threads.
process.env["NODE_COMPILE_CACHE"] ??= fileURLToPath(
  new URL("node_modules/.cache/node-compile", import.meta.url),
)

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    testTimeout: 60_000,
    // Node imports the sources itself: to transform them for each package takes longer than most tests.
    experimental: { viteModuleRunner: false },
    // Test files of one package share a process: to load the sources anew for each takes twice as long as the tests.
    isolate: false,
  },
})
