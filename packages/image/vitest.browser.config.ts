import { playwright } from "@vitest/browser-playwright"
import { defineConfig } from "vitest/config"

// Chromium's own sandbox does not start for root, as which containers run.
const asRoot = process.getuid?.() === 0
const executablePath = process.env["PAMI_CHROMIUM"]

export default defineConfig({
  resolve: { conditions: ["source"] },
  test: {
    include: ["browser/**/*.test.ts"],
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({
        launchOptions: {
          args: asRoot ? ["--no-sandbox"] : [],
          ...(executablePath ? { executablePath } : {}),
        },
      }),
      instances: [{ browser: "chromium" }],
    },
  },
})
