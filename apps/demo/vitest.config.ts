import { defineConfig } from "vitest/config"
import shared from "../../vitest.shared.ts"

const { test, ...common } = shared

// Not merged with the shared settings, whose files would be added to those of both projects.
export default defineConfig({
  test: {
    projects: [
      {
        ...common,
        test: {
          ...test,
          name: "parts",
          include: ["test/{engine,ui}/**/*.test.ts"],
          setupFiles: "test/fakes/restore.ts",
          // These tests load modules again for each page.
          experimental: { viteModuleRunner: true },
        },
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
