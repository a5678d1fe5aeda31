import { mergeConfig } from "vitest/config"
import { browserDependencies } from "@pami/browser-tests/dependencies"
import shared from "@pami/browser-tests/config"

export default mergeConfig(shared, {
  optimizeDeps: {
    // Its files are fetched from where the package lies.
    exclude: ["@pami/conformance", "@pami/zoo"],
    // Vite bundles dependencies when it first meets them, and reloads the page in mid-test; so it is told of these.
    include: [
      "onnxruntime-web/wasm",
      "onnxruntime-web/webgpu",
      ...browserDependencies("image").map((name) => `@pami/conformance > @pami/image > ${name}`),
    ],
  },
})
