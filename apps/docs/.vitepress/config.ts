import { globSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { transformerStyleToClass } from "@shikijs/transformers"
import { defineConfig } from "vitepress"
import { placeholder } from "../src/placeholder.ts"
import { listGuide, listPages } from "../src/sidebar.ts"

const pages = fileURLToPath(new URL("../.pages", import.meta.url))

// Colours of code as classes: the policy of the pages allows no styles in them.
const colours = transformerStyleToClass({ classPrefix: "code-" })

const commands = ["apps/cli/index", ...found("commands")]

export default defineConfig({
  lang: "en",
  title: "PAMI",
  description: "Why did the model decide so? PAMI explains a prediction from the model's outputs alone.",
  srcDir: pages,
  outDir: "dist",
  base: placeholder,
  // Every host of static files has a file for each page.
  cleanUrls: false,
  // The link to the demo would be fetched as a page of this site.
  router: { prefetchLinks: false },
  // For a moment without transitions, a style would be put into the page.
  appearance: { disableTransition: false },
  markdown: {
    codeTransformers: [colours],
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
  },
  head: [
    ["link", { rel: "icon", href: `${placeholder}icon.svg` }],
    ["link", { rel: "stylesheet", href: `${placeholder}code.css` }],
  ],
  buildEnd({ outDir }) {
    writeFileSync(join(outDir, "code.css"), colours.getCSS())
  },
  themeConfig: {
    nav: [
      { text: "Start", link: "/start" },
      { text: "Tasks", link: "/tasks/" },
      { text: "Commands", link: "/commands/" },
      { text: "Packages", link: "/overview#packages" },
      { text: "API", link: "/api/" },
      // The demo is in the folder above.
      { text: "Try it", link: "/../", target: "_self" },
    ],
    // A list for each part of the site: all in one would be two hundred lines long.
    sidebar: {
      "/": listGuide(pages),
      "/commands/": [listPages(pages, "Commands", commands)],
      "/apps/cli/": [listPages(pages, "Commands", commands)],
      "/packages/": [listPages(pages, "Packages", found("packages"))],
      "/api/": [listPages(pages, "API", found("api"))],
    },
    outline: { level: [2, 3] },
    search: { provider: "local" },
    docFooter: { prev: false, next: false },
  },
})

/** Returns the paths of all pages in a folder, without their ending. */
function found(folder: string): string[] {
  return globSync(`${folder}/**/*.md`, { cwd: pages })
    .map((file) => file.slice(0, -".md".length))
    .toSorted()
}
