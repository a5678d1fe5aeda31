import { preact } from "@preact/preset-vite"
import { defaultClientConditions, defineConfig } from "vite"
import { VitePWA } from "vite-plugin-pwa"
import { isolation } from "./src/service/isolation.ts"

// Packages of the workspace are taken from their sources, all others as ever.
const conditions = ["source", ...defaultClientConditions]

// That of the bundled model is needed by all.
const runtimes = /node_modules\/(onnxruntime-(?!web\/dist\/ort\.wasm\.)|@tensorflow)/

// Fetched, and kept, when they are first needed: runtimes, and what draws a figure.
const onDemand = ["assets/runtime-*", "assets/figure-*"]

export default defineConfig({
  // Relative: the site may lie in any folder of a host.
  base: "./",
  resolve: { conditions },
  worker: {
    format: "es",
    rolldownOptions: {
      output: {
        chunkFileNames: ({ moduleIds }) =>
          `assets/${moduleIds.some((id) => runtimes.test(id)) ? "runtime-" : ""}[name]-[hash].js`,
      },
    },
  },
  server: { headers: isolation },
  preview: { headers: isolation },
  plugins: [
    preact(),
    VitePWA({
      strategies: "injectManifest",
      srcDir: "src/service",
      filename: "service-worker.ts",
      injectRegister: false,
      injectManifest: {
        globPatterns: ["*.{html,svg,png}", "assets/*.{js,css,woff2}"],
        globIgnores: onDemand,
      },
      manifest: {
        id: "./",
        name: "PAMI: why did the model decide so?",
        short_name: "PAMI",
        description: "See which parts of a picture your image classifier's answer comes from.",
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
