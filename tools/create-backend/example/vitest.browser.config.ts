import { playwright } from "@vitest/browser-playwright"
import { defineConfig } from "vitest/config"

const executablePath = process.env["CHROMIUM"]

export default defineConfig({
  // These find their files next to their code; Vite would move the code alone. The last is this example's runtime.
  optimizeDeps: { exclude: ["@pami/conformance", "@pami/zoo", "onnxruntime-web"] },
  // Isolated from other origins, a page may count its memory.
  server: {
    headers: { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" },
  },
  test: {
    testTimeout: 120_000,
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({
        launchOptions: {
          args: [
            "--enable-blink-features=ForceEagerMeasureMemory",
            // For root, Chromium starts only without.
            ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
          ],
          ...(executablePath && { executablePath }),
        },
      }),
      instances: [{ browser: "chromium" }],
    },
  },
})
