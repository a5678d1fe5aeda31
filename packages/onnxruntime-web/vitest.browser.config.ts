import { mergeConfig } from "vitest/config"
import { browserDependencies } from "@pami/browser-tests/dependencies"
import shared from "@pami/browser-tests/config"

export default mergeConfig(shared, {
  optimizeDeps: {
    // Their files are fetched from the folder of the package.
    exclude: ["@pami/conformance", "@pami/zoo"],
    // Vite would bundle these when it first imports them, and reload the page during a test.
    include: [
      "onnxruntime-web/wasm",
      "onnxruntime-web/webgpu",
      ...browserDependencies("backend-kit").map((name) => `@pami/backend-kit > ${name}`),
      ...["image", "pre-segmentation"].flatMap((used) =>
        browserDependencies(used).map((name) => `@pami/conformance > @pami/${used} > ${name}`),
      ),
    ],
  },
})
