import { defineConfig } from "vitest/config"
import shared from "../../vitest.shared.ts"

const { test, ...common } = shared

// Not merged with the shared settings, whose files would be added to those of both projects.
export default defineConfig({
  test: {
    projects: [
      {
        ...common,
        // Some tests put their worker in place of the platform's.
        test: { ...test, name: "parts", include: ["test/{engine,ui}/**/*.test.ts"], isolate: true },
      },
      {
        ...common,
        test: {
          ...test,
          name: "site",
          include: ["test/e2e/**/*.test.ts"],
          globalSetup: "test/e2e/published.ts",
          // One browser at a time: two, with a model each, would take turns on every core.
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
