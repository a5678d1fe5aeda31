import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { playwright } from "@vitest/browser-playwright"
import { defineConfig } from "vitest/config"

// Chromium's sandbox does not start for root, the user of most containers.
const asRoot = process.getuid?.() === 0
const executablePath = process.env["PAMI_CHROMIUM"]
const packages = new URL("../../packages/", import.meta.url)

/** Returns the npm dependencies that the browser code of a package in this repository uses. */
function dependenciesOf(name: string): string[] {
  const file = new URL(`${name}/package.json`, packages)
  const { dependencies } = JSON.parse(readFileSync(file, "utf8")) as { dependencies: Record<string, string> }
  // Fonts are not modules, and sharp is for Node.
  return Object.keys(dependencies).filter((dependency) => !/^@pami\/|^@fontsource\/|^sharp$/.test(dependency))
}

// One server, one browser and one page for all packages: each would take as long to start as most tests take to run.
export default defineConfig({
  resolve: { conditions: ["source", "browser"] },
  // WebAssembly threads need a cross-origin isolated page.
  server: {
    headers: { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" },
  },
  optimizeDeps: {
    // Their files are fetched from the folder of the package.
    exclude: ["@pami/conformance", "@pami/zoo"],
    // Vite would bundle these when it first imports them, and reload the page during a test.
    include: [
      ...["wasm", "webgpu"].map((entry) => `onnxruntime-web/${entry}`),
      ...["cpu", "wasm", "webgl", "webgpu"].map((device) => `@tensorflow/tfjs-backend-${device}`),
      ...["converter", "core", "layers"].map((part) => `@tensorflow/tfjs-${part}`),
      ...dependenciesOf("backend-kit").map((name) => `@pami/tfjs > @pami/backend-kit > ${name}`),
      ...["image", "pre-segmentation", "text"].flatMap((used) =>
        dependenciesOf(used).map((name) => `@pami/conformance > @pami/${used} > ${name}`),
      ),
      "@pami/transformers > @huggingface/transformers",
      ...["figure", "open-inference", "volume"].flatMap((used) =>
        dependenciesOf(used).map((name) => `@pami/${used} > ${name}`),
      ),
    ],
  },
  test: {
    dir: fileURLToPath(packages),
    include: ["*/browser/**/*.test.ts"],
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
