import { fileURLToPath } from "node:url"
import { preact } from "@preact/preset-vite"
import { defaultClientConditions, defineConfig, type Plugin } from "vite"
import { VitePWA } from "vite-plugin-pwa"
import { socialTags } from "./social-tags.ts"
import { headers, isolation, policy } from "./src/service/headers.ts"

// Packages of the workspace are taken from their sources, all others as ever.
const conditions = ["source", ...defaultClientConditions]

// Its exports leave the models out.
const humanModels = fileURLToPath(new URL("../models", import.meta.resolve("@vladmandic/human")))

const zooModels = /\/zoo\/models\//

// That of the bundled model is needed by all.
const runtimes = /node_modules\/(onnxruntime-(?!web\/dist\/ort\.wasm\.)|@tensorflow)/

/** Has the built page hold the policy itself: hosts of static files send none. */
const withPolicy: Plugin = {
  name: "content-security-policy",
  apply: "build",
  transformIndexHtml: () => [
    {
      tag: "meta",
      attrs: { "http-equiv": "Content-Security-Policy", content: policy },
      injectTo: "head-prepend",
    },
  ],
}

/** Writes the headers into the built site, for servers that send them. */
const withHeaders: Plugin = {
  name: "headers",
  apply: "build",
  generateBundle() {
    this.emitFile({ type: "asset", fileName: "headers.json", source: JSON.stringify(headers, null, 2) })
  },
}

export default defineConfig({
  // Relative: the site may lie in any folder of a host.
  base: "./",
  resolve: { conditions, alias: { "@vladmandic/human/models": humanModels } },
  // The site is published with the code of other packages in it.
  build: {
    // Small files of models are fetched with the model, not with the code of every visit.
    assetsInlineLimit: (file) => (zooModels.test(file) ? false : undefined),
    license: { fileName: "licenses.md" },
    rolldownOptions: {
      output: {
        // The code of the first page comes in one file, not in one for each part that a later page shares.
        codeSplitting: { groups: [{ name: "page", tags: ["$initial"] }] },
      },
    },
  },
  worker: {
    format: "es",
    rolldownOptions: {
      output: {
        chunkFileNames: ({ moduleIds }) =>
          `assets/${moduleIds.some((id) => runtimes.test(id)) ? "runtime-" : ""}[name]-[hash].js`,
      },
    },
  },
  // Without the policy: a script in the page listens for changes during development.
  server: { headers: isolation },
  preview: { headers },
  plugins: [
    preact(),
    withPolicy,
    withHeaders,
    socialTags(process.env["SITE_ADDRESS"]),
    VitePWA({
      strategies: "injectManifest",
      srcDir: "src/service",
      filename: "service-worker.ts",
      injectRegister: false,
      includeManifestIcons: false,
      injectManifest: {
        // The service worker decides when it keeps them.
        globPatterns: ["*.{html,svg}", "assets/*"],
        maximumFileSizeToCacheInBytes: 2 ** 30,
      },
      manifest: {
        id: "./",
        name: "PAMI: why this prediction?",
        short_name: "PAMI",
        description: "See which parts of the input led an AI model to its answer.",
        start_url: "./",
        display: "standalone",
        background_color: "#faf9f7",
        theme_color: "#faf9f7",
        icons: [
          { src: "icon.svg", sizes: "any", type: "image/svg+xml" },
          { src: "icon-192.png", sizes: "192x192", type: "image/png" },
          { src: "icon-512.png", sizes: "512x512", type: "image/png" },
        ],
      },
    }),
  ],
})
