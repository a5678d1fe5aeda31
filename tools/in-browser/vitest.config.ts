import { playwright } from "@vitest/browser-playwright"
import { defineConfig } from "vitest/config"

// Chromium's sandbox does not start for root, the user of most containers.
const asRoot = process.getuid?.() === 0
const executablePath = process.env["PAMI_CHROMIUM"]

export default defineConfig({
  resolve: { conditions: ["source"] },
  // WebAssembly threads need a cross-origin isolated page.
  server: {
    headers: { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" },
  },
  test: {
    include: ["browser/**/*.test.ts"],
    testTimeout: 120_000,
    // Pages see no other variable of the environment.
    env: { PAMI_EVERY_CHECK: process.env["PAMI_EVERY_CHECK"] ?? "" },
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({
        launchOptions: {
          args: [
            ...(asRoot ? ["--no-sandbox"] : []),
            // On a machine without a GPU, WebGPU runs on the CPU: slow, but correct.
            "--enable-unsafe-webgpu",
            "--enable-features=Vulkan,WebMachineLearningNeuralNetwork",
            "--use-webgpu-adapter=swiftshader",
            // Answers measureUserAgentSpecificMemory at once.
            "--enable-blink-features=ForceEagerMeasureMemory",
          ],
          ...(executablePath ? { executablePath } : {}),
        },
      }),
      instances: [{ browser: "chromium" }],
    },
  },
})
