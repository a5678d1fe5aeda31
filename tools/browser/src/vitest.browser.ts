import { playwright } from "@vitest/browser-playwright"
import { defineConfig } from "vitest/config"

// Chromium's own sandbox does not start for root, as which containers run.
const asRoot = process.getuid?.() === 0
const executablePath = process.env["PAMI_CHROMIUM"]

export default defineConfig({
  resolve: { conditions: ["source"] },
  // Isolated from other origins, as threads of WebAssembly need it.
  server: {
    headers: { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" },
  },
  test: {
    include: ["browser/**/*.test.ts"],
    testTimeout: 120_000,
    // Nothing else of the environment reaches a page.
    env: { PAMI_EVERY_MAP: process.env["PAMI_EVERY_MAP"] ?? "" },
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({
        launchOptions: {
          args: [
            ...(asRoot ? ["--no-sandbox"] : []),
            // Without a graphics card, WebGPU runs on the processor: slow, but correct.
            "--enable-unsafe-webgpu",
            "--enable-features=Vulkan,WebMachineLearningNeuralNetwork",
            "--use-webgpu-adapter=swiftshader",
            // Tells how much memory there is when it is asked, not some time later.
            "--enable-blink-features=ForceEagerMeasureMemory",
          ],
          ...(executablePath ? { executablePath } : {}),
        },
      }),
      instances: [{ browser: "chromium" }],
    },
  },
})
