import { mergeConfig } from "vitest/config"
import shared from "../../tools/browser/src/vitest.browser.ts"

const image = "@pami/conformance > @pami/image"

export default mergeConfig(shared, {
  optimizeDeps: {
    // Its files are fetched from where the package lies.
    exclude: ["@pami/conformance", "@pami/zoo"],
    // Vite bundles dependencies when it first meets them, and reloads the page in mid-test; so it is told of these.
    include: [
      "onnxruntime-web/wasm",
      "onnxruntime-web/webgpu",
      ...["d3-color", "d3-scale-chromatic", "opentype.js"].map((name) => `${image} > ${name}`),
    ],
  },
})
